"""What a site repeats: counted once a document, whatever the order and whoever learns at the same time."""

import gzip
import json
import os
import pickle
import random
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from newsieve.cleaner import fingerprint
from newsieve.cleaner.repetition import host_of, site_of, weigh_frequency
from newsieve.errors import InputError, UsageError
from newsieve.pipeline import Task, prepare, process
from newsieve.repetition import (
    DocumentRecord,
    default_path,
    export_memory,
    forget,
    import_memory,
    learn,
    list_repeats,
    list_sites,
    open_memory,
    record_document,
)
from newsieve.types import Document, Format, Options

SITE = "courier.example"
WORDS = ("river council vote bridge school budget teacher road harbour winter storm farm wheat market price union "
         "strike court judge letter garden tram night mayor bakery").split()  # fmt: skip
REFRAIN = "Our kettle guild brews lemon tea for {} neighbours every Tuesday in the old harbour hall."


def make_paragraphs(seed: int, count: int = 4) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=25)).capitalize() + "." for _ in range(count)]


def make_document(seed: int, *more: str, paragraphs: list[str] | None = None) -> Document:
    text = "\n\n".join([*(paragraphs or make_paragraphs(seed)), *more])
    return Document(f"{seed}", text, url=f"https://www.{SITE}/{seed}")


def study(document: Document) -> DocumentRecord:
    article, _, blocks = prepare(document, Options())
    record = record_document(document, article, blocks)
    assert record is not None
    return record


@pytest.fixture
def memory(tmp_path: Path) -> str:
    """Twelve stories that have nothing in common but one line, in which a number differs."""
    path = str(tmp_path / "memory.sqlite")
    learn(path, (study(make_document(i, REFRAIN.format(i))) for i in range(12)))
    return path


def removed_of(document: Document, path: str) -> list[str]:
    result = process(document, Task.CLEAN, Options(), open_memory(path))
    return [result.article.text[v.start : v.end] for v in result.verdicts if not v.kept]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Join our 4,000 members before 3 March", "JOIN our 4 100 members  before 12 May!", True),
        ("Only 1 day left to save on it", "Only 2 days left to save on it.", True),
        ("Subscribe now for £5 a month", "Subscribe now for €12.50 a month", True),
        ("Published Monday 3 March by our desk", "Published Friday 14 November by our desk", True),
        ("只需3月5日前订阅，支持我们的新闻，谢谢您", "只需4月15日前订阅，支持我们的新闻，谢谢您", True),
        pytest.param("Arsenal 2 Chelsea 1", "Arsenal 3 Chelsea 1", False, id="lines of a table"),
        pytest.param("2 : 0", "2 : 1", False, id="numbers alone"),
        pytest.param("…", "—", False, id="marks alone"),
        ("The council voted for the bridge", "The council voted against the bridge", False),
    ],
)
def test_near_identical_paragraphs_share_a_fingerprint(one: str, other: str, is_same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is is_same
    assert 0 <= fingerprint(one) < 1 << 63


def test_what_many_documents_repeat_goes(memory: str) -> None:
    assert removed_of(make_document(3, REFRAIN.format(3)), memory) == [REFRAIN.format(3)]
    assert removed_of(make_document(99, REFRAIN.format(99)), memory) == [REFRAIN.format(99)]


def test_plain_prose_that_many_documents_repeat_goes(tmp_path: Path) -> None:
    """However much it reads like a story, and though no word of it is a pitch's."""
    repeated = "The council voted in the spring to close the old bridge, after engineers had found cracks in its piers."
    stories = (
        "Storm hits {}",
        "A spokesman said that the work in {} would take until the end of the year and cost two million pounds.",
        "Residents of {} had complained about the traffic for years, and many came to the meeting.",
        repeated,
        "The river at {} rose by a metre in the night, and the police closed the road along the harbour.",
        "Two farmers from {} told the court that they had sold the land before the new plan became known.",
    )
    towns = [f"{a}{b}ton" for a in ("Ash", "Bel", "Cor", "Dun", "El", "Farn") for b in "abcdefg"]
    path = str(tmp_path / "m")
    documents = [make_document(i, paragraphs=[one.format(town) for one in stories]) for i, town in enumerate(towns)]
    learn(path, map(study, documents))
    assert removed_of(documents[3], path) == [repeated]


NEWS = "The dead in the harbour number {} by night, and {} people are missing, the coast guard said."
GAUGE = "Der Pegel an der Brücke stieg bis zum Abend auf {} Zentimeter, {} mehr als am Vortag."
PITCH = "Support our reporters from {} pounds a month, or from {} a year."
HOURS = "The council voted in the spring to open the hall for {} hours a day and {} a week."


@pytest.mark.parametrize(
    ("line", "days", "goes"),
    [
        pytest.param(NEWS, range(30), False, id="figures are the news"),
        pytest.param(GAUGE, range(30), False, id="in another language"),
        pytest.param(f"{NEWS} 12 May 2026.", range(30), False, id="beside a date"),
        pytest.param(PITCH, range(30), True, id="a pitch with another price"),
        pytest.param(HOURS, [7] * 30, True, id="the same figures"),
        pytest.param(f"Since 3 March {HOURS}", [7] * 30, True, id="the same figures, the same date"),
    ],
)
def test_what_differs_in_figures_goes_where_it_reads_like_a_pitch(
    tmp_path: Path, line: str, days: Sequence[int], goes: bool
) -> None:
    path = str(tmp_path / "m")
    documents = [make_document(i, line.format(120 + day, 31 + day)) for i, day in enumerate(days)]
    learn(path, map(study, documents))
    copy = str(tmp_path / "copy")
    import_memory(copy, export_memory(path), "lines")
    shown = list(list_repeats(path, SITE))
    assert [(one.documents, list(list_repeats(copy, SITE))) for one in shown] == [(30, shown)]
    for memory in (path, copy):
        assert bool(removed_of(documents[3], memory)) is goes


def test_a_date_is_no_figure(tmp_path: Path) -> None:
    """It differs in each document, and says nothing."""
    path = str(tmp_path / "m")
    line = "The council met in the old hall on {} March 2026 and voted for the bridge in the spring."
    documents = [make_document(i, line.format(1 + i)) for i in range(25)]
    learn(path, map(study, documents))
    assert removed_of(documents[3], path) == [line.format(4)]


def test_a_memory_that_knows_no_figures_learns_them(tmp_path: Path) -> None:
    """As version 0.1.0 made them: what it says of lines with figures is of little weight until then."""
    path = str(tmp_path / "m")
    records = [study(make_document(i, HOURS.format(7, 9))) for i in range(30)]
    learn(path, [one._replace(paragraphs={k: v for k, v in one.paragraphs.items() if k >= 0}) for one in records])
    assert removed_of(make_document(3, HOURS.format(7, 9)), path) == []
    assert learn(path, records) == 0
    assert removed_of(make_document(3, HOURS.format(7, 9)), path) == [HOURS.format(7, 9)]


def test_another_site_knows_nothing_of_it(memory: str) -> None:
    elsewhere = make_document(3, REFRAIN.format(3))._replace(url="https://other.example/3")
    assert removed_of(elsewhere, memory) == []


def test_learning_twice_counts_once(memory: str) -> None:
    before = [list_sites(memory), list(list_repeats(memory, SITE))]
    assert learn(memory, [study(make_document(i, REFRAIN.format(i))) for i in range(12)]) == 0
    assert [list_sites(memory), list(list_repeats(memory, SITE))] == before
    assert before[0] == [(SITE, 12, 1)]


def test_a_paragraph_that_one_document_repeats_counts_once(tmp_path: Path) -> None:
    path = str(tmp_path / "m")
    learn(path, [study(make_document(1, *[REFRAIN] * 9))])
    assert list(list_repeats(path, SITE)) == []


def test_order_does_not_matter(tmp_path: Path) -> None:
    records = [study(make_document(i % 20, REFRAIN.format(i), *make_paragraphs(i % 3, 1))) for i in range(60)]
    counts = []
    for name, order in (("a", records), ("b", records[::-1]), ("c", sorted(records, key=lambda one: one.document))):
        learn(str(tmp_path / name), order)
        repeats = list_repeats(str(tmp_path / name), SITE)
        counts.append(sorted((one.fingerprint, one.documents) for one in repeats))
    assert counts[0] == counts[1] == counts[2] != []


@pytest.mark.parametrize("others", [0, 40], ids=["nothing else is known", "forty other stories are"])
@pytest.mark.parametrize("copies", [4, 10])
def test_versions_of_one_story_are_no_boilerplate(tmp_path: Path, copies: int, others: int) -> None:
    path, story = str(tmp_path / "m"), make_paragraphs(7777, 9)
    versions = [
        make_document(1000 + i, REFRAIN.format(i), paragraphs=[*story, *make_paragraphs(500 + i, 1)])
        for i in range(copies)
    ]
    learn(path, [study(one) for one in versions])
    learn(path, [study(make_document(i, REFRAIN.format(i))) for i in range(others)])
    update = make_document(2000, REFRAIN.format(0), paragraphs=[*story, *make_paragraphs(900, 1)])
    for document in (versions[0], update):
        assert removed_of(document, path) == [REFRAIN.format(0)] * (others > 0)


def test_short_stories_under_much_furniture_are_not_versions(tmp_path: Path) -> None:
    path, furniture = str(tmp_path / "m"), make_paragraphs(-1, 5)
    learn(path, [study(make_document(i, *furniture, paragraphs=make_paragraphs(i, 2))) for i in range(40)])
    assert removed_of(make_document(5, *furniture, paragraphs=make_paragraphs(5, 2)), path) == furniture


def test_a_run_sees_the_memory_as_it_was(memory: str) -> None:
    snapshot = open_memory(memory)
    marks = [mark for mark in study(make_document(3, REFRAIN.format(3))).paragraphs if mark >= 0]
    learn(memory, [study(make_document(i, REFRAIN.format(i))) for i in range(100, 140)])
    for reader in (snapshot, pickle.loads(pickle.dumps(snapshot))):
        assert reader.frequency(SITE, marks) == (12, [0, 0, 0, 0, 12])
    assert open_memory(memory).frequency(SITE, marks) == (52, [0, 0, 0, 0, 52])


def test_two_learners_at_once_lose_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "m")
    shares = [[study(make_document(i, REFRAIN.format(i))) for i in range(k, 400, 4)] for k in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda share: sum(learn(path, [one]) for one in share), shares)) == 400
    assert list_sites(path) == [(SITE, 400, 1)]
    assert next(list_repeats(path, SITE)).documents == 400


def test_text_is_kept_only_of_what_repeats(memory: str) -> None:
    data = Path(memory).read_bytes()
    assert b"kettle guild" in data
    assert make_paragraphs(3)[0].encode() not in data


def test_export_and_import_lose_nothing(memory: str, tmp_path: Path) -> None:
    lines, path = list(export_memory(memory)), str(tmp_path / "copy")
    assert import_memory(path, lines, "lines") == 12
    assert list(export_memory(path)) == lines
    assert import_memory(path, lines, "lines") == 0
    with pytest.raises(InputError, match="line 1 is no line"):
        import_memory(path, ["{}\n"], "bad.jsonl")


def test_a_compressed_export_can_be_imported(memory: str, tmp_path: Path) -> None:
    lines = "".join(export_memory(memory))
    (tmp_path / "m.gz").write_bytes(gzip.compress(lines.encode()))
    assert run("memory", "import", "m.gz", "--memory", "copy", cwd=tmp_path).returncode == 0
    assert "".join(export_memory(str(tmp_path / "copy"))) == lines


def test_a_site_is_forgotten_however_its_host_is_spelled(memory: str, tmp_path: Path) -> None:
    assert run("memory", "forget", f"WWW.{SITE.upper()}.", "--memory", memory, cwd=tmp_path).returncode == 0
    assert list_sites(memory) == []


def test_forget(memory: str) -> None:
    assert forget(memory, SITE) == 12
    assert forget(memory, SITE) == 0
    assert list_sites(memory) == []
    assert removed_of(make_document(3, REFRAIN.format(3)), memory) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "memory learn"), (b"some text, no database at all", "not a memory"), (b"SQLite format 3\0", "memory")],
    ids=["missing", "text", "broken"],
)
def test_what_is_no_memory_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "m"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        open_memory(str(path))


@pytest.mark.parametrize(
    ("count", "documents", "least", "most"),
    [(2, 2, 0, 0), (3, 3, 1.5, 2), (10, 10, 5, 6.5), (10, 100, 4, 5), (3, 100, 0, 0), (500, 10_000, 9, 9)],
)
def test_curve(count: int, documents: int, least: float, most: float) -> None:
    assert least <= weigh_frequency(documents, count) <= most


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.courier.example:8080/a?b", SITE), ("http://COURIER.example", SITE), ("mailto:x", None),
     ("http://[bad", None), (None, None), ("not an address", None)],
)  # fmt: skip
def test_host(url: str | None, host: str | None) -> None:
    assert host_of(url) == host
    assert site_of(Document("1", "", url=url, site="given"), "https://own.example") == "given"
    assert site_of(Document("1", "", url=url, folder="night")) == (host or "night")
    assert site_of(Document("1", ""), url) == (host or "")


@pytest.mark.parametrize("link", ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">'])
def test_a_page_is_of_the_site_that_its_own_address_names(tmp_path: Path, link: str) -> None:
    (tmp_path / "flat").mkdir()
    for i in range(8):
        head = link.format(f"https://www.{'ab'[i % 2]}.example/{i}")
        paragraphs = "".join(f"<p>{one}</p>" for one in [*make_paragraphs(i), REFRAIN.format("many")])
        (tmp_path / "flat" / f"{i}.html").write_text(f"<html><head>{head}</head><body><article>{paragraphs}")
    assert run("memory", "learn", "flat", "--memory", "m", cwd=tmp_path).returncode == 0
    learned = [(one.name, one.documents) for one in list_sites(str(tmp_path / "m"))]
    assert learned == [("a.example", 4), ("b.example", 4)]
    assert run("batch", "flat", "-o", "out", "--learn", "--memory", "n", cwd=tmp_path).returncode == 0
    assert list_sites(str(tmp_path / "n")) == list_sites(str(tmp_path / "m"))
    assert run("explain", "flat/3.html", "--memory", "m", cwd=tmp_path).stdout.count("memory") == 1


@pytest.mark.parametrize(("learned", "gone"), [("night", 1), ("ferry.example", 1), ("other", 0)])
def test_a_page_is_known_by_its_folder_where_its_own_address_is_not(learned: str, gone: int, tmp_path: Path) -> None:
    """As version 0.1.0 learned it."""
    path = str(tmp_path / "m")
    learn(path, [study(make_document(i, REFRAIN.format(i))._replace(site=learned)) for i in range(12)])
    head = '<html><head><link rel="canonical" href="https://ferry.example/1"></head><body><article>'
    paragraphs = "".join(f"<p>{one}</p>" for one in [*make_paragraphs(3), REFRAIN.format(3)])
    page = Document("3", head + paragraphs, format=Format.HTML, folder="night")
    result = process(page, Task.CLEAN, Options(), open_memory(path))
    assert sum(not verdict.kept for verdict in result.verdicts) == gone


def run(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newsieve", *arguments], cwd=cwd, input=stdin, capture_output=True, text=True
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    for i in range(12):
        (news / f"{i}.txt").write_text(make_document(i, REFRAIN.format(i)).text)
    return tmp_path


def test_commands(folder: Path) -> None:
    assert run("memory", "learn", "news", "--memory", "m", cwd=folder).returncode == 0
    assert run("memory", "learn", "./news/3.txt", "--memory", "m", cwd=folder).returncode == 0
    shown = run("memory", "show", "--memory", "m", cwd=folder).stdout
    assert shown.startswith("news: 12 documents, 1 repeated paragraph\n      12  Our kettle guild")
    cleaned = run("clean", "news/3.txt", "--memory", "m", cwd=folder)
    assert (cleaned.returncode, cleaned.stdout.strip()) == (0, make_document(3).text)
    named = run("clean", "--memory", "m", "--site", "news", cwd=folder, stdin=(folder / "news/4.txt").read_text())
    assert named.stdout.strip() == make_document(4).text
    exported = run("memory", "export", "--memory", "m", cwd=folder).stdout
    assert run("memory", "import", "-", "--memory", "n", cwd=folder, stdin=exported).returncode == 0
    assert run("memory", "show", "--memory", "n", cwd=folder).stdout == shown
    assert run("memory", "forget", "news", "--memory", "m", cwd=folder).returncode == 0
    assert run("memory", "show", "--memory", "m", cwd=folder).stdout == ""


def test_a_site_whose_name_is_no_utf8_is_named_as_it_is_shown(folder: Path) -> None:
    bytewise = os.fsdecode(b"caf\xe9")
    (folder / bytewise).mkdir()
    (folder / bytewise / "a.txt").write_text(make_document(0).text)
    memory = ("--memory", "m")
    assert run("memory", "learn", f"{bytewise}/a.txt", *memory, cwd=folder).returncode == 0
    assert run("memory", "learn", "news/1.txt", "--site", bytewise, *memory, cwd=folder).returncode == 0
    for name in (bytewise, "caf\ufffd"):
        shown = run("memory", "show", "--site", name, *memory, cwd=folder).stdout
        assert shown == "caf\ufffd: 2 documents, 0 repeated paragraphs\n"
        assert run("memory", "export", "--site", name, *memory, cwd=folder).stdout.count("\n") == 2
    assert run("memory", "forget", bytewise, *memory, cwd=folder).returncode == 0
    assert run("memory", "show", *memory, cwd=folder).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("clean", "news/3.txt", "--memory", "none"), 2, "memory learn"),
        (("memory", "show", "--memory", "none"), 2, "memory learn"),
        (("memory", "show", "--memory", "news/3.txt"), 2, "not a memory"),
        (("memory", "learn", "gone", "--memory", "m"), 1, "no such file"),
        (("memory", "import", "news/3.txt", "--memory", "m"), 1, "line 1"),
        (("memory", "import", "/dev/zero", "--memory", "m"), 1, "too long"),
    ],
)
def test_command_failures_are_one_line(folder: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert message in done.stderr


DAMAGES = {
    "a table is gone": ["DROP TABLE repeats"],
    "no epoch": ["DELETE FROM epochs"],
    "two epochs": ["INSERT INTO epochs VALUES (1)"],
    "an epoch of text": ["UPDATE epochs SET last = 'x'"],
    "a count of text": ["UPDATE sites SET documents = 'abc'"],
    "a count of bytes": ["UPDATE repeats SET documents = x'ff'"],
    "a later version": ["PRAGMA user_version = 9"],
    "a view without end": ["DROP TABLE repeats", """CREATE VIEW repeats AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL
        SELECT x + 1 FROM c) SELECT x AS site, x AS fingerprint, x AS documents, 0 AS epoch, 'a' AS text FROM c"""],
    "a trigger": ["CREATE TRIGGER t AFTER INSERT ON sightings BEGIN DELETE FROM sites; END"],
}  # fmt: skip


@pytest.mark.parametrize("statements", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("command", ["clean news/3.txt", "memory show", "memory export", "batch news -o out"])
def test_a_damaged_memory_is_one_line(folder: Path, statements: list[str], command: str) -> None:
    assert run("memory", "learn", "news", "--memory", "m", cwd=folder).returncode == 0
    with closing(sqlite3.connect(folder / "m", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    done = run(*command.split(), "--memory", "m", cwd=folder)
    assert (done.returncode in (1, 2), done.stderr.count("\n")) == (True, 1), done.stderr
    assert "m: " in done.stderr


def test_any_damage_of_bytes_is_one_line(folder: Path) -> None:
    assert run("memory", "learn", "news", "--memory", "m", cwd=folder).returncode == 0
    whole, chance = (folder / "m").read_bytes(), random.Random(3)
    for _ in range(6):
        bad = bytearray(whole)
        for _ in range(20):
            bad[chance.randrange(100, len(bad))] = chance.randrange(256)
        for command in ("clean news/3.txt", "memory show", "memory export", "memory learn news/3.txt"):
            (folder / "m").write_bytes(bad)
            done = run(*command.split(), "--memory", "m", cwd=folder)
            assert done.returncode in (0, 1, 2), done.stderr
            assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["clean news/3.txt", "memory learn news", "batch news -o out"])
def test_a_locked_memory_is_an_error_within_seconds(folder: Path, command: str) -> None:
    assert run("memory", "learn", "news", "--memory", "m", cwd=folder).returncode == 0
    with closing(sqlite3.connect(folder / "m", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        done = run(*command.split(), "--memory", "m", cwd=folder)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "another program" in done.stderr


@pytest.mark.parametrize("command", ["clean news/3.txt", "memory show", "memory learn news", "batch news -o out"])
@pytest.mark.parametrize("kind", ["FIFO", "folder", "empty"])
def test_what_is_no_file_is_no_memory(folder: Path, command: str, kind: str) -> None:
    {"FIFO": os.mkfifo, "folder": os.mkdir, "empty": Path.touch}[kind](folder / "m")
    done = run(*command.split(), "--memory", "m", cwd=folder)
    learns_into_empty = kind == "empty" and "learn" in command
    assert (done.returncode, done.stderr.count("\n")) == ((0, 0) if learns_into_empty else (2, 1)), done.stderr


def test_consulting_leaves_nothing_beside_the_memory(folder: Path) -> None:
    (folder / "memory").mkdir()
    assert run("memory", "learn", "news", "--memory", "memory/m", cwd=folder).returncode == 0
    before = (folder / "memory" / "m").read_bytes()
    for command in ("clean news", "memory show", "memory export", "batch news -o out"):
        assert run(*command.split(), "--memory", "memory/m", cwd=folder).returncode == 0
    with closing(sqlite3.connect(folder / "memory" / "m")) as connection:  # as 0.1.0 left them
        connection.execute("PRAGMA journal_mode = WAL")
    assert run("clean", "news", "--memory", "memory/m", cwd=folder).returncode == 0
    assert run("memory", "learn", "news", "--memory", "memory/m", cwd=folder).returncode == 0
    assert [path.name for path in (folder / "memory").iterdir()] == ["m"]
    assert (folder / "memory" / "m").stat().st_size == len(before)


@pytest.mark.parametrize(
    "line",
    [
        {"site": SITE, "fingerprint": "a1", "documents": 3, "text": [1]},
        {"site": SITE, "fingerprint": "a1", "documents": 3, "text": {}},
        {"site": SITE, "fingerprint": "a1", "documents": 3, "text": 5},
        {"site": SITE, "fingerprint": "a1", "documents": 3, "text": "\ud800"},
        {"site": "\ud800", "document": "1", "fingerprints": ["a1"]},
        {"site": 7, "document": "1", "fingerprints": ["a1"]},
        {"site": SITE, "document": "1", "fingerprints": "abc"},
        {"site": SITE, "document": "1", "fingerprints": {"a": 1}},
        {"site": SITE, "document": "-1", "fingerprints": ["a"]},
        {"site": SITE, "document": "1_0", "fingerprints": ["0x1f"]},
        {"site": SITE, "document": "8000000000000000", "fingerprints": ["a"]},
        {"site": SITE, "document": 1.5, "fingerprints": ["a1"]},
        {},
        [],
        None,
    ],
)
def test_import_refuses_odd_lines(tmp_path: Path, line: object) -> None:
    with pytest.raises(InputError, match="line 1 is no line"):
        import_memory(str(tmp_path / "m"), [json.dumps(line)], "odd.jsonl")


def test_an_empty_import_is_said(folder: Path) -> None:
    done = run("memory", "import", "-", "--memory", "m", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n"), "-: empty" in done.stderr) == (0, "", 1, True)


@pytest.mark.parametrize("name", ["gone.jsonl", "odd.jsonl"])
def test_a_failed_import_leaves_no_memory(folder: Path, name: str) -> None:
    (folder / "odd.jsonl").write_text("odd\n")
    assert run("memory", "import", name, "--memory", "m", cwd=folder).returncode == 1
    assert not (folder / "m").exists()


def test_a_memory_is_made_where_a_link_leads(folder: Path) -> None:
    (folder / "m").symlink_to("sub/real")
    assert run("memory", "show", "--memory", "m", cwd=folder).returncode == 2
    learned = run("memory", "learn", "news", "--memory", "m", cwd=folder)
    assert (learned.returncode, learned.stderr.count("\n")) == (0, 1)
    assert (folder / "sub" / "real").is_file()
    (folder / "loop").symlink_to("loop")
    assert run("memory", "learn", "news", "--memory", "loop", cwd=folder).stderr.count("\n") == 1


def test_the_first_that_learns_says_where_the_memory_is(folder: Path) -> None:
    for command in ("memory learn gone", "memory learn news", "batch gone -o out --learn", "batch news -o out --learn"):
        memory = command.partition(" ")[0]
        done = run(*command.split(), "--memory", memory, cwd=folder)
        assert (f"--memory {memory}\n" in done.stderr) is ("gone" not in command), done.stderr


def test_a_memory_says_where_it_is_and_how_to_consult_it(folder: Path) -> None:
    first = run("memory", "learn", "news", "--memory", "m", cwd=folder)
    assert first.stderr == "newsieve: m: 12 new documents; consult this memory with --memory m\n"
    assert run("memory", "learn", "news", "--memory", "m", cwd=folder).stderr == ""
    assert "0 new documents" in run("memory", "learn", "-v", "news", "--memory", "m", cwd=folder).stderr
    assert run("memory", "learn", "-q", "news", "--memory", "n", cwd=folder).stderr == ""
    assert "--memory b\n" in run("batch", "news", "-o", "out", "--learn", "--memory", "b", cwd=folder).stderr


def test_the_users_own_memory_has_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    path = str(folder / "state" / "newsieve" / "memory.sqlite")
    assert f"--memory default is {path}, not made yet" in run("config", cwd=folder).stdout
    learned = run("memory", "learn", "news", cwd=folder)
    assert learned.stderr == f"newsieve: {path}: 12 new documents; consult this memory with --memory default\n"
    cleaned = run("clean", "--memory", "default", "news/3.txt", cwd=folder)
    assert (cleaned.returncode, cleaned.stdout.strip()) == (0, make_document(3).text)
    (folder / "newsieve.toml").write_text('memory = "default"')
    assert run("clean", "news/3.txt", cwd=folder).stdout == cleaned.stdout


@pytest.mark.parametrize("relative", ["", ".", "some/state"])
def test_a_relative_state_folder_is_none(relative: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(folder / "home"))
    usual = default_path()
    monkeypatch.setenv("XDG_STATE_HOME", relative)
    assert default_path() == usual
    assert usual.startswith(str(folder / "home"))


def test_what_cannot_be_read_makes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert run("memory", "learn", "none.txt", "--memory", "a.sqlite", cwd=tmp_path).returncode == 1
    assert run("memory", "import", "empty.jsonl", "--memory", "b.sqlite", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["empty.jsonl"]


def test_export_of_an_unknown_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sank. Nobody was on it.")
    run("memory", "learn", "a.txt", "--site", "courier.example", "--memory", "m", cwd=tmp_path)
    done = run("memory", "export", "--site", "courier.exampel", "--memory", "m", cwd=tmp_path)
    assert (done.returncode, done.stdout, "knows no site" in done.stderr) == (2, "", True)
    assert run("memory", "export", "--site", "courier.example", "--memory", "m", cwd=tmp_path).stdout
