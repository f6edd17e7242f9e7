"""The document of a record's or a row's fields: which of them is the text, and what is known beside it."""

from collections.abc import Collection, Mapping

from newsieve.errors import InputError
from newsieve.read.binary import describe_magic
from newsieve.read.decode import normalize
from newsieve.read.markup import read_markup
from newsieve.types import Document, Format

# Written anew by the renderers, so never carried through. A number's `id` is, since its spelling counts.
REPLACED = frozenset(("text", "html", "title", "language", "removed", "sentences", "blocks"))
TEXT_FIELDS = ("text", "html", "content", "body", "article")
_HEAD = 4096  # characters that tell another kind of file
_ALWAYS_STRINGS = frozenset(("text", "html"))  # the other names may stand for something else


def make_document(
    values: Mapping[str, object], identity: str | float, extra: Mapping[str, str], text_field: str | None = None
) -> Document:
    """The document of a record's or a row's fields. Raises: InputError for a wrong type, or without text.

    `text_field` names the field that holds the text or the page; without it the common names are tried.
    """
    field = find_text_field(values, text_field)
    text = _string(values, field) or ""
    if what := describe_magic(text[:_HEAD].encode("latin-1", "replace")):
        raise InputError(f"`{field}` holds no text but {what}")
    text, format_ = (text, _FORMATS[field]) if field in _FORMATS else read_markup(text)
    title, date, author = _string(values, "title"), values.get("date"), values.get("author")
    return Document(
        id=identity,
        text=text if format_ is Format.HTML else normalize(text),
        format=format_,
        url=_string(values, "url"),
        title=normalize(title) if title else None,
        language=_string(values, "language"),
        extra={name: value for name, value in extra.items() if name != field} if field in extra else extra,
        author=author if isinstance(author, str) and author else None,
        date=date if isinstance(date, str) and date else None,
    )


def find_text_field(values: Mapping[str, object], text_field: str | None = None) -> str:
    """The field that holds the text: the first that is not empty, else the first that is there.

    Raises: InputError where there is none.
    """
    if text_field is None:
        for name in _ALWAYS_STRINGS:
            _string(values, name)
    else:
        if values.get(text_field) is None:
            raise InputError(f"no field `{text_field}`{list_names(values)}")
        return text_field
    there = [name for name in TEXT_FIELDS if _may_hold_text(values, name)]
    if not there:
        names = [name for name, value in values.items() if isinstance(value, str)]
        raise InputError(f"neither `text` nor `html`{list_names(names)}")
    return next((name for name in there if values[name]), there[0])


def list_names(names: Collection[str]) -> str:
    """The names that there are, as the end of a message; nothing where none could hold a text."""
    listed = [f"`{name}`" for name in names if name not in ("id", "url", "title", "language")][:12]
    return f"; name what holds the text with --text-field: {', '.join(listed)}" if listed else ""


def _may_hold_text(values: Mapping[str, object], name: str) -> bool:
    value = values.get(name)
    return value is not None if name in _ALWAYS_STRINGS else isinstance(value, str)


def _string(values: Mapping[str, object], field: str) -> str | None:
    value = values.get(field)
    if value is not None and not isinstance(value, str):
        raise InputError(f"`{field}` is not a string")
    return value


_FORMATS = {"text": Format.TEXT, "html": Format.HTML}


def names_text(start: bytes, text_field: str | None) -> bool:
    """Tell whether JSON names a record's field for text at its beginning: then it is meant to hold documents."""
    import re

    names = "|".join(map(re.escape, (text_field,) if text_field else TEXT_FIELDS))
    pattern = rf'\s*(?:\[\s*)*\{{(?:.*?,)?\s*"(?:{names})"\s*:'
    return re.match(pattern.encode(), start.removeprefix(b"\xef\xbb\xbf"), re.DOTALL) is not None


def has_line_of_text(start: bytes, text_field: str | None) -> bool:
    """Tell whether a line of what is no JSON at its beginning is a record with a text."""
    lines = [line.strip() for line in start.split(b"\n") if line.lstrip().startswith(b"{")]
    return any(names_text(line, text_field) for line in lines)
