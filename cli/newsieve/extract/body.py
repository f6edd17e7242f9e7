"""The article among a page's blocks: readability's choice, checked against the page's prose, then block by block."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from newsieve.extract import regions
from newsieve.extract.choice import Choice
from newsieve.extract.classifier import FIRM, BlockClassifier, rate_blocks, select_blocks
from newsieve.extract.companions import add_companions, list_stray_items
from newsieve.extract.enclosed import list_enclosed
from newsieve.extract.features import measure_blocks
from newsieve.extract.following import mark_following
from newsieve.extract.index_page import list_cards, list_entries
from newsieve.extract.insets import list_insets
from newsieve.extract.layout import MUCH_LINKED, Container, Page, PageBlock
from newsieve.extract.post_ends import drop_post_ends
from newsieve.extract.posts import list_posts
from newsieve.extract.repeated_boxes import drop_copies
from newsieve.extract.reveal import reveal_within
from newsieve.extract.spine import Spine, find_spine, list_unlinked
from newsieve.extract.steps import list_steps
from newsieve.extract.superseded import mark_superseded
from newsieve.extract.teasers import drop_teasers
from newsieve.extract.top_candidate import Candidates, ask_readability
from newsieve.extract.user_cards import drop_user_cards

LEAST_SHARE = 0.6  # of the text of the best other candidate that readability's choice must hold
SPINE_SHARE = 0.5  # of a page's prose that the body by the spine holds
MOST_BLOCKS = 5000  # readability's time is quadratic in nested boxes; a larger page is taken by its spine


def choose_body(page: Page, titles: frozenset[str], classifier: BlockClassifier) -> Mapping[int, float | None]:
    """The article's blocks by number, ascending, each with the logit that it is of the article, None if unknown.

    A page with no text, or with nothing but links, gives few or none. `titles` are the wordings of the page's title, as
    `make_key` writes them.
    """
    measured, chosen = measure_page(page, titles, classifier.forest.features)
    kept: dict[int, float | None] = {**keep_blocks(page, measured, classifier, titles)} or dict.fromkeys(chosen)
    entries = [number for number in list_entries(page, kept, titles) if number not in kept]
    kept |= dict.fromkeys(entries, classifier.lowest)
    return {number: kept[number] for number in sorted(kept)}


def _is_bare(page: Page) -> bool:
    """Whether a page has nothing but text for its readers: no menu, button or field, nothing hidden or left out.

    So are letters, what an office program or a converter writes, and a fragment that a feed or an API gives.
    """
    return not page.containers[0].controls and all(_is_plain(page, block) for block in page.blocks)


def _is_plain(page: Page, block: PageBlock) -> bool:
    is_menu = block.link_density >= MUCH_LINKED and not block.ends
    is_revealed = page.containers[block.container].region & regions.LEFT_OUT
    return not (is_menu or is_revealed or block.is_left_out() or block.button_share)


def keep_blocks(
    page: Page,
    measured: Mapping[int, Sequence[float]],
    classifier: BlockClassifier,
    titles: frozenset[str] = frozenset(),
) -> Mapping[int, float]:
    """The blocks that the classifier keeps with what goes with them, ascending, each with its logit."""
    rated = rate_blocks(classifier, measured)
    kept = select_blocks(classifier, rated, [len(block.text) for block in page.blocks])
    stray = {*list_stray_items(page, kept)}
    kept = {number: logit for number, logit in kept.items() if number not in stray}
    added = [*list_insets(page, kept, rated, FIRM, classifier.lowest), *list_posts(page, kept)]
    added += list_steps(page, kept, rated, classifier.lowest)
    kept |= {number: max(classifier.lowest, rated.get(number, classifier.lowest)) for number in added}
    kept = add_companions(page, dict(sorted(kept.items())), FIRM, titles)
    kept |= dict.fromkeys(list_enclosed(page, kept, rated, FIRM, classifier.lowest), FIRM)
    others: Iterable[int] = range(len(page.blocks)) if _is_bare(page) else list_cards(page, kept, FIRM)
    kept = dict.fromkeys(others, classifier.lowest) | kept
    kept = drop_post_ends(page, drop_user_cards(page, dict(sorted(kept.items()))))
    return drop_copies(page, drop_teasers(page, kept, FIRM))


def measure_page(
    page: Page, titles: frozenset[str], wanted: Collection[int] | None = None
) -> tuple[dict[int, tuple[float, ...]], list[int]]:
    """The features of the blocks that may be of the article, by number, and the numbers of the candidate's blocks.

    `wanted` are the numbers of the features that are measured, None for all. Changes the page:
    hidden blocks within its prose are marked as revealed, others as superseded.
    """
    mark_superseded(page)
    mark_following(page)
    spine = find_spine(page)
    if reveal_within(page, spine.find_story(page, SPINE_SHARE)):
        spine = find_spine(page)
    marked = find_marked_body(page)
    choice = find_candidate(page, spine, marked)
    return measure_blocks(page, spine, choice, titles, wanted), choice.blocks


def find_candidate(page: Page, spine: Spine, marked: list[int]) -> Choice:
    """Return the blocks that readability keeps, or those of the markup or the spine where these have far more text.

    Where none of them has any, the blocks that are not mostly links, even what is left out.
    """
    candidates = ask_readability(page) if len(page.blocks) <= MOST_BLOCKS else Candidates([], {})
    chosen = candidates.blocks
    for other in (marked, spine.find_body(page, SPINE_SHARE)):
        if _count_text(page.blocks, chosen) < LEAST_SHARE * _count_text(page.blocks, other):
            chosen = other
    chosen = chosen or [i for i, block in enumerate(page.blocks) if block.link_density < MUCH_LINKED]
    return Choice(chosen, candidates.blocks, candidates.scores)


def find_marked_body(page: Page) -> list[int]:
    """Blocks of the element with most text that the markup calls the article; empty where it names none."""
    bodies = [c for c in page.containers if _is_marked(c)]
    # Time linear in the page: inner articles of a long list are compared by their size, and one is read.
    best = max(bodies, key=lambda body: body.characters, default=None)
    return list_unlinked(page, range(best.start, best.end)) if best else []


def _is_marked(container: Container) -> bool:
    if container.tag in ("article", "main"):
        return True
    properties = container.attributes.get("itemprop")
    return properties is not None and "articleBody" in properties.split()


def _count_text(blocks: list[PageBlock], numbers: list[int]) -> float:
    """Characters outside links."""
    return sum(len(blocks[i].text) * (1 - blocks[i].link_density) for i in numbers)
