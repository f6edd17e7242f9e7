"""Types of text in mails that are not plain: flowed (RFC 3676), and enriched (RFC 1896)."""

import re

ENRICHED = frozenset(("text/enriched", "text/richtext"))
_MARKS = re.compile(r"<param>[^<]*+</param>|</?[a-z][\w-]{0,60}>|<<", re.IGNORECASE)


def unwrap_flowed(text: str, drops_space: bool) -> str:
    """Flowed text (RFC 3676) with its paragraphs whole: a line that ends with a space goes on."""
    lines, is_open = list[list[str]](), False
    for line in text.split("\n"):
        body = line.removeprefix(" ")
        goes_on = body.endswith(" ") and body != "-- " and not line.startswith(">")
        kept = body[:-1] if goes_on and drops_space else body
        if is_open and not line.startswith(">"):
            lines[-1].append(kept)
        else:
            lines.append([kept])
        is_open = goes_on
    return "\n".join("".join(pieces).rstrip(" ") for pieces in lines)


def drop_enrichment(text: str) -> str:
    """Enriched text without its marks; a sign that would begin one is doubled in it."""
    return _MARKS.sub(lambda mark: "<" if mark[0] == "<<" else "", text)
