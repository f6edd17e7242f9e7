"""Pitches composed of invented paragraphs, and put into stories under the name of the outlet that asks.

A pitch is one thing of opening, argument, ask, ways to pay, thanks and signature; corpora hold few of the last ones.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsieve.text import fold
from newsieve.train.cleaner_data import CONTENT, FOLDS, NUMBER_OF, LabelledDocument, Line, build, pick
from newsieve.train.cleaner_made import Run, is_story, put_in
from newsieve.types import Kind

SHARES = {Kind.DONATION: 0.6, Kind.NEWSLETTER: 0.2, Kind.SUBSCRIPTION: 0.2}  # of the stories that get a pitch
SHARE_RULED = 0.1  # of pitches that stand between rules
SHARE_TOLD = 0.4  # of the stories, which get a line that names the outlet
SHARE_BYLINED = 0.3  # of the stories, which get a byline before the pitch, or below the first line
_RULES = ("* * *", "*****", "---", "———", "____________", "~~~")
_OUTLETS = {
    "de": "Marlower Bote|Anzeiger für Fenwick|Harburger Blatt|Die Calder Zeitung|Seestädter Rundschau",
    "es": "La Voz de Marlo|El Diario de Fenal|El Faro del Valle|La Gaceta de Calderilla|Noticias del Lago",
    "fr": "Le Courrier de Marlot|La Gazette du Fenouil|L'Écho du Port|La Dépêche de Caldère|Le Journal du Lac",
    "it": "Il Corriere di Marlo|La Gazzetta del Porto|L'Eco di Caldera|La Voce del Lago|Il Giornale di Fenice",
    "nl": "De Marlouwer Courant|Fenwijks Dagblad|De Havenbode|Het Calderse Nieuws|De Meerkrant",
    "pt": "Correio de Marlo|Gazeta do Porto|Eco de Caldeira|Voz do Lago|Jornal de Fenais",
}
_TOWNS = ("Marlow", "Fenwick", "Harbour", "Calder", "Prairie", "Wexcombe", "Northern", "Lakeside", "Stanmoor", "Ridge")
_TITLES = ("Courier", "Gazette", "Ledger", "Observer", "Herald", "Dispatch", "Sentinel", "Record", "Monitor", "Voice")
_BYLINES = {
    "en": "By {name}|By {name} in {town}|By {name} | {town}|{name}, {town} correspondent",
    "de": "Von {name}|Von {name}, {town}|Von {name} | {town}|{name} aus {town}",
    "es": "Por {name}|Por {name} | {town}|{name}, {town}|Texto: {name}",
    "fr": "Par {name}|Par {name}, à {town}|Par {name} | {town}|{name}, envoyée spéciale à {town}",
    "it": "di {name}|Di {name} | {town}|{name}, {town}|dal nostro inviato {name}",
    "nl": "Door {name}|Door {name} | {town}|Door {name} in {town}|{name}, {town}",
    "pt": "Por {name}|Por {name} | {town}|{name}, em {town}|Texto de {name}",
}
_FIRST_NAMES = ("Alma", "Benno", "Clara", "Dario", "Elsa", "Fabio", "Greta", "Hugo", "Irma", "Jonas", "Livia", "Marta")
_LAST_NAMES = ("Albers", "Bravo", "Conti", "Duarte", "Ekman", "Ferrand", "Gallo", "Hartley", "Lindo", "Morel", "Okoro")
_ARTICLES = frozenset("The Die La El Le L' Il De Het".split())


@dataclass(frozen=True, slots=True)
class Parts:
    """Paragraphs of pitches of one fold, language and kind: opening, argument, ask, ways to pay, thanks and signature.

    In boxes for newsletters and subscriptions the ways to pay are fields, consent and terms.
    """

    opens: list[str]
    middles: list[str]
    asks: list[str]
    pays: list[str]
    signs: list[str]
    told: list[str]  # lines of the story that name the outlet


PartsByKey = dict[tuple[int, str, Kind], Parts]


def read_parts(path: Path) -> PartsByKey:
    """Invented paragraphs by fold, language and kind, each in one fold."""
    parts: PartsByKey = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for text in path.read_text("utf-8").splitlines():
        if text.startswith("#"):
            continue
        language, kind, part, paragraph = text.split(" ", 3)
        fold_number = counts[language, kind, part] % FOLDS
        counts[language, kind, part] += 1
        one = parts.setdefault((fold_number, language, Kind(kind)), Parts([], [], [], [], [], []))
        lists = {
            "open": one.opens,
            "middle": one.middles,
            "ask": one.asks,
            "pay": one.pays,
            "sign": one.signs,
            "told": one.told,
        }
        lists[part].append(paragraph)
    return parts


def compose(documents: Sequence[LabelledDocument], parts: PartsByKey, seed: int) -> list[LabelledDocument]:
    """Copy each document that has a story, as if published by an invented outlet that pitches to its readers in it."""
    made = []
    for document in documents:
        chooser = random.Random(f"compose {seed} {document.id}")  # noqa: S311
        language = document.language or ""
        kinds = [kind for kind in SHARES if (document.fold, language, kind) in parts]
        if not kinds or sum(map(is_story, document.lines)) < 4:
            continue
        kind = chooser.choices(kinds, [SHARES[kind] for kind in kinds])[0]
        outlet, short = _name_outlet(language, chooser)
        run = _compose_run(parts[document.fold, language, kind], kind, (outlet, short), chooser)
        told = [text for key in kinds for text in parts[document.fold, language, key].told]
        hosts = _add_told(document.lines, told, (outlet, short), chooser)
        lines = _put_in(hosts, run, language, chooser)
        path = (document.article.url or "").split("://")[-1].partition("/")[2]
        host = fold("".join(word for word in outlet.split() if word not in _ARTICLES).replace("'", ""))
        url = f"https://www.{host}.example/{path}" if chooser.random() < 0.7 else None
        made.append(build(f"{document.id}~{seed}", document.publisher, document.fold, url, lines))
    return made


def _add_told(
    lines: Sequence[Line], told: Sequence[str], names: tuple[str, str], chooser: random.Random
) -> Sequence[Line]:
    """The lines, some with one that names the outlet as reporters do: it is no part of a pitch beside it."""
    if not told or chooser.random() >= SHARE_TOLD:
        return lines
    text = pick(chooser, told).replace("{outlet}", names[0]).replace("{short}", names[1])
    at = chooser.choice((1, 1, 2, 3))
    return [*lines[:at], Line(text[0].upper() + text[1:], CONTENT), *lines[at:]]


def _put_in(lines: Sequence[Line], run: Run, language: str, chooser: random.Random) -> list[Line]:
    """The lines with the run in them; some have a byline too, which an appeal may stand beside."""
    if language not in _BYLINES or chooser.random() >= SHARE_BYLINED:
        return put_in(lines, run, chooser)
    name = f"{pick(chooser, _FIRST_NAMES)} {pick(chooser, _LAST_NAMES)}"
    text = pick(chooser, _BYLINES[language].replace(" | ", "\t").split("|")).replace("\t", " | ")
    byline = Line(text.format(name=name, town=pick(chooser, _TOWNS)), NUMBER_OF[Kind.BYLINE_DATE])
    if chooser.random() < 0.5:
        return put_in([lines[0], byline, *lines[1:]], run, chooser)
    around = [byline, *run] if chooser.random() < 0.5 else [*run, byline]
    return [lines[0], *around, *lines[1:]]


def build_parts(parts: PartsByKey) -> list[LabelledDocument]:
    """The paragraphs of each fold, language and kind as one document, under one invented outlet's name.

    Signatures are none of them: a name and an office are a pitch's by where they stand alone.
    """
    documents = []
    for (number, language, kind), part in parts.items():
        texts = [*part.opens, *part.middles, *part.asks, *part.pays]
        named = [text.replace("{outlet}", "The Marlow Courier").replace("{short}", "the Courier") for text in texts]
        lines = [Line(text, NUMBER_OF[kind]) for text in named]
        documents.append(build(f"parts {number} {language} {kind}", "", number, None, lines))
    return documents


def _name_outlet(language: str, chooser: random.Random) -> tuple[str, str]:
    """An invented outlet's full name, and the short one."""
    if language in _OUTLETS:
        name = pick(chooser, _OUTLETS[language].split("|"))
        return name, name
    town, title = pick(chooser, _TOWNS), pick(chooser, _TITLES)
    return f"The {town} {title}", f"the {title}"


def _compose_run(parts: Parts, kind: Kind, names: tuple[str, str], chooser: random.Random) -> Run:
    middles = _draw(parts.middles, (1, 1, 2, 2, 3) if kind is Kind.DONATION else (0, 1, 1, 1, 2), chooser)
    asks = _draw(parts.asks, (1, 1, 2), chooser)
    opens = _draw(parts.opens, (0, 1, 1, 1), chooser)
    pays = _draw(parts.pays, (0, 0, 1, 2), chooser)
    signs = _draw(parts.signs, (0, 0, 0, 1, 1), chooser)
    if len(middles) > 1 and chooser.random() < 0.4:
        middles = [" ".join(middles)]
    if asks and middles and chooser.random() < 0.3:
        middles, asks = middles[:-1], [f"{middles[-1]} {asks[0]}", *asks[1:]]
    rule = [pick(chooser, _RULES)] if chooser.random() < SHARE_RULED else []
    run = (*rule, *opens, *middles, *asks, *pays, *signs, *rule)
    texts = [text.replace("{outlet}", names[0]).replace("{short}", names[1]) for text in run]
    return tuple(Line(text[0].upper() + text[1:], NUMBER_OF[kind]) for text in texts)


def _draw(texts: Sequence[str], counts: Sequence[int], chooser: random.Random) -> list[str]:
    return chooser.sample(texts, min(len(texts), chooser.choice(counts)))
