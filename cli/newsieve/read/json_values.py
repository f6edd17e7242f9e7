"""JSON that is no JSON Lines: arrays of records and records one behind the other, none of them held.

The text is read into a window that grows until it holds a whole record; what is behind it is dropped. A stream is JSON
if its first record is and JSON goes on behind it, so one that was cut or damaged later gives what is whole. As much is
looked at as a document may be large; a larger array is taken for JSON by its beginning.
"""

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator

from newsieve.errors import InputError
from newsieve.read.decode import strip_controls
from newsieve.read.formats import ReadOptions
from newsieve.read.jsonl import find_id, read_or_fail
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

_CHUNK = 1 << 16
_START = 1 << 16  # characters of a record that is passed over, in which its id is looked for
_BEHIND_BRACE = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{[ \t\r]*+([^ \t\r])")
_BEHIND_BRACKET = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\[\s*+(\S)")
_RECORD_IN_SECOND_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\[[^\n]*+\n\s*+\{[ \t\r]*+[\"}]")
_SCALAR = rb'(?:null|true|false|-?[\d.eE+-]{1,30}|"(?>(?:[^"\\]|\\.)*)")\s*+,\s*+'
_RECORD_BEHIND_SCALARS = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\[\s*+(?>(?:" + _SCALAR + rb")+)\{\s*+[\"}]", re.DOTALL)
_SPACE = re.compile("[ \t\r\n\ufeff\x1e]*+")  # with byte order marks, and the marks before records (RFC 7464)
_FIRST_LINE = re.compile(rb"[^\n]*+\n")
_STRUCTURE = re.compile(r'["\[\]{}]')
_STRING_END = re.compile(r'["\\]')
_VALUES = json.JSONDecoder(parse_int=lambda _digits: 0, strict=False)  # what is wrong in a record is its own fault

MARK = b"\x1e"  # of RFC 7464, before each record
TOO_DEEP, TOO_LARGE = "nested too deeply", "larger than allowed"


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The records of a source. Raises: InputError for what is no JSON."""
    return read_json(display_name(source), stream, options.max_size, options.text_field)


def looks_like(source: Source, stream: Peekable, options: ReadOptions) -> bool:
    """Whether the stream is JSON, and neither JSON Lines nor text."""
    return tell_json(source, stream, options.max_size) == "json"


def tell_json(source: Source, stream: Peekable, max_size: int) -> str | None:
    """Whether a stream that begins with a brace, a bracket or RFC 7464's mark is "jsonl" or "json"; None for text."""
    start = stream.peek_start()[:1]
    if start == b"{":
        second = _second(stream, _BEHIND_BRACE)
        if second in (b'"', b"}"):
            return "json" if _is_record_over_lines(source, stream, max_size) else "jsonl"
        return "json" if second == b"\n" and is_json(stream, max_size) else None
    if _is_named_json(source) and start == b"[" and stream.peek_match(_RECORD_BEHIND_SCALARS, _CHUNK):
        return "json" if is_json(stream, max_size) else None
    if (start == MARK or _second(stream, _BEHIND_BRACKET) in (b"{", b"]")) and is_json(stream, max_size):
        return "json"
    return "jsonl" if stream.peek_match(_RECORD_IN_SECOND_LINE, max_size + 1) else None


def is_json(stream: Peekable, max_size: int) -> bool:
    """Whether the stream begins with a record and goes on as JSON; an array larger than a document counts as such."""
    size = 0
    while True:
        size = min(max(_CHUNK, 2 * size), max_size + 1)
        data = stream.peek(size)
        is_whole = len(data) < size
        if _begins_as_json(data, is_whole):
            return True
        if len(data) > max_size:
            return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
        if is_whole:
            return False


def _begins_as_json(data: bytes, is_whole: bool) -> bool:
    """Whether a record stands at the beginning, and behind it what may: the end, but of the whole, is none."""
    values = JsonValues(io.BytesIO(data).read, len(data))
    try:
        next(iter(values), None)
        sign = values.next_sign()
    except ValueError:
        return False
    is_array = data.lstrip(b"\xef\xbb\xbf\x1e \t\r\n").startswith(b"[")
    return sign in ((",", "]") if is_array else ("{", "[")) or (not sign and is_whole)


def read_json(
    name: str, stream: Peekable, max_size: int, text_field: str | None = None
) -> Iterator[Document | Failure]:
    """The records of all arrays, and those that stand by themselves, a Failure in the place of a bad one.

    Raises: InputError for what is no JSON, from where it is none.
    """
    number = 0
    try:
        for text, fault in JsonValues(stream.read, max_size):
            number += 1
            line = text.encode("utf-8", "surrogateescape")
            if fault == TOO_DEEP:
                yield _fail(line, f"{name}#{number}", TOO_DEEP)
            else:
                yield read_or_fail(line, name, number, text_field, f"larger than {max_size} bytes" if fault else "")
    except ValueError as error:
        reason = getattr(error, "msg", None) or str(error)
        if number:
            identity = f"{name}#{number + 1}"
            yield Failure(identity, strip_controls(f"{identity}: not valid JSON from here on: {reason}"))
            return
        raise InputError(f"{name}: not valid JSON: {reason}") from error


def _fail(line: bytes, fallback: str, fault: str) -> Failure:
    return Failure(find_id(line, fallback), f"{fallback}: {fault}")


def _is_record_over_lines(source: Source, stream: Peekable, max_size: int) -> bool:
    """Whether a file is named as JSON, and its first object, which looks like one of JSON Lines, goes over lines."""
    if not _is_named_json(source):
        return False
    line = stream.peek_match(_FIRST_LINE, max_size + 1)
    return line is not None and not _begins_as_json(line[0], is_whole=True) and is_json(stream, max_size)


def _is_named_json(source: Source) -> bool:
    return ".json" in source.name.lower()[-10:]


def _second(stream: Peekable, pattern: re.Pattern[bytes]) -> bytes:
    """The first character behind the brace or the bracket that a stream begins with."""
    found = stream.peek_match(pattern, _CHUNK)
    return found[1] if found else b""


class JsonValues:
    """The values of arrays and the objects by themselves, one by one as text, each with what is wrong with its size.

    Iterating raises: ValueError where the text stops being JSON.
    """

    def __init__(self, read: Callable[[int], bytes], max_size: int) -> None:
        self._read, self._most = read, max_size
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._window, self._at, self._is_end = "", 0, False

    def __iter__(self) -> Iterator[tuple[str, str]]:
        sign = self.next_sign()
        while True:
            if sign == "{":
                yield self._take()
            elif sign == "[":
                self._at += 1
                yield from self._take_all()
            else:
                raise ValueError("neither an array nor an object")
            if not (sign := self.next_sign()):
                return

    def next_sign(self) -> str:
        """The next character that is no white space, not taken yet; "" at the end."""
        while True:
            space = _SPACE.match(self._window, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._window) or self._is_end:
                return self._window[self._at : self._at + 1]
            self._grow(_CHUNK)

    def _take_all(self) -> Iterator[tuple[str, str]]:
        if self.next_sign() == "]":
            self._at += 1
            return
        while True:
            self.next_sign()
            yield self._take()
            sign = self.next_sign()
            self._at += 1
            if sign == "]":
                return
            if sign != ",":
                raise ValueError(f"`,` or `]` is missing before {sign!r}" if sign else "ends within the array")

    def _take(self) -> tuple[str, str]:
        """The next value, and "" or what is wrong with its size; of one that is too large its beginning."""
        while True:
            try:
                _, end = _VALUES.raw_decode(self._window, self._at)
            except RecursionError:
                return self._pass_over(), TOO_DEEP
            except ValueError:
                if self._is_end:
                    raise
                end = -1
            if 0 <= end < len(self._window) or (end >= 0 and self._is_end):
                text, self._at = self._window[self._at : end], end
                return text, TOO_LARGE if len(text) > self._most else ""
            if len(self._window) - self._at > self._most:
                return self._pass_over(), TOO_LARGE
            self._grow(max(_CHUNK, len(self._window) - self._at))  # doubled, so that no text is parsed often

    def _pass_over(self) -> str:
        """Step over an object or an array without making anything of it; its beginning."""
        start, depth = self._window[self._at : self._at + _START], 0
        while True:
            found = self._find(_STRUCTURE)
            if found == '"':
                self._pass_over_string()
            else:
                depth += 1 if found in "[{" else -1
            if depth <= 0:
                return start

    def _pass_over_string(self) -> None:
        while self._find(_STRING_END) == "\\":
            if self._at >= len(self._window):
                self._grow(_CHUNK)
            self._at += 1

    def _find(self, pattern: re.Pattern[str]) -> str:
        """The next sign that matches, passed over with all before it. Raises: ValueError where there is none."""
        while not (found := pattern.search(self._window, self._at)):
            self._at = len(self._window)
            if self._is_end:
                raise ValueError("ends within a value")
            self._grow(_CHUNK)
        self._at = found.end()
        return found[0]

    def _grow(self, size: int) -> None:
        data = self._read(size)
        self._is_end = not data
        self._window = self._window[self._at :] + self._decoder.decode(data, self._is_end)
        self._at = 0
