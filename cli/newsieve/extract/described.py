"""Whether a block says what the page's head and its JSON-LD say: an article's body, a description of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsieve.extract.layout import Page
from newsieve.extract.linked_data import list_items
from newsieve.extract.text_keys import make_key

SHORTEST = 24  # characters of a description, or of a block, that are compared
BEGINNING = 80  # characters of a block that are looked up in the article's body
LEAST_BODY = 200  # characters of an `articleBody`; a shorter one is most often cut


@dataclass(frozen=True, slots=True)
class Description:
    """The longest `articleBody`, as `make_key` writes it, and the descriptions, of a page; both may be empty."""

    body: str
    texts: tuple[str, ...]

    def holds_in_body(self, text: str) -> float:
        """1 for a block whose beginning stands in the article's body, -1 for another; 0 where that is not known."""
        if not self.body:
            return 0.0
        key = make_key(text[:BEGINNING])
        return (1.0 if key in self.body else -1.0) if key else 0.0

    def holds(self, text: str) -> bool:
        """Whether the first 24 characters of a block stand in a description, or those of a description in the block."""
        if len(text) < SHORTEST or not self.texts:
            return False
        start = text[:SHORTEST]
        return any(start in description or description[:SHORTEST] in text for description in self.texts)


def read_description(page: Page) -> Description:
    """Return what the page's head and its JSON-LD say of its text."""
    items = list_items(page.scripts)
    bodies = [body for item in items if isinstance(body := item.get("articleBody"), str)]
    body = max(bodies, key=len, default="")
    return Description(make_key(body) if len(body) >= LEAST_BODY else "", tuple(_list_texts(page, items)))


def _list_texts(page: Page, items: list[dict[str, object]]) -> Iterator[str]:
    given = [page.meta.get(name) for name in ("description", "og:description", "twitter:description")]
    for text in dict.fromkeys([*given, *(item.get("description") for item in items)]):
        if isinstance(text, str) and len(collapsed := " ".join(text.split())) >= SHORTEST:
            yield collapsed
