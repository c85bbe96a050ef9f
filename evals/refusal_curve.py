"""How sure the program was that a question is one to decline → precision and recall of refusals at every threshold.

The chance is found by asking the calibration at which threshold it turns, so that this page knows nothing of what the
calibration weighs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.decline import Calibration, evidence
from assistant.pipeline import Assistant
from evals.cases import EvalCase

_STEPS = 20


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At this threshold: the share of what must be declined that is, and the share of what is declined that must."""

    threshold: float
    recall: float
    precision: float


def chance_to_decline(assistant: Assistant, case: EvalCase) -> float | None:
    """The threshold, from 0 to 1, under which a case is declined; None where nearness does not decide."""
    if case.must_decline is None or not assistant.calibrations:
        return None
    found, vector, declined = assistant.weigh(case.question, case.history)
    calibration = assistant.calibrations.get(found.query.language)
    return turning_point(calibration, evidence(found, vector, declined)) if calibration else None


def turning_point(calibration: Calibration, weighed: tuple[float, float]) -> float:
    """The threshold at which a calibration's decision turns, to a millionth."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if replace(calibration, threshold=middle).declines(weighed):
            low = middle
        else:
            high = middle
    return round((low + high) / 2, 6)


def curve(cases: Iterable[tuple[float, bool]]) -> Sequence[CurvePoint]:
    """Precision and recall over (chance, must be declined), a point for each chance at which they change."""
    known = sorted(cases, reverse=True)
    due = sum(must for _, must in known)
    points: list[CurvePoint] = []
    declined = right = 0
    for position, (chance, must) in enumerate(known):
        declined, right = declined + 1, right + must
        if due and (position + 1 == len(known) or known[position + 1][0] < chance):
            points.append(CurvePoint(chance, right / due, right / declined))
    return points
