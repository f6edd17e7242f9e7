"""JSON Lines: one object a document, fields in the order in which they are promised."""

import json
import re
from typing import Any

from newsieve.render.kept import kept_text, list_digest
from newsieve.types import Evidence, Failure, Result, Verdict

# JSON lets these stand as they are; a terminal does not.
_RAW_CONTROL = re.compile("[\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS = 6  # of probabilities and weights: enough to add the weights up again


def render_jsonl(result: Result, task: str) -> str:
    """One line: the task's fields, then those of the record that are carried through."""
    extra = dict(result.document.extra)
    fields = {"id": extra.pop("id", None) or _dump(result.document.id)}
    own = {"title": result.article.title, "language": result.language, **_FIELDS[task](result)}
    fields |= {name: _dump(value) for name, value in own.items()}
    said = {name: getattr(result.article, name) for name in ("author", "date", "site")}
    fields |= {name: _dump(value) for name, value in said.items() if value and name not in extra}
    return _join(fields | {name: text for name, text in extra.items() if name not in own})


def render_failure(failure: Failure) -> str:
    """The line that stands in the place of what failed."""
    return _join({"id": _dump(failure.document_id), "error": _dump(failure.message)})


def _join(fields: dict[str, str]) -> str:
    return "{" + ", ".join(f"{_dump(name)}: {text}" for name, text in fields.items()) + "}\n"


def _dump(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    text = _RAW_CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return _SURROGATE.sub("\ufffd", text)


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
    return {"blocks": [_block(result, verdict) for verdict in result.verdicts], "sentences": sentences}


def _block(result: Result, verdict: Verdict) -> dict[str, Any]:
    text = result.article.text
    evidence = [_term(term) | {"text": text[slice(*term.span)] if term.span else None} for term in verdict.evidence]
    return {
        "text": text[verdict.start : verdict.end],
        "kept": verdict.kept,
        "kind": verdict.kind,
        "probability": round(verdict.probability, _DIGITS),
        "evidence": evidence,
    }


def _term(term: Evidence) -> dict[str, Any]:
    return {"source": term.source, "weight": round(term.weight, _DIGITS)}


_FIELDS = {"clean": _clean, "digest": _digest, "explain": _explain}
