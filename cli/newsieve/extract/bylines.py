"""The author of a page: in its data, in its markup, or in a line near its headline."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from newsieve.days import is_month
from newsieve.extract import regions, vocabulary
from newsieve.extract.byline_labels import AND, AUTHORS, LABEL_ENDS, begins_small, drop_titles, read_labelled
from newsieve.extract.layout import Page, PageBlock
from newsieve.extract.near_headline import BESIDE, FAR, NEAR, NEAR_BESIDE, OTHER, POST, Neighbourhood
from newsieve.extract.text_keys import clean, make_key
from newsieve.text import SIGNS_IN_NAMES

LONGEST_AUTHOR = 200  # characters, of several authors
MOST_NAMES = 20  # of those that stand together
LONGEST_BYLINE = 120  # characters of a block that is a byline

_AUTHOR_NAMES = (  # of meta
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author byl twitter:data1".split()
)
_SIGN = rf"[\w'’\u2010\u2011{SIGNS_IN_NAMES}-]"
_WORD = rf"(?:(?:[^\W\d_]{{1,3}}\.)+{_SIGN}*|['’]?[^\W\d_]{_SIGN}*)"  # with a full stop: an initial, a title
_NAME = (
    rf"(?:[^\W\d_]{{4}}\.\s+(?!(?:{'|'.join(sorted(vocabulary.AFTER_NAMES))})\b))?{_WORD}(?:[^\S\n]+{_WORD}){{0,12}}"
)
_ALTERNATIVES = "|".join(vocabulary.BY)
_AND = r"(?:,|\s+(?:and|und|et|y|e|en|&))"
_BEFORE = rf"(?:^|[\W\d]\s+|(?:{'|'.join(vocabulary.BEFORE_BY)})\s+(?:(?:{AND})\s+\w+\s+)?)"
_BY = re.compile(
    rf"{_BEFORE}(?P<by>{_ALTERNATIVES})(?:\s*:?\s+|\s*[:：]\s*|(?-i:(?<=By)(?=[A-Z])))(?P<names>{_NAME}(?:{_AND}\s+{_NAME})*)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = re.compile(r"(?:this \w+ (?:was|is) )?(?:written|posted|authored|words|text) by\b", re.IGNORECASE)
_NAMES = re.compile(rf"{_NAME}(?:{_AND}\s+{_NAME})*")
_LABEL = re.compile(
    rf"^(?:[^{LABEL_ENDS}]{{1,15}}[{LABEL_ENDS}]|(?:{'|'.join(vocabulary.BEFORE_BY)})\s)\s*", re.IGNORECASE
)
_EDITOR = re.compile(rf"(?:{'|'.join(vocabulary.EDITORS)})\s*[:：]", re.IGNORECASE)
_LEAD = re.compile(rf"(?P<by>{'|'.join((*vocabulary.BY, *AUTHORS))})\b\s*[:：]?\s*", re.IGNORECASE)
_POSTS_BY = re.compile(r"^.*\bposts by\s+", re.IGNORECASE)
_FIGURE = re.compile(r"\d+\s+[^\W\d_A-Z]")  # of minutes that it takes to read
_END = re.compile(r"[|·•\n]|,\s+(?=\D{0,20}\d)")  # of a name, before a date and the like
_PARTICLE = re.compile(r"[^\W\d_]{1,4}['’-]([^\W\d_])")  # d'Ancona, al-Bashar
_OUTLET_TYPES = ("Organization", "Corporation")  # by schema.org
_UNFILLED = frozenset(("null", "undefined", "None"))
_SHORT_END = re.compile(r"[^\W\d_]{3}\.")  # "Lee." behind another name ends a sentence; "Dr.", "St." are shorter
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "UpdatedJanuary"
_LOWER = re.compile(r"[a-z0-9_.@-]+")


def find_author(
    page: Page, linked: Mapping[str, Any], items: list[dict[str, Any]], names: frozenset[str], around: Neighbourhood
) -> str | None:
    """Return the authors, separated by commas. `names` are keys of the outlet's; a person outweighs the outlet.

    `around` tells where blocks stand from the headline.
    """
    places = around.places
    marked = {place: [one for one in page.authors if places[one[0]] == place] for place in range(OTHER)}
    meta = page.meta
    people = {item.get("@id"): item.get("name") for item in items if item.get("@type") == "Person" and item.get("@id")}
    found = [
        read_names(linked.get("author"), people),
        _read_citation(meta.get("citation_author")),
        *_list_marked([*marked[NEAR], *marked[NEAR_BESIDE]]),
        *_list_bylines(page, around),
        *_list_marked(marked[FAR]),
        *(meta.get(name) for name in _AUTHOR_NAMES),
        *(read_names(item.get("author"), people) for item in items),
        *_list_linked_names(page, places),
        *_list_marked([*marked[BESIDE], *marked[POST]]),
    ]
    authors = [author for value in found if (author := _tidy(value))]
    outlets = names | {*map(make_key, _list_outlet_names(linked.get("author")))}
    people_only = [author for author in authors if make_key(author) not in outlets and not _LOWER.fullmatch(author)]
    persons = [author for author in people_only if not _is_organization(author)]
    return next(iter(persons or _find_signature(page, around) or people_only or authors), None)


def _is_organization(author: str) -> bool:
    return not vocabulary.ORGANIZATIONS.isdisjoint(author.casefold().split())


def read_names(value: Any, people: Mapping[Any, Any]) -> str | None:
    """Names in a JSON-LD value: a string, an object with a name or an id of `people`, or a list of either."""
    if isinstance(value, list):
        persons = [part for part in value if not _is_outlet(part)]
        value = persons or value
        names = [
            name for part in value[:MOST_NAMES] if not isinstance(part, list) and (name := read_names(part, people))
        ]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        identity = value.get("@id")
        value = value.get("name") or (people.get(identity) if isinstance(identity, str) else None)
        if isinstance(value, list):
            return ", ".join(dict.fromkeys(filter(None, map(clean, value[:MOST_NAMES])))) or None
    return clean(value) if isinstance(value, str) else None


def _list_outlet_names(value: Any) -> Iterator[str]:
    """Yield the names in a JSON-LD value that are said to be of organizations."""
    for part in value[:MOST_NAMES] if isinstance(value, list) else [value]:
        if _is_outlet(part) and isinstance(name := part.get("name"), str):
            yield name


def _is_outlet(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("@type")).endswith(_OUTLET_TYPES)


def _read_citation(value: str | None) -> str | None:
    """Names as libraries are told them, "Mole, Anna; Rat, Bo", as people write them."""
    names = [name.partition(",") for name in (value or "").split(";")]
    return ", ".join(" ".join(f"{own} {family}".split()) for family, _, own in names) or None


def _tidy(value: str | None, *, is_shown: bool = False) -> str | None:
    """An author's name without the words before it; None for an address, a figure, or a long text.

    What a page shows may begin with a word like "by"; in its data "Di Maio" is a name.
    """
    text = clean(unescape(value)) if value else None
    if not text or "://" in text or len(text) > LONGEST_AUTHOR:
        return None
    text = _drop_lead(_POSTS_BY.sub("", text), is_shown=is_shown).strip(" ,;|·•-–—*†‡¹²³⁴⁵⁶⁷⁸⁹")
    words = text.split()
    half = len(words) // 2
    if half > 1 and words[:half] == words[half:]:  # once for a picture, once in print
        text = " ".join(words[:half])
    return None if not text or text in _UNFILLED or _FIGURE.match(text) else text


def _drop_lead(text: str, *, is_shown: bool) -> str:
    """The text without a word like "by" before it, unless that is of the name, as in "Von der Leyen"."""
    if not (lead := _LEAD.match(text)):
        return text
    rest = text[lead.end() :]
    may_be_name = rest.partition(" ")[0] in vocabulary.SMALL_PARTS_OF_NAMES or not (is_shown or " " in rest)
    return text if may_be_name and lead["by"].casefold() in vocabulary.SMALL_PARTS_OF_NAMES else rest


def _list_marked(authors: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Texts of elements that say that they name the author; those of one block together, where each is but a name."""
    for _, found in groupby(authors, key=itemgetter(0)):
        names = [*dict.fromkeys(name for _, text in islice(found, MOST_NAMES) if (name := _tidy(text, is_shown=True)))]
        if all(re.fullmatch(_NAME, name) and _is_name(name) for name in names):
            yield ", ".join(name for name in names if not any(name != other and name in other for other in names))
        else:
            yield from names


def _list_bylines(page: Page, around: Neighbourhood) -> Iterator[str]:
    """Names in lines near the headline that say by whom it is, or whose box is named after authors."""
    near = [page.blocks[number] for number in around.list_near()]
    near = [block for block in near if len(block.text) <= LONGEST_BYLINE and not _is_of_others(block)]
    links = [text for number, text in page.author_links if around.places[number] <= NEAR_BESIDE]
    elements = [name for text in links if (name := _drop_label(_tidy(text, is_shown=True) or "", page.language))]
    declared = [said for key in _AUTHOR_NAMES if (said := _tidy(page.meta.get(key)))]
    for block in near:
        if byline := _read_byline(block.text, page.language, elements):
            whole = (author for author in declared if author.startswith(f"{byline} ") and author in block.text)
            yield next(whole, None) or next((element for element in elements if _is_glued(byline, element)), byline)
    for block in near:
        container = page.containers[block.container]
        named = container.features | page.containers[max(0, container.parent)].features
        if vocabulary.AUTHOR_WORDS.isdisjoint(named):
            continue
        text = _drop_label(block.text, page.language)
        name = _END.split(text, maxsplit=1)[0].strip()
        is_whole = name == text or " " in name  # else it may be a weekday
        if is_whole and re.fullmatch(_NAME, name) and _is_name(name):
            yield name


def _find_signature(page: Page, around: Neighbourhood) -> set[str]:
    """The one name that lines far from the headline say the text is by; empty where they name several.

    So does a box below the story: "Written by Ann Day".
    """
    far = (
        number for number, place in enumerate(around.places[:-1]) if place in (NEAR, FAR) and number not in around.lines
    )
    blocks = (page.blocks[number] for number in far)
    lines = (block.text for block in blocks if len(block.text) <= LONGEST_BYLINE and not _is_of_others(block))
    signed = (line for line in lines if _SIGNED.match(line) or read_labelled(line, page.language))
    names = {name for line in signed if (name := _read_byline(line, page.language, [])) and " " in name}
    return names if len(names) == 1 else set()


def _read_byline(text: str, language: str | None, elements: list[str]) -> str | None:
    """The names behind the label that a line begins with, or behind "by" and the like anywhere in it.

    Where one of the elements that name the author stands there, its end is the name's.
    """
    labelled = read_labelled(text, language)
    if labelled and (found := _NAMES.match(labelled)):
        whole = (name for name in elements if labelled.startswith(name) and re.fullmatch(_NAME, name))
        return next(whole, None) or drop_titles(_cut(found[0], labelled[found.end() :]))
    found = _BY.search(text)
    if found is None or begins_small(found["names"].lstrip("'’")):
        return None
    return _cut(found["names"], text[found.end() :])


def _is_of_others(block: PageBlock) -> bool:
    """Whether a block says who made a picture, or who is quoted."""
    return bool(block.region & regions.CAPTION) or block.tag == "blockquote"


def _is_glued(name: str, element: str) -> bool:
    """Whether a name runs on, without a space, into what stands behind the element that names the author."""
    return name.startswith(element) and name[len(element) :][:1].isalnum()


def _list_linked_names(page: Page, places: Sequence[int]) -> Iterator[str]:
    """Names in links to an author's page, or in elements of that class, that stand near the headline."""
    near = [(places[number], text) for number, text in page.author_links if places[number] <= NEAR_BESIDE]
    for _, text in sorted(near, key=itemgetter(0)):
        name = _drop_label(" ".join(text.split()), page.language)
        if re.fullmatch(_NAME, name) and _cut(name, "") == name and name.casefold() not in vocabulary.AFTER_NAMES:
            yield name


def _drop_label(text: str, language: str | None) -> str:
    """The name behind a label such as "Author:"; empty where the label is that of an editor."""
    if _EDITOR.match(text):
        return ""
    if labelled := read_labelled(text, language):
        return drop_titles(labelled)
    label = _LABEL.match(text)
    return drop_titles(text[label.end() :] if label else text)


def _is_name(text: str) -> bool:
    """Whether each word begins with a capital, or no letter of it is small or a capital; a weekday is none."""
    return (
        text.casefold() not in vocabulary.AFTER_NAMES
        and text in (text.title(), text.lower())
        and not begins_small(text)
    )


def _cut(names: str, following: str) -> str:
    """Names up to the first word that begins with a small letter and is no part of one, or that tells of a date.

    `following` is the text behind them: a figure of a date, whose month is no name, or the colon behind a label and
    whom it names; a colon at the end of the line is one of the whole.
    """
    words, sign = names.split(), following.strip().rstrip(LABEL_ENDS)[:1]
    if len(words) > 1 and sign and (sign in LABEL_ENDS or (sign.isdecimal() and is_month(words[-1]))):
        words.pop()
    for index, word in enumerate(words):
        follower = words[index + 1 : index + 3]
        is_rank = len(follower) > 1 and not any(map(begins_small, follower))  # "Staff Sgt. Ann Day"
        if index and _SHORT_END.fullmatch(word) and not (is_rank or words[index - 1].endswith(".")):
            words = [*words[:index], word[:-1]]
            break
        if _ends_name(word, words[index + 1] if index + 1 < len(words) else "") or (
            index and _GLUED.split(word, maxsplit=1)[0].casefold() in vocabulary.AFTER_NAMES
        ):
            words = words[:index]
            break
    while len(words) > 1 and words[-1] in vocabulary.SMALL_PARTS_OF_NAMES:
        words.pop()
    name, _, place = _drop_roles(" ".join(words).rstrip(",")).rpartition(", ")
    is_place = " " in name and place.isalpha() and place.isupper() <= name.isupper()  # else a degree: "Ann Day, MD"
    return name if is_place else f"{name}, {place}" if name else place


def _drop_roles(names: str) -> str:
    """Names without what somebody is, and for whom, before a name of two words or between commas behind it."""
    kept = []
    for part in names.split(", "):
        words = part.split()
        roles = [i for i, word in enumerate(words, 1) if word.casefold().partition("-")[0] in vocabulary.ROLES]
        if roles and len(words) - roles[-1] > 1 and not _SHORT_END.fullmatch(words[roles[-1]]):
            kept.append(" ".join(words[roles[-1] :]))
        elif not kept or not (roles or _is_organization(part)):
            kept.append(part)
    return ", ".join(kept)


def _ends_name(word: str, following: str) -> bool:
    """Whether a word is no part of a name: it is small, and no particle, glued to a name or not."""
    particle = _PARTICLE.match(word)
    if not begins_small(word.lstrip("'’")) or (particle and particle[1].isupper()):
        return False
    if word == "in" and following in ("'t", "’t"):
        return False
    return word.replace("’", "'") not in vocabulary.SMALL_PARTS_OF_NAMES
