"""Kinds of text that ask, name and instruct without being a pitch: letters, interviews, terms, job adverts, guides."""

from itertools import pairwise, takewhile

from newsieve.cleaner.phrases import compile_job_signs, compile_phrases
from newsieve.cleaner.span_context import SpanContext
from newsieve.cleaner.spans import THINGS
from newsieve.patterns import compile_later
from newsieve.text import ends_sentence, find_words, strip_closers
from newsieve.types import Kind

_CLAUSE = compile_later(r"\s*(?:\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2})+\.?|§\s?\d+|Art\w*\.?\s\d+)(?=\s|$)")
_NUMBERED = compile_later(r"\s*(?:\(?\d{1,2}[.)]|§)")
_FEWEST_TURNS = 3  # questions with an answer behind each, that make an interview: a box has one or two
_STEM = 5  # letters that words of one subject begin with
_OF_SUBJECTS = (*THINGS, Kind.COOKIE_LEGAL)  # of headings
_ADDRESSED = r"^\W*(?:<letter_heads>|<salutations>\s(?:[\w'’-]+\s){0,2}?<offices>|<offices>[^\n]*[,:!]\s*$)"
_SUBJECTS = ("subscribe", "newsletter", "account", "cookie", "app")


def is_clause(context: SpanContext, number: int) -> bool:
    """Tell whether a span's block begins with a clause's number, as another one does.

    Below more prose than there are clauses numbers are of offers, or of rules of a prize draw.
    """
    clauses = context.once(_find_clauses)
    return len(clauses) > 1 and context.block(number).index in clauses


def is_asked_in_interview(context: SpanContext, number: int) -> bool:
    """Tell whether a span's block is a question, has an answer behind it, and others in the document have too.

    Who asks is none of those that are asked: "Enjoying our interviews?" is no such question.
    """
    questions = context.once(_find_questions)
    return (
        len(questions) >= _FEWEST_TURNS
        and context.block(number).index in questions
        and not context.goes(context.find_behind(number))
        and not context.has_word_of("self", context.text(number))
    )


def is_of_letter(context: SpanContext, number: int) -> bool:
    """Tell whether a line stands between a letter's addressee, who is no outlet's reader, and its signature.

    What names an outlet, a price or a way to subscribe is none of the letter's.
    """
    if context.kind(number) is not Kind.DONATION or number < 1:
        return False
    return not context.names_outlet(context.text(number)) and context.once(_is_letter)


def is_advertised_post(context: SpanContext, number: int) -> bool:
    """Tell whether a line that no rule matches is of a job advert."""
    return not context.spans[number].matches and context.once(_is_job_advert)


def is_instruction(context: SpanContext, number: int) -> bool:
    """Tell whether a sentence about a thing instructs in a text whose title promises to, about such a thing.

    Who instructs neither shouts nor offers.
    """
    text, title = context.text(number), context.title
    if number < 1 or not ends_sentence(text) or text.rstrip().endswith("!"):
        return False
    if any(context.has_word_of(name, text) for name in ("self", "person", "free", "amount")):
        return False
    if not compile_phrases(r"^\W*<how_to>", context.language).search(title):
        return False
    hits = context.hits(title)
    return any(hits[name] for name in _SUBJECTS) or any(map(context.names_pitch, _share_words(text, title)))


def is_heading_of_text(context: SpanContext, number: int) -> bool:
    """Tell whether the document's first line is a heading: numbers follow, or prose on the thing that it names."""
    text, following = context.text(number), context.text(1)
    if number or ends_sentence(text) or context.goes(1):
        return False
    if context.has_word_of("imperative", text):
        return False  # a button
    kind = context.kind(number)
    if kind is Kind.COOKIE_LEGAL and _NUMBERED.match(following):
        return True
    return (
        kind in _OF_SUBJECTS
        and ends_sentence(following)
        and any(map(context.names_pitch, _share_words(text, following)))
    )


def _share_words(one: str, other: str) -> list[str]:
    """The words of one text that begin as one of the other does."""
    stems = {word[:_STEM] for word in find_words(other) if len(word) >= _STEM}
    return [word for word in find_words(one) if word[:_STEM] in stems]


def _find_clauses(context: SpanContext) -> frozenset[int]:
    """The numbers of the blocks that begin with a clause's number; none below more sentences than there are clauses."""
    clauses = [at for at in range(len(context.blocks)) if _CLAUSE.match(context.edges(at)[0])]
    above = sum(ends_sentence(context.edges(at)[1]) for at in range(clauses[0])) if clauses else 0
    return frozenset(clauses) if above < len(clauses) else frozenset()


def _find_questions(context: SpanContext) -> frozenset[int]:
    """The numbers of the blocks that are a question and have another one behind them that is none."""
    asks = [strip_closers(context.edges(at)[1]).endswith("?") for at in range(len(context.blocks))]
    return frozenset(at for at, (asked, behind) in enumerate(pairwise(asks)) if asked and not behind)


def _is_job_advert(context: SpanContext) -> bool:
    """Whether two of a job advert's signs stand in the document."""
    texts = [context.block_text(block) for block in context.blocks]
    return sum(any(sign.search(text) for text in texts) for sign in compile_job_signs()) > 1


def _is_letter(context: SpanContext) -> bool:
    """Whether an addressee, who is no outlet's reader, stands above all sentences, and a signature below them."""
    numbers = range(len(context.spans))
    lasts = {numbers[-1], max((i for i in numbers if not context.goes(i)), default=0)}
    head = takewhile(lambda line: not line.rstrip().endswith("."), map(context.text, numbers))
    return any(_is_signature(context, context.text(last)) for last in lasts) and any(
        _addresses(context, line) for line in (context.title, *head)
    )


def _is_signature(context: SpanContext, line: str) -> bool:
    """Tell whether a line is no sentence and credits no picture."""
    return not ends_sentence(line) and not context.has_word_of("media", line)


def _addresses(context: SpanContext, line: str) -> bool:
    """Tell whether a line is a letter's first, and none to an outlet's readers."""
    if context.has_word_of("self", line) or compile_phrases("<addressed_readers>", context.language).search(line):
        return False
    return bool(compile_phrases(_ADDRESSED, context.language).search(line))
