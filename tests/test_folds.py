"""One assignment of publishers to folds."""

import json
from pathlib import Path

import pytest

from newsieve.train.folds import N_FOLDS, fold_of, read_houses, registered_domain


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("https://www.ledger.example/a/b?c=https://other.example/", "ledger.example"),
        ("http://news.ledger.co.uk:8080/", "ledger.co.uk"),
        ("sport.ledger.com.au", "ledger.com.au"),
        ("Ledger.EXAMPLE", "ledger.example"),
        pytest.param("https://co.de/", "co.de", id="a short name is no second label by itself"),
        pytest.param("a.bbc.co.uk", "bbc.co.uk", id="three labels"),
        pytest.param("https://192.0.2.7/x", "192.0.2.7", id="an address in numbers"),
        pytest.param("ledgergroup", "ledgergroup", id="a house's name"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_registered_domain(name: str, domain: str) -> None:
    assert registered_domain(name) == domain


def test_what_stands_on_one_domain_stands_in_one_fold() -> None:
    assert len({fold_of(name) for name in ("https://a.ledger.example/1", "b.ledger.example", "ledger.example")}) == 1
    assert {fold_of(f"paper{i}.example") for i in range(100)} == set(range(N_FOLDS))
    assert {fold_of(f"paper{i}.example", 3) for i in range(100)} == set(range(3))


def test_domains_of_one_house_stand_in_one_fold(tmp_path: Path) -> None:
    records = {
        "promo/paragraphs.jsonl": [{"publisher": "group", "domain": "zeta.example", "url": "https://zeta.example/1"}],
        "pages/gold.jsonl": [
            {"publisher": "group", "url": "https://www.alpha.example/2"},
            {"publisher": "lone.example"},
        ],
    }
    for name, rows in records.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    houses = read_houses(tmp_path)
    assert houses == {"group": "alpha.example", "zeta.example": "alpha.example", "alpha.example": "alpha.example",
                      "lone.example": "lone.example"}  # fmt: skip
    assert fold_of("https://zeta.example/9", houses=houses) == fold_of("alpha.example")
    assert read_houses(tmp_path / "missing") == {}
