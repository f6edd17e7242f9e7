"""Stories that a page holds and does not show: a browser's scripts would put them in their places.

Each source is read as a page of its own, and all are weighed alike. One that has much more prose is taken where the
page shows next to nothing; beside more text, where it alone tells what the title says, for then that text is a
request for consent, or for a subscription. JSON-LD, which names the article, needs no more than much more prose.
"""

import re
from collections.abc import Iterator
from html import unescape

from newsieve.extract.layout import TEMPLATE_TAG, Page
from newsieve.extract.reveal import LEAST_PROSE, MUCH
from newsieve.extract.scripted import find_described_story, find_description, find_scripted_story
from newsieve.extract.spine import measure_prose, sum_prose
from newsieve.extract.titles import FEW_WORDS
from newsieve.extract.topic import Topic

_FRAMES = re.compile(r"</?(?:no)?frame(?:s|set)?\b[^<>]*>", re.IGNORECASE)
_EMBEDDED = re.compile(r"</?(?:object|map|svg|foreignobject)\b[^<>]*>", re.IGNORECASE)
_INNER_PAGE = re.compile(r"""<iframe\b[^<>]*?\ssrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')[^<>]*>""", re.IGNORECASE)
_HOLDER = re.compile(  # each way begins with one character, by which it is found in a tenth of the time
    r"<(?:(?:object|map|foreignobject)\b|iframe\b[^<>]*\ssrcdoc\s*=)", re.IGNORECASE
)  # the third element is of svg


def list_stories(page: Page, source: str, topic: Topic) -> Iterator[str]:
    """Yield markup of what the page's JSON-LD, scripts, templates and frames hold; those that name the article first.

    The page is looked at when the next one is asked for.
    """
    yield find_described_story(page.scripts)
    prose = sum_prose(page)
    if prose >= LEAST_PROSE and not topic.is_open():
        return
    shown = sum(len(block.text) * (1 - block.link_density) for block in page.blocks if not block.is_left_out())
    story = find_scripted_story(source, lambda story: topic.is_told_rather_by([story], MUCH))
    yield story if len(story) > shown - prose * topic.is_open() else ""
    is_told = prose < LEAST_PROSE or topic.is_told_rather_by([_find_inner(source)], MUCH)
    yield TEMPLATE_TAG.sub(r"<\1div\2>", source) if "<template" in source and is_told else ""
    yield _open_embedded(source) if _HOLDER.search(source) else ""
    yield _FRAMES.sub("", source) if "<noframes" in source or "<NOFRAMES" in source else ""
    if sum_prose(page) < LEAST_PROSE:
        yield find_description(page.scripts)


def may_outweigh(story: str, page: Page, topic: Topic) -> bool:
    """Whether markup that is not parsed yet could outweigh what the page shows: hardly any does."""
    return len(story) > MUCH * sum_prose(page) or topic.is_told_rather_by([unescape(story)], MUCH)


def outweighs(story: Page, page: Page, topic: Topic, *, is_named: bool) -> bool:
    """Whether a story is to be read in the place of what the page shows. `is_named`: its data call it the article.

    Labelled pages of which a story that nothing names tells the title are lists: of links and cards they show more,
    or their title is the name of a thing.
    """
    told, prose = sum_prose(story), sum_prose(page)
    if told > MUCH * prose and (is_named or prose < LEAST_PROSE):
        return True
    beside = sum(len(block.text) for block in page.blocks if not block.is_left_out()) - prose
    if not is_named and (told <= beside or len(topic.stems) < FEW_WORDS):
        return False
    return topic.is_told_rather_by((block.text for block in story.blocks if measure_prose(block)), MUCH)


def _find_inner(source: str) -> str:
    """The source from its first template to the end of its last one."""
    found = [*TEMPLATE_TAG.finditer(source)]
    return unescape(source[found[0].start() : found[-1].end()]) if found else ""


def _open_embedded(source: str) -> str:
    """The source with what stands within objects, maps, drawings and inner pages as its own; empty without any."""
    opened = _INNER_PAGE.sub(lambda frame: f"<div>{unescape(frame[1] or frame[2] or '')}</div>", source)
    return _EMBEDDED.sub("", opened) if opened != source or _EMBEDDED.search(source) else ""
