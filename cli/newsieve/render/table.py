"""Tables for spreadsheets and databases: CSV (RFC 4180) and TSV, one row a document."""

import csv
import io
import re

from newsieve.printable import to_printable
from newsieve.render.kept import kept_text, list_digest
from newsieve.types import Options, Result

COLUMNS = ("id", "url", "title", "author", "date", "site", "language", "text")
# What a spreadsheet takes for a formula, also behind spaces and in the wide forms of East Asian keyboards.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_BREAKS = re.compile("[\t\n\u2028\u2029]")
_DELIMITERS = {"csv": ",", "tsv": "\t"}


def render_csv(result: Result, task: str) -> str:
    """Print one row, its cells as they are but for a `'` before what looks like a formula."""
    return _join(_list_cells(result, task), "csv")


def render_tsv(result: Result, task: str) -> str:
    """Print one row, with spaces for tabs and line ends."""
    return _join([_BREAKS.sub(" ", cell) for cell in _list_cells(result, task)], "tsv")


def begin_csv(_options: Options) -> str:
    """Print the names of the columns."""
    return _join(COLUMNS, "csv")


def begin_tsv(_options: Options) -> str:
    """Print the names of the columns."""
    return _join(COLUMNS, "tsv")


def _list_cells(result: Result, task: str) -> list[str]:
    document, article = result.document, result.article
    said = [_carry(result, name) for name in ("author", "date", "site")]
    values = (document.id, document.url or article.url, article.title, *said, result.language, _find_text(result, task))
    return [_guard(to_printable("" if value is None else str(value))) for value in values]


def _find_text(result: Result, task: str) -> str:
    return " ".join(text for _, text in list_digest(result)) if task == "digest" else kept_text(result)


def _carry(result: Result, name: str) -> str | None:
    """The field of the record where it has one, else what the page says."""
    import json

    given = json.loads(result.document.extra.get(name, "null"))
    value = given if isinstance(given, str) else getattr(result.article, name)
    return value if isinstance(value, str) else None


def _guard(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _join(cells: "list[str] | tuple[str, ...]", format_: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=_DELIMITERS[format_], lineterminator="\n").writerow(cells)
    return file.getvalue()
