"""What a file is that is no text, and what would make text of it."""

_MAGIC = (
    (b"%PDF", "a PDF; try: pdftotext FILE - | newsieve …"),
    (b"\x89PNG", "an image; a text recogniser such as tesseract may read it"),
    (b"\xff\xd8\xff", "an image; a text recogniser such as tesseract may read it"),
    (b"GIF8", "an image; a text recogniser such as tesseract may read it"),
    (b"RIFF", "a media file, not text"),
    (b"PK\x03\x04", "a zip archive or an office document; try: unzip FILE, or: pandoc -t plain FILE | newsieve …"),
    (b"PK\x05\x06", "a zip archive or an office document; try: unzip FILE, or: pandoc -t plain FILE | newsieve …"),
    (b"\xd0\xcf\x11\xe0", "an office document of the old format; try: libreoffice --headless --convert-to txt FILE"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a rar archive; unpack it first"),
    (b"\x7fELF", "a program, not text"),
    (b"MZ\x90", "a program, not text"),
    (b"SQLite format 3\x00", "a SQLite database, not text"),
    (b"ID3", "a media file, not text"),
    (b"OggS", "a media file, not text"),
    (b"wOFF", "a font, not text"),
    (b"wOF2", "a font, not text"),
)
_TAR_MAGIC_AT = 257
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b"))
_MOST_CONTROLS = 0.05  # share: text with stray NULs is still text


def describe_binary(head: bytes, _name: str = "FILE") -> str | None:
    """What the file is that begins with `head` (4 kB suffice), with what to try; None for text."""
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return what
    if head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
        return "a tar archive; unpack it first: tar -xf FILE"
    if not head or head.startswith(_UNICODE_MARKS) or _is_utf16(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return "binary data, not text; convert it to text or HTML first" if controls > _MOST_CONTROLS * len(head) else None


def _is_utf16(head: bytes) -> bool:
    """Whether every other byte is often NUL and the rest never: UTF-16 without a mark."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) > 0.3 * len(head) / 2
