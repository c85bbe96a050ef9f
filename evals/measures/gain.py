"""nDCG@k: how much of what is needed stands how high, with alternatives counting once.

A hit gains one for every required group that no hit above it met, discounted by log2(rank + 1) (Järvelin and
Kekäläinen 2002). Where each group has one provision and each provision one group this is nDCG with the needed
provisions relevant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from evals.cases import EvalCase
from evals.measures.outcome import Outcome, Ranking


def gain_at(ranking: Ranking, k: int, ideal: Ranking) -> float:
    """The discounted gain of the first k hits over that of the best ranking there can be."""
    best = _gained(ideal[:k])
    return _gained(ranking[:k]) / best if best else 0.0


def ideal_ranking(case: EvalCase) -> Ranking:
    """The best ranking there can be: section by section, the one that meets most of what is still needed first."""
    if case.file is not None:
        return [frozenset({0})]
    sections: dict[tuple[str | None, ...], set[int]] = {}
    for number, group in enumerate(case.required):
        for gold in (case.gold[index] for index in group):
            sections.setdefault((gold.sfs, gold.chapter, gold.section), set()).add(number)
    ranking: list[frozenset[int]] = []
    met: set[int] = set()
    while len(met) < len(case.required):
        best = max(sections.values(), key=lambda groups: len(groups - met))
        ranking.append(frozenset(best))
        met |= best
    return ranking


def gain_at_10(outcome: Outcome) -> float | None:
    """nDCG@10, for cases that need a provision or page."""
    return gain_at(outcome.ranking, 10, ideal_ranking(outcome.case)) if outcome.case.group_count else None


def _gained(ranking: Iterable[frozenset[int]]) -> float:
    met: frozenset[int] = frozenset()
    total = 0.0
    for rank, groups in enumerate(ranking, start=1):
        total += len(groups - met) / math.log2(rank + 1)
        met |= groups
    return total
