"""Dialogs that ask for consent to cookies: boxes that are named so, or by the program that shows them."""

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Container, Page, list_words

LEAST_LONG = 400  # characters; a smaller box with such a name is a promo in any case


def mark_consent(page: Page) -> None:
    """Mark these boxes, unless they hold the headline or an article.

    Scripts put them where a reader cannot miss them: without a mark, the longest text of a page with a short story.
    """
    marked = 0
    for box in page.containers[1:]:
        is_long = box.start >= marked and box.characters >= LEAST_LONG
        if is_long and _asks_for_consent(box) and not _has_story(page, box):
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


def _has_story(page: Page, box: Container) -> bool:
    if any(block.tag == "h1" for block in page.blocks[box.start : box.end]):
        return True
    for inner in page.containers[box.place :]:
        if inner.start >= box.end:
            return False
        if inner.tag in ("article", "main"):
            return True
    return False
