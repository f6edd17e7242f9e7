"""Content of a mail: its text or its page out of the parts, and the fields of its head.

The parts are found by their boundaries and stay where they are in the mail's bytes; only what is chosen is decoded. The
parser of the standard library's `email` makes a list of lines and an object of every part, and calls itself for each
level of nesting. Its dates and addresses are used.
"""

import binascii
import html
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from newsieve.errors import InputError
from newsieve.read.binary import describe_binary
from newsieve.read.decode import decode, normalize, strip_controls
from newsieve.read.encoded_words import decode_base64, decode_field, decode_words, name_sender
from newsieve.read.markup import sniff_format
from newsieve.read.streams import Peekable
from newsieve.read.text_types import ENRICHED, drop_enrichment, unwrap_flowed
from newsieve.types import Document, Format

_MOST_HEAD_BYTES = 1 << 18
_MOST_FIELD = 1 << 13  # bytes of a field that are looked at
_MOST_LEVELS = 64
_MOST_NAMED = 5  # types of parts in a message
_MOST_DETECTED, _COMMONEST = 100, "windows-1252"  # parts whose encoding is looked for; the others have this one
_FORWARDED = frozenset(("message/rfc822", "message/global"))
_BLANK_LINE, _LINE = re.compile(rb"\r?\n[ \t]*+\r?\n"), re.compile(rb"\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*+:((?>(?:[^\n]*+\n(?=[ \t]))*)[^\n]*+)", re.MULTILINE)
_PARAMETER = re.compile(r""";\s*+([\w*-]{1,40})\s*+=\s*+(?:"((?>(?:[^"\\]|\\.)*))"|([^\s;"]++))""")
_SOFT_BREAK = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")  # a line's last blanks were added on its way (RFC 2045, 6.7)
_TAG = re.compile(rb"<[^<>]*+>")
_BOUNDARY = re.compile(rb"^--([^\n]{1,70}?)[ \t]*+\r?\n(?=[!-9;-~]{1,100}:)", re.MULTILINE)
# What a mailing list's program puts behind base64: a rule, or behind the padding a line of words.
_FOOTER = re.compile(rb"^[-_]{2}|(?<==)\s*+^[^\n]*\S[ \t]+\S", re.MULTILINE)
_PLAIN, _PAGES = frozenset(("text/plain", "text")), frozenset(("text/html", "application/xhtml+xml"))
_OF_PROGRAMS = frozenset(f"text/{name}" for name in "calendar vcard x-vcard directory css javascript".split())
_ENCRYPTED = "multipart/encrypted"
_SMIME = "encrypted or signed as a whole (S/MIME); save it opened from a mail program first"
_SEALED = {
    _ENCRYPTED: "encrypted; save it decrypted from a mail program first",
    "application/pkcs7-mime": _SMIME,
    "application/x-pkcs7-mime": _SMIME,
    "application/ms-tnef": "packed by Outlook (winmail.dat); unpack it first: tnef",
}


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
        return self.type.startswith("multipart/") and bool(self.boundary)

    @property
    def boundary(self) -> bytes:
        """The line that stands between its parts, without the dashes: as it is named, else as it is found."""
        if named := self.parameter("boundary"):
            return named.encode("utf-8", "replace")
        found = _BOUNDARY.search(self.data, self.start, self.end)
        return found[1] if found else b""

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
    """A piece of what a mail says, or the subject of one in it."""

    text: str
    is_html: bool = False
    is_subject: bool = False


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
    if b"\n" not in data:  # of an old Macintosh
        data = data.replace(b"\r", b"\n")
    try:
        if len(data) > max_size:
            raise InputError(f"larger than {max_size} bytes; raise --max-size")
        yield data
    except InputError as error:
        raise InputError(str(error) if str(error).startswith(name) else f"{name}: {error}") from error


def read_text(whole: MailPart, name: str, encoding: str | None) -> tuple[str, Format]:
    """Return a mail's content: the pages of its parts, its texts as paragraphs between them, or the texts alone.

    Where these say nothing, attached texts and texts of other types. Raises: InputError where there is no text of any.
    """
    pieces = list(_list_content(whole))
    parts = [piece for piece in pieces if isinstance(piece, MailPart)]
    texts = _decode_texts(pieces, _is_text, name, encoding)
    if all(text.is_subject for text in texts):
        texts = _decode_texts(pieces, _may_be_text, name, encoding)
    if all(text.is_subject for text in texts) and parts and not any(map(_is_text, parts)):
        types = dict.fromkeys(part.type for part in parts)
        sealed = next(filter(None, map(_SEALED.get, types)), None)
        raise InputError(sealed or f"no text part, only {', '.join([*types][:_MOST_NAMED])}")
    if any(text.is_html for text in texts):
        return "\n".join(_to_html(text) for text in texts), Format.HTML
    text = "\n\n".join(normalize(text.text).strip("\n") for text in texts)
    return f"{text}\n" if text else "", Format.TEXT


def list_parts(whole: MailPart) -> Iterator[MailPart]:
    """The parts of a part, in order."""
    line, start = re.compile(rb"^--" + re.escape(whole.boundary) + rb"(--)?[ \t]*\r?$", re.MULTILINE), -1
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
        footer = _FOOTER.search(content)
        end = footer.start() if footer else len(content)
        return b"\n\n".join(filter(None, (decode_base64(content[:end]), content[end:].strip())))
    return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", content)) if coding == "quoted-printable" else content


def _list_content(whole: MailPart) -> Iterator[MailPart | _Text]:
    """List the parts that have none themselves, in order, with the subjects of forwarded mails before theirs."""
    stack = [whole]  # a mail may be nested deeper than Python's
    while stack:
        part = stack.pop()
        if part.type in _FORWARDED:
            content = decode_content(part)
            inner = read_part(content, 0, len(content), part.level + 1)
            yield _Text(decode_words(inner.fields.get("subject", "")), is_subject=True)
            stack.append(inner)
        elif part.holds_parts and part.type != _ENCRYPTED:
            stack += reversed(choose_parts(part))
        else:
            yield part


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
    return part.type in (*_PLAIN, "text/html") and not _is_attached(part)


def _is_attached(part: MailPart) -> bool:
    return part.fields.get("content-disposition", "").partition(";")[0].strip().lower() == "attachment"


def _may_be_text(part: MailPart) -> bool:
    """Whether a part can be read as a text that is attached, or of another type."""
    if part.type == "application/octet-stream" or part.type.startswith("multipart/"):
        is_possible = part.type != _ENCRYPTED and not _is_attached(part)
    else:
        is_possible = part.type in _PAGES or (part.type.startswith("text") and part.type not in _OF_PROGRAMS)
    return is_possible and describe_binary(decode_content(part)[:_MOST_FIELD]) is None


def _decode_texts(
    pieces: Iterable[MailPart | _Text], is_wanted: Callable[[MailPart], bool], name: str, encoding: str | None
) -> list[_Text]:
    """Decode the parts that are wanted; with the subjects between them, those that say something."""
    wanted = (piece for piece in pieces if isinstance(piece, _Text) or is_wanted(piece))
    texts = (
        piece if isinstance(piece, _Text) else _decode_text(piece, name, encoding, count)
        for count, piece in enumerate(wanted, 1)
    )
    return [text for text in texts if text.text.strip()]


def _decode_text(part: MailPart, name: str, encoding: str | None, count: int) -> _Text:
    is_html = part.type in _PAGES
    charset = part.parameter("charset") or (_COMMONEST if count > _MOST_DETECTED else None)
    if charset and charset.lower() == "utf-7":  # which pages must not be read in
        encoding = encoding or "utf-7"
    text = decode(decode_content(part), name, encoding, is_html, charset)
    if part.type in _PLAIN and part.parameter("format").lower() == "flowed":
        text = unwrap_flowed(text, part.parameter("delsp").lower() == "yes")
    elif part.type in ENRICHED:
        text = drop_enrichment(text)
    elif part.type not in _PLAIN:
        is_html = is_html or sniff_format(text) is Format.HTML
    return _Text(text, is_html)


def _to_html(text: _Text) -> str:
    if text.is_html:
        return text.text
    paragraphs = re.split(r"\n[ \t]*+\n\s*+", text.text.strip())
    return "".join(f"<p>{html.escape(p, quote=False).replace(chr(10), '<br>')}</p>\n" for p in paragraphs)


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
