"""readability's choice as we ask for it: the same as the plain library's on the same small tree."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from readability import Document

from newsieve.extract.page import read_page
from newsieve.extract.top_candidate import ask_readability, build_tree

PAGES = sorted((Path(__file__).parent.parent / "fixtures" / "pages").glob("*/input.html"))


class _Plain(Document):  # type: ignore[misc]
    """The library as it is installed, with nothing of ours but the tree it is given."""

    def _parse(self, page: Any) -> Any:
        parser = etree.HTMLParser()
        parser.set_element_class_lookup(
            etree.ElementDefaultClassLookup(element=__import__("lxml.html").html.HtmlElement)
        )
        return build_tree(page, parser.makeelement("html"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.parent.name) for path in PAGES])
def test_it_chooses_what_the_plain_library_chooses(path: Path) -> None:
    page = read_page(path.read_text("utf8"))
    plain = _Plain(page)
    plain.summary(html_partial=True)
    numbers = sorted({int(number) for element in plain.html.iter() if (number := element.get("n"))})
    assert ask_readability(page).blocks == numbers
    assert numbers
