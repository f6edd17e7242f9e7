"""Choice among the parts of a mail: of alternatives the one that holds the story, of related parts their root."""

import html
import re

from newsieve.read.decode import decode
from newsieve.read.mail_parts import MailPart, decode_content, list_parts
from newsieve.read.markup import drop_comments

_COMMONEST = "windows-1252"  # what says no encoding is read in, to count its letters
_HIDDEN = tuple(  # the first and the last tag of each element that no reader sees
    (re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\s*+>", re.IGNORECASE))
    for name in ("head", "style", "script", "title")
)
_TAG, _NO_LETTER = re.compile(r"<[^<>]*+>"), re.compile(r"[\W_]++")
_ADDRESS = re.compile(r"(?<!\w)\w{1,20}+://\S++")
_LEAST_OF_PAGE = 2  # of so many letters of the text the page must have one
_MOST_LEVELS = 4  # below a part whose letters are counted; real mails have two, and more would be read for each level


def choose_parts(whole: MailPart) -> list[MailPart]:
    """Choose of alternatives the last that can hold a page, else the last with a text; of related parts the root.

    A page that says less than half of what the text does is a frame for a picture or a link to the story, and gives
    way to the text.
    """
    parts = list(list_parts(whole))
    if whole.type == "multipart/related":
        return _choose_root(whole, parts)
    if whole.type == "multipart/digest":  # its parts are mails unless they say otherwise (RFC 2046, 5.1.5)
        return [part._replace(fields={"content-type": "message/rfc822", **part.fields}) for part in parts]
    if whole.type != "multipart/alternative":
        return parts
    pages = [part for kind in ("text/html", "multipart/") for part in _list_last(parts, kind)]
    texts = [part for kind in ("text/plain", "text/") for part in _list_last(parts, kind)]
    if len(pages) + len(texts) > 1:
        counted = ((part, count) for part in pages if (count := _count_letters(part)))
        page, letters = next(counted, (None, 0))
        is_frame = texts and letters * _LEAST_OF_PAGE < max(_count_letters(texts[0]), 1)
        return texts[:1] if is_frame else [page or pages[0]]
    return (pages or texts or parts)[:1]


def _list_last(parts: list[MailPart], kind: str) -> list[MailPart]:
    return [part for part in parts if part.type.startswith(kind)][-1:]


def _choose_root(whole: MailPart, parts: list[MailPart]) -> list[MailPart]:
    """Choose of the parts that may hold text the one that is named as the root (RFC 2387), else the first."""
    readable = [part for part in parts if part.type.startswith(("text/", "multipart/"))] or parts
    named = [part for part in readable if part.fields.get("content-id") == whole.parameter("start")]
    return (named or readable)[:1]


def _count_letters(whole: MailPart) -> int:
    """Letters and figures that a reader sees, addresses apart: of all pages in the part, or of all texts."""
    counts, stack = {True: 0, False: 0}, [whole]
    while stack:
        part = stack.pop()
        if part.level - whole.level < _MOST_LEVELS and part.holds_parts:
            stack += list_parts(part)
        elif part.type.startswith("text/"):
            text = decode(decode_content(part), "the part", charset=part.parameter("charset") or _COMMONEST)
            is_page = part.type == "text/html"
            counts[is_page] += len(_NO_LETTER.sub("", _ADDRESS.sub("", _show(text) if is_page else text)))
    return max(counts.values())


def _show(page: str) -> str:
    page = drop_comments(page)
    for first, last in _HIDDEN:
        page = _drop_elements(page, first, last)
    return html.unescape(_TAG.sub("", page))


def _drop_elements(page: str, first: re.Pattern[str], last: re.Pattern[str]) -> str:
    """The page without what stands between the tags; one pattern for both took quadratic time where none is closed."""
    pieces, at = list[str](), 0
    while (opened := first.search(page, at)) and (closed := last.search(page, opened.end())):
        pieces.append(page[at : opened.start()])
        at = closed.end()
    return "".join((*pieces, page[at:]))
