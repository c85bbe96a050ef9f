"""Answers and hits → text for a terminal."""

from __future__ import annotations

import textwrap

from assistant.retrieve import Found
from corpus.model import Answer, Citation

_WIDTH = 100
_HEADS = {
    "sv": {
        "ground": "Det bygger på:",
        "mind": "Tänk på:",
        "sources": "Källor:",
        "closest": "Närmast kommer:",
        "page": "s.",
    },
    "en": {"ground": "It rests on:", "mind": "Mind:", "sources": "Sources:", "closest": "Nearest:", "page": "p."},
}


def answer_text(answer: Answer) -> str:
    """An answer with its sources."""
    heads = _HEADS[answer.language]
    lines: list[str] = []
    if answer.refused:
        lines.append(_wrapped(answer.text))
    last = "direct"
    for item in answer.statements:
        if item.kind != last:
            lines += ["", heads[item.kind]] if item.kind in heads else []
            last = item.kind
        lines.append(_wrapped(item.text + " " + "".join(f"[{marker}]" for marker in item.citations)))
    for head, citations in (("sources", answer.citations), ("closest", answer.closest)):
        if citations:
            lines += ["", heads[head], *(source_line(citation, heads["page"]) for citation in citations)]
    lines += [f"({notice})" for notice in answer.notices]
    return "\n".join(lines)


def source_line(citation: Citation, page: str) -> str:
    """A citation's place in one line."""
    document = citation.document
    wording = f", {document.wording}" if document.wording else ""
    pages = ", ".join(str(number) for number in citation.pages)
    return f"  [{citation.marker}] {citation.label}{wording}; {document.file}, {page} {pages}"


def found_text(found: Found) -> str:
    """Hits, a few lines each, with what found them."""
    lines = []
    for hit in found.hits:
        twin = f" (= {hit.twin_of})" if hit.twin_of else ""
        pages = ", ".join(map(str, hit.provision.pages))
        lines.append(f"{hit.rank:2}. {hit.provision.label}{twin}  {hit.score:.3f}  {hit.document.file}, p. {pages}")
        lines.append(textwrap.shorten(hit.provision.text, 2 * _WIDTH, placeholder=" …"))
        lines += [f"      {why.retriever} {why.score:.3f}  {why.matched or ''}" for why in hit.why]
    return "\n".join(lines) or "Inget hittades. / Nothing was found."


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(line, _WIDTH) for line in text.splitlines())
