"""How long an answer took: wall and processor time, in milliseconds (a rival's: its search)."""

from __future__ import annotations

from evals.measures.outcome import Outcome


def wall_time(outcome: Outcome) -> float | None:
    """Milliseconds by the clock."""
    return outcome.wall_ms


def cpu_time(outcome: Outcome) -> float | None:
    """Milliseconds of processor time, over all cores."""
    return outcome.cpu_ms
