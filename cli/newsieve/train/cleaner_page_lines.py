"""Real pages labelled line by line, as documents: `page_labels.txt`, and the gold texts.

A line that is named there has that label; others are content where they stand in the page's gold text, and ignored
else. Each page is cut to its article and what is around it, since menus and teasers far off are none of what extractors
leave in a text.
"""

from pathlib import Path

from newsieve.extract.page import read_page
from newsieve.train.cleaner_data import CONTENT, IGNORED, NUMBER_OF, LabelledDocument, Line, build
from newsieve.train.page_labels import KIND_OF, STORY, find_labels
from newsieve.train.pages_data import LabelledPage, label_blocks, load_pages

NOT_LEARNED = frozenset(("forum", "service"))  # kinds of page; what their labels give has not been measured
BEFORE, BEHIND = 4, 10  # lines of the page around the article
SHORTEST_EDGE = 60  # characters of the paragraphs that the article begins and ends with


def read_labelled_pages(corpus: Path) -> list[LabelledDocument]:
    """Read the pages of the corpus that are labelled line by line, each cut to its article and what is around it."""
    documents = []
    for page in load_pages(corpus):
        lines = list_lines(page) if page.labels and page.kind not in NOT_LEARNED else []
        edges = [i for i, line in enumerate(lines) if line.label == CONTENT and len(line.text) >= SHORTEST_EDGE]
        if edges:
            lines = lines[max(0, edges[0] - BEFORE) : edges[-1] + 1 + BEHIND]
            documents.append(build(f"lines {page.id}", page.url, page.fold, page.url or None, lines, "lines"))
    return documents


def list_lines(page: LabelledPage) -> list[Line]:
    """All lines of a page in order; what is not named, and hardly in its gold text or hardly not, is ignored."""
    texts = [" ".join(block.text.split()) for block in read_page(page.html).blocks]
    texts = [text for text in texts if text]
    named, by_gold = find_labels(texts, page.labels), label_blocks(page, texts)
    return [Line(text, _number(own, gold)) for text, own, gold in zip(texts, named, by_gold, strict=True)]


def _number(own: str | None, by_gold: tuple[bool, float] | None) -> int:
    if own is None:
        return CONTENT if by_gold == (True, 1.0) else IGNORED
    if own == STORY:
        return CONTENT
    return NUMBER_OF[KIND_OF[own]] if own in KIND_OF else IGNORED
