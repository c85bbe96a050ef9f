"""The values of the program → the JSON objects that other programs rely on (DESIGN.md, "The command line").

Fields may be added here, none renamed or dropped; a test holds every one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.retrieve import Found
from corpus.model import Answer, Citation, Document, Hit, Pinpoint, Provision

Json = dict[str, Any]


def document_json(document: Document) -> Json:
    """What names a document."""
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "short": document.short,
        "sfs": document.sfs if document.kind == "statute" else None,
        "wording": document.wording,
        "procurement": document.procurement,
        "file": document.file,
    }


def pinpoint_json(pinpoint: Pinpoint) -> Json:
    """The parts of a pinpoint as they are printed, or null."""
    return {name: value for name, value in asdict(pinpoint).items() if name != "act"}


def provision_json(provision: Provision) -> Json:
    """A provision as `show` prints it."""
    return {
        "id": provision.id,
        "kind": provision.kind,
        "pinpoint": pinpoint_json(provision.pinpoint),
        "label": provision.label,
        "heading": list(provision.heading),
        "pages": list(provision.pages),
        "text": provision.text,
        "paragraphs": list(provision.paragraphs),
        "amendment": provision.amendment,
    }


def hit_json(hit: Hit) -> Json:
    """A hit as `search` prints it."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "document": document_json(hit.document),
        "pinpoint": pinpoint_json(hit.provision.pinpoint),
        "label": hit.provision.label,
        "pages": list(hit.provision.pages),
        "text": hit.provision.text,
        "twin_of": hit.twin_of,
        "why": {why.retriever: {"score": why.score, "matched": why.matched} for why in hit.why},
        "id": hit.provision.id,
    }


def found_json(found: Found, key: str | None = None) -> Json:
    """A whole search."""
    return {
        "id": key,
        "question": found.query.question,
        "acts": list(found.query.acts),
        "hits": [hit_json(hit) for hit in found.hits],
        "language": found.query.language,
    }


def citation_json(citation: Citation) -> Json:
    """A citation, with the rectangles to mark."""
    return {
        "marker": citation.marker,
        "document": document_json(citation.document),
        "pinpoint": pinpoint_json(citation.pinpoint),
        "label": citation.label,
        "quote": citation.quote,
        "pages": list(citation.pages),
        "boxes": [{"page": item.page, "rects": [list(rect) for rect in item.rects]} for item in citation.boxes],
        "verified": citation.verified,
    }


def answer_json(answer: Answer, key: str | None = None) -> Json:
    """A whole answer."""
    return {
        "id": key,
        "question": answer.question,
        "language": answer.language,
        "acts": list(answer.acts),
        "refused": answer.refused,
        "reason": answer.reason,
        "answer": answer.text,
        "statements": [
            {"text": item.text, "kind": item.kind, "citations": list(item.citations)} for item in answer.statements
        ],
        "citations": _citations(answer.citations),
        "closest": _citations(answer.closest),
        "model": answer.model,
        "timings_ms": answer.timings_ms,
        "cpu_ms": answer.cpu_ms,
        "notices": list(answer.notices),
    }


def error_json(key: str | None, error: Exception) -> Json:
    """A line of a batch that could not be answered."""
    return {"id": key, "error": str(error)}


def _citations(citations: Sequence[Citation]) -> list[Json]:
    return [citation_json(citation) for citation in citations]
