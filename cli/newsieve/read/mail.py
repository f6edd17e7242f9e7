"""A mail is a document: `.eml` files, those of a Maildir, and what begins like one."""

import re
from collections.abc import Iterator

from newsieve.read.decode import decode
from newsieve.read.formats import ReadOptions
from newsieve.read.markup import sniff_format
from newsieve.read.mime import read_mail, reading_whole
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure, Format

_HEAD_BYTES = 1 << 14
_ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:>?From [^\n]*+\n)?")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*+:[^\n]*+(?>(?:\n[ \t]+[^\n]*+)*)(?:\n|\Z)")
_OF_MACHINES = frozenset(
    b"received return-path delivered-to message-id mime-version content-type content-transfer-encoding dkim-signature "
    b"arc-seal authentication-results list-unsubscribe x-mailer user-agent envelope-to x-gm-message-state".split()
)
_OF_PEOPLE = frozenset(b"from to cc subject date reply-to sender".split())


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The one mail. Raises: InputError for one that is too large."""
    name = display_name(source)
    with reading_whole(name, stream, options.max_size) as data:
        if _is_page(data):
            document = Document(name, decode(data, name, options.encoding, True), Format.HTML)
        else:
            document = read_mail(data[envelope_end(data) :], name, stream, options.encoding)
    yield document._replace(url=options.url) if options.url else document


def looks_like(_source: Source, stream: Peekable, _options: ReadOptions) -> bool:
    """Whether the stream begins with the head of a mail."""
    return has_head(stream.peek(_HEAD_BYTES))


def _is_page(data: bytes) -> bool:
    """Whether a file that is named as a mail is a page alone, as some programs save one."""
    return data.lstrip()[:1] == b"<" and sniff_format(data[:_HEAD_BYTES].decode("latin-1")) is Format.HTML


def has_head(data: bytes) -> bool:
    """Whether fields of a mail stand at the beginning: two known ones, and one that a program wrote or an address."""
    names, addresses, at = set[bytes](), False, envelope_end(data)
    while found := _FIELD.match(data, at):
        names.add(found[1].lower())
        addresses = addresses or (found[1].lower() in (b"from", b"to") and b"@" in found[0])
        at = found.end()
    is_ended = at >= len(data) or data[at : at + 2].strip(b"\r")[:1] == b"\n"
    known = names & (_OF_MACHINES | _OF_PEOPLE)
    return is_ended and len(known) >= 2 and (addresses or bool(names & _OF_MACHINES))


def envelope_end(data: bytes) -> int:
    """Return the offset of the head: behind a byte order mark and the line of an mbox that a mail may still have."""
    found = _ENVELOPE.match(data)
    return found.end() if found else 0
