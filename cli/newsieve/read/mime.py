"""Content of a mail: its text or its page out of the parts, and the fields of its head.

The parts are found by their boundaries and stay where they are in the mail's bytes; only what is chosen is decoded. The
parser of the standard library's `email` makes a list of lines and an object of every part, and calls itself for each
level of nesting. Its dates and addresses are used.
"""

import binascii
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from newsieve.errors import InputError
from newsieve.read.decode import decode, normalize, strip_controls
from newsieve.read.streams import Peekable
from newsieve.types import Document, Format

_MOST_HEAD_BYTES = 1 << 18
_MOST_FIELD = 1 << 13  # bytes of a field that are looked at
_MOST_LEVELS = 64
_MOST_DETECTED, _COMMONEST = 100, "windows-1252"  # parts whose encoding is looked for; the others have this one
_FORWARDED = frozenset(("message/rfc822", "message/global"))
_BLANK_LINE, _LINE = re.compile(rb"\r?\n[ \t]*+\r?\n"), re.compile(rb"\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*+:((?>(?:[^\n]*+\n(?=[ \t]))*)[^\n]*+)", re.MULTILINE)
_PARAMETER = re.compile(r""";\s*+([\w*-]{1,40})\s*+=\s*+(?:"((?>(?:[^"\\]|\\.)*))"|([^\s;"]++))""")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*+)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?>(?:\s*+{_WORD.pattern})*)".replace("([", "(?:["))
_SOFT_BREAK = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")  # a line's last blanks were added on its way (RFC 2045, 6.7)
_TAG = re.compile(rb"<[^<>]*+>")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


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
        return self.fields.get("content-type", "text/plain").partition(";")[0].strip().lower()

    @property
    def holds_parts(self) -> bool:
        """Whether it has parts of its own."""
        return self.type.startswith("multipart/") and bool(self.parameter("boundary"))

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


class _Text(NamedTuple):
    """A piece of what a mail says."""

    text: str
    is_html: bool


def read_mail(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The mail as a document: its HTML part, else its text; subject, sender and date as title, author and date.

    A forwarded mail is part of the one that it came in. Attachments are not.
    """
    from newsieve.days import to_iso  # patterns that take 3 ms

    head = read_part(data, 0, len(data))
    text, format_ = read_text(head, name, encoding)
    return Document(
        id=name,
        text=text,
        format=format_,
        title=strip_controls(decode_words(head.fields.get("subject", ""))).strip() or None,
        author=name_sender(head.fields.get("from", "")),
        date=to_iso(head.fields.get("date", "")),
    )


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


@contextmanager
def reading_whole(name: str, stream: Peekable, max_size: int) -> Iterator[bytes]:
    """Give all bytes of a mail; what is found wrong with it begins with its name.

    Raises: InputError for one that is too large, or broken.
    """
    data = stream.read(max_size + 1)
    try:
        if len(data) > max_size:
            raise InputError(f"larger than {max_size} bytes; raise --max-size")
        yield data
    except InputError as error:
        raise InputError(str(error) if str(error).startswith(name) else f"{name}: {error}") from error


def read_text(whole: MailPart, name: str, encoding: str | None) -> tuple[str, Format]:
    """Return a mail's content: the pages of its parts, its texts as paragraphs between them, or the texts alone."""
    texts = [text for text in _list_texts(whole, name, encoding) if text.text.strip()]
    if any(text.is_html for text in texts):
        return "\n".join(_to_html(text) for text in texts), Format.HTML
    text = "\n\n".join(normalize(text.text).strip("\n") for text in texts)
    return f"{text}\n" if text else "", Format.TEXT


def decode_words(text: str) -> str:
    """A field's value with its encoded words (RFC 2047) decoded, those too that hold blanks, as they should not."""
    return _WORDS.sub(_decode_words, text) if "=?" in text else text


def name_sender(value: str) -> str | None:
    """The sender's name, without one the address."""
    from email.utils import parseaddr  # 8 ms

    name, address = parseaddr(value)  # before it is decoded: a word may hold the commas and brackets of addresses
    return strip_controls(decode_words(name or address or value)).strip() or None


def list_parts(whole: MailPart) -> Iterator[MailPart]:
    """The parts of a part, in order."""
    boundary = re.escape(whole.parameter("boundary").encode("utf-8", "replace"))
    line, start = re.compile(rb"^--" + boundary + rb"(--)?[ \t]*\r?$", re.MULTILINE), -1
    for found in line.finditer(whole.data, whole.start, whole.end):
        if start >= 0:
            yield read_part(whole.data, start, max(start, found.start() - 1), whole.level + 1)
        if found[1]:
            return
        start = min(found.end() + 1, whole.end)
    if start >= 0:  # cut off before its last boundary
        yield read_part(whole.data, start, whole.end, whole.level + 1)


def decode_content(part: MailPart) -> bytes:
    """A part's content without its transfer encoding, as far as that is sound."""
    content = part.data[part.start : part.end]
    coding = part.fields.get("content-transfer-encoding", "").strip().lower()
    if coding == "base64":
        return _decode_base64(content)
    return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", content)) if coding == "quoted-printable" else content


def _list_texts(whole: MailPart, name: str, encoding: str | None) -> Iterator[_Text]:
    """List the mail's texts, in order. An explicit stack: a mail may be nested deeper than Python's."""
    stack, count = [whole], 0
    while stack:
        part = stack.pop()
        if part.type in _FORWARDED:
            content = decode_content(part)
            inner = read_part(content, 0, len(content), part.level + 1)
            yield _Text(decode_words(inner.fields.get("subject", "")), False)
            stack.append(inner)
        elif part.holds_parts:
            stack += reversed(choose_parts(part))
        elif _is_text(part):
            count += 1
            yield _decode_text(part, name, encoding, count)


def choose_parts(whole: MailPart) -> list[MailPart]:
    """Choose of alternatives the last that can hold a page, else the last with a text; of related parts the root."""
    parts = list(list_parts(whole))
    if whole.type == "multipart/related":
        return _choose_root(whole, parts)
    if whole.type == "multipart/digest":  # its parts are mails unless they say otherwise (RFC 2046, 5.1.5)
        return [part._replace(fields={"content-type": "message/rfc822", **part.fields}) for part in parts]
    if whole.type != "multipart/alternative":
        return parts
    for wanted in ("text/html", "multipart/", "text/plain", "text/"):
        found = [part for part in parts if part.type.startswith(wanted)]
        if found and (wanted != "text/html" or _says_something(found[-1])):
            return found[-1:]
    return parts[:1]


def _choose_root(whole: MailPart, parts: list[MailPart]) -> list[MailPart]:
    """Choose of the parts that may hold text the one that is named as the root (RFC 2387), else the first."""
    readable = [part for part in parts if part.type.startswith(("text/", "multipart/"))] or parts
    named = [part for part in readable if part.fields.get("content-id") == whole.parameter("start")]
    return (named or readable)[:1]


def _says_something(page: MailPart) -> bool:
    """Whether a page has a letter outside its marks; some mailers send one that is empty."""
    return re.search(rb"\w", _TAG.sub(b"", decode_content(page))) is not None


def _is_text(part: MailPart) -> bool:
    disposition = part.fields.get("content-disposition", "").partition(";")[0].strip().lower()
    return part.type in ("text/plain", "text/html", "text") and disposition != "attachment"


def _decode_text(part: MailPart, name: str, encoding: str | None, count: int) -> _Text:
    is_html = part.type == "text/html"
    charset = part.parameter("charset") or (_COMMONEST if count > _MOST_DETECTED else None)
    if charset and charset.lower() == "utf-7":  # which pages must not be read in
        encoding = encoding or "utf-7"
    text = decode(decode_content(part), name, encoding, is_html, charset)
    if not is_html and part.parameter("format").lower() == "flowed":
        text = _unwrap(text, part.parameter("delsp").lower() == "yes")
    return _Text(text, is_html)


def _unwrap(text: str, drops_space: bool) -> str:
    """Flowed text (RFC 3676) with its paragraphs whole: a line that ends with a space goes on."""
    lines, is_open = list[list[str]](), False
    for line in text.split("\n"):
        body = line.removeprefix(" ")
        goes_on = body.endswith(" ") and body != "-- " and not line.startswith(">")
        kept = body[:-1] if goes_on and drops_space else body
        if is_open and not line.startswith(">"):
            lines[-1].append(kept)
        else:
            lines.append([kept])
        is_open = goes_on
    return "\n".join("".join(pieces).rstrip(" ") for pieces in lines)


def _to_html(text: _Text) -> str:
    if text.is_html:
        return text.text
    paragraphs = re.split(r"\n[ \t]*+\n\s*+", text.text.strip())
    return "".join(f"<p>{html.escape(p, quote=False).replace(chr(10), '<br>')}</p>\n" for p in paragraphs)


def _unfold(value: bytes) -> str:
    """A field's value on one line."""
    return " ".join(_decode_safely(value, None).split())


def _decode_words(found: re.Match[str]) -> str:
    """The text of encoded words that stand side by side; a character may begin in one and end in the next."""
    runs = list[tuple[str, list[bytes]]]()
    for word in _WORD.finditer(found[0]):
        charset, data = word[1].partition("*")[0].lower(), word[3].encode("ascii", "replace")
        data = _decode_base64(data) if word[2] in "bB" else binascii.a2b_qp(data, header=True)
        if not runs or runs[-1][0] != charset:
            runs.append((charset, []))
        runs[-1][1].append(data)
    return "".join(_decode_safely(b"".join(pieces), charset) for charset, pieces in runs)


def _decode_safely(data: bytes, charset: str | None) -> str:
    try:
        return decode(data, "the field", None, False, charset)
    except InputError:
        return data.decode("utf-8", "replace")


def _decode_base64(data: bytes) -> bytes:
    """The bytes, whatever stands between the characters; padding ends a piece, one character too many is left out."""
    pieces = data.translate(None, _NOT_BASE64).split(b"=")
    return b"".join(
        binascii.a2b_base64(piece[: len(piece) - (len(piece) % 4 == 1)] + b"==") for piece in pieces if piece
    )


def _unquote(found: re.Match[str]) -> str:
    """A parameter's value without its quotation marks, or without its charset and language where they are named."""
    value = str(found[3]) if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
    if not found[1].endswith("*"):
        return value
    from urllib.parse import unquote

    return unquote(value.split("'", 2)[-1])
