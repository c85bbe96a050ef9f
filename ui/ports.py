"""What the web app needs of the rest of the program, as Protocols: so it can be run and tested over a small fake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.retrieve import Found
from corpus.model import Answer, Document, Procurement


class Progress(Protocol):
    """How far the reading of documents has come; ``done`` and ``total`` are in one unit, whichever it is."""

    @property
    def what(self) -> str:
        """What is being done."""

    @property
    def done(self) -> int:
        """How much is done."""

    @property
    def total(self) -> int:
        """How much there is to do."""

    @property
    def seconds_left(self) -> float | None:
        """Seconds left, None while that can't be said."""


class Assistant(Protocol):
    """Question to answer (`assistant.pipeline`)."""

    def ask(self, question: str, *, history: Sequence[str] = (), procurement: str | None = None) -> Answer:
        """The whole answer."""

    def search(
        self, question: str, *, history: Sequence[str] = (), procurement: str | None = None, limit: int = 10
    ) -> Found:
        """The hits alone."""

    def stream(self, question: str, *, history: Sequence[str] = (), procurement: str | None = None) -> Iterator[Answer]:
        """Growing answers; the last one is whole."""


class Library(Protocol):
    """The stored documents (`corpus.library`)."""

    def documents(self) -> tuple[Document, ...]:
        """The documents on the shelves."""

    def pdf(self, document_id: str) -> Path:
        """The stored PDF of a document."""

    def procurements(self) -> tuple[Procurement, ...]:
        """The procurements on the shelves."""

    def progress(self) -> Progress | None:
        """What is being read in now, None when nothing is."""
