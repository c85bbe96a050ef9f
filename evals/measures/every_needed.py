"""every-needed@k: whether the first k hits hold all that an answer needs (R@k = 1, alternatives counting as one)."""

from __future__ import annotations

from evals.measures.outcome import Outcome, Ranking


def every_needed_at(ranking: Ranking, k: int, groups: int) -> float:
    """1 when the first k hits meet every one of the ``groups`` required groups, else 0."""
    met = frozenset[int]().union(*ranking[:k])
    return float(len(met) == groups)


def every_needed_at_10(outcome: Outcome) -> float | None:
    """every-needed@10, for cases that need a provision or page."""
    groups = outcome.case.group_count
    return every_needed_at(outcome.ranking, 10, groups) if groups else None
