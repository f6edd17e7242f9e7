"""An mbox: mails one behind the other, each behind a line that begins with "From " (RFC 4155)."""

import re
from collections.abc import Iterator

from newsieve.errors import InputError
from newsieve.read.decode import strip_controls
from newsieve.read.formats import ReadOptions
from newsieve.read.mail import envelope_end
from newsieve.read.mime import read_mail
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

_HEAD_BYTES, _CHUNK = 1 << 12, 1 << 18
_FIELD = rb"(?=[!-9;-~]{1,100}:|>From )"
# A date to the minute at the line's end: a sentence that begins with the word may name an hour too.
_FROM = (
    rb"From (?=[^\n]{0,300}\b(?:19|20)\d\d\b)"
    rb"[^\n]{0,300}?\d[ \tT]+\d?\d:\d\d(?::\d\d)?Z?(?>(?:[ \t]+[^\s]{1,40}){0,4})[ \t]*+\r?\n"
)
_FIRST = re.compile(rb"\s*+" + _FROM + _FIELD)
# As asctime(3) writes it, behind whoever sent it: an account, or Thunderbird's dash.
_ASCTIME = rb"[^\s]{1,100} (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z][a-z] [ \d]\d \d\d:\d\d:\d\d "
# Behind a blank line an hour and a field are enough; without one the sender is an address, or the date asctime's.
_NEXT = re.compile(
    rb"\n\r?\n(?=" + _FROM + rb"\r?\n|From (?=[^\n]{0,300}\d\d:\d\d)[^\n]*+\n" + _FIELD + rb")"
    rb"|\n(?=From (?:[^\s@]{1,100}@|" + _ASCTIME + rb"))(?=" + _FROM + rb"(?:" + _FIELD + rb"|\r?\n))"
)
_QUOTED = re.compile(rb"^>(>*+From )", re.MULTILINE)
_LONGEST_SIGN = 1 << 10  # bytes in which the line and the beginning of the next stand


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The mails in order, a Failure in the place of one that is broken or too large."""
    name = display_name(source)
    mails = _split_mails(stream, options.max_size)
    for number, mail in enumerate((mail for mail in mails if mail is None or mail.strip()), 1):
        identity = f"{name}#{number}"
        try:
            if mail is None:
                raise InputError(f"larger than {options.max_size} bytes; raise --max-size")
            document = read_mail(_QUOTED.sub(rb"\1", mail[envelope_end(mail) :]), identity, stream, options.encoding)
            yield document._replace(record=number)
        except InputError as error:
            said = strip_controls(str(error)).removeprefix(f"{identity}: ")
            yield Failure(identity, f"{identity}: {said}")


def looks_like(_source: Source, stream: Peekable, _options: ReadOptions) -> bool:
    """Whether the stream begins with the line that stands before a mail."""
    return _FIRST.match(stream.peek(_HEAD_BYTES)) is not None


def _split_mails(stream: Peekable, max_size: int) -> Iterator[bytes | None]:
    """The mails in order without what stands between, None in the place of one of more than `max_size` bytes.

    None of these is held. No mail for an empty stream.
    """
    data, searched, is_large = bytearray(), 0, False
    while True:
        found = _NEXT.search(data, searched)
        if found and (found.end() + _LONGEST_SIGN <= len(data) or not (more := stream.read(_CHUNK))):
            yield None if is_large or found.start() > max_size else bytes(data[: found.start()])
            del data[: found.end()]
            searched, is_large = 0, False
            continue
        if not found:
            more = stream.read(_CHUNK)
            if not more:
                break
        searched = found.start() if found else max(0, len(data) - _LONGEST_SIGN)
        data += more
        if searched > max_size:
            del data[:searched]
            searched, is_large = 0, True
    if data or is_large:
        yield None if is_large or len(data) > max_size else bytes(data)
