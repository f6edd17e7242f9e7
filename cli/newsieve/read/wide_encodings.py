"""UTF-16 and UTF-32: by the mark that data begins with, or by the order of bytes that makes text of it."""

import codecs
import unicodedata

from newsieve.patterns import compile_later

MARKS = {  # the longer ones first: UTF-32's begins with UTF-16's
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
START = 16  # bytes that tell text which begins in ASCII from other data with NULs
_UNITS = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))  # bytes of a character of ASCII
_SAMPLE = 1 << 16  # bytes
MOST_STRAYS = 0.05  # share: text with stray bytes is still text
_CONTROLS = compile_later(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")  # that no text in one-byte units has
_NO_LETTERS = frozenset(("Cn", "Co", "Cc"))  # Unicode's categories: unassigned, private, control
_SPACES = "\t\n\r\f"


def find_mark(data: bytes) -> tuple[bytes, str] | None:
    """The mark that the data begins with, and the encoding behind it; None without one."""
    return next((marked for marked in MARKS.items() if data.startswith(marked[0])), None)


def find_wide_ascii(start: bytes) -> str | None:
    """The encoding whose first two characters are ASCII, with their NULs, of text without a mark; None without one.

    So JSON is told (RFC 4627, section 3). START bytes suffice, so that a stream need not be waited for; of a whole
    text `find_utf16` tells more.
    """
    for encoding, unit in _UNITS:
        first = start[: 2 * unit].decode(encoding, "replace")
        if len(first) > 1 and all(" " <= sign <= "~" or sign in "\t\r\n" for sign in first):
            return encoding if _is_text(start, encoding) else None
    return None


def find_utf16(data: bytes) -> str | None:
    """The order of bytes of UTF-16 without a mark; None for other bytes, such as text of one byte a unit with NULs.

    In UTF-16 the signs of ASCII, spaces and line ends at least, have a NUL on one and the same side.
    """
    sample = data[:_SAMPLE]
    if not (nuls := sample.count(0)) or len(sample) < 2:
        return None
    of_odd = sample[1::2].count(0)
    orders = ("utf-16-le", "utf-16-be") if 2 * of_odd >= nuls else ("utf-16-be", "utf-16-le")
    if nuls * 3 > len(sample) and 0 in (of_odd, nuls - of_odd):
        return orders[0]
    if not _is_no_text(sample.replace(b"\0", b"")):
        return None
    return next((encoding for encoding in orders if _is_text(sample, encoding)), None)


def _is_no_text(rest: bytes) -> bool:
    """Whether the bytes but NULs are more than a text in UTF-8 with strays."""
    strays = rest.decode("utf-8", "replace").count("\ufffd") + len(_CONTROLS.findall(rest))
    return strays > MOST_STRAYS * len(rest)


def _is_text(sample: bytes, encoding: str) -> bool:
    """Whether the bytes are characters of text alone; one that is cut at the end counts for nothing."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    signs = (sign for sign in set(text).difference(_SPACES) if sign < "\U00010000")  # new ones beyond are pictures
    return all(unicodedata.category(sign) not in _NO_LETTERS for sign in signs)
