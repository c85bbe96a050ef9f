"""Quote exactness: every quote shown, looked up in the PDF with another reader than the program's (`second_reader`)."""

from __future__ import annotations

from evals.measures.outcome import Outcome


def quotes_on_page(outcome: Outcome) -> float | None:
    """The share of an answer's quotes whose letters stand on the pages they name; None without quotes."""
    if not outcome.quotes:
        return None
    return sum(check.on_page for check in outcome.quotes) / len(outcome.quotes)


def quotes_in_boxes(outcome: Outcome) -> float | None:
    """The share of an answer's quotes whose boxes hold their letters and no others; None without quotes."""
    if not outcome.quotes:
        return None
    return sum(check.in_boxes for check in outcome.quotes) / len(outcome.quotes)
