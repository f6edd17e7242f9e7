"""Content of a mail: its text or its page out of the parts, and the fields of its head.

Only what is chosen of its parts is decoded. The dates and addresses of the standard library's `email` are used.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from newsieve.errors import InputError
from newsieve.read.alternatives import choose_parts
from newsieve.read.binary import describe_binary
from newsieve.read.decode import decode, normalize, strip_controls
from newsieve.read.encoded_words import decode_words, name_sender
from newsieve.read.mail_parts import ENCRYPTED, MailPart, decode_content, list_around, read_part
from newsieve.read.markup import sniff_format
from newsieve.read.streams import Peekable
from newsieve.read.text_types import ENRICHED, drop_enrichment, unwrap_flowed
from newsieve.types import Document, Format

_HEAD_BYTES = 1 << 13  # bytes of a part that tell whether it is text
_MOST_NAMED = 5  # types of parts in a message
_MOST_DETECTED, _COMMONEST = 100, "windows-1252"  # parts whose encoding is looked for; the others have this one
_FORWARDED = frozenset(("message/rfc822", "message/global"))
_PLAIN, _PAGES = frozenset(("text/plain", "text")), frozenset(("text/html", "application/xhtml+xml"))
_OF_PROGRAMS = frozenset(f"text/{name}" for name in "calendar vcard x-vcard directory css javascript".split())
_BLANK_LINE = re.compile(rb"\n[ \t\r]*+\n")
_SMIME = "encrypted or signed as a whole (S/MIME); save it opened from a mail program first"
_SEALED = {
    ENCRYPTED: "encrypted; save it decrypted from a mail program first",
    "application/pkcs7-mime": _SMIME,
    "application/x-pkcs7-mime": _SMIME,
    "application/ms-tnef": "packed by Outlook (winmail.dat); unpack it first: tnef",
}


class _Text(NamedTuple):
    """A piece of what a mail says, or the subject of one in it."""

    text: str
    is_html: bool = False
    is_subject: bool = False


def read_mail(data: bytes, name: str, stream: Peekable, encoding: str | None = None) -> Document:
    """The mail as a document: its HTML part, else its text; subject, sender and date as title, author and date.

    A forwarded mail is part of the one that it came in. Attachments are not. `stream` is what it was read from.
    """
    from newsieve.days import to_iso  # patterns that take 3 ms

    head = read_part(data, 0, len(data))
    text, format_ = read_text(head, name, encoding)
    note_cut(head, name, stream)
    return Document(
        id=name,
        text=text,
        format=format_,
        title=strip_controls(decode_words(head.fields.get("subject", ""))).strip() or None,
        author=name_sender(head.fields.get("from", "")),
        date=to_iso(head.fields.get("date", "")),
    )


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


def note_cut(whole: MailPart, name: str, stream: Peekable) -> None:
    """Note of a stream that the mail in it ends too early: what is there of it is worth more than nothing."""
    if whole.is_cut:
        stream.notes.append(f"{name}: it ends before its last boundary, so some may be missing; was it copied whole?")


def read_text(whole: MailPart, name: str, encoding: str | None) -> tuple[str, Format]:
    """Return a mail's content: the pages of its parts, its texts as paragraphs between them, or the texts alone.

    Where these say nothing, attached texts and texts of other types; else the text around all parts.
    Raises: InputError where there is no text of any.
    """
    pieces = list(_list_content(whole))
    parts = [piece for piece in pieces if isinstance(piece, MailPart)]
    texts = _decode_texts(pieces, _is_text, name, encoding)
    if all(text.is_subject for text in texts):
        texts = _decode_texts(pieces, _may_be_text, name, encoding)
    if all(text.is_subject for text in texts):
        types = dict.fromkeys(part.type for part in parts)
        sealed = next(filter(None, map(_SEALED.get, types)), None)
        texts += [] if sealed else _decode_texts(_list_around(whole), _says_something, name, encoding)
        if parts and all(text.is_subject for text in texts) and not any(map(_is_text, parts)):
            raise InputError(sealed or f"no text part, only {', '.join([*types][:_MOST_NAMED])}")
    if any(text.is_html for text in texts):
        return "\n".join(_to_html(text) for text in texts), Format.HTML
    text = "\n\n".join(normalize(text.text).strip("\n") for text in texts)
    return f"{text}\n" if text else "", Format.TEXT


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
        elif part.holds_parts and part.type != ENCRYPTED:
            stack += reversed(choose_parts(part))
        else:
            yield part


def _is_text(part: MailPart) -> bool:
    """Whether a part is a text or a page, or is said to hold parts and holds a text, as no boundary stands in it."""
    is_whole = part.type.startswith("multipart/") and _may_be_text(part)
    return is_whole or (part.type in (*_PLAIN, "text/html") and not _is_attached(part))


def _list_around(whole: MailPart) -> Iterator[MailPart]:
    return list_around(whole) if whole.holds_parts else iter(())


def _says_something(around: MailPart) -> bool:
    """Whether what stands around the parts is more than a note that the mail has some (RFC 2046, section 5.1.1)."""
    text = decode_content(around).strip()
    return b"MIME" not in text or _BLANK_LINE.search(text) is not None


def _is_attached(part: MailPart) -> bool:
    return part.fields.get("content-disposition", "").partition(";")[0].strip().lower() == "attachment"


def _may_be_text(part: MailPart) -> bool:
    """Whether a part can be read as a text that is attached, or of another type."""
    if part.type == "application/octet-stream" or part.type.startswith("multipart/"):
        is_possible = part.type != ENCRYPTED and not _is_attached(part)
    else:
        is_possible = part.type in _PAGES or (part.type.startswith("text") and part.type not in _OF_PROGRAMS)
    return is_possible and describe_binary(decode_content(part)[:_HEAD_BYTES]) is None


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
