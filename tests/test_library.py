"""The library face: strings in, strings out, nothing heavy on import."""

import copy
import doctest
import math
import os
import pickle
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import newsieve
from newsieve.options import SORTS
from newsieve.rank import RANKERS


def test_examples_in_docstrings_hold() -> None:
    outcome = doctest.testmod(newsieve)
    assert outcome.attempted >= 6
    assert outcome.failed == 0


@pytest.mark.parametrize("name", newsieve.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(newsieve, name).__name__ == name


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="summarize"):
        newsieve.summarize  # noqa: B018


def test_every_public_name_is_listed() -> None:
    assert set(newsieve.__all__) <= set(dir(newsieve))


@pytest.mark.parametrize(
    ("name", "values"),
    [("LevelName", newsieve.Level), ("SortName", SORTS), ("RankerName", RANKERS)],
    ids=["levels", "orders", "rankers"],
)
def test_type_checkers_know_the_names(name: str, values: Iterable[str]) -> None:
    source = Path(newsieve.__file__).read_text("utf-8").replace("TYPE_CHECKING = False", "TYPE_CHECKING = True")
    names: dict[str, Any] = {}
    exec(source, names)
    literals = [one for one in (*get_args(names[name]), names[name]) if get_args(one)] or [names[name]]
    assert set(get_args(literals[0])) == set(values)


TEXT = "The council closed the pool on Monday.\n\nOur kettle guild brews lemon tea for you.\n\nSwimmers were angry.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sentences": 0}, "sentences: 0 is too small: at least 1"),
        ({"sentences": -1}, "sentences: -1 is too small: at least 1"),
        ({"sentences": "2"}, "sentences: '2' is not a whole number"),
        ({"sentences": True}, "sentences: True is not a whole number"),
        ({"sentences": 1 << 20_000}, "sentences: a number of more digits than Python writes"),
        ({"sentences": 3, "words": 9}, "sentences and words exclude each other; give one of them"),
        ({"words": 9, "ratio": 0.5}, "words and ratio exclude each other; give one of them"),
        ({"url": "zzz"}, "url: 'zzz' is not an address such as https://courier.example/news/quay"),
        ({"words": 0}, "words: 0 is too small: at least 1"),
        ({"ratio": -1}, "ratio: -1 is not above 0 and at most 1"),
        ({"ratio": 2}, "ratio: 2 is not above 0 and at most 1"),
        ({"ratio": math.nan}, "ratio: 'nan' is not a number"),
        ({"ranker": "pagerank"}, "ranker: 'pagerank' is not one of news, lead, "),
        ({"level": "bold"}, "level: 'bold' is not one of careful, balanced, thorough"),
        ({"level": "carefull"}, "did you mean 'careful'?"),
        ({"language": "klingon"}, "language: 'klingon' is not an ISO 639-1 code"),
        ({"language": "xx"}, "language: 'xx' is not an ISO 639-1 code"),
        ({"language": "en-GB"}, "did you mean 'en'?"),
        ({"keep": ["gossip"]}, "keep: 'gossip' is not one of donation, "),
        ({"keep": [4]}, "keep: [4] is not a list of strings"),
        ({"keep": ["nav"], "drop": {newsieve.Kind.NAV}}, "keep and drop both name nav"),
        ({"rules": ["a\0b"]}, "rules: 'a\\x00b' holds a NUL character"),
        ({"memory": "a\0b"}, "memory: 'a\\x00b' holds a NUL character"),
        ({"memory": "a\ud800"}, "memory: 'a\\ud800' holds a character that no path can have"),
        ({"rules": ["\udfff.toml"]}, "rules: '\\udfff.toml' holds a character that no path can have"),
    ],
)
def test_wrong_values_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(newsieve.UsageError, match=re.escape(message)) as caught:
        newsieve.digest("It rained. He left.", **arguments)
    assert isinstance(caught.value, ValueError)
    assert "--" not in str(pickle.loads(pickle.dumps(caught.value)))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone.sqlite", "memory: gone.sqlite: No such file or directory; make it with: "),
        ("default", "memory: 'default' is a word of the command line; give a path"),
    ],
)
def test_a_memory_that_is_none_is_named(path: str, message: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(newsieve.UsageError, match=re.escape(message)):
        newsieve.clean("It rained.", memory=path)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: newsieve.clean(None), "text: expected a str, not NoneType; give the text itself"),
        (lambda: newsieve.clean(b"x"), "text: expected a str, not bytes"),
        (lambda: newsieve.clean(Path("x")), "text: expected a str, not PosixPath"),
        (lambda: newsieve.digest("x", url=5), "url: expected a str or None, not int"),
        (lambda: newsieve.digest("x", title=5), "title: expected a str or None, not int"),
        (lambda: newsieve.clean("x", keep="nav"), "keep: expected a list, not one str; put it into one: keep=[...]"),
        (lambda: newsieve.clean("x", keep=3), "keep: expected a list, not one int"),
        (lambda: newsieve.clean("x", rules="my-rules.toml"), "rules: expected a list, not one str"),
        (lambda: newsieve.clean("x", rules=Path("r")), "rules: expected a list, not one PosixPath"),
        (lambda: newsieve.clean("x", rules=[3]), "rules: expected a path, not int"),
        (lambda: newsieve.clean("x", memory=3), "memory: expected a path, not int"),
        (lambda: newsieve.brief("council pool"), "documents: expected a list, not one str"),
        (lambda: newsieve.brief(newsieve.Document("a", "x")), "documents: expected a list, not one Document"),
        (lambda: newsieve.brief(None), "documents: expected a list, not one NoneType"),
        (lambda: newsieve.brief([TEXT, None]), "documents[1]: expected a str, not NoneType"),
        (lambda: newsieve.brief([newsieve.Document("a", None)]), "documents[0].text: expected a str, not NoneType"),
        (lambda: newsieve.brief([newsieve.Document("a", "x", date=date(2026, 11, 30))]),
         "documents[0].date: expected a str or None, not date"),
        (lambda: newsieve.brief([newsieve.Document("a", "x", extra=None)]), "documents[0].extra: expected a dict"),
        (lambda: newsieve.brief([newsieve.Document(None, "x")]), "documents[0].id: expected a str or a number, not No"),
        (lambda: newsieve.brief([newsieve.Document(True, "x")]), "documents[0].id: expected a str or a number, not bo"),
    ],
)  # fmt: skip
def test_wrong_types_are_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(newsieve.UsageError, match=re.escape(message)) as caught:
        call()
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (newsieve.Document("a", "x", "pdf"), "documents[0].format: 'pdf' is not one of text, html"),
        (newsieve.Document("a", "x", extra={"date": "2026-11-30"}), "documents[0].extra: 'date' has '2026-11-30'"),
    ],
    ids=["format", "extra"],
)
def test_wrong_fields_are_refused(document: newsieve.Document, message: str) -> None:
    with pytest.raises(newsieve.UsageError, match=re.escape(message)):
        newsieve.brief([document])


def test_wrong_order_is_refused() -> None:
    with pytest.raises(newsieve.UsageError, match="sort: 'age' is not one of date, size, path"):
        newsieve.brief([TEXT], sort="age")


@pytest.mark.parametrize(
    "arguments",
    [
        {"keep": None, "drop": None, "rules": None, "memory": None, "language": None, "sentences": None, "words": None},
        {"keep": {newsieve.Kind.NAV}, "drop": iter(["about"]), "level": newsieve.Level.BALANCED, "language": "EN"},
        {"sentences": np.int64(3)},
        {"ratio": np.float32(1)},
        {"sentences": 10**400},
        {"words": 10**400},
    ],
    ids=[
        "None is what holds by default",
        "values of ours",
        "a number of NumPy",
        "a share of NumPy",
        "all sentences",
        "all words",
    ],
)
def test_what_is_as_good_is_taken(arguments: dict[str, Any]) -> None:
    text = "It rained. He left."
    assert newsieve.digest(text, **arguments) == newsieve.digest(text)


def test_explain_chooses_as_digest_does() -> None:
    text = "The tide took the pier. It stood for ninety years. Its lamps were found in Arle. Nobody was hurt."
    for arguments in ({"sentences": 1}, {"words": 9}, {"ratio": 0.5}, {"ranker": "lead", "title": "The pier is gone"}):
        result = newsieve.explain(text, **arguments)
        sentences = [sentence for block in result.blocks for sentence in block.sentences]
        said = [result.text_of(sentences[chosen.index]) for chosen in result.chosen]
        assert said == newsieve.digest(text, **arguments)


def test_results_are_values() -> None:
    result, stories = newsieve.explain(TEXT), newsieve.brief([TEXT])
    assert (result, stories) == (newsieve.explain(TEXT), newsieve.brief([TEXT]))
    assert (hash(result), hash(stories[0])) == (hash(newsieve.explain(TEXT)), hash(newsieve.brief([TEXT])[0]))
    assert result != newsieve.explain(TEXT.upper())
    assert stories[0].documents[0] != newsieve.brief([TEXT.upper()])[0].documents[0]
    assert not stories[0].documents[0] != newsieve.brief([TEXT])[0].documents[0]  # noqa: SIM202
    for value in (result, stories):
        assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
        assert re.search(r"0x|array\(", repr(value)) is None


def test_nobody_writes_to_what_documents_share() -> None:
    with pytest.raises(TypeError):
        newsieve.explain("It rained.").document.extra["x"] = "y"  # type: ignore[index]
    assert newsieve.Document("a", "x").extra == {}


def test_threads_agree() -> None:
    texts = [TEXT.replace("pool", word) for word in ("pier", "mill", "school", "bridge")] * 3
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(newsieve.explain, texts)) == list(map(newsieve.explain, texts))


HEAVY = (
    *("lxml", "readability", "nltk", "numpy", "requests", "rich", "sumy", "typer", "click", "pydantic", "platformdirs"),
    *("sqlite3", "multiprocessing", "asyncio", "hashlib", "tempfile", "tomllib", "dataclasses", "importlib.resources"),
)


@pytest.mark.parametrize("code", ["import newsieve", "import newsieve; newsieve.digest('It rained. He left.')"])
def test_text_needs_nothing_heavy(code: str) -> None:
    script = f"{code}\nimport sys\nprint(sorted(set({HEAVY}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded == "[]\n"


def test_rules_of_ones_own(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nid = "tea"\nkind = "advert"\nweight = 9.0\npattern = "kettle guild"\nreason = "tea"\n')
    assert newsieve.clean(TEXT) == TEXT
    assert "kettle" not in newsieve.clean(TEXT, rules=[rules])
    assert "kettle" not in " ".join(newsieve.digest(TEXT, rules=[str(rules)]))
    assert "kettle" not in newsieve.brief([TEXT], sentences=3, rules=[rules])[0].text
    rules.write_text("[[rule]]\n")
    os.utime(rules, (1, 1))
    with pytest.raises(newsieve.NewsieveError, match=r"rules\.toml"):
        newsieve.clean(TEXT, rules=[rules])


def test_rules_are_those_of_the_file_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = '[[rule]]\nid = "tea"\nkind = "advert"\nweight = 9.0\npattern = "{}"\nreason = "tea"\n'
    for name, word in (("one", "kettle guild"), ("two", "Swimmers were")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "r.toml").write_text(rule.format(word))
        os.utime(tmp_path / name / "r.toml", (1, 1))
    left = []
    for name in ("one", "two"):
        monkeypatch.chdir(tmp_path / name)
        left.append(newsieve.clean(TEXT, rules=["r.toml"]))
    assert ["kettle" in text for text in left] == [False, True]


def test_a_memory(tmp_path: Path) -> None:
    path, pitch = tmp_path / "m", TEXT.split("\n\n")[1]
    words = "river council vote bridge school budget teacher road harbour winter storm farm wheat market".split()
    for n in range(12):
        story = " ".join(random.Random(n).choices(words, k=25)).capitalize()
        (tmp_path / f"{n}.txt").write_text(f"{story}.\n\n{pitch}\n")
    command = [
        sys.executable,
        "-m",
        "newsieve",
        "memory",
        "learn",
        str(tmp_path),
        "--site",
        "a.example",
        "--exclude",
        "m",
    ]
    subprocess.run([*command, "--memory", str(path)], check=True, capture_output=True)
    assert pitch not in newsieve.clean(TEXT, memory=path, url="https://a.example/1")
    assert not newsieve.explain(TEXT, memory=str(path), site="a.example").verdicts[1].kept
    assert newsieve.clean(TEXT, memory=path, site="b.example") == TEXT
    with pytest.raises(newsieve.NewsieveError, match="none"):
        newsieve.clean(TEXT, memory=tmp_path / "none")
    assert newsieve.clean(TEXT, memory=path, site="\ud800", url="https://\ud800.example/") == TEXT


def test_half_a_surrogate_pair_is_a_replacement_character() -> None:
    text = "The \ud800 pool closed on Monday.\n\nSwimmers were angry, and some of them wept."
    mended = text.replace("\ud800", "\ufffd")
    assert newsieve.clean(text) == mended
    assert newsieve.digest(text, sentences=2) == mended.split("\n\n")
    [story] = newsieve.brief([newsieve.Document("a", text)])
    assert "\ud800" not in f"{story.title} {story.text}"


PAGE = "<!doctype html><html><body><article><p>The tide took the pier &amp; its lamps.</p></article></body></html>\r\n"


@pytest.mark.parametrize(
    ("format_", "says"),
    [
        pytest.param(None, "pier & its lamps", id="told apart by content, as a text is"),
        pytest.param(newsieve.Format.HTML, "pier & its lamps", id="a page"),
        pytest.param("html", "pier & its lamps", id="a page, by its name"),
        pytest.param(newsieve.Format.TEXT, "pier &amp; its lamps", id="a text that only looks like a page"),
    ],
)
def test_document_of_each_format(format_: newsieve.Format | None, says: str) -> None:
    [story] = newsieve.brief([newsieve.Document("pier", PAGE, format_)])
    assert says in f"{story.title} {story.text}"
