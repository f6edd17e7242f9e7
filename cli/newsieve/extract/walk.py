"""Walk over a page's tree, each element and text once."""

from typing import Any

from newsieve.extract import vocabulary
from newsieve.extract.box_kinds import name_kinds
from newsieve.extract.collector import Collector
from newsieve.extract.comments import mark_comments
from newsieve.extract.layout import Page
from newsieve.extract.wrapped_lines import join_wrapped_lines


def collect(root: Any, streamed: dict[str, Any]) -> Page:
    """Return the page below the root node of a lexbor tree. Time is linear, and depth costs no stack.

    `streamed` are nodes by the names of the templates in whose places they are read; each is read once.
    """
    collector, kinds = Collector(), vocabulary.KINDS
    starts, ends, pieces = collector.list_starts(), collector.list_ends(), collector.pieces
    moved = {part.attributes["id"] for part in streamed.values()}
    open_nodes = []
    node = root
    while node is not None:
        tag = node.tag or ""  # a processing instruction has none
        if tag == "-text":
            text = node.text_content
            if pieces or not text.isspace():
                collector.add_text(text)
        elif moved and tag == "template" and (part := streamed.pop(node.attributes.get("id"), None)):
            if part.first_child is not None:
                open_nodes.append((node, tag, "inline"))
                node = part.first_child
                continue
        elif moved and tag == "div" and node.attributes.get("id") in moved:
            pass  # it is read in its place
        elif kind := starts[kinds.get(tag, "inline")](tag, node):
            child = node.first_child
            if child is not None:
                open_nodes.append((node, tag, kind))
                node = child
                continue
            if kind != "inline":
                ends[kind](tag)
        following = node.next
        while following is None and open_nodes:
            node, tag, kind = open_nodes.pop()
            if kind != "inline":
                ends[kind](tag)
            following = node.next
        node = following
    return _complete(collector.close())


def _complete(page: Page) -> Page:
    """Note on a page what only the whole of it tells."""
    join_wrapped_lines(page)
    name_kinds(page)
    mark_comments(page)
    return page
