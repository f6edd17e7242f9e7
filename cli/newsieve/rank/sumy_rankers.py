"""sumy's eight rankers on our sentences. The only place that knows sumy.

sumy's document model takes our sentences with a tokenizer of our own, so NLTK's data is never needed. It compares
sentences by their text, so each text goes in once. Where sumy compares every sentence with every other, it gets a
bounded number of them, the first ones (time is quadratic in them, cubic for LSA and KL-Sum); what stands behind those
is chosen only when they are used up.
"""

import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import groupby, pairwise
from typing import Any

from newsieve.languages import CODES, load
from newsieve.languages.packs import load_table
from newsieve.patterns import compile_later
from newsieve.rank.budget import Budget, pick_best
from newsieve.text import count_words, is_unspaced
from newsieve.types import Chosen, Sentences

_WORD = compile_later(r"[^\W_]+(?:['’-][^\W_]+)*")
_RUN = compile_later(r"[^\W_]+")
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOTHING = ("\0",)  # sumy refuses empty sets of words; this one matches nothing
# Languages that sumy finds under another name than their code's.
_NAMES = {"el": "greek", "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "cs": "czech", "uk": "ukrainian"}


def lexrank(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """LexRank: centrality in the graph of similar sentences (Erkan & Radev 2004, JAIR 22). Rates the first 400 only."""
    return _choose(document, candidates, budget, "lex_rank.LexRankSummarizer", 400)


def luhn(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """Luhn: dense runs of the document's frequent words (Luhn 1958, IBM Journal 2). Rates the first 2000 only."""
    return _choose(document, candidates, budget, "luhn.LuhnSummarizer", 2000)


def edmundson(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """Edmundson: cue words (English only), title words and place (Edmundson 1969, JACM 16). Rates the first 2000."""
    return _choose(document, candidates, budget, "edmundson.EdmundsonSummarizer", 2000)


def lsa(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """LSA: weight in the topics of a matrix of words (Steinberger & Ježek 2004, ISIM). Rates the first 400 only."""
    return _choose(document, candidates, budget, "lsa.LsaSummarizer", 400)


def textrank(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """TextRank: PageRank over sentences that share words (Mihalcea & Tarau 2004, EMNLP). Rates the first 400 only."""
    return _choose(document, candidates, budget, "text_rank.TextRankSummarizer", 400)


def kl(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """KL-Sum: the document's own distribution of words (Haghighi & Vanderwende 2009, NAACL). Rates the first 100."""
    return _choose(document, candidates, budget, "kl.KLSummarizer", 100)


def sumbasic(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """SumBasic: frequent words, less so once said (Nenkova & Vanderwende 2005, MSR-TR). Rates the first 400 only."""
    return _choose(document, candidates, budget, "sum_basic.SumBasicSummarizer", 400)


def reduction(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """Reduction: sum of a sentence's likeness to all others (Fabish & Jones 2015). Rates the first 400 only."""
    return _choose(document, candidates, budget, "reduction.ReductionSummarizer", 400)


class _Words:
    """sumy's tokenizer port: our words; pairs of characters where a script has no spaces between words."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        if not is_unspaced(text):
            return tuple(_WORD.findall(text))
        return tuple(word for run in _RUN.findall(text) for word in _pairs(run))


def _choose(
    document: Sentences, candidates: Sequence[int], budget: Budget, engine: str, limit: int
) -> tuple[Chosen, ...]:
    ratings = _rate(document, candidates[:limit], engine)
    last = min(ratings, default=0.0) - 1.0
    ratings += [last] * (len(candidates) - len(ratings))
    sizes = [count_words(document.texts[index]) for index in candidates]
    positions = pick_best(ratings, sizes, budget)
    return tuple(
        Chosen(candidates[position], ratings[position], ((engine.partition(".")[0], ratings[position]),))
        for position in positions
    )


def _rate(document: Sentences, candidates: Sequence[int], engine: str) -> list[float]:
    """Return sumy's rating of each sentence of the candidates; equal ratings where sumy finds no words to compare."""
    import numpy as np  # 100 ms

    summarizer = _make_summarizer(engine, document.language)
    found: dict[int, float] = {}

    def collect(infos: Sequence[Any]) -> Sequence[Any]:
        found.update((info.order, float(info.rating)) for info in infos)
        return infos

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # LSA warns of fewer words than sentences
        summarizer(_build_document(document, candidates), collect)
    # Ratings differ in the last digits with the order of a set of strings: rounded, equal ones stay equal in every run.
    ratings = [found.get(position, 0.0) for position in range(len(candidates))]
    return [round(rating, 9) if math.isfinite(rating) else 0.0 for rating in ratings]


def _make_summarizer(engine: str, language: str) -> Any:
    module, name = engine.split(".")
    summarizer = getattr(import_module(f"sumy.summarizers.{module}"), name)(_find_stemmer(language))
    stop_words = _find_stop_words(language)
    if module == "edmundson":
        cues = load_table(language).get("cue_words", {}) if language in CODES else {}
        summarizer.bonus_words = tuple(cues.get("bonus", "").split()) or _NOTHING
        summarizer.stigma_words = tuple(cues.get("stigma", "").split()) or _NOTHING
        summarizer.null_words = stop_words or _NOTHING
    else:
        summarizer.stop_words = stop_words
    return summarizer


def _find_stemmer(language: str) -> Callable[[str], str]:
    from sumy.nlp.stemmers import Stemmer, null_stemmer  # 1 s: imports nltk

    try:
        stem = Stemmer(_NAMES.get(language, language or "none"))
        stem("a")
    except (LookupError, ValueError):  # no such stemmer, or (Greek, sumy 0.13) a package that sumy does not ask for
        stem = null_stemmer
    cached: Callable[[str], str] = lru_cache(maxsize=1 << 16)(stem)
    return cached


def _find_stop_words(language: str) -> frozenset[str]:
    from sumy.utils import get_stop_words

    try:
        words: frozenset[str] = get_stop_words(_NAMES.get(language, language or "none"))
    except LookupError:
        return load(language).stop_words if language else frozenset()
    return words


def _build_document(document: Sentences, candidates: Sequence[int]) -> Any:
    """Return sumy's document: the title and the headings as headings, the candidates in its blocks as paragraphs."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    chosen = frozenset(candidates)
    paragraphs = [Paragraph([Sentence(document.title, _Words, is_heading=True)])] if document.title else []
    reach = range(candidates[-1] + 1 if candidates else 0)
    for _, indexes in groupby(reach, key=lambda index: document.blocks[index]):
        sentences = [
            Sentence(document.texts[index], _Words, is_heading=index not in chosen)
            for index in indexes
            if index in chosen or document.tags[index] in _HEADING_TAGS
        ]
        if sentences:
            paragraphs.append(Paragraph(sentences))
    return ObjectDocumentModel(paragraphs)


def _pairs(run: str) -> Iterable[str]:
    """Return the overlapping pairs of characters of a run, the run itself where its script has spaces."""
    if len(run) < 2 or not is_unspaced(run):
        return (run,)
    return (first + second for first, second in pairwise(run))
