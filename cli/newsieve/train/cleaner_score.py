"""Scores of cleaning, line by line, by models that have not seen the documents' publishers."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsieve.cleaner import Model, classify_blocks, use_model
from newsieve.languages import load
from newsieve.train.cleaner_data import CONTENT, NUMBER_OF, LabelledDocument
from newsieve.train.cleaner_made import PITCHES
from newsieve.types import GO_BY_DEFAULT, Level, Options, Verdict

GOING = frozenset(NUMBER_OF[kind] for kind in GO_BY_DEFAULT)
LOST, GONE = 0.9, 0.1  # a line of content is lost when less than this of it is left; boilerplate is gone below that
PROSE = 80


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of another, with its 95 % interval (Wilson 1927)."""

    count: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        share, z = self.count / self.whole, 1.96
        centre = share + z * z / (2 * self.whole)
        spread = z * math.sqrt(share * (1 - share) / self.whole + z * z / (4 * self.whole * self.whole))
        scale = 100 / (1 + z * z / self.whole)
        interval = f"{(centre - spread) * scale:.2f}–{(centre + spread) * scale:.2f}"
        return f"{100 * share:.2f} % ({interval}), {self.count} of {self.whole}"

    @property
    def percent(self) -> float:
        """The share in percent, 0 of nothing."""
        return round(100 * self.count / self.whole, 2) if self.whole else 0.0


def score_level(documents: Sequence[LabelledDocument], models: Mapping[int, Model], level: Level) -> dict[str, Share]:
    """The shares of a level, over documents with the model of each one's fold."""
    counts: Counter[str] = Counter()
    for document in documents:
        with use_model(models[document.fold]):
            pack = load(document.language or "")
            verdicts = classify_blocks(
                document.article, document.blocks, pack, Options(level=level), with_evidence=False
            )
        _count_lines(document, verdicts, counts)
    named = {
        "core recall": ("core gone", "core"),
        "recall": ("gone", "going"),
        "precision": ("gone", "removed"),
        "content lost": ("content lost", "content"),
        "prose lost": ("prose lost", "prose"),
        "documents harmed": ("harmed", "documents"),
        "kind right": ("kind right", "kind named"),
    }
    return {name: Share(counts[part], counts[whole]) for name, (part, whole) in named.items()}


def _count_lines(document: LabelledDocument, verdicts: Sequence[Verdict], counts: Counter[str]) -> None:
    counts["documents"] += 1
    lost_before, at = counts["content lost"], 0
    removed = [verdict for verdict in verdicts if not verdict.kept]
    for line in document.lines:
        start, at = at, at + len(line.text) + 1
        if line.parts or not line.text:
            continue
        cut = [verdict for verdict in removed if verdict.start < at - 1 and verdict.end > start]
        kept = 1 - sum(min(v.end, at - 1) - max(v.start, start) for v in cut) / len(line.text)
        counts.update(_name_outcomes(line.label, len(line.text), kept, cut))
    counts["harmed"] += counts["content lost"] > lost_before


def _name_outcomes(label: int, length: int, kept: float, cut: Sequence[Verdict]) -> Iterable[str]:
    if label == CONTENT:
        yield "content"
        yield from ["prose"] * (length >= PROSE)
        yield from ["content lost", "removed"] * (kept < LOST) + ["prose lost"] * (kept < LOST and length >= PROSE)
        return
    is_gone = kept <= GONE
    if label in GOING:
        yield from ["going", *["core"] * (label in PITCHES)]
        yield from (["gone", "removed", *["core gone"] * (label in PITCHES)] if is_gone else [])
    if is_gone and cut and cut[0].kind is not None:
        yield "kind named"
        yield from ["kind right"] * (NUMBER_OF[cut[0].kind] == label)
