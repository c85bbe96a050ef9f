"""Provisions → what is indexed of them: their passages, and our questions and plain sentences that point to them.

A row is searched; a provision is found. So a question of the layer is never a result of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.model import Language, Passage, Provision
from corpus.plain import PlainEntry, entries_for
from corpus.terms import terms_of
from corpus.vectors import Side

RowKind = Literal["text", "question", "plain"]


_RUBRIC_COUNTS = 3
"""How often the heading right above a provision counts in the lexical index: it says what the provision is about."""


_ASKED = "Vad är {term}?"
"""The question that a section which defines a term answers, whoever wrote its entry."""


@dataclass(frozen=True, slots=True)
class Row:
    """One vector of a shelf: a text, what it is, and the provision (and passage or part) it stands for."""

    provision_id: str
    kind: RowKind
    text: str
    language: Language = "sv"
    passage_id: str | None = None
    paragraph: str | None = None
    point: str | None = None

    @property
    def encoded(self) -> tuple[Side, str]:
        """As what, and which text, is encoded: questions as questions, all else as passages."""
        return ("query" if self.kind == "question" else "passage"), self.text


def rows_of(provision: Provision, passages: Iterable[Passage]) -> Iterator[Row]:
    """All rows of one provision."""
    for passage in passages:
        yield Row(provision.id, "text", f"{passage.context}\n{passage.text}", passage_id=passage.id)
    for term in terms_of(provision):
        yield Row(provision.id, "question", _ASKED.format(term=term))
    for entry in entries_for(provision):
        yield from _layer_rows(provision.id, entry)


def _layer_rows(provision_id: str, entry: PlainEntry) -> Iterator[Row]:
    where = {"paragraph": entry.paragraph, "point": entry.point}
    yield Row(provision_id, "plain", entry.plain_sv, "sv", **where)
    if entry.plain_en:
        yield Row(provision_id, "plain", entry.plain_en, "en", **where)
    for question in entry.questions_sv:
        yield Row(provision_id, "question", question, "sv", **where)
    for question in entry.questions_en:
        yield Row(provision_id, "question", question, "en", **where)


def lexical_texts(provisions: Iterable[Provision], names: Mapping[str, str]) -> tuple[list[str], list[str], list[str]]:
    """Three texts a provision for the lexical indexes: its own words, those with our Swedish ones, our English ones.

    ``names`` gives each document's short name, which stands in front with the headings.
    """
    own, swedish, english = [], [], []
    for provision in provisions:
        entries = entries_for(provision)
        rubric = provision.heading[-1:] * (_RUBRIC_COUNTS - 1)
        text = " ".join((names[provision.document_id], *provision.heading, *rubric, provision.label, provision.text))
        ours = [" ".join((entry.plain_sv, *entry.questions_sv, *entry.words)) for entry in entries]
        theirs = [" ".join((entry.plain_en or "", *entry.questions_en)) for entry in entries]
        own.append(text)
        swedish.append(" ".join((text, *ours)))
        english.append(" ".join(theirs) or text)
    return own, swedish, english
