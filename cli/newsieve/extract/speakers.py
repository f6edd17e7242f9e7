"""Lines that name a speaker, at the end of a box that holds a quotation of the article and nothing else."""

from collections.abc import Iterator, Mapping

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import MUCH_LINKED, Container, Page, list_words

LONGEST_SPEAKER = 200  # characters, with an office
_OTHERS = regions.LEFT_OUT & ~(regions.CAPTION | regions.ASIDE)


def list_speakers(page: Page, logits: Mapping[int, float]) -> Iterator[tuple[int, int]]:
    """Yield each line that names a speaker and is not among the article's, and the quotation's block before it."""
    for number in logits:
        speaker = number + 1
        if speaker in logits or speaker >= len(page.blocks) or not _may_be_speaker(page, speaker):
            continue
        box = _find_box(page, number, speaker)
        if box.end == speaker + 1 and all(n in logits for n in range(box.start, speaker)) and _is_quotation(page, box):
            yield speaker, number


def _may_be_speaker(page: Page, number: int) -> bool:
    block = page.blocks[number]
    if block.tag in vocabulary.HEADINGS or len(block.text) > LONGEST_SPEAKER or block.region & _OTHERS:
        return False
    is_name = any(map(str.isalpha, block.text))  # else it is a count of votes
    return is_name and not block.button_share and block.link_density < MUCH_LINKED and not block.is_comment


def _find_box(page: Page, number: int, speaker: int) -> Container:
    """Return the innermost box that holds a quotation's block and the line behind it."""
    box = page.containers[page.blocks[number].container]
    while box.end <= speaker:
        box = page.containers[box.parent]
    return box


def _is_quotation(page: Page, box: Container) -> bool:
    """Whether a box is a quotation by its element or its name, or a figure of one."""
    if box.tag == "blockquote":
        return True
    if box.tag == "figure":
        return page.blocks[box.start].tag == "blockquote"
    names = list_words(box.attributes.get("class"), box.attributes.get("id"))
    return not vocabulary.QUOTATIONS.isdisjoint(names)
