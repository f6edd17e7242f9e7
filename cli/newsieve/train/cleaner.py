"""`python -m newsieve.train cleaner --corpus DIR`: labelled lines in, the cleaner's weights and their scores out.

Everything that is printed was measured on documents whose publishers the model in question had not seen. With
`--without xx` the corpus is learned without that language (the option repeats), and only its documents are scored.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from newsieve.cleaner import Model, context, parse_model, sentences
from newsieve.cleaner.kinds import describe_kinds
from newsieve.languages import CODES
from newsieve.train.cleaner_data import CONTENT, FOLDS, LabelledDocument, hash_corpus, read_corpus, read_pairs
from newsieve.train.cleaner_fit import Fitted, Growth, fit_kinds, fit_last, to_sightings
from newsieve.train.cleaner_folds import (
    NONE_LEFT_OUT,
    Matter,
    Role,
    fit_first_stages,
    gather,
    gather_sentences,
    labels_of_parents,
    list_opened,
    list_rows,
    list_sentence_rows,
    score_unseen,
    slices_of,
)
from newsieve.train.cleaner_made import (
    Pool,
    build_parts,
    build_runs,
    compose,
    cut_small,
    find_runs,
    glue,
    read_appeals,
    read_parts,
    read_texts,
    splice,
)
from newsieve.train.cleaner_score import Share, score_level
from newsieve.train.cleaner_write import pack_model, write_json
from newsieve.types import Level

SHIPPED = Path(__file__).parent.parent / "data"
TEXTS = Path(__file__).parent / "cleaner_texts.txt"
PARTS = Path(__file__).parent / "cleaner_appeals.txt"
COMPOSED = 1  # copies of each document with a composed appeal
COPIES = 2  # of each document, with other pitches spliced in
SHARE_UNKNOWN = 0.2  # of made documents that are read as if in an unknown language
# Operating points: shares of content blocks, and of sentences of content, that score as high out of fold.
BLOCKS_LOST = {Level.CAREFUL: 0.0020, Level.BALANCED: 0.0062, Level.THOROUGH: 0.0160}
SENTENCES_LOST = {Level.CAREFUL: 0.0008, Level.BALANCED: 0.0014, Level.THOROUGH: 0.0035}
BLOCK_GROWTH, SENTENCE_GROWTH = Growth(120, 15, 0.08), Growth(120, 12, 0.06)
BLOCK_WEIGHTS = {Role.LABELLED: 1.0, Role.SPLICED: 0.4, Role.LINES: 0.0, Role.GLUED: 0.0, Role.SCRAP: 0.3}
PITCHES_WEIGH = 2.0  # in documents made by splicing, beside the story around them
KIND_WEIGHTS = {Role.LABELLED: 1.0, Role.SPLICED: 0.3, Role.LINES: 0.0, Role.GLUED: 0.0, Role.SCRAP: 0.0}


@dataclass(frozen=True, slots=True)
class _Rows:
    """All that the last stage of one fold is fitted on, or is asked about."""

    blocks: Any
    kinds: Any
    sentences: Any
    opened: Any  # whether the paragraph of each sentence is taken apart


def main(arguments: Sequence[str]) -> int:
    """Train, print the table, write the files."""
    options = _parse(arguments)
    corpus = read_corpus(options.corpus)
    languages = frozenset(CODES) - set(options.without)
    matter = gather(_assemble(options.corpus, corpus, options.without), languages, SHARE_UNKNOWN)
    parts = gather_sentences(matter)
    print(f"{len(matter.looked)} documents, {len(matter.labels)} blocks, {len(parts.labels)} sentences", flush=True)
    fitted = _fit_all(matter, parts, languages)
    packed = [pack_model(one) for one in fitted]
    models = {fold: _unpack(packed[fold]) for fold in range(FOLDS)}
    asked = [document for document in corpus if not options.without or document.language in options.without]
    scores = {level: score_level(asked, models, level) for level in Level}
    _print_table(scores)
    if not options.without:
        about = _describe(options, scores)
        _write(options.out, "cleaner", about, packed[FOLDS])
        for fold in range(FOLDS) if options.folds else ():
            _write(options.folds, f"cleaner-{fold}", {}, packed[fold])
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newsieve.train cleaner", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with promo/ and digest/")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, help="folder for the weights (default: the package's data)"
    )
    parser.add_argument("--folds", type=Path, help="folder for the models of the folds, for `predict --out-of-fold`")
    parser.add_argument("--without", metavar="LANGUAGE", action="append", default=[],
                        help="leave a language out and print the scores on it; repeatable")  # fmt: skip
    return parser.parse_args(arguments)


def _assemble(
    folder: Path, corpus: list[LabelledDocument], without: Sequence[str]
) -> list[tuple[LabelledDocument, Role]]:
    """The corpus and what is made from it, each document with its role."""
    base = [document for document in corpus if document.language not in without]
    written, stories = (_leave_out(pool, without) for pool in read_texts(TEXTS))
    appeals = _leave_out(read_appeals(folder / "promo" / "appeals.jsonl"), without)
    pools = [find_runs(base), appeals, written]
    clean = [document for document in read_pairs(folder, corpus) if document.language not in without]
    spliced = [one for seed in range(COPIES) for one in splice(base, pools, seed)] + splice(clean, pools, COPIES)
    parts = {key: part for key, part in read_parts(PARTS).items() if key[1] not in without}
    spliced += [one for seed in range(COMPOSED) for one in compose([*base, *clean], parts, seed)]
    made = {
        Role.SPLICED: spliced,
        Role.LINES: [
            *clean,
            *build_parts(parts),
            *(one for pool in (appeals, written, stories) for one in build_runs(pool)),
        ],
        Role.GLUED: [one for seed in range(COPIES) for one in glue(base, pools, seed)],
        Role.SCRAP: [one for seed in range(COPIES) for one in cut_small(base, pools, seed)],
    }
    # a language that is left out is scored, but nothing is fitted on it
    labelled = [(document, Role.ASKED if document.language in without else Role.LABELLED) for document in corpus]
    return [*labelled, *((document, role) for role, documents in made.items() for document in documents)]


def _leave_out(pool: Pool, without: Sequence[str]) -> Pool:
    return {(fold, language): runs for (fold, language), runs in pool.items() if language not in without}


def _fit_all(matter: Matter, parts: Matter, languages: frozenset[str]) -> list[Fitted]:
    """The models of the folds, and behind them the one that is shipped; all with the same thresholds."""
    stages = fit_first_stages(matter, languages)
    chances, part_chances = np.zeros(len(matter.labels)), np.zeros(len(parts.labels))
    result = []
    for fold in range(FOLDS + 1):
        rows = _list_all(matter, parts, stages, fold)
        first = stages[(fold,) if fold < FOLDS else NONE_LEFT_OUT]
        one = _fit_fold(matter, parts, rows, fold, first)
        asked, asked_parts = matter.folds == fold, parts.folds == fold
        if fold < FOLDS:
            chances[asked] = one.blocks.predict(rows.blocks[asked])
            heard = asked_parts & rows.opened
            part_chances[heard] = one.sentences.predict(rows.sentences[heard])
        result.append(one)
        print(f"fold {fold + 1} of {FOLDS + 1} fitted", flush=True)
    content = (matter.labels == CONTENT) & (matter.roles == Role.LABELLED)
    story = (labels_of_parents(matter, parts) == CONTENT) & (parts.roles == Role.LABELLED)
    thresholds = _find_thresholds(chances[content], BLOCKS_LOST)
    of_parts = _find_thresholds(part_chances[story], SENTENCES_LOST)
    return [replace(one, thresholds=thresholds, sentence_thresholds=of_parts) for one in result]


def _list_all(matter: Matter, parts: Matter, stages: Mapping[tuple[int, ...], Any], fold: int) -> _Rows:
    scores, part_scores = score_unseen(matter, stages, fold), score_unseen(parts, stages, fold)
    blocks = list_rows(matter, scores)
    kinds: list[list[float]] = []
    for one, part in zip(matter.looked, slices_of(matter), strict=True):
        sightings, rows = to_sightings(one, scores[part]), blocks[part].tolist()
        for i, label in enumerate(one.document.labels):
            kinds.append(describe_kinds(sightings, i, rows[i]) if label > 0 else [])
    width = max(map(len, kinds))
    filled = np.array([row or [0.0] * width for row in kinds], np.float32)
    of_sentences = list_sentence_rows(matter, scores, parts, part_scores)
    return _Rows(blocks, filled, of_sentences, list_opened(parts, part_scores))


def _fit_fold(matter: Matter, parts: Matter, rows: _Rows, fold: int, first: Any) -> Fitted:
    weights = _weigh(matter.roles, BLOCK_WEIGHTS) * (matter.folds != fold) * (matter.labels >= 0)
    weights = np.where((matter.roles == Role.SPLICED) & (matter.labels > 0), PITCHES_WEIGH * weights, weights)
    blocks = _fit_forest(rows.blocks, matter.labels, weights, context, BLOCK_GROWTH)
    weights = _weigh_sentences(matter, parts) * (parts.folds != fold) * (parts.labels >= 0)
    of_sentences = _fit_forest(rows.sentences, parts.labels, weights, sentences, SENTENCE_GROWTH)
    weights = _weigh(matter.roles, KIND_WEIGHTS) * (matter.folds != fold) * (matter.labels > 0)
    used = weights > 0
    kinds = fit_kinds(rows.kinds[used], matter.labels[used], weights[used])
    return Fitted(first, blocks, of_sentences, kinds, {}, {})


def _fit_forest(rows: Any, labels: Any, weights: Any, columns: Any, growth: Growth) -> Any:
    used = weights > 0
    rising = [name in columns.RISING for name in columns.NAMES]
    return fit_last(rows[used], (labels[used] > 0).astype(int), weights[used], rising, growth)


def _weigh(roles: Any, weights: Mapping[Role, float]) -> Any:
    return np.array([weights.get(Role(role), 0.0) for role in range(len(Role))])[roles]


def _weigh_sentences(matter: Matter, parts: Matter) -> Any:
    """Sentences of the story count once, those of glued paragraphs twice; those of whole pitches are no example."""
    labelled = parts.roles == Role.LABELLED
    content = labels_of_parents(matter, parts) == CONTENT
    made = np.isin(parts.roles, (Role.GLUED, Role.SCRAP))
    return np.where(
        labelled, np.where(content, 1.0, 0.0), np.where(made & (parts.labels > 0), 2.0, np.where(made, 1.0, 0.0))
    )


def _find_thresholds(chances: Any, lost: Mapping[Level, float]) -> dict[str, float]:
    return {level.value: round(float(np.quantile(chances, 1 - share)), 5) for level, share in lost.items()}


def _unpack(packed: tuple[dict[str, Any], bytes]) -> Model:
    return parse_model(json.dumps({"model": packed[0]}), packed[1])


def _describe(options: argparse.Namespace, scores: Mapping[Level, Mapping[str, Share]]) -> dict[str, Any]:
    return {
        "made": {
            "date": datetime.now(UTC).date().isoformat(),
            "command": "python -m newsieve.train cleaner --corpus CORPUS",
            "data": hash_corpus(options.corpus),
        },
        "scores": {level.value: {name: share.percent for name, share in of.items()} for level, of in scores.items()},
    }


def _print_table(scores: Mapping[Level, Mapping[str, Share]]) -> None:
    for level, shares in scores.items():
        print(f"\n{level.value}, out of fold by publisher, 95 % intervals")
        for name, share in shares.items():
            print(f"  {name:<18} {share}")
    sys.stdout.flush()


def _write(folder: Path, stem: str, about: Mapping[str, Any], packed: tuple[dict[str, Any], bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}.json").write_text(write_json({**about, "model": packed[0]}), "utf-8")
    (folder / f"{stem}.bin").write_bytes(packed[1])
