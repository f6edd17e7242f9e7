"""Addresses of pages as people name them on the command line."""

import re

_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WITHOUT_HOST = re.compile(r"https?://(?:[\s/?#:]|[^/?#]*\s|\Z)", re.IGNORECASE)
_HOST_FIRST = re.compile(  # a name with a dot, or this machine's, and what may stand behind it
    r"(?://)?(?:localhost|\[[0-9a-f:.]+\]|[\w-]+(?:\.[\w-]+)+\.?)(?::\d+)?(?:[/?#].*)?", re.IGNORECASE
)
_PAGE_FILE = re.compile(r"[^/?#]+\.(?:x?html?|txt)", re.IGNORECASE)
_ADDRESS = "https://courier.example/news/quay"


def parse_address(word: str) -> str:
    """The address that a word spells; of a host without a scheme, that of its https. Raises: ValueError."""
    address = word.strip()
    if _SCRIPT.match(address):
        raise ValueError(f"{word!r} is a script, not an address such as {_ADDRESS}")
    if _SCHEME.match(address):
        is_address = not _WITHOUT_HOST.match(address)
    else:
        is_address = bool(_HOST_FIRST.fullmatch(address)) and not _PAGE_FILE.fullmatch(address)
        address = f"https://{address.removeprefix('//')}"
    if not is_address:
        raise ValueError(f"{word!r} is not an address such as {_ADDRESS}")
    return address
