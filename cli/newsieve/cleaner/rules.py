"""Matches of rules in blocks. A pattern is compiled for, and tried on, what holds all it requires."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from newsieve.cleaner.blocks import Match
from newsieve.cleaner.memo import BoundedMemo
from newsieve.cleaner.tokens import MOST_WORDS, TokenizedBlock
from newsieve.languages import LanguagePack, find_dash
from newsieve.patterns import compile_later, without_warnings
from newsieve.quotes import LONGEST_QUOTATION, find_quotations
from newsieve.text import ASCII_MARKS, find_stretch_of_word, fold, tokenize
from newsieve.types import Block, Kind, Range, Rule

_HALF = 2000  # characters that patterns see of the beginning, and of the end, of a block that is longer than both
LONGEST_TEXT = 2 * _HALF
_COUNTED = 400  # characters of a block: that it has more letters than a rule for a few can match shows soon
_WEIGHT_OF_KEEP = -4.0  # of a pack's rule that keeps, beside the weights of those that remove
_MOST_SENTENCES = 3  # that a formula takes
_PREFIX = 3  # characters
_MOST_MARKS = 6  # characters before the first letter of a match
_END = compile_later(r"[.!?…]['\")\]”’»“]{0,2}\s+")
_SENTENCE = compile_later(r"\S(?:[^.!?]|[.!?](?!\s))*")


class RuleMatcher:
    """Rules by what texts that they match begin with, where it is known, else by their required literals.

    A text may hold a literal if one of its words holds a stretch of it.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._patterns: list[re.Pattern[str] | None] = [None] * len(self._rules)  # None until a text may match
        self._free = frozenset(n for n, rule in enumerate(self._rules) if not (rule.starts or rule.needs))
        self._starting: dict[str, list[int]] = {}
        self._requiring: dict[str, list[int]] = {}
        self._others = [rule.also for rule in self._rules]  # lists of literals that a rule requires beside that
        for number, rule in enumerate(self._rules):
            needs = tuple(map(fold, rule.needs))
            for start in rule.starts:
                self._starting.setdefault(start, []).append(number)
            if rule.starts and needs:
                self._others[number] = (needs, *rule.also)
            for literal in () if rule.starts else needs:
                self._requiring.setdefault(literal, []).append(number)
        self._longest_start = max(map(len, self._starting), default=0)
        self._by_prefix: dict[str, list[tuple[str, str]]] = {}  # a stretch of a literal, and the literal
        for literal in self._requiring:
            longest = find_stretch_of_word(literal)
            self._by_prefix.setdefault(longest.strip()[:_PREFIX], []).append((longest, literal))
        self._prefixes = frozenset(self._by_prefix)
        self._short = tuple(chain(*[pairs for prefix, pairs in self._by_prefix.items() if len(prefix) < _PREFIX]))
        self._short_ascii = tuple([pair for pair in self._short if pair[0].isascii()])
        self._known = BoundedMemo(self._list_literals)
        self._started = BoundedMemo(self._list_started)

    def match(self, blocks: Sequence[TokenizedBlock]) -> list[tuple[Match, ...]]:
        """Return the first match of each rule in each block, in the order of the rules."""
        return [tuple(self._match(block)) for block in blocks] if self._rules else [()] * len(blocks)

    def _match(self, block: TokenizedBlock) -> Iterator[Match]:
        text, known = block.text, self._known
        words = block.words if len(block.words) < MOST_WORDS else tokenize(_cut(text))
        literals = set(chain.from_iterable(filter(None, map(known.__getitem__, words))))
        seen = _cut(text)
        folded = fold(seen)
        met = {number for literal in literals if literal in folded for number in self._requiring[literal]}
        met.update(self._free, self._started[_skip_marks(folded)[: self._longest_start]])
        if seen is not text:
            met.update(self._started[_skip_marks(fold(text[-_HALF:]))[: self._longest_start]])
        size = 0  # 0 until it is counted
        for number in sorted(met):
            rule = self._rules[number]
            if rule.max_alnum is not None and (size := size or _count_alnum(seen[:_COUNTED])) > rule.max_alnum:
                continue
            if not all(any(map(folded.__contains__, literals)) for literals in self._others[number]):
                continue
            pattern = self._patterns[number] or self._compile(number)
            if found := _search(pattern, text):
                start, end = _narrow(pattern, text, found) if rule.is_formula else found
                yield Match(rule, block.lead + start, block.lead + end)

    def _list_started(self, opening: str) -> frozenset[int]:
        """The rules that a text may match for beginning so, marks and digits aside."""
        starts = [opening[:size] for size in range(1, len(opening) + 1)]
        return frozenset(chain.from_iterable(filter(None, map(self._starting.get, starts))))

    def _compile(self, number: int) -> re.Pattern[str]:
        with without_warnings():
            pattern = self._patterns[number] = re.compile(self._rules[number].pattern)
        return pattern

    def _list_literals(self, word: str) -> tuple[str, ...]:
        """The literals that a text may hold for having a word in it: those of which a stretch is a part of that."""
        short = self._short_ascii if word.isascii() else self._short
        spaced = f" {word} "
        met = [literal for longest, literal in short if longest in spaced]
        for prefix in self._prefixes.intersection([word[at : at + _PREFIX] for at in range(len(word) - _PREFIX + 1)]):
            met += [literal for longest, literal in self._by_prefix[prefix] if longest in spaced]
        return tuple(met)


def match_pack(pack: LanguagePack, blocks: Sequence[TokenizedBlock]) -> list[tuple[Match, ...]]:
    """Return the matches of a pack's rules in each block, but for those that a sentence only reports.

    Of the rules that are no formulas, that is asked where a dash of dialogue opens the block.
    """
    pairs = zip(blocks, matcher_of(pack.rules).match(blocks), strict=True)
    return [
        tuple([match for match in found if not _is_told(match, block, pack.speech)]) if found else ()
        for block, found in pairs
    ]


def add_formulas(users: Iterable[Sequence[Match]], matches: Iterable[Sequence[Match]]) -> list[tuple[Match, ...]]:
    """Return the matches of the user's rules in each block, and those of the pack's formulas, which weigh alike."""
    pairs = zip(users, matches, strict=True)
    return [(*own, *[match for match in found if match.rule.is_formula]) for own, found in pairs]


def find_touched(block: Block, matches: Iterable[Match]) -> list[Range]:
    """Return the ranges of a block's sentences in which a match begins, ends, or which it holds."""
    found = [(block.start + match.start, block.start + match.end) for match in matches]
    return [(start, end) for start, end in block.sentences.ranges if any(a < end and start < b for a, b in found)]


def spread_formulas(
    block: Block, text: str, of_block: Sequence[Match], of_sentences: Sequence[tuple[Match, ...]]
) -> list[tuple[Match, ...]]:
    """Return the matches in each sentence of a block, with those formulas that it takes several sentences to match.

    Without the formulas that are quoted: of a quotation, a sentence may hold neither mark.
    """
    alone = {match.rule.id for found in of_sentences for match in found}
    wide = [match for match in of_block if match.rule.is_formula and match.rule.id not in alone]
    spread = []
    for (start, end), found in zip(block.sentences.ranges, of_sentences, strict=True):
        at = start - block.start
        own = [m for m in found if not (m.rule.is_formula and _is_quoted(text, at + m.start))]
        own += [
            Match(match.rule, max(match.start - at, 0), min(match.end - at, end - start))
            for match in wide
            if match.start < end - block.start and at < match.end
        ]
        spread.append(tuple(own))
    return spread


def sum_rules(matches: Iterable[Sequence[Match]]) -> list[float]:
    """Return the weight of the rules that match in each block, those that keep counting against it."""
    return [sum(_WEIGHT_OF_KEEP if one.rule.keep else one.rule.weight for one in found) for found in matches]


def name_by_rules(matches: Iterable[Sequence[Match]]) -> list[Kind | None]:
    """Return the kind that the weightiest rule names in each block."""
    naming = [[one.rule for one in found if one.rule.kind is not None] for found in matches]
    return [max(rules, key=lambda rule: rule.weight).kind if rules else None for rules in naming]


def _is_told(match: Match, block: TokenizedBlock, speech: frozenset[str]) -> bool:
    """Tell whether what a rule matches is said by someone whom the text tells of."""
    dash = find_dash(block.text)
    if match.rule.keep or not (match.rule.is_formula or dash):
        return False
    if match.rule.is_formula and dash not in ("", "-"):  # lists of links have hyphens
        return True
    at = match.start - block.lead
    return (match.rule.is_formula and _is_quoted(block.text, at)) or _is_reported(match, block, speech)


def _is_quoted(text: str, at: int) -> bool:
    """Tell whether a quotation, be it between single marks, is open at the first letter from a place of a text on."""
    at += next((i for i, letter in enumerate(text[at : at + _MOST_MARKS]) if letter.isalnum()), 0)
    return bool(find_quotations(text[max(0, at - LONGEST_QUOTATION) : at + 1]).opened)


def _is_reported(match: Match, block: TokenizedBlock, speech: frozenset[str]) -> bool:
    """Tell whether a word for saying stands in the sentence that a match ends in, behind the first word.

    "Support us on Patreon, the band told the crowd." is; "Say it on Patreon." asks.
    """
    *_, (start, end) = [
        sentence.span()
        for sentence in _SENTENCE.finditer(block.text)
        if sentence.start() < max(1, match.end - block.lead)
    ]
    return not speech.isdisjoint(tokenize(block.text[start:end])[1:])


def _count_alnum(text: str) -> int:
    """Count letters and digits."""
    if text.isascii():
        return len(text.encode().translate(None, ASCII_MARKS))
    return sum(map(str.isalnum, text))


def _skip_marks(text: str) -> str:
    """The text from its first letter or underscore on."""
    if text[:1].isalpha():
        return text
    return next((text[at:] for at, letter in enumerate(text) if letter.isalpha() or letter == "_"), "")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:_HALF]}\n{text[-_HALF:]}"


def _search(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    if len(text) <= LONGEST_TEXT:
        found = pattern.search(text)
        return found.span() if found else None
    head = pattern.search(text[:_HALF])
    if head:
        return head.span()
    offset = len(text) - _HALF
    tail = pattern.search(text[offset:])
    return (tail.start() + offset, tail.end() + offset) if tail else None


def _narrow(pattern: re.Pattern[str], text: str, found: Range) -> Range:
    """Return a match from the last sentence on from which there is one: many patterns begin at the text's beginning."""
    starts = [mark.end() for mark in _END.finditer(text, found[0], found[1])]
    for start in starts[: -_MOST_SENTENCES - 1 : -1]:
        if later := pattern.search(text[start : start + LONGEST_TEXT]):
            return later.start() + start, later.end() + start
    return found


_MATCHERS: dict[int, tuple[Sequence[Rule], RuleMatcher]] = {}


def matcher_of(rules: Sequence[Rule]) -> RuleMatcher:
    """Return the matcher of a pack's or a user's rules, made once."""
    found = _MATCHERS.get(id(rules))
    if found is None or found[0] is not rules:
        if len(_MATCHERS) > 100:
            _MATCHERS.clear()
        found = _MATCHERS[id(rules)] = rules, RuleMatcher(rules)
    return found[1]
