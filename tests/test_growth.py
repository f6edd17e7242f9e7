"""Work grows with the text, whatever it looks like: nothing looks at the same characters again and again."""

import gc
import time
from collections.abc import Callable

import pytest

from growth_shapes import PAGES, SHAPES
from newsieve.pipeline import Task, process
from newsieve.read.binary import describe_binary
from newsieve.read.decode import decode
from newsieve.read.markup import sniff_format
from newsieve.types import Document, Format, Options

PAGE = "<title>A bridge</title><main><h1>A bridge</h1><p>The old bridge had gone by the evening, said the mayor.</main>"

SMALL, TIMES = 2500, 10  # characters
MOST_GROWTH, GRAIN = 12, 0.02  # s of CPU time, below which a measurement says nothing
CASES = [pytest.param(make, Format.TEXT, id=name) for name, make in SHAPES.items()]
CASES += [pytest.param(make, Format.HTML, id=f"page of {name}") for name, make in PAGES.items()]


def measure(work: Callable[[], object]) -> float:
    """CPU seconds of this thread, which other programs hardly change."""
    gc.collect()
    gc.disable()
    try:
        start = time.thread_time()
        work()
        return time.thread_time() - start
    finally:
        gc.enable()


def read(data: bytes, format_: Format) -> str:
    describe_binary(data[:4096])
    text = decode(data, "x", None, format_ is Format.HTML)
    sniff_format(text)
    return text


def grows_too_fast(small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Whether ten times the text takes more than twelve times the work, in each of three attempts."""
    small()
    return all(measure(large) > MOST_GROWTH * (measure(small) + GRAIN / MOST_GROWTH) for _ in range(3))


@pytest.mark.parametrize(("make", "format_"), CASES)
def test_reading_grows_with_the_text(make: Callable[[int], str], format_: Format) -> None:
    small, large = (make(size).encode("utf-8", "replace") for size in (10_000, 100_000))
    assert not grows_too_fast(lambda: read(small, format_), lambda: read(large, format_))


@pytest.mark.parametrize("piece", ["<p>", "<b>", "<p>a</b>", "<li>a\n\n", "<p><b></p>", "a\n", "</p>", "<div>\n"])
def test_telling_a_fragment_grows_with_the_text(piece: str) -> None:
    small, large = (f"<p>a</p>{piece * count}" for count in (10_000, 100_000))
    assert not grows_too_fast(lambda: sniff_format(small), lambda: sniff_format(large))


@pytest.mark.parametrize(("make", "format_"), CASES)
def test_a_document_grows_with_the_text(make: Callable[[int], str], format_: Format) -> None:
    small, large = (Document("x", make(size), format_) for size in (SMALL, TIMES * SMALL))
    assert not grows_too_fast(
        lambda: process(small, Task.DIGEST, Options()), lambda: process(large, Task.DIGEST, Options())
    )


def test_page_leaves_no_cycles() -> None:
    """A page's memory is free as soon as it has been read: cycles would hold it until the next collection."""
    page = Document("page", PAGE, Format.HTML)
    process(page, Task.CLEAN, Options())  # imports
    gc.collect()
    gc.disable()
    try:
        process(page, Task.CLEAN, Options())
        assert gc.collect() == 0
    finally:
        gc.enable()
