"""Sentence cues: how a sentence begins and ends, and what it leans on where its neighbours are left out."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from newsieve.languages import CODES, LanguagePack, Openings, find_speech_end, load, load_neutral
from newsieve.patterns import compile_later
from newsieve.rank.datelines import find_datelines
from newsieve.rank.quotes import Quotation
from newsieve.text import (
    OPENING_QUOTES,
    QUESTION_ENDS,
    Stamp,
    ends_sentence,
    find_stamp,
    find_words,
    fold,
    strip_closers,
)

_ASKS = tuple(QUESTION_ENDS)
_CALLS = (*_ASKS, "!", "！", "…")
_OPENING = frozenset(f"\"'{OPENING_QUOTES}")
_BEFORE_TEXT = f"\"'([{OPENING_QUOTES} "
_MARKS = frozenset(",:")  # that may end an opening
_DASHES = frozenset("-–—―")
_FEWEST_ITEMS = 3  # behind hyphens in a row: a list where fewer than half have a speaker
_LIST_MARK = compile_later(r"(?:[-*•·–—‣▪►●○◦✓✔]|\d{1,3}[.)]|[a-z]\))\s+")


class Ends(NamedTuple):
    """Beginning and end of a sentence. `has_open_end`: no full stop, nor another mark that ends one."""

    points_back: bool
    opens_quote: bool
    asks: bool
    has_open_end: bool


class Cues(NamedTuple):
    """Cues that a sentence leans on what stands before it. `skip` counts the characters of a dateline or a list mark.

    `lacks_speaker`: quoted for the most part, nobody is said to speak. `nobody_said`: "…, he said".
    """

    nobody_said: bool
    lacks_speaker: bool
    starts_lower: bool
    has_address: bool
    list_mark: int
    skip: int


def points_back(text: str, words: Sequence[str], pack: LanguagePack) -> bool:
    """Tell whether a sentence begins with a pronoun or a connective, whose antecedent stands before it."""
    if not words:
        return False
    return words[0] in pack.openers or begins_with(text, words, pack.openings)


def begins_with(text: str, words: Sequence[str], openings: Openings) -> bool:
    """Tell whether a text begins as one of the openings does; `words` are its words, at least one."""
    return any(_begins(text, words, one) for one in openings.get(words[0], ()))


def _begins(text: str, words: Sequence[str], opening: tuple[str, ...]) -> bool:
    """Whether a text begins with these words, and the mark where one is the last of them."""
    size = len(opening) - (opening[-1] in _MARKS)
    if tuple(words[:size]) != opening[:size]:
        return False
    end = len(" ".join(opening[:size]))
    return size == len(opening) or text.lstrip(_BEFORE_TEXT)[end : end + 1] == opening[-1]


def read_ends(text: str, words: Sequence[str], pack: LanguagePack) -> Ends:
    """Return how `text` begins and ends; `words` are its words."""
    end = strip_closers(text)
    return Ends(points_back(text, words, pack), text[0] in _OPENING, end.endswith(_ASKS), not ends_sentence(end))


def read_cues(
    text: str, words: Sequence[str], quotation: Quotation, pack: LanguagePack, mark: int = 0, label: int = 0
) -> Cues:
    """Return the cues of `text`; `words` are its words; `mark` and `label`, lengths, are not printed."""
    has_speech = not pack.speech.isdisjoint(words)
    start = text.lstrip(_BEFORE_TEXT)[:1]
    return Cues(
        nobody_said=has_speech and _is_said_by_pronoun(text, words, quotation, pack),
        lacks_speaker=bool(quotation.ranges) and not has_speech and 2 * quotation.size > len(text),
        starts_lower=start.islower(),
        has_address="@" in text or "http" in text or "www." in text or ".com" in text,
        list_mark=mark,
        skip=mark or label,
    )


def find_labels(texts: Sequence[str]) -> list[int]:
    """Return the length of the label, the time or the dateline that no digest prints before a sentence; 0 without one.

    A label of a question or an answer ("Q:", "Antwort:") names nobody. Others say who speaks, or what follows, and
    stay. So does a time before one where no two people talk: it is a programme's ("9:00 AM Opening Remarks: "), or the
    label is a word of the time ("12:45 Uhr: ").
    """
    stamps = [find_stamp(text) for text in texts]
    names = Counter(text[one.end : one.speaker_end] for text, one in zip(texts, stamps, strict=True))
    del names[""]
    is_talk = len(names) > 1 and max(names.values()) > 1
    return [
        (stamp.end if is_talk or _is_of_message(text, stamp) else 0) or _measure_asker(text[:20]) or dateline
        for text, stamp, dateline in zip(texts, stamps, find_datelines(texts), strict=True)
    ]


def _is_of_message(text: str, stamp: Stamp) -> bool:
    """Tell the time of a message or a transcript by its brackets, or those of its speaker."""
    return text[0] == "[" or text[stamp.end : stamp.end + 1] == "<"


def _measure_asker(start: str) -> int:
    """Return the length of the label of a question or an answer that a sentence begins with; 0 without one."""
    if not (":" in start or "：" in start):
        return 0
    found = _compile_asker().match(start)
    return found.end() if found and (len(found[1]) == 1 or fold(found[1]) in _read_askers()) else 0


@cache
def _compile_asker() -> re.Pattern[str]:
    """A question's or an answer's label: "Q: ", "A1: ", "Antwort: "."""
    return re.compile(r"([^\W\d_]{1,10})\s?\d{0,2}[:：]\s*(?=\S)")


@cache
def _read_askers() -> frozenset[str]:
    """Return the words that stand before questions and answers."""
    return frozenset(load_neutral()["askers"]["all"].split())


@lru_cache(maxsize=1)  # the features and the digest ask for those of one document
def find_starts(texts: tuple[str, ...], candidates: Sequence[int], language: str) -> tuple[list[int], dict[int, int]]:
    """Return the lengths of the list marks of a document's sentences, and by index of the labels of its candidates."""
    labels = find_labels([texts[index] for index in candidates])
    return find_list_marks(texts, language), dict(zip(candidates, labels, strict=True))


def find_list_marks(texts: Sequence[str], language: str) -> list[int]:
    """Return the lengths of the list marks of a document's sentences.

    A dash is none before what somebody says, nor, where one stands before that, before any other whole sentence. No
    more is one, but a hyphen, before a whole sentence that no other item stands beside, or beside questions and calls.
    """
    marks = [find_list_mark(text) for text in texts]
    dashes = [text[:1] if mark and text[0] in _DASHES else "" for text, mark in zip(texts, marks, strict=True)]
    for dash, run in groupby(range(len(texts)), dashes.__getitem__):
        items = [*run]
        if dash not in ("", "-") and _is_dialogue([texts[item] for item in items]):
            for item in items:
                marks[item] = 0 if ends_sentence(texts[item]) else marks[item]
    told = [dash != "" and find_speech_end(text, 0, language) > 0 for text, dash in zip(texts, dashes, strict=True)]
    if not any(told):
        return marks
    for dash, run in groupby(range(len(texts)), dashes.__getitem__):
        items = [*run]
        if dash == "-" and len(items) >= _FEWEST_ITEMS and 2 * sum([told[item] for item in items]) < len(items):
            told[items[0] : items[-1] + 1] = [False] * len(items)
            dashes[items[0] : items[-1] + 1] = [""] * len(items)
    spoken = {dash for dash, is_told in zip(dashes, told, strict=True) if is_told}
    return [
        0 if dash in spoken and ends_sentence(text) else mark
        for text, dash, mark in zip(texts, dashes, marks, strict=True)
    ]


def _is_dialogue(lines: Sequence[str]) -> bool:
    """Tell what is said from a list: lines with a long dash that stand in a row."""
    return len(lines) == 1 or any(ends_sentence(line) and strip_closers(line).endswith(_CALLS) for line in lines)


def find_list_mark(text: str) -> int:
    """Return the length of the bullet or number, and the space behind it, that `text` begins with; 0 without one."""
    if not _may_have_list_mark(text[:1], text[1:2]):
        return 0
    found = _LIST_MARK.match(text)
    return found.end() if found and found.end() < len(text) else 0


def _may_have_list_mark(first: str, second: str) -> bool:
    """Whether a list mark may begin with these characters, as hardly a sentence does."""
    return second == ")" or first.isdigit() or (second.isspace() and not first.isalpha())


@lru_cache(maxsize=len(CODES) + 1)
def _find_pronouns(code: str) -> frozenset[str]:
    pack = load(code)
    return pack.openers & pack.lexicons["third_person"]


def _is_said_by_pronoun(text: str, words: Sequence[str], quotation: Quotation, pack: LanguagePack) -> bool:
    """Whether a verb of speech has a pronoun for its subject; behind a quotation any opener does: "…" it said."""
    pronouns = _find_pronouns(pack.code)
    if not pronouns.isdisjoint(words) and any(
        (one in pack.speech and other in pronouns) or (one in pronouns and other in pack.speech)
        for one, other in pairwise(words)
    ):
        return True
    said = find_words(text[quotation.ranges[-1][1] :]) if quotation.ranges else []
    return len(said) == 2 and not (pack.openers.isdisjoint(said) or pack.speech.isdisjoint(said))
