"""Must-not: whether the answer keeps clear of all that a right answer does not say."""

from __future__ import annotations

from evals.measures.key_facts import has_fact
from evals.measures.outcome import Outcome


def nothing_forbidden(outcome: Outcome) -> float | None:
    """1 when none of the case's forbidden strings stands in the answer, else 0; None for a case without any."""
    if outcome.answer is None or not outcome.case.must_not:
        return None
    said = outcome.answer.text
    return float(not any(has_fact(text, said) for text in outcome.case.must_not))
