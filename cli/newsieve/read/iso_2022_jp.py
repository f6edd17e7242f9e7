"""Text in ISO-2022-JP as browsers read it: with the signs and names that Windows added to JIS X 0208, and narrow kana.

Python's codecs know neither: one circled digit, or one half-width letter, makes the text invalid for them. Shift_JIS of
Windows (cp932) has the same characters in another order, so what they take for invalid is looked up there.
"""

from functools import lru_cache

from newsieve.patterns import compile_later

CODECS = frozenset(("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext"))
_ESCAPE = compile_later(rb"(\x1b(?:\$[@AB]|\$?\([A-Z]))")
_TO_KANJI = frozenset((b"\x1b$@", b"\x1b$B"))
_KANJI = compile_later(rb"\x1b\$[@B][\x21-\x7e]{2}")
_UNITS = compile_later(rb"[\x21-\x7e]{2}|[\x00-\xff]")
_NARROW = bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in range(256))


def uses_iso_2022_jp(data: bytes) -> bool:
    """Whether ASCII has the escape sequence that begins kanji, which no other text has."""
    return b"\x1b$" in data and _KANJI.search(data) is not None


def decode_iso_2022_jp(data: bytes) -> str:
    """The text, with U+FFFD for what is not valid; the charsets of ISO-2022-JP-2 (RFC 1554) are known too."""
    first, *pieces = _ESCAPE.split(data)
    texts = [first.decode("iso2022_jp_2", "replace")]
    for escape, piece in zip(pieces[::2], pieces[1::2], strict=True):
        if escape in _TO_KANJI:
            texts += map(_decode_unit, _UNITS.findall(piece))
        elif escape == b"\x1b(I":
            texts.append(piece.translate(_NARROW).decode("cp932", "replace"))
        else:
            texts.append((escape + piece).decode("iso2022_jp_2", "replace"))
    return "".join(texts)


@lru_cache(maxsize=94 * 94)
def _decode_unit(unit: bytes) -> str:
    """The character of two bytes of JIS X 0208, or of a control between them."""
    if len(unit) < 2:
        return unit.decode() if unit <= b" " else "\ufffd"
    row, cell = unit
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    trail = cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20)
    text = bytes((lead, trail)).decode("cp932", "replace")
    return text if len(text) == 1 else "\ufffd"
