"""Evaluation sets (JSON Lines) → cases: a question, and the provisions or pages a right answer rests on.

The fields are those of the development set's README; anything else in a line is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import OstkakanError
from corpus.model import Document, Provision


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
        place = provision.pinpoint
        return (document.sfs, place.chapter, place.section) == (self.sfs, self.chapter, self.section)


@dataclass(frozen=True, slots=True)
class EvalCase:
    """A question and what a right answer rests on.

    ``required`` are groups of indices into ``gold``: full recall is at least one of each group; gold in no group is
    support and never needed. ``file`` and ``pages`` (from 1) are given instead for documents without sections.
    """

    id: str
    language: str
    kind: str
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


def load_cases(path: Path) -> tuple[EvalCase, ...]:
    """The cases of a set; OstkakanError names the line that is none."""
    return tuple(_cases(path))


def _cases(path: Path) -> Iterator[EvalCase]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _case(json.loads(line))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise OstkakanError(f"{path.name}, line {number} is no evaluation case: {error!r}.") from error


def _case(data: dict[str, Any]) -> EvalCase:
    page = data.get("page") or {}
    return EvalCase(
        id=data["id"],
        language=data["lang"],
        kind=data["kind"],
        question=data["question"],
        history=tuple(data.get("history") or ()),
        act=data.get("act"),
        gold=tuple(
            Gold(item["doc"], item["chapter"], item["section"], item.get("stycke"), item.get("point"))
            for item in data.get("gold") or ()
        ),
        required=tuple(tuple(group) for group in data.get("required") or ()),
        file=page.get("doc"),
        pages=tuple(page.get("pages") or ()),
        key_facts=tuple(data.get("key_facts") or ()),
        must_not=tuple(data.get("must_not") or ()),
        tags=tuple(data.get("tags") or ()),
        procurement=data.get("procurement"),
    )
