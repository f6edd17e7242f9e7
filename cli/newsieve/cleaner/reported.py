"""Lines that only sound like a pitch: a report of one, a quotation, the title of a book, thanks for nothing asked."""

from newsieve.cleaner.phrases import compile_phrases
from newsieve.cleaner.span_context import SpanContext
from newsieve.cleaner.spans import THINGS
from newsieve.patterns import compile_later
from newsieve.quotes import find_quotations
from newsieve.text import ends_sentence, find_words
from newsieve.types import Kind

_SAID_BEHIND = r"[,;?!]\W{0,3}\s(?:[\w'’-]+\s){0,2}?<writings_say>"
_DEMANDS = r"^\W*<demands>\W+(\w*)"
_SO_IT_SAYS = r"^\W*<so_it_says>\s(?:[\w'’-]+\s){0,2}?<writings_say>"
_OTHERS_ASK = r"^\W*<others_who_ask>\s[^:;,]*(?:<pleas>|<writings_say>)[^:]{0,30}:"
_SINGLE = compile_later(r"‘[^‘’\n]{1,200}’(?!\w)")  # `find_quotations` takes most ’ behind a word for apostrophes
# Of a link whose words stand in quotation marks: "Donate":https://…
_ADDRESS = compile_later(r":?(?:https?://|www\.)\S+")
_ANSWERS = 2  # sentences behind an ask in which a person may answer it
_AUTHOR = (
    r"(?:[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+){0,2},?\s(?:[^\W\d_]\.[ -]?){1,4}"
    r"|(?:[^\W\d_]\.[ -]?){1,3}\s?[^\W\d_][\w'’-]+|[^\W\d_][\w'’-]+,\s[^\W\d_][\w'’-]+)"
)
_WORK = compile_later(
    rf"\s*(?:[-–•*]\s|\[\w{{1,12}}\]\s|\d{{1,3}}\.\s)?{_AUTHOR}"
    r"(?:[^\n]{0,120}?\((?:1[5-9]|20)\d\d[a-z]?\)[.,:]?\s"
    r"|[,.:(\s][^\n]{4,300}?[,:;]\s?[^\n,]{0,40}?(?:1[5-9]|20)\d\d[a-z]?(?:[,.:]?\s(?:p{1,2}|S|s)\.\s?\d[\d\s–-]*)?\)?\W*$)"
)
_ASKING = frozenset((*THINGS, Kind.APP_OR_SOCIAL))  # kinds of pitches beside which thanks are theirs


def is_reported(context: SpanContext, number: int) -> bool:
    """Tell whether whatever names a pitch in a span is in a sentence that tells of an ask.

    "Support us, it says on every page." "Every newspaper ends its articles with a plea: support us."
    """
    if context.kind(number) is Kind.RELATED:
        return False
    reported = [_tells_of_ask(context, sentence) for sentence in context.sentences(number)]
    return any(reported) and all(
        is_told or not context.names_pitch(sentence)
        for sentence, is_told in zip(context.sentences(number), reported, strict=True)
    )


def is_answered(context: SpanContext, number: int) -> bool:
    """Tell whether the next sentence says where an ask stands, or who is asked speaks before it and answers it.

    "Support us. So it stood on the envelopes." "They all ask me. Support us. I click it away." What costs me money is
    no asker: "This blog costs me £9. Please donate. I pay the rest."
    """
    behind = [context.text(one) for one in context.list_plain(number, 1, _ANSWERS)]
    so_it_says = compile_phrases(_SO_IT_SAYS, context.language)
    if any(so_it_says.search(text) for text in behind[:1]):
        return True
    before = [context.text(one) for one in context.list_plain(number, -1, 1)]
    asked = compile_phrases("<asked_person>", context.language)
    return (
        not context.has_word_of("person", context.text(number))
        and any(asked.search(text) and not context.has_word_of("amount", text) for text in before)
        and any(_tells_of_person(context, text) for text in behind)
    )


def is_demand(context: SpanContext, number: int) -> bool:
    """Tell whether most of a span demands something of others than the reader, and no money, and no ask follows.

    "We call on readers to write to the owners."
    """
    if context.spans[number].is_sentence and context.is_of_block(number + 1, number) and context.goes(number + 1):
        return False
    begins = compile_phrases(_DEMANDS, context.language)
    sentences = context.sentences(number)
    found = [(sentence, begins.search(sentence)) for sentence in sentences]
    demands = [sentence for sentence, one in found if one and not context.has_word_of("reader", one[1])]
    asks_for_money = any(context.has_word_of(name, sentence) for name in ("give", "subscribe") for sentence in demands)
    return 2 * len(demands) > len(sentences) and not asks_for_money


def is_quoted(context: SpanContext, number: int) -> bool:
    """Tell whether all words of a sentence that name a pitch stand in quotation marks, and others do not."""
    outside, inside = _leave_out_quoted(context.text(number))
    if not inside or context.kind(number) is Kind.RELATED:
        return False
    outside = _ADDRESS.sub("", outside)
    return context.names_pitch(inside) and len(find_words(outside)) > 1 and not context.names_pitch(outside)


def is_entry_of_works(context: SpanContext, number: int) -> bool:
    """Tell whether a line names authors, a title and a year, as an entry of a bibliography does.

    A shop's entry ends in an ask, a bibliography's in who published the work.
    """
    text, last = context.block_text(context.block(number)), context.sentences(number)[-1]
    found = _WORK.match(text)
    if not found or not next((letter for letter in text if letter.isalpha()), "").isupper():
        return False
    return text[found.end() :].strip() == last.strip() or not (text.endswith(last) and context.names_pitch(last))


def is_thanks_alone(context: SpanContext, number: int) -> bool:
    """Tell whether a sentence thanks, and nothing near asks: a letter's or a notice's thanks, no appeal's.

    Below a story in which none speaks it is what is left of an appeal, if nobody signs it.
    """
    text = context.text(number)
    if context.kind(number) is not Kind.DONATION or len(context.sentences(number)) > 1:
        return False
    if not context.hits(text)["thanks"] or context.names_outlet(text):
        return False
    if compile_phrases("<reading>", context.language).search(text):
        return False
    if not (context.spans[number].is_sentence or _is_signed(context, number) or context.once(_is_spoken)):
        return False
    near = range(number - context.near, number + context.near + 1)
    return not any(one != number and context.goes(one) and context.kind(one) in _ASKING for one in near)


def _tells_of_ask(context: SpanContext, sentence: str) -> bool:
    said = compile_phrases(_SAID_BEHIND, context.language).search(sentence)
    rest = sentence[said.end() :] if said else ""
    if said and not any(context.has_word_of(name, rest) for name in ("self", "subscribe")):
        return True  # "says our editor" asks, "it says in the subscription" sells
    found = compile_phrases(_OTHERS_ASK, context.language).search(sentence)
    return found is not None and not context.has_word_of("self", found[0])


def _is_signed(context: SpanContext, number: int) -> bool:
    """Tell whether a line that is no sentence, and no pitch, stands behind a span."""
    behind = context.text(number + 1)
    return bool(behind) and not ends_sentence(behind) and not context.goes(number + 1)


def _is_spoken(context: SpanContext) -> bool:
    """Whether somebody speaks of "us" or "me" in a line that is no pitch, and not in a quotation."""
    texts = (_leave_out_quoted(context.text(one))[0] for one in range(len(context.spans)) if not context.is_likely(one))
    return any(context.has_word_of(name, text) for text in texts for name in ("self", "person"))


def _leave_out_quoted(text: str) -> tuple[str, str]:
    """The words of a text that stand outside quotation marks, and those that stand inside."""
    ranges = sorted((*find_quotations(text).ranges, *(found.span() for found in _SINGLE.finditer(text))))
    edges = [0, *(edge for start, end in ranges for edge in (max(0, start), end)), len(text)]
    outside = " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return outside, " ".join(text[max(0, start) : end] for start, end in ranges)


def _tells_of_person(context: SpanContext, sentence: str) -> bool:
    """Tell whether a person speaks in a sentence, and not of what an outlet does: "I publish on Fridays"."""
    return context.has_word_of("person", sentence) and not context.names_outlet(sentence)
