"""Subtitles and captions (SubRip, WebVTT, YouTube's), and transcripts with a time a line: what is spoken, as text.

The text is that of the cues without their numbers, times, settings and marks, in paragraphs.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsieve.patterns import compile_later
from newsieve.text import ends_sentence, estimate_words, is_unspaced

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
_TIMING = compile_later(
    rf"^[ \t]*+(?P<start>{_TIME})"
    rf"(?:[ \t]*+-->[ \t]*+(?P<end>{_TIME})(?:[ \t][^\n]*+)?|,(?P<end_of_sbv>{_TIME})[ \t]*+)$",
    re.MULTILINE,
)
_FIRST = compile_later(rf"\s*+(?:\d++[ \t]*+\n)?[ \t]*+{_TIME}(?:[ \t]*+-->|,)[ \t]*+{_TIME}")
_HEAD = compile_later(r"\s*+WEBVTT(?:[ \t][^\n]*+)?(?:\n|\Z)")
_BARE_TIME = compile_later(r"^[ \t]*+(?P<start>(?:\d{1,2}:)?\d{1,2}:\d\d)[ \t]*+$", re.MULTILINE)
_FIRST_BARE = compile_later(r"\s*+(?:0?0:)?0?0:\d\d[ \t]*+\n")  # recordings begin at nought, schedules do not
_BLANK_LINES = compile_later(r"\n[ \t]*+\n\s*+")
_COMMENT = compile_later(r"(?:NOTE|STYLE|REGION)(?:[ \t\n]|\Z)")
_VOICE = compile_later(r"<v(?:\.[^\s>]*+)?[ \t]+(?P<name>[^<>\n]*+)>")
_MARKS = compile_later(
    r"</?(?:v|i|b|u|s|c|lang|ruby|rt|font)(?:[.\s][^<>\n]*+)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\[a-z][^{}\n]*+\}",
    re.IGNORECASE,
)
_REFERENCES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "\u200e", "&rlm;": "\u200f"}
_REFERENCE = compile_later("|".join(_REFERENCES))
_SET_APART = compile_later(r"<i>[^<]*+</i>\Z|\{\\an[4-9]\}")  # off the scene, or not at its foot
_DASH = compile_later(r"[-–—‐][ \t]*+[^\W\da-zß-ÿ]")  # of what another one answers
_LABEL = compile_later(r">>|[^\W\d_a-z][^\Wa-z_]{0,30}(?: [^\Wa-z_]{1,30}){0,3}:[ \t]")  # who speaks, in capitals
_SOUND = compile_later(r"\[[^\[\]]*+\]|\([^()]*+\)|♪.*")
_FEWEST_BARE = 2  # times on lines of their own
_SLOWEST_SPEECH = 1.0  # words a second: people say two to three, and the lines of programmes fill minutes with a title
_MOST_ROLLED = 3  # lines that stay on the screen
_CUES_TO_AN_END = 12  # for one end of a sentence: what a machine heard has none


class _Cue(NamedTuple):
    """Lines that are shown from `start` to `end`, in seconds. `is_apart`: off the scene, or a sign within it."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str
    is_apart: bool


def read_subtitles(text: str, *, is_named: bool = False) -> str:
    """The spoken words of subtitles in paragraphs; any other text as it is.

    Subtitles begin with a cue and are mostly cues, or by their name whatever has a cue's times on a line. A paragraph
    ends where another one speaks, and where a pause is longer than most cues; a sentence that begins with a small
    letter goes on. Where there are hardly any ends of sentences each cue has a line.
    """
    cues = [*_find_cues(text, is_named=is_named)]
    if not cues:
        return text
    return "\n\n".join(_join_cues(_drop_rolled(cues))) + "\n"


def _find_cues(text: str, *, is_named: bool) -> Iterator[_Cue]:
    """The cues in order, none of a text that is no subtitles."""
    head = _HEAD.match(text)
    if head or is_named or (_FIRST.match(text) and _has_mostly_cues(text)):
        yield from _read_cues(text, [*_TIMING.finditer(text)], is_vtt=head is not None)
    elif _FIRST_BARE.match(text):
        times = [*_BARE_TIME.finditer(text)]
        starts = [_to_seconds(time["start"]) for time in times]
        if len(times) >= _FEWEST_BARE and starts == sorted(starts) and _is_spoken(text, times, starts):
            yield from _read_cues(text, times, is_vtt=False)


def _has_mostly_cues(text: str) -> bool:
    """Whether most paragraphs are cues; a blank line within one parts it."""
    paragraphs = _BLANK_LINES.split(text.strip())
    return 2 * sum(_FIRST.match(paragraph) is not None for paragraph in paragraphs) > len(paragraphs)


def _is_spoken(text: str, times: Sequence[re.Match[str]], starts: Sequence[float]) -> bool:
    """Whether half of the lines or more hold as many words as somebody says until the next time."""
    pairs = [*zip(pairwise(times), pairwise(starts), strict=True)]
    words = [estimate_words(text[one.end() : other.start()]) for (one, other), _ in pairs]
    spoken = [count >= _SLOWEST_SPEECH * (end - start) for count, (_, (start, end)) in zip(words, pairs, strict=True)]
    return 2 * sum(spoken) >= len(spoken)


def _read_cues(text: str, times: Sequence[re.Match[str]], *, is_vtt: bool) -> Iterator[_Cue]:
    """The cues at the times, and text that stands before the first, which has no place there."""
    if not times:
        return
    starts = [_to_seconds(time["start"]) for time in times]
    before = _drop_identifier(text[: times[0].start()], is_vtt=is_vtt)
    if is_vtt:
        _, _, before = before.partition("\n\n")
        before = _drop_comments(before.lstrip())
    yield from _split_voices(starts[0], starts[0], before)
    for number, (time, start) in enumerate(zip(times, starts, strict=True)):
        following = times[number + 1] if number + 1 < len(times) else None
        piece = text[time.end() : following.start() if following else len(text)]
        if following:
            piece = _drop_identifier(piece, is_vtt=is_vtt)
        end = _read_end(time) or (starts[number + 1] if following else start)
        yield from _split_voices(start, end, _drop_comments(piece) if is_vtt else piece)


def _drop_identifier(piece: str, *, is_vtt: bool) -> str:
    """Text before a cue's times, without its number, or the name that WebVTT may give it behind a blank line."""
    before, _, last = piece.removesuffix("\n").rpartition("\n")
    is_name = is_vtt and not before.rpartition("\n")[2].strip()
    return before if is_name or last.strip().isdecimal() else piece


def _drop_comments(piece: str) -> str:
    """Text behind a cue's times in WebVTT, without notes and style sheets; right below the times all is spoken."""
    return "\n".join(part for part in _BLANK_LINES.split(piece) if not _COMMENT.match(part))


def _split_voices(start: float, end: float, piece: str) -> Iterator[_Cue]:
    """A cue for each voice of one; none where nothing is said."""
    edges = [0, *(found.start() for found in _VOICE.finditer(piece)), len(piece)]
    for left, right in pairwise(edges):
        spoken = piece[left:right].strip()
        voice = _VOICE.match(spoken)
        bare = _REFERENCE.sub(lambda found: _REFERENCES[found[0]], _MARKS.sub("", spoken))
        if lines := tuple(line for line in map(str.strip, bare.split("\n")) if line):
            is_apart = _SET_APART.match(spoken) is not None
            yield _Cue(start, end, lines, voice["name"].strip() if voice else "", is_apart)


def _drop_rolled(cues: Sequence[_Cue]) -> Sequence[_Cue]:
    """The cues without the lines that roll up: with which most begin, since they were the last of the cue before."""
    rolled = [0, *(_count_rolled(one.lines, other.lines) for one, other in pairwise(cues))]
    goes_on = any(0 < count < len(cue.lines) for count, cue in zip(rolled, cues, strict=True))
    if not goes_on or 2 * sum(map(bool, rolled)) < len(cues):
        return cues
    left = (cue._replace(lines=cue.lines[count:]) for count, cue in zip(rolled, cues, strict=True))
    return [cue for cue in left if cue.lines]


def _count_rolled(before: tuple[str, ...], lines: tuple[str, ...]) -> int:
    return next((count for count in range(_MOST_ROLLED, 0, -1) if lines[:count] == before[-count:]), 0)


def _join_cues(cues: Sequence[_Cue]) -> Iterator[str]:
    """The paragraphs."""
    lengths = sorted(cue.end - cue.start for cue in cues)
    usual = lengths[len(lengths) // 2]
    has_ends = sum(ends_sentence(line) for cue in cues for line in cue.lines) * _CUES_TO_AN_END >= len(cues)
    paragraph, before = list[str](), cues[0]
    for cue in cues:
        is_first = True
        for line in cue.lines:
            if paragraph and _begins_paragraph(before, cue, paragraph[-1], line, usual, is_first=is_first):
                yield "".join(paragraph)
                paragraph.clear()
            if paragraph:
                paragraph.append(_part(paragraph[-1], line) if has_ends or not is_first else "\n")
            paragraph.append(line)
            is_first = False
        before = cue
    if paragraph:
        yield "".join(paragraph)


def _begins_paragraph(before: _Cue, cue: _Cue, last: str, line: str, usual: float, *, is_first: bool) -> bool:
    """Whether another one speaks from a line on, or a pause before it parts it from the last one."""
    if _DASH.match(line) or _LABEL.match(line) or _SOUND.fullmatch(line) or _SOUND.fullmatch(last):
        return True
    if not is_first:
        return False
    if (cue.voice, cue.is_apart) != (before.voice, before.is_apart):
        return True
    has_answered = _DASH.match(last) is not None and ends_sentence(last)
    return has_answered or (cue.start - before.end > usual and (ends_sentence(last) or not line[0].islower()))


def _part(last: str, line: str) -> str:
    """White space between two lines of a sentence; none in scripts without spaces."""
    return "" if is_unspaced(last[-1]) and is_unspaced(line[0]) else " "


def _read_end(time: re.Match[str]) -> float | None:
    groups = time.groupdict()
    end = groups.get("end") or groups.get("end_of_sbv")
    return _to_seconds(end) if end else None


def _to_seconds(time: str) -> float:
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = 60 * seconds + float(part)
    return seconds
