"""Parts of a page that its server sends behind the rest, hidden, for a script to put in their places, as React does.

What belongs in the place `<template id="B:1">`, or `P:1`, is `<div hidden id="S:1">`; `$RC("B:1","S:1")` moves it.
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
