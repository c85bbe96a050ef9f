"""Two runs → measure by measure who wins how often and whether that is chance, and what changed in each lost case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import OstkakanError
from evals.asking import Record
from evals.intervals import Mean, cases_needed, mean_of, paired_p
from evals.measures.catalogue import MEASURES
from evals.measures.key_facts import has_fact
from evals.runs import Run

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both runs, over the cases to which it applies in both.

    Wins are cases in which the second run is better; ``p`` is that of a paired test. ``needed`` is how many cases it
    takes to see a difference of 5 points at the rate at which these two runs differ; None for what is no share.
    """

    measure: str
    first: Mean
    second: Mean
    difference: Mean
    wins: int
    ties: int
    losses: int
    p: float
    needed: int | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A case in which the second run is worse in some share: by measure from what to what, and what changed."""

    record: Record
    measures: dict[str, tuple[float, float]]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side; ``apart`` counts the cases that only one has, or that were rewritten in between."""

    first: str
    second: str
    shared: int
    apart: int
    differences: tuple[Difference, ...]
    lost: tuple[Lost, ...]


def compare(first: Run, second: Run) -> Comparison:
    """Compare over the cases that both runs have; OstkakanError when there are none."""
    pairs = shared_pairs(first, second)
    if not pairs:
        raise OstkakanError(f"{first.name} and {second.name} have no case in common.")
    apart = len(first.records) + len(second.records) - 2 * len(pairs)
    differences = [found for key in MEASURES if (found := _difference(key, pairs)) is not None]
    lost = [worse for before, after in pairs if (worse := _lost(before, after)) is not None]
    return Comparison(first.name, second.name, len(pairs), apart, tuple(differences), tuple(lost))


def shared_pairs(first: Run, second: Run) -> list[tuple[Record, Record]]:
    """The records of the cases that stand, word for word, in both runs."""
    others = {record.key: record for record in second.records}
    pairs = [(record, others[record.key]) for record in first.records if record.key in others]
    return [(before, after) for before, after in pairs if before.case == after.case]


def _difference(key: str, pairs: Sequence[tuple[Record, Record]]) -> Difference | None:
    both = [(a.scores[key], b.scores[key]) for a, b in pairs if key in a.scores and key in b.scores]
    first, second = mean_of([a for a, _ in both]), mean_of([b for _, b in both])
    change = mean_of([b - a for a, b in both])
    if first is None or second is None or change is None:
        return None
    measure = MEASURES[key]
    sign = -1 if measure.more_is_better is False else 1
    moved = [sign * (b - a) for a, b in both]
    wins, losses = sum(value > _SAME for value in moved), sum(value < -_SAME for value in moved)
    needed = cases_needed((wins + losses) / len(both)) if measure.unit == "share" else None
    ties = len(both) - wins - losses
    return Difference(key, first, second, change, wins, ties, losses, paired_p(moved), needed)


def _lost(before: Record, after: Record) -> Lost | None:
    worse = {
        key: (before.scores[key], after.scores[key])
        for key, measure in MEASURES.items()
        if measure.unit == "share" and key in before.scores and after.scores.get(key, 2.0) < before.scores[key] - _SAME
    }
    return Lost(after, worse, tuple(changes(before, after))) if worse else None


def changes(before: Record, after: Record) -> Iterator[str]:
    """What is different between two records of a case, a sentence each."""
    if before.error != after.error:
        yield f"error: {before.error or 'none'} → {after.error or 'none'}"
    if _outcome(before) != _outcome(after):
        yield f"{_outcome(before)} → {_outcome(after)}"
    first_hits = [record.hits[0].label if record.hits else "nothing" for record in (before, after)]
    if first_hits[0] != first_hits[1]:
        yield f"first hit {first_hits[0]} → {first_hits[1]}"
    was, now = _cited(before), _cited(after)
    if was != now:
        gone, new = ", ".join(sorted(was - now)), ", ".join(sorted(now - was))
        yield "; ".join(
            text for text in (f"no longer cited: {gone}" * bool(gone), f"now cited: {new}" * bool(new)) if text
        )
    facts = [fact for fact in after.case.key_facts if _says(before, fact) and not _says(after, fact)]
    if facts:
        yield f"no longer said: {', '.join(facts)}"
    bad = [check.marker for check in after.quotes or () if not (check.on_page and check.in_boxes)]
    if bad:
        yield f"not where it says: quote {', '.join(map(str, bad))}"


def _outcome(record: Record) -> str:
    if record.answer is None:
        return "no answer"
    return f"declined ({record.answer.reason})" if record.answer.refused else "answered"


def _cited(record: Record) -> set[str]:
    return {citation.label for citation in record.answer.citations} if record.answer else set()


def _says(record: Record, fact: str) -> bool:
    return record.answer is not None and has_fact(fact, record.answer.text)
