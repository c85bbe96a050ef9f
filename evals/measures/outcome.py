"""What one question gave, as the measures read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import Answer, Citation
from evals.cases import EvalCase

Ranking = Sequence[frozenset[int]]
"""A search's hits, rank by rank: the numbers of the case's required groups that the hit meets."""

Quoted = tuple[tuple[str, str | None], ...]
"""The parts of a provision that a quote has words of: paragraph, and point where it is one."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """One citation held against the PDF as a second reader reads it."""

    marker: int
    on_page: bool
    """Its letters stand, in order and without a gap, on the pages it names."""
    in_boxes: bool
    """The letters inside its boxes are the quote's, no more and no fewer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what a system made of it.

    ``answer`` is None for a rival, which only searches; ``quotes`` is None where no second reader is installed.
    ``quoted`` says, by marker, in which parts the words of a citation lie.
    ``wall_ms`` and ``cpu_ms`` are those of the answer, or of a rival's search.
    """

    case: EvalCase
    ranking: Ranking
    answer: Answer | None = None
    quotes: tuple[QuoteCheck, ...] | None = None
    wall_ms: float | None = None
    cpu_ms: float | None = None
    quoted: Mapping[int, Quoted] = field(default_factory=dict)

    def carrying(self) -> Iterator[Citation]:
        """The citations of the statements that answer or carry the answer (`direct` and `ground`), each once."""
        if self.answer is not None:
            markers = {marker for item in self.answer.statements if item.kind != "mind" for marker in item.citations}
            yield from (citation for citation in self.answer.citations if citation.marker in markers)
