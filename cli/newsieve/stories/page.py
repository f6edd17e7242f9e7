"""Stories as one HTML page for a browser, a phone, a mail client and paper: self-contained, without script.

Headings and paragraphs carry it where a mail client takes the style away. All text is escaped, and only addresses of
the web become links.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from newsieve.data import read_data
from newsieve.printable import to_line
from newsieve.render.html import escape_html
from newsieve.stories.story import Story
from newsieve.stories.telling import Telling

_MARK = "<!-- stories -->\n"


def render_page(stories: Sequence[Story], now: float) -> Iterator[str]:
    """The page in pieces: its head, a piece a story, its end."""
    head, _, tail = read_data("brief.html").decode().partition(_MARK)
    day = datetime.fromtimestamp(now).astimezone().date().isoformat()
    documents = sum(len(story.documents) for story in stories)
    counts = f"{_count(len(stories), 'story', 'stories')} from {_count(documents, 'document', 'documents')}"
    yield head.replace("@day@", day).replace("@counts@", counts)
    yield from map(_render_story, stories) if stories else ("<p>Nothing new.</p>\n",)
    yield tail


def _render_story(story: Story) -> str:
    first, *others = story.named
    language = f' lang="{first.language}"' if first.language and first.language.isalpha() else ""
    paragraphs = "".join(f'<p dir="auto">{_escape(sentence)}</p>\n' for sentence in story.sentences)
    named = [_escape(part) for part in (story.day_of(first), first.name, None if first.link else first.place) if part]
    if others:
        labels = (story.date_label(other, _render_name(story.name_of(other), other)) for other in others)
        named.append(f"also {', '.join(labels)}")
    return (
        f'<article class="story"{language}>\n<h2 dir="auto">{_link(story.title, first)}</h2>\n{paragraphs}'
        f'<p class="from" lang="en">{" · ".join(named)}</p>\n</article>\n'
    )


def _render_name(name: str, telling: Telling) -> str:
    """A document by a name, linked where it has an address, else with its own name; its headline on hovering."""
    return _link(telling.extend(name), telling, f' title="{_escape(telling.title)}"')


def _link(text: str, telling: Telling, attributes: str = "") -> str:
    if telling.link:
        return f'<a href="{_escape(telling.link)}"{attributes}>{_escape(text)}</a>'
    return f"<span{attributes}>{_escape(text)}</span>" if attributes else _escape(text)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _escape(text: str) -> str:
    return escape_html(to_line(text))
