"""Candidates → their scores: the sum of what each retriever says, and what the act and the procurement cost.

A provision that a kind of row did not bring up among its nearest gets the score of the last one that was. One that
has no entry in the plain-language layer is not to lose by it: it gets what its passages let expect.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.candidates import Candidate
from corpus.model import Query
from corpus.shelf import ROW_KINDS

WEIGHTS = {"text": 0.5, "question": 2.0, "plain": 2.0}
"""Of each kind of row's cosine in a provision's score; with COVERAGE from a coarse grid on the train files."""
TYPICAL_OFFSET = 0.035
"""By how much our words lie nearer to a question than a passage, where none are on the shelves to tell."""
COVERAGE = 1.0
"""Of the share of the question's words that a provision has (BM25 over the most it could be) beside one cosine."""
DEFINES = 0.12
"""Given to the section that defines a term which the question uses."""
OTHER_ACT = 0.4
"""Taken from a provision of another act than the question's: more than scores differ by, so it comes after."""
SPECIAL_ACT = 0.06
"""Taken from a provision of a special act (concessions, choice of care …) when the question names none."""
OTHER_TENDER = 0.15
"""Taken from a tender's provision when the question neither chose nor names that procurement: the acts come first."""
MEANT_TENDER = 0.15
"""Given to a tender's provision when the question chose its procurement, or names it, its buyer or case number."""
GENERAL_ACTS = frozenset({"LOU", "LUF", None})
PROCUREMENT_ACTS = frozenset({"LOU", "LUF", "LUK", "LOV"})
"""The acts of which one is held instead of another; the others (secrecy, administration) stand beside them."""


def fuse(candidates: Sequence[Candidate], query: Query) -> None:
    """Give each candidate its score."""
    floors = {kind: _floor(candidates, kind) for kind in ROW_KINDS}
    offsets = {kind: _offset(candidates, kind) for kind in ("question", "plain")}
    for item in candidates:
        text = item.best["text"].cosine if "text" in item.best else floors["text"]
        score = WEIGHTS["text"] * text + COVERAGE * item.coverage
        if item.provision.id in item.shelf.defining(query.text):
            score += DEFINES
        for kind in ("question", "plain"):
            if kind in item.best:
                cosine = item.best[kind].cosine
            elif item.provision.id in item.shelf.layered:
                cosine = floors[kind]
            else:
                cosine = text + offsets[kind]
            score += WEIGHTS[kind] * cosine
        item.score = score - _act_cost(item.act, query) - _tender_cost(item, query)


def _floor(candidates: Sequence[Candidate], kind: str) -> float:
    cosines = [item.best[kind].cosine for item in candidates if kind in item.best]
    return min(cosines) - 0.005 if cosines else 0.0


def _offset(candidates: Sequence[Candidate], kind: str) -> float:
    pairs = [
        item.best[kind].cosine - item.best["text"].cosine
        for item in candidates
        if kind in item.best and "text" in item.best
    ]
    return float(np.median(pairs)) if pairs else TYPICAL_OFFSET


def _act_cost(act: str | None, query: Query) -> float:
    chosen = PROCUREMENT_ACTS.intersection(query.acts)
    if act in query.acts:
        return 0.0
    if chosen and act in PROCUREMENT_ACTS:
        return OTHER_ACT
    return 0.0 if act in GENERAL_ACTS or query.acts else SPECIAL_ACT


def _tender_cost(item: Candidate, query: Query) -> float:
    """What a tender's provision costs a question that neither chose nor names its procurement; below 0 when it did."""
    document = item.shelf.documents[item.provision.document_id]
    if document.procurement is None:
        return 0.0
    if query.procurement is not None:
        return -MEANT_TENDER
    return -MEANT_TENDER if item.shelf.is_named_in(query.text) else OTHER_TENDER
