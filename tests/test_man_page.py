"""The manual page: every command, option and field stands in it, and `man` reads it without a complaint."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from newsieve.cli.command_table import COMMANDS
from newsieve.cli.man_page import JSONL_FIELDS, write_man_page
from newsieve.options import SETTINGS

STORY = "The council closed the pool on Monday.\n\nSwimmers were angry, and some of them wept.\n\n"
PITCH = "Sign up for our free newsletter to get the latest news in your inbox."


def test_all_that_can_be_typed_stands_in_it() -> None:
    text = write_man_page().replace("\\-", "-")
    assert [s.name for s in SETTINGS if f"--{s.name}" not in text] == []
    assert [name for name in COMMANDS if f"newsieve {name} " not in text] == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_reads_it_without_a_complaint() -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", "-z"]
    done = subprocess.run(command, input=write_man_page().encode(), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_fields_are_those_that_are_printed() -> None:
    known = {name for names, _, _ in JSONL_FIELDS for name in re.split(", ", names)} - {"others"}
    page = f"<html lang='en'><head><title>A</title><meta name='author' content='B'><meta property='og:site_name' " \
           f"content='C'><meta property='article:published_time' content='2026-11-28'></head><body><article>" \
           f"<h1>A</h1><p>{STORY}</p><p>{PITCH}</p></article></body></html>"  # fmt: skip
    lines = "".join(f"{json.dumps(record)}\n" for record in ({"html": page, "url": "https://a.example/"}, {"text": 5}))
    printed: set[str] = set()
    for task in ("clean", "digest", "explain"):
        command = [sys.executable, "-m", "newsieve", task, "-f", "jsonl", "--no-config"]
        done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8")
        printed |= {field for line in done.stdout.splitlines() for field in json.loads(line)}
    assert printed == known
