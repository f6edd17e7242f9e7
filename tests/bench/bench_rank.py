"""Prints the time to rank a document as a share of plain sumy LexRank's, in one run."""

import random
import time
from typing import Any

from newsieve.rank import RANKERS, choose
from newsieve.types import Sentences

ARTICLES, SENTENCES, WORDS = 40, 20, 22
WARM = 9  # times that all are ranked before
SOUNDS = "ba ko mi ter ran sol du ve lin gar po sti".split()


class _Tokenizer:
    @staticmethod
    def to_words(text: str) -> list[str]:
        return text.rstrip(".").split()


def make_articles() -> list[Sentences]:
    """Return articles of made-up words whose frequencies fall as those of a language do."""
    rng = random.Random(7)
    lexicon = ["".join(rng.choices(SOUNDS, k=rng.randint(1, 4))) for _ in range(3000)]
    weights = [1 / (rank + 3) for rank in range(len(lexicon))]
    articles = []
    for _ in range(ARTICLES):
        drawn = [rng.choices(lexicon, weights, k=rng.randint(8, 2 * WORDS - 8)) for _ in range(SENTENCES)]
        texts = tuple(" ".join(words).capitalize() + "." for words in drawn)
        articles.append(Sentences(texts, tuple(range(SENTENCES)), ("",) * SENTENCES, None, "en"))
    return articles


def time_ranker(name: str, articles: list[Sentences], words: int | None = None) -> float:
    """Return CPU seconds a document, libraries loaded and forests compiled."""
    for article in articles * WARM:
        choose(article, name, words=words, with_parts=False)
    start = time.process_time()
    for article in articles:
        choose(article, name, words=words, with_parts=False)
    return (time.process_time() - start) / len(articles)


def time_sumy(articles: list[Sentences]) -> float:
    """Return CPU seconds a document of sumy's LexRank, called as its documentation does."""
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.utils import get_stop_words

    summarizer = LexRankSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    _rank_by_sumy(summarizer, articles)
    start = time.process_time()
    _rank_by_sumy(summarizer, articles)
    return (time.process_time() - start) / len(articles)


def _rank_by_sumy(summarizer: Any, articles: list[Sentences]) -> None:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    for article in articles:
        sentences = [Sentence(text, _Tokenizer) for text in article.texts]
        summarizer(ObjectDocumentModel([Paragraph(sentences)]), 3)


def main() -> None:
    """Print one line for each ranker."""
    articles = make_articles()
    seconds = {name: time_ranker(name, articles) for name in RANKERS}
    for words in (60, 100):
        seconds[f"news, {words} words"] = time_ranker("news", articles, words)
    sumy = time_sumy(articles)
    for name, taken in seconds.items():
        print(f"{name:15} {1000 * taken:7.2f} ms  {taken / sumy:6.3f} of sumy's LexRank")


if __name__ == "__main__":
    main()
