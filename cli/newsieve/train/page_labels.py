"""Labels of lines of real pages, as language models with the annotation guide gave them: `page_labels.txt`."""

from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from newsieve.types import Kind

LABELS = Path(__file__).parent / "page_labels.txt"
STORY = "c"
KIND_OF: Mapping[str, Kind] = {
    "d": Kind.DONATION, "s": Kind.SUBSCRIPTION, "n": Kind.NEWSLETTER, "a": Kind.APP_OR_SOCIAL, "r": Kind.RELATED,
    "v": Kind.ADVERT, "o": Kind.COMMENTS_UI, "l": Kind.COOKIE_LEGAL, "p": Kind.CAPTION_OR_CREDIT, "b": Kind.BYLINE_DATE,
    "u": Kind.ABOUT, "m": Kind.NAV,
}  # fmt: skip
_HASH = 3  # letters that a line is known by

Labels = Mapping[str, Sequence[str]]  # of the lines of a page that have the same letters, in order


def read_labels(path: Path = LABELS) -> dict[str, Labels]:
    """Read the labels of each page's lines: STORY, the letter of a kind, or another letter where it is not sure."""
    pages: dict[str, Labels] = {}
    for text in path.read_text("utf-8").splitlines():
        if text.startswith("#"):
            continue
        name, _, codes = text.partition("\t")
        of_page: dict[str, list[str]] = {}
        for at in range(0, len(codes), _HASH + 1):
            of_page.setdefault(codes[at : at + _HASH], []).append(codes[at + _HASH])
        pages[name] = of_page
    return pages


def find_labels(texts: Iterable[str], labels: Labels) -> Iterator[str | None]:
    """The label of each line of a page, all of whose lines are given in order; None where it has none."""
    left = {key: deque(found) for key, found in labels.items()}
    for text in texts:
        found = left.get(hash_line(text))
        yield found.popleft() if found else None


def hash_line(text: str) -> str:
    """Return the letters that a line is known by on its page: they depend on neither case nor white space."""
    return urlsafe_b64encode(sha256("".join(text.casefold().split()).encode()).digest()).decode()[:_HASH]
