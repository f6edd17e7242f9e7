"""The wheel: what stands in it, and that tools which install programs install it. Those are not always there."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=600)
    return folder


def _load_hooks() -> ModuleType:
    spec = spec_from_file_location("build_hooks", ROOT / "cli" / "build_hooks.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_but_wheel_and_source_is_left_beside_them(dist: Path) -> None:
    assert sorted(path.suffix for path in dist.iterdir()) == [".gz", ".whl"]


def test_wheel_has_the_page_of_the_manual_and_a_readme_without_dead_links(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = message_from_bytes(wheel.read(next(name for name in names if name.endswith("/METADATA"))))
    assert [name for name in names if name.endswith(".data/data/share/man/man1/newsieve.1")]
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"newsieve"}
    assert [name for name in names if name.startswith("newsieve/train/") and not name.endswith((".py", ".md"))] == []
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert re.findall(r"\]\((?!https://)[^)]*\)", str(metadata.get_payload())) == []


def test_source_holds_what_the_tests_need(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as source:
        tops = {name.split("/")[1] for name in source.getnames()}
    assert tops >= {"cli", "tests", "fixtures", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", ".ci"}


@pytest.mark.skipif(shutil.which("twine") is None, reason="twine is not installed")
def test_an_index_would_take_both(dist: Path) -> None:
    done = subprocess.run(["twine", "check", "--strict", *dist.glob("newsieve*")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        ("uv", ["tool", "install", "--python", sys.executable]),
        ("pipx", ["install", "--python", sys.executable]),
    ],
)
def test_tools_install_it(tool: str, words: list[str], dist: Path, tmp_path: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    folders = {"UV_TOOL_DIR": "tools", "UV_TOOL_BIN_DIR": "bin", "PIPX_HOME": "pipx", "PIPX_BIN_DIR": "bin",
               "PIPX_MAN_DIR": "man"}  # fmt: skip
    environment = os.environ | {name: str(tmp_path / folder) for name, folder in folders.items()}
    subprocess.run(
        [tool, *words, next(dist.glob("*.whl"))], check=True, capture_output=True, env=environment, timeout=600
    )
    text = "The pool closed.\n\nSign up for our free newsletter.\n"
    command = [tmp_path / "bin" / "newsieve", "clean", "--no-config"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("The pool closed.\n", "")
    assert list(tmp_path.rglob("share/man/man1/newsieve.1"))


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("", "Look: a file and [b](https://b.example/), `[c](d)`."),
        ("https://a.example", "Look: [a file](https://a.example/x/y.txt) and [b](https://b.example/), `[c](d)`."),
    ],
)
def test_links_of_the_readme_on_an_index(address: str, text: str) -> None:
    readme = "Look: [a file](x/y.txt) and [b](https://b.example/), `[c](d)`."
    assert _load_hooks().link_readme(readme, address) == text
