"""How a sentence begins and ends: what makes it hard to read where its neighbours are left out."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from newsieve.languages import LanguagePack
from newsieve.rank.words import find_words

_ENDS = tuple(".!?…。！？｡؟۔।॥։။៕")
_ASKS = tuple("?？؟;")
_CLOSERS = "\"'”’»›“‘)]}）」』】》〉"
_OPENING_QUOTES = "“«„「『‹"
_QUOTES = re.compile('["“”«»„「」『』]')
# "PARIS (AP) — ", "(CNN) -- ", "LONDON, May 3 (Reuters) - ", "WASHINGTON — ": a place in capitals, an agency.
_PLACE = r"[A-ZÀ-Þ]{2}[A-ZÀ-Þ .’'/-]{1,30}(?:,\s[\w .]{2,20})?"
_AGENCY = r"\([A-Z][\w .,/&-]{1,30}\)\s*"
_DATELINE = re.compile(
    rf"(?:{_PLACE}\s?)?{_AGENCY}(?:[-–—:]{{1,2}}\s*)?|[A-Z][\w .’'-]{{1,20}}\s{_AGENCY}[-–—]{{1,2}}\s*"
    rf"|{_PLACE}\s*[–—]\s*|{_PLACE}\s+--?\s+"
    r"|[A-Z][\w .,’'-]{1,40}\s?\([A-Z]{2,}[\w ]{0,20}\)(?=[A-Z])"  # glued: nothing but a dateline is
)


class Opening(NamedTuple):
    """What a sentence leans on. `dateline` is the number of characters of a dateline and what joins it to the sentence.

    `points_back`: a pronoun or connective at the start, whose antecedent stands before. `cuts_quote`: a quotation that
    begins or ends in another sentence. `has_open_end`: no full stop. `nobody_said`: "…, he said".
    """

    points_back: bool
    has_speech: bool
    opens_quote: bool
    cuts_quote: bool
    asks: bool
    has_open_end: bool
    nobody_said: bool
    dateline: int

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing in the sentence asks for its neighbours."""
        return not (self.points_back or self.cuts_quote or self.asks or self.has_open_end or self.nobody_said)


def read_opening(text: str, words: Sequence[str], pack: LanguagePack) -> Opening:
    """Return how `text` begins and ends; `words` are its words."""
    dateline = find_dateline(text)
    end = text.rstrip(_CLOSERS)
    has_speech = not pack.speech.isdisjoint(words)
    return Opening(
        points_back=bool(words) and words[0] in pack.openers,
        has_speech=has_speech,
        opens_quote=text[0] in "\"'‘" or text[0] in _OPENING_QUOTES,
        cuts_quote=cuts_quote(text),
        asks=end.endswith(_ASKS),
        has_open_end=not end.endswith(_ENDS),
        nobody_said=has_speech and _is_said_by_pronoun(text, words, pack),
        dateline=dateline,
    )


def find_dateline(text: str) -> int:
    """Return the length of the dateline that `text` begins with, 0 where there is none."""
    start = text[:40]
    if not ("(" in start or start[:2].isupper()):
        return 0
    found = _DATELINE.match(text[:100])
    return found.end() if found and found.end() < len(text) else 0


def cuts_quote(text: str) -> bool:
    """Tell whether a quotation begins in `text` and ends elsewhere, or the other way round."""
    return len(_QUOTES.findall(text)) % 2 == 1


def _is_said_by_pronoun(text: str, words: Sequence[str], pack: LanguagePack) -> bool:
    """Tell whether a verb of speech has a pronoun for its subject; behind a quotation any opener does: "…" it said."""
    pronouns = pack.openers & pack.lexicons["third_person"]
    if any(
        (one in pack.speech and other in pronouns) or (one in pronouns and other in pack.speech)
        for one, other in pairwise(words)
    ):
        return True
    _, *behind = _QUOTES.split(text)
    said = find_words(behind[-1]) if behind else []
    return len(said) == 2 and not (pack.openers.isdisjoint(said) or pack.speech.isdisjoint(said))
