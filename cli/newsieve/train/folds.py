"""Folds of documents: one assignment of publishers to folds for all labelled corpora.

A publisher is known by the registered domain of its address. Domains of one house, by what the corpora say of their
publishers, stand in one fold: whoever learns from four folds has seen nothing of the houses of the fifth.
"""

import json
import lzma
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

N_FOLDS = 5
SOURCES = ("promo/paragraphs.jsonl", "appeals/paragraphs.jsonl", "pages/gold.jsonl", "wcxb/gold.jsonl.xz")

# Second labels below a country's own (`co.uk`, `com.au`) that are no registered domains themselves.
_SECOND_LABELS = frozenset("ac co com edu gob gov gouv go govt mil ne net nom or org gen sch school".split())


def fold_of(name: str, n_folds: int = N_FOLDS, houses: Mapping[str, str] | None = None) -> int:
    """Return the fold, from 0, of a URL, a domain or a publisher's name; that of its house where `houses` has one."""
    key = registered_domain(name)
    house = (houses or {}).get(key, key)
    return int.from_bytes(sha256(house.encode()).digest()[:8], "big") % n_folds


def registered_domain(name: str) -> str:
    """Return the domain that a URL's or a host's owner registered, in lower case; a name without a dot as it is.

    >>> registered_domain("https://news.example.co.uk:8080/a")
    'example.co.uk'
    """
    host = (urlsplit(name).hostname if "//" in name else name.split("/", maxsplit=1)[0]) or name
    labels = host.strip().strip(".").casefold().split(".")
    if labels[-1].isdigit():  # an IPv4 address
        return ".".join(labels)
    has_second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LABELS
    return ".".join(labels[-3 if has_second else -2 :])


@cache
def read_houses(corpus: Path) -> Mapping[str, str]:
    """Return the house of each domain and publisher in the corpora that are there: the first of its names."""
    parents: dict[str, str] = {}
    for record in chain.from_iterable(map(read_rows, filter(Path.exists, (corpus / source for source in SOURCES)))):
        names = [registered_domain(str(record[key])) for key in ("publisher", "domain", "url") if record.get(key)]
        for name in names:
            _join(parents, names[0], name)
    return {name: _find(parents, name) for name in sorted(parents)}


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file, compressed or not."""
    with lzma.open(path, "rt", encoding="utf8") if path.suffix == ".xz" else path.open(encoding="utf8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _find(parents: dict[str, str], name: str) -> str:
    while (parent := parents.setdefault(name, name)) != name:
        name = parent
    return name


def _join(parents: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_find(parents, one), _find(parents, other)))
    parents[second] = first
