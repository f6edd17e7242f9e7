"""Sentences that may stand in a digest: all that are kept, but no headings, captions, table rows and repeats."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from newsieve.patterns import compile_later
from newsieve.rank.cues import find_list_mark
from newsieve.rank.datelines import is_dateline
from newsieve.text import ASCII_MARKS, CUE_TIMES, ends_sentence, find_words, fold, has_words, is_unspaced
from newsieve.types import CELL_SEPARATOR, Sentences

_NO_SENTENCE_TAGS = frozenset("h1 h2 h3 h4 h5 h6 figcaption caption th td tr dt address".split())
_MARKUP = ("#", "@", "http://", "https://", "pic.", "![")
_MOST_MARKUP = 0.25  # share of hashtags, handles and addresses among the words of a sentence
_MOST_FIGURES = 0.3  # share of figures among the words of a line without a full stop: more is a row of a table
_LONG_LINE = 12  # words: a line of as many words is a sentence whose full stop was left out, not a heading
_WITHIN = (",", ";", ":", "-", "–", "—")  # ends of lines that are no sentences
_FEWEST_WORDS = 3  # of a list's item without a full stop
_FACT = compile_later(r"[A-ZÀ-ÖØ-ÞΑ-ΩА-Я\d](?:(?<!\d)\w*|(?<=\d)(?:[\w.,]*\w)?)")
# A footnote or an affiliation, an entry of a bibliography, a label before one figure, the times of a subtitle.
_NOTE = compile_later(
    r"[¹²³⁰⁴-⁹]{1,3}\s|\[\d{1,3}\]\s[^()]{1,200}\(\d{4}[a-z]?\)\.?\Z|[^:\d]{1,40}: [^\s\d]*\d\S*\Z"
    rf"|{CUE_TIMES}"
)
# A value of JSON; a command, which begins with no capital, with its options.
_COMMAND = compile_later(r'"[^"]*":\s+(?:["\d\[{-]|true|false|null)|(?:[a-z$%./][^\n]*\s)?--[a-z]')
_PARAMETER = compile_later(r" :: |[\w\])][<>=!~]=[\w\s'\"]")  # "Language :: Python", "numpy>=1.26"
_TAG = compile_later(r"<[^<>]*>")
_OPEN_ENDS = (",", "\\", "{", "[", "(")  # of lines that go on in the next, as those of code do
_MARKS = compile_later(r"[\W_]+")
_TIGHT = compile_later(r"(?<=\w);(?=\w)")  # between cells: "Wert;Kurs;2025"
_SMALL = bytes(range(256)).lower()
_LONGEST_LABEL, _FEWEST_COMMAS = 40, 2  # characters; of a line-up
_MOST_ALIKE = 20  # sentences with the same figures and names that one is compared with
_SHARED = 0.8  # of the words of two sentences that say the same; figures and names are the same in both


def find_candidates(document: Sentences) -> tuple[int, ...]:
    """Return the indexes of the sentences that may be chosen, ascending. What is said twice counts once.

    Where most of the document is written without full stops, as chats are, a short line is a sentence too; where no
    line is one, all may be chosen.
    """
    lines = _drop_repeats(document.texts)
    found = [index for index in lines if is_sentence(document.texts[index], document.tags[index])]
    others = [i for i in sorted({*lines} - {*found}) if _is_short_sentence(document.texts[i], document.tags[i])]
    with_stop = sum(len(document.texts[i]) for i in found if ends_sentence(document.texts[i]))
    if with_stop < sum(len(document.texts[i]) for i in (*found, *others)) - with_stop:
        found = sorted([*found, *others])
    return tuple(found[_count_datelines(document, found) :]) or lines


def _is_short_sentence(text: str, tag: str) -> bool:
    """Whether a line may be a sentence whose full stop was left out: words, neither a time nor a figure, and no end."""
    is_whole = not text.endswith(_WITHIN) and sum(map(str.isalpha, find_words(text))) > _FEWEST_WORDS
    return is_whole and is_sentence(text, tag, _FEWEST_WORDS)


def _count_datelines(document: Sentences, found: Sequence[int]) -> int:
    """Return how many of the first sentences are nothing but datelines, before the first words of the story."""
    texts, blocks = document.texts, document.blocks
    behind = pairwise(found)
    before = [*takewhile(lambda pair: blocks[pair[0]] == blocks[pair[1]] and is_dateline(texts[pair[0]]), behind)]
    return len(before) if before and not texts[before[-1][1]].isupper() else 0


def is_sentence(text: str, tag: str = "", least: int = _LONG_LINE) -> bool:
    """Whether a line is a sentence or a list's item: no heading, caption, row, code or other line around a story.

    `least` are the words of one without a full stop.
    """
    has_end, has_no_spaces = ends_sentence(text), is_unspaced(text)
    if tag in _NO_SENTENCE_TAGS or _is_markup(text) or _is_row(text, has_end, has_no_spaces) or _NOTE.match(text):
        return False
    if has_no_spaces:
        return has_end or has_words(text, _FEWEST_WORDS + 1)
    if has_end:
        return any(map(str.isalpha, text[find_list_mark(text) :]))
    is_item = tag == "li" or find_list_mark(text) > 0
    if (text.endswith(_OPEN_ENDS) and not is_item) or _COMMAND.match(text) or _PARAMETER.search(text):
        return False
    return has_words(text, _FEWEST_WORDS if is_item else least)


def _is_row(text: str, has_end: bool, has_no_spaces: bool) -> bool:
    """Whether a line is a row of a table: cells between bars, a line-up of names, or figures without a full stop."""
    if CELL_SEPARATOR in text or "\t" in text or _is_line_up(text):
        return True
    tight = len(_TIGHT.findall(text))
    if tight > 1 and (not has_end or tight >= text.count(" ")):
        return True
    if has_end:
        return False
    words = find_words(text) if has_no_spaces else text.split()
    return len(words) > _FEWEST_WORDS and sum(word[0].isdigit() for word in words) > _MOST_FIGURES * len(words)


def _is_line_up(text: str) -> bool:
    """Whether a line only counts up names behind a label: "Subs: Kay, Orr, Penn."."""
    label, colon, names = text.partition(": ")
    if not colon or len(label) > _LONGEST_LABEL or names.count(",") < _FEWEST_COMMAS:
        return False
    return all(word.strip("().,;")[:1].isupper() or not word.strip("().,;").isalpha() for word in names.split())


def _is_markup(text: str) -> bool:
    """Whether a line is code in a fence, tags, an embedded post or a list of hashtags, no sentence that names one."""
    if text.startswith("```") or (text.startswith("<") and not any(map(str.isalpha, _TAG.sub("", text)))):
        return True
    if not ("#" in text or "@" in text or "http" in text or "![" in text):
        return False
    words = text.split()
    return sum(word.lstrip("([\"'").startswith(_MARKUP) for word in words) > _MOST_MARKUP * len(words)


def _drop_repeats(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Return the indexes of the texts that say what none before says, but for marks, case and a few words.

    Of two that are equal but for marks, the one with a full stop stays.
    """
    kept: dict[str, int] = {}
    by_facts: dict[frozenset[str], list[str]] = {}
    for index, text in enumerate(texts):
        if not text.strip():
            continue
        letters = _find_letters(text) or text
        facts = frozenset(_FACT.findall(text, 1))
        if letters in kept:
            if ends_sentence(text) and not ends_sentence(texts[kept[letters]]):
                kept[letters] = index
        elif not (facts and facts in by_facts and _is_told(text, by_facts[facts][-_MOST_ALIKE:])):
            kept[letters] = index
            by_facts.setdefault(facts, []).append(text)
    return tuple(sorted(kept.values()))


def _find_letters(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    if text.isascii():
        return text.encode().translate(_SMALL, ASCII_MARKS).decode()
    return fold(_MARKS.sub("", text))


def _is_told(text: str, others: Sequence[str]) -> bool:
    """Whether one of the texts, which have the same figures and names, has nearly the same words."""
    own = set(find_words(text))
    return any(len(own & words) >= _SHARED * len(own | words) for words in map(set, map(find_words, others)))
