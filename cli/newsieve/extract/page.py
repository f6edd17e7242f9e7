"""The source of a page to a tree, whatever state it is in. lxml's limits stay on: no network, no DTD, no huge trees."""

import re
from typing import Any

CHUNK = 1 << 20  # bytes; libxml2 refuses a buffer of more than 10 MB at once, not the same bytes in pieces
LONGEST_RUN = 1 << 20  # characters without a tag; libxml2 cuts a text node at 10 MB
DEPTH_LIMIT = 250  # libxml2 drops everything below 256 levels

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_RUN = re.compile(f"([^<]{{{LONGEST_RUN}}})")
_CONTAINER_TAG = re.compile(
    r"</?(?!/?(?:p|h[1-6]|li|td|th|tr|blockquote|pre|a|br|script|style|title|meta|html|head|body)\b)[a-z][^<>]{0,2000}>",
    re.IGNORECASE,
)
_PREFIXED_TAG = re.compile(r"(</?)[a-z][\w.-]{0,30}:(?=[a-z])", re.IGNORECASE)
_CDATA_OPEN, _CDATA_CLOSE = "<![CDATA[", "]]>"


def parse_page(text: str) -> Any | None:
    """Root element of the page (lxml), None where nothing in it is markup or text.

    Comments and processing instructions are gone. A page nested deeper than libxml2 reads is parsed again without its
    containers, so its text survives in the order of the source.
    """
    source = _repair(text)
    root = _parse(source)
    if root is not None and _is_too_deep(root):
        return _parse(_CONTAINER_TAG.sub(" ", source))
    return root


def _repair(text: str) -> str:
    """The source without what libxml2 stumbles over: controls, tag prefixes and CDATA of XHTML, endless runs."""
    text = _CONTROL.sub("", text)
    head = text[:4000]
    if "xmlns" in head or head.lstrip().startswith("<?xml"):
        text = _unwrap_cdata(text)
        if "xmlns:" in head:
            text = _PREFIXED_TAG.sub(r"\1", text)
    return _RUN.sub(r"\1<wbr>", text) if len(text) > LONGEST_RUN else text


def _unwrap_cdata(text: str) -> str:
    """CDATA sections of XHTML as escaped text; those that are never closed stay."""
    pieces, position = [], 0
    while (start := text.find(_CDATA_OPEN, position)) >= 0:
        end = text.find(_CDATA_CLOSE, start)
        if end < 0:
            break
        inside = text[start + len(_CDATA_OPEN) : end]
        pieces += [text[position:start], inside.replace("&", "&amp;").replace("<", "&lt;")]
        position = end + len(_CDATA_CLOSE)
    return "".join([*pieces, text[position:]])


def _parse(source: str) -> Any | None:
    from lxml import etree, html  # 20 ms

    # The encoding given here outweighs whatever the page declares.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    data = source.encode("utf-8", "replace")
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        return parser.close()
    except (etree.LxmlError, AssertionError, ValueError):
        return None


def _is_too_deep(root: Any) -> bool:
    """Whether the tree reaches the depth at which libxml2 stops reading."""
    depth, node = 0, root
    while len(node):
        node = node[-1]
        depth += 1
    return depth >= DEPTH_LIMIT
