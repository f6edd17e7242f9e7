"""Documents of a source: a whole file is one, a container gives many."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping

from newsieve.errors import InputError, find_errno
from newsieve.read.decode import strip_controls
from newsieve.read.formats import InputFormat, ReadOptions, read_stream
from newsieve.read.sources import STDIN, Source, display_name, find_sources
from newsieve.read.streams import open_stream
from newsieve.types import Document, Failure

__all__ = ["InputFormat", "ReadOptions", "describe_nothing", "display_name", "read_documents", "read_inputs"]
_MOST_ENDINGS = 6  # in a message


def read_documents(source: Source, options: ReadOptions) -> Iterator[Document | Failure]:
    """The source's documents in order, a Failure in the place of each that cannot be read.

    A binary file gives a Failure where it was named directly, and nothing inside a folder.
    """
    try:
        with open_stream(source, options.max_size) as stream:
            for document in read_stream(source, stream, options):
                yield document if isinstance(document, Failure) else _name_site(document, source, options)
    except InputError as error:
        yield Failure(display_name(source), strip_controls(str(error)), find_errno(error))


def read_inputs(
    names: Iterable[str], options: ReadOptions, note: Callable[[str], None]
) -> Iterator[Document | Failure]:
    """The documents of all names in order. `note` is told of a folder in which nothing is to be read."""
    for name in names:
        passed_over: dict[str, int] = {}
        is_folder, is_empty = name != STDIN and os.path.isdir(name), True
        for source in find_sources([name], None, options.selection, passed_over):
            answers = read_documents(source, options) if isinstance(source, Source) else iter((source,))
            for answer in answers:
                is_empty = False
                yield answer
        if is_folder and is_empty:
            note(describe_nothing(name, passed_over))


def describe_nothing(folder: str, passed_over: Mapping[str, int]) -> str:
    """The line about a folder in which nothing is to be read; `passed_over` counts its other files by ending."""
    if not passed_over:
        return strip_controls(f"{folder}: nothing in this folder is to be read")
    listed = sorted(passed_over.items(), key=lambda item: (-item[1], item[0]))
    some = ", ".join(f"{count} {ending}" for ending, count in listed[:_MOST_ENDINGS])
    more = ", …" if len(listed) > _MOST_ENDINGS else ""
    return strip_controls(
        f"{folder}: nothing in this folder is to be read; passed over: {some}{more}; --include '*' reads them"
    )


def _name_site(document: Document, source: Source, options: ReadOptions) -> Document:
    """The document with its site: as asked for, that of its address, the folder that the input stands in.

    A record without an address has the one that was named.
    """
    if options.url and not document.url:
        document = document._replace(url=options.url)
    if options.site or not document.url:
        return document._replace(site=options.site or _folder_of(source))
    return document


def _folder_of(source: Source) -> str | None:
    """The name of the folder that a file stands in; of stdin, of the working folder."""
    try:
        folder = os.getcwd() if source.name == STDIN else os.path.dirname(os.path.abspath(source.name))
    except OSError:  # the working folder is gone
        return None
    return strip_controls(os.fsencode(os.path.basename(folder)).decode("utf-8", "replace")) or None
