"""Seams at which two paragraphs were glued together without a space: "…all the difference.A minister said …".

Extractors that drop a line break leave such seams, and a pitch and the story then share a line. A seam is cut only
where nothing else explains the missing space: initials ("U.S.Army"), abbreviations ("St.Louis"), names of files and
sites ("Node.JS", "example.com"), addresses and names spelled together ("YouTube") stay whole.
"""

import re
from collections import Counter
from collections.abc import Iterator

from newsieve.languages import all_words
from newsieve.patterns import compile_later
from newsieve.segment.abbreviations import read_words

# "Wait...What?" is one piece: several dots are a pause. Runs are bounded so that no text can make the search quadratic.
_STOP = re.compile(r"""[.!?…](?<![.…].)(?P<closers>[)\]"”’»]{0,3})(?P<opening>["“‘«¿¡(\[]{0,3})(?P<next>[^\W\d_]+)""")
_LAST_WORD = re.compile(r"[)\]%\"”’»]*([^\W_]+)")  # read backwards, so that it is found at once
_LONGEST_WORD = 40
_LONGEST_INITIALS = 3
_SUM = compile_later(r"%\s?\d|[€₽]\s?\d|\d[\d.,]*[$£€¥]")  # read backwards: "5%", "5 €", "$2.50"

# The stop stands by itself: behind a link (" .In that book"), or as the French set it ("soutenir ?Le journal").
_STOP_APART = re.compile(r"[.!?…](?<=[^\W\d_]{4}\s.)(?P<next>[^\W\d_]+)(?=[\s'’])")
_DOTTED_WORD = compile_later(r"\.(?<=\s.)[^\W\d_]")  # ".NET", ".gitignore", "the .Select method"

# No stop at all: a heading or a button and the sentence behind it, "…without limitsThe court ruled". Names spelled
# together have the same shape, so the second word must be one that opens sentences, or the first one lower case
# throughout, longer than the "easy" of "easyJet", and the whole no name that comes back elsewhere in the text.
_CAPITAL_INSIDE = re.compile(r"(?P<next>[A-ZÀ-ÖØ-Þ](?<=[^\W_].)[^\W\d_]*)")
_SHORTEST_FIRST_WORD = 5
_BEHIND_CAPITALS = re.compile(
    r"(?P<next>[A-ZÀ-ÖØ-Þ](?<=[A-ZÀ-ÖØ-Þ]{5})[^\W\d_A-ZÀ-ÖØ-Þ]+)(?=\s)"
)  # "THE VERDICTThe court"
_ELISION = re.compile(r"[CDJLMNQST]['’](?<=[^\W\d_A-ZÀ-ÖØ-Þ]{5}..)(?=[^\W\d_A-ZÀ-ÖØ-Þ])")  # "aux urgencesL'hôpital a"
# A heading of news agencies: "…he said.- 'No way back' -The court".
_DASHED = compile_later(r"- (?:(?<=^- )|(?<=[.!?\"”»]- ))[^-\n.!?]{3,60}\S -(?=[^\W\d_a-zà-ÿ]|[\"“«])", re.MULTILINE)
_SINGLE_LETTER_WORDS = frozenset("AIEOYUÀÉÈ")

_SUFFIXES = frozenset(
    "com net org edu gov io js ai app co uk de fr es it nl tv info biz fm me py md pdf txt html".split()
)
_WORDS_AND_SUFFIXES = frozenset(("It", "Me", "Es", "De"))
_DOMAIN_AND_PATH = compile_later(r"\W*[\w-]+(?:\.[\w-]+)+/")
_LONGEST_ADDRESS = 500
_FEWEST_STEPS = 2  # before a file's name: "he/she.The" has two, and a date no letters


def find_seams(text: str, start: int, end: int, names: frozenset[str] = frozenset()) -> Iterator[int]:
    """Ascending offsets inside `text[start:end]` at which a new block begins though no white space stands before it.

    `names` are words spelled together that are no seam: `spelled_together(text)`.
    """
    cuts = [_cut(text, start, m) for m in _STOP.finditer(text, start, end) if _is_seam(text, start, m)]
    cuts += _find_apart(text, start, end)
    cuts += [
        m.start("next") for m in _CAPITAL_INSIDE.finditer(text, start, end) if _is_bare_seam(text, start, m, names)
    ]
    cuts += [m.start("next") for m in _BEHIND_CAPITALS.finditer(text, start, end) if m["next"] in all_words("starts")]
    cuts += [m.start() for m in _ELISION.finditer(text, start, end) if not _in_address(text, start, m.start())]
    if text.find(" -", start, end) >= 0:  # few texts have one
        cuts += [edge for m in _DASHED.finditer(text, start, end) for edge in m.span()]
    yield from sorted({cut for cut in cuts if start < cut < end})


def spelled_together(text: str) -> frozenset[str]:
    """Words with a capital inside that come more than once, as names do and seams do not."""
    words = Counter([_word_before(text, 0, m.start()) + m["next"] for m in _CAPITAL_INSIDE.finditer(text)])
    return frozenset(word for word, n in words.items() if n > 1)


def _is_seam(text: str, start: int, found: re.Match[str]) -> bool:
    before = _word_before(text, start, found.start())
    following = found["next"]
    if not before or not following[0].isupper() or _is_suffix(text, found, before):
        return False
    if text[found.end() : found.end() + 1] in ("(", "_"):
        return False  # "os.Open()"
    is_quoted = bool(found["closers"] or found["opening"])
    is_sum = _SUM.match(text[max(start, found.start() - _LONGEST_WORD) : found.start()][::-1]) is not None
    if (len(before) < 2 or (before.isdigit() and len(before) < 4)) and not is_sum:
        return False
    if before.isupper() and following.isupper() and max(len(before), len(following)) <= _LONGEST_INITIALS:
        return False  # "EE.UU.", "TP.HCM"
    if (
        found[0][0] == "."
        and before.casefold() in all_words("abbreviations")
        and not (is_quoted or _is_answer(text, found, before))
    ):
        return False
    if len(following) == 1:
        # "difference.A minister", not "Smith.J. Miller" or "Vitamin.D"
        rest = text[found.end() : found.end() + 2]
        is_word = following in _SINGLE_LETTER_WORDS and rest[:1].isspace() and rest[1:].islower()
        return is_word and before[-1].islower()
    if before.istitle() and text[found.end() : found.end() + 1] == "." and not is_quoted:
        return False  # "Hansen.Berg.Consulting"
    return not _in_address(text, start, found.start())


def _is_answer(text: str, found: re.Match[str], before: str) -> bool:
    """Tell the "no" of "My vote was no.So was hers" from that of "no.5": no number follows, but words do."""
    behind = text[found.end() : found.end() + 2]
    return (
        before.islower()
        and found["next"].istitle()
        and behind[:1] == " "
        and behind[1:].islower()
        and before in read_words("no_end_before_number")["all"]
    )


def _find_apart(text: str, start: int, end: int) -> Iterator[int]:
    """Seams behind stops that stand by themselves. A text that has words with a dot before them speaks of code."""
    stops = [*_STOP_APART.finditer(text, start, end)]
    has_dotted = bool(stops) and len(_DOTTED_WORD.findall(text, start, end)) > 1
    for found in stops:
        following = found["next"]
        is_word = following.istitle() if len(following) > 1 else following in _SINGLE_LETTER_WORDS
        if is_word and following.casefold() not in _SUFFIXES and not (found[0][0] == "." and has_dotted):
            yield found.start("next")


def _is_suffix(text: str, found: re.Match[str], before: str) -> bool:
    """Whether the second word ends the name of a site or a file. "It", "Me" and the like begin sentences too."""
    following = found["next"]
    if following.casefold() not in _SUFFIXES or found[0][0] != ".":
        return False
    goes_on = text[found.end() : found.end() + 1] == " " and text[found.end() + 1 : found.end() + 2].islower()
    return not (following in _WORDS_AND_SUFFIXES and (before.islower() or before.isdigit()) and goes_on)


def _is_bare_seam(text: str, start: int, found: re.Match[str], names: frozenset[str]) -> bool:
    at, following = found.start("next"), found["next"]
    before = _word_before(text, start, at)
    behind = text[found.end() : found.end() + 2]
    if len(before) < 3 or not (before[-3:].islower() or before.isdigit()) or not behind[:1].isspace():
        return False
    if following in all_words("starts") or following in _SINGLE_LETTER_WORDS:
        return behind[1:].isalnum() and not _in_address(text, start, at)
    is_two_words = len(before) >= _SHORTEST_FIRST_WORD and before.islower() and following.istitle()
    return is_two_words and before + following not in names and not _in_address(text, start, at)


def _word_before(text: str, start: int, at: int) -> str:
    found = _LAST_WORD.match(text[max(start, at - _LONGEST_WORD) : at][::-1])
    return found[1][::-1] if found else ""


def _in_address(text: str, start: int, at: int) -> bool:
    """Whether `at` stands inside a web or mail address, a path, or a name of several parts, as in "urn:port:ferry"."""
    first, last = max(start, at - _LONGEST_ADDRESS), at + _LONGEST_ADDRESS
    left = max(text.rfind(" ", first, at), text.rfind("\n", first, at), first - 1) + 1
    right = text.find(" ", at, last)
    token = text[left : right if right >= 0 else last]
    if "@" in token or _DOMAIN_AND_PATH.match(token):
        return True
    steps = sum(any(map(str.isalpha, step)) for step in re.split("[/:]", text[left:at]))
    return steps > _FEWEST_STEPS or "://" in text[left:at] or "www." in text[left:at]


def _cut(text: str, start: int, found: re.Match[str]) -> int:
    """Return the start of the second piece: quotation marks go with the piece that they belong to."""
    if '"' in found["closers"] and text.count('"', max(start, found.start() - 2000), found.start()) % 2 == 0:
        return found.start("closers")  # a straight one opens where none is open
    return found.end("closers")
