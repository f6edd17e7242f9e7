"""How the code reads: sizes, depth, docstrings and names, told from the syntax trees of all runtime files."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cli" / "newsieve"
FILES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}
LONGEST_FILE, LONGEST_FUNCTION, DEEPEST, MOST_ARGUMENTS = 300, 40, 3, 7
RIDDLES = frozenset("What Those One As Whatever Which Where How Who Whose When That By Of For From".split())
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
NESTING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def list_functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def measure_depth(node: ast.AST) -> int:
    """Return how many statements with a body stand within each other; `elif` is no deeper than its `if`."""
    return max((measure_depth(one) + is_nesting(one, node) for one in ast.iter_child_nodes(node)), default=0)


def is_nesting(node: ast.AST, parent: ast.AST) -> bool:
    is_elif = isinstance(node, ast.If) and isinstance(parent, ast.If) and parent.orelse == [node]
    return isinstance(node, NESTING) and not is_elif


def find_large(tree: ast.AST) -> list[str]:
    """Return the functions that are too long, too deep, or ask for too many arguments."""
    found = []
    for node in list_functions(tree):
        length = (node.end_lineno or 0) - node.lineno + 1
        arguments = [one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in ("self", "cls")]
        sizes = length, measure_depth(node), len(arguments)
        if any(size > most for size, most in zip(sizes, (LONGEST_FUNCTION, DEEPEST, MOST_ARGUMENTS), strict=True)):
            found.append(f"{node.name}: {sizes[0]} lines, {sizes[1]} deep, {sizes[2]} arguments")
    return found


def find_riddles(tree: ast.Module) -> list[str]:
    """Return the docstrings whose first word asks, or counts, before it says what is meant."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Module | Definition))
    first_lines = (text.splitlines()[0] for node in nodes if (text := ast.get_docstring(node)))
    return [line for line in first_lines if line.split()[0].rstrip(",:") in RIDDLES]


def find_hidden(name: str) -> list[str]:
    """Return what a package's `__init__` defines or imports under the name of one of its own modules."""
    folder = FILES[name].parent
    modules = {path.stem for path in folder.glob("*.py")} | {path.name for path in folder.iterdir() if path.is_dir()}
    bound = {node.name for node in TREES[name].body if isinstance(node, Definition)}
    imports = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.ImportFrom)]
    bound |= {one.asname or one.name for node in imports for one in node.names}
    return sorted(modules & bound)


def test_files_are_short() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in FILES.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("name", FILES)
def test_functions_are_short_and_flat(name: str) -> None:
    assert find_large(TREES[name]) == []


@pytest.mark.parametrize("name", FILES)
def test_docstrings_begin_with_a_plain_sentence(name: str) -> None:
    assert find_riddles(TREES[name]) == []


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith("__init__.py")])
def test_no_name_hides_a_module(name: str) -> None:
    assert find_hidden(name) == []


def test_no_two_classes_have_one_name() -> None:
    names = Counter(node.name for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    public = {name: count for name, count in names.items() if count > 1 and not name.startswith("_")}
    assert public == {}


@pytest.mark.parametrize(
    ("code", "depth"),
    [
        pytest.param("def f():\n    return 1", 0, id="flat"),
        pytest.param("def f():\n    if a:\n        b\n    elif c:\n        d\n    elif e:\n        g", 1, id="elif"),
        pytest.param("def f():\n    if a:\n        pass\n    else:\n        while b:\n            pass", 2, id="else"),
        pytest.param("def f():\n    for a in b:\n        with c:\n            try:\n                d\n"
                     "            except E:\n                if g:\n                    h", 4, id="within an except"),
    ],
)  # fmt: skip
def test_depth(code: str, depth: int) -> None:
    [function] = list_functions(ast.parse(code))
    assert measure_depth(function) == depth


def test_what_is_found() -> None:
    arguments = ", ".join(f"a{number}" for number in range(8))
    body = "".join(f"    b{number}\n" for number in range(40))
    tree = ast.parse(f'"""What a thing is."""\ndef f({arguments}):\n    """Plain words."""\ndef g():\n{body}')
    assert find_large(tree) == ["f: 2 lines, 0 deep, 8 arguments", "g: 41 lines, 0 deep, 0 arguments"]
    assert find_riddles(tree) == ["What a thing is."]


def list_patterns() -> Iterator[tuple[str, str]]:
    """Yield all strings of the runtime files, and the language packs whole, with the names of their files."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                yield name, node.value if isinstance(node.value, str) else node.value.decode("latin-1")
    for path in sorted((PACKAGE / "data" / "languages").glob("*.toml")):
        yield path.name, path.read_text("utf-8")


def test_no_group_of_a_pattern_is_repeated_possessively() -> None:
    """Python 3.11 before 3.11.5 finds less with them; an atomic group around the repeated one says the same."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+")
    assert [(name, found[0]) for name, text in list_patterns() for found in possessive.finditer(text)] == []
