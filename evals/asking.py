"""One case → its record: the answer, the hits, the scores, and what the rivals find. Runs in a worker's process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.pipeline import Assistant
from corpus.encoder import Encoder
from corpus.errors import OstkakanError
from corpus.library import Library
from corpus.model import Answer, Citation, Document, Provision
from evals import hybrid, second_reader
from evals.baseline import build_baseline
from evals.cases import EvalCase
from evals.chunks import Rival
from evals.measures.catalogue import score
from evals.measures.outcome import Outcome, QuoteCheck, Quoted
from evals.refusal_curve import chance_to_decline

TUTORIAL = "tutorial"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A hit, or a gold, as a record keeps it; ``met`` are the required groups that it meets."""

    label: str
    file: str
    pages: tuple[int, ...]
    met: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RivalRecord:
    """What a rival found for a case."""

    hits: tuple[FoundPlace, ...]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a run keeps of one case; ``error`` is what went wrong when there is no answer.

    ``chance`` is how sure the program was that the question is one to decline, None where it does not say.
    """

    set: str
    case: EvalCase
    answer: Answer | None
    hits: tuple[FoundPlace, ...]
    scores: dict[str, float]
    gold: tuple[FoundPlace, ...] = ()
    quotes: tuple[QuoteCheck, ...] | None = None
    chance: float | None = None
    rivals: dict[str, RivalRecord] = field(default_factory=dict)
    error: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names the case over all sets."""
        return self.set, self.case.id


_BUILDERS: dict[str, Callable[[Library, Encoder], Rival]] = {
    TUTORIAL: build_baseline,
    "hybrid": hybrid.build_hybrid,
    "hybrid-sections": hybrid.build_hybrid_sections,
}


def rival_names() -> tuple[str, ...]:
    """The rivals that can run here."""
    return tuple(_BUILDERS) if hybrid.is_installed() else (TUTORIAL,)


def build_rivals(library: Library, encoder: Encoder, names: Sequence[str]) -> tuple[Rival, ...]:
    """The rivals of these names, built where they are not yet (a minute or two, once for a state of the shelves)."""
    return tuple(_BUILDERS[name](library, encoder) for name in names)


def warm(assistant: Assistant) -> None:
    """Ask once and throw the answer away: the first question also waits for what is loaded when it is needed."""
    assistant.ask("Hur länge gäller avtalsspärren?")


def ask(assistant: Assistant, rivals: Sequence[Rival], set_name: str, case: EvalCase) -> Record:
    """Ask a case; whatever goes wrong is kept in the record, so that one case can't end a run."""
    try:
        return _ask(assistant, rivals, set_name, case)
    except OstkakanError as error:
        told = str(error)
    except Exception as error:  # noqa: BLE001 - a run of a thousand cases outlives one; the gate fails on it
        told = f"{type(error).__name__}: {error}"
    return Record(set_name, case, None, (), score(Outcome(case, ())), error=told)


def _ask(assistant: Assistant, rivals: Sequence[Rival], set_name: str, case: EvalCase) -> Record:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = assistant.ask(case.question, history=case.history, procurement=case.procurement)
    wall_ms, cpu_ms = 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)
    found = assistant.search(case.question, history=case.history, procurement=case.procurement)
    hits = [(hit.document, hit.provision) for hit in found.hits]
    quotes = second_reader.check_quotes(assistant.library, answer.citations) if second_reader.is_installed() else None
    ranking = [case.groups_met(*pair) for pair in hits]
    quoted = {item.marker: _quoted(assistant.library, item) for item in answer.citations}
    outcome = Outcome(case, ranking, answer, quotes, wall_ms, cpu_ms, quoted)
    return Record(
        set=set_name,
        case=case,
        answer=answer,
        hits=_places(case, hits),
        scores=score(outcome),
        gold=_gold(assistant.library, case),
        quotes=quotes,
        chance=chance_to_decline(assistant, case),
        rivals={rival.name: _rival(rival, case) for rival in rivals if case.group_count},
    )


def _rival(rival: Rival, case: EvalCase) -> RivalRecord:
    wall, cpu = time.perf_counter(), time.process_time()
    found = rival.search(case.question, case.history)
    wall_ms, cpu_ms = 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)
    outcome = Outcome(case, [case.groups_met(*pair) for pair in found], wall_ms=wall_ms, cpu_ms=cpu_ms)
    return RivalRecord(_places(case, found[:10]), score(outcome))


def _quoted(library: Library, citation: Citation) -> Quoted:
    """The parts of its provision, as it stands on the shelf, that a quote has words of."""
    shelf = next(item for item in library.shelves() if citation.document.id in item.documents)
    return tuple(
        (part.paragraph, part.point)
        for part in shelf.provision(citation.provision_id).parts
        if any(
            ours.page == span.page and ours.start < span.end and span.start < ours.end
            for ours in citation.spans
            for span in part.spans
        )
    )


def _gold(library: Library, case: EvalCase) -> tuple[FoundPlace, ...]:
    if case.file is not None:
        return (FoundPlace(case.file, case.file, case.pages, (0,)),)
    found = [
        (shelf.documents[item.document_id], item)
        for shelf in library.shelves()
        for item in shelf.provisions
        if any(gold.is_in(shelf.documents[item.document_id], item) for gold in case.gold)
    ]
    return _places(case, found)


def _places(case: EvalCase, found: Sequence[tuple[Document, Provision]]) -> tuple[FoundPlace, ...]:
    return tuple(
        FoundPlace(item.label, document.file, item.pages, tuple(sorted(case.groups_met(document, item))))
        for document, item in found
    )
