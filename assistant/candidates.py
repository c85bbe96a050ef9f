"""A provision on its way to being a hit: what found it, and how well."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Provision
from corpus.shelf import Near, Shelf


@dataclass(slots=True)
class Candidate:
    """A provision on its way to being a hit: its best row a retriever, and its scores.

    ``lexical`` is its BM25 score; ``coverage`` that over the most any text could score, so that it means the same for a
    question of five words and of fifty.
    """

    shelf: Shelf
    provision: Provision
    best: dict[str, Near] = field(default_factory=dict)
    lexical: float = 0.0
    coverage: float = 0.0
    named: int | None = None
    score: float = 0.0

    @property
    def act(self) -> str | None:
        """The act it belongs to; None in a tender or a guide."""
        return self.provision.pinpoint.act
