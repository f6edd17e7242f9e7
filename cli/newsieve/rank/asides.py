"""Lines that are kept but tell nothing of the story: corrections, original titles, captions, what announces a list."""

from newsieve.rank.features.context import Context
from newsieve.rank.phrases import begins_with_phrase
from newsieve.text import ends_sentence
from newsieve.types import Kind

_COLONS = (":", "：")


def is_aside(context: Context, position: int) -> bool:
    """Tell whether a candidate is an aside, which is printed only where nothing else is left."""
    text = context.texts[position]
    return (
        text.endswith(_COLONS)
        or begins_with_phrase("notes", text, context.tokens[position])
        or _is_caption(context, context.lines[position])
    )


def _is_caption(context: Context, line: int) -> bool:
    """Tell whether a picture's credit stands in the next line: then this one is its caption."""
    document = context.document
    if line + 1 >= len(document.kinds) or document.blocks[line + 1] == document.blocks[line]:
        return False
    return document.kinds[line + 1] is Kind.CAPTION_OR_CREDIT and not ends_sentence(document.texts[line + 1])
