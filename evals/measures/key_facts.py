"""Key facts: the share of what a right answer must say that the answer says, in its text or in its quotes too.

A fact is there when one of its alternatives is, case and white space apart; a figure at a fact's edge must be whole
("10 dagar" is not in "110 dagar").
"""

from __future__ import annotations

import re

from evals.checking import folded
from evals.measures.outcome import Outcome


def has_fact(fact: str, text: str) -> bool:
    """Whether one of a fact's alternatives ("tre veckor|3 veckor") stands in a text."""
    said = folded(text)
    return any(_stands(folded(part), said) for part in fact.split("|") if part.strip())


def facts_in_answer(outcome: Outcome) -> float | None:
    """The share of the key facts in the answer's text; None for a case without any."""
    return _share(outcome, outcome.answer.text) if outcome.answer else None


def facts_in_answer_or_quotes(outcome: Outcome) -> float | None:
    """The share of the key facts in the answer's text or its quotes; None for a case without any."""
    if outcome.answer is None:
        return None
    return _share(outcome, "\n".join((outcome.answer.text, *(item.quote for item in outcome.answer.citations))))


def _share(outcome: Outcome, text: str) -> float | None:
    facts = outcome.case.key_facts
    return sum(has_fact(fact, text) for fact in facts) / len(facts) if facts else None


def _stands(fact: str, text: str) -> bool:
    before = r"(?<![\d,.])" if fact[:1].isdigit() else ""
    after = r"(?!\d)" if fact[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(fact)}{after}", text) is not None
