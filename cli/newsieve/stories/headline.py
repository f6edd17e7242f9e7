"""The headline of a document: its title, else a first line that is one, else its first words."""

import re
from itertools import islice, takewhile

from newsieve.languages import all_words
from newsieve.render import list_digest
from newsieve.text import LONGEST_HEADLINE, find_words, to_one_line
from newsieve.types import Kind, Result, Sentences, Verdict

_LONGEST_FIRST_WORDS = 90  # characters, of a first sentence that is too long even for a headline
_LONGEST_TITLE = 300  # characters; a field that holds more is none
_BESIDE_THE_STORY = frozenset({Kind.BYLINE_DATE, Kind.CAPTION_OR_CREDIT, Kind.COOKIE_LEGAL})
_SHARED_BY_STORIES = frozenset({Kind.BYLINE_DATE, Kind.CAPTION_OR_CREDIT})
_FORWARDED = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv)\s*:\s*)+", re.IGNORECASE)  # as mail programs mark a subject
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\s*+---[^\S\n]*+\n(.*?)^---[^\S\n]*+$", re.DOTALL | re.MULTILINE)
_FRONT_LINE = re.compile(r"[\w-]+[^\S\n]*+:.*+|\s.*+|-.*+|#.*+|")
# In YAML a value may go on in lines that are indented, and begin with the sign of a block.
_FRONT_TITLE = re.compile(
    r"^title[^\S\n]*+:[^\S\n]*+(?>(?:[|>][-+\d]*+[^\S\n]*+$)?)(.*+(?>(?:\n[^\S\n]++\S.*+)*))",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"([\"'])((?>(?:(?!\1).)*))\1")
_HEADING = re.compile(r"#{1,6}\s+(.+?)(?:\s+#+)?|(\*\*|__)(.+)\2")
_MOST_LINES = 8  # that are looked at above a story: a rubric, an address, a kicker


def find_title(result: Result, story: Sentences) -> tuple[str, tuple[str, ...]]:
    """The headline and the sentences behind it: the title, else a first line that is one, else the first words.

    Bylines and credits are not among the sentences: articles on any story share them.
    """
    texts = _drop_shared(story)
    if given := (result.article.title or "").strip():
        whole = " ".join(given.split())
        return _cut(whole[_count_marks(whole) :] or whole), _drop_first(texts, whole)
    front = _FRONT_MATTER.match(result.article.text)
    start = 0
    if front and all(map(_FRONT_LINE.fullmatch, front[1].splitlines())):
        start, head = front.end(), {to_one_line(line) for line in front[0].splitlines()}
        texts = tuple(text for text in texts if text not in head) or texts
        if given := _read_front_title(front[1]):
            return _cut(given), texts
    if line := _find_first_line(result, story.title, start):
        return _drop_marks(line), _drop_first(texts, line)
    return _cut(_drop_dateline(texts[0], result)), texts


def _read_front_title(front: str) -> str:
    """The title that front matter gives, without quotation marks; empty where it gives none."""
    found = _FRONT_TITLE.search(front)
    title = to_one_line(found[1]).strip() if found else ""
    quoted = _QUOTED.fullmatch(title)
    title = quoted[2].strip() if quoted else title
    return title if find_words(title) else ""


def _drop_shared(story: Sentences) -> tuple[str, ...]:
    """The sentences that are neither a byline nor a credit; all where there are no others."""
    pairs = zip(story.texts, story.kinds, strict=True)
    return tuple(text for text, kind in pairs if kind not in _SHARED_BY_STORIES) or story.texts


def _drop_first(texts: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The sentences without the headline: what it names is not said again because it stands in a field too."""
    return texts[1:] if texts[0] == title and len(texts) > 1 else texts


def _drop_marks(line: str) -> str:
    """The line without the marks that make a heading of it in Markdown."""
    found = _HEADING.fullmatch(line)
    return found[1] or found[3] if found else line


def _count_marks(subject: str) -> int:
    """Characters of the marks that mail programs put before the subject of a reply."""
    found = _FORWARDED.match(subject)
    return found.end() if found else 0


def _drop_dateline(sentence: str, result: Result) -> str:
    """The first sentence without its dateline: as the digest prints it, where it stands there."""
    from newsieve.rank.datelines import find_dateline  # with the ranker, which a digest has loaded

    bare = sentence[find_dateline(sentence) :]
    return next((text for _, text in list_digest(result) if text and sentence.endswith(text)), bare)


def _find_first_line(result: Result, told: str | None, start: int) -> str | None:
    """The first line from `start` on that is a headline: short, without a full stop, and a story stands behind it.

    Of several such lines the first that is content and more than a word, as a rubric is: it may have been taken for a
    pitch, with too little certainty to go, as a headline alone is easily mistaken. `told` is the line that the ranker
    took for the title, whatever the number of its sentences.
    """
    kept = (v for v in result.verdicts if v.kept and v.kind not in _BESIDE_THE_STORY and v.start >= start)
    first = [*islice(kept, _MOST_LINES + 1)]
    lines = [*takewhile(lambda pair: pair[1], ((v, _read_line(v, result, told)) for v in first[:-1]))]
    lines = [(verdict, line) for verdict, line in lines if _says_something(line)]
    best = next((line for v, line in lines if v.kind is None and len(find_words(line)) > 1), None)
    return best or next((line for _, line in lines), None)


def _read_line(verdict: Verdict, result: Result, told: str | None) -> str:
    """The line that a verdict is about, on one line; empty where it is more than a headline is."""
    text = result.article.text
    part = text[verdict.start : verdict.end]
    line = to_one_line(part)
    is_line = text[verdict.end : verdict.end + 1] in ("", "\n") and "\n" not in part
    if not is_line or not 0 < len(line) <= LONGEST_HEADLINE or line[-1] in ".…:;,。":
        return ""
    blocks = takewhile(lambda block: block.start < verdict.end, result.blocks)
    sentences = sum(verdict.start <= s.start < verdict.end for block in blocks for s in block.sentences)
    return line if sentences == 1 or (told is not None and line == to_one_line(told)) else ""


def _says_something(line: str) -> bool:
    """Whether a line is no address, and has words beside numbers and dates."""
    dates = all_words("dates")
    is_date = all(word in dates or word[0].isdigit() for word in find_words(line))
    return not is_date and not _ADDRESS.fullmatch(line)


def _cut(text: str) -> str:
    """The text as a headline: whole where a title may be as long, so that it is not repeated; else its first words."""
    if len(text) <= _LONGEST_TITLE:
        return text
    words = text[:_LONGEST_FIRST_WORDS].rpartition(" ")[0] or text[:_LONGEST_FIRST_WORDS]
    return f"{words.rstrip(' ,;:–—-')} …"
