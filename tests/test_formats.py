"""What each format prints: tables, diffs, Markdown of several documents, what stands between documents."""

import csv
import json
import random
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsieve.printable import encode_printable
from newsieve.render import RENDERERS, kept_text
from newsieve.render.markdown import escape
from newsieve.render.markdown_blocks import Piece, join_blocks
from newsieve.types import Article, Block, Document, Format, Kind, Result, Verdict

STORY = "The council closed the pool on Monday.\n\nSwimmers were angry, and some of them wept.\n"
PITCH = "Sign up for our free newsletter to get the latest news in your inbox.\n\n"
TEXT = STORY.replace("\n\n", f"\n\n{PITCH}")
FORMULAS = ("=1+1", "+1", "-1", "@A1", "\t=1", " =1", "＝1", "＋1", "－1", "＠1", "\0=1", "\x7f\x9b+1")
MARKUP = [
    "a",
    "bc",
    " ",
    *"*_`~#>-+=|<&;[]()!:/\\'\".$@^",
    "&amp;",
    "1.",
    "2)",
    "**",
    "~~",
    "```",
    "</b>",
    "http://x.y",
]
COLUMNS = ["id", "url", "title", "author", "date", "site", "language", "text"]


def newsieve(*words: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsieve", *words, "--no-config"]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=120)


def make_lines(*records: dict[str, object]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def make_result(text: str = STORY, **fields: object) -> Result:
    document = Document("1", text)._replace(**fields)  # type: ignore[arg-type]
    return Result(document, Article(text, title=document.title), "en", (), (Verdict(0, len(text), True, None, 0.1),))


class TestTables:
    """CSV and TSV: read back by any reader, and harmless in a spreadsheet."""

    def read(self, output: str, format_: str) -> list[list[str]]:
        return list(csv.reader(output.splitlines(keepends=True), delimiter="," if format_ == "csv" else "\t"))

    @pytest.mark.parametrize("format_", ["csv", "tsv"])
    @pytest.mark.parametrize("task", ["clean", "digest"])
    def test_a_row_a_document(self, task: str, format_: str) -> None:
        lines = make_lines({"id": 7, "text": TEXT, "url": "https://example.com/a", "date": "2026-11-28", "author": "A"},
                           {"text": 5}, {"id": "b", "text": STORY, "title": 'A "title", quoted'})  # fmt: skip
        done = newsieve(task, "-f", format_, stdin=lines)
        header, first, second = self.read(done.stdout, format_)
        assert (done.returncode, header) == (1, COLUMNS)
        text = STORY if task == "clean" else " ".join(STORY.split())
        text = text if format_ == "csv" else text.replace("\n", " ")
        assert first == ["7", "https://example.com/a", "", "A", "2026-11-28", "", "en", text]
        assert [second[0], second[2], second[7]] == ["b", 'A "title", quoted', text]
        assert "\r" not in done.stdout

    @pytest.mark.parametrize("format_", ["csv", "tsv"])
    def test_nothing_in_is_a_header(self, format_: str, tmp_path: Path) -> None:
        assert self.read(newsieve("clean", "-f", format_, str(tmp_path)).stdout, format_) == [COLUMNS]

    @pytest.mark.parametrize("format_", ["csv", "tsv"])
    @pytest.mark.parametrize("start", FORMULAS)
    def test_formulas_are_quoted(self, start: str, format_: str) -> None:
        result = make_result(f"{start} rained", id=start, title=start)._replace(language=start)
        [row] = self.read(RENDERERS[format_](result, "clean"), format_)
        assert [cell[0] for cell in row if cell] == ["'"] * 4

    def test_line_ends_and_tabs_of_tsv_are_spaces(self) -> None:
        [line] = RENDERERS["tsv"](make_result("a\tb\nc\u2028d e"), "clean").splitlines()
        assert line.split("\t")[-1] == "a b c d e"

    @pytest.mark.parametrize("identity", ["0", "1.0", "1e3", "12345678901234567890123", '"0"'])
    def test_an_id_is_spelled_as_it_was(self, identity: str) -> None:
        done = newsieve("clean", "-f", "csv", stdin=f'{{"id": {identity}, "text": "It rained."}}\n')
        assert self.read(done.stdout, "csv")[1][0] == identity.strip('"')

    @pytest.mark.parametrize("seed", range(20))
    def test_csv_survives_any_text(self, seed: int) -> None:
        chance = random.Random(seed)
        text = "x" + "".join(chance.choices("a\",\n\t;'é漢 ", k=40))
        [row] = self.read(RENDERERS["csv"](make_result(text, title=text), "clean"), "csv")
        assert (row[2], row[7]) == (text, text)


class TestDiff:
    """A diff that `patch` applies to the document gives what `clean` prints."""

    @pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
    @pytest.mark.parametrize("seed", range(60))
    def test_patch_applies_it(self, seed: int, tmp_path: Path) -> None:
        chance = random.Random(seed)
        text, verdicts = chance.choice(["", "\n", " "]), list[Verdict]()
        for _ in range(chance.randrange(1, 30)):
            piece = "".join(chance.choice(["a b", "c", "d\ne"]) for _ in range(chance.randrange(1, 3)))
            kept = chance.random() < 0.6
            verdicts.append(Verdict(len(text), len(text) + len(piece), kept, None if kept else Kind.NAV, 0.5))
            text += piece + chance.choice(["", " ", "\n", "\n\n", "\n" * 9])
        result = Result(Document("a b", text), Article(text), None, (), tuple(verdicts))
        (tmp_path / "a b").write_text(text)
        (tmp_path / "diff").write_text(RENDERERS["diff"](result, "clean"))
        subprocess.run(["patch", "-s", "-p0", "-i", "diff"], cwd=tmp_path, check=False)
        left = (tmp_path / "a b").read_text() if (tmp_path / "a b").exists() else ""
        assert left == kept_text(result)

    def test_of_one_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT)
        done = newsieve("clean", "-f", "diff", "a.txt", cwd=tmp_path)
        assert done.stdout.startswith("--- a.txt\n+++ a.txt\n@@ ")
        assert [line for line in done.stdout.splitlines()[2:] if line[0] in "+-"] == [f"-{PITCH.strip()}", "-"]

    def test_nothing_goes_nothing_is_printed(self) -> None:
        assert newsieve("clean", "-f", "diff", stdin=STORY).stdout == ""

    def test_of_clean_alone(self) -> None:
        assert newsieve("digest", "-f", "diff", stdin=STORY).returncode == 2

    def test_of_several_each_has_its_names(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(TEXT)
        output = newsieve("clean", "-f", "diff", "a.txt", "b.txt", cwd=tmp_path).stdout
        assert re.findall(r"^--- (.*)$", output, re.MULTILINE) == ["a.txt", "b.txt"]
        assert "==>" not in output


class TestSeveralDocuments:
    """What stands between documents: a line as head(1) writes it, in Markdown a heading."""

    def test_text(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b\nc.txt"):
            (tmp_path / name).write_text(STORY)
        expected = f"==> a.txt <==\n{STORY}\n==> b c.txt <==\n{STORY}"
        assert newsieve("clean", "a.txt", "b\nc.txt", cwd=tmp_path).stdout == expected

    def test_markdown(self, tmp_path: Path) -> None:
        (tmp_path / "a_b.txt").write_text(STORY)
        (tmp_path / "b.jsonl").write_text(
            make_lines({"text": STORY, "title": "Pool *closed*"}, {"id": "x", "text": ""}, {"title": "No", "text": ""})
        )
        story = STORY.strip()
        expected = f"# a_b.txt\n\n{story}\n\n# Pool \\*closed\\*\n\n{story}\n\n# x\n\n# No\n"
        done = newsieve("clean", "-f", "markdown", "a_b.txt", "b.jsonl", cwd=tmp_path)
        assert done.stdout == expected
        assert "==>" not in newsieve("digest", "-f", "markdown", "a_b.txt", "b.jsonl", cwd=tmp_path).stdout

    def test_a_control_character_does_not_hide_markup(self) -> None:
        result = make_result("\0# no heading\n\n\x9b- no item")
        block = Block(0, 0, len(result.article.text), (), "p")
        assert encode_printable(RENDERERS["markdown"](result._replace(blocks=(block,)), "clean")) == (
            b"\\# no heading - no item\n"
        )

    @given(st.lists(st.sampled_from(MARKUP), max_size=9).map("".join))
    @example("About C# and ##")
    @example("the __init__ of ~~it~~")
    @example("1.")
    def test_text_is_read_back_as_it_was(self, text: str) -> None:
        shown, reader = " ".join(text.split()), MarkdownIt("commonmark").enable(["table", "strikethrough"])
        for mark, tag in (("", "p"), ("## ", "h2")):
            read = reader.render(mark + escape(text)).strip()
            assert unescape(read) == (f"<{tag}>{shown}</{tag}>" if shown else f"<{tag}></{tag}>" * bool(mark))

    def test_lists_and_tables_are_as_the_page_has_them(self) -> None:
        page = (
            f"<article><h1>Bread at home</h1><p>{STORY}</p><ol><li>Mix the flour with the salt.<li><p>Let it rest.</p>"
            "<p>An hour will do.</p><li>Bake it:<ul><li>first hot<li>then less hot</ul></ol><h2>Later on</h2>"
            f"<ol start=4><li>Let it cool.<li value=9>Cut it.</ol><p>{STORY}</p><table><tr><th>Town<th>Price<th>Change"
            f"<tr><td>Oke<td>3.20<td>a|b<tr><td>Lund<td>2.90</table><p>{STORY}</p></article>"
        )
        shown = newsieve("clean", "-f", "markdown", "--input-format", "html", stdin=page).stdout
        assert (
            "\n\n1. Mix the flour with the salt.\n2. Let it rest.\n\n   An hour will do.\n3. Bake it:\n   - first hot\n"
            "   - then less hot\n\n## Later on\n\n4. Let it cool.\n9) Cut it.\n\n"
        ) in shown
        assert ("\n\n| Town | Price | Change |\n|---|---|---|\n| Oke | 3.20 | a\\|b |\n| Lund | 2.90 |  |\n\n") in shown

    @pytest.mark.parametrize(
        ("rows", "shown"),
        [
            pytest.param("<th>a | b<th>c<tr><td>d||e<td>|", [r"| a \| b | c |", r"| d\|\|e | \\| |"], id="bars"),
            pytest.param(
                "<th><th>2019<th>2020<tr><td>Oke<td><td>7", ["|  | 2019 | 2020 |", "| Oke |  | 7 |"], id="gap"
            ),
            pytest.param("<th>a<th>b<tr><td>c<td><tr><td><td>d", ["| a | b |", "| c |  |", "|  | d |"], id="one"),
            pytest.param("<th>a<th>b<tr><td>&gt; 50<td>c", ["| a | b |", r"| \> 50 | c |"], id="no mark of a quote"),
            pytest.param("<td rowspan=2>a<td>b<tr><td>c", ["| a | b |", "| a | c |"], id="a cell of two rows"),
            pytest.param(r"<th>a<th>b<tr><td>c\|d<td>e", ["| a | b |", r"| c\\\|d | e |"], id="a backslash"),
        ],
    )
    def test_a_cell_stands_in_its_column(self, rows: str, shown: list[str]) -> None:
        page = f"<article><h1>Bread at home</h1><p>{STORY}</p><table><tr>{rows}</table><p>{STORY}</p></article>"
        lines = newsieve("clean", "-f", "markdown", "--input-format", "html", stdin=page).stdout.splitlines()
        assert [line for line in lines if line.startswith("|") and "---" not in line] == shown

    @pytest.mark.parametrize(
        ("pieces", "text"),
        [
            pytest.param([], "", id="nothing"),
            pytest.param([Piece("a"), Piece("b")], "a\n\nb", id="paragraphs"),
            pytest.param([Piece("a", ((1, 0),)), Piece("b", ((2, 0),))], "- a\n- b", id="items"),
            pytest.param([Piece("a", ((1, 1),)), Piece("b", ((2, 1),))], "1. a\n1) b", id="two ordered lists"),
            pytest.param([Piece("a", ((1, 9),)), Piece("b", ((2, 10), (3, 0)))], "9. a\n10. - b", id="an item in one"),
            pytest.param([Piece("a", ((1, 0),)), Piece("b", ((1, 0), (2, 4)))], "- a\n\n  4. b", id="a list from 4"),
            pytest.param([Piece("```\na\n```", ((1, 2),))], "2. ```\n   a\n   ```", id="code in an item"),
            pytest.param([Piece("a", (), ("a",)), Piece("b")], "a\n\nb", id="a row of one cell"),
        ],
    )
    def test_blocks_stand_below_each_other(self, pieces: list[Piece], text: str) -> None:
        assert join_blocks(pieces) == text

    def test_one_document_has_no_heading(self) -> None:
        assert newsieve("clean", "-f", "markdown", stdin=STORY).stdout == STORY


class TestEmpty:
    """A document of which nothing is left: a note, or with --fail-empty a failure."""

    LINES = make_lines({"id": "a", "text": STORY}, {"id": "b", "text": PITCH.strip()}, {"id": "c", "text": ""})

    @pytest.mark.parametrize("format_", ["text", "markdown", "jsonl", "csv", "diff"])
    def test_a_note_each(self, format_: str) -> None:
        done = newsieve("clean", "-f", format_, stdin=self.LINES)
        assert (done.returncode, done.stderr.splitlines()) == (
            0, ["newsieve: -#2 (b): nothing is left of it", "newsieve: -#3 (c): empty"]
        )  # fmt: skip
        assert newsieve("clean", "-q", "-f", format_, stdin=self.LINES).stderr == ""

    def test_fail_empty(self) -> None:
        done = newsieve("clean", "--fail-empty", "-f", "jsonl", stdin=self.LINES)
        assert [list(json.loads(line))[:2] for line in done.stdout.splitlines()] == [
            ["id", "title"], ["id", "error"], ["id", "error"]
        ]  # fmt: skip
        assert (done.returncode, done.stderr.count("\n")) == (1, 2)
        assert len(newsieve("digest", "--fail-empty", "-f", "csv", stdin=self.LINES).stdout.splitlines()) == 2

    def test_fail_empty_in_batch(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text(STORY)
        (tmp_path / "in" / "b.txt").write_text(PITCH)
        done = newsieve("batch", "in", "-o", "out", "--fail-empty", cwd=tmp_path)
        assert (done.returncode, [p.name for p in (tmp_path / "out").glob("*.txt")]) == (1, ["a.txt"])
        assert newsieve("batch", "in", "-o", "out", cwd=tmp_path).returncode == 0

    def test_empty_stdin_says_what_may_have_happened(self) -> None:
        done = newsieve("digest")
        assert (done.returncode, done.stdout) == (0, "")
        assert "the command before the pipe" in done.stderr


def test_verbose_says_what_went_of_each_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(STORY)
    done = newsieve("clean", "-v", "a.txt", "b.txt", cwd=tmp_path)
    assert done.stderr.splitlines() == [
        "newsieve: a.txt: 1 of 3 blocks went, 46% of the text: newsletter 1 (46%)",
        "newsieve: b.txt: 0 of 2 blocks went, 0% of the text",
    ]
    batch = newsieve("batch", "-v", "a.txt", "b.txt", "-o", "out", cwd=tmp_path)
    assert sorted(batch.stderr.splitlines())[1:] == done.stderr.splitlines()


@pytest.mark.parametrize("task", ["clean", "digest", "explain"])
def test_the_address_stands_in_each_record_that_has_one(task: str, tmp_path: Path) -> None:
    page = f"<html><head><link rel='canonical' href='https://c.example/p'></head><body><p>{STORY}</p></body></html>"
    lines = make_lines({"text": STORY, "url": "https://r.example/1"}, {"html": page}, {"text": STORY})
    urls = [json.loads(line).get("url") for line in newsieve(task, "-f", "jsonl", stdin=lines).stdout.splitlines()]
    assert urls == ["https://r.example/1", "https://c.example/p", None]
    given = newsieve(task, "-f", "jsonl", "--url", "https://g.example/", stdin=STORY).stdout
    assert json.loads(given)["url"] == "https://g.example/"


@pytest.mark.parametrize(
    ("word", "url"),
    [
        ("tram.example/a b", "https://tram.example/a b"),
        ("tram.example:8080", "https://tram.example:8080"),
        ("//tram.example/x", "https://tram.example/x"),
        ("tram.example/line.html", "https://tram.example/line.html"),
        ("localhost/a", "https://localhost/a"),
        ("file:///news/a.html", "file:///news/a.html"),
        (" HTTP://tram.example ", "HTTP://tram.example"),
        pytest.param("", None, id="a variable that is not set"),
        (" ", None),
    ],
)
def test_address_of_a_page(word: str, url: str | None) -> None:
    assert json.loads(newsieve("clean", "-f", "jsonl", "--url", word, stdin=STORY).stdout).get("url") == url


@pytest.mark.parametrize("format_", RENDERERS)
def test_every_format_takes_any_result(format_: str) -> None:
    empty = Result(Document("1", "", Format.HTML), Article(""), None, (), ())
    for task in ("clean", "digest"):
        for result in (empty, make_result()):
            assert RENDERERS[format_](result, task) is not None


def test_lists_may_be_separated_by_commas(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert newsieve("clean", "--keep", "advert,newsletter", "a.txt", cwd=tmp_path).stdout == TEXT
    done = newsieve("clean", "--keep", "advert,ads", "a.txt", cwd=tmp_path)
    assert (done.returncode, "did you mean 'advert'" in done.stderr) == (2, True)


def test_unknown_variables_are_named_with_verbose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSIEVE_LEVELL", "careful")
    (tmp_path / "a.txt").write_text(STORY)
    assert newsieve("clean", "a.txt", cwd=tmp_path).stderr == ""
    verbose = newsieve("clean", "-v", "a.txt", cwd=tmp_path).stderr
    assert "NEWSIEVE_LEVELL: no variable of newsieve's; did you mean 'NEWSIEVE_LEVEL'?" in verbose
    monkeypatch.setenv("NEWSIEVE_OUTPUT", "b.txt")
    assert "NEWSIEVE_OUTPUT: no variable of newsieve's\n" in newsieve("clean", "-v", "a.txt", cwd=tmp_path).stderr
