"""Short texts made comparable: keys under which wordings of one title are equal, and values without white space."""

import re

from newsieve.text import IDLE_ZERO_SPACE, find_words

LONGEST_VALUE = 300  # characters; a longer one is not a name, a date or a headline

UNPRINTABLE = re.compile(rf"[\x00-\x1f\x7f-\x9f\xad\u200b\ufeff]{IDLE_ZERO_SPACE}")


def make_key(text: str) -> str:
    """Return the letters and digits alone, case-folded and joined: what two wordings of one title share."""
    return "".join(find_words(text))


def clean(value: object) -> str | None:
    """White space collapsed, control characters gone; None for what is no short text."""
    if not isinstance(value, str):
        return None
    text = " ".join(UNPRINTABLE.sub(" ", value[: 4 * LONGEST_VALUE]).split())
    return text if 0 < len(text) <= LONGEST_VALUE else None
