"""Arguments of the library's functions, checked as the values of a file of settings are, and made into our types."""

import json
import operator
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from newsieve.errors import UsageError, WrongTypeError, WrongValueError
from newsieve.options import BY_NAME, DEFAULT_MEMORY, SETTINGS
from newsieve.read.decode import normalize
from newsieve.read.markup import sniff_format
from newsieve.settings import ALTERNATIVES, Settings, check_kinds, make_options, parse_value
from newsieve.types import Document, Format, Memory, Options

_SURROGATES = re.compile("[\ud800-\udfff]")
_WORDS = ("url", "title", "language", "site", "author", "date", "source")  # fields of a Document


def check_options(given: Mapping[str, Any]) -> Options:
    """The options that arguments name. Raises: WrongValueError, WrongTypeError; UsageError for a file of rules."""
    values = {setting.name: setting.default for setting in SETTINGS}
    values |= {name: check_value(name, value) for name, value in given.items()}
    amounts = [name for name in ALTERNATIVES[0] if given.get(name) is not None]
    if len(amounts) > 1:
        raise WrongValueError(f"{' and '.join(amounts)} exclude each other; give one of them")
    try:
        check_kinds(values["keep"], values["drop"])
    except UsageError as error:
        raise WrongValueError(str(error)) from None
    return make_options(Settings(values))


def check_value(name: str, value: Any) -> Any:
    """The value of an argument that is called as its setting. None gives what holds by default."""
    setting = BY_NAME[name]
    if value is None:
        return setting.default
    if setting.is_list:
        value = [check_path(each, name) if setting.is_path else each for each in check_list(value, name)]
    try:
        return parse_value(setting, _make_plain(value), name)
    except UsageError as error:
        raise WrongValueError(str(error)) from None


def check_list(value: Any, name: str) -> Iterable[Any]:
    """The value, where it may hold several. Raises: WrongTypeError for a single one."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | os.PathLike | Document):
        return value
    raise WrongTypeError(f"{name}: expected a list, not one {_name_type(value)}; put it into one: {name}=[...]")


def check_path(value: Any, name: str) -> str:
    """The path as text. Raises: WrongTypeError, WrongValueError."""
    if not isinstance(value, str | bytes | os.PathLike):
        raise WrongTypeError(f"{name}: expected a path, not {_name_type(value)}")
    path = os.fsdecode(value)
    if "\0" in path:
        raise WrongValueError(f"{name}: {path!r} holds a NUL character")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise WrongValueError(f"{name}: {path!r} holds a character that no path can have") from None
    return path


def open_memory(path: Any) -> Memory | None:
    """The memory in a file, None for None. Raises: WrongTypeError, WrongValueError; UsageError for what is none."""
    if path is None:
        return None
    from newsieve import repetition  # SQLite: 4 ms

    checked = check_path(path, "memory")
    try:
        return repetition.open_memory(checked)
    except UsageError as error:
        is_word = checked == DEFAULT_MEMORY
        what = f"{DEFAULT_MEMORY!r} is a word of the command line; give a path" if is_word else error
        raise UsageError(f"memory: {what}") from error


def check_address(url: Any) -> Any:
    """The page's address, as the command line takes it; what is no text is left to `make_document`.

    Raises: WrongValueError.
    """
    return check_value("url", _mend_surrogates(url)) if isinstance(url, str) and url.strip() else url


def make_documents(documents: Any) -> Iterable[Document]:
    """Documents of texts and Documents; a text's id is its number, from 1. Raises: WrongTypeError, WrongValueError."""
    listed = enumerate(check_list(documents, "documents"))
    return (
        make_document(each, f"documents[{at}].") if isinstance(each, Document)
        else make_document(Document(at + 1, check_text(each, f"documents[{at}]")))
        for at, each in listed
    )  # fmt: skip


def make_document(given: Document, place: str = "") -> Document:
    """The document with clean text, and with the format that its text has where it names none.

    `place` stands before the names of its fields in messages. Raises: WrongTypeError, WrongValueError.
    """
    text = normalize(_mend_surrogates(check_text(given.text, f"{place}text"))).removeprefix("\ufeff")
    words = dict[str, Any]()
    for name in _WORDS:
        word = getattr(given, name)
        if word is not None and not isinstance(word, str):
            raise WrongTypeError(f"{place}{name}: expected a str or None, not {_name_type(word)}")
        words[name] = word and _mend_surrogates(word)
    if isinstance(given.id, bool) or not isinstance(given.id, str | int | float):
        raise WrongTypeError(f"{place}id: expected a str or a number, not {_name_type(given.id)}")
    _check_fields(given.extra, f"{place}extra")
    return given._replace(text=text, format=_check_format(given.format, place) or sniff_format(text), **words)


def check_text(text: Any, name: str) -> str:
    """The text. Raises: WrongTypeError saying what to give in place of another thing."""
    if isinstance(text, str):
        return text
    hint = 'the text itself, such as Path("a.txt").read_text("utf-8")'
    raise WrongTypeError(f"{name}: expected a str, not {_name_type(text)}; give {hint}")


def _check_format(value: Any, place: str) -> Format | None:
    names = [format_.value for format_ in Format]
    if value is not None and value not in names:
        raise WrongValueError(f"{place}format: {value!r} is not one of {', '.join(names)}")
    return None if value is None else Format(value)


def _check_fields(extra: Any, name: str) -> None:
    """Check the fields that a Document carries through. Raises: WrongTypeError, WrongValueError."""
    if not isinstance(extra, Mapping):
        raise WrongTypeError(f"{name}: expected a dict of JSON texts, not {_name_type(extra)}")
    for field, text in extra.items():
        try:
            json.loads(text)
        except (TypeError, ValueError, RecursionError):
            raise WrongValueError(
                f"{name}: {field!r} has {text!r}, which is no JSON text; give json.dumps(value)"
            ) from None


def _make_plain(value: Any) -> Any:
    """A number of another library, such as NumPy, as one of Python's own."""
    if isinstance(value, str | list | int | float):
        return value
    if hasattr(value, "__index__"):
        return operator.index(value)
    return float(value) if hasattr(value, "__float__") else value


def _mend_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, which no encoding can write."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _name_type(value: Any) -> str:
    return type(value).__name__
