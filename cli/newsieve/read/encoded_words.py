"""Fields of a mail's head as text: their encoded words (RFC 2047), and base64, which parts are in too."""

import binascii
import re

from newsieve.errors import InputError
from newsieve.read.decode import decode, strip_controls

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*+)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?>(?:\s*+{_WORD.pattern})*)".replace("([", "(?:["))
_MOST_BRACKETS = 50  # of a sender
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_OF_BASE64, _GAP = _BASE64 + b" \t\r\n", re.compile(rb"(?<=\S)[ \t]++(?=\S)")
_FEWEST_IN_WORD = 16  # bytes; lines of base64 have four times as many
_MOST_OTHERS = 5  # one in so many bytes may be a stray


def decode_words(text: str) -> str:
    """A field's value with its encoded words (RFC 2047) decoded, those too that hold blanks, as they should not."""
    return _WORDS.sub(_decode_words, text) if "=?" in text else text


def name_sender(value: str) -> str | None:
    """The sender's name, without one the address; None where it is lost in brackets, whose depth costs stack."""
    from email.utils import parseaddr  # 8 ms

    if value.count("(") > _MOST_BRACKETS:
        return None
    name, address = parseaddr(value)  # before it is decoded: a word may hold the commas and brackets of addresses
    return strip_controls(decode_words(name or address or value)).strip() or None


def decode_field(data: bytes, charset: str | None) -> str:
    """The text of a field, whatever its bytes are."""
    try:
        return decode(data, "the field", None, False, charset)
    except InputError:
        return data.decode("utf-8", "replace")


def decode_base64(data: bytes) -> bytes:
    """The bytes, whatever stands between the characters; padding ends a piece, one character too many is left out."""
    pieces = data.translate(None, _NOT_BASE64).split(b"=")
    return b"".join(
        binascii.a2b_base64(piece[: len(piece) - (len(piece) % 4 == 1)] + b"==") for piece in pieces if piece
    )


def holds_base64(data: bytes) -> bool:
    """Whether bytes that are said to be base64 may be: a text has spaces between words, or other bytes."""
    gaps, others = len(_GAP.findall(data)), len(data.translate(None, _OF_BASE64))
    return gaps * _FEWEST_IN_WORD <= len(data) and others * _MOST_OTHERS <= len(data)


def _decode_words(found: re.Match[str]) -> str:
    """The text of encoded words that stand side by side; a character may begin in one and end in the next."""
    runs = list[tuple[str, list[bytes]]]()
    for word in _WORD.finditer(found[0]):
        charset, data = word[1].partition("*")[0].lower(), word[3].encode("ascii", "replace")
        data = decode_base64(data) if word[2] in "bB" else binascii.a2b_qp(data, header=True)
        if not runs or runs[-1][0] != charset:
            runs.append((charset, []))
        runs[-1][1].append(data)
    return "".join(decode_field(b"".join(pieces), charset) for charset, pieces in runs)
