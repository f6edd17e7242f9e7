"""Articles made of invented ones: reports after one pattern, and copies under other headlines.

A report has the text of another with other names and figures. A copy has the names and figures, another headline, and
may lack the end, or have a sentence more.
"""

import random
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from newsieve.train.stories_data import Text

REPORTS = (2, 2, 5, 12)  # in a run
COPIES = (2, 2, 2, 4, 12)
SENTENCES = (1, 2, 3, 3, 5, 99)  # of a text, that copies of it begin with
_SOUNDS = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "da", "fe", "gi", "ho", "ju", "la")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


def make_reports(texts: Sequence[Text], chance: random.Random) -> Iterator[list[Text]]:
    """Runs of reports: each text, and itself with other names and figures, once or several times."""
    for text in texts:
        yield [text, *(_rename_all(text, number) for number in range(1, chance.choice(REPORTS)))]


def make_copies(texts: Sequence[Text], chance: random.Random) -> Iterator[list[Text]]:
    """Runs of copies: the first sentences of each text, again and again under other headlines."""
    for text in texts:
        first = text._replace(sentences=text.sentences[: chance.choice(SENTENCES)])
        other = chance.choice(texts)
        other = other._replace(sentences=(chance.choice(other.sentences),))
        kept = 0.5 if chance.random() < 0.6 else 1.0  # of the words of the headline
        copies = (_copy(first, _rename_all(other, number), kept, chance) for number in range(1, chance.choice(COPIES)))
        yield [_copy(first, other, 1.0, chance), *copies]


def _copy(text: Text, other: Text, kept: float, chance: random.Random) -> Text:
    """The text with some words of its headline and of the other's; with the other's sentence, or without its last."""
    words = (text.title or text.sentences[0]).split()
    added = other.title.split() if kept < 1 else []
    title = " ".join([word for word in words if chance.random() < kept] + added[:2])
    sentences = (*text.sentences, *other.sentences) if chance.random() < 0.8 else text.sentences
    if len(sentences) > 4 and chance.random() < 0.3:
        sentences = sentences[:-2]
    return text._replace(id=f"{text.id} {other.id}", title=title, sentences=sentences)


def _rename_all(text: Text, number: int) -> Text:
    def rename(line: str) -> str:
        line = _NAME.sub(lambda found: _make_name(found[0], number), line)
        return re.sub(r"\d+", lambda found: str(_draw(found[0], number) % 10 ** len(found[0])), line)

    name = f"{text.id} {number}"
    return text._replace(id=name, title=rename(text.title), sentences=tuple(map(rename, text.sentences)), story=name)


def _make_name(name: str, number: int) -> str:
    drawn = _draw(name, number)
    return "".join(_SOUNDS[drawn >> shift & 15] for shift in (0, 4, 8)).capitalize()


def _draw(word: str, number: int) -> int:
    return int.from_bytes(blake2b(f"{number} {word}".encode(), digest_size=6).digest(), "big")
