"""Features of a sentence's place: in the document, in its block, in its section."""

from collections import Counter
from collections.abc import Iterator

from newsieve.rank.features.context import Context

PLACE = (
    *("index", "index from end", "relative index", "block", "index in block", "index in block from end"),
    *("sentences in block", "line", "section", "sections", "line in section", "follows heading", "precedes heading"),
)


def measure_place(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield PLACE of each candidate; lines and sections count from 0, headings among the lines."""
    sections, in_section = _number_sections(context)
    blocks = context.blocks
    in_block = Counter(blocks)
    numbers = {block: number for number, block in enumerate(in_block)}
    seen: Counter[int] = Counter()
    total = len(blocks)
    headings = [False, *context.headings, False]
    last = sections[-1] if sections else 0
    for index, (line, block) in enumerate(zip(context.lines, blocks, strict=True)):
        before = seen[block]
        seen[block] += 1
        yield (
            index,
            total - 1 - index,
            index / total,
            numbers[block],
            before,
            in_block[block] - 1 - before,
            in_block[block],
            line,
            sections[line],
            last,
            in_section[line],
            headings[line],
            headings[line + 2],
        )


def _number_sections(context: Context) -> tuple[list[int], list[int]]:
    """Return each line's section, and its place there; the heading has place 0."""
    sections, places = [], []
    section = place = 0
    for is_heading in context.headings:
        if is_heading:
            section, place = section + 1, 0
        sections.append(section)
        places.append(place)
        place += 1
    return sections, places
