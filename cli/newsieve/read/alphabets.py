"""The encoding of Latin text, by alphabets: the letters beyond ASCII are those that one language writes.

charset-normalizer takes short texts of Central Europe for Western ones, and Finnish or Italian ones for Icelandic or
Czech ones: letters that are each common somewhere are told apart only by whether one language has them all.
"""

import re
import string
from collections import Counter

from newsieve.patterns import compile_later

_LEAST_SHARE = 0.9  # of the signs beyond ASCII; Cyrillic and Greek text has at most half in any of the alphabets
_MARKS = "“”„‘’‚‹›«»–—…€£§°·•™´\u00a0\u00ad"
# Signs that are letters of other encodings stand apart from the letters of a word, and so do bytes gone astray.
_SIGNS = compile_later(r"[©®](?!»|[^\W\d_])|(?<![^\W\d_])[½¼¾×±\ufffd](?![^\W\d_])")
_CAPITAL_IN_WORD = compile_later(r"(?<=[a-z])[^\x00-\x7f]")  # or any other sign beyond ASCII
_WESTERN = (
    "äöüßéèêàç", "éèêëàâçîïôœùûüÿæñ", "áéíñóúüç¿¡ºª", "áâãàçéêíóôõúüºª", "àèéìíîòóùú", "àçèéíïòóúü", "áéëïóöüèêàçí",
    "åäöéàü", "æøåéóèêòâôü", "áéíóúýðþæö", "áæðíóøúý", "çë",
)  # fmt: skip
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")
# Encodings, the commonest first, with the letters of languages that are written in them.
_ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1254": ("çğıöşüi\u0307",),
    "cp1250": ("áéíóöőúüű", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîşţ"),
    "iso8859_2": ("áéíóöőúüű", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîşţ"),
    "cp1257": _BALTIC,
    "iso8859_13": _BALTIC,
    "iso8859_15": _WESTERN,
    "mac_roman": _WESTERN,
}


def find_latin_encoding(sample: bytes) -> str | None:
    """The first encoding in which the sample has the letters of one language, None where it is no Latin text."""
    letters = len(sample) - len(sample.translate(None, string.ascii_letters.encode()))
    best, best_share = None, _LEAST_SHARE
    if sum(byte > 0x7F for byte in sample) * 2 > letters:
        return None
    for encoding, alphabets in _ALPHABETS.items():
        text = _SIGNS.sub("", _CAPITAL_IN_WORD.sub(_mark_capital, sample.decode(encoding, "replace")).lower())
        counts = Counter(sign for sign in text if sign > "\x7f")
        for alphabet in alphabets:
            share = sum(counts[sign] for sign in {*alphabet, *_MARKS}) / counts.total() if counts else 1.0
            if share > best_share:
                best, best_share = encoding, share
    return best


def _mark_capital(letter: re.Match[str]) -> str:
    """U+FFFD, which is in no alphabet, for a capital behind a small letter; any other sign as it is."""
    return "\ufffd" if letter[0].isupper() else letter[0]
