"""Records of JSON Lines: one object a line, with `text` or `html`.

Fields that newsieve does not use keep their JSON text as it was read, so integers of any size and floats of any
spelling come out as they went in.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]  # documented nowhere, there since 2.6

from newsieve.errors import InputError
from newsieve.read.decode import normalize, strip_controls
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure, Format

_SPACE = re.compile(r"[ \t\r\n]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # of a pair or of none, as JSON spells it
# Written anew by the renderers, so never carried through. A number's `id` is, since its spelling counts.
REPLACED = frozenset(("text", "html", "title", "language", "removed", "sentences", "blocks"))
# A raw control character in a carried field becomes an escape; strict JSON has none below 0x20.
_RAW_CONTROL = re.compile("[\x7f-\x9f]")


def looks_like_records(line: bytes) -> bool:
    """Whether a first line (with those before it blank) is an object with `text` or `html`."""
    if not line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and ("text" in record or "html" in record)


def read_records(name: str, stream: Peekable, max_size: int, before: int = 0) -> Iterator[Document | Failure]:
    """The stream's records in order, a Failure in the place of a bad one. Blank lines are no records.

    `before` is the number of records that came before the stream's first.
    """
    number = before
    for line in _lines(stream, max_size):
        if line is not None and not line.strip():
            continue
        number += 1
        fallback = f"{name}#{number}"
        try:
            if line is None:
                raise InputError(f"larger than {max_size} bytes; raise --max-size")
            yield read_record(line.removeprefix(b"\xef\xbb\xbf"), fallback)._replace(record=number)
        except InputError as error:
            yield Failure(fallback, strip_controls(f"{fallback}: {error}"))


def read_record(line: bytes, fallback: str) -> Document:
    """The document of one line. `fallback` is its id where it has none. Raises: InputError saying what is wrong."""
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise InputError("not valid UTF-8") from error
    values, raw = _parse_object(text)
    identity = values.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | float | None):
        raise InputError("`id` is neither a string nor a number")
    extra = {field: text for field, text in raw.items() if text != "null"}
    return make_document(values, fallback if identity is None else identity, extra)


def make_document(values: Mapping[str, object], identity: str | float, extra: Mapping[str, str]) -> Document:
    """The document of a record's or a row's fields. Raises: InputError for a wrong type, or without text."""
    strings = {field: _string(values, field) for field in ("text", "html", "url", "title", "language")}
    plain, html = strings["text"], strings["html"]
    if plain is None and html is None:
        raise InputError("neither `text` nor `html`")
    return Document(
        id=identity,
        text=html or "" if plain is None else normalize(plain),
        format=Format.HTML if plain is None else Format.TEXT,
        url=strings["url"],
        title=normalize(strings["title"]) if strings["title"] else None,
        language=strings["language"],
        extra=extra,
    )


def _string(values: Mapping[str, object], field: str) -> str | None:
    value = values.get(field)
    if value is not None and not isinstance(value, str):
        raise InputError(f"`{field}` is not a string")
    return value


def _lines(stream: Peekable, max_size: int) -> Iterator[bytes | None]:
    """The stream's lines; None for one that is too long, which is passed over without being held."""
    while line := stream.readline(max_size + 1):
        if len(line) > max_size and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield None
        else:
            yield line


def _parse_object(text: str) -> tuple[dict[str, object], dict[str, str]]:
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
                raw[field] = _RAW_CONTROL.sub(_escape, text[at:end].replace("\r", " "))
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


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


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
