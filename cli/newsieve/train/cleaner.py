"""`python -m newsieve.train cleaner --corpus DIR`: labelled lines in, the cleaner's weights and their scores out.

Everything that is printed was measured on documents whose publishers the model in question had not seen. With
`--without xx` the corpus is learned without that language (the option repeats), and only its documents are scored.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsieve.cleaner import Model, parse_model
from newsieve.languages import CODES
from newsieve.train.cleaner_assemble import assemble
from newsieve.train.cleaner_data import FOLDS, LabelledDocument
from newsieve.train.cleaner_fit import Fitted
from newsieve.train.cleaner_folds import NONE_LEFT_OUT, draw_glued, draw_made, gather, gather_sentences
from newsieve.train.cleaner_levels import Folds, fit_levels
from newsieve.train.cleaner_operate import (
    calibrate_blocks,
    join,
    list_outcomes,
    print_reliability,
    raise_blocks,
    to_passed,
)
from newsieve.train.cleaner_page_lines import read_labelled_pages
from newsieve.train.cleaner_pages import fit_page
from newsieve.train.cleaner_points import find_levels
from newsieve.train.cleaner_score import Share, score_level
from newsieve.train.cleaner_sources import hash_corpus, leave_out, read_content, read_labelled
from newsieve.train.cleaner_spans import NO_SPANS, fit_spans
from newsieve.train.cleaner_split import Paragraphs, fit_split
from newsieve.train.cleaner_thresholds import START, fit_gate
from newsieve.train.cleaner_unseen import list_pairs
from newsieve.train.cleaner_write import pack_model, write_json
from newsieve.train.pages import load_folds
from newsieve.types import Level

SHIPPED = Path(__file__).parent.parent / "data"
SHARE_UNKNOWN = 0.2  # of made documents that are read as if in an unknown language


def main(arguments: Sequence[str]) -> int:
    """Train, print the table, write the files."""
    options = _parse(arguments)
    labelled = [*read_labelled(options.corpus), *read_labelled_pages(options.corpus)]
    content = read_content(options.corpus)
    languages = frozenset(CODES) - set(options.without)
    matter = gather(assemble(options.corpus, labelled, content, options.without), languages, SHARE_UNKNOWN)
    parts = gather_sentences(matter)
    print(f"{len(matter.measured)} documents, {len(matter.labels)} blocks, {len(parts.labels)} sentences", flush=True)
    pairs = list_pairs(options.corpus) if options.pairs else []
    fitted, paragraphs = fit_levels(matter, parts, languages, pairs)
    known = leave_out([*labelled, *content, *draw_made(matter)], options.without)
    fitted = set_thresholds(fitted, known, leave_out(draw_glued(matter), options.without), paragraphs)
    if options.pages:
        term = fit_page(options.corpus, unpack_folds(fitted), load_folds(options.pages))
        fitted = {folds: _set(one, page=term) for folds, one in fitted.items()}
    models = unpack_folds(fitted)
    asked = [one for one in labelled if not options.without or one.language in options.without]
    for corpus in dict.fromkeys(one.source for one in asked):
        scores = {level: score_level([one for one in asked if one.source == corpus], models, level) for level in Level}
        _print_table(corpus, scores)
        if corpus == "promo" and not options.without:
            _write(options.out, "cleaner", _describe(options, scores), fitted[()])
    for folds, one in fitted.items() if options.folds else ():
        if folds:
            _write(options.folds, f"cleaner-{'-'.join(map(str, folds))}", {}, one)
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newsieve.train cleaner", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with promo/, appeals/, wcxb/ …")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, help="folder for the weights (default: the package's data)"
    )
    parser.add_argument("--folds", type=Path, help="folder for the models of the folds, for `predict --out-of-fold`")
    parser.add_argument("--pages", type=Path, help="folder that `pages --folds` wrote, to fit the page's term with")
    parser.add_argument("--pairs", action="store_true", help="also models without both houses of each placed text")
    parser.add_argument("--without", metavar="LANGUAGE", action="append", default=[],
                        help="leave a language out and print the scores on it; repeatable")  # fmt: skip
    return parser.parse_args(arguments)


def set_thresholds(
    fitted: Mapping[Folds, Fitted],
    documents: Sequence[LabelledDocument],
    glued: Sequence[LabelledDocument],
    paragraphs: Paragraphs,
) -> dict[Folds, Fitted]:
    """The models, all with the same calibration, gate and operating points, which are found out of fold.

    The `glued` documents, with pitches inside paragraphs, are for the gate alone.
    """
    apart = {folds: _set(one, spans=NO_SPANS) for folds, one in fitted.items()}
    outcomes = list_outcomes(documents, unpack_folds(apart))
    line = calibrate_blocks(outcomes)
    print(f"blocks: calibration {line}", flush=True)
    spans = fit_spans(raise_blocks(outcomes, line))
    own = fitted[NONE_LEFT_OUT].thresholds
    least = {level: max(one, START.sentence_levels[level]) for level, one in own.sentence_levels.items()}
    split = fit_split(paragraphs, own.split, line, min(own.levels[Level.BALANCED].values()), least)
    models = {
        folds: replace(_set(one, spans=spans, split=split), calibration=(line, one.calibration[1]))
        for folds, one in fitted.items()
    }
    outcomes = list_outcomes(documents, unpack_folds(models))
    print_reliability(outcomes)
    levels = find_levels(outcomes, models[NONE_LEFT_OUT].thresholds.sentence_levels)
    models = {folds: _set(one, levels=levels.blocks, sentence_levels=levels.sentences) for folds, one in models.items()}
    everything = join(outcomes, list_outcomes(glued, unpack_folds(models)))
    gate = fit_gate(to_passed(everything, levels.find_removed(everything, Level.BALANCED)))
    return {folds: _set(one, gate=gate) for folds, one in models.items()}


def _set(fitted: Fitted, **chosen: Any) -> Fitted:
    return replace(fitted, thresholds=replace(fitted.thresholds, **chosen))


def unpack_folds(fitted: Mapping[Folds, Fitted]) -> dict[int, Model]:
    """The model of each fold, as the package reads it."""
    models = {}
    for fold in range(FOLDS):
        head, numbers = pack_model(fitted[(fold,)])
        models[fold] = parse_model(json.dumps({"model": head}), numbers)
    return models


def _describe(options: argparse.Namespace, scores: Mapping[Level, Mapping[str, Share]]) -> dict[str, Any]:
    return {
        "made": {
            "date": datetime.now(UTC).date().isoformat(),
            "command": "python -m newsieve.train cleaner --corpus CORPUS --pages FOLDS",
            "data": hash_corpus(options.corpus),
        },
        "scores": {level.value: {name: share.percent for name, share in of.items()} for level, of in scores.items()},
    }


def _print_table(corpus: str, scores: Mapping[Level, Mapping[str, Share]]) -> None:
    for level, shares in scores.items():
        print(f"\n{corpus}, {level.value}, out of fold by publisher, 95 % intervals")
        for name, share in shares.items():
            print(f"  {name:<18} {share}")
    sys.stdout.flush()


def _write(folder: Path, stem: str, about: Mapping[str, Any], fitted: Fitted) -> None:
    head, numbers = pack_model(fitted)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}.json").write_text(write_json({**about, "model": head}), "utf-8")
    (folder / f"{stem}.bin").write_bytes(numbers)
