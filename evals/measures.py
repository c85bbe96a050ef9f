"""A ranking's met groups → figures. A ranking is, rank by rank, the set of required groups that the hit meets."""

from __future__ import annotations

from collections.abc import Sequence

Ranking = Sequence[frozenset[int]]


def hit_at(ranking: Ranking, k: int) -> float:
    """1 when one of the first k hits is a provision that is needed, else 0."""
    return float(any(ranking[:k]))


def every_needed_at(ranking: Ranking, k: int, groups: int) -> float:
    """1 when the first k hits meet every required group, else 0."""
    met = frozenset[int]().union(*ranking[:k])
    return float(len(met) == groups)


def mean(values: Sequence[float]) -> float | None:
    """The mean, or None of no values: a measure that applies to no case has no value, never 0."""
    return sum(values) / len(values) if values else None
