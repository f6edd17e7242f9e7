"""Names of files that are no text, and the command that makes text of each."""

import re

from newsieve.patterns import compile_later
from newsieve.read.wide_encodings import MOST_STRAYS, find_mark, find_utf16

_IMAGE = "an image; a text recogniser may read it: tesseract {name} - | newsieve …"
_OLD_OFFICE = "an office document of the old format; try: antiword {name} | newsieve …"
_MEDIA = "a media file, not text"
UNKNOWN = "binary data, not text; convert it to text or HTML first"
_MAGIC = (
    (b"%PDF", "a PDF; try: pdftotext {name} - | newsieve …"),
    (b"{\\rtf", "an RTF document; try: pandoc -f rtf -t plain {name} | newsieve …"),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"RIFF", _MEDIA),
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first: 7z x {name}"),
    (b"Rar!", "a rar archive; unpack it first: unrar x {name}"),
    (b"\x7fELF", "a program, not text"),
    (b"MZ\x90", "a program, not text"),
    (b"SQLite format 3\x00", "a SQLite database, not text"),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"wOFF", "a font, not text"),
    (b"wOF2", "a font, not text"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# What a zip's first entries say that it is; pandoc tells none of these formats by its content.
_IN_ZIP = (
    (b"application/epub+zip", "an EPUB book; try: pandoc -f epub -t plain {name} | newsieve …"),
    (b"application/vnd.oasis.opendocument.text",
     "an office document; try: pandoc -f odt -t plain {name} | newsieve …"),
    (b"word/", "a Word document; try: pandoc -f docx -t plain {name} | newsieve …"),
    (b"xl/", "a spreadsheet; save it as CSV: libreoffice --headless --convert-to csv {name}"),
    (b"ppt/", "a presentation; try: libreoffice --headless --convert-to pdf {name}"),
)  # fmt: skip
_BY_ENDING = ((".docx", b"word/"), (".epub", b"application/epub+zip"), (".xlsx", b"xl/"), (".pptx", b"ppt/"),
              (".odt", b"application/vnd.oasis.opendocument.text"))  # fmt: skip
_TAR_MAGIC_AT = 257
_MAGIC_WITHIN = 4096
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b"))
_PADDING = b"\0\x1a"  # behind the text of a file that is kept in blocks, or ends as in CP/M
_PDF_OBJECT = compile_later(rb"\d obj\b|%%EOF|xref\b")


def describe_binary(head: bytes, name: str = "FILE", command: str = "…") -> str | None:
    """Name the file that begins with `head` (4 kB suffice), and what to try before `command`; None for text."""
    what = _find_magic(head, name)
    if what is None and head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
        what = "a tar archive; unpack it first: tar -xf {name}"
    if what is not None:
        return fill_in(what, name, command)
    if not head or find_mark(head) or find_utf16(head):
        return None
    text = head.rstrip(_PADDING)
    is_text = 2 * len(text) >= len(head) and _count_controls(text) <= MOST_STRAYS * len(text)
    return None if is_text else UNKNOWN


def describe_magic(head: bytes) -> str | None:
    """Name the kind of file whose first bytes these are; None for a kind that is not known, and for text."""
    what = _find_magic(head[:_MAGIC_WITHIN], "")
    return what and what.partition(";")[0]


def _find_magic(head: bytes, name: str) -> str | None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return None if magic.isascii() and magic[:1] != b"{" and _goes_on_as_text(head, magic) else what
    if head.startswith(_ZIP):
        names = {mark for ending, mark in _BY_ENDING if name.lower().endswith(ending)}
        found = (what for mark, what in _IN_ZIP if mark in head or mark in names)
        return next(found, "a zip archive; unpack it first: unzip {name} -d unzipped && newsieve … unzipped")
    return None


def _goes_on_as_text(head: bytes, magic: bytes) -> bool:
    """Whether what begins with a magic number in letters is prose: a file of the kind shows its bytes soon."""
    rest = head[len(magic) :]
    if _count_controls(head) or not re.search(rb"[A-Za-z]", rest):
        return False
    return magic != b"%PDF" or not _PDF_OBJECT.search(rest)


def fill_in(what: str, name: str, command: str = "…") -> str:
    """The line to try with newsieve's command and the file's name as a shell reads it; stdin is read from stdin."""
    what = what.replace("newsieve …", f"newsieve {command}")
    if "{name}" not in what:
        return what
    from shlex import quote  # 1 ms

    return what.format(name=quote(name if not name.startswith("-") or name == "-" else f"./{name}"))


def _count_controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _CONTROL_BYTES))
