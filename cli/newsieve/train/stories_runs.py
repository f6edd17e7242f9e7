"""Pairs in runs of few documents, in which the name of a place is as rare as any other, and pairs of made articles.

How rare a name is says most about large runs. So that the trees ask for more than names, each invented story stands
in runs of several sizes beside others, real pairs that share rare words do, and so do the stories of one place, club
or person, and reports after one pattern (`stories_made.py`).
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from newsieve.stories.model import StoryModel
from newsieve.train.stories_data import (
    PairRow,
    Text,
    compare,
    date_row,
    find_folds,
    fold_of,
    group_texts_of_one,
    list_invented,
    read_labels,
)
from newsieve.train.stories_made import make_copies, make_reports

SIZES = (3, 5, 8, 12, 20, 35, 60)  # documents of a run
BESIDE = (0, 0, 1, 3, 8)  # documents, beside a real pair
RUNS = 60  # of articles that share a setting
REAL_PAIRS = 900
REAL_TEXTS = 1500  # among which they are looked for
_SEED = 11


def list_made_rows(
    invented: Sequence[Text], near: Sequence[Text], real: Sequence[Text], model: StoryModel
) -> Iterator[PairRow]:
    """All pairs of small runs and of made articles. `near` are invented articles that share a setting."""
    chance = random.Random(_SEED)  # noqa: S311
    yield from _list_small_runs(invented, 2, model, chance)
    yield from _mark(_list_near(near, model))
    yield from _mark(_list_small_runs(near, 4, model, chance))
    yield from _mark(_list_settings(near, model, chance))
    yield from _list_reports([text for text in invented if text.relation != "agency_copy"], model, chance)
    yield from _list_copies([text for text in invented if text.sentences], model, chance)
    yield from _list_real_runs(real, model, chance)


def _mark(rows: Iterable[PairRow]) -> Iterator[PairRow]:
    return (row._replace(kind=f"near {row.kind}") for row in rows)


def _undate(texts: Iterable[Text], is_dated: bool) -> list[Text]:
    return [text if is_dated else text._replace(day=None) for text in texts]


def _list_near(near: Sequence[Text], model: StoryModel) -> Iterator[PairRow]:
    """Each story or pair by itself, and the candidates of all."""
    for is_dated in (True, False):
        texts = _undate(near, is_dated)
        for group in group_texts_of_one(texts):
            yield from list_invented(group, combinations(range(len(group)), 2), model)
        yield from list_invented(texts, None, model)


def _list_small_runs(pool: Sequence[Text], times: int, model: StoryModel, chance: random.Random) -> Iterator[PairRow]:
    """Each story or pair beside others of the pool, so many times."""
    for is_dated in (True, False):
        texts = _undate(pool, is_dated)
        for group in group_texts_of_one(texts) * times:
            own, size = {text.id for text in group}, chance.choice(SIZES)
            others = [text for text in chance.sample(texts, min(len(texts), size)) if text.id not in own]
            run = group + others[: max(0, size - len(group))]
            for row in list_invented(run, combinations(range(len(group)), 2), model):
                yield row._replace(kind=f"{row.kind} of few")


def _list_settings(near: Sequence[Text], model: StoryModel, chance: random.Random) -> Iterator[PairRow]:
    """Candidates of two stories in runs of articles of one language, most of which share a setting."""
    languages = sorted({text.language for text in near})
    for number in range(2 * RUNS):
        language = chance.choice(["en", *languages])
        pool = [text for text in near if text.language == language]
        texts = _undate(chance.sample(pool, min(len(pool), chance.choice(SIZES[1:]))), number < RUNS)
        rows = list_invented(texts, None, model)
        yield from (row._replace(kind="other of few") for row in rows if not row.is_one)


def _list_reports(texts: Sequence[Text], model: StoryModel, chance: random.Random) -> Iterator[PairRow]:
    """Reports after one pattern, two pairs of each run."""
    for run in make_reports(texts, chance):
        comparison = compare(_undate(run, chance.random() < 0.5), model)[0]
        for one, other in sorted({(0, 1), tuple(sorted(chance.sample(range(len(run)), 2)))}):
            if run[one].sentences != run[other].sentences:
                yield PairRow(comparison.measure(one, other), False, find_folds(run[0]), "pattern")


def _list_copies(texts: Sequence[Text], model: StoryModel, chance: random.Random) -> Iterator[PairRow]:
    """Copies under other headlines, two pairs of each run."""
    for run in make_copies(texts, chance):
        comparison = compare(_undate(run, chance.random() < 0.5), model)[0]
        for one, other in sorted({(0, 1), tuple(sorted(chance.sample(range(len(run)), 2)))}):
            yield PairRow(comparison.measure(one, other), True, find_folds(run[0]), "made of few")


def _list_real_runs(real: Sequence[Text], model: StoryModel, chance: random.Random) -> Iterator[PairRow]:
    """Pairs of real articles that share rare words, and nobody has labelled, beside a few others."""
    labels, real = read_labels(), chance.sample(real, min(len(real), REAL_TEXTS))
    candidates = compare(real, model)[2]
    chance.shuffle(candidates)
    for one, other in candidates[:REAL_PAIRS]:
        pair = min(real[one].id, real[other].id), max(real[one].id, real[other].id)
        if pair not in labels:
            run = [real[one], real[other], *chance.sample(real, chance.choice(BESIDE))]
            values = compare(run, model)[0].measure(0, 1)
            row = PairRow(values, False, frozenset({fold_of(pair[0])}), "unlabelled of few")
            yield chance.choice([*date_row(row, chance)])
