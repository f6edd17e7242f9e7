"""Stories as text, Markdown and JSON Lines: pieces of text, in order. No stories, no pieces, but of a page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from newsieve.printable import to_line
from newsieve.render.jsonl import dump_json, spell_id
from newsieve.render.markdown import escape
from newsieve.render.terminal import paint, wrap_columns
from newsieve.stories.page import render_page
from newsieve.stories.story import Story
from newsieve.stories.telling import Telling

_BOLD, _DIM = 1, 2


def render_stories(stories: Sequence[Story], format_: str, columns: int, now: float) -> Iterator[str]:
    """The stories in one of FORMATS. `columns` are those of a terminal in colour, 0 for plain text."""
    if format_ == "text" and columns:
        return _render_terminal(stories, columns)
    return FORMATS[format_](stories, now)


def _render_text(stories: Iterable[Story], _now: float) -> Iterator[str]:
    """Headline, a sentence a line, the documents; a blank line between stories."""
    for number, story in enumerate(stories):
        lines = [to_line(story.title), *map(to_line, story.sentences), *_list_documents(story)]
        yield "\n" * (number > 0) + "".join(f"{line}\n" for line in lines)


def _render_terminal(stories: Iterable[Story], columns: int) -> Iterator[str]:
    """The same in the width of a terminal, with weight where it helps."""
    from textwrap import wrap  # 1 ms

    for number, story in enumerate(stories):
        lines = [paint(line, _BOLD) for line in wrap_columns(to_line(story.title), columns)]
        for sentence in story.sentences:
            lines += wrap_columns(to_line(sentence), columns)
        for document in _list_documents(story):
            wrapped = wrap(document, columns, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
            lines += [paint(line, _DIM) for line in wrapped]
        yield "\n" * (number > 0) + "".join(f"{line}\n" for line in lines)


def _list_documents(story: Story) -> Iterator[str]:
    """A line for each document with its day: the fullest, the others behind "also" and with their headlines."""
    for number, telling in enumerate(story.named):
        name = None if telling.place and f"//{telling.name}/" in telling.place.replace("//www.", "//") else telling.name
        parts = [part for part in (story.day_of(telling), name, telling.place, story.headline_of(telling)) if part]
        yield f"  {'also ' if number else ''}{to_line(' · '.join(parts))}"


def _render_markdown(stories: Iterable[Story], _now: float) -> Iterator[str]:
    """`## headline`, the sentences as a list, the documents in one line."""
    for number, story in enumerate(stories):
        title = _link(story.title, story.documents[0])
        sentences = "".join(f"- {escape(sentence)}\n" for sentence in story.sentences)
        first, *others = story.named
        named = [story.day_of(first), escape(first.extend(first.name))]
        if others:
            labels = (story.date_label(other, _link(other.extend(story.name_of(other)), other)) for other in others)
            named.append(f"also {', '.join(labels)}")
        line = " · ".join(part for part in named if part)
        yield f"{chr(10) * (number > 0)}## {title}\n\n{sentences}{chr(10) * bool(sentences)}{line}\n"


def _link(text: str, telling: Telling) -> str:
    return f"[{escape(text)}](<{telling.link}>)" if telling.link else escape(text)


def _render_jsonl(stories: Iterable[Story], _now: float) -> Iterator[str]:
    for story in stories:
        head = dump_json({"title": story.title, "url": story.url, "date": story.date, "text": story.text,
                      "sentences": list(story.sentences)})  # fmt: skip
        yield f'{head[:-1]}, "documents": [{", ".join(map(_dump_document, story.documents))}]}}\n'


def _dump_document(telling: Telling) -> str:
    rest = dump_json({"title": telling.title, "site": telling.site, "url": telling.url})
    return f'{{"id": {spell_id(telling.id)}, {rest[1:]}'


FORMATS: Mapping[str, Callable[[Sequence[Story], float], Iterator[str]]] = MappingProxyType(
    {"text": _render_text, "markdown": _render_markdown, "jsonl": _render_jsonl, "html": render_page}
)
