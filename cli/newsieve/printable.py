"""Text without control characters: nothing that newsieve prints may steer a terminal.

Control characters are C0 (but tab and newline), DEL and C1. All text that leaves passes `encode_printable` on its way.
"""

_C0_AND_DEL = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_C1_LEAD = b"\xc2"  # in UTF-8 C1 is this byte and one from 80 to 9F
_C1 = rb"\xc2[\x80-\x9f]"
_DEL_AND_C1 = "[\x7f-\x9f]"


def encode_printable(text: str) -> bytes:
    """The text in UTF-8 without control characters; half a surrogate pair becomes a question mark."""
    data = text.encode("utf-8", "replace").translate(None, _C0_AND_DEL)
    if _C1_LEAD not in data:
        return data
    import re

    return re.sub(_C1, b"", data)


def to_printable(text: str) -> str:
    """The text without control characters."""
    return text if text.isprintable() else encode_printable(text).decode()


def to_line(text: str) -> str:
    """The text on one line, for messages and headings: tabs and line ends as spaces, no control characters."""
    return text if text.isprintable() else to_printable(text.replace("\n", " ").replace("\t", " "))


def escape_controls(json: str) -> str:
    """JSON with escapes for DEL and C1: JSON lets these stand as they are, a terminal does not."""
    if json.isascii() and "\x7f" not in json:
        return json
    import re

    return re.sub(_DEL_AND_C1, lambda found: f"\\u{ord(found[0]):04x}", json)
