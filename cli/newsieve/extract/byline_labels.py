"""Words before and behind an author's name in a byline, by language, and the name without them.

Words like "by", which stand anywhere in a line, are in the vocabulary; here are the labels.
"""

import re
from functools import cache

from newsieve.extract import vocabulary
from newsieve.patterns import compile_later

# Words for an author, which are labels with a colon, or before a full name at the beginning of a line.
AUTHORS = (
    "author autor autora autorka autors autorius auteur autore аутор аўтар автор авторка szerző kirjoittaja egilea "
    "yazar müəllif penulis mwandishi autori συντάκτης ავტორი հեղինակ نویسنده نویسندگان مصنف מאת लेखक लेखिका লেখক "
    "எழுதியவர் రచయిత ലേഖകൻ ಲೇಖಕ લેખક ਲੇਖਕ ผู้เขียน tác_giả awdur údar 作者 記者"
).split()
# Labels that count where a colon stands behind them; anything else may begin with most of these.
_WITH_COLON = (
    "text texte texto testo tekst teksti tekstas текст words szöveg írta testua yazan haber teks naskah bài_viết "
    "geiriau teksti napisał napisała napsal napsala napísal piše пише пишет κείμενο ტექსტი տեքստ گزارش تحریر بقلم "
    "كتب كتبت كتابة إعداد تقرير כתב כתבה द्वारा प्रस्तुति লেখা প্রতিবেদক கட்டுரை โดย เรื่อง ដោយ អត្ថបទ ໂດຍ "
    "ရေးသားသူ ጸሐፊ ዘጋቢ"
).split()
# Labels that stand before nothing else at the beginning of a line, with a colon or without.
_ALWAYS = (
    "skrevet_av skrevet_af skriven_av text_av tekst_av tekst_af geschreven_door scris_de napisał napisała írta بقلم "
    "מאת โดย ដោយ ໂດຍ"
).split()
# Words of everything, which are labels on pages of their language, before a name.
_OF_LANGUAGE = {
    "af": "deur", "ca": "de|per", "cy": "gan", "da": "af", "de": "von", "el": "του|της|των|από τον|από την",
    "es": "por", "fi": "teksti", "fil": "ni|nina", "fr": "de|par", "fy": "troch", "ga": "le", "gl": "por|de",
    "hi": "द्वारा", "hr": "piše", "id": "oleh", "is": "eftir", "it": "di", "lb": "vun", "ms": "oleh", "mt": "minn",
    "nb": "av", "nl": "door", "nn": "av", "no": "av", "pt": "por", "ro": "de", "ru": "текст", "sl": "piše", "sq": "nga",
    "sr": "piše|пише", "sv": "av", "sw": "na", "tl": "ni|nina", "uk": "текст", "vi": "theo|bởi",
}  # fmt: skip
# Labels in Chinese and Japanese: that of a journalist with the outlet's before it needs no space behind it.
_OF_HAN = compile_later(
    r"(?:^|[\s・/／|｜])(?:(?:本[报報刊社]|特[约約]|新[华華]社)(?:[记記]者|通[讯訊][员員])\s*[:：／/丨｜]?\s*|"
    r"(?:[记記]者|撰?文|作者|撰[稿文]|[采採][写寫訪访]|執筆|文責)(?:[・･][^\s:：]{1,6}|)(?:\s*[:：／/丨｜]\s*|\s+))"
    r"(?P<name>[\u3005\u3400-\u9fff]{2,6})(?![^\s/／、|｜（(])"
)
# What somebody is, behind the name, and a line that begins with both.
_ROLE = r"\s+(?:기자|특파원|(?:선임|객원|수습|인턴)\s?기자|논설위원|[记記]者)"
_BEHIND = compile_later(rf"{_ROLE}$")
_BEFORE_ROLE = compile_later(
    rf"(?:[(\[（［【][^)\]）］】]{{1,30}}[)\]）］】]\s*)?(?P<name>[\u3005\u3400-\u9fff]{{2,6}}|[가-힣]{{2,4}}){_ROLE}"
    r"\s*(?:$|[=@(（|/·\d]|\S+@)"
)
_NEXT = compile_later(r",\s+[^\W\d_]+\s*[:：].*", re.DOTALL)  # the label of somebody else: "photos: Anna Mole"
_EDGE = compile_later(r"[,|·•/]|\s\d")
LABEL_ENDS = ":：՝／"
AND = "and|und|et|y|e|en|&|og|och|ja|и|і|i"  # between what somebody made, or names


def read_labelled(text: str, language: str | None) -> str | None:
    """The text behind a label, in any language; None without one. Only with a colon it may stand within a line."""
    if named := _BEFORE_ROLE.match(text) or _OF_HAN.search(text):
        return named["name"]
    if not (label := _compile_labels(language or "").search(text)):
        return None
    rest = text[label.end() :]
    if not rest or begins_small(rest) or (label["short"] and not _is_full_name(rest)):
        return None
    return rest


def drop_titles(name: str) -> str:
    """A name without what is said behind it: what somebody is, or who took the photos."""
    return _BEHIND.sub("", _NEXT.sub("", name))


def begins_small(text: str) -> bool:
    """Whether a text begins with a small letter, in a script that has capitals for the beginning of names."""
    return text[:1].islower() and text[:1].title() != text[:1]  # Georgian has none for that


def _is_full_name(text: str) -> bool:
    """Whether a line is a name of two words or more, up to a comma, a bar or a figure: no beginning of a sentence."""
    words = _EDGE.split(text, maxsplit=1)[0].split()
    small = [word for word in words if begins_small(word) and word not in vocabulary.SMALL_PARTS_OF_NAMES]
    return len(words) > 1 and not small


@cache
def _compile_labels(language: str) -> re.Pattern[str]:
    authors, with_colon, always = ("|".join(words).replace("_", r"\s") for words in (AUTHORS, _WITH_COLON, _ALWAYS))
    own = _OF_LANGUAGE.get(language, r"(?!)")  # what never matches
    return re.compile(
        rf"(?:^|[^\w\s]\s?|\d\s|\s(?:{AND})\s)(?:{authors}|{with_colon})(?:\s(?:{AND})\s\w+)?\s*[{LABEL_ENDS}]\s*"
        rf"|\A(?:{always})\s*(?:[{LABEL_ENDS}]\s*|\s)|(?P<short>\A(?:{own})|(?:^|[^\w\s]\s?|\d\s)(?:{authors}))\s+",
        re.IGNORECASE | re.MULTILINE,
    )
