"""Evaluation sets (JSON Lines) → cases: a question, and the provisions or pages a right answer rests on.

The fields are those of docs/evaluation.md, a superset of the development set's; anything else in a line is ignored.
Lines are checked for their form here, and held against the shelves in `evals.checking`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from corpus.errors import OstkakanError, PinpointError
from corpus.model import Document, Language, Pinpoint, Provision, RefusalReason
from evals.places import place_of

Kind = Literal["statute", "tender", "decline", "adversarial", "premise"]
MUST_DECLINE = frozenset({"decline", "adversarial"})
"""Kinds that must be declined, unless a case says otherwise (``declines``)."""
MUST_ANSWER = frozenset({"statute", "tender"})
"""Kinds that must not be declined; the others may be either."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A provision that answers or supports: by SFS number, chapter and section, as they are printed."""

    sfs: str
    chapter: str | None
    section: str | None
    paragraph: str | None = None
    point: str | None = None

    def is_in(self, document: Document, provision: Provision) -> bool:
        """Whether a provision is the section that is meant, whatever paragraph of it."""
        return self.is_section(document, provision.pinpoint)

    def is_section(self, document: Document, place: Pinpoint) -> bool:
        """Whether a place in a document lies in the section that is meant."""
        return (document.sfs, place.chapter, place.section) == (self.sfs, self.chapter, self.section)

    def is_paragraph(self, document: Document, place: Pinpoint) -> bool:
        """Whether a place is the paragraph (and point) that is meant; what either leaves open fits."""
        if not self.is_section(document, place):
            return False
        pairs = ((self.paragraph, place.paragraph), (self.point, place.point))
        return all(ours is None or theirs is None or ours == theirs for ours, theirs in pairs)


@dataclass(frozen=True, slots=True)
class EvalCase:
    """A question and what a right answer rests on.

    ``required`` are groups of indices into ``gold``: full recall is at least one of each group; gold in no group is
    support and never needed. ``file`` and ``pages`` (from 1) are given instead for documents without sections.
    ``line`` is the line or row it was read from, from 1.
    """

    id: str
    language: Language
    kind: Kind
    question: str
    history: tuple[str, ...] = ()
    act: str | None = None
    gold: tuple[Gold, ...] = ()
    required: tuple[tuple[int, ...], ...] = ()
    file: str | None = None
    pages: tuple[int, ...] = ()
    key_facts: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    procurement: str | None = None
    declines: bool | None = None
    reason: RefusalReason | None = None
    expected: str | None = None
    topic: str | None = None
    writer: str | None = None
    pair: str | None = None
    source: str | None = None
    line: int = field(default=0, compare=False)

    def groups_met(self, document: Document, provision: Provision) -> frozenset[int]:
        """The numbers of the required groups that a provision meets (group 0 alone, for a page)."""
        if self.file is not None:
            met = document.file == self.file and bool(set(self.pages) & set(provision.pages))
            return frozenset({0}) if met else frozenset()
        return frozenset(
            number
            for number, group in enumerate(self.required)
            if any(self.gold[index].is_in(document, provision) for index in group)
        )

    @property
    def group_count(self) -> int:
        """How many groups must be met for full recall."""
        return 1 if self.file is not None else len(self.required)

    @property
    def must_decline(self) -> bool | None:
        """Whether it must be declined (True) or answered (False); None when either will do."""
        if self.declines is not None:
            return self.declines
        if self.kind in MUST_DECLINE:
            return True
        return False if self.kind in MUST_ANSWER else None


class _GoldLine(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore")

    doc: str
    chapter: str | None = None
    section: str | None = None
    stycke: str | None = None
    point: str | None = None


class _PageLine(BaseModel):
    doc: str
    pages: tuple[int, ...]


class _CaseLine(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore", str_strip_whitespace=True)

    id: str
    lang: Language
    kind: Kind
    question: str
    history: tuple[str, ...] = ()
    act: str | None = None
    gold: tuple[_GoldLine | str, ...] = ()
    required: tuple[tuple[int, ...], ...] = ()
    page: _PageLine | None = None
    key_facts: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    procurement: str | None = None
    declines: bool | None = None
    reason: RefusalReason | None = None
    expected: str | None = None
    topic: str | None = None
    writer: str | None = None
    pair: str | None = None
    source: str | None = None

    @field_validator("history", "gold", "required", "key_facts", "must_not", "tags", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return () if value is None else value

    @field_validator("id", "question")
    @classmethod
    def _said(cls, value: str) -> str:
        if not value:
            raise ValueError("must not be empty")
        return value


_SAME = ("kind", "question", "history", "act", "required", "key_facts", "must_not", "tags", "procurement", "declines")
_SAME_TOO = ("reason", "expected", "topic", "writer", "pair", "source")


def load_cases(path: Path) -> tuple[EvalCase, ...]:
    """The cases of a set; OstkakanError names the first line that is none, an id given twice, or an empty set."""
    cases: list[EvalCase] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            case = case_of(json.loads(line), number)
        except json.JSONDecodeError as error:
            raise OstkakanError(f"{path.name}, line {number} is no evaluation case: no JSON ({error.msg}).") from error
        except OstkakanError as error:
            raise OstkakanError(f"{path.name}, line {number} is no evaluation case: {error}") from error
        if case.id in lines:
            raise OstkakanError(f"{path.name}, line {number}: the id {case.id} stands on line {lines[case.id]} too.")
        lines[case.id] = number
        cases.append(case)
    if not cases:
        raise OstkakanError(f"{path.name} holds no questions.")
    return tuple(cases)


def case_of(data: object, line: int = 0) -> EvalCase:
    """The case that a line's object is; OstkakanError with the first field that is wrong."""
    try:
        read = _CaseLine.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the line"
        raise OstkakanError(f"{where}: {first['msg']}.") from error
    try:
        gold = tuple(_gold(item) for item in read.gold)
    except PinpointError as error:
        raise OstkakanError(f"gold: {error}.") from error
    for group in read.required:
        if not group or not all(0 <= index < len(gold) for index in group):
            raise OstkakanError(f"required: {list(group)} names no gold; its indices count from 0 to {len(gold) - 1}.")
    same = {name: getattr(read, name) for name in (*_SAME, *_SAME_TOO)}
    file, pages = (read.page.doc, read.page.pages) if read.page else (None, ())
    return EvalCase(id=read.id, language=read.lang, gold=gold, file=file, pages=pages, line=line, **same)


def _gold(item: _GoldLine | str) -> Gold:
    if isinstance(item, str):
        return Gold(*place_of(item))
    return Gold(item.doc, item.chapter, item.section, item.stycke, item.point)


def case_json(case: EvalCase) -> dict[str, Any]:
    """The object that a case is written as; ``case_of`` gives the case back."""
    data: dict[str, Any] = {"id": case.id, "lang": case.language}
    data |= {name: getattr(case, name) for name in _SAME if name != "required"}
    data["gold"] = [
        {"doc": item.sfs, "chapter": item.chapter, "section": item.section, "stycke": item.paragraph,
         "point": item.point} for item in case.gold
    ]  # fmt: skip
    data["required"] = case.required
    if case.file is not None:
        data["page"] = {"doc": case.file, "pages": case.pages}
    data |= {name: getattr(case, name) for name in _SAME_TOO}
    optional = {"history", "must_not", "tags", "procurement", "declines", *_SAME_TOO}
    return {name: value for name, value in data.items() if value not in (None, ()) or name not in optional}


def write_cases(path: Path, cases: Iterable[EvalCase]) -> None:
    """Write a set, whole or not at all."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text("".join(f"{json.dumps(case_json(case), ensure_ascii=False)}\n" for case in cases), "utf-8")
    aside.replace(path)
