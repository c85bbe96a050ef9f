"""hit@k: whether one of the first k hits is a provision that is needed (Success@k)."""

from __future__ import annotations

from evals.measures.outcome import Outcome, Ranking


def hit_at(ranking: Ranking, k: int) -> float:
    """1 when one of the first k hits meets a required group, else 0."""
    return float(any(ranking[:k]))


def hit_at_1(outcome: Outcome) -> float | None:
    """hit@1, for cases that need a provision or page."""
    return hit_at(outcome.ranking, 1) if outcome.case.group_count else None


def hit_at_5(outcome: Outcome) -> float | None:
    """hit@5, for cases that need a provision or page."""
    return hit_at(outcome.ranking, 5) if outcome.case.group_count else None
