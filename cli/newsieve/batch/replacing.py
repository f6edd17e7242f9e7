"""Write a task's output in place of what stands there, unless that is another program's or a person's."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b, file_digest
from os import stat_result
from os.path import samestat

from newsieve.batch.out_folder import OutputFolder, Write
from newsieve.batch.plan import BatchTask
from newsieve.errors import OutputError
from newsieve.printable import encode_printable

STANDS_THERE = "stands there, and no earlier run wrote it; move it away, or write over it with --force"


@contextmanager
def replace_output(
    folder: OutputFolder, task: BatchTask, temporary: str, spared: stat_result | None = None, is_forced: bool = False
) -> Iterator[Write]:
    """Give a function that writes the task's output, like `OutputFolder.replace`.

    A file that the task spares is replaced only by the same bytes, unless that `is_forced`. Raises: OutputError.
    """
    with folder.replace(task.output, temporary, spared) as write:
        if is_forced or not task.spares:
            yield write
            return
        digest = blake2b()

        def write_both(text: str | bytes) -> None:
            data = text if isinstance(text, bytes) else encode_printable(text)
            digest.update(data)
            write(data)

        yield write_both
        status = folder.look(task.output)
        if status is None or (spared and samestat(status, spared)):  # moved away meanwhile; refused as the input itself
            return
        if not _holds(folder, task.output, digest.digest()):
            raise OutputError(f"{folder.show(task.output)}: {STANDS_THERE}")


def _holds(folder: OutputFolder, output: str, digest: bytes) -> bool:
    """Whether a regular file of that digest stands there."""
    with suppress(OutputError), folder.read(output) as file:
        return file_digest(file, blake2b).digest() == digest  # type: ignore[arg-type]
    return False
