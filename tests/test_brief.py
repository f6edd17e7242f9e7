"""Stories of many documents: what is one story, what stands in a brief, and in which order."""

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from newsieve import Document, brief
from newsieve.stories.dates import Moment, find_moment, parse_age, parse_date

FIXTURES = Path(__file__).parents[1] / "fixtures" / "stories"
STORIES, MORE_STORIES, HARD_STORIES, HELD_STORIES, PAIRS, PAIRS_OF_KINDS, HARD_PAIRS, HELD_PAIRS = (
    [json.loads(line) for line in (FIXTURES / f"{name}.jsonl").read_text("utf8").splitlines()]
    for name in (
        *("stories", "stories_more", "stories_hard", "held_stories"),  # nothing is learned from what is held
        *("pairs", "pairs_of_kinds", "pairs_hard", "held_pairs"),
    )
)
NIGHT = [telling for story in STORIES[:4] for telling in story["tellings"]]
MILL_LEAD = "A fire destroyed the Osier mill in Arle early on Monday, the fire brigade of the district said."
MILL_END = "Nobody was hurt, but the owner, Ada Brock, told reporters that she had lost everything she had."
MILL = f"Mill burns down in Arle\n\n{MILL_LEAD}\n\n{MILL_END}\n"
POOL_LEAD = "Councillors in Fenby voted on Tuesday to shut the town's pool in May."
POOL = f"Fenby pool to shut in May\n\n{POOL_LEAD}\n\nSwimmers were angry.\n"


def _run(*words: str, text: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSIEVE_")}
    return subprocess.run(
        [sys.executable, "-m", "newsieve", "brief", *words],
        input=text, capture_output=True, text=True, encoding="utf-8", env=environment | variables,
    )  # fmt: skip


def _lines(records: Iterable[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


def _stories(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def _groups(records: Iterable[dict[str, Any]], is_dated: bool = True) -> set[frozenset[str]]:
    documents = []
    for r in records:
        date, extra = r["date"] if is_dated else None, {"site": json.dumps(r["site"])}
        documents.append(Document(r["id"], r["text"], title=r["title"], date=date, extra=extra))
    return {frozenset(str(telling.id) for telling in story.documents) for story in brief(documents)}


def test_agency_copies_are_one_story() -> None:
    for story in STORIES:
        groups = _groups(story["tellings"])
        copies = {t["id"] for t in story["tellings"] if t["relation"] in ("origin", "agency_copy")}
        if len(copies) > 1:
            assert any(copies <= group for group in groups), story["story"]


@pytest.mark.parametrize(
    ("stories", "pairs", "most"),
    [
        (STORIES, PAIRS, 3),
        (MORE_STORIES, PAIRS_OF_KINDS, 2),
        pytest.param(HARD_STORIES, HARD_PAIRS, 1, id="written to be hard"),
        pytest.param(HELD_STORIES, HELD_PAIRS, 1, id="and never learned from"),
    ],
)
@pytest.mark.parametrize("is_dated", [True, False])
def test_most_tellings_are_joined_and_few_articles_on_one_topic(
    stories: list[dict[str, Any]], pairs: list[dict[str, Any]], most: int, is_dated: bool
) -> None:
    joined = total = 0
    for story in stories:
        joined += max(map(len, _groups(story["tellings"], is_dated))) - 1
        total += len(story["tellings"]) - 1
    wrong = [pair["pair"] for pair in pairs if len(_groups(pair["articles"], is_dated)) == 1]
    assert joined >= 0.8 * total
    assert len(wrong) <= most, wrong


@pytest.mark.parametrize(("is_dated", "most"), [(True, 1), (False, 3)])
def test_no_story_of_all_is_joined_with_another(is_dated: bool, most: int) -> None:
    stories, pairs = STORIES + MORE_STORIES, PAIRS + PAIRS_OF_KINDS
    story_of = {telling["id"]: story["story"] for story in stories for telling in story["tellings"]}
    story_of |= {article["id"]: article["id"] for pair in pairs for article in pair["articles"]}
    articles = [telling for story in stories for telling in story["tellings"]]
    articles += [article for pair in pairs for article in pair["articles"]]
    groups = _groups(articles, is_dated)
    wrong = [group for group in groups if len({story_of[name] for name in group}) > 1]
    assert len(wrong) <= most, wrong


HARBOUR = "The harbour board of Tarn has bought a crane from Delft for 2.1m pounds. It lifts sixty tonnes."
BIRDS = "A colony of terns has bred on the Skerries for the first time. Wardens counted eleven nests in the reeds."
BAKER = "Magistrates in Holme fined a baker 300 pounds for loaves that were too light. Tom Hebb said his oven ran hot."


@pytest.mark.parametrize(
    "title",
    ["Seen from the gate: the weekly column by Nora Quill", "Rezept der Woche aus unserer Küche", "Puzzles, no. {}"],
)
def test_the_name_of_a_column_makes_no_story(title: str) -> None:
    texts = enumerate((HARBOUR, BIRDS, BAKER), 1)
    documents = [Document(str(n), text, title=title.format(n), date=f"2026-11-2{n}") for n, text in texts]
    assert len(brief(documents)) == 3


@pytest.mark.parametrize("line", ["By Nora Quill", "Photo: Nora Quill / Harbour Press", "Von Nora Quill"])
def test_a_byline_or_a_credit_makes_no_story(line: str) -> None:
    assert len(brief([Document(str(n), f"{line}\n\n{text}") for n, text in enumerate((HARBOUR, BIRDS, BAKER))])) == 3


def test_the_name_of_a_column_that_the_text_repeats_with_the_headline_makes_no_story() -> None:
    titles = {"Nora Quill: A crane for Tarn": HARBOUR, "Nora Quill: Terns on the Skerries": BIRDS}
    assert len(brief([Document(t, f"{t}\n\n{text}", title=t) for t, text in titles.items()])) == 2


def test_an_equal_headline_joins_texts_that_say_the_same() -> None:
    again = "The port of Tarn gets a crane from Delft that lifts sixty tonnes, its harbour board said."
    title = "Harbour board of Tarn buys a crane from Delft"
    assert len(brief([Document(str(n), text, title=title) for n, text in enumerate((HARBOUR, again))])) == 1


LIFT_LEAD = "Firefighters freed four people from a lift in the Brennick tower on Friday night."
LIFT_END = (
    "The lift had stuck between two floors for 90 minutes after a power cut. Nobody was hurt. The owner, Corvin "
    "Estates, said that its emergency battery had failed and that it would be replaced this week."
)
LIFT = ("Four freed from lift in Brennick", f"{LIFT_LEAD} {LIFT_END}")
FERRY = (
    "Le bac du Lenn à l'arrêt",
    "Le bac du Lenn est à l'arrêt depuis mardi. Une hélice s'est brisée contre une épave. La mairie de Fenby promet "
    "des cars, et le passeur, Luc Morvan, compte 12 jours de travaux.",
)
LAWSUIT = (
    "{0} {0} Inc. investors may lead class action",
    "The law firm Kesh & Partners reminds investors of {0} {0} Inc. that the deadline to lead the case is 12 May. The "
    "complaint alleges that the company made false statements about its business. When the true details entered the "
    "market, investors suffered damages. Investors who bought {0} {0} may contact the firm at no cost.",
)


def _fill_in(text: str, seed: int) -> str:
    sounds = "ba ke lim mor nu ras set ti vol zu".split()
    name = "".join(sounds[digit] for digit in (seed % 10, seed // 10, seed * 7 % 10)).capitalize()
    return text.format(name, *random.Random(seed).sample(range(10, 90), 2))


@pytest.mark.parametrize(
    ("article", "own", "count", "stories"),
    [
        pytest.param(LIFT, "", 60, 1, id="the same text"),
        pytest.param(
            LIFT, " The {0} is {1} miles from here, and {2} people live near it.", 60, 1, id="a sentence each"
        ),
        pytest.param(("Stuck: {0}", LIFT[1]), " We asked {1} readers.", 40, 1, id="a headline each"),
        pytest.param(FERRY, " Le {0} compte {1} habitants.", 40, 1, id="in French"),
        pytest.param(("It rained", "It rained. It was wet."), "", 30, 1, id="a short text"),
        pytest.param(LAWSUIT, "", 40, 40, id="reports after one pattern"),
    ],
)
def test_one_text_in_many_papers_is_one_story(article: tuple[str, str], own: str, count: int, stories: int) -> None:
    title, text = article
    documents = [Document(str(n), _fill_in(text + own, n), title=_fill_in(title, n)) for n in range(count)]
    assert len(brief(documents)) == stories


def test_copies_make_the_words_of_their_story_no_commoner() -> None:
    other = f"{LIFT_LEAD} They could not leave for 90 minutes. Corvin Estates owns the Brennick tower."
    copies = [Document(str(n), _fill_in(f"{LIFT[1]} {{0}} has {{1}} lifts.", n), title=LIFT[0]) for n in range(50)]
    for few in (copies[:1], copies):
        assert (
            len(brief([*few, Document("other", other, title="Stuck in the Brennick tower"), Document("pool", POOL)]))
            == 2
        )


def test_texts_without_dates_need_nothing_that_reads_pages() -> None:
    code = (
        "import sys; from newsieve import Document, brief; "
        f"brief([Document('a', {MILL!r}), Document('b', {POOL!r})]); print('newsieve.days' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_groups_and_their_order_depend_on_the_set_alone() -> None:
    shuffled = [*NIGHT, *NIGHT[:3]]
    first = _run("-f", "jsonl", text=_lines(NIGHT))
    random.Random(3).shuffle(shuffled)
    seen = {json.dumps(t): t for t in shuffled}
    assert _run("-f", "jsonl", text=_lines(seen.values())).stdout == first.stdout


def test_jsonl_has_what_is_promised() -> None:
    done = _run("--format", "jsonl", text=_lines(STORIES[1]["tellings"]))
    assert (done.returncode, done.stderr) == (0, "")
    (story,) = _stories(done)
    assert list(story) == ["title", "url", "date", "text", "sentences", "documents"]
    assert story["text"] == " ".join(story["sentences"])
    assert len(story["sentences"]) == 2
    assert [list(document) for document in story["documents"]] == [["id", "title", "site", "url"]] * 2
    sizes = {telling["id"]: len(telling["text"]) for telling in STORIES[1]["tellings"]}
    assert story["documents"][0]["id"] == max(sizes, key=lambda name: sizes[name])
    assert story["title"] == story["documents"][0]["title"]


def test_text_names_each_story_once_with_all_its_documents(tmp_path: Path) -> None:
    for number, telling in enumerate(NIGHT):
        (tmp_path / f"{number:02}.txt").write_text(f"{telling['title']}\n\n{telling['text']}\n", "utf8")
    done = _run(str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert all(done.stdout.count(f"{number:02}.txt") == 1 for number in range(len(NIGHT)))
    assert sum(telling["title"] in done.stdout.splitlines() for telling in NIGHT) == 4
    assert len(done.stdout.split("\n\n")) == 4


SHORT = "A fire destroyed the old mill in Arle. Nobody was hurt, the mayor said on Monday."
LONG = (
    "In Arle, where nothing has burned since the days of the great drought, a fire that began in a barn on Sunday has "
    "destroyed the old Osier mill and eleven houses behind it, said the mayor. Nobody was hurt."
)
LONGER = LONG.replace("the mayor", f"the mayor, who had come {'from the hills ' * 8}at noon")
CLOSED = "Fenby councillors close pools"
SAID = "The mill in Arle burned down"


@pytest.mark.parametrize(
    ("record", "title", "sentences"),
    [
        pytest.param({"text": MILL}, "Mill burns down in Arle", [MILL_LEAD, MILL_END], id="the first line"),
        pytest.param({"text": MILL, "title": "Fire"}, "Fire", [MILL_LEAD, MILL_END], id="the record's title"),
        pytest.param({"text": SHORT}, SHORT[:38], [SHORT[39:]], id="the first words, and they are not said again"),
        pytest.param(
            {"text": LONG}, LONG[:-17], ["Nobody was hurt."], id="a long first sentence, and it is not said again"
        ),
        pytest.param(
            {"text": LONGER},
            "In Arle, where nothing has burned since the days of the great drought, a fire that began …",
            [LONGER[:-17], "Nobody was hurt."],
            id="the first words of one that is too long",
        ),
        pytest.param(
            {"text": f"Councillors of Fenby closed the pools.\n\n{POOL_LEAD}\n\n{MILL_END}", "title": CLOSED},
            CLOSED,
            [POOL_LEAD, MILL_END],
            id="a sentence that says it in other forms of the words",
        ),
        pytest.param(
            {"text": MILL, "title": "Long words " * 20_000},
            f"{'Long words ' * 7}Long words …",
            [MILL_LEAD, MILL_END],
            id="a title that is none",
        ),
        pytest.param(
            {"text": f"(TVA)I was nine then, and I remember it. {MILL_LEAD} {MILL_END}"},
            "I was nine then, and I remember it.",
            [MILL_LEAD, MILL_END],
            id="the first words behind the dateline",
        ),
        pytest.param(
            {"text": MILL.replace("Mill burns down in Arle", "Who burned the mill?")},
            "Who burned the mill?",
            [MILL_LEAD, MILL_END],
            id="a question",
        ),
        pytest.param(
            {"text": f"{SAID}.\n\n{MILL_LEAD}\n\n{MILL_END}", "title": SAID},
            SAID,
            [MILL_LEAD, MILL_END],
            id="a sentence that says what the headline says",
        ),
    ],
)
def test_headline(record: dict[str, str], title: str, sentences: list[str]) -> None:
    (story,) = _stories(_run("-f", "jsonl", "--input-format", "jsonl", text=_lines([record])))
    assert (story["title"], story["sentences"]) == (title, sentences)


POOL_SHUTS = "Fenby pool to shut in May"
BEHIND = POOL.partition("\n\n")[2]


@pytest.mark.parametrize(
    "above",
    [
        "By Nora Quill",
        "Photo: Nora Quill / Harbour Press",
        "Monday, 23 November 2026",
        "2026-11-23",
        "https://gazette.example/fenby/pool",
        "Exclusive",
        "By Nora Quill\n\n23 November 2026\n\n4 min read",
        "---\ndate: 2026-11-23\ntags:\n  - pools\n---",
        pytest.param(f"---\ntitle: '{POOL_SHUTS}'\ndate: 2026-11-23\n---", id="a title in front matter"),
        pytest.param(
            f"---\ntitle: >-\n  {POOL_SHUTS[:10]}\n  {POOL_SHUTS[11:]}\ndate: 2026-11-23\n---", id="in a block of YAML"
        ),
        pytest.param('---\ntitle: ""\ntags: pools\n---', id="an empty title in front matter"),
        pytest.param(
            f"---\ntitle: {POOL_SHUTS[:10]}{' ' * 200_000}{POOL_SHUTS[11:]}\n---", id="a long line in front matter"
        ),
    ],
)
def test_headline_behind_lines_that_are_none(above: str) -> None:
    (story,) = _stories(_run("-f", "jsonl", text=f"{above}\n\n{POOL_SHUTS}\n\n{BEHIND}"))
    assert story["title"] == POOL_SHUTS


BAD = "Freibad in Lauen schließt"
BAD_BEHIND = (
    "Der Stadtrat von Lauen hat am Dienstag beschlossen, das Freibad im Mai zu schließen.\n\n"
    "Die Schwimmer sind empört, wie der Verein sagte.\n"
)


@pytest.mark.parametrize("above", ["Von Nora Quill", "Stand: 23.11.2026", "Lesezeit: 3 Minuten", "23. November 2026"])
def test_headline_behind_lines_that_are_none_in_german(above: str) -> None:
    (story,) = _stories(_run("-f", "jsonl", text=f"{above}\n\n{BAD}\n\n{BAD_BEHIND}"))
    assert story["title"] == BAD


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"# {POOL_SHUTS}", POOL_SHUTS),
        (f"## {POOL_SHUTS} ##", POOL_SHUTS),
        (f"**{POOL_SHUTS}**", POOL_SHUTS),
        ("#fenby is furious", "#fenby is furious"),
        ("Fenby pool to shut on 3 May 2027", "Fenby pool to shut on 3 May 2027"),
        ("Closed", "Closed"),
        ("Closed\n\nWhat the council of Fenby has decided", "What the council of Fenby has decided"),
        (f"{POOL_SHUTS}\n\nSwimmers want a vote on it", POOL_SHUTS),
        ("Who shuts pools? Fenby does", "Who shuts pools? Fenby does"),
    ],
)
def test_headline_of_a_first_line(line: str, title: str) -> None:
    (story,) = _stories(_run("-f", "jsonl", text=f"{line}\n\n{BEHIND}\nThe town has 9,000 people.\n"))
    assert story["title"] == title


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        pytest.param((), ["c", "b", "a"], id="newest first"),
        pytest.param(("--sort", "date"), ["c", "b", "a"], id="by date"),
        pytest.param(("--sort", "size"), ["b", "c", "a"], id="most told first"),
        pytest.param(("--sort", "path"), ["a", "b", "c"], id="by path"),
        pytest.param(("--limit", "1"), ["c"], id="at most one"),
        pytest.param(("--since", "36h"), ["c"], id="not older"),
        pytest.param(("--since", "9999d"), ["c", "b", "a"], id="none is older"),
    ],
)
def test_which_stories_and_in_which_order(words: tuple[str, ...], titles: list[str]) -> None:
    texts = {"a": STORIES[0], "b": STORIES[1], "c": STORIES[4]}
    days = {"a": 9, "b": 5, "c": 0}
    records = []
    for name, story in texts.items():
        for number, telling in enumerate(story["tellings"][: 2 if name == "b" else 1]):
            day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 86400 * days[name]))
            records.append({"id": f"{name}{number}", "title": name, "text": telling["text"], "date": day})
    assert [story["title"] for story in _stories(_run("-f", "jsonl", *words, text=_lines(records)))] == titles


def test_since_goes_by_the_file_where_a_document_has_no_date(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(MILL, "utf8")
    (tmp_path / "old.txt").write_text(POOL, "utf8")
    os.utime(tmp_path / "old.txt", (1e9, 1e9))
    done = _run(str(tmp_path), "--since", "24h")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mill burns down in Arle" in done.stdout
    assert "Fenby pool to shut in May" not in done.stdout


def test_text_that_is_too_old_is_not_cleaned(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("", "utf8")
    os.utime(tmp_path / "old.txt", (1e9, 1e9))
    done = _run(str(tmp_path), "--since", "24h", "--fail-empty")
    assert (done.returncode, done.stderr) == (0, "")


TOLD = {"old": "2024-03-01", "new": "2024-05-01", "between": "2024-04-01"}


@pytest.mark.parametrize(
    ("format_", "head"),
    [
        ("text", "  2024-03-01 · old\n  also 2024-05-01 · new"),
        ("markdown", "\n2024-03-01 · old · also 2024-05-01 new"),
        ("html", ">2024-03-01 · old · also 2024-05-01 <span"),
    ],
)
def test_each_document_has_its_own_day_and_the_newest_decides_the_order(format_: str, head: str) -> None:
    texts = {"old": MILL, "new": MILL_LEAD, "between": POOL}
    done = _run("-f", format_, text=_lines({"id": name, "date": TOLD[name], "text": texts[name]} for name in texts))
    assert head in done.stdout
    assert done.stdout.index("2024-05-01") < done.stdout.index("2024-04-01")
    ordered = _run("-f", "jsonl", text=_lines({"id": n, "date": TOLD[n], "text": texts[n]} for n in texts))
    assert [story["date"] for story in _stories(ordered)] == ["2024-05-01", "2024-04-01"]


def test_own_dates_of_a_story_go_before_those_of_files() -> None:
    [story] = brief([Document("dated", MILL, date="2024-05-01"), Document("undated", MILL)])
    assert (story.date, story.day) == ("2024-05-01", "2024-05-01")


@pytest.mark.parametrize(
    ("days", "order"),
    [
        pytest.param(1000, ["today", "dated", "old"], id="wrong: the file decides"),
        pytest.param(1, ["dated", "today", "old"], id="of another time zone"),
    ],
)
def test_day_that_is_to_come_is_no_date(days: int, order: list[str], tmp_path: Path) -> None:
    now = time.time()
    dates = {"dated": now + days * 86400, "today": now - 3600, "old": now - 9 * 86400}
    texts = {"dated": MILL, "today": POOL, "old": STORIES[4]["tellings"][0]["text"]}
    records = [
        {"id": name, "text": texts[name], "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(date))}
        for name, date in dates.items()
    ]
    (tmp_path / "night.jsonl").write_text(_lines(records), "utf8")
    os.utime(tmp_path / "night.jsonl", (now - 7200, now - 7200))
    done = _run("-f", "jsonl", str(tmp_path))
    assert [story["documents"][0]["id"] for story in _stories(done)] == order
    os.utime(tmp_path / "night.jsonl", (1e9, 1e9))
    done = _run("-f", "jsonl", str(tmp_path), "--since", "24h")
    assert [story["documents"][0]["id"] for story in _stories(done)] == [
        n for n in order[:2] if n != "dated" or days == 1
    ]


@pytest.mark.parametrize(
    ("format_", "sites", "line"),
    [
        pytest.param("html", "ab", 'also <a href="http://b.example/2" title="Mill gone">B: Mill gone</a>', id="two"),
        pytest.param("html", "aa", 'also <a href="http://a.example/2" title="Mill gone">A: Mill gone</a>', id="one"),
        pytest.param("markdown", "ab", "also [B: Mill gone](<http://b.example/2>)", id="two sites, Markdown"),
        pytest.param("text", "ab", "  also B · http://b.example/2 · Mill gone\n", id="two sites, text"),
        pytest.param("markdown", "aa", "also [A: Mill gone](<http://a.example/2>)", id="one site, Markdown"),
    ],
)
def test_the_headline_of_each_document_of_a_story_is_in_sight(format_: str, sites: str, line: str) -> None:
    texts = {"Mill burns": f"{MILL_LEAD} {MILL_END}", "Mill gone": MILL_LEAD}
    records = [
        {"text": text, "title": title, "url": f"http://{site}.example/{number}", "site": site.upper()}
        for number, (site, (title, text)) in enumerate(zip(sites, texts.items(), strict=True), 1)
    ]
    done = _run("-f", format_, "--input-format", "jsonl", text=_lines(records))
    assert line in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("format_", "line"),
    [
        ("text", "  http://c.example/1\n  also a\n  also b\n"),
        ("markdown", "\nc.example · also a, b\n"),
        ("html", '>c.example · also <span title="Mill">a</span>, <span title="Mill">b</span></p>'),
    ],
)
def test_equal_names_stand_once(format_: str, line: str) -> None:
    records: list[dict[str, str]] = [{"id": name} for name in "aabb"] + [{"url": "http://c.example/1"}] * 2
    done = _run("-f", format_, text=_lines({"text": MILL, "title": "Mill"} | record for record in records))
    assert line in done.stdout, done.stdout


def test_messages_say_where_a_record_stands(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text('{"id": 7, "text": ""}\n{"text": ""}\n{"id": "bad"}\n', "utf8")
    done = _run(f"{tmp_path}/n.jsonl")
    assert done.stderr.splitlines() == [
        f"newsieve: {tmp_path}/n.jsonl#1 (7): empty",
        f"newsieve: {tmp_path}/n.jsonl#2: empty",
        f"newsieve: {tmp_path}/n.jsonl#3 (bad): neither `text` nor `html`",
    ]


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "jsonl"])
def test_silent_where_nothing_is_new(format_: str, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(POOL, "utf8")
    os.utime(tmp_path / "old.txt", (1e9, 1e9))
    done = _run(str(tmp_path), "--since", "24h", "-f", format_)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    asked = _run(str(tmp_path), "--since", "24h", "-f", format_, "-v")
    assert (asked.returncode, asked.stdout) == (0, "")
    assert "no story to tell" in asked.stderr


def test_what_fails_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(MILL, "utf8")
    (tmp_path / "empty.txt").write_text("", "utf8")
    (tmp_path / "bad.jsonl").write_text('{"text": 3}\n{"text": "The pool will close in May. Swimmers are angry."}\n')
    done = _run(str(tmp_path), "missing.txt")
    assert done.returncode == 1
    assert "Mill burns down in Arle" in done.stdout
    assert "The pool will close in May." in done.stdout
    named = ("empty.txt: empty", "bad.jsonl", "missing.txt: no such file or folder")
    assert all(name in done.stderr for name in named)
    assert len(done.stderr.splitlines()) == 3


def test_fail_empty_and_quiet(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", "utf8")
    assert _run(str(tmp_path), "-q").stderr == ""
    assert _run(str(tmp_path), "--fail-empty").returncode == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(("--since", "yesterday"), "is not an age such as 90m, 24h, 7d or 2w", id="no age"),
        pytest.param(("--since", "0h"), "is not an age", id="no time at all"),
        pytest.param(("--since", "99999d"), "'99999d' is more than a hundred years", id="too long"),
        pytest.param(("--limit", "0"), "at least 1", id="no story"),
        pytest.param(("--sort", "siz"), "did you mean 'size'", id="an order that is none"),
        pytest.param(("--format", "csv"), "brief writes text, markdown, html, jsonl, not csv", id="no such format"),
        pytest.param(("--output", "."), "batch", id="a folder"),
        pytest.param(("--files-from", "-", "-"), "cannot be an INPUT too", id="stdin twice"),
        pytest.param(("https://news.example/a",), "curl", id="an address"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], message: str) -> None:
    done = _run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_files_from_and_output(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(MILL, "utf8")
    (tmp_path / "pool.txt").write_text(POOL, "utf8")
    (tmp_path / "list").write_text(f"{tmp_path}/mill.txt\n{tmp_path}/pool.txt\n", "utf8")
    done = _run("--files-from", str(tmp_path / "list"), "-o", f"{tmp_path}/out.md", "-f", "markdown", "--sort", "path")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert re.findall("^## (.*)", (tmp_path / "out.md").read_text("utf8"), re.MULTILINE) == [
        "Mill burns down in Arle",
        "Fenby pool to shut in May",
    ]
    listed = _run("--files-from", "-", "--null", text=f"{tmp_path}/mill.txt\0{tmp_path}/pool.txt\0")
    assert "Fenby pool to shut in May\n" in listed.stdout


def test_default_number_of_sentences_and_another_one() -> None:
    text = _lines(STORIES[0]["tellings"][:1])
    for words, count in (((), 2), (("-n", "1"), 1), (("-n", "4"), 4)):
        (story,) = _stories(_run("-f", "jsonl", *words, text=text))
        assert len(story["sentences"]) == count
    (story,) = _stories(_run("-f", "jsonl", text=text, NEWSIEVE_WORDS="9"))
    assert len(story["sentences"]) == 2


HOSTILE = {
    "id": "a\x1b[31m<b>\x07",
    "title": "<script>alert(1)</script> & \"more\" 'x'\x1b[0m",
    "url": "javascript:alert(1)",
    "site": "<i>site</i>\x9b",
    "text": "The <b>mill</b> of Arle burned down on Monday, people said.\n\nNobody was hurt & all is well now.",
}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'http://x.example/"><script>', "data:text/html,x", "//x.example"]
)
def test_page_is_escaped_and_links_go_to_the_web_alone(url: str) -> None:
    page = _run("-f", "html", "--input-format", "jsonl", text=_lines([HOSTILE | {"url": url}])).stdout
    body = page.partition("<main")[2]
    assert "<script" not in body
    assert "<b>" not in body
    assert "href=" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;" in body


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "jsonl"])
def test_no_control_character_leaves(format_: str) -> None:
    out = _run("-f", format_, "--input-format", "jsonl", text=_lines([HOSTILE]), FORCE_COLOR="").stdout
    assert out
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)


def test_page_is_self_contained_and_links_what_has_an_address() -> None:
    record = {"text": MILL, "url": "https://news.example/mill?a=1&b=2", "date": "2024-11-28"}
    page = _run("-f", "html", "--input-format", "jsonl", text=_lines([record])).stdout
    assert '<h2 dir="auto"><a href="https://news.example/mill?a=1&amp;b=2">Mill burns down in Arle</a></h2>' in page
    assert "2024-11-28 · news.example" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(", page)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: RE: Mill burns down", "Mill burns down"),
        ("AW:Mill", "Mill"),
        ("Re: ", "Re:"),
        ("Read: more", "Read: more"),
    ],
)
def test_headline_of_a_forwarded_mail(subject: str, title: str) -> None:
    [story] = brief([Document(1, MILL, title=subject)])
    assert story.title == title


def test_file_that_is_named_twice_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MILL)
    [story] = _stories(_run("-f", "jsonl", str(tmp_path), str(tmp_path / "a.txt"), f"{tmp_path}/./a.txt"))
    assert len(story["documents"]) == 1


def test_a_pipe_that_asks_for_colour_gets_no_more() -> None:
    out = _run(text=MILL, FORCE_COLOR="1", COLUMNS="40", NO_COLOR="", TERM="xterm").stdout
    assert out.startswith("\x1b[1mMill burns down in Arle\x1b[0m\n")
    assert re.sub(r"\x1b\[\d*m", "", out) == _run(text=MILL, FORCE_COLOR="").stdout


@pytest.mark.parametrize(
    ("text", "seconds", "days"),
    [
        ("2026-11-28T06:00:00Z", 1795845600.0, 0),
        ("2026-11-28T07:00:00+01:00", 1795845600.0, 0),
        ("Sat, 28 Nov 2026 06:00:00 +0000", 1795845600.0, 0),
        ("1795845600", 1795845600.0, 0),
        pytest.param("1795845600123", 1795845600.123, 0, id="milliseconds, as scripts count"),
        ("2026-11-28", 1795824000.0, 1),
        ("20261128", 1795824000.0, 1),
        ("2026-332", 1795824000.0, 1),
        ("2026332", 1795824000.0, 1),
        ("2026-W48-6", 1795824000.0, 1),
        ("28 Nov 2026", 1795824000.0, 1),
        ("November 28, 2026", 1795824000.0, 1),
        ("28/11/2026", 1795824000.0, 1),
        ("2026-11-28 at dawn", 1795824000.0, 1),
        ("2026-W48", 1795392000.0, 7),
        ("2026-11", 1793491200.0, 30),
        ("2026-12", 1796083200.0, 31),
        ("2026", 1767225600.0, 365),
        ("2024", 1704067200.0, 366),
    ],
)
def test_parse_date(text: str, seconds: float, days: int) -> None:
    from datetime import UTC

    assert parse_date(text, UTC) == Moment(seconds, days * 86400)


@pytest.mark.parametrize("date", ['"1999"', '"2020-01"', '"2020-001"', '"3 May 2020"', "1577836800"])
def test_since_leaves_out_what_an_incomplete_date_shows_to_be_old(date: str) -> None:
    record = json.dumps({"text": MILL})[:-1] + f', "date": {date}}}'
    done = _run("--since", "24h", text=f"{record}\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("number", ["7", "1.50", "1E2", "-0", "123456789012345678901234567890"])
def test_number_as_id_is_printed_as_it_is_spelled(number: str) -> None:
    record = json.dumps({"text": MILL})[:-1] + f', "id": {number}}}\n'
    assert f'"documents": [{{"id": {number}, "title": ' in _run("-f", "jsonl", text=record).stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "yesterday",
        "2026-13-40",
        "2026-13",
        "2026-367",
        "2026-W60",
        "12",
        "9" * 400,
        "0001-01-01T00:00:00+23:59",
    ],
)
def test_what_is_no_date(text: str | None) -> None:
    found = parse_date(text)
    assert found is None or found.seconds < 0


@pytest.mark.parametrize(
    ("modified", "moment"),
    [
        pytest.param(1000.0, 1000.0, id="the file was written on that day"),
        pytest.param(-5.0, 0.0, id="on a day before"),
        pytest.param(200_000.0, 86399.0, id="on a day after"),
    ],
)
def test_moment_of_a_date_without_a_time(modified: float, moment: float) -> None:
    assert find_moment(Moment(0.0, 86400), modified, 1e6) == moment


@pytest.mark.parametrize(
    ("word", "seconds"), [("90m", 5400), ("24h", 86400), ("7d", 604800), ("1.5 h", 5400), ("2W", 1209600)]
)
def test_parse_age(word: str, seconds: float) -> None:
    assert parse_age(word) == seconds


def test_library() -> None:
    stories = brief([MILL, POOL, MILL, "", Document("x", MILL, title="A mill burned")], sort="size")
    assert [(len(story.documents), story.documents[0].id) for story in stories] == [(3, "x"), (1, 2)]
    assert brief([]) == []
    with pytest.raises(ValueError, match="is not one of"):
        brief([MILL], sort="age")
