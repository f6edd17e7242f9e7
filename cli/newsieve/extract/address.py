"""The address that a browser notes in a comment at the top of a page that it saves."""

import re

SAVED_FROM = "saved from url"  # under which it is kept among the page's meta elements
_WITHIN = 4096  # characters
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)|page saved with singlefile\s+url:\s*)(https?://[^\s<>]+)", re.IGNORECASE
)


def find_saved_address(source: str) -> str | None:
    """Return the address that "saved from url=" or SingleFile gives; None for one of no page of the web."""
    found = _SAVED.search(source, 0, _WITHIN)
    return found[1] if found else None
