"""Answers, documents and progress turned into the HTML that Gradio shows.

The HTML is in `templates/`, where Jinja escapes every value: questions, answers and documents are data. What the
browser needs to open a source (`static/app.js`) goes with each citation as one JSON attribute.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.model import Answer, Citation, Document, Statement
from ui.ports import Progress
from ui.strings import Texts

_MARKER = re.compile(r"\s*\[(\d+)\]")
_LAWS = ("statute", "directive", "regulation")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what it got so far: nothing yet, a growing answer, a whole one (``done``), or a failure."""

    question: str
    answer: Answer | None = None
    done: bool = False
    failure: str | None = None


def thread(turns: Sequence[Turn], texts: Texts, documents: int) -> str:
    """The talk as it stands; ``documents`` is how many are searched, said while an answer is awaited."""
    return _render("thread.html", turns=turns, t=texts, documents=documents)


def header(texts: Texts) -> str:
    """The name, what it does, and the way to the page in the other language."""
    return _render("header.html", t=texts, other="sv" if texts.language == "en" else "en")


def intro(texts: Texts) -> str:
    """What stands above the starter questions."""
    return _render("intro.html", t=texts)


def source_panel(texts: Texts) -> str:
    """The panel that `static/app.js` fills with the source one clicks on."""
    return _render("source.html", t=texts)


def document_list(documents: Sequence[Document], texts: Texts) -> str:
    """What the answers stand on: acts with their wording, guides, and each procurement's documents."""
    groups: dict[str, list[Document]] = {}
    for document in sorted(documents, key=_group_order):
        heading = document.procurement or texts("documents.laws" if document.kind in _LAWS else "documents.guides")
        groups.setdefault(heading, []).append(document)
    return _render("documents.html", groups=groups, count=len(documents), t=texts)


def progress_bar(progress: Progress | None, texts: Texts) -> str:
    """How far the reading of documents has come; nothing when none is read."""
    if progress is None or progress.total <= 0:
        return ""
    percent = min(100, math.floor(100 * progress.done / progress.total))
    line = texts("progress.percent", percent=percent)
    if progress.seconds_left is not None:
        line = texts("progress.left", percent_text=line, left=duration(progress.seconds_left, texts))
    return _render("progress.html", percent=percent, line=line, t=texts)


def duration(seconds: float, texts: Texts) -> str:
    """A time left in words, rounded to whole minutes, so that it does not flicker."""
    minutes = round(seconds / 60)
    if seconds < 50:
        return texts("progress.under_a_minute")
    if minutes <= 1:
        return texts("progress.a_minute")
    if minutes < 90:
        return texts("progress.minutes", minutes=minutes)
    return texts("progress.hours", hours=minutes // 60, minutes=minutes % 60)


def pdf_address(document: Document, page: int | None = None) -> str:
    """Where the whole PDF opens, at a page (from 1) when one is named."""
    return f"/pdf/{quote(document.id, safe='/:@')}" + (f"#page={page}" if page else "")


def pieces(statement: Statement) -> list[str | int]:
    """A statement as text and markers in turn; markers that its text does not show ("[1]") stand at its end."""
    found: list[str | int] = []
    end = 0
    for match in _MARKER.finditer(statement.text):
        if int(match.group(1)) in statement.citations:
            found += [statement.text[end : match.start()], int(match.group(1))]
            end = match.end()
    found.append(statement.text[end:])
    return [piece for piece in found if piece != ""] + [n for n in statement.citations if n not in found]


def source_of(citation: Citation) -> dict[str, Any]:
    """What the browser is told of a citation: all that the source panel shows, and where on which page to mark."""
    return {
        "document": quote(citation.document.id, safe="/:@"),
        "title": citation.document.title,
        "wording": citation.document.wording,
        "language": citation.document.language,
        "pages": citation.document.pages or None,
        "label": citation.label,
        "quote": citation.quote,
        "verified": citation.verified,
        "first": first_page(citation),
        "boxes": {str(item.page): [[round(n, 1) for n in rect] for rect in item.rects] for item in citation.boxes},
    }


def first_page(citation: Citation) -> int:
    """The page to open, from 1."""
    pages = citation.pages or tuple(item.page for item in citation.boxes)
    return pages[0] if pages else 1


def _group_order(document: Document) -> tuple[bool, str, bool, str, str]:
    """Laws first, then guides, then procurements by name; inside a group those with a short name first."""
    is_law = document.kind in _LAWS
    return not is_law, document.procurement or "", document.short is None, document.short or "", document.title


def _render(template: str, **values: object) -> str:
    return str(_ENVIRONMENT.get_template(template).render(**values))


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(pdf_address=pdf_address, pieces=pieces, source_of=source_of, first_page=first_page)
