"""Mails, feeds and tables: the same records wherever they come from, and a broken one costs itself."""

import base64
import gzip
import io
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.days import to_iso
from newsieve.pipeline import Task, process
from newsieve.read import InputFormat, ReadOptions, Source, find_sources, read_documents
from newsieve.read.encoded_words import decode_words, name_sender
from newsieve.read.formats import FORMATS, find_row
from newsieve.read.mail_parts import MailPart
from newsieve.read.streams import Peekable, open_stream
from newsieve.render import RENDERERS
from newsieve.types import Document, Failure, Options

FIXTURES = Path(__file__).parent.parent / "fixtures" / "formats"
FILES = {
    InputFormat.WARC: ("crawl.warc.gz", 2, 0),
    InputFormat.PARQUET: ("articles.parquet", 2, 0),
    InputFormat.JSONL: ("records.jsonl", 7, 0),
    InputFormat.JSON: ("records.json", 2, 1),
    InputFormat.CSV: ("articles.csv", 3, 2),
    InputFormat.TSV: ("articles.tsv", 2, 0),
    InputFormat.FEED: ("rss.xml", 5, 0),
    InputFormat.MBOX: ("inbox.mbox", 4, 0),
    InputFormat.MHTML: ("saved.mhtml", 1, 0),
    InputFormat.EML: ("mailchimp.eml", 1, 0),
}
EXTRAS = {InputFormat.WARC: "fastwarc", InputFormat.PARQUET: "pyarrow"}
TRAM = "The tram was late on Monday, and nobody minded."


def read_data(data: bytes, format_: InputFormat, **options: object) -> list[Document | Failure]:
    from newsieve.read.formats import read_stream

    wanted = ReadOptions(input_format=format_, **options)  # type: ignore[arg-type]
    return list(read_stream(Source("f"), Peekable(io.BytesIO(data)), wanted))


def clean(document: Document) -> str:
    return RENDERERS["text"](process(document, Task.CLEAN, Options()), "clean")


def test_every_format_has_a_file_and_every_module_reads() -> None:
    assert {row.format for row in FORMATS} == set(FILES)
    assert {row.format for row in FORMATS} == set(InputFormat) - {InputFormat.AUTO, InputFormat.TEXT, InputFormat.HTML}


@pytest.mark.parametrize("format_", FILES)
def test_a_format_is_told(format_: InputFormat) -> None:
    source = Source(str(FIXTURES / FILES[format_][0]))
    with open_stream(source) as stream:
        assert find_row(source, stream, ReadOptions()).format is format_


@pytest.mark.parametrize("format_", FILES)
def test_records_are_the_same_wherever_they_come_from(format_: InputFormat, tmp_path: Path) -> None:
    if format_ in EXTRAS:
        pytest.importorskip(EXTRAS[format_], reason="read with an extra")
    name, good, bad = FILES[format_]
    data = (FIXTURES / name).read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    is_by_name = ["--input-format", format_] if format_ in (InputFormat.CSV, InputFormat.TSV) else []

    def run(*arguments: str, stdin: bytes = b"") -> bytes:
        command = [sys.executable, "-m", "newsieve", *arguments, "-f", "jsonl"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, input=stdin)
        assert done.returncode == (1 if bad else 0), done.stderr
        return done.stdout

    whole = run("clean", f"in/{name}")
    records = [json.loads(line) for line in whole.splitlines()]
    assert (len(records), sum("error" in record for record in records)) == (good + bad, bad)
    assert run("clean", "in") == whole
    if not name.endswith(".gz"):
        assert run("clean", f"{name}.gz") == whole.replace(f"in/{name}".encode(), f"{name}.gz".encode())
    assert run("clean", *is_by_name, stdin=data) == whole.replace(f"in/{name}".encode(), b"-")
    run("batch", "in", "-o", "out", "--task", "clean", "-j", "1")
    [output] = [path for path in (tmp_path / "out").iterdir() if path.is_file()]
    assert output.read_bytes() == whole


STORY = (FIXTURES / "story.txt").read_text(encoding="utf-8")
TITLE, BODY = STORY.split("\n\n", 1)


@pytest.mark.parametrize("name", ["mailchimp.eml", "substack.eml", "outlook.eml", "saved.mhtml", "flowed.eml"])
def test_a_mail_gives_its_story(name: str) -> None:
    [document] = read_documents(Source(str(FIXTURES / name)), ReadOptions())
    assert isinstance(document, Document)
    assert (document.id, document.title) == (str(FIXTURES / name), TITLE if name != "saved.mhtml" else None)
    assert clean(document) in (STORY, BODY)


def test_what_stands_in_the_head_of_a_mail() -> None:
    [document] = read_documents(Source(str(FIXTURES / "outlook.eml")), ReadOptions())
    assert isinstance(document, Document)
    assert (document.author, document.date) == ("Keller, Anna", "2026-05-04T09:14:58+02:00")


def test_a_forwarded_mail_is_part_of_the_one_that_holds_it() -> None:
    *_, forwarded, _ = read_documents(Source(str(FIXTURES / "inbox.mbox")), ReadOptions())
    assert isinstance(forwarded, Document)
    assert forwarded.text == f"A good one, sent on from my aunt.\n\nFrom here on it is hers.\n\n{STORY}"


def test_a_maildir_is_read_whatever_the_names(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    shutil.copy(FIXTURES / "outlook.eml", tmp_path / "cur" / "1777878898.M1P2.host:2,S")
    (tmp_path / "new" / "1777878899.M1P2.host").write_text(f"X-Odd: 1\n\n{TRAM}\n")
    (tmp_path / "tmp" / "half").write_text("From: x\n")
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N2\n1 :1777878898.M1P2.host\n")
    sources = [source for source in find_sources([str(tmp_path)]) if isinstance(source, Source)]
    answers = [document for source in sources for document in read_documents(source, ReadOptions())]
    assert [a.text.strip()[-15:] if isinstance(a, Document) else a for a in answers][1:] == [TRAM[-15:]]
    assert isinstance(answers[0], Document)
    assert answers[0].title == TITLE


FROM = "From a@b.example Mon May  4 06:12:03 2026\n"


@pytest.mark.parametrize(
    ("between", "texts"),
    [
        pytest.param(f"\n{FROM}", ["One.", "Two."], id="as it should be"),
        pytest.param(FROM, ["One.", "Two."], id="no blank line before"),
        pytest.param(FROM.replace("\n", "\r\n"), ["One.", "Two."], id="CRLF"),
        pytest.param(FROM.replace("a@b.example", "-"), ["One.", "Two."], id="a dash for the sender"),
        pytest.param(FROM.replace("a@b.example", "root"), ["One.", "Two."], id="an account for the sender"),
        pytest.param(FROM.replace("2026", "+0000 2026"), ["One.", "Two."], id="a zone"),
        pytest.param(f"\n{FROM}\n", ["One.", "Subject: x\n\nTwo."], id="no head"),
        pytest.param("\nFrom me 2026-05-04T06:12:03Z\n", ["One.", "Two."], id="a date as in ISO 8601"),
        pytest.param("\nFrom me 06:12\n", ["One.", "Two."], id="an hour alone, behind a blank line"),
        pytest.param("From Monday 4 May 2026 06:12\n", None, id="a sentence with a day, before a label"),
        pytest.param(f">{FROM}", None, id="quoted"),
        pytest.param("\nFrom 10:30 on it is closed.\n\n", None, id="a sentence"),
        pytest.param("From May 2026 on, 10:30 is the hour:\n", None, id="a sentence with a year"),
    ],
)
def test_mails_of_an_mbox(between: str, texts: list[str] | None) -> None:
    head = "Subject: x\n\n"
    answers = read_data(f"{FROM}{head}One.\n{between}{head}Two.\n".encode(), InputFormat.MBOX)
    whole = [f"One.\n{between}{head}Two.".removesuffix("\n").replace(f">{FROM}", FROM)]
    assert [a.text.strip() for a in answers if isinstance(a, Document)] == (texts or whole)


def test_blank_lines_before_an_mbox_are_no_mail() -> None:
    [document] = read_data(f"\n\n\n{FROM}Subject: x\n\nOne.\n".encode(), InputFormat.MBOX)
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("f#1", "One.\n")


HEAD = "From: a@b.example\nSubject: S\nMIME-Version: 1.0\n"


def mail(*parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--x\n{part}\n" for part in parts)
    return f"{HEAD}Content-Type: multipart/{kind}; boundary=x\n\n{body}--x--\n".encode()


PNG, PAGE_TYPE = "Content-Type: image/png\n\nx", "Content-Type: text/html"
PLAIN, PAGE = f"Content-Type: text/plain\n\n{TRAM}", f"Content-Type: text/html\n\n<p>{TRAM}</p>"
CUT = "ends before its last boundary"
MHTML = (
    "From: <Saved by Blink>\nSubject: Tram\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    "Content-Type: text/html\n\n<html><body><article><p>{}</p></article></body></html>\n"
)
FROM_LINE = b"From ines@courier.example Mon Dec  1 10:00:00 2025\n"


@pytest.mark.parametrize(
    ("name", "data", "notes"),
    [
        pytest.param("m.eml", mail(PLAIN), [], id="whole"),
        pytest.param("m.eml", mail(PLAIN)[:-6], ["m.eml: "], id="no last boundary"),
        pytest.param("m.eml", mail(PLAIN)[:-20], ["m.eml: "], id="within a text"),
        pytest.param("m.eml", f"{HEAD}\n{TRAM}\n".encode(), [], id="a mail without parts"),
        pytest.param("m.mbox", (FROM_LINE + mail(PLAIN)[:-6] + b"\n\n") * 2 + FROM_LINE + mail(PLAIN),
                     ["m.mbox#1: ", "m.mbox#2: "], id="two of a container"),
        pytest.param("p.mhtml", MHTML.format(TRAM).encode(), ["p.mhtml: "], id="a saved page"),
        pytest.param("p.mhtml", MHTML.format(TRAM).encode() + b"--x--\n", [], id="a whole saved page"),
    ],
)  # fmt: skip
def test_a_mail_that_is_cut_is_read_and_said(name: str, data: bytes, notes: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-m", "newsieve", "clean", name, "-f", "jsonl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    said = done.stderr.splitlines()
    assert (done.returncode, [line.partition("it ends")[0] for line in said]) == (0, [f"newsieve: {n}" for n in notes])
    assert all(CUT in line for line in said)
    assert TRAM[:20] in done.stdout
    command[3:] = ["batch", name, "-o", "out"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stderr.splitlines() == said


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((PLAIN, f"{PAGE_TYPE}\n\n" + "<head " * 40_000), id="tags that are never closed"),
        pytest.param((PLAIN, f"{PAGE_TYPE}\n\n" + "<title>a</titl" * 20_000), id="half of the tags that close them"),
        pytest.param((f"Content-Type: text/plain\n\n{'a' * 400_000}", PAGE), id="a word of so many letters"),
        pytest.param(
            [PLAIN, "".join(f"Content-Type: multipart/alternative; boundary={n}\n\n--{n}\n{PLAIN}\n--{n}\n"
                            for n in range(60)) + f"{PAGE_TYPE}\n\n" + "<p>word " * 20_000],
            id="alternatives in one another"),
        pytest.param(["".join(f"Content-Type: multipart/mixed; boundary=y\n\n--{n}\n" for n in range(60)) +
                      "a: b\n" * 80_000], id="parts in one another without their boundaries"),
    ],
)  # fmt: skip
def test_a_large_part_takes_seconds_no_minutes(parts: Sequence[str]) -> None:
    """The shapes took time with the square of their length."""
    start = time.thread_time()
    assert len(read_data(mail(*parts, kind="alternative"), InputFormat.EML)) == 1
    assert time.thread_time() - start < 5


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(f"{HEAD}\n{TRAM}\n".encode(), f"{TRAM}\n", id="plain"),
        pytest.param(f"{HEAD}\n{TRAM}\n".replace("\n", "\r\n").encode(), f"{TRAM}\n", id="crlf"),
        pytest.param(mail(PLAIN, PAGE, kind="alternative"), f"<p>{TRAM}</p>", id="the page of two"),
        pytest.param(mail(PAGE, PLAIN, kind="alternative"), f"<p>{TRAM}</p>", id="in any order"),
        pytest.param(mail(PLAIN, "Content-Type: text/html\n\n<html><body></body></html>", kind="alternative"),
                     f"{TRAM}\n", id="a page that says nothing"),
        pytest.param(mail(PLAIN, "Content-Type: text/plain\nContent-Disposition: attachment\n\nno"), f"{TRAM}\n",
                     id="no attachments"),
        pytest.param(mail(PAGE, "Content-Type: text/plain\n\nA < B"), f"<p>{TRAM}</p>\n<p>A &lt; B</p>\n",
                     id="a page and a text"),
        pytest.param(mail(PLAIN)[:-6], f"{TRAM}\n", id="no last boundary"),
        pytest.param(mail(f"\n{TRAM}"), f"{TRAM}\n", id="a part without a head"),
        pytest.param(mail("\nWhere: here\n\nOne."), "Where: here\n\nOne.\n", id="a part without a head that looks so"),
        pytest.param(mail("Content-Type: text/plain; charset=cp1252\nContent-Transfer-Encoding: base64\n\nR3L*232U="),
                     "Größe\n", id="damaged base64 and a charset"),
        pytest.param(mail("Content-Type: text/plain; charset=nonsense\n\nGröße"), "Größe\n", id="no such charset"),
        pytest.param(mail(PLAIN).replace(b"=x", b"*1=x; boundary*0*=us-ascii''%2d%2d").replace(b"--x", b"----x"),
                     f"{TRAM}\n", id="a boundary in pieces"),
        pytest.param(mail(PNG, f"{PAGE_TYPE}\nContent-ID: <r>\n\n<p>Two.", kind='related; start="<r>"'), "<p>Two.",
                     id="the root that is named"),
        pytest.param(mail(PNG, PAGE, kind="related"), f"<p>{TRAM}</p>", id="a picture where the root should be"),
        pytest.param(mail("\nSubject: One\n\nIt rained.", "\nTo: x\n\nIt snowed.", kind="digest"),
                     "One\n\nIt rained.\n\nIt snowed.\n", id="a digest's parts are mails"),
        pytest.param(mail("Content-Transfer-Encoding: quoted-printable\n\nIt =E2= \t\n=80=93 rai= \nned = 3."),
                     "It – rained = 3.\n", id="blanks behind a soft break"),
        pytest.param(mail("Content-Transfer-Encoding: base64\n\nT25lLg==\nIFR3by4="), "One. Two.\n",
                     id="base64 in two pieces"),
        pytest.param(mail("Content-Type: text/plain; charset=UTF-7\n\nGr+APYA3w-e +- 1"), "Größe + 1\n", id="UTF-7"),
        pytest.param(mail(), "", id="no parts"),
        pytest.param(f"{HEAD}Content-Type: multipart/mixed\n\n{TRAM}".encode(), f"{TRAM}\n", id="no parts at all"),
        pytest.param(mail(PLAIN, PLAIN).replace(b"; boundary=x", b""), f"{TRAM}\n\n{TRAM}\n", id="no boundary named"),
        pytest.param(f"{HEAD}\n{TRAM}\n".replace("\n", "\r").encode(), f"{TRAM}\n", id="carriage returns alone"),
        pytest.param(f"{HEAD}Content-Type: text/x-markdown\n\n# One\n".encode(), "# One\n", id="another type of text"),
        pytest.param(mail("Content-Type: text/enriched\n\n<bold>One <<</bold><param>red</param> two."),
                     "One < two.\n", id="enriched"),
        pytest.param(mail(PLAIN, "Content-Type: text/markdown\n\nno"), f"{TRAM}\n", id="another type beside a text"),
        pytest.param(mail("\n ", f"{PAGE_TYPE}\nContent-Disposition: attachment\n\n<p>Two."), "<p>Two.",
                     id="an attached page alone"),
        pytest.param(mail("Content-Type: application/octet-stream\n\n<html><p>Two."), "<html><p>Two.", id="no type"),
        pytest.param(mail("Content-Transfer-Encoding: base64\n\nT25lLg==\n\n-- \nA list\n"), "One.\n\n-- \nA list\n",
                     id="a list's signature behind base64"),
        pytest.param(mail("Content-Transfer-Encoding: base64\n\nT25l\n____________\nA list\n"),
                     "One\n\n____________\nA list\n", id="a list's rule behind base64 without padding"),
        pytest.param(mail("Content-Transfer-Encoding: base64\n\nT25lLg==\nYou read this by list\n"),
                     "One.\n\nYou read this by list\n", id="a list's words behind base64"),
        pytest.param(b"<!DOCTYPE html>\n<html><p>One.</html>", "<!DOCTYPE html>\n<html><p>One.</html>", id="a page"),
        pytest.param(mail(PLAIN).replace(b"=x", b"=X"), f"{TRAM}\n", id="a boundary in another case"),
        pytest.param(mail(PLAIN).replace(b"=x", b'="x "'), f"{TRAM}\n", id="a boundary with a blank behind it"),
        pytest.param(mail(PLAIN).replace(b"=x", b"=other"), f"{TRAM}\n", id="another boundary"),
        pytest.param(f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n{TRAM}\n".encode(), f"{TRAM}\n",
                     id="a boundary that stands nowhere"),
        pytest.param(mail(f"Content-Type: multipart/alternative; boundary=y\n\n{TRAM}", "\nTwo."), f"{TRAM}\n\nTwo.\n",
                     id="a boundary within a part that stands nowhere"),
        pytest.param(mail("\n") + f"\n{TRAM}\n".encode(), f"{TRAM}\n", id="a text behind the parts"),
        pytest.param(mail(PNG).replace(b"--x\n", f"{TRAM}\n\n--x\n".encode(), 1), f"{TRAM}\n", id="a text before them"),
        pytest.param(mail(PLAIN) + b"\nA list's footer\n", f"{TRAM}\n", id="a footer behind parts that say something"),
        pytest.param(f"{HEAD}Content-Type:\n\n{TRAM}".encode(), f"{TRAM}\n", id="an empty type"),
        pytest.param(mail(PLAIN, f"{PAGE_TYPE}\n\n<style>p {{ color: red }}</style><p>View online", kind="alternative"),
                     f"{TRAM}\n", id="a page with a link to the story"),
        pytest.param(mail(PLAIN, f"Content-Type: multipart/related; boundary=y\n\n--y\n{PAGE_TYPE}\n\n<img src=cid:a>\n"
                          f"--y\n{PNG}\n--y--\n", kind="alternative"), f"{TRAM}\n", id="a page of a picture"),
        pytest.param(mail("Content-Type: text/plain\n\nTwo, https://news.example/a/long/address/of/a/link?to=it",
                          f"{PAGE_TYPE}\n\n<p>Two, here", kind="alternative"), "<p>Two, here",
                     id="addresses count for nothing"),
        pytest.param(mail("Content-Type: text/plain; charset=koi8-r\n\nTRAM", f"{PAGE_TYPE}\n\n<p>&nbsp;<b>Web",
                          kind="alternative").replace(b"TRAM", "Сегодня закрыли шлюз.".encode("koi8-r")),
                     "Сегодня закрыли шлюз.\n", id="a link to the story in another encoding"),
        pytest.param(mail(f"Content-Transfer-Encoding: base64\n\n{TRAM}"), f"{TRAM}\n", id="base64 that is a text"),
        pytest.param(mail("Content-Transfer-Encoding: base64\n\n本日は晴天なり"), "本日は晴天なり\n",
                     id="base64 that is a text without spaces"),
        pytest.param(mail(f"{PAGE_TYPE}\nContent-Transfer-Encoding: base64\n\n<p>One.</p>"), "<p>One.</p>",
                     id="base64 that is a page"),
    ],
)  # fmt: skip
def test_parts_of_a_mail(data: bytes, text: str) -> None:
    [document] = read_data(data, InputFormat.EML)
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (mail("Content-Type: application/pgp-encrypted\n\nVersion: 1", PLAIN, kind="encrypted"), "encrypted"),
        (f"{HEAD}Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nMIIB".encode(), "S/MIME"),
        (mail("Content-Type: message/rfc822\n\nSubject: Tea\nContent-Type: application/pkcs7-mime\n\nMIIB"), "S/MIME"),
        (mail("Content-Type: application/ms-tnef; name=winmail.dat\n\nx"), "winmail.dat"),
        (mail("Content-Type: text/calendar\n\nBEGIN:VCALENDAR", PNG), "no text part, only text/calendar, image/png"),
        (mail(PNG).replace(b"--x\n", b"This is a mail\nin MIME format.\n\n--x\n", 1), "no text part, only image/png"),
    ],
)
def test_mail_without_a_text_is_an_error(data: bytes, says: str) -> None:
    [failure] = read_data(FROM.encode() + data, InputFormat.MBOX)
    assert isinstance(failure, Failure)
    assert says in failure.message


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_subject_of_a_forwarded_mail_is_in_no_encoding_of_its_text(kind: str) -> None:
    subject = "Subject: =?utf-8?Q?Z=C3=BCrich?=\n"
    data = mail(f"Content-Type: message/rfc822\n\n{subject}Content-Type: {kind}\n\n{TRAM}")
    [document] = read_data(data, InputFormat.EML, encoding="latin-1")
    assert isinstance(document, Document)
    assert "Zürich" in document.text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"{HEAD}\n{TRAM}", InputFormat.EML),
        ("Received: from x\n by y\nDate: Monday\n\nText", InputFormat.EML),
        (f"From a@b Mon May  4 06:12:03 2026\n{HEAD}\n{TRAM}", InputFormat.MBOX),
        (f"From - Mon May 04 06:12:03 2026\r\n{HEAD}\r\n{TRAM}", InputFormat.MBOX),
        (f"From a at b Mon, 4 May 2026 6:12 +0200\n{HEAD}\n{TRAM}", InputFormat.MBOX),
        ("From 10:30 the bridge is closed.\n\nBuses go by Bregenz.", InputFormat.AUTO),
        ("From 4 May 2026 10:30 CET\n\nThe bridge is closed.", InputFormat.AUTO),
        ("From Monday, 4 May 2026, the bridge is closed until 10:30 a day.\nNote: by bus.", InputFormat.AUTO),
        ("From: the mayor\nSubject: the pool\n\nIt is closed.", InputFormat.AUTO),
        ("From 10:30 on Monday the pool was closed.\n\nIt is sad.", InputFormat.AUTO),
        ("From Monday on the pool is closed.\nIt is sad.", InputFormat.AUTO),
        ("Date: Monday\n\nText", InputFormat.AUTO),
        ("Subject: a poem\nabout x@y.example\n", InputFormat.AUTO),
        ("<?xml version='1.0'?><html xmlns='x'><p>x</p></html>", InputFormat.AUTO),
        ("<?xml version='1.0'?>\n<!-- a -->\n<rss version='2.0'><channel/></rss>", InputFormat.FEED),
        ("\ufeff<feed xmlns='http://www.w3.org/2005/Atom'/>", InputFormat.FEED),
        ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'></rdf:RDF>", InputFormat.FEED),
        ("<rdf:RDF xmlns='http://example.org/'></rdf:RDF>", InputFormat.AUTO),
    ],
)
def test_mails_and_feeds_are_told_from_text(head: str, expected: InputFormat) -> None:
    stream = Peekable(io.BytesIO(head.encode()))
    assert find_row(Source("f"), stream, ReadOptions()).format is expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?a=C3?= =?utf-8?q?=A4b?=", "aäb"),
        ("=?utf-8?B?w6Q=?= and =?iso-8859-1?Q?=E4_x?=", "ä and ä x"),
        ("=?nonsense?Q?abc?=", "abc"),
        ("=?utf-8?B?!?=", ""),
        ("=?utf-8?Q?Z=C3=BCrich votes today?= or", "Zürich votes today or"),
        ("=?utf-8?B?w6TD tk8=?=", "äöO"),
        ("no =? word", "no =? word"),
        ("Größe", "Größe"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Anna Keller <a@b.example>", "Anna Keller"),
        ("=?utf-8?Q?M=C3=BCller=2C_Anna?= <a@b.example>", "Müller, Anna"),
        ("=?utf-8?Q?Anna_=28M=C3=BCller=29_=3Cx=40y=3E?= <a@b.example>", "Anna (Müller) <x@y>"),
        ('"=?utf-8?B?TcO8bGxlciwgQW5uYQ==?=" <a@b.example>', "Müller, Anna"),
        ("=?utf-8?Q?Anna of Z=C3=BCrich?= <a@b.example>", "Anna of Zürich"),
        ("a@b.example (=?utf-8?Q?M=C3=BCller?=)", "Müller"),
        ("a@b.example", "a@b.example"),
        ("=?utf-8?Q?=C3=BC?=", "ü"),
        ("", None),
        pytest.param("(" * 5000, None, id="brackets without end"),
        pytest.param(f"Anna {'(' * 5000} <a@b.example>", None, id="brackets behind a name"),
    ],
)
def test_sender_of_a_mail(value: str, name: str | None) -> None:
    assert name_sender(value) == name


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20))
def test_encoded_name_of_a_sender_is_whole(name: str) -> None:
    coded = base64.b64encode(name.encode()).decode()
    assert name_sender(f"=?utf-8?B?{coded}?= <a@b.example>") == name


@given(
    st.text(
        st.characters(codec="ascii", categories=("L", "N"), include_characters="'+_,-./:=?"), min_size=1, max_size=60
    ),
    st.data(),
)
def test_parameter_in_pieces_is_whole(value: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(value)))
    pieces = [value[at : at + size] for at in range(0, len(value), size)]
    written = [f'boundary*{number}="{piece}"' for number, piece in enumerate(pieces)]
    field = "; ".join(["multipart/mixed", *data.draw(st.permutations(written))])
    assert MailPart({"content-type": field}, b"", 0, 0).parameter("boundary") == value


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("Mon, 04 May 2026 06:00:00 +0200", "2026-05-04T06:00:00+02:00"),
        ("4 May 2026 06:00 EST", "2026-05-04T06:00:00-05:00"),
        ("2026-05-04T06:00:00Z", "2026-05-04T06:00:00+00:00"),
        ("2026-05-04", "2026-05-04"),
        ("04 May 2026", "2026-05-04"),
        ("Mon, 04 May 2026", "2026-05-04"),
        ("2026/05/04 06:00", "2026-05-04"),
        ("lun., 04 mai 2026 06:00:00 +0200", "2026-05-04"),
        ("04 Sept 2026 06:00:00 GMT", "2026-09-04"),
        ("Tue Sept 4 10:00:00 2026", "2026-09-04"),
        ("25/05/2026", "2026-05-25"),
        ("2026-05-04 06:00 CET", "2026-05-04"),
        ("yesterday", None),
        ("", None),
        ("Mon, 99 May 2026", None),
    ],
)
def test_dates(value: str, iso: str | None) -> None:
    assert to_iso(value) == iso


def test_a_feed_gives_what_its_items_say() -> None:
    first, second, third, fourth, fifth = read_documents(Source(str(FIXTURES / "rss.xml")), ReadOptions())
    assert isinstance(first, Document)
    assert (first.id, first.url, first.author, first.date, first.language) == (
        "https://limmat.example/?p=11", "https://limmat.example/chairs", "Anna Keller", "2026-05-04T06:00:00+00:00",
        "en-GB")  # fmt: skip
    assert clean(first).startswith(STORY)
    assert isinstance(second, Document)
    assert (second.title, second.url) == ("Escaped & escaped again", "https://limmat.example/twice")
    assert clean(second).endswith(BODY)
    assert isinstance(third, Document)
    assert third.text == "The tram was late on Monday, and nobody minded: it was 5\u00a0km to go."
    assert isinstance(fourth, Document)
    assert "<p>" not in clean(fourth)
    assert isinstance(fifth, Document)
    assert fifth.id == "https://limmat.example/behind"
    entry, summary = read_documents(Source(str(FIXTURES / "atom.xml")), ReadOptions())
    assert isinstance(entry, Document)
    assert (entry.url, entry.author, entry.date) == (
        "https://limmat.example/blog/chairs.html", "Anna Keller", "2026-05-04T06:00:00+02:00")  # fmt: skip
    assert clean(entry) == STORY
    assert isinstance(summary, Document)
    assert summary.text == TRAM


PROLOG = "<?xml version='1.0'?>"


def item(content: str) -> str:
    return f"<item><description>{content}</description></item>"


@pytest.mark.parametrize(
    ("items", "texts"),
    [
        pytest.param([item("One."), item("Two.")], ["One.", "Two."], id="plain"),
        pytest.param([item("<![CDATA[One</item>.]]>"), item("Two.")], ["One</item>.", "Two."], id="an end in CDATA"),
        pytest.param([item("<![CDATA[One."), item("Two.")], None, id="CDATA that is not closed"),
        pytest.param(["<item><description>One.", item("Two.")], ["One.", "Two."], id="an item that is not closed"),
        pytest.param(["<item/>", item("Two.")], ["", "Two."], id="an empty item"),
        pytest.param([item("&bogus; R&D &#8211; &eacute;")], ["&bogus; R&D – é"], id="entities"),
        pytest.param([item("&a;")], ["&a;"], id="no entity is expanded"),
        pytest.param([item("<link href='&#55296;'/>a&#xDFFF;b")], None, id="half a surrogate pair"),
        pytest.param(["<item><g:description>One.</g:description></item>"], None, id="a prefix that nobody declared"),
        pytest.param([item("x" * 3000), item("Two.")], ["!", "Two."], id="too large"),
        pytest.param([item("<b>" * 50_000)], None, id="deep"),
    ],
)
def test_items_of_feeds(items: list[str], texts: list[str] | None) -> None:
    head = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaa'>]><rss version='2.0'><channel>"
    data = f"{head}{''.join(items)}</channel></rss>".encode()
    answers = read_data(data, InputFormat.FEED, max_size=2000 if texts and "!" in texts else 1 << 20)
    assert len(answers) == len(items)
    if texts is not None:
        assert [a.text if isinstance(a, Document) else "!" for a in answers] == texts


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        pytest.param(f"<rss><channel>{item('One.')}", ["One.", "ends"], id="cut behind an item"),
        pytest.param(f"<rss>{item('One.')}<item><description>Tw", ["One.", "Tw", "ends"], id="cut within a text"),
        pytest.param(f"<rss>{item('One.')}<item><title>Two</title><desc", ["One.", "damaged", "ends"],
                     id="before a text"),
        pytest.param("<feed xmlns='http://www.w3.org/2005/Atom'><entry><summary>One.</summary></entry>",
                     ["One.", "ends"], id="Atom"),
        pytest.param(f"<rss>{item('One.')}</rss> cached", ["One."], id="words behind the end"),
        pytest.param(f"<rss>{item('One.')}<item><description>Two.</rss>", ["One.", "Two."],
                     id="the last item is not closed"),
        pytest.param(f"<rss><channel>{item('One.')}</channel>", ["One."], id="a channel that ends"),
        pytest.param(f"<rss><channel>{item('One.')}<item><description>Two.</channel>\n", ["One.", "Two."],
                     id="the last item of a channel that ends"),
        pytest.param("<rss><item><description><![CDATA[The </rss> ends.]]></description></item>",
                     ["The </rss> ends.", "ends"], id="an end within CDATA"),
        pytest.param("<?xml version='1.0'?>\n<rss version='2.0'/>", [], id="a feed that is one tag"),
        pytest.param("<feed xmlns='http://www.w3.org/2005/Atom' />", [], id="a feed of Atom that is one tag"),
        pytest.param(f"<rss><item><x><![CDATA[ <description>One.</description></item>{item('Two.')}</rss>",
                     ["damaged", "Two."], id="CDATA that is not closed before a text"),
        pytest.param(f"<rss><item><title>One</title></item>{item('Two.')}</rss>", ["", "Two."], id="no text"),
        pytest.param("<rss><item><title>One</title><media:thumbnail url='x'/></item></rss>", [""],
                     id="no text, and a prefix that nobody declared"),
        pytest.param("<?xml version='1.0'?><entry><title>x</title><story>One.</story></entry>", ["known"],
                     id="an entry of another vocabulary"),
    ],
)  # fmt: skip
def test_a_damaged_feed_says_so(data: str, texts: list[str]) -> None:
    for wanted, answer in zip(texts, read_data(data.encode(), InputFormat.AUTO), strict=True):
        assert (wanted == answer.text) if isinstance(answer, Document) else (wanted in answer.message)


LONGER = "The tram was late on Monday, and nobody minded."


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        pytest.param(f"<description>Late.</description><x:full-text>{LONGER}</x:full-text>", LONGER, id="full-text"),
        pytest.param(f"<x:encoded>Late.</x:encoded><description>{LONGER}</description>", LONGER, id="description"),
        pytest.param(f"<description>-</description><itunes:summary>{LONGER}</itunes:summary>", LONGER, id="podcast"),
        pytest.param(f"<media:group><media:description>{LONGER}</media:description></media:group>", LONGER, id="group"),
        pytest.param(
            "<h:body><h:p>The tram was late on Monday,</h:p><h:p>and nobody minded.</h:p></h:body>",
            "The tram was late on Monday,\n\nand nobody minded.", id="elements of a page"),
        pytest.param(
            f"<description>{LONGER}</description><fulltext>&lt;p&gt;{LONGER[:28]}&lt;/p&gt;&lt;p&gt;{LONGER[29:]}"
            "&lt;/p&gt;</fulltext>", f"{LONGER[:28]}\n\n{LONGER[29:]}", id="the same with its paragraphs"),
        pytest.param(f"<description>{LONGER}</description><media:description>{LONGER * 2}</media:description>", LONGER,
                     id="longer words below a picture"),
        pytest.param(f"<summary>{LONGER}</summary><itunes:summary>{LONGER} Join our club.</itunes:summary>", LONGER,
                     id="a podcast's with a pitch"),
        pytest.param(f"<description>&lt;img src='a.png'&gt;</description><media:description>{LONGER}"
                     "</media:description>", LONGER, id="a picture and what it shows"),
        pytest.param('<content type="image/png">iVBORw0KGgoAAAANSUhEUgAA</content><summary>It rained.</summary>',
                     "It rained.", id="no text"),
    ],
)  # fmt: skip
def test_the_fullest_text_of_an_item_is_its_text(elements: str, text: str) -> None:
    names = {"media": "http://search.yahoo.com/mrss/", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
             "h": "http://www.w3.org/1999/xhtml", "x": "https://limmat.example/ns"}  # fmt: skip
    spaces = " ".join(f"xmlns:{prefix}='{space}'" for prefix, space in names.items())
    [document] = read_data(f"<rss {spaces}><channel><item>{elements}</item></channel></rss>".encode(), InputFormat.AUTO)
    assert isinstance(document, Document)
    assert clean(document).strip() == text


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        pytest.param("<entry xmlns='http://www.w3.org/2005/Atom'><id>a</id><summary>One.</summary></entry>", ["One."],
                     id="an entry"),
        pytest.param(f"{item('One.')}\n{item('Two.')}", ["One.", "Two."], id="items"),
        pytest.param(f"<?xml version='1.0'?><!-- {'- x' * 9000} --><rss>{item('One.')}</rss>", ["One."],
                     id="behind a long comment"),
        pytest.param("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
                     f"xmlns='http://my.netscape.com/rdf/simple/0.9/'>{item('One.')}</rdf:RDF>", ["One."],
                     id="RSS 0.90"),
        pytest.param("<item> is what a feed calls it.", ["<item> is what a feed calls it."], id="text"),
        pytest.param("<br />\n<b>Warning</b>:  include(a.php): failed in <b>/srv/a.php</b> on line <b>3</b><br />\n"
                     f"<br />\n<b>Notice</b>:  x in <b>/b</b> on line <b>4</b><br />\n{PROLOG}\n"
                     f"<rss>{item('One.')}</rss>", ["One."], id="behind warnings of PHP"),
        pytest.param(f"\nDeprecated: x in /srv/a.php on line 3\n\n<rss>{item('One.')}</rss>", ["One."],
                     id="behind a warning of PHP as text"),
        pytest.param("Warning: the road in Uri is closed on line 3\nof the map.",
                     ["Warning: the road in Uri is closed on line 3\nof the map."], id="a warning in a text"),
    ],
)  # fmt: skip
def test_feeds_without_the_usual_beginning(data: str, texts: list[str]) -> None:
    assert [a.text for a in read_data(data.encode(), InputFormat.AUTO) if isinstance(a, Document)] == texts


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(f"{PROLOG}\n<nitf><body><p>One.</p></body></nitf>\n", "NITF", id="NITF"),
        pytest.param("<TEI xmlns='http://www.tei-c.org/ns/1.0'><p>One.</p></TEI>", "TEI", id="TEI"),
        pytest.param(f"{PROLOG}<!-- x --><article><front/><body><p>One.</p></body></article>", "-f jats", id="JATS"),
        pytest.param(f"{PROLOG}<article xmlns='http://docbook.org/ns/docbook'><para>One.</para></article>", "docbook",
                     id="DocBook"),
        pytest.param(f"{PROLOG}<orders><order>One.</order></orders>", "neither a feed nor a page", id="data"),
        pytest.param(f"{PROLOG}<orders/>\n\nis how the file begins.", "", id="text that quotes XML"),
        pytest.param("<sigh>The tram was late.</sigh>", "", id="text in a tag of its own"),
        pytest.param("<doc id='1'>\nTrams\n\nThe tram was late.\n</doc>", "", id="lines of a corpus"),
        pytest.param(f"{PROLOG}<article><p>One.</p></article>", "", id="a fragment of a page"),
        pytest.param("<order xmlns='urn:x'>tea</order> is what a shop sends, and it ends in </order>", "",
                     id="a line that quotes an element"),
        pytest.param("<order xmlns='urn:x'>\n\nThe shop sent tea.\r\n\r\nNobody drank it.\n\n</order>", "",
                     id="paragraphs between tags"),
        pytest.param("<order xmlns='urn:x'>\n<tea/>\n\n<tea>green</tea>\n</order>\n<!-- x -->", "neither a feed",
                     id="data in lines, with a comment behind"),
        pytest.param("<tei xmlns='urn:x'>\nOne.\n\nTwo.\n</tei>", "TEI", id="paragraphs of a known vocabulary"),
        pytest.param(f"{PROLOG}<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:p>One.</h:p></h:html>", "",
                     id="XHTML"),
    ],
)  # fmt: skip
def test_xml_that_is_neither_a_feed_nor_a_page_is_refused(data: str, says: str) -> None:
    [answer] = read_data(data.encode(), InputFormat.AUTO)
    assert isinstance(answer, Failure if says else Document)
    assert says in (answer.message if isinstance(answer, Failure) else "")


@pytest.mark.parametrize(
    ("bases", "url"),
    [
        (("", "", ""), "https://limmat.example/tram"),
        (("https://blog.example/posts/", "", ""), "https://blog.example/posts/tram"),
        (("/posts/", "", ""), "https://limmat.example/posts/tram"),
        (("https://blog.example/posts/", "2026/", ""), "https://blog.example/posts/2026/tram"),
        (("https://blog.example/", "2026/", "05/"), "https://blog.example/2026/05/tram"),
        (("", "", "https://a.example/"), "https://a.example/tram"),
        pytest.param(("http://[", "", ""), "tram", id="no address"),
    ],
)
def test_addresses_of_a_feed_are_relative_to_its_base(bases: tuple[str, str, str], url: str) -> None:
    feed, entry, link = (f"xml:base='{base}'" if base else "" for base in bases)
    data = (
        f"<feed {feed} xmlns='http://www.w3.org/2005/Atom'><link href='https://limmat.example/'/>"
        f"<entry {entry}><link {link} href='tram'/><summary>One.</summary></entry></feed>"
    )
    [document] = read_data(data.encode(), InputFormat.FEED)
    assert isinstance(document, Document)
    assert document.url == url


@pytest.mark.parametrize(
    ("type_", "escaped", "shown"),
    [
        pytest.param(
            "text", "if x&lt;y, a &lt;b&gt; &amp;amp; List&lt;T&gt;", "if x<y, a <b> &amp; List<T>", id="text"
        ),
        pytest.param("plain", "a &lt;b&gt;", "a <b>", id="as Media RSS says it"),
        pytest.param("text", "a<b>c</b>", "ac", id="not escaped, so no text"),
        pytest.param("html", "a &lt;b&gt;c&lt;/b&gt; &amp;amp; d", "a c & d", id="html"),
        pytest.param("", "a &lt;b&gt;c&lt;/b&gt; &amp;amp; d", "a c & d", id="nothing said"),
    ],
)
def test_text_of_a_feed_is_no_markup_where_it_says_so(type_: str, escaped: str, shown: str) -> None:
    says = f"type='{type_}'" if type_ else ""
    data = f"<feed><entry><title {says}>{escaped}</title><summary {says}>{escaped}</summary></entry></feed>"
    [document] = read_data(data.encode(), InputFormat.FEED)
    assert isinstance(document, Document)
    assert (document.title, clean(document._replace(title=None)).strip()) == (shown, shown)


FEED = (FIXTURES / "feed.json").read_bytes()
BROKEN_ITEM = '{"id": 7, "content_text": "\\ud800"}'


@pytest.mark.parametrize("names_format", [False, True])
def test_json_feed(names_format: bool) -> None:
    answers = read_data(FEED, InputFormat.FEED if names_format else InputFormat.AUTO)
    assert [
        (a.id, a.title, a.author, a.date, a.url) if isinstance(a, Document) else a.document_id for a in answers
    ] == [
        ("a1", "Café wins back its chairs", "Jo Brand", "2026-05-04T08:00:00+02:00", "https://limmat.example/chairs"),
        ("2.50", "Tram", None, None, None),
        "a3",
        ("f#4", None, "Ada Brock", None, "https://bridge.example/"),
    ]


@pytest.mark.parametrize(
    ("rest", "ids"),
    [
        pytest.param(b'"items": []}', [], id="no item"),
        pytest.param(b'"items": [{}]}', ["f#1"], id="an empty item"),
        pytest.param(f'"items": [{BROKEN_ITEM}, {{"id": 8}}]}}'.encode(), ["!7", "8"], id="half a surrogate pair"),
        pytest.param(b'"items": [1, {"id": 8}]}', ["!f#1", "8"], id="no object"),
        pytest.param(b'"items": [{"id": 8, "content_text": "\xff"}]}', ["!8"], id="no UTF-8"),
        pytest.param(b'"items": [{"id": 8}, {"id": 9', ["8", "!f#2"], id="cut off"),
        pytest.param(b'"items": [{"id": 8}]', ["8", "!f#2"], id="cut off behind the items"),
        pytest.param(b'"items": 5}', [], id="items that are none"),
    ],
)
def test_items_of_json_feeds(rest: bytes, ids: list[str]) -> None:
    data = b'\xef\xbb\xbf{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", ' + rest
    answers = read_data(data, InputFormat.AUTO)
    assert [a.id if isinstance(a, Document) else f"!{a.document_id}" for a in answers] == ids


def test_json_feed_may_name_its_version_behind_other_fields() -> None:
    """It comes after what is no object and no array, and a comma, a brace or a bracket may stand in a text."""
    fields = b'"title": "A, \\"[b] {c}", "expired": false, "version": "https://jsonfeed.org/version/1.1"'
    data = b'{%s, "items": [{"id": 1}]}' % fields
    assert [a.id for a in read_data(data, InputFormat.AUTO) if isinstance(a, Document)] == ["1"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('{"version": "1", "text": "One."}', "One."),
        ('{"id": 1, "text": "One.", "meta": {"version": "https://jsonfeed.org/version/1"}}', "One."),
        ('{"text": "One.", "version": 1}', "One."),
        ('{"version": 1, "text": "One."}', "One."),
        ('{"text": "https://jsonfeed.org/version/1"}', "https://jsonfeed.org/version/1"),
    ],
)
def test_record_is_no_json_feed(data: str, text: str) -> None:
    [document] = read_data(data.encode(), InputFormat.AUTO)
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        pytest.param("text,n\nOne.,1\nTwo.,2\n", ["One.", "Two."], id="plain"),
        pytest.param("\ufefftext\r\nOne.\r\n\r\nTwo.", ["One.", "Two."], id="mark, CRLF, blank line, no end"),
        pytest.param('sep=;\ntext;n\n"One; or ""1"".";1\n', ['One; or "1".'], id="sep= and quotation marks"),
        pytest.param('text\n"One\n\nparagraph."\nTwo.\n', ["One\n\nparagraph.", "Two."], id="line ends"),
        pytest.param('text,n\n5" pipe,1\nTwo.,2\n', ['5" pipe', "Two."], id="a mark within a cell"),
        pytest.param('text,n\n"never,1\nTwo.,2\n', ["!", "Two."], id="never closed"),
        pytest.param("text,n\nOne.,1,2\nTwo.\n", ["!", "Two."], id="too many cells, too few"),
        pytest.param("Content , html\nOne.,\n", ["One."], id="names in any case"),
        pytest.param("html,text\n<p>One.</p>,\n", ["<p>One.</p>"], id="the first that is not empty"),
        pytest.param("text,n\n,1\n", [""], id="an empty cell"),
        pytest.param(f"text\n{'x' * 5000}\nTwo.\n", ["!", "Two."], id="too large"),
        pytest.param('text\n"' + 'x""\n' * 2000 + '"\nTwo.\n', ["!", "Two."], id="too large, over lines"),
        pytest.param("story,n\nOne.,1\n", ["!!"], id="no such column"),
        pytest.param('text,n\r"One\r\rparagraph.",1\rTwo.,2\r', ["One\n\nparagraph.", "Two."], id="CR alone"),
        pytest.param('"te""xt",text\r"a,b","One."\r', ["One."], id="CR alone, marks in the first row"),
        pytest.param(
            'n,text\n1,"a \\"b\\", c"\n2,"\\"d\\"\ne"\n3,C:\\f\n', ['a "b", c', '"d"\ne', "C:\\f"], id="backslashes"
        ),
        pytest.param('text,n\n"C:\\",1\n"D:\\""e",2\n', ["C:\\", 'D:\\"e'], id="backslashes that are none"),
        pytest.param("n,text,text\n1,One.,\n2,,Two.\n3,,\n", ["One.", "Two.", ""], id="a name twice"),
        pytest.param("n,text,text\n1,One.,Two.\n2,Two.,Two.\n", ["!", "Two."], id="two texts of one name"),
        pytest.param("text,tag,tag\nOne.,a,b\n", ["One."], id="another name twice"),
        pytest.param("", [], id="empty"),
    ],
)
def test_rows_of_csv(data: str, texts: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(data.encode())
    answers = list(read_documents(Source(str(tmp_path / "a.csv")), ReadOptions(max_size=4000)))
    assert [a.text if isinstance(a, Document) else "!" if "#" in str(a.document_id) else "!!" for a in answers] == texts


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        pytest.param('1\t"We go.\n2\t"No," he said.\n3\tYes.\n', ['"We go.', '"No," he said.', "Yes."], id="marks"),
        pytest.param('1\t"We go.\n2\tShe said "no".\n', ['"We go.', 'She said "no".'], id="a mark in a cell"),
        pytest.param('1\t"We go.\n2\tYes.\n3\tNo.\n', ['"We go.', "Yes.", "No."], id="a mark alone"),
        pytest.param('1\tYes.\n2\t"We go.', ["Yes.", '"We go.'], id="a mark in the last line"),
        pytest.param('1\t"We\tgo.\n\nThen ""no""."\n2\tYes.\n', ['We\tgo.\n\nThen "no".', "Yes."], id="quoted"),
        pytest.param('1\t"We\ngo."\t\n2\t""\n3\t"a"\n', ["We\ngo.", "", "a"], id="quoted, an empty cell"),
    ],
)
def test_rows_of_tsv(data: str, texts: list[str]) -> None:
    answers = read_data(f"id\ttext\n{data}".encode(), InputFormat.TSV)
    assert [a.text if isinstance(a, Document) else "!" for a in answers] == texts


@given(st.lists(st.text('"\\a.', min_size=1, max_size=6), min_size=1, max_size=9))
def test_each_line_of_a_table_is_told(cells: list[str]) -> None:
    """However the marks stand, no text of a TSV without quotation goes: cells are whole, or joined by quotation."""
    answers = read_data("".join(f"{cell}\n" for cell in ["text", *cells]).encode(), InputFormat.TSV)
    read = "".join(a.text for a in answers if isinstance(a, Document))
    assert [sign for sign in read if sign in "a."] == [sign for cell in cells for sign in cell if sign in "a."]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        pytest.param('id,text\n7,"never\n8,Two.\n', ["7", "8"], id="never closed"),
        pytest.param("id,text\n7,One.,more\n", ["7"], id="too many cells"),
        pytest.param(f"id,text\n7,{'x' * 5000}\n8,Two.\n", ["7", "8"], id="too large"),
        pytest.param('id,text\n7,"' + "x\n" * 4000 + '"\n8,Two.\n', ["7", "8"], id="too large, over lines"),
        pytest.param('text,id\n"never,7\n', ["a.csv#1"], id="behind the fault"),
        pytest.param('id,text\n"7,never\n', ["a.csv#1"], id="within the fault"),
    ],
)
def test_row_that_failed_keeps_its_id(data: str, ids: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(data)
    answers = list(read_documents(Source(str(tmp_path / "a.csv")), ReadOptions(max_size=4000)))
    assert [a.id if isinstance(a, Document) else a.document_id for a in answers] == [
        name.replace("a.csv", str(tmp_path / "a.csv")) for name in ids
    ]


def test_first_row_of_csv_comes_out_before_the_last_went_in() -> None:
    command = [sys.executable, "-m", "newsieve", "clean", "--input-format", "csv", "-f", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"id,text\n7,The pool closed.\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "7"
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("utf-16-le", "utf-16-le"),
        ("shift_jis", "shift_jis"),
        pytest.param("utf-16", "utf-16-le", id="no mark"),
        pytest.param("utf-32", "utf-32-le", id="no mark, four bytes"),
        ("utf-16", "utf-16"),
    ],
)
@pytest.mark.parametrize(
    ("file", "data"), [("a.csv", "id,text\r\n7,ソ連表\n"), ("a.jsonl", '{"id": "7", "text": "ソ連表"}')]
)
def test_records_in_a_named_encoding(file: str, data: str, name: str, written: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(data.encode(written))
    [document] = read_documents(Source(str(tmp_path / file)), ReadOptions(encoding=name))
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("7", "ソ連表")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    ("file", "data"), [("a.csv", "id,größe,text\n7,2,ソ連表\n"), ("a", '{"名":"ソ","id": "7", "text": "ソ連表"}\n')]
)
def test_records_without_a_mark_whose_first_field_is_no_ascii(
    file: str, data: str, encoding: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(data.encode(encoding))
    [document] = read_documents(Source(str(tmp_path / file)), ReadOptions())
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("7", "ソ連表")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", '{"text": "Größe."}\n'),
        ("a", '[{"text": "Größe."}]'),
        ("a.csv", "text\nGröße.\n"),
        ("a.txt", "Größe."),
    ],
)
def test_text_in_units_of_two_bytes_is_read_in_each_format(name: str, data: str, encoding: str, tmp_path: Path) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    (tmp_path / name).write_bytes((mark + data).encode(encoding))
    [document] = read_documents(Source(str(tmp_path / name)), ReadOptions())
    assert isinstance(document, Document)
    assert document.text.strip() == "Größe."


def test_half_a_surrogate_pair_in_the_address_of_a_feed() -> None:
    data = (
        b"<feed><link href='a&#55296;b'/><entry><link href='c&#xD800;'/><summary>&#x0DFFF;One.</summary></entry></feed>"
    )
    [document] = read_data(data, InputFormat.FEED)
    assert isinstance(document, Document)
    assert (document.text, document.url) == ("\ufffdOne.", "c\ufffd")


def test_the_field_that_holds_the_text_can_be_named() -> None:
    [document] = read_data(b"a,Story\nx,One.\n", InputFormat.CSV, text_field="story")
    assert isinstance(document, Document)
    assert document.text == "One."
    data = b'{"story": "<p>One.</p>", "text": "no"}\n{"text": "no"}\n'
    first, second = read_data(data, InputFormat.JSONL, text_field="story")
    assert isinstance(first, Document)
    assert (first.text, first.format) == ("<p>One.</p>", "html")
    assert isinstance(second, Failure)
    assert "no field `story`" in second.message


@pytest.mark.parametrize("name", ["package.json", "a.json", "a.xml", "a.csv"])
def test_what_holds_no_documents_in_a_folder_is_passed_over(name: str, tmp_path: Path) -> None:
    content = {"a.xml": "<settings><a>1</a></settings>", "a.csv": "n,m\n1,2\n"}.get(name, '{\n  "name": "x"\n}\n')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(content)
    (tmp_path / "in" / "b.txt").write_text(TRAM)
    done = subprocess.run(
        [sys.executable, "-m", "newsieve", "clean", "in", "-f", "jsonl"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    done = subprocess.run(
        [sys.executable, "-m", "newsieve", "batch", "in", "-o", "out"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_file()] == ["b.txt"]


OTHER_XML = "<?xml version='1.0'?><package><metadata/></package>"
RECORD = '{"id": "r", "text": "It rained."}'


@pytest.mark.parametrize(
    ("name", "data", "written", "says"),
    [
        pytest.param("a.csv", "id,text\n1,It rained,twice.\n", True, "a.csv#1: 3 cells", id="rows with too many cells"),
        pytest.param("a.csv", "# a comment\nid;text\n1;One.\n", False, "neither `text` nor", id="a comment above"),
        pytest.param("a.csv", "Stories\nid,html\n1,One.\n", False, "neither `text` nor", id="a title above"),
        pytest.param("a.csv", "id,text\n1,One.\n".encode("utf-16-le"), True, "", id="CSV in UTF-16 without a mark"),
        pytest.param("a.jsonl", f"{RECORD}\n".encode("utf-16-be"), True, "", id="JSON Lines in UTF-16"),
        pytest.param("a.json", f"[{RECORD}]".encode("utf-32-le"), True, "", id="JSON in UTF-32 without a mark"),
        pytest.param("a.xml", "<rss><item><title>x</title></item></rss>".encode("utf-16-le"), True, "",
                     id="a feed in UTF-16 without a mark"),
        pytest.param("a.json", f"[null, {RECORD}]", True, "a.json#1: not a JSON object", id="null before a record"),
        pytest.param("a.json", f'[1, "a]", {RECORD}]', True, "a.json#1: not a JSON object", id="a number before it"),
        pytest.param("a.json", f"Rain\n{RECORD}\n", False, "broken JSON", id="lines with a bad first one"),
        pytest.param("a.xml", "<?xml version='1.0'?><rss version='2.0'><chan", False, "before its end",
                     id="a feed without an item or an end"),
        pytest.param("a.txt", OTHER_XML, False, "XML, but neither", id="other XML with a text's name"),
        pytest.param("a.txt", b"\x01\x02\x03\x04" * 99, False, "binary data", id="noise with a text's name"),
        pytest.param("a.html", bytes(range(32)) * 9, False, "binary data", id="noise with a page's name"),
        pytest.param("a.txt", f"{TRAM}\n".encode() + b"\x1a" * 40, True, "", id="a text behind which Ctrl-Z stand"),
        pytest.param("a.md", f"{TRAM}\n".encode() + b"\0" * 40, True, "", id="a text that is filled up with noughts"),
    ],
)  # fmt: skip
def test_what_a_folder_does_not_pass_over_in_silence(
    name: str, data: str | bytes, written: bool, says: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data.encode() if isinstance(data, str) else data)
    done = subprocess.run(
        [sys.executable, "-m", "newsieve", "batch", "in", "-o", "out"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == int(bool(says))
    assert says in (done.stderr or says)
    assert [path.is_file() for path in (tmp_path / "out").glob("a*")] == [True] * written


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.xml", OTHER_XML, id="XML of another kind"),
        pytest.param(
            "a.xml", "<?xml version='1.0'?><item><title>Nail</title><price>3</price></item>", id="an item of no feed"
        ),
        pytest.param(
            "a.xml", "<entry><title>Nail</title></entry><entry><title>Bolt</title></entry>", id="entries of none"
        ),
        pytest.param("a.json", '[1, 2, {"name": "x"}]', id="an array without records"),
        pytest.param("a.json", 'x\n{"name": "x"}\n', id="lines without records"),
        pytest.param("a.csv", "Prices\nday,sum\n1,2\n", id="a table below a title"),
        pytest.param("a.csv", "url,kind\n/a,text\n/b,html\n", id="a table with the word in a cell"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n", id="a picture with a text's name"),
        pytest.param("a.bin", bytes(range(32)) * 9, id="noise"),
        pytest.param("a.dat", b"ab\0\0" * 99, id="noise with noughts"),
    ],
)
def test_what_a_folder_passes_over_in_silence(name: str, data: str | bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    [source] = find_sources([str(tmp_path)])
    assert isinstance(source, Source)
    assert list(read_documents(source, ReadOptions())) == []


def nest(levels: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(levels))
    return f"{HEAD}{head}Content-Type: text/plain\n\n{TRAM}\n".encode()


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        pytest.param(nest(1000), InputFormat.EML, id="a thousand levels"),
        pytest.param(nest(20), InputFormat.EML, id="twenty levels"),
        pytest.param(mail(*["Content-Type: text/plain\n\nx"] * 100_000), InputFormat.EML, id="100,000 parts"),
        pytest.param(mail(*["\n\xff\xe9 \xfc"] * 3000).decode().encode("latin-1"), InputFormat.EML, id="encodings"),
        pytest.param((HEAD + "X-A: b\n" * 100_000 + TRAM).encode(), InputFormat.EML, id="100,000 fields"),
        pytest.param(b"Subject: " + b"=?utf-8?Q?a" * 100_000 + b"\n\nx", InputFormat.EML, id="half words"),
        pytest.param(mail().replace(b"=x", b"=" + b"x" * 100_000), InputFormat.EML, id="a long boundary"),
        pytest.param(b"From a 10:00\nA: b\n\n" * 50_000, InputFormat.MBOX, id="50,000 mails"),
        pytest.param(b"<rss><channel>" + b"<item>" * 100_000, InputFormat.FEED, id="100,000 items begun"),
        pytest.param(b"<rss><channel><item>" + b"<![CDATA[</item>" * 100_000, InputFormat.FEED, id="CDATA without end"),
        pytest.param(b"<rss><item>" + b"</item>" * 100_000, InputFormat.FEED, id="100,000 ends"),
        pytest.param(b"text\n" + b'"' * 1_000_000, InputFormat.CSV, id="a million marks"),
        pytest.param(b'text\n' + b'"a\n' * 100_001, InputFormat.CSV, id="marks never closed"),
    ],
)  # fmt: skip
def test_hostile_input_ends_in_records_or_failures(data: bytes, format_: InputFormat, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(data)
    options = ReadOptions(input_format=format_, max_size=8 << 20)
    answers = list(read_documents(Source(str(tmp_path / "f")), options))
    assert all("\n" not in answer.message for answer in answers if isinstance(answer, Failure))
    assert answers


@pytest.mark.parametrize(
    ("name", "head", "filler", "foot", "documents"),
    [
        ("a.xml", b"<rss><item><description>", b"x" * 65536, b"</description></item><item/></rss>", 1),
        ("a.csv", b"text\n", b"x" * 65536, b"\nTwo.\n", 1),
        ("b.csv", b'text\n"', b"x\n" * 32768, b'"\nTwo.\n', 1),
        ("a.mbox", b"From a Mon May  4 06:12:03 2026\nFrom: a@b\n\n", b"x\n" * 32768,
         b"\n\nFrom a Mon May  4 06:12:03 2026\nFrom: a@b\n\nTwo.\n", 1),
        ("a.jsonl", b'{"text": "', b"x" * 65536, b'"}\n{"text": "Two."}\n', 1),
        ("a.eml", b"From: a@b\nSubject: x\n\n", b"x\n" * 32768, b"", 0),
    ],
)  # fmt: skip
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc: a child's peak is its parent's elsewhere")
def test_a_record_larger_than_allowed_is_never_held(
    name: str, head: bytes, filler: bytes, foot: bytes, documents: int, tmp_path: Path
) -> None:
    """64 MB of one record, and less memory in use than that and the program's own."""
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(head)
        for _ in range(1000):
            file.write(filler)
        file.write(foot)
    script = (
        "import re, sys\n"
        "from newsieve.read import ReadOptions, Source, find_sources, read_documents\n"
        "from newsieve.types import Document\n"
        "answers = list(read_documents(Source(sys.argv[1]), ReadOptions(max_size=1 << 20)))\n"
        "print(len(answers), sum(isinstance(a, Document) for a in answers))\n"
        "print(int(re.search('VmHWM: *(.*) kB', open('/proc/self/status').read().replace('\\t', ''))[1]) // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    path.unlink()
    counts, megabytes = done.stdout.splitlines()
    assert counts == f"{documents + 1} {documents}"
    assert int(megabytes) < 80


def run_newsieve(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsieve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("cut.json", '[{"text": "A dog ran."}', id="an array that is cut off"),
        pytest.param("cut.json", '{"text": "The cat sat down."', id="an object that is cut off"),
        pytest.param("wrong.json", '{"text": 5}', id="a text of a wrong type"),
        pytest.param("wire.xml", "<?xml version='1.0'?><nitf><p>The council voted.</p></nitf>", id="a story in XML"),
    ],
)
def test_broken_documents_of_a_folder_are_named(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "settings.json").write_text('{"indent": 4,}', "utf-8")
    (tmp_path / "settings.xml").write_text("<?xml version='1.0'?><indent>4</indent>", "utf-8")
    (tmp_path / "s.txt").write_text("The council voted on Monday.\n", "utf-8")
    done = run_newsieve("clean", str(tmp_path))
    assert done.returncode == 1
    assert [line.split(":")[1].strip().split("#")[0] for line in done.stderr.splitlines()] == [str(tmp_path / name)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param('{"id": "e", "text": "A café closed."}\n', "latin-1", id="JSON Lines"),
        pytest.param('[{"id": "e", "text": "A café closed."}]\n', "cp1252", id="an array"),
        pytest.param('{"id": "e", "text": "A café closed."}\n', "utf-16-le", id="two bytes a character"),
    ],
)
def test_records_are_read_in_the_encoding_that_is_named(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path = path if text.startswith("{") else path.with_suffix(".json")
    path.write_bytes(text.encode(encoding))
    done = run_newsieve("clean", "--format", "jsonl", "--encoding", encoding, str(path))
    assert json.loads(done.stdout)["text"] == "A café closed."


@pytest.mark.parametrize(
    ("record", "url"),
    [
        pytest.param({"text": "It rained."}, "http://asked.example/", id="a record without an address"),
        pytest.param({"text": "It rained.", "url": "http://own.example/"}, "http://own.example/", id="its own"),
    ],
)
def test_a_record_has_the_address_that_is_named(record: dict[str, str], url: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    done = run_newsieve("clean", "--format", "jsonl", "--url", "http://asked.example/", str(tmp_path / "a.jsonl"))
    assert json.loads(done.stdout)["url"] == url


MAIL = "From a@b.example Mon Nov 23 10:00:00 2026\nSubject: Weather\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"text": "It rained."}\n{"text": "It snowed."}\n'),
        ("a.json", '[{"text": "It rained."}, {"text": "It snowed."}]'),
        ("a.csv", "id,text\n1,It rained.\n2,It snowed.\n"),
        ("a.mbox", f"{MAIL}\nIt rained.\n\n{MAIL}\nIt snowed.\n"),
    ],
)
@pytest.mark.parametrize(
    "command", [["clean"], ["brief"], ["batch", "-o", "out"], ["memory", "learn", "--memory", "m"]]
)
def test_an_address_is_of_one_document(name: str, content: str, command: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    done = run_newsieve(*command, "--url", "http://asked.example/", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--url is the address of one document" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_address_of_a_feed_completes_those_of_its_items(tmp_path: Path) -> None:
    items = "<item><link>/1</link><description>It rained.</description></item><item><description>It snowed."
    (tmp_path / "a.rss").write_text(f"<rss><channel>{items}</description></item></channel></rss>", "utf-8")
    done = run_newsieve("clean", "-f", "jsonl", "--url", "http://asked.example/feed", str(tmp_path / "a.rss"))
    urls = [json.loads(line).get("url") for line in done.stdout.splitlines()]
    assert urls == ["http://asked.example/1", None]


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("It rained.<br>It snowed.<br>It froze.", "It rained.\n\nIt snowed.\n\nIt froze."),
        ("<img src=a.jpg>It rained. It snowed.", "It rained. It snowed."),
        ("<p>It rained.<p>It snowed.", "It rained.\n\nIt snowed."),
        ("It rained.<hr noshade>R&amp;D saw 3 &lt; 4.", "It rained.\n\nR&D saw 3 < 4."),
        pytest.param("It rained.<br/>It snowed.", "It rained.\n\nIt snowed.", id="closed as in XML"),
    ],
)
def test_markup_of_a_feed_that_is_not_escaped(description: str, text: str, tmp_path: Path) -> None:
    item = f"<item><description>{description}</description><guid>g1</guid></item>"
    (tmp_path / "a.rss").write_text(f"<rss><channel>{item}</channel></rss>", "utf-8")
    done = run_newsieve("clean", "-f", "jsonl", str(tmp_path / "a.rss"))
    record = json.loads(done.stdout)
    assert (record["id"], record["text"].strip()) == ("g1", text)
