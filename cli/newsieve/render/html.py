"""A page that shows what went and why: self-contained, and allowed to run nothing but its own script.

The page is `data/report.html`, cut in two at its mark for documents. Each document is a piece of markup by itself, so
that a page of many is written as they come. All text is escaped; evidence travels as JSON in an attribute, which the
script sets as text, never as markup. Without scripts the page still shows everything, one document below the other.
"""

import json
from collections.abc import Iterator
from functools import lru_cache

from newsieve.data import read_data
from newsieve.printable import to_printable
from newsieve.render.kept import one_line
from newsieve.types import STAY_BY_DEFAULT, Block, Failure, Options, Result, Verdict

_MARK = "<!-- documents -->\n"
_TAGS = {f"h{n}": "h3" for n in range(1, 7)} | {"blockquote": "blockquote", "pre": "pre"}
_ITEMS = frozenset({"li", "dt", "dd"})
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def begin_html(options: Options) -> str:
    """Print the page up to its first document. The policy allows the page's own style and script by their hashes."""
    return _halves()[0].replace("@level@", options.level)


def render_html(result: Result, _task: str) -> str:
    """Print a document of the page."""
    title, words = result.article.title, _first_words(result)
    said = ' class="said"' if words and not title else ""  # for the list of documents: the text begins with them
    names = [str(result.document.id), *([result.article.url] if result.article.url else [])]
    small = "".join(f"<small>{escape_html(name)}</small>" for name in names)
    lines = [
        '<article class="doc">',
        f'<header><h2 dir="auto"{said}>{escape_html(title or words or str(result.document.id))}</h2>{small}</header>',
        '<div class="text">',
        *_render_blocks(result),
        "</div>",
        "</article>\n",
    ]
    return "\n".join(lines)


def render_html_failure(failure: Failure) -> str:
    """Print the reason in the place of a document that failed."""
    return (
        f'<article class="doc broken">\n<header><h2>{escape_html(str(failure.document_id))}</h2></header>\n'
        f'<p class="failed">{escape_html(failure.message)}</p>\n</article>\n'
    )


def end_html() -> str:
    """Print the page behind its last document."""
    return _halves()[1]


def escape_html(text: str) -> str:
    """Escape a text for markup and attributes, without control characters."""
    return to_printable(text).translate(_ENTITIES)


@lru_cache(maxsize=1)
def _halves() -> tuple[str, str]:
    head, _, tail = read_data("report.html").decode().partition(_MARK)
    style = _hash(head.partition("<style>")[2].partition("</style>")[0])
    script = _hash(tail.partition("<script>")[2].partition("</script>")[0])
    policy = f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    return head.replace("@policy@", policy), tail


def _hash(text: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _first_words(result: Result) -> str:
    """A headline for a text without a title: its first line, cut."""
    first = next((v for v in result.verdicts if v.kept), None)
    words = one_line(result, first.start, first.end) if first else ""
    return words if len(words) <= 90 else f"{words[:90].rsplit(' ', 1)[0]} …"


def _render_blocks(result: Result) -> Iterator[str]:
    verdicts, at = result.verdicts, 0
    for block in result.blocks:
        pieces = []
        while at < len(verdicts) and verdicts[at].start < block.end:
            pieces.append(_render_piece(result, block, verdicts[at]))
            at += 1
        tag = _TAGS.get(block.tag, "p")
        name = ' class="item"' if block.tag in _ITEMS else ""
        yield f'<{tag} dir="auto"{name}>{" ".join(pieces)}</{tag}>'


def _render_piece(result: Result, block: Block, verdict: Verdict) -> str:
    """A stretch that stays or goes, with what the script needs to say why, and its kind's name for print."""
    kind = _find_label(verdict)
    state = "gone" if not verdict.kept else "tagged" if kind else ""
    words = " ".join(filter(None, ("piece", kind, state)))
    role = ' role="deletion"' if not verdict.kept else ""
    data = f'data-kind="{kind}" data-level="{verdict.level or ("" if verdict.kept else "careful")}"'
    evidence = escape_html(json.dumps(_list_terms(result, verdict), ensure_ascii=False, separators=(",", ":")))
    label = f'<span class="label {kind}" aria-hidden="true">{kind.replace("_", " ")}</span>' if kind else ""
    return (
        f'<span class="{words}"{role} {data} data-probability="{verdict.probability:.3f}" data-evidence="{evidence}">'
        f"{_mark_digest(result, block, verdict)}</span>{label}"
    )


def _find_label(verdict: Verdict) -> str:
    """The kind that a passage is shown as; "" for one that stays at every level, and is of no kind that stays."""
    is_shown = not verdict.kept or verdict.level is not None or verdict.kind in STAY_BY_DEFAULT
    return verdict.kind or "" if is_shown else ""


def _list_terms(result: Result, verdict: Verdict) -> list[tuple[str, float, str]]:
    """Each source once: its weight and, where they are fewer than the whole, the words that it is about."""
    whole = (verdict.start, verdict.end)
    weights, words = dict[str, float](), dict[str, dict[str, None]]()
    for term in verdict.evidence:
        source = to_printable(term.source)
        weights[source] = weights.get(source, 0.0) + term.weight
        found = words.setdefault(source, {})
        if term.span is not None and term.span != whole:
            found[_one_line(result, *term.span)] = None
    return [(source, round(weight, 2), " … ".join(words[source])) for source, weight in weights.items()]


def _mark_digest(result: Result, block: Block, verdict: Verdict) -> str:
    """The verdict's text, sentences of the digest marked."""
    chosen = {c.index for c in result.chosen}
    parts, at = [], verdict.start
    for sentence in block.sentences:
        if sentence.index in chosen and verdict.start <= sentence.start and sentence.end <= verdict.end:
            marked = escape_html(result.article.text[sentence.start : sentence.end])
            parts += [escape_html(result.article.text[at : sentence.start]), f"<mark>{marked}</mark>"]
            at = sentence.end
    return "".join([*parts, escape_html(result.article.text[at : verdict.end])])


def _one_line(result: Result, start: int, end: int) -> str:
    return to_printable(one_line(result, start, end))
