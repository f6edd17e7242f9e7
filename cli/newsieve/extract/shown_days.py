"""Days that a page shows near its headline, or in elements that hold a time, the likeliest to be its own first."""

from collections.abc import Iterator
from itertools import groupby, islice
from operator import attrgetter

from newsieve.day_labels import BARE, CHANGED, LABELLED, PUBLISHED, rank_said, says_when_published, split_said
from newsieve.days import begins_with_day, find_days, names_span, write_year
from newsieve.extract import regions
from newsieve.extract.bylines import LONGEST_BYLINE
from newsieve.extract.layout import Page, PageBlock, Time
from newsieve.extract.near_headline import FAR, NEAR, OTHER, Neighbourhood
from newsieve.extract.told_days import drop_told, find_dateline, is_told, tells_before
from newsieve.text import COLONS

NEAR_CHANGE = 2  # blocks from the day of a change to that of publication
LONGEST_LABEL = 40  # characters before a day, or above it
MOST_TIMES = 10  # of one block
_ASIDE = regions.ASIDE | regions.NAV | regions.DIALOG
_Ranked = tuple[int, Time]


def list_shown_days(page: Page, around: Neighbourhood, *, is_month_first: bool) -> Iterator[str]:
    """Yield the values of elements that hold a time, and the days of lines near the headline, by rank.

    Of one rank elements come first; those elsewhere come behind all, and last the one day that lines elsewhere say is
    that of publication, or of the change. None is of a sentence of the story or a comment.
    """
    places = around.places
    times = [one for one in _list_times(page) if places[one[1].block] != OTHER]
    near = _keep_far_changes([one for one in times if places[one[1].block] == NEAR])
    lines = [*_list_parts(page, around)]
    for rank in range(LABELLED + 1):
        yield from (value for of_time, time in near if of_time == rank for value in time.values)
        for of_line, part in lines:
            if of_line == rank:
                yield from find_days(write_year(part.strip()), is_month_first=is_month_first)
    far = [(places[time.block], rank, time.values) for rank, time in times if places[time.block] != NEAR]
    yield from (value for _, _, values in sorted(far, key=lambda one: one[:2]) for value in values)
    said = [*_list_said(page, around)]
    for rank in (PUBLISHED, CHANGED):
        days = {day for of, part in said if of == rank for day in find_days(part, is_month_first=is_month_first)}
        if len(days) == 1:  # else they are of other stories
            yield from days


def _list_times(page: Page) -> Iterator[_Ranked]:
    """Yield the elements that hold a time, with their ranks, but for those in sentences of the story."""
    for number, group in groupby(page.times, key=attrgetter("block")):
        text = page.blocks[number].text if number < len(page.blocks) else ""
        story = text if is_told(text) else ""
        for time in islice(group, MOST_TIMES):
            before = text.partition(time.shown)[0] if time.shown and time.shown in text else ""
            if not (before and story and tells_before(before)):
                label = before[-LONGEST_LABEL:] if before else _read_label_above(page, number)
                yield CHANGED if time.is_of_change else rank_said(split_said(label)[-1]), time


def _keep_far_changes(times: list[_Ranked]) -> list[_Ranked]:
    """Rank a change as a day without a label where no other day stands right behind it."""
    others = [time.block for rank, time in times if rank != CHANGED]
    if not others or others[0] - times[0][1].block <= NEAR_CHANGE:
        return times
    return [(BARE if rank == CHANGED else rank, time) for rank, time in times]


def _list_parts(page: Page, around: Neighbourhood) -> Iterator[tuple[int, str]]:
    """Yield the parts of short lines near the headline, with their ranks, and the places with days of datelines."""
    near = around.list_near()
    for number in near:
        block = page.blocks[number]
        if _may_hold_date(block):
            line = drop_told(f"{_read_label_above(page, number)} {block.text}".lstrip())
            for part in split_said(line):
                yield LABELLED if block.tag == "h1" else rank_said(part), part
    yield from ((BARE, find_dateline(page.blocks[number].text)) for number in near)


def _list_said(page: Page, around: Neighbourhood) -> Iterator[tuple[int, str]]:
    """Yield the parts, with their ranks, of lines elsewhere that are no more than a label and a day."""
    for number, block in enumerate(page.blocks):
        if (
            around.places[number] in (NEAR, FAR)
            and number not in around.lines
            and len(block.text) <= LONGEST_LABEL
            and any(map(str.isdecimal, block.text))
            and _may_hold_date(block)
        ):
            yield from (
                (rank_said(part), part) for part in split_said(f"{_read_label_above(page, number)} {block.text}")
            )


def _read_label_above(page: Page, number: int) -> str:
    """The text of the block above, where it is no more than a label: it says so, or ends with a colon."""
    above = page.blocks[number - 1].text if number else ""
    is_label = len(above) <= LONGEST_LABEL and (above[-1:] in COLONS or says_when_published(above))
    return above if is_label and not any(map(str.isdecimal, above)) else ""


def _may_hold_date(block: PageBlock) -> bool:
    is_aside = block.region & regions.CAPTION or (block.region & _ASIDE and not begins_with_day(block.text))
    return len(block.text) <= LONGEST_BYLINE and not is_aside and not names_span(block.text)
