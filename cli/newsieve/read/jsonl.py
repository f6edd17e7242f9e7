"""Records of JSON Lines: one object a line, with `text` or `html`.

Fields that newsieve does not use keep their JSON text as it was read, so integers of any size and floats of any
spelling come out as they went in.
"""

import json
import re
import sys
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # documented nowhere, there since 2.6

from newsieve.errors import InputError
from newsieve.printable import escape_controls
from newsieve.read.decode import strip_controls
from newsieve.read.fields import REPLACED, make_document
from newsieve.read.formats import ReadOptions
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable, open_range
from newsieve.types import Document, Failure, Numeral, label_record

_SPACE = re.compile(r"[ \t\r\n]*+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # of a pair or of none, as JSON spells it
_INDENTED_LINE = re.compile(r"[\r\n][ \t\r\n]*+")
_ID_WITHIN = 1 << 16  # characters of a record that is too long, in which its id is looked for


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The records of a source, or of its part where it has one."""
    name, part = display_name(source), source.part
    if part is None:
        yield from read_records(name, stream, options.max_size, 0, options.text_field)
        return
    with open_range(source.name, part.start, part.end) as piece:
        yield from read_records(name, piece, options.max_size, part.before, options.text_field)


def looks_like(source: Source, stream: Peekable, options: ReadOptions) -> bool:
    """Whether the stream is JSON Lines, and neither one value of JSON nor text."""
    from newsieve.read.json_values import tell_json

    return tell_json(source, stream, options.max_size) == "jsonl"


def read_records(
    name: str, stream: Peekable, max_size: int, before: int = 0, text_field: str | None = None
) -> Iterator[Document | Failure]:
    """The stream's records in order, a Failure in the place of a bad one. Blank lines are no records.

    `before` is the number of records that came before the stream's first.
    """
    number = before
    for line, is_whole in _lines(stream, max_size):
        if is_whole and not line.removeprefix(b"\xef\xbb\xbf").strip():
            continue
        number += 1
        yield read_or_fail(line, name, number, text_field, "" if is_whole else f"larger than {max_size} bytes")


def read_or_fail(
    line: bytes, name: str, number: int, text_field: str | None = None, fault: str = ""
) -> Document | Failure:
    """The document of a record, or a Failure with the record's own id where that can be read.

    `fault` says that the record is larger than allowed; `line` is then its beginning.
    """
    fallback, line = f"{name}#{number}", line.removeprefix(b"\xef\xbb\xbf")
    try:
        if fault:
            raise InputError(f"{fault}; raise --max-size")
        return read_record(line, fallback, text_field)._replace(record=number)
    except InputError as error:
        identity = find_id(line, fallback)
        return Failure(identity, strip_controls(f"{label_record(fallback, identity)}: {error}"))


def read_record(line: bytes, fallback: str, text_field: str | None = None) -> Document:
    """The document of one line. `fallback` is its id where it has none. Raises: InputError saying what is wrong."""
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise InputError("not valid UTF-8; name its encoding with --encoding") from error
    values, raw = parse_object(text)
    identity = values.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | float | None):
        raise InputError("`id` is neither a string nor a number")
    if isinstance(identity, int | float):
        identity = Numeral(raw["id"])
    extra = {field: text for field, text in raw.items() if field != "id" or identity is not None}
    return make_document(values, fallback if identity is None else identity, extra, text_field)


def find_id(line: bytes, fallback: str) -> str:
    """The id that a broken record says before its fault, or in spite of it; `fallback` where it says none."""
    text = line[:_ID_WITHIN].decode("utf-8", "replace").strip()
    at = _skip(text, 1) if text.startswith("{") else len(text)
    try:
        while text[at : at + 1] == '"':
            field, at = scanstring(text, at + 1, False)
            at = _expect(text, _skip(text, at), ":")
            start = at
            value, at = _LENIENT.raw_decode(text, start)
            if field == "id":
                return _make_id(value, text[start:at], fallback)
            at = _expect(text, _skip(text, at), ",")
    except (InputError, ValueError, RecursionError):
        pass
    return fallback


def _make_id(value: object, spelled: str, fallback: str) -> str:
    """The id that a record gives: a string, or a number as it is spelled; `fallback` for any other value."""
    if isinstance(value, str):
        return fallback if _has_surrogate(value) else value
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and spelled[-1].isdecimal()
    return Numeral(spelled) if is_number else fallback  # NaN and Infinity are no numbers of JSON


def _lines(stream: Peekable, max_size: int) -> Iterator[tuple[bytes, bool]]:
    """The stream's lines, and whether each is whole; of one that is too long its beginning, the rest is not held."""
    while line := stream.readline(max_size + 1):
        if len(line) > max_size and not line.endswith(b"\n"):
            line = line[:_ID_WITHIN]
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield line, False
        else:
            yield line, True


def parse_object(text: str) -> tuple[dict[str, object], dict[str, str]]:
    """Values by field, and the JSON text of those that are carried through."""
    if not text.startswith("{"):
        raise InputError("not a JSON object")
    values: dict[str, object] = {}
    raw: dict[str, str] = {}
    try:
        at = _skip(text, 1)
        while text[at : at + 1] != "}":
            if values:
                at = _expect(text, at, ",")
            if text[at : at + 1] != '"':
                raise InputError(f"not valid JSON: a field's name is missing at character {at + 1}")
            field, at = scanstring(text, at + 1, True)
            at = _expect(text, _skip(text, at), ":")
            value, end = _DECODER.raw_decode(text, at)
            values[field] = value
            if _has_surrogate(field) or (_SURROGATE.search(text, at, end) and _has_surrogate(value)):
                raise InputError(f"`{strip_controls(field)}` holds half a surrogate pair")
            if field not in REPLACED:
                raw[field] = escape_controls(_INDENTED_LINE.sub("", text[at:end]))
            at = _skip(text, end)
    except RecursionError as error:
        raise InputError("nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not valid JSON: {_first_line(error)}") from error
    if text[at + 1 :].strip():
        raise InputError("more than one value on a line")
    return values, raw


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, sign: str) -> int:
    if text[at : at + 1] != sign:
        raise InputError(f"not valid JSON: `{sign}` is missing at character {at + 1}")
    return _skip(text, at + 1)


def _has_surrogate(value: object) -> bool:
    """Whether a string, or one in a value of JSON, holds half a pair."""
    try:
        (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
    except UnicodeEncodeError:
        return True
    return False


def _first_line(error: ValueError) -> str:
    return getattr(error, "msg", None) or str(error).split("\n", 1)[0]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _parse_int(digits: str) -> int:
    """An integer of any size; only its JSON text goes on, so a huge one need not be computed."""
    return int(digits) if len(digits) < sys.int_info.default_max_str_digits else 0


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_parse_int)
_LENIENT = json.JSONDecoder(parse_int=_parse_int, strict=False)
