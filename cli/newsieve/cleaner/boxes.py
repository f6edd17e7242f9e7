"""Boxes: a part of one, which is no pitch by itself, goes with the firm pitch that it stands beside.

Bank lines, amounts, thanks, signatures and the names of boxes are told by the rules of the packs that have a `beside`.
From each ask that is beyond doubt they are looked for line by line, up and down, past what goes anyway, as far as the
first line that is neither: there the story begins. What stands between a salutation to readers and an ask is the body
of a letter.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from newsieve.cleaner.blocks import STORY_SCORE, ScoredBlock, ScoredSpan
from newsieve.cleaner.kinds import likeliest_kinds
from newsieve.cleaner.linear import to_logit
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import matcher_of
from newsieve.cleaner.spans import THINGS
from newsieve.cleaner.tokens import read_text, tokenize_blocks
from newsieve.text import CLOSERS, LONGEST_HEADLINE, SENTENCE_ENDS
from newsieve.types import GO_BY_DEFAULT, Evidence, Kind, Level, Rule

_THINGS = {**THINGS, Kind.RELATED: "a click", Kind.COOKIE_LEGAL: "consent"}  # that the pitch of a box is for
_ABOVE, _BELOW, _AROUND = "above", "below", "around"  # of a pitch, as rules have it in `beside`
_OPENS, _SIGNS = "opens", "signs"  # above it and below it, of a letter
_SEEN = {-1: {_ABOVE, _AROUND, _OPENS}, 1: {_BELOW, _AROUND, _SIGNS}}  # up, and down
_OF_SENTENCES = {_BELOW, _AROUND}  # of a paragraph that was taken apart: names, greetings and signatures are lines
_BOX = "the box"  # the evidence of a line in the body of a letter
_LIST = "the list"  # that of a headline below a label
_LABELS = ("related-heading", "related-label")  # rules of the packs
_BODY_ENDS = frozenset(f"{SENTENCE_ENDS}{CLOSERS}")
_STORY_ENDS = frozenset(".…\"'”’»“‘")
_NO_HEADLINE_ENDS = frozenset(".:;,…")
_Part = tuple[int, str]  # number of a span, and the rule that it is a part by


def join_boxes(
    request: Request, signals: Signals, scored: Sequence[ScoredBlock], spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """Return the spans, parts of a box as sure to go as the pitch that they stand beside, and of its kind.

    `scored` are the blocks as stage one scores them.
    """
    joined = list(spans)
    box = _Boxes(request, signals, scored, spans)
    for number in box.asks:
        for step in (-1, 1):
            for at, name in box.walk(number, step):
                joined[at] = max(joined[at], box.lend(number, at, name), key=lambda span: span.logit)
        for at in box.list_headlines(number):
            joined[at] = max(joined[at], box.lend(number, at, _LIST), key=lambda span: span.logit)
    return joined


class _Boxes:
    """The spans of a document as parts of boxes: `margins` are log-odds above the default level's threshold.

    `asks` are the numbers of the pitches beyond doubt, from the top.
    """

    def __init__(
        self, request: Request, signals: Signals, scored: Sequence[ScoredBlock], spans: Sequence[ScoredSpan]
    ) -> None:
        self._request, self._spans, self._found = request, spans, dict[int, list[Rule]]()
        self._kinds = likeliest_kinds(spans)
        self.margins = [span.logit - self._least(span, kind) for span, kind in zip(spans, self._kinds, strict=True)]
        starts = [block.start for block in request.blocks]
        self._told = {start for start, one in zip(starts, scored, strict=True) if one.score < STORY_SCORE}
        self._blocks = {block.start: block for block in request.blocks}
        self._kept = {
            sentence
            for block, found in zip(request.blocks, signals.user_matches, strict=True)
            if any(match.rule.keep for match in found)
            for sentence in (block.start, *[start for start, _ in block.sentences.ranges])
        }
        staying = [i if margin < 0 else -1 for i, margin in enumerate(self.margins)]
        self._staying = [*accumulate(staying, max, initial=-1)]  # the last line above each that stays, -1 for none
        self._stays = sum(spans[i].end - spans[i].start for i in staying if i >= 0)
        firm = to_logit(request.model.spans.firm)
        self.asks = [
            i
            for i, kind in enumerate(self._kinds)
            if kind in _THINGS and spans[i].logit >= firm and self.margins[i] >= 0 and not self._is_part(i, kind)
        ]
        self._asking = set(self.asks)

    def walk(self, number: int, step: int) -> Iterator[_Part]:
        """List what stands beside an ask, up or down, and goes with it."""
        kind, body, is_told, at = self._kinds[number] or Kind.DONATION, list[int](), False, number + step
        longest = self._request.model.spans.gap if kind in THINGS else 0  # a click and consent have no body
        while 0 <= at < len(self._spans) and self._spans[at].start not in self._kept:
            rules = [rule for rule in self._list_rules(at, kind) if rule.beside in _SEEN[step]]
            opens = any(rule.beside == _OPENS for rule in rules) and self._opens_box(at, body)
            goes = self.margins[at] >= 0 and _THINGS.get(self._kinds[at] or Kind.ABOUT) == _THINGS[kind]
            if opens or ((rules or goes) and not is_told):
                if step > 0 and self._is_signature(at, kind) and (body or self._is_signature(at + 1, kind)):
                    return  # of a list of people
                yield from [(line, _BOX) for line in body]
                yield from [(at, rule.id) for rule in rules[:1]]
                body, is_told = [], False
            elif goes:  # of another box, the story between
                return
            elif self.margins[at] < 0 or body:
                is_told |= self._spans[at].is_sentence or self._spans[at].start in self._told
                body.append(at)
            if (goes and at in self._asking) or len(body) > longest or (at in body and self._ends_box(at, kind)):
                return
            at += step

    def list_headlines(self, number: int) -> list[int]:
        """List the headlines in the list below a label such as "Most read", two at least.

        The list ends where the space between its lines changes, or their tag. Where neither does and the text goes on,
        nothing tells it from a list of the story's own.
        """
        if self._kinds[number] is not Kind.RELATED or not self._is_label(number) or self._names_one(number):
            return []
        first = at = number + 1
        while at < len(self._spans) and self._is_headline(at):
            if at > first + 1 and self._space_above(at) != self._space_above(first + 1):
                break
            at += 1
        is_open = at < len(self._spans) and self._space_above(at) == self._space_above(at - 1)
        return [*range(first, at)] if at > first + 1 and not is_open else []

    def _is_label(self, at: int) -> bool:
        return any(match.rule.id.endswith(_LABELS) for match in self._spans[at].matches)

    def _names_one(self, at: int) -> bool:
        """Whether a label names the article that it is about: what stands below it is the story's."""
        span = self._spans[at]
        return bool(self._request.article.text[span.start : span.end].partition(":")[2].strip())

    def _is_headline(self, at: int) -> bool:
        """Whether a line may be the headline of another article: a sentence without a full stop."""
        span = self._spans[at]
        text = self._request.article.text[span.start : span.end]
        is_short = len(text) <= LONGEST_HEADLINE and text[-1] not in _NO_HEADLINE_ENDS and " " in text.strip()
        return is_short and not span.is_sentence and span.start not in self._kept and not self._is_label(at)

    def _space_above(self, at: int) -> tuple[int, str]:
        """Count the line ends above a span; with its tag."""
        end, start = self._spans[at - 1].end, self._spans[at].start
        tag = self._blocks[start].tag if start in self._blocks else ""
        return self._request.article.text.count("\n", end, start), tag

    def lend(self, number: int, at: int, name: str) -> ScoredSpan:
        """Make a span as sure to go as an ask, of its kind, for a part of its box."""
        span, ask, kind = self._spans[at], self._spans[number], self._kinds[number]
        logit = self._least(span, kind) + self.margins[number]
        if logit <= span.logit:
            return span
        terms = (*span.terms, Evidence(name, logit - span.logit, (span.start, span.end)))
        return span._replace(terms=terms, logit=logit, kinds=ask.kinds, named=kind)

    def _least(self, span: ScoredSpan, kind: Kind | None) -> float:
        model = self._request.model
        if kind not in GO_BY_DEFAULT:
            return math.inf
        if span.is_sentence:
            return to_logit(model.sentence_thresholds[Level.BALANCED])
        return to_logit(model.thresholds[Level.BALANCED][kind])

    def _list_rules(self, at: int, kind: Kind | None) -> list[Rule]:
        """The rules by which a span may be a part of a box of a kind."""
        if at not in self._found:
            self._found[at] = self._match(at)
        return [rule for rule in self._found[at] if rule.kind and kind and _THINGS[rule.kind] == _THINGS.get(kind)]

    def _is_part(self, at: int, kind: Kind) -> bool:
        """Whether a span is a part that makes no box by itself: the name of one may, and what a newsletter promises."""
        return any(rule.beside != _ABOVE and rule.kind is not Kind.NEWSLETTER for rule in self._list_rules(at, kind))

    def _match(self, at: int) -> list[Rule]:
        """The rules that match a span; where it has several sentences, one after the other, those of the first."""
        request, span = self._request, self._spans[at]
        matcher = matcher_of(request.pack.parts)
        whole = matcher.match(tokenize_blocks([read_text(request.article, span.start, span.end)], request.pack))[0]
        if whole or span.is_sentence:
            return [match.rule for match in whole if not span.is_sentence or match.rule.beside in _OF_SENTENCES]
        texts = [read_text(request.article, *own) for own in self._blocks[span.start].sentences.ranges]
        found = matcher.match(tokenize_blocks(texts, request.pack)) if len(texts) > 1 else []
        return [match.rule for match in found[0]] if found and all(found) else []

    def _is_signature(self, at: int, kind: Kind) -> bool:
        rules = self._list_rules(at, kind) if at < len(self._spans) else []
        return any(rule.beside == _SIGNS for rule in rules)

    def _ends_box(self, at: int, kind: Kind) -> bool:
        """Whether a line that is no part has no place in a box.

        What is no sentence is a subhead, list or verse of the story. A letter that is signed above a pitch ends there.
        """
        return self._request.article.text[self._spans[at].end - 1] not in _BODY_ENDS or self._is_signature(at, kind)

    def _opens_box(self, at: int, body: Sequence[int]) -> bool:
        """Whether a greeting opens a box in a story, and is not that of a letter which is all of the text.

        The line above of those that stay, but for its name, is a sentence, no title and nothing that announces it; and
        what stays outside the box is longer than what is in it.
        """
        text, above = self._request.article.text, self._staying[at]
        if above >= 0 and any(rule.beside in (_ABOVE, _OPENS) for rule in self._list_rules(above, Kind.DONATION)):
            above = self._staying[above]  # that is the box's name
        is_in_story = above >= 0 and text[self._spans[above].end - 1] in _STORY_ENDS
        inside = sum(self._spans[line].end - self._spans[line].start for line in body)
        return is_in_story and self._stays > 2 * inside
