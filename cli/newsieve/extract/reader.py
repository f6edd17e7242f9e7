"""readability's choice among a page's blocks."""

from typing import Any

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page

MOSTLY_LINKED = 0.8  # of a block; menus and teasers, without which readability takes three quarters of its time
DEPTH_LIMIT = 50  # containers below it are not copied: readability's time grows with depth times size


def ask_readability(page: Page) -> list[int]:
    """Numbers of the blocks that readability keeps, ascending; those that the markup calls chrome are not shown to it.

    It is given a small tree with nothing but blocks and their containers, each block with its number.
    """
    import logging  # 9 ms

    from readability import Document  # 35 ms
    from readability.readability import Unparseable

    class Reader(Document):  # type: ignore[misc]
        """readability without its rewriting of links and its second parse, which nobody reads here."""

        def get_clean_html(self) -> str:
            return str(self.html.text_content())

    logging.getLogger("readability").disabled = True
    logging.getLogger("readability.readability").disabled = True  # it prints tracebacks before it raises
    reader = Reader(_build_tree(page))
    try:
        reader.summary(html_partial=True)
    except Unparseable:
        return []
    return sorted({int(number) for element in reader.html.iter() if (number := element.get("n"))})


def _build_tree(page: Page) -> Any:
    """The page in small: an lxml.html element. A block that is no element of its own becomes a <p>."""
    from lxml import etree, html  # 20 ms

    add = etree.SubElement
    root = html.Element("html")
    nodes: dict[int, Any] = {0: add(root, "body")}
    for number, block in enumerate(page.blocks):
        if block.is_chrome or block.link_density > MOSTLY_LINKED:
            continue
        node = _find_node(page, block.container, nodes, add)
        if node.tag not in vocabulary.LEAVES or len(node) or node.text:
            node = add(node, "p")
        node.set("n", str(number))
        linked = int(len(block.text) * block.link_density)
        if linked:
            link = add(node, "a")
            link.text, link.tail = block.text[:linked], block.text[linked:]
        else:
            node.text = block.text
    return root


def _find_node(page: Page, place: int, nodes: dict[int, Any], add: Any) -> Any:
    """The node of a container, made with those of its ancestors if it is not there yet."""
    missing = []
    while place not in nodes:
        container = page.containers[place]
        if container.depth <= DEPTH_LIMIT:
            missing.append(place)
        place = container.parent
    node = nodes[place]
    for place in reversed(missing):
        container = page.containers[place]
        kept = {k: v for k in ("class", "id", "itemprop") if (v := container.attributes.get(k))}
        # A section is scored like a div, but readability does not rewrite it, which is half of its time.
        tag = "section" if container.tag in ("div", "html", "body") else container.tag
        node = nodes[place] = add(node, tag, kept)
    return node
