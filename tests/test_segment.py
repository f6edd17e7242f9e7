"""Blocks and sentences: every character accounted for, glued text taken apart, names left whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.segment import split_blocks
from newsieve.types import Article, Mark


def block_texts(text: str, language: str = "en") -> list[str]:
    return [text[b.start : b.end] for b in split_blocks(Article(text), language)]


def sentence_texts(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for b in split_blocks(Article(text), language) for s in b.sentences]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("It rained.A man ran.", ["It rained.", "A man ran."]),
        ("makes all the difference.The minister left.", ["makes all the difference.", "The minister left."]),
        ("what is left.Read more: Foo", ["what is left.", "Read more: Foo"]),
        ("“It is over.”The court ruled.", ["“It is over.”", "The court ruled."]),
        ('He said "no."The court ruled.', ['He said "no."', "The court ruled."]),
        ('He left."We stay," she said.', ["He left.", '"We stay," she said.']),
        ("That was in 2019.The minister left.", ["That was in 2019.", "The minister left."]),
        ("the head of NATO.The alliance met.", ["the head of NATO.", "The alliance met."]),
        ("It is all here.It is one of two.", ["It is all here.", "It is one of two."]),
        ("See example.com.Then go on.", ["See example.com.", "Then go on."]),
        ("sem barreirasA SSP disse que", ["sem barreiras", "A SSP disse que"]),
        ("costs from familyJose Mourinho has", ["costs from family", "Jose Mourinho has"]),
        ("More StoriesThe minister left.", ["More Stories", "The minister left."]),
        ("Kein Zaun.Über die Grenze ging er.", ["Kein Zaun.", "Über die Grenze ging er."]),
        pytest.param("", [], id="nothing in, nothing out"),
        pytest.param(" \n\t\n", [], id="white space has no blocks"),
    ],
)
def test_glued_paragraphs_are_taken_apart(text: str, blocks: list[str]) -> None:
    assert block_texts(text) == blocks


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.Army came to St.Louis with Dr.King and J.R.R.Tolkien.",
        "It costs $3.5 million, 1.000.000 in all, at 5 p.m.",
        "Visit Node.JS or Amazon.Com or ASP.NET today.",
        "See https://example.com/Foo.Bar/The.End and mail Jane.Doe@example.com now.",
        "YouTube, LinkedIn and PayPal met WhatsApp; McDonald and DeVos were at MoveOn.",
        "Wait...What did he say?",
        "The deviantArt page and the deviantArt shop.",
        "Visit Corriere.It or example.it for more.",
        "Vitamin.D and Smith.J. Miller",
        "他来了。她走了！为什么？",
        "No.5 and Nr.5 are perfumes.",
    ],
)
def test_names_and_numbers_stay_whole(text: str) -> None:
    assert block_texts(text) == [text]


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("en", "Mr. Smith met the U.S. envoy at 5 p.m. Monday. He left.",
         ["Mr. Smith met the U.S. envoy at 5 p.m. Monday.", "He left."]),
        ("de", "Der 3. Mann kam am 5. Mai. Dann ging er.", ["Der 3. Mann kam am 5. Mai.", "Dann ging er."]),
        ("fr", "M. Macron est là. Puis il part.", ["M. Macron est là.", "Puis il part."]),
        ("zh", "他来了。她走了！", ["他来了。", "她走了！"]),
        ("ar", "هل جاء؟ نعم.", ["هل جاء؟", "نعم."]),
        ("xx", "No such language. Still two.", ["No such language.", "Still two."]),
    ],
)  # fmt: skip
def test_sentences(language: str, text: str, sentences: list[str]) -> None:
    assert sentence_texts(text, language) == sentences


WRAPPED = """\
The council voted on Tuesday to close the swimming pool at the end of
the summer, after an engineer's report found that its roof would not
last another winter. Nobody on the council spoke against it.

Swimmers had gathered outside with towels and placards. They say that
the nearest other pool is an hour away by bus, and that there are two
buses a day.
- The pool opened in 1931.
- It closes in September.
"""


def test_wrapped_paragraphs_are_one_block_each() -> None:
    first, second, *items = block_texts(WRAPPED)
    assert first.endswith("spoke against it.")
    assert second.startswith("Swimmers")
    assert second.endswith("a day.")
    assert items == ["- The pool opened in 1931.", "- It closes in September."]


def test_short_lines_are_not_taken_for_wrapped_text() -> None:
    lines = ["Home", "News and politics", "Sport", "It rained on Monday.", "The end came on Tuesday night."] * 4
    assert block_texts("\n".join(lines)) == lines


def test_marks_bound_blocks_and_pre_is_one() -> None:
    text = "Heading\n\nOne.\nTwo.\n\nif x:\n  go()"
    marks = (Mark(0, 7, "h2"), Mark(9, 18, "p", 0.5), Mark(20, 32, "pre"))
    blocks = split_blocks(Article(text, marks), "en")
    assert [(text[b.start : b.end], b.tag, b.odds) for b in blocks] == [
        ("Heading", "h2", None),
        ("One.", "p", 0.5),
        ("Two.", "p", 0.5),
        ("if x:\n  go()", "pre", None),
    ]


GLUE = st.sampled_from(
    ["Hello. ", "it rained.", "The", "A", " ", "\n", "\n\n", '"', "”", "…", "U.S.", "www.x.com/", "é", "3.", "。", "好"]
)


@given(st.one_of(st.text(), st.lists(GLUE, max_size=40).map("".join)), st.sampled_from(["en", "de", "zh", None]))
def test_only_white_space_lies_between_blocks_and_sentences(text: str, language: str | None) -> None:
    blocks = split_blocks(Article(text), language)
    sentences = [s for b in blocks for s in b.sentences]
    assert "".join(text[b.start : b.end] for b in blocks).split() == [] or blocks
    for ranges in ([(b.start, b.end) for b in blocks], [(s.start, s.end) for s in sentences]):
        edges = [0, *(edge for r in ranges for edge in r), len(text)]
        assert edges == sorted(edges)
        gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        assert not "".join(gaps).strip()
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] != "" for b in blocks)
    assert [b.index for b in blocks] == list(range(len(blocks)))
    assert [s.index for s in sentences] == list(range(len(sentences)))
    assert all(b.sentences and b.start == b.sentences[0].start and b.end == b.sentences[-1].end for b in blocks)


@given(
    st.lists(st.from_regex(re.compile(r"[A-Z][a-z]{2,8}( [a-z]{2,8}){2,6}\."), fullmatch=True), min_size=2, max_size=6)
)
def test_every_seam_between_plain_sentences_is_found(sentences: list[str]) -> None:
    last_words = [s.rstrip(".").rsplit(" ", 1)[1] for s in sentences]
    if not any(len(w) < 4 for w in last_words):
        assert block_texts("".join(sentences)) == sentences
