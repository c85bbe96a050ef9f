"""Citation precision and recall, by provision and by paragraph, over the statements that answer and carry.

Precision is the share of the cited places that are gold (support counts as gold: citing it is no fault); recall is the
share of the required groups that are cited. Conditions and twins (`mind`) are left out: they are offered, not claimed.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.model import Citation
from evals.cases import EvalCase, Gold
from evals.measures.outcome import Outcome

Fits = Callable[[Gold, Citation], bool]


def by_provision(gold: Gold, citation: Citation) -> bool:
    """Whether a citation lies in the gold's section."""
    return gold.is_section(citation.document, citation.pinpoint)


def by_paragraph(outcome: Outcome) -> Fits:
    """Whether a citation's words lie in the gold's paragraph, and in its point where the gold names one.

    What is quoted decides, not the label: a section quoted whole holds all its paragraphs, and a label without a
    paragraph may be that of a section which has but one.
    """

    def fits(gold: Gold, citation: Citation) -> bool:
        quoted = outcome.quoted.get(citation.marker)
        if quoted is None:
            return gold.is_paragraph(citation.document, citation.pinpoint)
        if not gold.is_section(citation.document, citation.pinpoint):
            return False
        return any(
            gold.paragraph in (None, paragraph) and (gold.point is None or _is_point(gold.point, point))
            for paragraph, point in quoted
        )

    return fits


def _is_point(wanted: str, point: str | None) -> bool:
    return point is not None and (point == wanted or point.startswith(f"{wanted} "))


def provision_precision(outcome: Outcome) -> float | None:
    """The share of the cited provisions that are gold; None where nothing is cited or there is no gold."""
    return precision(outcome, by_provision, lambda citation: (citation.provision_id,))


def paragraph_precision(outcome: Outcome) -> float | None:
    """The share of the cited paragraphs that are gold; None where nothing is cited or there is no gold."""
    return precision(outcome, by_paragraph(outcome), lambda citation: (citation.provision_id, citation.pinpoint))


def provision_recall(outcome: Outcome) -> float | None:
    """The share of the required groups that are cited by section; 0 where a question was declined that needs them."""
    return recall(outcome, by_provision)


def paragraph_recall(outcome: Outcome) -> float | None:
    """The share of the required groups that are cited by paragraph; 0 where a question was declined that needs them."""
    return recall(outcome, by_paragraph(outcome))


def precision(outcome: Outcome, fits: Fits, place: Callable[[Citation], tuple[object, ...]]) -> float | None:
    """The share of the cited places that fit the gold; a place is right when one of its citations is."""
    case = outcome.case
    right: dict[tuple[object, ...], bool] = {}
    for citation in outcome.carrying():
        right[place(citation)] = right.get(place(citation), False) or _is_gold(case, citation, fits)
    if not right or (not case.gold and case.file is None):
        return None
    return sum(right.values()) / len(right)


def recall(outcome: Outcome, fits: Fits) -> float | None:
    """The share of the required groups of which one alternative is cited."""
    case = outcome.case
    if outcome.answer is None or not case.group_count:
        return None
    cited = list(outcome.carrying())
    if case.file is not None:
        return float(any(_is_gold(case, citation, fits) for citation in cited))
    met = [any(fits(case.gold[index], citation) for index in group for citation in cited) for group in case.required]
    return sum(met) / len(met)


def _is_gold(case: EvalCase, citation: Citation, fits: Fits) -> bool:
    if case.file is not None:
        return citation.document.file == case.file and bool(set(case.pages) & set(citation.pages))
    return any(fits(gold, citation) for gold in case.gold)
