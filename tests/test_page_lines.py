"""Text in a line of a page: struck, hidden by styles, set apart, quoted, formulas, large first letters."""

import time

import pytest

from newsieve.extract.page import read_page

MANY = 20_000


def list_texts(html: str) -> list[str]:
    return [block.text for block in read_page(html).blocks if not block.is_left_out()]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(
            "<p>She was <del>sacked</del><ins>praised</ins> on Monday.", ["She was praised on Monday."], id="replaced"
        ),
        pytest.param("<p>Er fuhr <s>drei</s>fünf Tage.", ["Er fuhr fünf Tage."], id="glued"),
        pytest.param("<p>Il a payé <strike>dix</strike> euros.", ["Il a payé euros."], id="without another word"),
        pytest.param("<p>He paid <s>ten</s>, he said.", ["He paid, he said."], id="before a comma"),
        pytest.param("<p>A red<s> and blue </s>sail.", ["A red sail."], id="with the white space"),
        pytest.param("<p>Colo<del>u</del>r it red.", ["Color it red."], id="a letter"),
        pytest.param(
            "<p>It was <b style='color:red; text-decoration: underline line-through'>six</b> nine.",
            ["It was nine."],
            id="a style",
        ),
        pytest.param(
            "<style>.c3{text-decoration:line-through}</style><p>It was <b class=c3>six</b> nine.",
            ["It was nine."],
            id="a sheet",
        ),
        pytest.param("<p><s>€ 1.500,00</s> € 900", ["€ 900"], id="a price"),
        pytest.param("<table><tr><td>Lamp<td><s>$50</s> $30</table>", ["Lamp | $30"], id="in a row"),
        pytest.param("<p><del>川は</del>海は高い。", ["海は高い。"], id="without white space"),
        pytest.param("<ul><li><s>Buy milk</s><li>Buy tea</ul>", ["Buy milk", "Buy tea"], id="a whole item stays"),
        pytest.param(
            "<p><del>The quay is closed.</del></p><p>It is open.</p>",
            ["The quay is closed.", "It is open."],
            id="a whole paragraph stays",
        ),
        pytest.param("<del><p>One.</p><p>Two.</p></del>", ["One.", "Two."], id="paragraphs stay"),
        pytest.param("<p><s>Milk</s><br>Tea", ["Milk\nTea"], id="a whole line stays"),
        pytest.param("<ul><li><s>Talk on Monday</s> cancelled</ul>", ["Talk on Monday cancelled"], id="nothing else"),
        pytest.param("<p><s>Tea</s>.", ["Tea."], id="all but a mark"),
        pytest.param("<pre><del>a = 1</del>\n<ins>a = 2</ins></pre>", ["a = 1\na = 2"], id="a listing of changes"),
        pytest.param("<p>Bold <b style='text-decoration:none'>six</b>.", ["Bold six."], id="another style"),
        pytest.param("<p>a <del style='display:none'>b</del>", ["a"], id="struck and hidden"),
    ],
)
def test_struck_text_is_no_part_of_a_sentence(html: str, texts: list[str]) -> None:
    assert list_texts(html) == texts


@pytest.mark.parametrize(
    ("sheet", "element", "text"),
    [
        pytest.param(".x{display:none}", "<b class='a x'>zq</b>", "mill", id="a class"),
        pytest.param("#x { visibility : hidden }", "<b id=x>zq</b>", "mill", id="an id"),
        pytest.param("a.x, b.x{color:red;display:none!important}", "<b class=x>zq</b>", "mill", id="an element's"),
        pytest.param("/* .y{ */ .x{display:none}", "<b class=x>zq</b>", "mill", id="a comment"),
        pytest.param("@import 'a.css';.x{display:none}", "<b class=x>zq</b>", "mill", id="behind a statement"),
        pytest.param(".x{display:none}.x:hover{display:block}", "<b class=x>zq</b>", "mill", id="until a pointer"),
        pytest.param(".x{position:absolute;left:-9999px}", "<b class=x>zq</b>", "mill", id="out of the page"),
        pytest.param("", "<b style='font-size:0'>zq</b>", "mill", id="no size"),
        pytest.param("", "<b style='opacity: 0.0'>zq</b>", "mill", id="no colour"),
        pytest.param("", "<b style='position:absolute;clip:rect(0 0 0 0)'>zq</b>", "mill", id="clipped"),
        pytest.param("", "<b class='visually-hidden'>zq</b>", "mill", id="Bootstrap"),
        pytest.param("", "<b class='screen-reader-text'>zq</b>", "mill", id="WordPress"),
        pytest.param("i.x{display:none}", "<b class=x>zq</b>", "millzq", id="another element's"),
        pytest.param(".x{display:none}.x{display:inline}", "<b class=x>zq</b>", "millzq", id="shown by a later rule"),
        pytest.param(".x{display:none}.js .x{display:inline}", "<b class=x>zq</b>", "millzq", id="by another rule"),
        pytest.param(
            ".x{display:none}@media (min-width:9em){.x{display:inline}}", "<b class=x>zq</b>", "millzq", id="when wide"
        ),
        pytest.param("@media (max-width:9em){.x{display:none}}", "<b class=x>zq</b>", "millzq", id="hidden when small"),
        pytest.param("@media print{.x{display:none}}", "<b class=x>zq</b>", "millzq", id="hidden in print"),
        pytest.param(".y .x{display:none}", "<b class=x>zq</b>", "millzq", id="within another"),
        pytest.param("", "<b style='font-size:0'><i style='font-size:1em'>zq</i></b>", "millzq", id="a size within"),
        pytest.param("", "<b style='opacity:0;transform:none'>zq</b>", "millzq", id="on its way into sight"),
        pytest.param("", "<b style='opacity:0.5'>zq</b>", "millzq", id="faint"),
    ],
)
def test_what_styles_hide_in_a_line_is_not_read(sheet: str, element: str, text: str) -> None:
    assert list_texts(f"<style>{sheet}</style><p>The mill{element} was sold.") == [f"The {text} was sold."]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<h2><b class=sr-only>Tides</b><svg></svg></h2>", ["Tides"], id="all that a heading says"),
        pytest.param("<p><a href=/x>Deed <i class=sr-only>(opens a window)</i></a> now", ["Deed now"], id="in a link"),
        pytest.param("<h1><b>Quay<i class=visually-hidden>:</i></b> <b>Wet</b></h1>", ["Quay: Wet"], id="a mark"),
        pytest.param("<style media=print>.x{display:none}</style><p>a<b class=x>b</b>", ["ab"], id="for printers"),
        pytest.param(
            "<noscript><style>.x{display:none}</style></noscript><p>a<b class=x>b</b>", ["ab"], id="without scripts"
        ),
    ],
)
def test_what_is_unseen_stays_where_it_may_be_all_there_is(html: str, texts: list[str]) -> None:
    assert list_texts(html) == texts


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(".x{display:none}" * MANY, id="rules"),
        pytest.param("{" * MANY * 10, id="open braces"),
        pytest.param("@media x{" * MANY + ".x{display:none}" * MANY, id="open rules"),
        pytest.param("/*" * MANY * 10, id="open comments"),
        pytest.param(".x{display" + " " * MANY * 10, id="blanks"),
        pytest.param(".x{" + "text-decoration:a " * MANY, id="no line"),
        pytest.param(",.x" * MANY * 5 + "{display:none}", id="selectors"),
    ],
)
def test_no_sheet_takes_long(sheet: str) -> None:
    start = time.perf_counter()
    list_texts(f"<style>{sheet}</style><p>a<b class=x>b</b>" + "<i class=y>c</i>" * 1000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>It rained. <b style=display:block>Dry</b>Sun", "It rained. Dry Sun", id="a block"),
        pytest.param("<style>.x{display:flex}</style><p>a<b class=x>b</b>c", "a b c", id="by a sheet"),
        pytest.param("<p>the quay.<b>The mayor left.</b>", "the quay. The mayor left.", id="a sentence"),
        pytest.param("<p>“The quay.”<b>“The mayor left.”</b>", "“The quay.” “The mayor left.”", id="quotations"),
        pytest.param("<p>ग्राम गया।<b>वह आया और</b>", "ग्राम गया। वह आया और", id="without capitals"),
        pytest.param("<x-p>Milk</x-p><x-p>Tea</x-p>", "Milk Tea", id="elements of its own"),
        pytest.param("<p>Milk<iframe src=a></iframe>Tea", "Milk Tea", id="a frame"),
        pytest.param("<p>Milk<img style='display:block'>Tea", "Milk Tea", id="a picture"),
        pytest.param("<p>W<b style='display:inline-block'>a</b>ter", "Water", id="a letter"),
        pytest.param("<p><x-c>W</x-c><x-c>a</x-c><x-c>y</x-c>", "Way", id="letters of its own"),
        pytest.param("<p>www.port.<b>Example.com</b> it is", "www.port.Example.com it is", id="an address"),
        pytest.param("<p>The U.S.<b>Army came", "The U.S.Army came", id="initials"),
        pytest.param("<p>港だ。<b>海だ と", "港だ。海だ と", id="without spaces"),
        pytest.param("<p>the quay.<b>com is", "the quay.com is", id="a small letter"),
    ],
)
def test_what_stands_apart_is_not_glued(html: str, text: str) -> None:
    assert list_texts(html) == [text]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>He said <q>no</q>.", "He said “no”."),
        ("<html lang=de-AT><p>Er sagte <q>nein</q>.", "Er sagte „nein“."),
        ("<html lang=ja><p>彼は<q>否</q>と言った。", "彼は「否」と言った。"),
        ("<p lang=fr>Il dit <q lang=fr>non</q>.", "Il dit «non»."),
        ("<p>He said <q>she said <q>no</q></q>.", "He said “she said ‘no’”."),
        pytest.param("<p>He said <q>“no”</q> and “<q>yes</q>”.", "He said “no” and “yes”.", id="marks of its own"),
        pytest.param("<p>He <q></q> left.", "He left.", id="empty"),
        pytest.param("<q><p>No.</p></q>", "No.", id="paragraphs"),
    ],
)
def test_quotations_have_the_marks_of_their_language(html: str, text: str) -> None:
    assert list_texts(html) == [text]


MATH = "<math><mi>b</mi><mo>=</mo><mn>2</mn></math>"


@pytest.mark.parametrize(
    "formula",
    [
        f"<b class=katex><b class=katex-mathml>{MATH}</b><b class=katex-html aria-hidden=true>b=2</b></b>",
        f"<span class=MathJax><nobr>b=2</nobr><span class=MJX_Assistive_MathML>{MATH}</span></span>",
        f"<mjx-container><svg></svg><mjx-assistive-mml>{MATH}</mjx-assistive-mml></mjx-container>",
        pytest.param("<span class=katex><span class=katex-html>b=2</span></span>", id="once"),
    ],
)
def test_a_formula_is_read_once(formula: str) -> None:
    assert list_texts(f"<p>Let {formula} be.") == ["Let b=2 be."]


@pytest.mark.parametrize(
    ("alt", "text"),
    [
        ("$v$", "Let v be."),
        ("$$ b=2 $$", "Let b=2 be."),
        (r"\begin{displaymath}b\n=2\end{displaymath}", r"Let b\n=2 be."),
        ("$5", "Let be."),
        ("$5 to $9", "Let be."),
        ("a lamp", "Let be."),
    ],
)
def test_a_picture_of_a_formula_is_read(alt: str, text: str) -> None:
    assert list_texts(f"<p>Let <img alt='{alt}' src=a.png> be.") == [text]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p><b style='float:left'>W</b>\n<i>ater rose", "Water rose", id="floated"),
        pytest.param("<p><b class=dropcap>Т</b> <i>ам река", "Там река", id="named"),
        pytest.param("<p><b class=drop-cap>W</b> ATER rose", "WATER rose", id="capitals"),
        pytest.param("<p><svg><text>W</text></svg>ater rose", "Water rose", id="drawn"),
        pytest.param("<p><b style='float:left'>A</b> mill stood", "A mill stood", id="a word"),
        pytest.param("<html lang=pl><p><b style='float:left'>W</b> domu był", "W domu był", id="a Polish word"),
        pytest.param("<p><b style='float:left'>Q</b> What rose?", "Q What rose?", id="a label"),
        pytest.param("<p><svg><text>W</text></svg> Water rose", "Water rose", id="a sign"),
    ],
)
def test_a_large_first_letter_is_of_its_word(html: str, text: str) -> None:
    assert list_texts(html) == [text]


def test_comments_and_their_marks_are_not_read() -> None:
    comment = "<div><p><a href=#cmnt_ref1 id=cmnt1>[a]</a><span>Still?</span></p></div>"
    page = f"<p>The quay<sup><a href=#cmnt1 id=cmnt_ref1>[a]</a></sup> is wet.</p>{comment}"
    assert list_texts(page) == ["The quay is wet."]


WRAPPED = (
    *(
        "The board met on Thursday evening and closed the bridge to",
        "lorries. Its bearings were cast at the foundry in Trieste and",
    ),
    *("have worn down to half of their thickness. Nobody makes", "Trieste bearings any more."),
    *("Lorries take the road around the inlet, which is longer and", "has two tunnels that are closed at night."),
)
JOINED = [" ".join(WRAPPED[:4]), " ".join(WRAPPED[4:])]
AT_MARGIN = (
    *(
        "The builder can begin in the second week",
        "of May if the scaffolding stands by then",
        "and the slates are here.",
    ),
    *(
        "My sister would be glad to show drawings",
        "of the organ and of the old bell-chamber",
        "to those who are in town.",
    ),
)
VERSES = (
    "The lamp is out, the gate is shut,",
    "and nobody goes by;",
    "The wind has come into the hut,",
    "and so, my dear, have I.",
)
PARTS = ("two eggs, beaten", "a pound of flour", "milk from the day before, warmed", "salt")

PROGRAMME = (
    "on Monday the library is closed",
    "on Tuesday we read to children from two to five, in the small room",
    "on Thursday it is chess night",
    "on Friday the library is open until nine in the evening. Bring your friends",
    "on Saturday we sell old books",
)
GRADES = tuple(f"rate this lamp with {number} stars" for number in "12345")
LABELLED = ("Ann: That was far too easy for them, I think. Put all of it up", "http://example.org/ann/1")


def box(lines: tuple[str, ...], tag: str = "div class=t") -> str:
    return "".join(f"<{tag}>{line}</{tag.partition(' ')[0]}>" for line in lines)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(f"<div>{box(WRAPPED)}</div>", JOINED, id="of a converter of PDF"),
        pytest.param(box(WRAPPED, "p style='position:absolute'"), JOINED, id="placed"),
        pytest.param(f"<h1>Bridge shut</h1>{box(WRAPPED, 'p')}<p><a href=/>Home</a>", ["Bridge shut", *JOINED, "Home"],
                     id="beside others"),
        pytest.param(box(PROGRAMME), [*PROGRAMME], id="of no margin"),
        pytest.param(box(GRADES), [*GRADES], id="short and alike"),
        pytest.param(box(LABELLED), [*LABELLED], id="two lines"),
        pytest.param(box(AT_MARGIN, "p class=mail"), [" ".join(AT_MARGIN[:3]), " ".join(AT_MARGIN[3:])], id="a mail"),
        pytest.param(box(AT_MARGIN[:4], "p"), [*AT_MARGIN[:4]], id="by chance"),
        pytest.param(f"<ul>{box(WRAPPED, 'li')}</ul>", [*WRAPPED], id="items"),
        pytest.param(box(VERSES, "p"), [*VERSES], id="verses"),
        pytest.param(box(PARTS, "p"), [*PARTS], id="parts of a recipe"),
        pytest.param(box((*WRAPPED[:3], "dock- and", "shipyard.")), [f"{' '.join(WRAPPED[:3])} dock- and shipyard."],
                     id="a hyphen within a line"),
        pytest.param(box((WRAPPED[0], "lorries. Its bearings were cast at the foundry of Tri-", "este and have worn.")),
                     [f"{WRAPPED[0]} lorries. Its bearings were cast at the foundry of Tri-\neste and have worn."],
                     id="a word that is parted"),
    ],
)  # fmt: skip
def test_lines_in_boxes_of_their_own_are_joined_to_paragraphs(html: str, texts: list[str]) -> None:
    assert list_texts(html) == texts


def test_boxes_around_joined_lines_are_numbered_anew() -> None:
    page = read_page(
        f"<main><div>{box(WRAPPED)}</div><p><b itemprop=author>Ann Mole</b></p></main><p>{'Out. ' * 60}</p>"
    )
    assert [page.blocks[number].text for number, _ in page.authors] == ["Ann Mole"]
    assert all(container.place == place for place, container in enumerate(page.containers))
    assert [(c.tag, c.start, c.end) for c in page.containers if c.tag in ("main", "p")] == [
        ("main", 0, 3), ("p", 2, 3), ("p", 3, 4)
    ]  # fmt: skip
