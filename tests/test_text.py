"""The one tokenizer, and the tables of marks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.patterns import compile_later
from newsieve.text import (
    count_words,
    ends_sentence,
    estimate_words,
    find_stretch_of_word,
    find_words,
    fold,
    has_words,
    is_unspaced,
    to_one_line,
    tokenize,
)

ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("aeZnß日的กñ ’'0_-é.!İ\u0307हि")), max_size=24)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("We’re asking 1,200 readers!", ["we", "re", "asking", "1", ",", "200", "readers", "!"]),
        ("5x1000, giro555", ["5x1000", ",", "giro555"]),
        ("a_b c-d", ["a", "b", "c", "-", "d"]),
        ("© €5 | →", ["©", "€", "5", "|", "→"]),
        ("Straße İSTANBUL", ["strasse", "istanbul"]),
        ("日本語 ok", ["日", "本", "語", "ok"]),
        pytest.param("हिन्दी, أيضًا", ["हिन्दी", ",", "أيضًا"], id="marks belong to their letters"),
        pytest.param("cafe\u0301.", ["cafe\u0301", "."], id="an accent of its own"),
        pytest.param(" \n", [], id="nothing in, nothing out"),
    ],
)
def test_tokenize(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@given(ANY_TEXT)
def test_words_are_the_tokens_without_the_marks(text: str) -> None:
    assert find_words(text) == [token for token in tokenize(text) if token[0].isalnum()]


@given(ANY_TEXT)
def test_tokens_hold_every_letter_and_digit_in_order(text: str) -> None:
    assert [c for c in "".join(tokenize(text)) if c.isalnum()] == [c for c in fold(text) if c.isalnum()]


@given(ANY_TEXT)
def test_tokens_do_not_depend_on_case(text: str) -> None:
    assert tokenize(fold(text)) == tokenize(text)


@given(ANY_TEXT, st.integers(0, 9))
def test_words_are_counted(text: str, count: int) -> None:
    assert has_words(text, count) is (count_words(text) >= count)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It rained.", True),
        ("“It rained.”)", True),
        ("雨。」", True),
        ("It rained:", False),
        ("", False),
        ("…", True),
        ("Πού είναι;", True),
        ("so it is;", False),
        ("ድልድዩ ተዘግቷል።", True),
        ("ድልድዩ ተዘግቷል፡፡", True),
        ("ማን ይከፍላል፧", True),
        ("तंत्र ठप है।", True),
        ("पुल बंद है |", True),
        ("It is | that |", False),
        ("پل بند ہے۔", True),
        ("من يدفع؟", True),
        ("Կամուրջը փակ է։", True),
        ("Կամուրջը փակ է:", True),
        ("ស្ពានបិទ។", True),
        ("တံတားပိတ်သည်။", True),
        ("ཟམ་པ་བརྒྱབ་སོང་།", True),
        ("橋は閉じた．", True),
    ],
)
def test_ends_sentence(text: str, ends: bool) -> None:
    assert ends_sentence(text) is ends


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_stretch_stands_within_a_word(before: str, text: str, behind: str) -> None:
    folded = fold(before + text + behind)
    if fold(text) in folded:
        assert any(find_stretch_of_word(fold(text)) in f" {word} " for word in [*tokenize(folded), ""])


@pytest.mark.parametrize(("text", "unspaced"), [("plain", False), ("über हिन्दी", False), ("ok 雨", True)])
def test_is_unspaced(text: str, unspaced: bool) -> None:
    assert is_unspaced(text) is unspaced


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_read_as_all_latin_text_is(text: str) -> None:
    assert tokenize(f"{text} é") == [*tokenize(text), "é"]
    assert find_words(f"{text} é") == [*find_words(text), "é"]


def test_a_pattern_of_a_module_is_compiled_at_its_first_use() -> None:
    faulty = compile_later("(")
    with pytest.raises(re.error):
        faulty.match("")
    found = compile_later("b(.)", re.IGNORECASE).search("aBc")
    assert found is not None
    assert found[1] == "c"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The ferry\n   sails  on.", "The ferry sails on."),
        ("> The ferry\n> sails on.", "The ferry sails on."),
        (">> The ferry\n > > sails on.", "The ferry sails on."),
        ("The price is\n>50 euros, or\n>= 60.", "The price is >50 euros, or >= 60."),
        ("Home > News -> Sport", "Home > News -> Sport"),
        pytest.param(">", ">", id="marks alone"),
    ],
)
def test_marks_of_quoted_mail_stand_in_no_line(text: str, line: str) -> None:
    assert to_one_line(text) == line


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The bridge is shut.", 4),
        ("大桥周一关闭了。过河", 9 / 1.6),
        ("NATO建的桥", 1 + 3 / 1.6),
        ("", 0),
    ],
)
def test_words_of_scripts_without_spaces_are_estimated(text: str, count: float) -> None:
    assert estimate_words(text) == pytest.approx(count)
