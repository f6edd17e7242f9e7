"""Dialogs that ask for consent to cookies: boxes that are named so, or by the program that shows them."""

from bisect import bisect_left
from collections.abc import Sequence

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import SMALL_BOX, Container, Page, list_words


def mark_consent(page: Page) -> None:
    """Mark these boxes, unless they hold the headline or an article.

    Scripts put them where a reader cannot miss them: without a mark, the longest text of a page with a short story.
    """
    boxes = [box for box in page.containers[1:] if box.characters >= SMALL_BOX and _asks_for_consent(box)]
    if not boxes:
        return
    headlines = [number for number, block in enumerate(page.blocks) if block.tag == "h1"]
    articles = [container.place for container in page.containers if container.tag in ("article", "main")]
    marked = 0
    for box in boxes:
        headline, article = _find_next(headlines, box.start), _find_next(articles, box.place)
        has_article = article is not None and page.containers[article].start < box.end
        if box.start >= marked and not has_article and (headline is None or headline >= box.end):
            marked = box.end
            for block in page.blocks[box.start : box.end]:
                block.region |= regions.CONSENT


def _asks_for_consent(box: Container) -> bool:
    if not vocabulary.CONSENT_MANAGERS.isdisjoint(box.features):
        return True
    if vocabulary.CONSENT.isdisjoint(box.features):
        return False
    words = list_words(box.attributes.get("class"), box.attributes.get("id"))
    return not vocabulary.DIALOGS.isdisjoint(words)


def _find_next(numbers: Sequence[int], least: int) -> int | None:
    """Return the first of ascending numbers that is not below the least; None without one."""
    place = bisect_left(numbers, least)
    return numbers[place] if place < len(numbers) else None
