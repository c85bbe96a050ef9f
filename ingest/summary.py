"""What a run of ingest did → plain data, and lines for a reader: what went in, apart from what didn't."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.library import Problem
from corpus.model import Document


@dataclass(slots=True)
class Summary:
    """What a run did, by file name (as it lies in the folder or archive)."""

    taken: list[Document] = field(default_factory=list)
    unchanged: list[Document] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)
    """Files of other kinds (pictures, texts), which are told once and not kept as problems."""
    removed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The summary as plain data."""
        return {
            "taken": [document.id for document in self.taken],
            "unchanged": [document.id for document in self.unchanged],
            "failed": [{"file": problem.file, "reason": problem.reason} for problem in self.failed],
            "skipped": [{"file": problem.file, "reason": problem.reason} for problem in (*self.skipped, *self.others)],
            "removed": self.removed,
        }

    def lines(self) -> Iterator[str]:
        """What is on the shelves by this run, a line each."""
        for document in self.taken:
            what = document.wording or document.kind
            yield f"taken in: {document.file}  {document.title}  ({what}, {document.pages} p.)"
            yield from (f"  ! {problem}" for problem in document.problems)
        if self.unchanged:
            yield f"unchanged: {len(self.unchanged)}"
        yield from (f"removed: {document_id}" for document_id in self.removed)

    def complaints(self) -> Iterator[str]:
        """What was not taken in and why, a line each."""
        yield from (f"skipped: {problem.reason}" for problem in (*self.skipped, *self.others))
        yield from (f"failed: {problem.file}: {problem.reason}" for problem in self.failed)
