"""JSON Lines, JSON and text: told apart by their first characters, and the same records wherever they come from."""

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.read import InputFormat, ReadOptions, Source, read_documents
from newsieve.read.json_values import read_json
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

GOOD = '{"id": "g", "text": "The bridge opened on Friday."}'
HUGE = json.dumps({"id": "h", "html": "<p>The pool closed on Monday.</p>" * 5000})
PRETTY = json.dumps({"id": "o", "text": "The tram was late."}, indent=2)
TEXT = ["f"]


def read_file(path: Path, data: str | bytes, **options: object) -> list[Document | Failure]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_documents(Source(str(path)), ReadOptions(**options)))  # type: ignore[arg-type]


def ids(answers: list[Document | Failure]) -> list[object]:
    """The id of each document, of a failure with an exclamation mark, without the folder."""
    names = [a.id if isinstance(a, Document) else f"!{a.document_id}" for a in answers]
    return [n.replace(n[: n.rindex("/") + 1], "!" * n.startswith("!")) if isinstance(n, str) and "/" in n else n
            for n in names]  # fmt: skip


CASES = [
    pytest.param(f"{GOOD}\n{GOOD}\n", ["g", "g"], id="lines"),
    pytest.param(f"\ufeff\n \n{GOOD}", ["g"], id="mark and blank lines first"),
    pytest.param(f"{HUGE}\n{GOOD}", ["h", "g"], id="a first line of 150 kB"),
    pytest.param(GOOD * 1, ["g"], id="no line end"),
    pytest.param(f'{{"id":1,"text":"broken\n{GOOD}\n', ["!1", "g"], id="broken first line"),
    pytest.param(f'{{"text":"{"x" * 90_000}\n{GOOD}\n', ["!f#1", "g"], id="long broken first line"),
    pytest.param(f'{{"id":1}}\n{GOOD}\n', ["!1", "g"], id="first line without a text"),
    pytest.param(f"{{}}\n{GOOD}\n", ["!f#1", "g"], id="empty object"),
    pytest.param(f'{{"a":{"[" * 99_000}\n{GOOD}\n', ["!f#1", "g"], id="deep first line"),
    pytest.param(f'{{"id":1,"a":{"[" * 99_000}{"]" * 99_000}}}\n{GOOD}\n', ["!1", "g"], id="deep but whole"),
    pytest.param(f'{{ "a": 1 }}\n{GOOD}', ["!f#1", "g"], id="a space behind the brace"),
    pytest.param(f"[1]\n{GOOD}\n", ["!f#1", "g"], id="a list before records"),
    pytest.param(f"[{{}}]\n\n{GOOD}\n", ["!f#1", "g"], id="a list of objects before records"),
    pytest.param(f"[\n{GOOD}\n{GOOD}\n", ["!f#1", "g", "g"], id="an array that is none"),
    pytest.param(f"[{GOOD}]", ["g"], id="array"),
    pytest.param(f" [\n  {GOOD},\n\t{HUGE}\n]\n", ["g", "h"], id="array over lines"),
    pytest.param('[{"text": "a"}, 5, [], {"id": "n", "text": NaN}, "x"]',
                 ["f#1", "!f#2", "!f#3", "!n", "!f#5"], id="array with bad records"),
    pytest.param(f'[{{"id":7,"text":"x","a":{"[" * 99_000}{"]" * 99_000}}},{GOOD}]', ["!7", "g"], id="deep in array"),
    pytest.param("[]", [], id="empty array"),
    pytest.param("[ ]\n", [], id="empty array with space"),
    pytest.param('{\n  "id": "o",\n  "text": "It rained."\n}\n', ["o"], id="object over lines"),
    pytest.param('{\r\n  "text": "It rained."\r\n}', ["f#1"], id="object with CRLF"),
    pytest.param('{\n  "text": "It rained."\n', TEXT, id="an object that does not end"),
    pytest.param(f"{{\n{GOOD}\n", TEXT, id="a brace on a line of its own, and no JSON"),
    pytest.param("{ It rained. }", TEXT, id="a brace before a word"),
    pytest.param("{{template}}", TEXT, id="two braces"),
    pytest.param("[Editor's note: it rained.]\nAll day.", TEXT, id="a bracket before a word"),
    pytest.param("[1] Smith, The rain.\n[2] Jones, More rain.", TEXT, id="a list of sources"),
    pytest.param("[[wiki]] links\n", TEXT, id="two brackets"),
    pytest.param("[{} is an empty list of objects", TEXT, id="a bracket and a brace in a text"),
    pytest.param(f"{PRETTY}\n{PRETTY}\n{PRETTY}", ["o", "o", "o"], id="objects over lines"),
    pytest.param(f"{PRETTY}\n[{GOOD}]", ["o", "g"], id="an array behind an object"),
    pytest.param(f"[\n{GOOD},\n{GOOD}\n][\n{GOOD}\n]", ["g", "g", "g"], id="an array behind another"),
    pytest.param(f"[\n{GOOD},\n{GOOD},\n", ["g", "g", "!f#3"], id="an array that does not end"),
    pytest.param(f"[\n{GOOD},\n{GOOD},\n{GOOD[:30]}", ["g", "g", "!f#3"], id="an array that ends in a record"),
    pytest.param(f"[\n{GOOD},\n{HUGE[:90_000]}", ["g", "!f#2"], id="an array that ends in a long record"),
    pytest.param(f"{PRETTY}\n{PRETTY[:30]}", ["o", "!f#2"], id="an object that does not end behind another"),
    pytest.param(f"\x1e{GOOD}\n\x1e{PRETTY}\n", ["g", "o"], id="a sequence"),
    pytest.param(f"{PRETTY}\n\nThe tram was late.", TEXT, id="an object before a text"),
    pytest.param(f"{' ' * (1 << 15)}{PRETTY}{' ' * (1 << 17)}It rained.", TEXT, id="far before a text"),
    pytest.param(f"[{GOOD}] is a list", ["g", "!f#2"], id="an array before a text"),
    pytest.param("[{} {}] is no list", TEXT, id="objects without a comma"),
    pytest.param("[", TEXT, id="only a bracket"),
    pytest.param("{", TEXT, id="only a brace"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), CASES)
def test_told_by_first_characters(data: str, expected: list[object], tmp_path: Path) -> None:
    assert ids(read_file(tmp_path / "f", data)) == expected


@pytest.mark.parametrize(("data", "expected"), CASES)
def test_compressed_is_the_same(data: str, expected: list[object], tmp_path: Path) -> None:
    assert ids(read_file(tmp_path / "f", gzip.compress(data.encode()))) == expected


@pytest.mark.parametrize("name", ["a.jsonl", "a.NDJSON", "a.jsonl.gz"])
def test_a_name_decides(name: str, tmp_path: Path) -> None:
    assert ids(read_file(tmp_path / name, f"Rain.\n{GOOD}")) == [f"!{name}#1", "g"]


def test_a_json_file_may_begin_on_its_first_line(tmp_path: Path) -> None:
    assert ids(read_file(tmp_path / "a.json", '{"text": "It rained.",\n "id": "o"}')) == ["o"]
    assert ids(read_file(tmp_path / "b.json", f"{GOOD}\n{GOOD}\n")) == ["g", "g"]
    assert ids(read_file(tmp_path / "b.json", f"{GOOD}\n{GOOD[:-2]}\n{GOOD}\n")) == ["g", "!g", "g"]
    assert ids(read_file(tmp_path / "b.json", '{"text": "It rained.",\n "id": "o"}\n' * 3)) == ["o"] * 3


def test_a_named_format_that_is_none_fails_as_a_whole(tmp_path: Path) -> None:
    assert ids(read_file(tmp_path / "f", "Rain.", input_format=InputFormat.JSON)) == ["!f"]


def test_an_array_larger_than_a_document_is_read_as_it_comes(tmp_path: Path) -> None:
    data = "[" + ", ".join([GOOD] * 40 + [json.dumps({"id": "l", "text": "x" * 3000})] + [GOOD]) + "]"
    assert ids(read_file(tmp_path / "f", data, max_size=1000)) == ["g"] * 40 + ["!l", "g"]
    assert ids(read_file(tmp_path / "f", data[:-1] + " oops", max_size=1000))[-2:] == ["g", "!f#43"]


@given(st.lists(st.text(max_size=30)), st.sampled_from([None, 1, 4]), st.booleans(), st.integers(1, 9))
def test_any_array_gives_its_records(texts: list[str], indent: int | None, ascii_: bool, step: int) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    data = json.dumps([{"text": f"x{text}"} for text in texts], indent=indent, ensure_ascii=ascii_).encode()

    class Slow(io.BytesIO):
        def read1(self, _size: int | None = -1) -> bytes:
            return self.read(step)

    answers = list(read_json("n", Peekable(Slow(data)), 1 << 20))
    assert [a.record for a in answers if isinstance(a, Document)] == list(range(1, len(texts) + 1))


@given(st.lists(st.lists(st.text(max_size=9), min_size=1), min_size=1), st.sampled_from(["", "\n", "\n\x1e"]))
def test_values_behind_each_other_give_all_records(arrays: list[list[str]], between: str) -> None:
    records = [[{"text": f"x{text}"} for text in texts] for texts in arrays]
    values = [json.dumps(one if len(one) > 1 else one[0]) for one in records]
    answers = list(read_json("n", Peekable(io.BytesIO(between.join(values).encode())), 1 << 20))
    assert [a.record for a in answers if isinstance(a, Document)] == list(range(1, sum(map(len, records)) + 1))


@pytest.mark.parametrize("lines", [3, 3000])
def test_stdin_in_one_read_is_json_lines(lines: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsieve", "clean", "-f", "jsonl"],
        input=f"{GOOD}\n".encode() * lines, capture_output=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, lines, b"")


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(f"{GOOD}\n", id="lines"),
        pytest.param(f"[{GOOD},\n{' ' * (1 << 17)}", id="array"),
        pytest.param(f"{PRETTY}\n{GOOD}{' ' * (1 << 17)}", id="objects over lines"),
    ],
)
def test_the_first_result_comes_before_the_last_record(begin: str) -> None:
    command = [sys.executable, "-m", "newsieve", "clean", "-f", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(begin.encode())
        process.stdin.flush()
        assert b'"id": ' in process.stdout.readline()
        process.stdin.write(f"{GOOD}{']' * (begin[0] == '[')}\n".encode())
        process.stdin.close()
        assert b'"id": "g"' in process.stdout.readline()
