"""Answer length, in words: a right answer that nobody reads to its end has not helped."""

from __future__ import annotations

from evals.measures.outcome import Outcome


def answer_words(outcome: Outcome) -> float | None:
    """The words of an answer's text; None for a refusal."""
    if outcome.answer is None or outcome.answer.refused:
        return None
    return float(len(outcome.answer.text.split()))
