"""Code pages of Windows under the names of others: what is declared as ISO 8859, and Arabic script undeclared.

Of two readings of the same bytes the right one has fewer breaks within words: signs, capitals behind small letters, and
letters of another script.
"""

import codecs
import re
from itertools import pairwise

from newsieve.patterns import compile_later

SAMPLE = 1 << 16  # bytes shown to a detector
_CONTEXT = 1 << 12  # bytes of it before the first that is not ASCII
# Parts of ISO 8859 have no characters for the bytes 80 to 9F, and code pages of Windows have; of each part the one for
# the same languages. The WHATWG Encoding Standard (section 4.2) joins them for the parts 1 and 9.
_OF_WINDOWS = {
    "iso8859-1": "cp1252", "iso8859-2": "cp1250", "iso8859-3": "cp1254", "iso8859-4": "cp1257", "iso8859-5": "cp1251",
    "iso8859-6": "cp1256", "iso8859-7": "cp1253", "iso8859-8": "cp1255", "iso8859-9": "cp1254", "iso8859-10": "cp1257",
    "iso8859-13": "cp1257", "iso8859-14": "cp1252", "iso8859-15": "cp1252", "iso8859-16": "cp1250",
}  # fmt: skip
_UNUSED = bytes(range(0x80, 0xA0))  # by ISO 8859
_SIGN_IN_WORD = compile_later(r"(?<=[^\W\d_])[^\w\s'’·\xad\u200c\u200d](?=[^\W\d_])")
_OF_TWO_SCRIPTS = compile_later(r"[a-zA-ZÀ-ɏ](?=[\u0370-\u06ff])|[\u0370-\u06ff](?=[a-zA-ZÀ-ɏ])")
_ARABIC_MARKS = frozenset("«»“”‘’–—…\u00a0\u200c\u200d\u200e\u200f")
_LEAST_ARABIC = 0.9  # share of the signs beyond ASCII; Cyrillic, Greek and Hebrew have at most half of theirs there


def take_sample(data: bytes) -> bytes:
    """The bytes from just before the first that is not ASCII, which tell the letters of a text."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - _CONTEXT) if first else 0
    return data[start : start + SAMPLE]


def decode_iso_8859(data: bytes, encoding: str) -> str | None:
    """The text of bytes that are named ISO 8859 and hold some that it has no characters for; None for all others.

    They are a text of Windows, or one in ISO 8859 with some signs from there.
    """
    windows = _OF_WINDOWS.get(encoding)
    if windows is None or len(data.translate(None, _UNUSED)) == len(data):
        return None
    joined, sample = _join(encoding, windows), take_sample(data)
    as_windows = sample.decode(windows, "replace")
    as_joined = codecs.charmap_decode(sample, "replace", joined)[0]
    if count_breaks(as_joined) < count_breaks(as_windows):
        return codecs.charmap_decode(data, "replace", joined)[0]
    return data.decode(windows, "replace")


def is_arabic(sample: bytes) -> bool:
    """Whether bytes are text in Arabic script as Windows writes it; small Cyrillic letters in KOI8-R look like it."""
    text = sample.decode("cp1256")
    signs = [sign for sign in text if sign > "\x7f"]
    arabic = sum("\u0600" <= sign <= "\u06ff" or sign in _ARABIC_MARKS for sign in signs)
    if not signs or arabic < _LEAST_ARABIC * len(signs):
        return False
    return count_breaks(text) < count_breaks(sample.decode("koi8-r"))


def count_breaks(text: str) -> int:
    """Number of signs between two letters, of capitals behind small letters, and of letters beside another script's."""
    capitals = sum(sign.islower() and following.isupper() for sign, following in pairwise(text))
    return capitals + len(_SIGN_IN_WORD.findall(text)) + len(_OF_TWO_SCRIPTS.findall(text))


def _join(encoding: str, windows: str) -> str:
    """The characters of all bytes in a part of ISO 8859, with those of Windows for what it leaves unused."""
    part = bytes(range(256)).decode(encoding, "replace")
    return part[:0x80] + _UNUSED.decode(windows, "replace") + part[0xA0:]
