"""Parts of a page that its server sends behind the rest, hidden, for a script to put in their places, as React does.

What belongs in the place `<template id="B:1">`, or `P:1`, is `<div hidden id="S:1">`; `$RC("B:1","S:1")` moves it.
"""

from typing import Any

MOST_PARTS = 300  # of a page; each is looked for in the whole tree


def place_streamed(tree: Any) -> None:
    """Put the hidden parts of a lexbor tree in the places that wait for them."""
    for part in tree.css('div[hidden][id^="S:"]')[:MOST_PARTS]:
        name = part.attributes["id"].removeprefix("S:")
        wanted = f'template[id="B:{name}"], template[id="P:{name}"]'
        place = tree.css_first(wanted) if name.isalnum() else None
        if place is None:
            continue
        place.insert_before(part)  # a copy
        del place.prev.attrs["hidden"]
        part.decompose()
