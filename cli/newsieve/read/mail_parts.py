"""Parts of a mail: where each begins and ends, its fields, and its content without its transfer encoding.

They are found by their boundaries and stay where they are in the mail's bytes. The parser of the standard library's
`email` makes a list of lines and an object of every part, and calls itself for each level of nesting.
"""

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsieve.errors import InputError
from newsieve.read.encoded_words import decode_base64, decode_field, holds_base64

ENCRYPTED = "multipart/encrypted"
AROUND = "x-around-parts"  # type of the text that stands before and behind all parts, which no mail names
_MOST_HEAD_BYTES = 1 << 18
_MOST_FIELD = 1 << 13  # bytes of a field that are looked at
_MOST_LEVELS = 64
_MOST_MENDED = 4  # levels, within which a boundary is looked for in another case, and where none is named
_BLANK_LINE, _LINE = re.compile(rb"\r?\n[ \t]*+\r?\n"), re.compile(rb"\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*+:((?>(?:[^\n]*+\n(?=[ \t]))*)[^\n]*+)", re.MULTILINE)
_PARAMETER = re.compile(r""";\s*+([\w*-]{1,40})\s*+=\s*+(?:"((?>(?:[^"\\]|\\.)*))"|([^\s;"]++))""")
_SOFT_BREAK = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")  # a line's last blanks were added on its way (RFC 2045, 6.7)
_BOUNDARY = re.compile(rb"^--([^\n]{1,70}?)[ \t]*+\r?\n(?=[!-9;-~]{1,100}:)", re.MULTILINE)
# What a mailing list's program puts behind base64: a rule, or behind the padding a line of words.
_FOOTER = re.compile(rb"^[-_]{2}|(?<==)\s*+^[^\n]*\S[ \t]+\S", re.MULTILINE)


class MailPart(NamedTuple):
    """A part's fields by name in lower case, and where its content stands in the mail's bytes."""

    fields: dict[str, str]
    data: bytes
    start: int
    end: int
    level: int = 0

    @property
    def type(self) -> str:
        """Its content's type in lower case."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower() or "text/plain"

    @property
    def holds_parts(self) -> bool:
        """Whether it has parts of its own."""
        return self.type.startswith("multipart/") and bool(self.boundary)

    @property
    def is_cut(self) -> bool:
        """Whether it ends before its last boundary. Some mail programs leave that out."""
        if not self.holds_parts:
            return False
        return not any(line[2] for line in _compile_boundary(self.boundary).finditer(self.data, self.start, self.end))

    @property
    def boundary(self) -> bytes:
        """The line between its parts without the dashes: as it is named, else in another case, else as it is found."""
        named = self.parameter("boundary").rstrip().encode("utf-8", "replace")  # no blank can end one (RFC 2046, 5.1.1)
        patterns = [_compile_boundary(named), _compile_boundary(named, re.IGNORECASE)] if named else []
        patterns = [*patterns, _BOUNDARY] if self.level < _MOST_MENDED else patterns[:1]
        found = (pattern.search(self.data, self.start, self.end) for pattern in patterns)
        return next((one[1] for one in found if one), b"")

    def parameter(self, name: str) -> str:
        """A parameter of its content's type, its pieces (RFC 2231) joined; "" where there is none."""
        pieces: dict[int, str] = {}
        for found in _PARAMETER.finditer(self.fields.get("content-type", "")):
            own, _, number = found[1].lower().rstrip("*").partition("*")
            if own == name and not number:
                return _unquote(found)
            if own == name and number.isdecimal():
                pieces.setdefault(int(number), _unquote(found))
        return "".join(pieces[number] for number in sorted(pieces))


def read_part(data: bytes, start: int, end: int, level: int = 0) -> MailPart:
    """The part that stands there, its head read. Raises: InputError where too many stand in one another."""
    if level > _MOST_LEVELS:
        raise InputError(f"parts nested more than {_MOST_LEVELS} levels deep")
    within = min(end, start + _MOST_HEAD_BYTES)
    blank = _LINE.match(data, start) or _BLANK_LINE.search(data, start, within)
    stop = blank.start() if blank else within
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(data, start, stop):
        fields.setdefault(found[1].decode("ascii").lower(), _unfold(found[2][:_MOST_FIELD]))
    if not fields and stop > start:  # no head at all: all of it is content
        return MailPart({}, data, start, end, level)
    return MailPart(fields, data, blank.end() if blank else end, end, level)


def list_parts(whole: MailPart) -> Iterator[MailPart]:
    """The parts of a part, in order."""
    line, start = _compile_boundary(whole.boundary), -1
    for found in line.finditer(whole.data, whole.start, whole.end):
        if start >= 0:
            yield read_part(whole.data, start, max(start, found.start() - 1), whole.level + 1)
        if found[2]:
            return
        start = min(found.end() + 1, whole.end)
    if start >= 0:  # cut off before its last boundary
        yield read_part(whole.data, start, whole.end, whole.level + 1)


def list_around(whole: MailPart) -> Iterator[MailPart]:
    """The text before the first boundary and that behind the last, of a type of their own."""
    lines = list(_compile_boundary(whole.boundary).finditer(whole.data, whole.start, whole.end))
    last = next((line for line in lines if line[2]), None)
    for start, end in ((whole.start, lines[0].start()), (last.end() if last else whole.end, whole.end)):
        yield MailPart({"content-type": AROUND}, whole.data, start, end, whole.level)


def decode_content(part: MailPart) -> bytes:
    """A part's content without its transfer encoding, as far as that is sound."""
    content = part.data[part.start : part.end]
    coding = part.fields.get("content-transfer-encoding", "").strip().lower()
    if coding == "base64":
        footer = _FOOTER.search(content)
        end = footer.start() if footer else len(content)
        if holds_base64(content[:end]):
            return b"\n\n".join(filter(None, (decode_base64(content[:end]), content[end:].strip())))
    return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", content)) if coding == "quoted-printable" else content


def _compile_boundary(boundary: bytes, case: re.RegexFlag = re.NOFLAG) -> re.Pattern[bytes]:
    """Match the lines between parts, and with a second group the one behind the last."""
    return re.compile(rb"^--(" + re.escape(boundary) + rb")(--)?[ \t]*\r?$", re.MULTILINE | case)


def _unfold(value: bytes) -> str:
    """A field's value on one line."""
    return " ".join(decode_field(value, None).split())


def _unquote(found: re.Match[str]) -> str:
    """A parameter's value without its quotation marks, or without its charset and language where they are named."""
    value = str(found[3]) if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
    if not found[1].endswith("*"):
        return value
    from urllib.parse import unquote

    return unquote(value.split("'", 2)[-1])
