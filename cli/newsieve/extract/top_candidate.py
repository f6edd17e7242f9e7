"""readability's choice among a page's blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page
from newsieve.extract.wrappers import list_wrappers

MOSTLY_LINKED = 0.8  # of a block; menus and teasers, without which readability takes three quarters of its time
_NAMES = ("class", "id", "itemprop")
_NEVER_THERE = frozenset(("img", "embed", "input"))  # in our trees
_WIDGET = re.compile(r"elementor-widget(?!\S*(?:post|entry))\S*")  # Elementor calls each part of a page a widget
DEPTH_LIMIT = 50  # containers below it are not copied: readability's time grows with depth times size


@dataclass(frozen=True, slots=True)
class Candidates:
    """Numbers of the blocks that readability keeps, ascending, and how it scored containers beside the best (1)."""

    blocks: list[int]
    scores: Mapping[int, float]


def ask_readability(page: Page) -> Candidates:
    """Let readability choose among the blocks; those that the markup calls chrome are not shown to it.

    It is given a small tree with nothing but blocks and their containers, each with its number.
    """
    reader = _load_reader()(page)
    try:
        reader.summary(html_partial=True)
    except ValueError:  # readability's Unparseable
        return Candidates([], {})
    blocks = sorted({int(number) for element in reader.html.iter() if (number := element.get("n"))})
    return Candidates(blocks, reader.scores)


@cache
def _load_reader() -> Any:
    """The Document of readability for our small trees: it scores, chooses and cleans as it always does.

    What is left out has no effect on such a tree, and was half of the time.
    """
    from lxml import etree, html  # 20 ms

    class Element(html.HtmlElement):  # type: ignore[misc]
        def text_content(self) -> Any:
            """The same as lxml's, which asks a path for it."""
            return etree.tostring(self, encoding="unicode", method="text", with_tail=False)

        def findall(self, path: str, namespaces: Any = None) -> Any:
            """The same as lxml's, whose search by path is written in Python."""
            if tag := _find_tag(path):
                return [] if tag in _NEVER_THERE else list(self.iterdescendants(tag))
            return super().findall(path, namespaces)

    class Reader(_copy_readability().Document):  # type: ignore[misc]
        def _parse(self, page: Page) -> Any:
            """A tree anew for each attempt: nothing is hidden in it, it has neither scripts nor addresses."""
            tree = build_tree(page, parser.makeelement("html"))
            self._elements = list(tree.iter())  # lxml makes a Python object each time that it finds none alive
            return tree

        def select_best_candidate(self, candidates: Any) -> Any:
            """The same as readability's, with the scores of all candidates noted."""
            scores = {one["elem"].get("c"): one["content_score"] for one in candidates.values()}
            best = max(scores.values(), default=0.0)
            self.scores = {int(place): score / best for place, score in scores.items() if place and best > 0}
            return super().select_best_candidate(candidates)

        def get_clean_html(self) -> str:
            """The text, since only its length is looked at."""
            return str(self.html.text_content())

    parser = etree.HTMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Element))
    return Reader


def _copy_readability() -> Any:
    """A module of readability for us alone, so that what is replaced here is not replaced for others in this process.

    Its patterns of names take long to ignore case, three more collapse white space where most often there is none to
    collapse, and it describes each element to a log that nobody reads.
    """
    import logging  # 9 ms
    from importlib.util import find_spec, module_from_spec

    spec = find_spec("readability.readability")  # 35 ms
    if spec is None or spec.loader is None:
        raise ImportError("readability-lxml is not installed")
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.log = logging.Logger("silent", logging.CRITICAL + 1)  # it prints tracebacks before it raises
    collapse = module.clean
    module.clean = lambda text: collapse(text) if "\n" in text or "  " in text else text.strip()
    module.describe = module.text_content = lambda _: ""
    for name in ("unlikelyCandidatesRe", "okMaybeItsACandidateRe", "positiveRe", "negativeRe"):
        module.REGEXES[name] = _search_lowered(module.REGEXES[name])
    return module


def _search_lowered(pattern: re.Pattern[str]) -> SimpleNamespace:
    """Return a pattern that ignores case by lowering the name: `re` is far slower with IGNORECASE.

    Without that flag it skips to where a match can begin.
    """
    search = re.compile(pattern.pattern).search
    return SimpleNamespace(search=lambda name: search(name.lower()))


@lru_cache
def _find_tag(path: str) -> str:
    """Return the tag that a path names, of descendants, `*` for all; empty for another path."""
    tag = path.removeprefix(".//").removesuffix('[@type="hidden"]')
    return tag if path.startswith(".//") and (tag.isalnum() or tag == "*") else ""


def build_tree(page: Page, root: Any) -> Any:
    """The page in small, below `root`. A block that is no element of its own becomes a <p>."""
    from lxml import etree  # 11 ms

    add = etree.SubElement
    nodes: dict[int, Any] = {0: add(root, "body")}
    wrappers = list_wrappers(page)
    for number, block in enumerate(page.blocks):
        if block.is_left_out() or block.link_density > MOSTLY_LINKED:
            continue
        place, text = block.container, block.text
        node = nodes.get(place)
        if node is None:
            node = _add_container(page, place, nodes, wrappers, add)
        if node.tag not in vocabulary.LEAVES or node.text or len(node):
            node = add(node, "p", {"n": str(number)})
        else:
            node.set("n", str(number))
        linked = int(len(text) * block.link_density)
        if linked:
            link = add(node, "a")
            link.text, link.tail = text[:linked], text[linked:]
        else:
            node.text = text
    return root


def _add_container(page: Page, place: int, nodes: dict[int, Any], wrappers: set[int], add: Any) -> Any:
    """The node of a container, made with those of its ancestors if they are not there yet; none for a wrapper."""
    missing = []
    while place not in nodes:
        container = page.containers[place]
        if container.depth <= DEPTH_LIMIT and place not in wrappers:
            missing.append(container)
        place = container.parent
    node = nodes[place]
    for container in reversed(missing):
        # A section is scored like a div, but readability does not rewrite it, which is half of its time.
        tag = "section" if container.tag in ("div", "html", "body") else container.tag
        named = {name: value for name in _NAMES if (value := container.attributes.get(name))}
        if "elementor-widget" in named.get("class", ""):
            named["class"] = _WIDGET.sub("", named["class"])
        node = nodes[container.place] = add(node, tag, {"c": str(container.place), **named})
    return node
