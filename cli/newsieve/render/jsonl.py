"""JSON Lines: one object a document, fields in the order in which they are promised."""

import json
import re
from collections.abc import Iterator
from typing import Any

from newsieve.printable import escape_controls
from newsieve.render.kept import kept_text, list_digest, one_line
from newsieve.types import Evidence, Failure, Numeral, Result, Verdict

# Controls, raw and as JSON escapes them; a backslash is matched with the one that escapes it, and stays.
_CONTROL = r"[\x7f-\x9f]|\\(?:\\|[bfr]|u00[01][0-9a-f])"
_SURROGATE = "[\ud800-\udfff]"  # both are compiled where they are used: most runs print no JSON
_NULL = "null"  # of a field that the record lacks
_DIGITS = 6  # of probabilities and weights: enough to add the weights up again


def render_jsonl(result: Result, task: str) -> str:
    """Print a line: the task's fields, then those of the record that are carried through."""
    extra = dict(result.document.extra)
    fields = {"id": extra.pop("id", None) or spell_id(result.document.id)}
    own = {"title": result.article.title, "language": result.language, **_FIELDS[task](result)}
    fields |= {name: _dump_own(value) for name, value in own.items()}
    said = {name: getattr(result.article, name) for name in ("author", "date", "site")}
    said["url"] = result.document.url or result.article.url
    fields |= {name: _dump_own(value) for name, value in said.items() if value and extra.get(name, _NULL) == _NULL}
    return _join(fields | {name: text for name, text in extra.items() if name not in fields})


def render_failure(failure: Failure) -> str:
    """Print the line that stands in the place of what failed."""
    return _join({"id": spell_id(failure.document_id), "error": _dump_own(failure.message)})


def spell_id(identity: str | float) -> str:
    """The JSON text of an id: a number as its record spells it."""
    return str(identity) if isinstance(identity, Numeral) else dump_json(identity)


def dump_json(value: Any) -> str:
    """Spell a value in JSON: controls as escapes, U+FFFD for half a surrogate pair."""
    return re.sub(_SURROGATE, "\ufffd", escape_controls(json.dumps(value, ensure_ascii=False)))


def _join(fields: dict[str, str]) -> str:
    return "{" + ", ".join(f"{dump_json(name)}: {text}" for name, text in fields.items()) + "}\n"


def _dump_own(value: Any) -> str:
    """The JSON text of what newsieve says itself: without control characters, where an `id` keeps them as escapes."""
    text = re.sub(_CONTROL, lambda m: m[0] if m[0] == "\\\\" else "", json.dumps(value, ensure_ascii=False))
    return re.sub(_SURROGATE, "\ufffd", text)


def _clean(result: Result) -> dict[str, Any]:
    text = result.article.text
    removed = [
        {"kind": v.kind, "text": text[v.start : v.end], "probability": round(v.probability, _DIGITS),
         "evidence": [_term(term) for term in v.evidence]}
        for v in result.verdicts if not v.kept
    ]  # fmt: skip
    return {"text": kept_text(result), "removed": removed}


def _digest(result: Result) -> dict[str, Any]:
    listed = list_digest(result)
    sentences = [{"text": text, "index": c.index, "score": round(c.score, _DIGITS)} for c, text in listed]
    return _clean(result) | {"text": " ".join(text for _, text in listed), "sentences": sentences}


def _explain(result: Result) -> dict[str, Any]:
    sentences = [
        {"text": text, "index": c.index, "score": round(c.score, _DIGITS),
         "parts": {name: round(value, _DIGITS) for name, value in c.parts}}
        for c, text in list_digest(result)
    ]  # fmt: skip
    return {"blocks": list(_blocks(result)), "sentences": sentences}


def _blocks(result: Result) -> Iterator[dict[str, Any]]:
    """Give an object for each verdict, with the sentences that it is about."""
    sentences = [(s.start, s.end) for block in result.blocks for s in block.sentences]
    at = 0
    for verdict in result.verdicts:
        first = at
        while at < len(sentences) and sentences[at][0] < verdict.end:
            at += 1
        yield _block(result, verdict, sentences[first:at])


def _block(result: Result, verdict: Verdict, ranges: list[tuple[int, int]]) -> dict[str, Any]:
    text = result.article.text
    evidence = [_term(term) | {"text": text[slice(*term.span)] if term.span else None} for term in verdict.evidence]
    return {
        "text": text[verdict.start : verdict.end],
        "kept": verdict.kept,
        "kind": verdict.kind,
        "probability": round(verdict.probability, _DIGITS),
        "sentences": [one_line(result, *range_) for range_ in ranges],
        "evidence": evidence,
    }


def _term(term: Evidence) -> dict[str, Any]:
    return {"source": term.source, "weight": round(term.weight, _DIGITS)}


_FIELDS = {"clean": _clean, "digest": _digest, "explain": _explain}
