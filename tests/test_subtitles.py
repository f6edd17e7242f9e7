"""Subtitles and captions: what is spoken, in paragraphs, and nothing of it lost."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.read import ReadOptions, Source
from newsieve.read.formats import InputFormat, read_stream
from newsieve.read.streams import Peekable
from newsieve.read.subtitles import read_subtitles
from newsieve.types import Document, Format
from test_growth import grows_too_fast

SRT = """1
00:00:01,000 --> 00:00:04,000
Every autumn the people of Oke bring
their sheep down from the cliffs,

2
00:00:04,200 --> 00:00:07,000 X1:40 X2:600 Y1:20 Y2:50
and {\\an2}this year too. There are <i>400</i>
of them: a < b, Vec<String>, <your-name>.
"""
SPOKEN = (
    "Every autumn the people of Oke bring their sheep down from the cliffs, and this year too. There are 400 of them: "
    "a < b, Vec<String>, <your-name>.\n"
)
VTT = """WEBVTT - Oke
Kind: captions

STYLE
::cue { color: red }

NOTE
Not spoken, in
two lines.

first
00:01.000 --> 00:03.000 align:start position:0%
<v Dana Orr>It <00:00:01.500><c>rained</c> &amp; snowed.</v>

NOTE neither

9f1c-2/14-0
00:03.100 --> 00:05.000
<v Imre>The ferry
<v.loud Dana Orr>Sank?
"""


def times(start: float, end: float) -> str:
    return f"{show(start)} --> {show(end)}"


def show(seconds: float) -> str:
    whole, thousandths = divmod(round(1000 * seconds), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02},{thousandths:03}"


def make_srt(*cues: tuple[float, float, str]) -> str:
    return "\n\n".join(f"{number}\n{times(start, end)}\n{text}" for number, (start, end, text) in enumerate(cues, 1))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        pytest.param(SRT, SPOKEN, id="SubRip"),
        pytest.param("\n" + SRT.replace("\n\n", "\n"), SPOKEN, id="without blank lines"),
        pytest.param(VTT, "It rained & snowed.\n\nThe ferry\n\nSank?\n", id="WebVTT"),
        pytest.param(
            "0:00:01.000,0:00:03.000\nIt rained\n\n0:00:03.000,0:00:04.000\nand snowed.\n", "It rained and snowed.\n",
            id="SubViewer",
        ),
        pytest.param(
            SRT.replace("of Oke bring\n", "of Oke bring\n\n") + "\n3\n00:00:08,000 --> 00:00:09,000\nIt rained.\n",
            f"{SPOKEN[:-1]} It rained.\n", id="a blank line within a cue",
        ),
        pytest.param(
            "WEBVTT\n\n\nNOTE by K.\n\n00:01.000 --> 00:02.000\nNOTE it well.\n\nNOTE end\n", "NOTE it well.\n",
            id="what is spoken begins like a note",
        ),
        pytest.param("0:00\nIt rained\n0:02\nand snowed.\n1:02:03\nBye.", "It rained and snowed. Bye.\n", id="YouTube"),
        pytest.param("0:00\nso it rained\n0:03\nand snowed\n", "so it rained\nand snowed\n", id="no ends"),
        pytest.param(make_srt((0, 2, "雨が"), (2, 4, "降った。")), "雨が降った。\n", id="without spaces"),
    ],
)  # fmt: skip
def test_what_is_spoken_is_read(text: str, spoken: str) -> None:
    assert read_subtitles(text) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The film begins at 00:00:01,000 --> 00:00:03,000 and is short.",
        "1\n00:00:01,000 --> 00:00:03,000\nSo a cue begins.\n\nA number stands first, then the times.",
        "A cue:\n\n1\n00:00:01,000 --> 00:00:03,000\nIt rained.",
        "WEBVTT is what the first line says.",
        "WEBVTT\n\nIt has no cue.",
        pytest.param("8:05\nHull\n8:20\nBeverley\n9:10\nYork", id="a timetable"),
        pytest.param("0:00\nKick-off\n", id="one time"),
        pytest.param("0:00\nWin\n2:10\nLoss\n1:05\nDraw", id="results"),
        pytest.param("0:00\nNight news\n0:30\nFilm: The Last Ferry\n2:15\nNature from above", id="programme"),
        "0:00 Why move it?\n2:14 Cutting the base\n7:40 The slide",
        "<p>One.</p>\n\n<p>Two.</p>",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert read_subtitles(text) == text


def test_by_its_name_a_text_is_subtitles_with_what_stands_between() -> None:
    text = "Translated by K.\n\n" + SRT.replace("the cliffs,\n", "the cliffs,\n\nand the moor\n")
    assert read_subtitles(text) == text
    spoken = SPOKEN.replace("the cliffs,", "the cliffs, and the moor")
    assert read_subtitles(text, is_named=True) == f"Translated by K. {spoken}"
    assert read_subtitles("It rained.\n\nIt snowed.", is_named=True) == "It rained.\n\nIt snowed."


@pytest.mark.parametrize(
    ("cues", "spoken"),
    [
        pytest.param([(0, 2, "It rained."), (2.1, 4, "It snowed."), (20, 22, "Bye.")], "It rained. It snowed.\n\nBye.",
                     id="a pause"),
        pytest.param([(0, 2, "It rained and"), (20, 22, "snowed."), (22, 24, "So.")], "It rained and snowed. So.",
                     id="a pause within a sentence"),
        pytest.param([(0, 2, "- Rain?\n- No."), (2, 4, "It snowed.")], "- Rain?\n\n- No.\n\nIt snowed.", id="dashes"),
        pytest.param([(0, 2, "It rained"), (2, 4, "– it snowed, too.")], "It rained – it snowed, too.", id="no turn"),
        pytest.param([(0, 2, "It rained."), (2, 4, "ANNA: No.\nSo.")], "It rained.\n\nANNA: No. So.", id="label"),
        pytest.param([(0, 2, "[wind]"), (2, 4, "It rained."), (4, 6, "(thunder)\nSo.")],
                     "[wind]\n\nIt rained.\n\n(thunder)\n\nSo.", id="sounds"),
        pytest.param([(0, 2, "It rained."), (2, 4, "<i>Oke, 1962</i>"), (4, 6, "It snowed.")],
                     "It rained.\n\nOke, 1962\n\nIt snowed.", id="signs"),
        pytest.param([(0, 2, "No."), (2, 4, "No."), (4, 6, "No. No.")], "No. No. No. No.", id="said again"),
        pytest.param([(0, 2, "It rained"), (2, 2.01, "It rained"), (2.01, 4, "It rained\nand then"),
                      (4, 4.01, "and then"), (4.01, 6, "and then\nit snowed.")],
                     "It rained and then it snowed.", id="lines that roll up"),
    ],
)  # fmt: skip
def test_paragraphs(cues: list[tuple[float, float, str]], spoken: str) -> None:
    assert read_subtitles(make_srt(*cues)) == f"{spoken}\n"


@pytest.mark.parametrize("name", ["a.srt", "a.txt", "-", "a.vtt.gz"])
def test_a_file_of_them_is_text(name: str) -> None:
    data = "\ufeff" + SRT.replace("\n", "\r\n")
    [document] = read_stream(Source(name), Peekable(io.BytesIO(data.encode())), ReadOptions())
    assert isinstance(document, Document)
    assert (document.text, document.format) == (SPOKEN, Format.TEXT)


def test_named_text_they_stay() -> None:
    options = ReadOptions(input_format=InputFormat.TEXT)
    [document] = read_stream(Source("a.srt"), Peekable(io.BytesIO(SRT.encode())), options)
    assert isinstance(document, Document)
    assert document.text == SRT


LINES = st.lists(st.text(st.sampled_from("axÄ漢 .,-:<>[]()3&"), min_size=1).filter(str.strip), min_size=1, max_size=3)
CUES = st.lists(st.tuples(st.floats(0, 5), st.floats(0, 30), LINES), min_size=1, max_size=9)


@given(CUES)
def test_nothing_is_lost_and_nothing_invented(cues: list[tuple[float, float, list[str]]]) -> None:
    now, made = 0.0, []
    for number, (length, pause, lines) in enumerate(cues):
        made.append((now, now + length, "\n".join(f"w{number} {line.strip()}" for line in lines)))
        now += length + pause
    expected = [word for _, _, text in made for word in text.split()]
    assert read_subtitles(make_srt(*made)).split() == expected


@given(st.text(st.sampled_from("0123:,.->\n WEBVTab<i>{}[]"), max_size=200), st.booleans())
def test_nothing_is_invented(text: str, is_named: bool) -> None:
    left = iter(text)
    assert all(letter in left for letter in read_subtitles(text, is_named=is_named) if not letter.isspace())


@pytest.mark.parametrize(
    "piece",
    [
        "1\n00:00:01,000 --> 00:00:03,000\nIt rained\n\n",
        "1\n00:00:01,000 --> 00:00:03,000\n" + "a\n" * 99,
        "NOTE\n\n",
        "<v A>a ",
        "<v ",
        "0:00\na\n",
        " \n",
        "[(",
        "1\n",
        "00:00:01,000 ",
    ],
)
def test_reading_grows_with_the_text(piece: str) -> None:
    head = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n" if piece[0] in "N<[" else ""
    small, large = (head + piece * (size // len(piece)) for size in (10_000, 100_000))
    for is_named in (True, False):
        assert not grows_too_fast(
            lambda is_named=is_named: read_subtitles(small, is_named=is_named),
            lambda is_named=is_named: read_subtitles(large, is_named=is_named),
        )
