"""What a search found → an answer of checked quotes, without a language model.

First what answers (our plain sentence for the section, carried by the quote; without one, the quote itself), then what
it rests on, then what to mind: the same rule in the other act when the question did not say which applies. A statement
whose citation does not stand on its page is left out, and the answer says how many were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.candidates import Candidate
from assistant.quoting import Run, answering_runs, cite
from assistant.retrieve import Found
from corpus.library import Library
from corpus.model import Citation, Language, Statement, StatementKind
from corpus.plain import PlainEntry, entries_for

GROUNDS = 2
"""The most further provisions that carry an answer."""
NEAR_THE_FIRST = 0.06
"""How far below the first hit's score a further one may lie."""

_TWIN = {"sv": "I {act} står motsvarande regel", "en": "{act} has the corresponding rule"}
_LEFT_OUT = {
    "sv": "{count} uppgift utelämnades: citatet kunde inte återfinnas på sidan.",
    "en": "{count} item was left out: its quote could not be found on the page.",
}
_NO_WORDING = {
    "sv": "Lydelsen av {name} framgår inte av dokumentet; kontrollera den innan du litar på svaret.",
    "en": "The document does not say which wording of {name} it is; check before you rely on the answer.",
}


@dataclass(slots=True)
class Draft:
    """An answer being put together: its statements, its citations by marker, and what was left out."""

    library: Library
    language: Language
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    left_out: int = 0

    def cited(self, candidate: Candidate, runs: Iterable[Run]) -> list[Citation]:
        """The verified citations of runs, numbered on; one that stands in the answer already keeps its number."""
        document = candidate.shelf.documents[candidate.provision.document_id]
        result = []
        for run in runs:
            known = next(
                (c for c in self.citations if (c.provision_id, c.quote) == (candidate.provision.id, run.text)), None
            )
            citation = known or cite(self.library, document, candidate.provision, run, len(self.citations) + 1)
            if not citation.verified:
                self.left_out += 1
                continue
            if known is None:
                self.citations.append(citation)
            result.append(citation)
        return result

    def state(self, text: str, kind: StatementKind, citations: Iterable[Citation]) -> None:
        """Add a statement; without a citation it is not made."""
        markers = tuple(citation.marker for citation in citations)
        if markers:
            self.statements.append(Statement(text, kind, markers))

    @property
    def text(self) -> str:
        """The answer in one text, each statement with its markers."""
        lines = [f"{item.text} {''.join(f'[{marker}]' for marker in item.citations)}" for item in self.statements]
        return "\n\n".join(lines)

    def notices(self) -> tuple[str, ...]:
        """What a reader must know of the answer beside it."""
        found = [_LEFT_OUT[self.language].format(count=self.left_out)] if self.left_out else []
        unworded = {
            c.document.short or c.document.title
            for c in self.citations
            if c.document.kind == "statute" and not c.document.wording
        }
        found += [_NO_WORDING[self.language].format(name=name) for name in sorted(unworded)]
        return tuple(found)


def compose(found: Found, library: Library) -> Draft:
    """Put together the answer to a question from what was found."""
    draft = Draft(library, found.query.language)
    if not found.candidates:
        return draft
    first = found.candidates[0]
    asked = [item for item in found.candidates if item.named is not None]
    for item in asked or [first]:
        _answer(draft, found, item)
    twins = set(first.shelf.twins.get(first.provision.id, ()))
    for item in () if asked else _grounds(found, twins):
        citations = draft.cited(item, _runs(found, item))
        draft.state(_quoted(citations), "ground", citations)
    for item in found.candidates[1:]:
        if item.provision.id in twins and not found.query.acts and item.act in ("LOU", "LUF") and not asked:
            citations = draft.cited(item, _runs(found, item))
            draft.state(f"{_TWIN[draft.language].format(act=item.act)}: {_quoted(citations)}", "mind", citations)
    return draft


def quotes_of(found: Found, library: Library, count: int) -> tuple[Citation, ...]:
    """The verified citations of the nearest provisions, for a refusal."""
    draft = Draft(library, found.query.language)
    for item in found.candidates[:count]:
        draft.cited(item, _runs(found, item)[:1])
    return tuple(draft.citations)


def _answer(draft: Draft, found: Found, item: Candidate) -> None:
    citations = draft.cited(item, _runs(found, item))
    entry = _entry(item)
    plain = (entry.plain_sv if draft.language == "sv" else entry.plain_en) if entry else None
    if plain:
        draft.state(plain, "direct", citations)
        draft.state(_quoted(citations), "ground", citations)
    else:
        draft.state(" ".join(f"”{citation.quote}”" for citation in citations), "direct", citations)


def _grounds(found: Found, twins: set[str]) -> list[Candidate]:
    first = found.candidates[0]
    near = [
        item
        for item in found.candidates[1:]
        if first.score - item.score <= NEAR_THE_FIRST and item.provision.id not in twins and item.act == first.act
    ]
    return near[:GROUNDS]


def _runs(found: Found, item: Candidate) -> tuple[Run, ...]:
    entry = _entry(item)
    wanted = [found.query.text, found.query.question]
    if entry:
        wanted.append(entry.plain_sv)
    paragraph, point = _place(item, entry)
    return answering_runs(item.provision, wanted, found.query.text, paragraph, point)


def _place(item: Candidate, entry: PlainEntry | None) -> tuple[str | None, str | None]:
    if entry:
        return entry.paragraph, entry.point
    near = item.best.get("text")
    place = near.row.passage_id.removeprefix(item.provision.id) if near and near.row.passage_id else ""
    steps = {step[0]: step[1:] for step in place.split("/") if step}
    return steps.get("S"), None


def _entry(item: Candidate) -> PlainEntry | None:
    entries = entries_for(item.provision)
    if not entries:
        return None
    rows = [item.best[kind].row for kind in ("question", "plain") if kind in item.best]
    for row in rows:
        for entry in entries:
            if (entry.paragraph, entry.point) == (row.paragraph, row.point):
                return entry
    return entries[0]


def _quoted(citations: Iterable[Citation]) -> str:
    pieces = list(citations)
    if not pieces:
        return ""
    return f"{pieces[0].label}: " + " ".join(f"”{citation.quote}”" for citation in pieces)
