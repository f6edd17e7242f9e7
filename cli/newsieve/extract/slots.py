"""Slots of shadow roots: what stands in an element is shown where the slots of its root are, in their order."""

from typing import Any


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
