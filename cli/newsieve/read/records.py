"""Documents of a source: a whole file is one, a container gives many."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from newsieve.errors import InputError, UsageError, find_errno
from newsieve.read.binary import describe_binary
from newsieve.read.decode import strip_controls
from newsieve.read.formats import InputFormat, ReadOptions, read_stream
from newsieve.read.sources import (
    OF_OUTPUTS,
    STDIN,
    Source,
    can_hold_many,
    check_names,
    decode_name,
    display_name,
    find_sources,
    may_hold_nothing,
)
from newsieve.read.streams import Peekable, open_stream
from newsieve.types import Document, Failure

__all__ = [
    "InputFormat",
    "Notes",
    "ReadOptions",
    "check_address",
    "describe_empty",
    "describe_nothing",
    "display_name",
    "is_passed_over",
    "read_documents",
    "read_inputs",
]
WITHOUT_DOCUMENT = "binary or without a document"  # counted beside the endings of names
_PEEK_BYTES, _READ_BYTES = 4096, 1 << 20
_MOST_ENDINGS = 6  # in a message


def read_documents(
    source: Source, options: ReadOptions, warn: Callable[[str], None] | None = None
) -> Iterator[Document | Failure]:
    """The source's documents in order, a Failure in the place of each that cannot be read.

    A binary file gives a Failure where it was named directly, and nothing inside a folder. `warn` is told of what may
    be missing though no document is, and of an encoding that had to be guessed though one is declared.
    """
    try:
        with open_stream(source, options.max_size) as stream:
            for document in read_stream(source, stream, options):
                yield document if isinstance(document, Failure) else _complete(document, source, options)
                _tell_notes(stream, warn)
        if warn and stream.has_garbage:
            warn(strip_controls(f"{display_name(source)}: what stands behind its compressed data was left out"))
    except InputError as error:
        yield Failure(display_name(source), strip_controls(str(error)), find_errno(error))


def _tell_notes(stream: Peekable, warn: Callable[[str], None] | None) -> None:
    """Tell what has been noted of a stream since the last time."""
    while warn and stream.notes:
        warn(strip_controls(stream.notes.pop(0)))


def check_address(names: Sequence[str], options: ReadOptions) -> None:
    """Refuse names that cannot be meant, and one address for several documents.

    How many come in on stdin, or from a pipe, shows as they are read.
    Raises: UsageError.
    """
    check_names(names, options.command)
    if options.url is None:
        return
    if can_hold_many(names):
        raise UsageError("--url is the address of one document; give one INPUT")
    for name in filter(os.path.isfile, names):
        next(read_documents(Source(name), options), None)


class Notes(NamedTuple):
    """Functions that are told of inputs without a document. `detail` is told what of a folder was passed over.

    `fails_empty` says that a container without a document has failed.
    """

    say: Callable[[str], None]
    detail: Callable[[str], None] | None = None
    fails_empty: bool = False


def read_inputs(
    names: Iterable[str], options: ReadOptions, notes: Notes
) -> Iterator[tuple[Source | None, Document | Failure]]:
    """The documents of all names in order, each with the file that it stands in."""
    for name in names:
        passed_over, found = dict[str, int](), 0
        for source in find_sources([name], None, options.selection, passed_over):
            found += 1
            yield from _read_source(source, options, notes, passed_over)
        if name != STDIN and os.path.isdir(name) and passed_over.get(WITHOUT_DOCUMENT, 0) == found:
            notes.say(describe_nothing(name, passed_over))
        elif passed_over and notes.detail:
            notes.detail(strip_controls(f"{name}: passed over: {_list_endings(passed_over)}"))


def _read_source(
    source: Source | Failure, options: ReadOptions, notes: Notes, passed_over: dict[str, int]
) -> Iterator[tuple[Source | None, Document | Failure]]:
    if isinstance(source, Failure):
        yield None, source
        return
    is_silent = True
    for answer in read_documents(source, options, notes.say):
        is_silent = False
        yield source, answer
    if is_silent and (failure := _take_silence(source, options, notes, passed_over)):
        yield source, failure


def _take_silence(source: Source, options: ReadOptions, notes: Notes, passed_over: dict[str, int]) -> Failure | None:
    """Count an input without a document where it is passed over in its folder; else say so, or make a Failure of it."""
    try:
        if source.folder is not None and is_passed_over(source, options.max_size):
            passed_over[WITHOUT_DOCUMENT] = passed_over.get(WITHOUT_DOCUMENT, 0) + 1
            return None
    except InputError as error:
        return Failure(display_name(source), strip_controls(str(error)))
    if notes.fails_empty:
        return Failure(display_name(source), describe_empty(source))
    notes.say(describe_empty(source))
    return None


def is_passed_over(source: Source, max_size: int) -> bool:
    """Tell whether the source is no text, or data without documents.

    Raises: InputError for noughts without end, which are no file of any kind.
    """
    with open_stream(source) as stream:
        head = stream.peek(_PEEK_BYTES)
        while not any(head) and (data := stream.read(_READ_BYTES)) and max_size >= 0:
            max_size -= len(data)
    if max_size < 0:
        raise InputError(f"{source.name}: nothing but noughts, more than --max-size allows")
    return describe_binary(head) is not None or may_hold_nothing(source)


def describe_empty(source: Source) -> str:
    """The line about a container that holds no document."""
    return strip_controls(f"{display_name(source)}: no document in it")


def describe_nothing(folder: str, passed_over: Mapping[str, int]) -> str:
    """The line about a folder in which nothing is to be read; `passed_over` counts its other files by ending."""
    if not passed_over:
        return strip_controls(f"{folder}: nothing in this folder is to be read")
    hint = "; --include '*' reads them" if passed_over.keys() - {WITHOUT_DOCUMENT, OF_OUTPUTS} else ""
    return strip_controls(
        f"{folder}: nothing in this folder is to be read; passed over: {_list_endings(passed_over)}{hint}"
    )


def _list_endings(passed_over: Mapping[str, int]) -> str:
    listed = sorted(passed_over.items(), key=lambda item: (item[0] != WITHOUT_DOCUMENT, -item[1], item[0]))
    some = ", ".join(f"{count} {ending}" for ending, count in listed[:_MOST_ENDINGS])
    return f"{some}{', …' * (len(listed) > _MOST_ENDINGS)}"


def _complete(document: Document, source: Source, options: ReadOptions) -> Document:
    """The document with its file, the site that was asked for, and the folder that the file stands in."""
    site = options.site or document.site
    return document._replace(site=site, source=display_name(source), folder=_folder_of(source))


def _folder_of(source: Source) -> str | None:
    """The name of the folder that a file stands in; of stdin, of the working folder."""
    try:
        folder = os.getcwd() if source.name == STDIN else os.path.dirname(os.path.abspath(source.name))
    except OSError:  # the working folder is gone
        return None
    return spell_site(os.path.basename(folder)) or None


def spell_site(name: str) -> str:
    """The site that a folder's name, or a word of the command line, names: in characters that can be written."""
    return strip_controls(decode_name(name))
