"""Parts of a page that a browser shows in other places than its source has them.

A server sends what it does not have yet behind the rest, hidden, for a script to put in its place, as React does: what
belongs in the place `<template id="B:1">`, or `P:1`, is `<div hidden id="S:1">`; `$RC("B:1","S:1")` moves it. And what
stands in an element with a shadow root is shown where the slots of that root are, in their order.
"""

from typing import Any


def find_streamed(tree: Any) -> dict[str, Any]:
    """Return the hidden parts of a lexbor tree by the names of the places that wait for them."""
    places = {node.attributes.get("id") for node in tree.css("template[id]")}
    streamed: dict[str, Any] = {}
    for part in tree.css('div[hidden][id^="S:"]'):
        name = part.attributes["id"].removeprefix("S:")
        for place in (f"B:{name}", f"P:{name}"):
            if place in places:
                streamed.setdefault(place, part)
    return streamed


def fill_slots(tree: Any) -> None:
    """Move the children of elements with an open shadow root, a `div` here, to its slots, if it has any."""
    for root in tree.css("div[shadowrootmode], div[shadowroot]"):
        slots, host = root.css("slot"), root.parent
        if not slots or host is None:
            continue
        waiting: dict[str, list[Any]] = {}
        for node in host.iter(include_text=True):
            if node.mem_id != root.mem_id:
                waiting.setdefault(_name_slot(node), []).append(node)
        for slot in slots:
            for node in waiting.pop(slot.attributes.get("name") or "", ()):
                slot.insert_before(node)  # a copy
                node.decompose()


def _name_slot(node: Any) -> str:
    return "" if node.tag.startswith("-") else node.attributes.get("slot") or ""
