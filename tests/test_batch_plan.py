"""Names of outputs, and one task of work."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.batch.manifest import WRITTEN
from newsieve.batch.plan import LONGEST_NAME, BatchTask, name_output
from newsieve.batch.worker import WorkerConfig, find_temporary, process_task
from newsieve.pipeline import Task
from newsieve.processing import Job
from newsieve.read import ReadOptions, Source
from newsieve.types import Options

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=300)


@pytest.mark.parametrize(
    ("relative", "ending", "output"),
    [
        ("a.txt", ".txt", "a.txt"),
        ("a.html", ".txt", "a.html.txt"),
        ("a.html.gz", ".txt", "a.html.gz.txt"),
        ("sub.txt/b", ".txt", "sub.txt/b.txt"),
        ("records.jsonl", ".jsonl", "records.jsonl"),
        ("a.TXT", ".txt", "a.TXT.txt"),
        (".txt", ".txt", ".txt"),
        ("a\nb", ".md", "a\nb.md"),
        ("x" * 251, ".txt", "x" * 251 + ".txt"),
    ],
)
def test_name_output(relative: str, ending: str, output: str) -> None:
    assert name_output(relative, ending) == output


@given(NAMES, NAMES, st.sampled_from([".txt", ".parquet"]))
def test_names_fit_and_keep_their_folder(folder: str, name: str, ending: str) -> None:
    output = name_output(f"{folder}/{name}", ending)
    kept, _, last = output.rpartition("/")
    assert (kept, last.endswith(ending)) == (folder, True)
    assert len(os.fsencode(last)) <= LONGEST_NAME
    os.fsencode(last).decode("utf-8")


@given(st.lists(NAMES, unique=True, min_size=2, max_size=5))
def test_long_names_stay_apart(names: list[str]) -> None:
    long = ["ä" * 130 + name for name in names]
    assert len({name_output(name, ".txt") for name in long}) == len(long)


def test_one_name_is_the_same_in_every_run() -> None:
    assert name_output("d/" + "x" * 300, ".txt") == "d/" + "x" * 234 + "-0fe0b0cfff3c8b92.txt"


def test_what_a_lost_worker_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """Its task is done once more by another one, in the same run."""
    (tmp_path / "a.txt").write_text("A tram came late.\n")
    work = WorkerConfig(str(tmp_path / "out"), "0" * 8, Job(Task.CLEAN, Options(), ReadOptions()))
    task = BatchTask(Source(str(tmp_path / "a.txt")), "a.txt")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / find_temporary(work, task)).write_text("A tr")
    assert process_task(work, task, lambda _number: None).status == WRITTEN
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]
    assert (tmp_path / "out" / "a.txt").read_text() == "A tram came late.\n"
