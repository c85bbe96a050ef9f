"""A run's records → means with intervals, for all cases and by set, language, kind and tag, for ours and each rival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.asking import Record
from evals.intervals import Mean, mean_of
from evals.measures.catalogue import MEASURES

OURS = "Ostkakan"
SEALED = "-test"
"""The end of the names of sets of which figures are shown and no question is: who reads them tunes to them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are looked at together: ``by`` is all, set, language, kind or tag."""

    by: str
    name: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one system on one group; a measure that applies to none of its cases is not there."""

    group: Group
    system: str
    means: dict[str, Mean]


def readable(record: Record) -> bool:
    """Whether a case may be shown."""
    return not record.set.endswith(SEALED)


def groups_of(records: Sequence[Record]) -> Iterator[Group]:
    """All cases, then each set, language, kind and tag that some have."""
    yield Group("all", "all", tuple(records))
    for by in ("set", "language", "kind", "tag"):
        for name in sorted({name for record in records for name in _names(record, by)}):
            yield Group(by, name, tuple(record for record in records if name in _names(record, by)))


def lines_of(groups: Iterable[Group], measures: Iterable[str] = tuple(MEASURES)) -> list[Line]:
    """The figures of every system on every group."""
    wanted = tuple(measures)
    return [
        Line(group, system, _means(group.records, system, wanted))
        for group in groups
        for system in (OURS, *rivals_in(group.records))
    ]


def rivals_in(records: Iterable[Record]) -> tuple[str, ...]:
    """The rivals that some of the cases were also put to, in their order."""
    return tuple(dict.fromkeys(name for record in records for name in record.rivals))


def values_of(records: Iterable[Record], measure: str, system: str = OURS) -> list[float]:
    """The values of a measure, for the cases to which it applies."""
    scores = (scores_of(record, system) for record in records)
    return [each[measure] for each in scores if each is not None and measure in each]


def scores_of(record: Record, system: str = OURS) -> dict[str, float] | None:
    """The scores of a system on a case; None when it was not put to it."""
    if system == OURS:
        return record.scores
    return record.rivals[system].scores if system in record.rivals else None


def _means(records: Sequence[Record], system: str, measures: Sequence[str]) -> dict[str, Mean]:
    found = {measure: mean_of(values_of(records, measure, system)) for measure in measures}
    return {measure: mean for measure, mean in found.items() if mean is not None}


def _names(record: Record, by: str) -> tuple[str, ...]:
    case = record.case
    return {"set": (record.set,), "language": (case.language,), "kind": (case.kind,), "tag": case.tags}[by]
