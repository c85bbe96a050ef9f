"""All measures in the order of the reports: what each is called, what it says, and which way is better."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from evals.measures import (
    act,
    citations,
    every_needed,
    gain,
    hit,
    key_facts,
    length,
    must_not,
    quotes,
    reciprocal_rank,
    refusal,
    times,
)
from evals.measures.outcome import Outcome

Unit = Literal["share", "words", "ms"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: ``key`` in files, ``says`` in a sentence; ``more_is_better`` is None where neither way is."""

    key: str
    says: str
    value: Callable[[Outcome], float | None]
    unit: Unit = "share"
    more_is_better: bool | None = True


def _all() -> Iterable[Measure]:
    yield Measure("hit@1", "The first hit is a provision that is needed.", hit.hit_at_1)
    yield Measure("hit@5", "One of the first five hits is a provision that is needed.", hit.hit_at_5)
    yield Measure(
        "every-needed@10", "The first ten hits hold all that an answer needs.", every_needed.every_needed_at_10
    )
    yield Measure("MRR", "One over the rank of the first needed hit.", reciprocal_rank.reciprocal_rank_at_10)
    yield Measure("nDCG@10", "How much of what is needed stands how high among the first ten.", gain.gain_at_10)
    yield Measure("right-act", "All direct statements rest on an act that a right answer rests on.", act.right_act)
    yield Measure("citation-precision", "Share of the cited sections that are gold.", citations.provision_precision)
    yield Measure("citation-recall", "Share of what is needed that is cited, by section.", citations.provision_recall)
    yield Measure("paragraph-precision", "Share of the cited paragraphs that are gold.", citations.paragraph_precision)
    yield Measure(
        "paragraph-recall", "Share of what is needed that is cited, by paragraph.", citations.paragraph_recall
    )
    yield Measure(
        "quotes-on-page", "Share of the quotes that a second PDF reader finds on their page.", quotes.quotes_on_page
    )
    yield Measure(
        "quotes-in-boxes", "Share of the quotes whose boxes hold exactly their letters.", quotes.quotes_in_boxes
    )
    yield Measure("facts", "Share of the key facts in the answer.", key_facts.facts_in_answer)
    yield Measure(
        "facts-or-quotes", "Share of the key facts in the answer or its quotes.", key_facts.facts_in_answer_or_quotes
    )
    yield Measure("must-not", "Nothing is said that a right answer does not say.", must_not.nothing_forbidden)
    yield Measure("refusal-recall", "What must be declined is declined.", refusal.refusal_recall)
    yield Measure("refusal-precision", "What is declined had to be.", refusal.refusal_precision)
    yield Measure("answered", "What must be answered is answered.", refusal.answered)
    yield Measure(
        "refusal-reason", "What is rightly declined is declined for the right reason.", refusal.refusal_reason
    )
    yield Measure("words", "Words of the answer.", length.answer_words, "words", None)
    yield Measure("wall", "Time by the clock to the whole answer.", times.wall_time, "ms", False)
    yield Measure("cpu", "Processor time of the answer.", times.cpu_time, "ms", False)


MEASURES = {measure.key: measure for measure in _all()}


def score(outcome: Outcome) -> dict[str, float]:
    """The values of all measures that apply to an outcome."""
    values = {key: measure.value(outcome) for key, measure in MEASURES.items()}
    return {key: round(value, 6) for key, value in values.items() if value is not None}
