"""UTF-16 without a mark: which of its two orders of bytes makes text of them, if any does."""

import codecs
import unicodedata

from newsieve.patterns import compile_later

SAMPLE = 1 << 16  # bytes
MOST_STRAYS = 0.05  # share: text with stray bytes is still text
_CONTROLS = compile_later(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")  # that no text in one-byte units has
_NO_LETTERS = frozenset(("Cn", "Co", "Cc"))  # Unicode's categories: unassigned, private, control
_SPACES = "\t\n\r\f"


def find_utf16(data: bytes) -> str | None:
    """The name of the encoding; None for other bytes, such as text of one byte a unit with stray NULs.

    In UTF-16 the signs of ASCII, spaces and line ends at least, have a NUL on one and the same side.
    """
    sample = data[:SAMPLE]
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
