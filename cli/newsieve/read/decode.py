"""Text of bytes: which encoding, which line ends, no control characters."""

import codecs
import re

from newsieve.errors import InputError
from newsieve.patterns import compile_later
from newsieve.read.alphabets import find_latin_encoding
from newsieve.read.code_pages import SAMPLE, decode_iso_8859, is_arabic, take_sample
from newsieve.read.iso_2022_jp import CODECS, decode_iso_2022_jp, uses_iso_2022_jp
from newsieve.read.markup import drop_comments
from newsieve.read.wide_encodings import find_mark, find_utf16

_NORMAL = compile_later(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]*+")  # the ranges that are in take 2 ms to compile
# Line ends of Unicode (section 5.8). A NEL behind "Ã" is a byte of a letter that was decoded in another encoding.
_LINE_END = compile_later("\r\n?|[\f\v\u2028]|(?<!\xc3)\x85")
# What steers a terminal (ECMA-48): colours and the like, titles and links, the choice of a set of letters.
_ESCAPES = compile_later("\x1b(?:\\[[0-?]*+[ -/]*+[@-~]|\\][^\x07\x1b\n]*+(?:\x07|\x1b\\\\)|[()][0AB])")
_CONTROL = compile_later(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\r]")
_DECLARED = compile_later(
    r"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE | re.ASCII,
)
_DECLARED_WITHIN = 8192  # browsers look at 1024, but real pages put scripts before it
# What browsers read under these names (WHATWG Encoding Standard, section 4.2).
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-7": "utf-8",
}  # fmt: skip
# Its labels of which Python knows no codec, without what `_look_up` mends, and those of mailers.
_NOT_OF_PYTHON = {
    label: codec
    for codec, labels in {
        "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8",
        "iso8859-6": "csiso88596e csiso88596i",
        "iso8859-7": "sun_eu_greek",
        "iso8859-8": "csiso88598e csiso88598i visual logical",
        "iso8859-15": "csisolatin9",
        "koi8-r": "koi koi8",
        "koi8-u": "koi8-ru",
        "mac-roman": "mac csmacintosh",
        "mac-cyrillic": "mac-ukrainian",
        "cp932": "windows-31j x-sjis",
        "euc_jp": "cseucpkdfmtjapanese",
        "iso2022_jp": "cp50220 cp50221 cp50222 iso-2022-jp-ms",
        "gb18030": "csgb2312 gb_2312 gb_2312-80 x-gbk",
        "big5hkscs": "cn-big5 x-big5",
        "cp949": "cseuckr csksc56011987 iso-ir-149 ks_c_5601-1987 ks_c_5601-1989 ksc_5601",
    }.items()
    for label in labels.split()
}
_AFFIX = compile_later(r"^x-|(?<=-[68])-[ei]$")
_GLUED = compile_later(r"^(?:windows|dos)-(?=\d)|^iso8859(?=\d)")
_MOST_UNDECODED = 1000  # one in so many bytes may be wrong in a declared encoding
# Bytes that stand for nothing in Windows-1252, or for a letter that hardly any text has: strays.
_NEVER_LETTERS = b"\x81\x8d\x8f\x90\x9d\xff"
_SEQUENCE = compile_later(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}")


def decode(data: bytes, name: str, encoding: str | None = None, html: bool = False, charset: str | None = None) -> str:
    """The text of `data`: by `encoding` if given, else by BOM, as UTF-16 or UTF-8, as declared (in HTML), as detected.

    Valid UTF-8 that is not plain ASCII is UTF-8, whatever it declares: other text hardly ever is by chance (RFC 3629).
    `charset` is what came beside the data, as a server names one; it goes before what the page itself declares.
    What cannot be decoded becomes U+FFFD. Line ends are newlines and control characters but tab and newline are gone.
    Raises: InputError where it is not text in any encoding.
    """
    return normalize(_decode(data, name, encoding, html, charset))


def normalize(text: str) -> str:
    """The text with newlines for line ends (CR, tabs and feeds of lines, NEL count as such), without other controls.

    Of an escape sequence that steers a terminal nothing is left.
    """
    if _NORMAL.fullmatch(text):
        return text
    text = _ESCAPES.sub("", text)
    text = _LINE_END.sub("\n", text).replace("\u2029", "\n\n")
    return text if _NORMAL.fullmatch(text) else _CONTROL.sub("", text)


def strip_controls(text: str) -> str:
    """The text on one line, for messages and headings: white space is spaces, control characters are gone."""
    text = text.encode("utf-8", "replace").decode("utf-8", "replace") if not text.isascii() else text
    return _CONTROL.sub("", text.replace("\n", " ").replace("\t", " "))


_REFERENCE = compile_later(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));")
_NOT_OF_TEXT = frozenset(("idna", "punycode", "undefined"))  # of names of hosts, and of nothing


def mend_references(text: str) -> str:
    """Return markup with U+FFFD for references to half a surrogate pair, of which lxml makes text that is none."""
    return _REFERENCE.sub(_mend_reference, text) if "&#" in text else text


def _mend_reference(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else found[0]


def check_encoding(encoding: str) -> str:
    """The name of the encoding as Python spells it. Raises: ValueError for one that it does not know."""
    try:
        found = _look_up(encoding)
    except (LookupError, ValueError) as error:
        raise ValueError(f"{encoding!r} is no encoding; try utf-8, windows-1252 or shift_jis") from error
    if not getattr(found, "_is_text_encoding", True) or found.name in _NOT_OF_TEXT:
        raise ValueError(f"{encoding!r} is not an encoding of text; try utf-8, windows-1252 or shift_jis")
    return found.name


def _decode(data: bytes, name: str, encoding: str | None, html: bool, charset: str | None) -> str:
    if encoding:
        return _decode_with_marks(data, encoding).removeprefix("\ufeff")
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :].decode("utf-8", "replace")
    if marked := find_mark(data):
        mark, of_mark = marked
        return data[len(mark) :].decode(of_mark, "replace")
    if wide := find_utf16(data):
        return data.decode(wide, "replace")
    is_ascii = data.isascii()
    if not is_ascii and (text := _try(data, "utf-8")) is not None:
        return text
    if is_ascii and uses_iso_2022_jp(data):
        return decode_iso_2022_jp(data)
    said = [
        found for found in (_name_encoding(charset) if charset else None, _declared(data) if html else None) if found
    ]
    for declared in said:
        text = _decode_with_marks(data, declared)
        if text.count("\ufffd") * _MOST_UNDECODED <= len(data):
            return text
    if is_ascii:
        return data.decode("ascii")
    return _detect(data, name, said[0] if said else None)


def _decode_with_marks(data: bytes, encoding: str) -> str:
    """The text with U+FFFD for what is not valid in the encoding."""
    if encoding in CODECS:
        return decode_iso_2022_jp(data)
    if text := decode_iso_8859(data, encoding):
        return text
    try:
        return data.decode(encoding, "replace")
    except ValueError:  # of a codec that knows no replacement
        return data.decode("ascii", "replace")


def find_unknown_encoding(data: bytes) -> str | None:
    """The encoding that a page declares, where nothing here reads it and the page needs one; else None."""
    label = _find_label(data)
    if label is None or _name_encoding(label) or data.startswith(codecs.BOM_UTF8) or find_mark(data):
        return None
    return label if _try(data, "utf-8") is None else None


def _declared(data: bytes) -> str | None:
    label = _find_label(data)
    return _name_encoding(label) if label else None


def _find_label(data: bytes) -> str | None:
    head = drop_comments(data[:SAMPLE].decode("latin-1"))
    found = _DECLARED.search(head, 0, _DECLARED_WITHIN)
    return found[1] or found[2] if found else None


def _name_encoding(label: str) -> str | None:
    """Name the encoding that a browser reads under a label; None for no encoding of text."""
    try:
        spelled = _look_up(label)
    except (LookupError, ValueError):
        return None
    if not getattr(spelled, "_is_text_encoding", True):
        return None
    return _AS_BROWSERS_DO.get(spelled.name, spelled.name)


def _look_up(label: str) -> codecs.CodecInfo:
    """The codec of a label, as Python spells it or as browsers do. Raises: LookupError, ValueError."""
    label = label.strip().lower()
    try:
        return codecs.lookup(_NOT_OF_PYTHON.get(label, label))
    except LookupError:
        plain = _AFFIX.sub("", label)
        glued = _GLUED.sub(lambda found: "iso8859-" if found[0] == "iso8859" else "cp", plain)
        return codecs.lookup(_NOT_OF_PYTHON.get(plain, glued))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return None


def _detect(data: bytes, name: str, declared: str | None) -> str:
    """The text by a detector; where that finds nothing, as declared, or as Western text if it mostly is."""
    encoding = find_encoding(data)
    if encoding is None:
        text = data.decode("utf-8", "replace")
        if not declared and text.count("\ufffd") * 2 >= len(text):
            raise InputError(f"{name}: not text in any encoding that could be detected; name it with --encoding")
        encoding = declared or "cp1252"
    return _decode_with_marks(data, encoding)


def find_encoding(data: bytes) -> str | None:
    """The encoding of bytes that declare none; None where nothing fits.

    UTF-8 with a few broken bytes in it stays UTF-8, and so does ASCII with strays.
    """
    if _is_damaged_utf8(data, data.decode("utf-8", "replace")):
        return "utf-8"
    sample = take_sample(data)
    if latin := find_latin_encoding(sample):
        return latin
    if is_arabic(sample):
        return "cp1256"
    from charset_normalizer import from_bytes  # 25 ms

    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        return None
    # Western texts fit several encodings equally well; of equals the commonest is the best guess.
    western = (m for m in matches if "cp1252" in (m.encoding, *m.could_be_from_charset))
    is_western = any(m.chaos <= best.chaos and m.coherence >= best.coherence for m in western)
    return "cp1252" if is_western else best.encoding


def _is_damaged_utf8(data: bytes, text: str) -> bool:
    """Whether bytes that are not valid UTF-8 are hardly anything else. `text` is what they are as UTF-8."""
    broken = text.count("\ufffd")
    if broken * 4 <= len(data) - len(text):  # bytes beyond one a character: those of whole sequences
        return True
    rest = data.translate(None, _NEVER_LETTERS)
    if _try(rest, "utf-8") is not None or _SEQUENCE.sub(b"", rest).isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(data) and _is_cut_sequence(data[error.start :], data[: error.start])
    return True


def _is_cut_sequence(last: bytes, before: bytes) -> bool:
    """Whether a text's last bytes are a character of UTF-8 that was cut, rather than a letter of another encoding."""
    return len(last) > 1 or last in (b"\xc2", b"\xc3") or not before[-1:].isalpha()
