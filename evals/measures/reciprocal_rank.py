"""MRR: one over the rank of the first hit that is needed, 0 when none of the hits is (RR)."""

from __future__ import annotations

from evals.measures.outcome import Outcome, Ranking


def reciprocal_rank(ranking: Ranking, k: int) -> float:
    """One over the rank, from 1, of the first of k hits that meets a required group."""
    return next((1.0 / rank for rank, met in enumerate(ranking[:k], start=1) if met), 0.0)


def reciprocal_rank_at_10(outcome: Outcome) -> float | None:
    """RR@10, for cases that need a provision or page."""
    return reciprocal_rank(outcome.ranking, 10) if outcome.case.group_count else None
