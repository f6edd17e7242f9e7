"""Selection of a folder's files by their names, before anything of them is opened."""

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase

# Source code, style, scripts, configuration, logs and locks: text that nobody wrote to be read as an article.
PASSED_OVER = frozenset(
    # source code and scripts
    ".py .pyi .pyx .ipynb .js .mjs .cjs .jsx .ts .tsx .vue .svelte .c .h .cc .cpp .cxx .hpp .hh .cs .fs .java .kt .kts "
    ".scala .groovy .go .rs .rb .php .pl .pm .lua .r .jl .swift .dart .ex .exs .erl .hs .ml .mli .clj .lisp .el .vb "
    ".f90 .asm .sql .sh .bash .zsh .fish .ps1 .bat .cmd .awk .mk .cmake .gradle .proto .graphql .patch .diff .map "
    # style
    ".css .scss .sass .less .styl .svg .xsl .xslt .xsd .dtd "
    # configuration
    ".toml .yml .yaml .ini .cfg .conf .config .properties .env .plist .desktop .service .tf .pem .crt .key "
    # logs and locks
    ".log .lock .pid .sum".split()
)
_NAMES_PASSED_OVER = frozenset("package-lock.json npm-shrinkwrap.json composer.lock makefile dockerfile".split())
_COMPRESSED = frozenset((".gz", ".bz2", ".xz", ".zst"))


def is_passed_over(name: str) -> bool:
    """Whether a file of that name is code, style, configuration, a log or a lock, compressed or numbered ones too."""
    stem, ending = os.path.splitext(name.lower())
    while ending in _COMPRESSED or (ending[1:].isdigit() and os.path.splitext(stem)[1] == ".log"):
        stem, ending = os.path.splitext(stem)
    return ending in PASSED_OVER or stem + ending in _NAMES_PASSED_OVER


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Whether the path below a folder fits a pattern: one with a slash as a whole, another one by its last name."""
    return any(_fits(path, pattern) for pattern in patterns)


def _fits(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./")
    if "/" not in pattern.rstrip("/"):
        return fnmatchcase(os.path.basename(path), pattern.rstrip("/"))
    path = path.replace(os.sep, "/")
    return fnmatchcase(path, pattern.strip("/")) or fnmatchcase(path, pattern.strip("/").replace("**/", ""))
