"""Right act: whether all that answers directly comes from an act that a right answer rests on.

LOU and LUF are near-twins with other numbers: the right rule under the wrong act's number is a wrong answer.
"""

from __future__ import annotations

from evals.cases import EvalCase
from evals.measures.outcome import Outcome
from evals.places import short_of


def right_act(outcome: Outcome) -> float | None:
    """1 when every citation of a direct statement lies in an accepted act; 0 also where nothing is cited."""
    accepted = accepted_acts(outcome.case)
    if outcome.answer is None or not accepted:
        return None
    markers = {marker for item in outcome.answer.statements if item.kind == "direct" for marker in item.citations}
    acts = {item.pinpoint.act for item in outcome.answer.citations if item.marker in markers}
    return float(bool(acts) and acts <= accepted)


def accepted_acts(case: EvalCase) -> frozenset[str]:
    """The acts of the provisions that are needed; none for a case that needs no provision."""
    return frozenset(short_of(case.gold[index].sfs) for group in case.required for index in group)
