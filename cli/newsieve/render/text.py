"""Plain text, for pipes and terminals."""

from newsieve.printable import to_line
from newsieve.render.kept import kept_text, list_digest, one_line
from newsieve.types import Evidence, Format, Result, Verdict

_STRONGEST = 4  # terms shown of a verdict


def render_text(result: Result, task: str) -> str:
    """Print what the task gives of a document. Ends with a newline, but `clean` of text ends as its input does."""
    return _RENDERINGS[task](result)


def render_heading(result: Result, _text: str) -> str:
    """Print the line that tells documents apart, as head(1) writes it."""
    return f"==> {to_line(str(result.document.id))} <==\n"


def _clean(result: Result) -> str:
    body = kept_text(result)
    if result.document.format is not Format.HTML or not body:
        return body
    return "\n\n".join([*([result.article.title] if result.article.title else []), body]) + "\n"


def _digest(result: Result) -> str:
    return "".join(f"{text}\n" for _, text in list_digest(result))


def _explain(result: Result) -> str:
    chosen = {c.index for c in result.chosen}
    starts = [s.start for block in result.blocks for s in block.sentences if s.index in chosen]
    return "".join(f"{_explain_verdict(result, verdict, starts)}\n" for verdict in result.verdicts)


def _explain_verdict(result: Result, verdict: Verdict, chosen_starts: list[int]) -> str:
    shown = list_terms(verdict)
    in_digest = sum(verdict.start <= start < verdict.end for start in chosen_starts)
    if in_digest:
        shown.insert(0, "in the digest" if in_digest == 1 else f"{in_digest} sentences in the digest")
    sign, kind = "+" if verdict.kept else "-", verdict.kind or "content"
    return (
        f"{sign} {kind} {verdict.probability:.2f} {one_line(result, verdict.start, verdict.end)} [{'; '.join(shown)}]"
    )


def list_terms(verdict: Verdict) -> list[str]:
    """The strongest terms of a verdict, and what the others come to."""
    shown = [_explain_term(term) for term in verdict.evidence[:_STRONGEST]]
    if rest := verdict.evidence[_STRONGEST:]:
        shown.append(_explain_term(Evidence(f"{len(rest)} more", sum(term.weight for term in rest))))
    return shown


def _explain_term(term: Evidence) -> str:
    return f"{term.source} {term.weight:+.1f}"


_RENDERINGS = {"clean": _clean, "digest": _digest, "explain": _explain}
