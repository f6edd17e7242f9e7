"""The `memory` commands: learn documents, show what is known, export, import and forget it."""

import math
import os
import sys
from collections.abc import Iterator
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import NamedTuple

from newsieve.cleaner import host_of
from newsieve.engines import Limits, count_cores, load_engine
from newsieve.errors import ExitCode, InputError, UsageError
from newsieve.options import DEFAULT_MEMORY
from newsieve.output import open_output, say
from newsieve.pipeline import prepare
from newsieve.printable import to_line
from newsieve.progress import Progress
from newsieve.read import STDIN, ReadOptions, Source, check_address, find_sources, read_documents, spell_site
from newsieve.read.streams import open_stream
from newsieve.repetition import (
    DocumentRecord,
    add_occurrences,
    default_path,
    export_memory,
    forget,
    import_memory,
    is_new,
    list_repeats,
    list_sites,
    record_document,
)
from newsieve.repetition.store import Site
from newsieve.settings import Settings, make_options, make_read_options
from newsieve.types import Document, Failure, Options, ParagraphOccurrence

_LONGEST_LINE = 1 << 26  # bytes; a document of three million paragraphs has as many
_NO_SITE = ""  # of what failed
_SHOWN = 10  # paragraphs of each site, where no site was asked for


def run_learn(inputs: list[str], settings: Settings) -> ExitCode:
    """Add the documents of the inputs to the memory; one that is known already adds nothing."""
    path, failures = _path(settings), list[ParagraphOccurrence]()
    read_options = make_read_options(settings)._replace(command="memory learn")
    check_address(inputs, read_options)
    progress = Progress(settings["quiet"], path)
    tick = map(progress.show, count()) if settings["engine"] == "local" else None  # read in this process
    study = partial(_study, make_options(settings), read_options, tick)
    limits = Limits(count_cores(), math.inf, settings["address"])
    pieces = list(_list_pieces(inputs, settings))
    blocks = load_engine(settings["engine"]).group_by(study, pieces, limits)
    is_first, noted = is_new(path), _set_failures_apart(blocks, failures)
    try:  # where no input is there, no memory is made
        can_learn = os.path.lexists(path) or any(isinstance(piece.source, Source) for piece in pieces)
        first = list(islice(noted, 1))  # what is wrong with the engine is found before there is a memory
        new = add_occurrences(path, chain(first, noted)) if can_learn else 0
        for _ in noted:
            pass  # where nothing is learned, the failures are still to be read
    finally:
        progress.clear()
    for failure in sorted(failures):
        say(failure.text or "")
    if can_learn:
        say_learned(path, settings, is_first and new > 0, f"{new} new document{'s' * (new != 1)}")
    return ExitCode.SOME_FAILED if failures else ExitCode.OK


def run_show(_inputs: list[str], settings: Settings) -> ExitCode:
    """Print each site, how many of its documents are known and which paragraphs they repeat, the commonest first."""
    path, wanted, sites = _path(settings), settings["site"], _list_wanted(settings, "shown")
    with open_output(None) as write:
        for site in sites:
            write(
                f"{to_line(site.name)}: {site.documents} document{'s' * (site.documents != 1)}, "
                f"{site.repeats} repeated paragraph{'s' * (site.repeats != 1)}\n"
            )
            for one in list_repeats(path, site.name, -1 if wanted else _SHOWN):
                write(f"{one.documents:>8}  {to_line(' '.join(one.text.split()))}\n")
    return ExitCode.OK


def run_export(_inputs: list[str], settings: Settings) -> ExitCode:
    """Print the memory as JSON Lines, which `memory import` reads."""
    _list_wanted(settings, "exported")
    with open_output(None) as write:
        for line in export_memory(_path(settings), settings["site"]):
            write(line)
    return ExitCode.OK


def run_import(inputs: list[str], settings: Settings) -> ExitCode:
    """Add exported memories to the memory; what it knows already adds nothing."""
    for name in inputs:
        lines = _read_lines(name)
        first = list(islice(lines, 1))
        if not first and not settings["quiet"]:
            say(f"{name}: empty, so there is nothing to import; did the command that printed it fail?")
        import_memory(_path(settings), chain(first, lines), name)
    return ExitCode.OK


def run_forget(sites: list[str], settings: Settings) -> ExitCode:
    """Take sites out of the memory."""
    path, status = _path(settings), ExitCode.OK
    if sites == [STDIN]:
        raise UsageError("memory forget takes the name of a SITE; newsieve memory show lists them")
    for site in map(spell_site, sites):
        if not forget(path, site) and not forget(path, host_of(f"https://{site}") or site):
            say(f"{path}: knows no site {site!r}; newsieve memory show lists them")
            status = ExitCode.SOME_FAILED
    return status


def say_learned(path: str, settings: Settings, is_first: bool, what: str = "learned") -> None:
    """Say where something was learned, and how to consult it: of a new memory, to a person, and with -v."""
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    if not settings["quiet"] and (is_first or is_seen or settings["verbose"]):
        say(f"{path}: {what}; consult this memory with --memory {spell_memory(path)}")


def spell_memory(path: str) -> str:
    """Spell the value of --memory that consults that memory."""
    try:
        return DEFAULT_MEMORY if path == default_path() else path
    except UsageError:  # there is no home folder
        return path


class _Piece(NamedTuple):
    """An input or a part of one, the place that it has among all, and its size in bytes."""

    place: int
    source: Source | Failure
    size: int = 0


def _path(settings: Settings) -> str:
    return settings["memory"] or default_path()


def _list_wanted(settings: Settings, what_is_done: str) -> list[Site]:
    """The sites of the memory, or the one that is asked for. Raises: UsageError where that is unknown."""
    path, wanted = _path(settings), settings["site"]
    sites = [site for site in list_sites(path) if wanted in (None, site.name)]
    if wanted is not None and not sites:
        raise UsageError(f"{path}: knows no site {wanted!r}; without --site all are {what_is_done}")
    return sites


def _list_pieces(inputs: list[str], settings: Settings) -> Iterator[_Piece]:
    from newsieve.batch.shards import find_shards  # 30 ms

    place, options = count(), make_read_options(settings)
    for source in find_sources(inputs, None, options.selection):
        if isinstance(source, Failure):
            yield _Piece(next(place), source)
            continue
        if source.name == STDIN and settings["engine"] != "local":
            raise UsageError("stdin is read on one machine: leave --engine out, or name files and folders")
        size = Path(source.name).stat().st_size if Path(source.name).is_file() else 0
        parts = find_shards(source, size, options)
        for part in parts:
            yield _Piece(next(place), source._replace(part=part), size // len(parts))
        if not parts:
            yield _Piece(next(place), source, size)


def _study(
    options: Options, read_options: ReadOptions, tick: Iterator[None] | None, piece: _Piece
) -> Iterator[ParagraphOccurrence]:
    """List the occurrences of a piece; a failure is one of no site, numbered in the order of the pieces.

    `tick` shows that one document more is begun.
    """
    source = piece.source
    documents = read_documents(source, read_options) if isinstance(source, Source) else iter([source])
    for number, document in enumerate(documents):
        if tick is not None:
            next(tick)
        record = document if isinstance(document, Failure) else _study_safely(document, options)
        if isinstance(record, Failure):
            yield ParagraphOccurrence(_NO_SITE, piece.place << 32 | number, 0, record.message)
        elif record is not None:
            yield from record.list_occurrences()


def _set_failures_apart(
    blocks: Iterator[list[ParagraphOccurrence]], failures: list[ParagraphOccurrence]
) -> Iterator[list[ParagraphOccurrence]]:
    for block in blocks:
        failures += (one for one in block if one.site == _NO_SITE)
        yield [one for one in block if one.site != _NO_SITE]


def _study_safely(document: Document, options: Options) -> DocumentRecord | Failure | None:
    try:
        article, _, blocks = prepare(document, options)
    except InputError as error:
        return Failure(document.id, f"{document.label}: {error}")
    except (MemoryError, RecursionError) as error:
        return Failure(document.id, f"{document.label}: too large or too deeply nested ({type(error).__name__})")
    return record_document(document, article, blocks)


def _read_lines(name: str) -> Iterator[str]:
    """The lines of an exported memory, compressed or not."""
    with open_stream(Source(name)) as stream:
        while line := stream.readline(_LONGEST_LINE + 1):
            if len(line) > _LONGEST_LINE:
                raise InputError(f"{name}: a line is too long for an exported memory")
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: not valid UTF-8") from error
            yield text
