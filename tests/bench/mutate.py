"""Mutations that the tests do not see: `python tests/bench/mutate.py [--count 60] [--seed 1] [--part 1/6] [PACKAGE …]`.

Draws mutations of the packages' code (a flipped condition, a constant halved, doubled or set to zero, two entries of a
table swapped), makes each in a copy of the checkout, runs the tests that belong to the module until one fails, and
lists those that survive. A test that does not end counts as one that fails. First all of these tests must pass without
a mutation, unless `--unchecked`. `--part 2/6` runs the second sixth of what is drawn; `--list` only lists it.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TESTS = {  # by the beginning of a module's name, the longest counts; the quickest tests first
    "cleaner": "cleaner_limits cleaner_steps features clean golden packs",
    "cleaner/features": "cleaner_limits features golden cleaner_steps clean",
    "cleaner/lexicon": "packs clean features golden",
    "cleaner/repetition": "cleaner_limits memory clean golden",
    "cleaner/rules": "cleaner_limits cleaner_steps clean packs golden",
    "extract": "page_features page_parts page_regions extract golden metadata pages",
    "extract/bylines": "metadata golden",
    "extract/companions": "page_parts page_regions companions extract golden",
    "extract/linked_data": "metadata extract golden",
    "extract/metadata": "metadata page_parts extract golden",
    "extract/titles": "page_parts metadata golden",
    "extract/top_candidate": "page_parts top_candidate extract golden",
    "rank": "rank_features rank golden digest_genres",
    "batch": "batch_parts batch_plan batch_shards batch_rerun batch containers batch_links batch_signals",
    "batch/lock": "batch_parts batch_rerun batch_shards batch_plan batch_links batch",
    "batch/out_folder": "batch_parts batch_links batch_shards batch_plan batch_rerun batch",
    "batch/report": "batch_parts report batch_plan batch",
    "batch/shards": "batch_parts batch_shards containers batch_plan batch_rerun batch",
    "batch/spool": "batch_parts batch_plan memory batch_rerun batch",
}
PACKAGES = ("cleaner", "extract", "rank", "batch")
TIMEOUT_S = 900
OPPOSITE: dict[type[ast.cmpop], str] = {
    ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip


class Mutation(NamedTuple):
    """A range of a file's text, and what stands there instead."""

    path: Path
    line: int
    start: int
    end: int
    old: str
    new: str


def main() -> int:
    """Run the mutations; the exit status says whether more than one in twenty survived."""
    options = _parse()
    found = [one for package in options.packages for one in find_mutations(package)]
    drawn = random.Random(options.seed).sample(found, min(options.count, len(found)))
    part, parts = map(int, options.part.split("/"))
    drawn = drawn[part - 1 :: parts]
    print(f"{len(found)} mutations of {', '.join(options.packages)}, {len(drawn)} drawn", flush=True)
    if options.list:
        print(*map(_describe, drawn), sep="\n")
        return 0
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy_checkout(Path(folder))
        if not options.is_unchecked and not _passes(copy, sorted({name for one in drawn for name in list_tests(one)})):
            print("the tests fail without a mutation")
            return 2
        for number, one in enumerate(drawn, 1):
            survives = _survives(copy, one)
            survivors += survives
            print(f"{number:3} {'SURVIVES' if survives else 'seen    '} {_describe(one)}", flush=True)
    print(f"{survivors} of {len(drawn)} survive")
    return int(survivors * 20 > len(drawn))


def find_mutations(package: str) -> Iterator[Mutation]:
    """All mutations of a package, in the order of its files."""
    folder = Path("cli/newsieve") / package
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        starts = [0]
        for line in text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line.encode()))
        for node in ast.walk(ast.parse(text)):
            for old, new in _mutate(node):
                start, end = (starts[at.lineno - 1] + at.col for at in _edges(old))
                before = text.encode()[start:end].decode()
                if before != new:
                    yield Mutation(path.relative_to(ROOT), old.lineno, start, end, before, new)


def list_tests(one: Mutation) -> list[str]:
    """The files of the tests that belong to the mutated module, in order."""
    module = one.path.relative_to("cli/newsieve").as_posix()
    names = TESTS[max((name for name in TESTS if module.startswith(name)), key=len)]
    return [f"tests/test_{name}.py" for name in names.split()]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--unchecked", action="store_true", dest="is_unchecked")
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    return parser.parse_args()


def _describe(one: Mutation) -> str:
    return f"{one.path.relative_to('cli/newsieve')}:{one.line}: {one.old!r} -> {one.new!r}"


class _Edge(NamedTuple):
    lineno: int
    col: int


def _edges(node: ast.expr) -> tuple[_Edge, _Edge]:
    return _Edge(node.lineno, node.col_offset), _Edge(node.end_lineno or 0, node.end_col_offset or 0)


def _mutate(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """The nodes to replace, each with its new text."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        yield node, f"({left} {OPPOSITE[type(node.ops[0])]} {right})"
    elif isinstance(node, ast.If | ast.IfExp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = node.value
        changed = (0, 2 * value, value // 2 if isinstance(value, int) else value / 2)
        yield from ((node, repr(one)) for one in dict.fromkeys(changed) if one != value)
    elif isinstance(node, ast.Tuple) and len(node.elts) > 2 and isinstance(node.ctx, ast.Load):
        first, second, *rest = map(ast.unparse, node.elts)
        if first != second and all(isinstance(one, ast.Constant | ast.Tuple | ast.Call) for one in node.elts):
            yield node, f"({', '.join((second, first, *rest))},)"


def _copy_checkout(folder: Path) -> Path:
    for name in ("cli", "tests", "fixtures"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _survives(copy: Path, one: Mutation) -> bool:
    path = copy / one.path
    text = path.read_bytes()
    path.write_bytes(text[: one.start] + one.new.encode() + text[one.end :])
    try:
        return _passes(copy, list_tests(one))
    finally:
        path.write_bytes(text)


def _passes(copy: Path, tests: Sequence[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy / "cli"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return (
            subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=TIMEOUT_S).returncode == 0
        )
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    sys.exit(main())
