"""Sentences that run over blocks: verse, page breaks, lines wrapped at no margin; and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.pipeline import Task, process, ranker_input
from newsieve.render import kept_text
from newsieve.segment import find_continued, split_blocks
from newsieve.types import Article, Document, Options

BEFORE = """\
The council bought the mill and kept its roof dry, until
the gutters were stolen and the committee that should have"""
AFTER = """\
replaced them found that it had not met for six years. By the
spring the top floor had gone through the one below."""
WHOLE = f"{BEFORE} {AFTER.partition('. ')[0]}.".replace("\n", " ")


def list_sentences(text: str, language: str = "en") -> list[str]:
    document, _ = ranker_input(process(Document("-", text, language=language), Task.CLEAN, Options()))
    return list(document.texts)


@pytest.mark.parametrize(
    "page_break",
    [
        pytest.param("\n\n12\n\n", id="a page's number"),
        pytest.param("\n12\n", id="without blank lines"),
        pytest.param("\n- 12 -\nThe Mills of the Osk\n", id="and a running head"),
        pytest.param("\n\n12\n\nTHE MILLS OF THE OSK      CHAPTER TWO\n\n", id="and one of two parts"),
        pytest.param("\n\nThe Mills of the Osk          12\n\n", id="in one line"),
        pytest.param("\n\nPage 3 of 14\n\n", id="behind a word"),
        pytest.param("\n\n1 See the letter of 9 June.\n\n12\n\n", id="behind a footnote"),
        pytest.param("\n\n¹ See the letter of 9 June.\n\n", id="a footnote alone"),
    ],
)
def test_a_sentence_goes_on_behind_a_page_break(page_break: str) -> None:
    text = f"{BEFORE}{page_break}{AFTER}\n"
    assert list_sentences(text) == [WHOLE, "By the spring the top floor had gone through the one below."]


def test_a_poem_stays_as_it_is() -> None:
    text = "Low Water\n\nThe harbour empties like a sleeve\nand all the boats lie down;\nthe gulls walk in.\n"
    assert kept_text(process(Document("-", text), Task.CLEAN, Options())) == text
    assert " ".join(text.split()[2:]) in list_sentences(text)


def test_a_word_goes_on_behind_a_page_break() -> None:
    text = "Die Gutachter raten der Stadt am Fluss zu einer Erhö-\n\n- 23 -\n\nhung um einen Meter. Das ist teuer.\n"
    assert list_sentences(text, "de") == [
        "Die Gutachter raten der Stadt am Fluss zu einer Erhöhung um einen Meter.",
        "Das ist teuer.",
    ]


def test_a_capital_behind_a_page_break_begins_no_sentence() -> None:
    text = (
        "Die Gutachter haben im Frühjahr die Pfeiler der alten Brücke geprüft und der\n"
        "Stadt empfohlen, sie zu sperren, bis das Land die Kosten für eine neue\n\n23\n\n"
        "Brücke übernommen hat. Niemand weiß, wie lange sie noch steht, denn seit dem\n"
        "Krieg hat sie keiner mehr angesehen.\n"
    )
    assert list_sentences(text, "de")[0].endswith("die Kosten für eine neue Brücke übernommen hat.")


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("\n\nWhat the council did\n\n", id="a heading"),
        pytest.param("\n\n12\n\nThe council met on Monday.\n\n", id="a sentence behind the number"),
        pytest.param("\n1. See the letter.\n2. See the other.\n", id="a list"),
        pytest.param("\n2\n00:00:04,300 --> 00:00:08,000\nNobody came\n", id="a subtitle"),
    ],
)
def test_what_is_no_page_break_parts_a_sentence(between: str) -> None:
    assert WHOLE not in list_sentences(f"{BEFORE}{between}{AFTER}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "The harbour empties like a sleeve\nand all the boats lie down;\nthe gulls walk in.", None, id="verse"
        ),
        pytest.param(
            "The ploughman drives his weary way,\nAnd leaves the hills to night and me;\nNow fades the land.",
            None,
            id="capitals at the beginnings of lines",
        ),
        pytest.param("2 Donate your heart and not your gold,\nAnd sign it there\nWith all His name.", None, id="hymn"),
        pytest.param(
            "7 It rained. The wet winter flooded\n8 pumping stations of the town.",
            "The wet winter flooded pumping stations of the town.",
            id="a sentence from within a numbered line on",
        ),
        pytest.param("The wet winter\n\nflooded eleven of\n\nthe stations here.", None, id="a blank line behind each"),
        pytest.param(
            "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
            "举头望明月，低头思故乡。",
            id="verse without spaces",
        ),
        pytest.param(
            "# The wet winter flooded the\n# pumping stations of the town.",
            "The wet winter flooded the pumping stations of the town.",
            id="comments",
        ),
        pytest.param(
            "7 The wet winter flooded the\n8 pumping stations of the town.",
            "The wet winter flooded the pumping stations of the town.",
            id="numbered lines",
        ),
    ],
)
def test_a_sentence_runs_over_lines(text: str, sentence: str | None) -> None:
    wanted = sentence or " ".join(text.split())
    assert wanted in list_sentences(f"{text}\n\nNobody was hurt. The desk was found.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Liebe Gemeinde,\n\ndie Orgel schweigt seit dem Advent.", id="a greeting"),
        pytest.param("Rundbrief des Vereins\ndas Backhaus ist gerettet, und der Kreis zahlt den Rest.", id="a heading"),
        pytest.param("We need for the cake:\nflour from the mill\nbutter.", id="a list behind a colon"),
        pytest.param("Flour from the mill\nButter\nEggs and milk.", id="a list"),
        pytest.param("1 bunch of kale\nbread from the day before.", id="ingredients"),
        pytest.param("Town Hall,\n14 Mill Road,\nSkelby.", id="an address"),
        pytest.param("00:00:01.000 --> 00:00:04.000 align:start\nthe bridge has closed.", id="times of a subtitle"),
        pytest.param("Ann Lund  9:05 AM\ncan we roll it back?", id="a message"),
        pytest.param("The tide is low\nann: nobody knows it.", id="a label"),
        pytest.param("Ask the harbour office or\nport@quay.example for tickets.", id="an address of mail"),
        pytest.param("The tide is low today\nand the boats lie down", id="no end"),
        pytest.param("the tide is low today\nand the boats lie down.\nthe gulls walk in.", id="no capitals"),
        pytest.param(
            "The tide is low today\nand the boats lie down far from it. the gulls walk in.", id="small letters"
        ),
        pytest.param("DESCRIPTION\nferry prints the sailings of a day.", id="a line in capitals"),
        pytest.param("Низкая вода и лодки:\nв порту было\nтихо и лодки лежат.", id="a small letter of another script"),
        pytest.param("The value of it is\nx = foo(bar)\nreturn x.", id="code"),
        pytest.param("The council met in the spring of\n2012\nand voted for the bridge.", id="a year"),
        pytest.param("| The tide | is low |\n| and the | boats. |", id="a table"),
        pytest.param(
            "Bulletin of the cleaners\nWeek 41\nColleagues,\nwe stopped on Tuesday.", id="a greeting below a day"
        ),
        pytest.param(
            "The town has built\n12\nnew schools since the war, said the mayor.", id="a figure of the sentence"
        ),
        pytest.param("We met in the hall near\nRoom 12\nwhere tea was served until noon.", id="a room of the sentence"),
    ],
)
def test_lines_that_are_no_pieces_of_a_sentence(text: str) -> None:
    assert [*find_continued(text, split_blocks(Article(text)))] == []


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        (
            "\\section{Results}",
            [
                "The silt settled in four hours in salt water and in nine hours in",
                "Fresh water. Below four degrees the difference vanished.",
            ],
        ),
        (
            "DESCRIPTION",
            [
                "       ferry prints the sailings of a day from the time table in FILE, with",
                "       those that are cancelled struck through. It reads standard input.",
            ],
        ),
        (
            "EXIT STATUS",
            [
                "       The program returns 0 when all of the lines were understood and 1 when",
                "       one of them was not, as is usual in programs of this kind today.",
            ],
        ),
    ],
)
def test_a_heading_directly_above_a_wrapped_paragraph_is_no_line_of_it(heading: str, lines: list[str]) -> None:
    paragraph = "\n".join(lines)
    text = f"{heading}\n{paragraph}\n"
    assert [text[one.start : one.end] for one in split_blocks(Article(text))] == [heading, paragraph.strip()]


def test_a_sentence_over_lines_is_no_headline() -> None:
    lines = "Every autumn the people of Skerry\nbring their sheep down."
    document, _ = ranker_input(
        process(Document("-", f"{lines} It is late. It rains. It snows."), Task.CLEAN, Options())
    )
    assert (document.title, document.texts[0]) == (None, " ".join(lines.split()))


LINES = st.sampled_from(
    ["The tide is low", "and the boats lie down,", "the gulls walk in.", "It rained. The mill", "12", "", "- 3 -",
     "THE MILLS", "1 See it.", "# and so", "Erhö-", "hung", "Low Water", "a | b", "好。", "“Why?", "7 then", "Ann:"]
)  # fmt: skip


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_each_piece_stands_in_one_sentence_and_what_is_skipped_in_none(text: str) -> None:
    blocks = split_blocks(Article(text))
    found = [*find_continued(text, blocks)]
    indexes = [piece.index for one in found for piece in one.pieces]
    assert indexes == sorted(set(indexes))
    place = {sentence.index: block.index for block in blocks for sentence in block.sentences}
    assert not {place[index] for index in indexes} & {number for one in found for number in one.skipped}
    assert all(len(one.pieces) > 1 for one in found)
