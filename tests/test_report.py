"""The page of `explain --format html`: its policy, its markup, and what a browser makes of it."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from newsieve import brief
from newsieve.render import EPILOGUES, FAILURES, PROLOGUES, RENDERERS
from newsieve.stories import render_stories
from newsieve.types import (
    Article,
    Block,
    Chosen,
    Document,
    Evidence,
    Failure,
    Kind,
    Level,
    Options,
    Result,
    Sentence,
    Verdict,
)

HOSTILE = (
    "</span></script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\" ' & \u202e"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def _result(*pieces: tuple[str, Kind | None, Level | None], name: str = "a.txt", title: str | None = None) -> Result:
    """A document with one block a piece. A level takes the piece from there on; the run's is balanced."""
    text, blocks, verdicts = "", [], []
    for number, (words, kind, level) in enumerate(pieces):
        start, text = len(text), f"{text}{words}\n\n"
        end = start + len(words)
        blocks.append(Block(number, start, end, (Sentence(number, start, end),), "p"))
        evidence = (Evidence("prior", -1.0), Evidence("money words", 2.5, (start, end)))
        kept = level not in (Level.CAREFUL, Level.BALANCED)
        verdicts.append(Verdict(start, end, kept, kind, 0.97 if kind else 0.02, evidence, level))
    return Result(
        Document(name, text), Article(text, title=title), "en", tuple(blocks), tuple(verdicts), (Chosen(0, 1.0),)
    )


FERRY = _result(
    ("The ferry was late on Monday.", None, None),
    ("Give two pounds.", Kind.DONATION, Level.CAREFUL),
    ("Get our letter by e-mail.", Kind.NEWSLETTER, Level.BALANCED),
    ("Share this story.", Kind.APP_OR_SOCIAL, Level.THOROUGH),
    title="Ferry late",
)
HARBOUR = _result(("The harbour was empty.", None, None), name="b.txt", title="Harbour empty")


def _page(*results: Result | Failure, level: Level = Level.BALANCED) -> str:
    begin, end = PROLOGUES["html"], EPILOGUES["html"]
    documents = (
        FAILURES["html"](answer) if isinstance(answer, Failure) else RENDERERS["html"](answer, "explain")
        for answer in results
    )
    return "".join([begin(Options(level=level)), *documents, end()])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(page)
    return parser.tags


@pytest.mark.parametrize("tag", ["style", "script"])
def test_policy_allows_the_pages_own_by_hash(tag: str) -> None:
    page = _page(FERRY)
    (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; ")
    assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_page_refers_to_nothing_outside_itself() -> None:
    tags = _tags(_page(FERRY, HARBOUR))
    names = {name for _, attributes in tags for name in attributes}
    assert not names & {"src", "href", "action", "style", "srcset", "onclick"}
    assert not {tag for tag, _ in tags} & {"link", "img", "iframe", "object", "form", "base"}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(_result((HOSTILE, None, None)), id="text that stays"),
        pytest.param(_result((HOSTILE, Kind.ADVERT, Level.CAREFUL)), id="text that goes"),
        pytest.param(_result(("Rain.", None, None), name=HOSTILE), id="name"),
        pytest.param(_result(("Rain.", None, None), title=HOSTILE), id="title"),
        pytest.param(Failure(HOSTILE, HOSTILE), id="failure"),
    ],
)
def test_text_never_becomes_markup(answer: Result | Failure) -> None:
    tags = [tag for tag, _ in _tags(_page(answer))]
    assert tags.count("script") == 1
    assert "img" not in tags


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert "?" in _page(_result(("Rain \ud800.", None, None))).encode().decode()


def test_page_without_documents_is_a_page() -> None:
    assert _page().rstrip().endswith("</html>")


def test_pieces_say_their_kind_and_level() -> None:
    pieces = [a for tag, a in _tags(_page(FERRY)) if tag == "span" and (a.get("class") or "").startswith("piece")]
    assert [(p["data-kind"], p["data-level"], p.get("role")) for p in pieces] == [
        ("", "", None),
        ("donation", "careful", "deletion"),
        ("newsletter", "balanced", "deletion"),
        ("app_or_social", "thorough", None),
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(BROWSERS)}")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page of results, and holds at the end that the browser had nothing to complain of."""
    complaints: list[str] = []

    def open_page(*results: Result | Failure, **settings: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(_page(*results), "utf-8")
        page = browser.new_page(**settings)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend([request.url] * (not request.url.startswith("file:"))))
        page.goto(path.as_uri())
        return page

    yield open_page
    assert complaints == []


def _gone(page: Any) -> list[str]:
    return list(page.locator(".doc:not([hidden]) .gone").all_text_contents())


@pytest.mark.parametrize(
    ("level", "gone", "note"),
    [
        ("careful", ["Give two pounds."], "1 stay that went"),
        ("balanced", ["Give two pounds.", "Get our letter by e-mail."], "as this run decided"),
        ("thorough", ["Give two pounds.", "Get our letter by e-mail.", "Share this story."], "1 more go"),
    ],
)
def test_level_shows_what_would_change(show: Any, level: str, gone: list[str], note: str) -> None:
    page = show(FERRY)
    page.get_by_label(level).check(force=True)
    assert _gone(page) == gone
    assert page.locator("#change").text_content() == note
    assert page.locator(".changed").count() == (level != "balanced")


def test_kind_toggles_its_pieces(show: Any) -> None:
    page = show(FERRY)
    button = page.get_by_role("button", name="donation 1")
    button.click()
    assert not page.get_by_text("Give two pounds.").is_visible()
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert page.get_by_text("Give two pounds.").is_visible()


def test_digest_is_marked(show: Any) -> None:
    page = show(FERRY)
    assert page.locator("mark").all_text_contents() == ["The ferry was late on Monday."]
    page.get_by_role("button", name="digest 1").click()
    assert page.locator("mark").evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_pointing_at_a_piece_shows_its_evidence(show: Any) -> None:
    page = show(FERRY)
    page.get_by_text("Give two pounds.").hover()
    assert page.locator("#verdict").text_content().startswith("97 % likely")
    assert page.locator(".evidence p").all_inner_texts() == ["prior\n−1.0", "money words\n+2.5"]
    widths = page.locator(".track i").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert widths[1] > 2 * widths[0] > 0


def test_keyboard_reaches_documents_and_pieces(show: Any) -> None:
    page = show(FERRY, HARBOUR)
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.textContent") == "Give two pounds."
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Get our letter by e-mail."
    page.keyboard.press("]")
    page.wait_for_function("location.hash === '#document-2'")
    assert page.get_by_text("The harbour was empty.").is_visible()
    page.get_by_role("link", name="Ferry late").press("Enter")
    page.wait_for_function("location.hash === '#document-1'")
    assert page.get_by_role("heading", name="Ferry late").is_visible()


def test_hostile_document_runs_nothing(show: Any) -> None:
    page = show(_result((HOSTILE, Kind.ADVERT, Level.CAREFUL), name=HOSTILE, title=HOSTILE), Failure(HOSTILE, HOSTILE))
    page.keyboard.press("r")
    page.get_by_role("link").nth(1).click()
    assert page.title() == "newsieve: what went, and why"
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"viewport": {"width": 1280, "height": 800}}, id="desk"),
        pytest.param({"viewport": {"width": 360, "height": 640}}, id="phone"),
        pytest.param({"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}, id="dark"),
    ],
)
def test_page_fits_and_can_be_read(show: Any, settings: dict[str, Any]) -> None:
    page = show(FERRY, HARBOUR, **settings)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".gone").first.evaluate(_CONTRAST) >= 4.5


_CONTRAST = """node => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255);
    const [r, g, b] = parts.map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const style = getComputedStyle(node), [a, b] = [light(style.color), light(style.backgroundColor)];
  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
}"""


def _explain(**variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}
    return subprocess.run(
        [sys.executable, "-m", "newsieve", "explain", "--no-config"], env=environment | variables,
        input="The ferry was late on Monday.\n\nSubscribe to our newsletter today.\n", capture_output=True, text=True,
        encoding="utf-8",
    ).stdout  # fmt: skip


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "0"}, False),
    ],
)
def test_colour_is_for_those_who_want_it(variables: dict[str, str], is_coloured: bool) -> None:
    assert ("\x1b[" in _explain(**variables)) is is_coloured


def test_a_pipe_that_asks_for_colour_gets_no_more() -> None:
    coloured = _explain(FORCE_COLOR="1", COLUMNS="60")
    assert [line[:2] for line in coloured.splitlines()] == ["+ ", "- "]
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == _explain()


def test_a_term_stands_once() -> None:
    evidence = (
        Evidence("a", 1.0, (0, 3)),
        Evidence("b", -0.5),
        Evidence("a", 0.25, (4, 7)),
        Evidence("a", 0.25, (0, 3)),
    )
    result = _result(("One two.", Kind.ADVERT, Level.CAREFUL))
    result = result._replace(verdicts=(result.verdicts[0]._replace(evidence=evidence),))
    [piece] = [a for tag, a in _tags(_page(result)) if "data-evidence" in a]
    assert json.loads(piece["data-evidence"] or "") == [["a", 1.5, "One … two"], ["b", -0.5, ""]]


@pytest.mark.parametrize(
    ("kind", "level", "kept", "label"),
    [
        (Kind.RELATED, None, True, ""),  # a headline that might point elsewhere, and stays
        (Kind.RELATED, Level.THOROUGH, True, "related"),
        (Kind.RELATED, Level.BALANCED, False, "related"),
        (Kind.ABOUT, None, True, "about"),
        (None, None, True, ""),
    ],
)
def test_what_stays_at_every_level_has_no_label(kind: Kind | None, level: Level | None, kept: bool, label: str) -> None:
    result = _result(("One two.", kind, level))
    result = result._replace(verdicts=(result.verdicts[0]._replace(kept=kept),))
    [piece] = [a for tag, a in _tags(_page(result)) if "data-kind" in a]
    assert piece["data-kind"] == label


def test_totals_are_of_all_documents(show: Any) -> None:
    page = show(FERRY, HARBOUR, Failure("c.txt", "c.txt: broken"))
    assert page.locator("#totals").text_content().startswith("3 documents, 1 failed, 2 of 5 passages went, ")
    page.get_by_label("thorough").check(force=True)
    assert "3 of 5 passages went" in page.locator("#totals").text_content()


@pytest.mark.parametrize("title", [None, "Ferry late"])
def test_first_words_are_a_heading_for_the_list_alone(title: str | None) -> None:
    page = _page(FERRY._replace(article=FERRY.article._replace(title=title)))
    [heading] = [attributes for tag, attributes in _tags(page) if tag == "h2"]
    assert (heading.get("class") == "said") is (title is None)


def test_documents_are_filtered_by_name_and_by_what_went(show: Any) -> None:
    page = show(FERRY, HARBOUR)
    shown = page.locator(".list li:not([hidden])")
    page.get_by_label("only with removals").check()
    assert shown.count() == 1
    page.get_by_label("Show documents by name").fill("HARBOUR")
    assert (shown.count(), page.locator(".none").text_content()) == (0, "No document fits.")
    page.get_by_label("only with removals").uncheck()
    assert "Harbour empty" in shown.text_content()


@pytest.mark.parametrize(
    ("names", "length"),
    [
        (["news/may/a.txt", "news/june/a.txt", "news/may/b.txt"], 5),
        (["/news/a.txt", "/b.txt"], 1),
        (["/news/a.txt", "b.txt"], 0),
        (["news/a.txt", "newsletters/a.txt"], 0),
    ],
)
def test_list_leaves_out_the_folder_that_all_share(show: Any, names: list[str], length: int) -> None:
    page = show(*(FERRY._replace(document=FERRY.document._replace(id=name)) for name in names))
    assert page.locator(".list small").all_text_contents() == [f"2 removed · {name[length:]}" for name in names]
    assert page.locator(".doc small").first.text_content() == names[0]


def test_print_shows_all_documents(show: Any) -> None:
    page = show(FERRY, HARBOUR)
    assert not page.get_by_text("The harbour was empty.").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("The harbour was empty.").is_visible()
    assert page.get_by_text("The ferry was late on Monday.").is_visible()


@pytest.mark.parametrize("selector", ["[name=level]:checked", ".kinds button", ".list a", ".find [type=checkbox]"])
def test_keys_work_wherever_the_focus_is(show: Any, selector: str) -> None:
    page = show(FERRY, HARBOUR)
    page.locator(selector).first.focus()
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.textContent") == "Give two pounds."


def test_letters_go_into_the_filter(show: Any) -> None:
    page = show(FERRY, HARBOUR)
    page.get_by_label("Show documents by name").focus()
    page.keyboard.type("r[")
    assert page.get_by_label("Show documents by name").input_value() == "r["


def test_the_sheet_of_a_phone_does_not_hide_the_passage(show: Any) -> None:
    rows = [(f"Line {n} of the story.", None, None) for n in range(40)]
    page = show(_result(*rows, ("Give two pounds.", Kind.DONATION, Level.CAREFUL)),
                viewport={"width": 360, "height": 640}, has_touch=True)  # fmt: skip
    for text in ("Line 39 of the story.", "Give two pounds.", "Line 20 of the story."):
        page.get_by_text(text).tap()
        page.wait_for_timeout(50)
        piece, sheet = page.get_by_text(text).bounding_box(), page.locator(".why").bounding_box()
        assert piece["y"] >= 0
        assert piece["y"] + piece["height"] <= sheet["y"] + 1


def test_evidence_is_announced(show: Any) -> None:
    assert show(FERRY).locator(".panel").get_attribute("aria-live") == "polite"


LOOKS = [
    pytest.param({"color_scheme": scheme, "viewport": {"width": width, "height": height}}, id=f"{scheme}, {width} wide")
    for scheme in ("light", "dark")
    for width, height in ((1280, 900), (390, 844))
]


def _find_barriers(page: Any) -> list[str]:
    """The rules of axe-core that the page as it is shown breaks."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed (pip install axe-playwright-python)"
    )
    return [rule["id"] for rule in axe.Axe().run(page).response["violations"]]


@pytest.mark.parametrize("look", LOOKS)
def test_report_has_no_barriers(show: Any, look: dict[str, Any]) -> None:
    page = show(FERRY, HARBOUR, Failure("c.txt", "c.txt: broken"), **look)
    assert _find_barriers(page) == []
    page.keyboard.press("r")  # the evidence of what went
    assert _find_barriers(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_brief_has_no_barriers(browser: Any, look: dict[str, Any], tmp_path: Path) -> None:
    text = "The ferry was late on Monday, the harbour said.\n\nNobody minded, and the tea was free for all."
    documents = [Document(name, text, url=f"https://{name}.example/", date="2026-11-28") for name in ("a", "b")]
    page = browser.new_page(**look)
    path = tmp_path / "brief.html"
    path.write_text("".join(render_stories(brief(documents), "html", 0, 1795845600.0)), "utf-8")
    page.goto(path.as_uri())
    assert page.get_by_role("heading", level=2).count() == 1
    assert _find_barriers(page) == []
