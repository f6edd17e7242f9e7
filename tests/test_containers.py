"""WARC, Parquet and parts of containers: one document at a time, and a broken one costs only itself."""

import base64
import bz2
import gzip
import hashlib
import io
import json
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.batch import run_batch, shards
from newsieve.errors import UsageError
from newsieve.pipeline import Task
from newsieve.processing import Job
from newsieve.read import InputFormat, Part, ReadOptions, Source, read_documents
from newsieve.read.streams import Peekable
from newsieve.read.warc import read_warc
from newsieve.settings import SETTINGS
from newsieve.types import Document, Failure, Format, Options

pytest.importorskip("fastwarc", reason="WARC files are read with the extra `warc`")
pa = pytest.importorskip("pyarrow", reason="Parquet files are read with the extra `cluster`")
parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet files are read with the extra `cluster`")

PAGE = "<html><body><p>The tram came late again, and nobody minded.</p></body></html>"
HTML = "Content-Type: text/html; charset=utf-8"


def make_record(
    body: bytes | str = PAGE, *headers: str, kind: str = "response", status: str = "200 OK", length: object = None
) -> bytes:
    body = body.encode() if isinstance(body, str) else body
    head = "\r\n".join([f"HTTP/1.1 {status}", *(headers or (HTML,)), "", ""])
    payload = head.encode() + body
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:0>",
        "WARC-Target-URI: http://tram.example/a",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {length or len(payload)}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + payload + b"\r\n\r\n"


def make_stored(body: str, kind: str, media_type: str, url: str = "http://tram.example/a") -> bytes:
    """A record whose body is stored as it is."""
    payload = body.encode()
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {media_type}\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(payload) + payload + b"\r\n\r\n"


def chunk(body: bytes) -> bytes:
    return b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


def read_all(data: bytes, max_size: int = 1 << 20) -> list[Document | Failure]:
    return list(read_warc("w", Peekable(io.BytesIO(data)), max_size))


GOOD, ZIPPED = make_record(), gzip.compress(PAGE.encode())
BROTLI = bytes.fromhex(
    "0b260000e46d5bd7b16a1cf1acc631140c54233cc1061cb88434d0a4032e32f37da1a9aaa27538056137e1a5650afd3840029fcead4d06db473d"
    "b276c98738292ae379145aa675381903"
)


@pytest.mark.parametrize(
    ("record", "text"),
    [
        pytest.param(GOOD, PAGE, id="plain"),
        pytest.param(make_record(chunk(PAGE.encode()), HTML, "Transfer-Encoding: chunked"), PAGE, id="chunked"),
        pytest.param(make_record(ZIPPED, HTML, "Content-Encoding: gzip"), PAGE, id="compressed"),
        pytest.param(make_record(chunk(ZIPPED), HTML, "Transfer-Encoding: chunked", "Content-Encoding: gzip"), PAGE,
                     id="both"),
        pytest.param(make_record("Größe".encode("cp1252"), "Content-Type: text/html; charset=iso-8859-1"), "Größe",
                     id="charset of the header"),
        pytest.param(make_record("<meta charset=utf-8>Größe", "Content-Type: text/html; charset=ascii-nonsense"),
                     "<meta charset=utf-8>Größe", id="a charset that is none"),
        pytest.param(make_record("Größe", "Content-Type: text/plain"), "Größe", id="text"),
        pytest.param(make_record(BROTLI, HTML, "Content-Encoding: br"), PAGE, id="brotli"),
        pytest.param(make_record(PAGE, HTML, "Content-Encoding: br"), PAGE, id="brotli that is plain"),
        pytest.param(make_record(PAGE, HTML, "Content-Encoding: UTF-8"), PAGE, id="an encoding that is none"),
        pytest.param(make_record(PAGE, HTML, "Transfer-Encoding: chunked"), PAGE, id="chunks that are joined"),
        pytest.param(make_record(ZIPPED, HTML, "Transfer-Encoding: chunked", "Content-Encoding: gzip"), PAGE,
                     id="chunks that are joined, compressed"),
        pytest.param(make_record("Größe", "Content-Type: text/plain", "Content-Encoding: gzip"), "Größe",
                     id="text that is unpacked"),
        pytest.param(make_record(PAGE, "Content-Type: text/html, text/html; charset=utf-8"), PAGE, id="type twice"),
        pytest.param(make_record(PAGE, "Content-Type: text/html,charset=utf-8"), PAGE, id="comma for a semicolon"),
        pytest.param(make_record(PAGE, "Content-Type: image/png", HTML), PAGE, id="the last type counts"),
        pytest.param(make_record("Größe".encode("cp1252"), "Content-type :text/html;\r\n\tcharset='windows-1252'"),
                     "Größe", id="a folded field"),
        pytest.param(make_record(f"HTTP/1.1 200 OK\r\n{HTML}\r\n\r\n{PAGE}", status="103 Early Hints"), PAGE,
                     id="behind early hints"),
        pytest.param(make_stored(f"HTTP/1.1 200 OK\n{HTML}\n\n{PAGE}", "response", "application/http"), PAGE,
                     id="bare newlines"),
        pytest.param(make_stored(f"HTTP/1.1 200 OK\n{HTML}\n\n{PAGE}", "response", "text/html"), PAGE,
                     id="a response that is called a page"),
        pytest.param(make_stored("Größe", "conversion", "text/plain"), "Größe", id="text of a page"),
        pytest.param(make_stored(PAGE, "resource", "text/html; charset=utf-8"), PAGE, id="a page without HTTP"),
        pytest.param(make_record(ZIPPED), PAGE, id="compressed, and nothing says so"),
        pytest.param(make_record("GIF89a begins a picture."), "GIF89a begins a picture.", id="a magic word"),
    ],
)  # fmt: skip
def test_pages(record: bytes, text: str) -> None:
    first, second = read_all(record + GOOD)
    assert isinstance(first, Document)
    assert (first.id, first.text, first.url, first.record) == ("w#1", text, "http://tram.example/a", 1)
    assert isinstance(second, Document)
    assert (second.id, second.text) == ("w#2", PAGE)


@pytest.mark.parametrize(
    "record",
    [
        make_record(kind="revisit"),
        make_record(kind="request"),
        make_record(kind="metadata"),
        make_record("\x89PNG", "Content-Type: image/png"),
        make_record(status="404 Not Found"),
        make_record(status="301 Moved Permanently"),
        make_stored("HTTP/1.1 304 Not Modified\r\n", "response", "application/http"),
        make_stored("tram.example", "response", "text/dns", "dns:tram.example"),
        make_stored("--mirror", "resource", "text/plain", "metadata://gnu.org/software/wget/warc/wget_arguments.txt"),
        make_stored("%PDF", "resource", "application/pdf"),
        b"some garbage\r\nbetween records\r\n\r\n",
    ],
    ids=[
        "revisit",
        "request",
        "metadata",
        "image",
        "not found",
        "moved",
        "no body",
        "names",
        "options",
        "PDF",
        "garbage",
    ],
)
def test_what_is_no_page_is_passed_over(record: bytes) -> None:
    assert [answer.id for answer in read_all(GOOD + record + GOOD) if isinstance(answer, Document)] == ["w#1", "w#2"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (make_record(b"\x1f\x8bno gzip", HTML, "Content-Encoding: gzip"), "damaged"),
        (make_record("3\r\nno chunk\r\n", HTML, "Transfer-Encoding: chunked"), "damaged"),
        (make_record(b"\xff\x00", HTML, "Content-Encoding: br"), "damaged"),
        (make_record(b"\xff\x00", HTML, "Content-Encoding: dcz"), "not known (dcz)"),
        (make_record("</p>", kind="continuation"), "in segments"),
        (make_record(b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n"), "but a PDF"),
        (make_record(b"\x89PNG\r\n\x1a\n\0\0", "Server: x"), "but an image"),
        (make_record(b"PK\x03\x04\0\0", "Content-Type: text/plain"), "but a zip archive"),
        (make_record(length=20), "cut short"),
        (make_record(length="many"), "without a length"),
        (make_record(PAGE[:40], HTML, f"Content-Length: {len(PAGE)}"), "cut short"),
        (make_record(f"28\r\n{PAGE[:40]}\r\n", HTML, "Transfer-Encoding: chunked"), "cut short"),
        (make_record(ZIPPED + ZIPPED[:-4], HTML, "Content-Encoding: gzip"), "cut short"),
        (make_record("x" * 5000), "larger than 1000 bytes"),
        (make_record("x" * 500_000), "larger than 1000 bytes"),
        (make_record(gzip.compress(b"0" * 10_000_000), HTML, "Content-Encoding: gzip"), "larger than 1000 bytes"),
    ],
    ids=[
        "no gzip",
        "no chunks",
        "no brotli",
        "unknown encoding",
        "a later segment",
        "a PDF",
        "a picture without a type",
        "an archive",
        "too short a length",
        "no length",
        "shorter than HTTP says",
        "no last chunk",
        "a cut member",
        "large",
        "very large",
        "bomb",
    ],
)
def test_a_broken_record_costs_only_itself(record: bytes, message: str) -> None:
    first, broken, last = read_all(GOOD + record + GOOD, 1000)
    assert isinstance(first, Document)
    assert isinstance(broken, Failure)
    assert broken.document_id == "w#2"
    assert message in broken.message
    assert isinstance(last, Document)
    assert (last.id, last.text) == ("w#3", PAGE)


def test_a_length_that_reaches_into_the_next_record_costs_nothing() -> None:
    assert [a.text.strip() for a in read_all(GOOD + make_record(length=400) + GOOD) if isinstance(a, Document)] == [
        PAGE
    ] * 3


def say(answers: list[Document | Failure]) -> list[str]:
    return ["error" if isinstance(answer, Failure) else answer.text.partition("said ")[2][:3] for answer in answers]


ONE, TWO, THREE = (make_record(f"<p>The tram came late, said {name}.</p></body>") for name in ("one", "two", "six"))
SIZE = len(TWO.partition(b"\r\n\r\n")[2]) - 4


@pytest.mark.parametrize("longer", [*range(1, 40), 100, 1000, 10**5, 3 * 10**6, 10**12])
def test_a_length_that_is_too_long_costs_no_neighbour(longer: int) -> None:
    lie = TWO.replace(b"Content-Length: %d" % SIZE, b"Content-Length: %d" % (SIZE + longer))
    found = [answer for answer in read_all(ONE + lie + THREE + ONE) if isinstance(answer, Document | Failure)]
    texts = [answer.text if isinstance(answer, Document) else "error" for answer in found]
    assert [next((n for n in ("one", "two", "six", "error") if n in text), "") for text in texts] in (
        ["one", "two", "six", "one"], ["one", "error", "six", "one"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"WARC/1.0", b"WXRC/1.0", id="a damaged first line"),
        pytest.param(TWO.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", b"", id="no header"),
        pytest.param(b"WARC-Type: response", b"WARC-Tpye: response", id="a damaged name"),
        pytest.param(b"WARC-Type: response", b"WARC-Type: respXnse", id="a damaged type"),
        pytest.param(b"Content-Length", b"Content-Lenght", id="a damaged length"),
        pytest.param(b"Content-Length: ", b"Content-Length: x", id="a length of letters"),
        pytest.param(b"HTTP/1.1 200", b"XTTP/1.1 2OO", id="a damaged status"),
        pytest.param(TWO[120:], b"", id="cut in the header"),
    ],
)
def test_damage_is_one_error_in_its_place(old: bytes, new: bytes) -> None:
    assert old in TWO
    for damaged in (TWO.replace(old, new),):
        kinds = [type(answer) for answer in read_all(ONE + damaged + b"\r\n\r\n" + THREE + ONE)]
        assert kinds == [Document, Failure, Document, Document]


def read_file(path: Path, records: Sequence[bytes], is_packed: bool) -> list[str]:
    """What a file of these records gives, each packed by itself."""
    path.write_bytes(b"".join(gzip.compress(record) if is_packed else record for record in records))
    answers = list(read_documents(Source(str(path)), ReadOptions()))
    numbers = [answer.id if isinstance(answer, Document) else answer.document_id for answer in answers]
    assert numbers == [f"{path}#{i}" for i in range(1, len(answers) + 1)]
    return say(answers)


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("rest", range(1, len(TWO) - 4, 7))
def test_a_record_that_is_cut_anywhere_costs_only_itself(tmp_path: Path, rest: int, is_packed: bool) -> None:
    said = read_file(tmp_path / "a.warc", [ONE, TWO[:rest], THREE, ONE], is_packed)
    assert said == ["one", "error", "six", "one"]


def test_a_record_that_is_cut_in_its_first_letters_is_missed() -> None:
    assert say(read_all(ONE + TWO[:3])) == ["one", "error"]


def test_a_record_cut_behind_a_blank_line_does_not_have_its_digest() -> None:
    whole = make_record("<p>The tram came late, said two.</p>\r\n\r\n<p>And then it left.</p>")
    payload = whole.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    digest = b"WARC-Block-Digest: sha1:" + base64.b32encode(hashlib.sha1(payload).digest()) + b"\r\nWARC-Type"
    signed = whole.replace(b"WARC-Type", digest, 1)
    cut = signed[: signed.index(b"<p>And")]
    assert say(read_all(ONE + cut + THREE)) == ["one", "error", "six"]
    longer = signed.replace(b"Content-Length: ", b"Content-Length: 9", 1)
    assert say(read_all(ONE + longer + THREE)) == ["one", "two", "six"]


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([ONE, TWO[:-40], TWO[:90], THREE], ["one", "error", "error", "six"]),
        ([TWO[:-40], THREE], ["error", "six"]),
        ([ONE, TWO[:-40]], ["one", "error"]),
        ([ONE, TWO[: TWO.index(b"<p>The")], THREE], ["one", "error", "six"]),
        ([ONE, make_record(kind="request")[:-30], THREE], ["one", "six"]),
    ],
    ids=["two", "first", "last", "behind the head of HTTP", "of a request"],
)
def test_what_a_crawler_that_died_left(tmp_path: Path, records: list[bytes], said: list[str], is_packed: bool) -> None:
    assert read_file(tmp_path / "a.warc", records, is_packed) == said


def test_bytes_in_the_place_of_a_record_are_one_error() -> None:
    noise = random.Random(1).randbytes(500)
    assert say(read_all(ONE + noise + THREE + ONE)) == ["one", "error", "six", "one"]


INNER = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nyes\r\n\r\n"


@pytest.mark.parametrize(
    "record",
    [
        make_record(f"<pre>{INNER}</pre><p>The tram came late, said two.</p></body>"),
        make_record(f"{INNER * 9}<p>The tram came late, said two.</p></body>"),
        TWO.replace(b"http://tram.example/a", b"http://tram.example/WARC/1.0"),
        TWO.replace(b"WARC-Type: response", b"X-Note: WARC/1.0\r\nWARC-Type: response"),
        TWO.replace(b"\r\nWARC-Record-ID", b"\r\nX-Note: WARC/1.0\r\nWARC-Record-ID"),
    ],
    ids=["in a page", "at the start of a page", "in an address", "before the type", "behind the type"],
)
def test_what_looks_like_a_record_within_a_sound_one_is_part_of_it(record: bytes) -> None:
    assert say(read_all(ONE + record + THREE)) == ["one", "two", "six"]


@pytest.mark.parametrize("cut", [3, 10, 40])
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_cut_within_its_content_encoding_fails(cut: int, coding: str, is_chunked: bool) -> None:
    page = (PAGE + "".join(map(str, range(300)))).encode()
    packed = (gzip.compress(page) if coding == "gzip" else zlib.compress(page))[:-cut]
    record = make_record(
        chunk(packed) if is_chunked else packed, HTML, f"Content-Encoding: {coding}",
        *(["Transfer-Encoding: chunked"] if is_chunked else []),
    )  # fmt: skip
    assert [type(answer) for answer in read_all(ONE + record + THREE)] == [Document, Failure, Document]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (make_record(zlib.compress(PAGE.encode())[2:-4], HTML, "Content-Encoding: deflate"), PAGE),
        (make_record(ZIPPED, HTML, "Content-Encoding: x-gzip"), PAGE),
        (make_record(PAGE, HTML, "Content-Encoding: gzip"), PAGE),
        (make_record(PAGE, HTML, "Content-Encoding: identity"), PAGE),
        (make_record(ZIPPED + ZIPPED, HTML, "Content-Encoding: gzip"), PAGE + PAGE),
        (make_record("3;a=b\nOne\n5 \n, two\n0\nX: y\n\n", HTML, "Transfer-Encoding: chunked"), "One, two"),
        (make_record("Hi.", HTML, "Content-Encoding: gzip", "Content-Length: 23"), "Hi."),
        (make_record(PAGE, HTML, "Content-Length: 9"), PAGE),
        (make_record("", HTML, "Content-Length: 9"), ""),
    ],
    ids=[
        "raw deflate",
        "x-gzip",
        "unpacked already",
        "identity",
        "two members",
        "chunks with extensions",
        "unpacked, and shorter",
        "longer than HTTP says",
        "an answer to HEAD",
    ],
)
def test_content_encodings(record: bytes, text: str) -> None:
    [answer] = read_all(record)
    assert isinstance(answer, Document)
    assert answer.text == text


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "br", "zstd", "gzip, br", "x"]), st.booleans())
def test_a_body_of_any_bytes_is_a_page_or_a_failure(body: bytes, coding: str, is_chunked: bool) -> None:
    fields = [HTML, f"Content-Encoding: {coding}", *["Transfer-Encoding: chunked"] * is_chunked]
    assert len(read_all(make_record(body, *fields) + GOOD)) == 2


class Counting(io.BytesIO):
    """Counts the bytes that are asked for."""

    asked = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.asked += len(data)
        return data


def test_lies_are_read_once() -> None:
    lie = make_record(length=900_000)
    stream = Counting(lie * 400)
    answers = list(read_warc("w", Peekable(stream), 1 << 20))
    assert len(answers) == 400
    assert stream.asked <= 400 * len(lie)


def test_a_record_that_ends_too_early_fails() -> None:
    assert [type(answer) for answer in read_all(GOOD + GOOD[:-30])] == [Document, Failure]


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc", "no-name"])
def test_warc_is_known_by_name_and_by_content(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(GOOD) + gzip.compress(GOOD))
    answers = list(read_documents(Source(str(path)), ReadOptions()))
    assert [getattr(answer, "id", None) for answer in answers] == [f"{path}#1", f"{path}#2"]


def test_what_is_no_warc_fails_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A story.\n")
    (answer,) = read_documents(Source(str(path)), ReadOptions(input_format=InputFormat.WARC))
    assert isinstance(answer, Failure)
    assert answer.document_id == str(path)


def write_parquet(path: Path, columns: dict[str, Any], rows: int = 2) -> Source:
    parquet.write_table(pa.table(columns), path, row_group_size=rows)
    return Source(str(path))


COLUMNS: dict[str, Any] = {
    "text": ["A tram.", None, None, "Late."],
    "html": [None, PAGE, None, None],
    "id": [7, 8, 9, 10],
    "url": ["http://tram.example/1", None, None, None],
    "seen": [datetime(2024, 5, 1, tzinfo=UTC), None, None, None],
    "price": [Decimal("1.20")] * 4,
    "tags": [["a"], [], None, ["b", "c"]],
}


def test_rows_of_parquet(tmp_path: Path) -> None:
    first, second, third, fourth = read_documents(write_parquet(tmp_path / "a", COLUMNS), ReadOptions())
    assert isinstance(first, Document)
    assert (first.id, first.text, first.url, first.record) == (7, "A tram.", "http://tram.example/1", 1)
    assert first.extra == {"id": "7", "url": '"http://tram.example/1"', "seen": '"2024-05-01T00:00:00+00:00"',
                           "price": '"1.20"', "tags": '["a"]'}  # fmt: skip
    assert isinstance(second, Document)
    assert second.format is Format.HTML
    assert isinstance(third, Failure)
    assert third.document_id == 9
    assert isinstance(fourth, Document)
    assert fourth.text == "Late."


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"story": ["a"]}, "neither a column"), ({"text": [1]}, "not a string"), ({"text": ["x" * 2000]}, "larger than")],
)
def test_bad_parquet_fails(tmp_path: Path, columns: dict[str, Any], message: str) -> None:
    (answer,) = read_documents(write_parquet(tmp_path / "a", columns), ReadOptions(max_size=1000))
    assert isinstance(answer, Failure)
    assert message in answer.message


def test_truncated_parquet_fails(tmp_path: Path) -> None:
    source = write_parquet(tmp_path / "a", COLUMNS)
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:-20])
    (answer,) = read_documents(source, ReadOptions())
    assert isinstance(answer, Failure)


def ids_of(source: Source, parts: Sequence[Part]) -> list[Any]:
    return [
        getattr(a, "id", None) or a[0] for p in parts for a in read_documents(source._replace(part=p), ReadOptions())
    ]


def test_parts_of_parquet_are_the_whole(tmp_path: Path) -> None:
    source = write_parquet(tmp_path / "a", COLUMNS | {"id": [None, 8, None, 10]})
    whole = [getattr(a, "id", None) or a[0] for a in read_documents(source, ReadOptions())]
    assert ids_of(source, [Part(0, 1, 0), Part(1, 2, 2)]) == whole


def test_parts_of_json_lines_are_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": f"Tram {i}."}) + "\n" for i in range(9)]
    path.write_text("".join(lines))
    source, middle = Source(str(path)), len("".join(lines[:4]))
    whole = [getattr(a, "id", None) for a in read_documents(source, ReadOptions())]
    assert ids_of(source, [Part(0, middle, 0), Part(middle, path.stat().st_size, 4)]) == whole


def test_a_batch_of_arrow_gives_a_row_a_row(tmp_path: Path) -> None:
    from newsieve.arrow import clean_batch

    table = pa.table(COLUMNS)
    cleaned = clean_batch(table, "digest")
    assert cleaned.column("id").to_pylist() == [7, 8, 9, 10]
    assert cleaned.column("text").to_pylist()[0] == "A tram."
    assert [error is None for error in cleaned.column("error").to_pylist()] == [True, True, False, True]
    for name in ("seen", "price", "tags"):
        assert cleaned.column(name).equals(table.column(name))
    pieces = [clean_batch(batch, "digest") for batch in table.to_batches(max_chunksize=1)]
    assert pa.concat_tables(pieces).equals(cleaned)


@pytest.mark.parametrize(
    ("options", "word"),
    [(Options(level="bold"), "bold"), (Options(drop=frozenset({"gossip"})), "gossip"), (Options(ranker="x"), "'x'")],
    ids=["level", "kind", "ranker"],
)  # fmt: skip
def test_a_batch_of_arrow_refuses_wrong_options(options: Options, word: str) -> None:
    from newsieve.arrow import clean_batch

    with pytest.raises((ValueError, UsageError), match=word):
        clean_batch(pa.table({"text": ["A tram. It came."]}), "digest", options)


def test_batch_writes_what_json_lines_say(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", COLUMNS)
    for format_ in ("jsonl", "parquet"):
        command = [sys.executable, "-m", "newsieve", "batch", "a.parquet", "-o", format_, "-f", format_, "-j", "1"]
        assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 1
    table = parquet.read_table(tmp_path / "parquet" / "a.parquet")
    lines = [json.loads(line) for line in (tmp_path / "jsonl" / "a.parquet.jsonl").read_text().splitlines()]
    for row, line in zip(table.to_pylist(), lines, strict=True):
        if "error" in line:
            assert row["error"] == line["error"]
            continue
        for field in ("id", "title", "language", "text", "removed", "sentences"):
            assert row[field] == line[field]
    assert table.column("price").to_pylist() == COLUMNS["price"]
    assert table.column("seen").to_pylist() == COLUMNS["seen"]


def write_container(path: Path, texts: Sequence[str | None]) -> None:
    """A container of that kind; None makes a broken record."""
    if path.suffix == ".parquet":
        write_parquet(path, {"text": texts, "html": [None] * len(texts)})
    elif path.suffix == ".jsonl":
        path.write_text("\n\n".join(json.dumps({"text": text}) for text in texts))
    else:
        path.write_bytes(b"".join(pack(record, path) for text in texts for record in make_crawl(text)))


def pack(record: bytes, path: Path) -> bytes:
    """Pictures are stored as they are, so that the archive in one shows its own gzip mark."""
    return gzip.compress(record, 0 if b"image/png" in record else 9) if path.suffix == ".gz" else record


def make_crawl(text: str | None) -> list[bytes]:
    """A page as a crawl has it: what was asked, the answer and a picture, which holds a little crawl of its own."""
    page = make_record(f"<p>{text}") if text else make_record(b"\x1f\x8b", HTML, "Content-Encoding: gzip")
    inner = gzip.compress(make_record("<p>A page that an archive holds."), compresslevel=0)
    return [make_record(kind="request"), page, make_record(inner, "Content-Type: image/png")]


def run_in(out: str, source: str, format_: str, **settings: object) -> Any:
    """Clean a file; what was written. Nothing else is left."""
    job = Job(Task.CLEAN, Options(), ReadOptions(), format=format_, output=out)
    defaults = {setting.name: setting.default for setting in SETTINGS}
    assert run_batch([source], job, defaults | {"jobs": 2} | settings) == 1
    (path,) = (path for path in Path(out).iterdir() if path.is_file())
    assert sorted(entry.name for entry in Path(out, ".newsieve").iterdir()) == ["ledger.sqlite", "lock"]
    return parquet.read_table(path).to_pylist() if format_ == "parquet" else path.read_bytes()


@pytest.mark.parametrize("format_", ["jsonl", "text", "csv", "diff", "parquet"])
@pytest.mark.parametrize("kind", ["jsonl", "parquet", "warc", "warc.gz"])
def test_a_large_container_is_done_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, format_: str
) -> None:
    """Cut anywhere, the output holds the same; nothing is left of the parts."""
    monkeypatch.chdir(tmp_path)
    texts = [None if i == 17 else f"Tram {i} came late again, and nobody minded." for i in range(40)]
    write_container(tmp_path / f"a.{kind}", texts)
    whole = run_in("whole", f"a.{kind}", format_)
    for size in (300, 1000):
        monkeypatch.setattr(shards, "SHARD_BYTES", size)
        assert len(find_shards(tmp_path / f"a.{kind}")) > 1
        assert run_in(str(size), f"a.{kind}", format_) == whole != []


def find_shards(path: Path) -> list[Part]:
    return shards.find_shards(Source(str(path)), path.stat().st_size, ReadOptions())


RECORDS = [make_record(f"<p>Tram {i} came late again, and nobody minded.") for i in range(30)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.warc.gz", gzip.compress(b"".join(RECORDS)), id="one stream"),
        pytest.param(
            "a.warc.gz", b"".join(gzip.compress(a + b) for a, b in zip(RECORDS, RECORDS, strict=True)), id="two"
        ),
        pytest.param("a.warc.bz2", bz2.compress(b"".join(RECORDS)), id="bz2"),
        pytest.param("a.warc", b"".join([*RECORDS, make_record(length=650), *RECORDS]), id="a length that lies"),
        pytest.param("a.warc", b"".join([*RECORDS, b"noise\r\n", *RECORDS]), id="noise"),
        pytest.param("a.txt", b"Tram by tram.\n" * 999, id="text"),
        pytest.param("a.gz", gzip.compress(b"Tram by tram.\n" * 99) * 20, id="text in members"),
    ],
)
def test_what_cannot_be_cut_is_left_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(shards, "SHARD_BYTES", 100)
    assert find_shards(tmp_path / name) == []


def test_damage_that_hides_documents_does_not_change_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged member counts as a broken page, whatever it was; the pages behind it are numbered as without parts."""
    monkeypatch.chdir(tmp_path)
    chance = random.Random(1)
    pages = [make_record(f"<p>{''.join(chance.choices('abcdefgh ', k=900))}") for _ in range(40)]
    pages[11] = make_record(bytes(chance.choices(range(256), k=3000)), "Content-Type: image/png")
    members = [gzip.compress(page) for page in pages]
    broken = bytearray(members[11])
    broken[1500] ^= 0x55
    Path("a.warc.gz").write_bytes(b"".join([*members[:11], broken, *members[12:]]))
    whole = run_in("whole", "a.warc.gz", "jsonl")
    monkeypatch.setattr(shards, "SHARD_BYTES", 1500)
    assert run_in("parts", "a.warc.gz", "jsonl") == whole
    assert json.loads(whole.splitlines()[-1])["id"] == "a.warc.gz#40"


@pytest.mark.parametrize("at", [15, 60, 200, -6, -20, "cut"])
def test_a_damaged_member_costs_only_its_record(tmp_path: Path, at: int | str) -> None:
    chance = random.Random(1)
    members = [gzip.compress(make_record("".join(chance.choices("abcdefgh ", k=3000)))) for _ in range(5)]
    damaged = bytearray(members[2])
    if isinstance(at, int):
        damaged[at] ^= 0x55
    else:
        del damaged[len(damaged) // 2 :]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join([*members[:2], bytes(damaged), *members[3:]]))
    answers = list(read_documents(Source(str(path)), ReadOptions()))
    assert [type(answer) for answer in answers] == [Document, Document, Failure, Document, Document]
    path.write_bytes(b"".join(members)[:-30])
    *whole, last = read_documents(Source(str(path)), ReadOptions())
    assert [type(answer) for answer in whole] == [Document] * 4
    assert isinstance(last, Failure)


@pytest.mark.parametrize(
    ("module", "arguments", "status", "extra"),
    [
        ("fastwarc", ("clean", "a.warc"), 1, "warc"),
        ("pyarrow", ("clean", "a.parquet"), 1, "cluster"),
        ("pyarrow", ("batch", "a.txt", "-o", "out", "-f", "parquet"), 2, "cluster"),
        ("ray", ("batch", "a.txt", "-o", "out", "--engine", "ray"), 2, "cluster"),
    ],
)
def test_a_missing_extra_is_one_line_that_names_it(
    tmp_path: Path, module: str, arguments: tuple[str, ...], status: int, extra: str
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / f"{module}.py").write_text("raise ImportError")
    (tmp_path / "a.txt").write_text("A tram.\n")
    (tmp_path / "a.warc").write_bytes(GOOD)
    write_parquet(tmp_path / "a.parquet", COLUMNS)
    path = os.pathsep.join(filter(None, (str(tmp_path / "modules"), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "newsieve", *arguments], cwd=tmp_path, env=os.environ | {"PYTHONPATH": path},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert f"pip install 'newsieve[{extra}]'" in done.stderr
