"""Provisions of several acts → which of them are twins: the same rule, in other words and under another number.

LOU, LUF and LUK were written together; most sections of one have a twin in the others. Twins are found by their words:
two sections of different acts that are each other's nearest, by the cosine of weighted word counts, and near enough.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.model import Provision
from corpus.words import lemma, raw_words

_ENOUGH = 0.6
_ALIKE = {"enhet": "myndighet", "koncession": "kontrakt", "konkurrens": "konkurrens"}

Vector = dict[str, float]


def find_twins(provisions: Sequence[Provision]) -> dict[str, tuple[str, ...]]:
    """The ids of each section's twins, at most one an act; sections without a twin are left out."""
    sections = [item for item in provisions if item.kind == "section" and item.pinpoint.act]
    vectors = _vectors(sections)
    acts: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(sections):
        acts[str(item.pinpoint.act)].append(index)
    twins: dict[str, list[str]] = defaultdict(list)
    names = sorted(acts)
    for position, first in enumerate(names):
        for second in names[position + 1 :]:
            for one, other in _mutual(acts[first], acts[second], vectors):
                twins[sections[one].id].append(sections[other].id)
                twins[sections[other].id].append(sections[one].id)
    return {key: tuple(found) for key, found in twins.items()}


def _vectors(sections: Sequence[Provision]) -> list[Vector]:
    counts = []
    for item in sections:
        words = [lemma(word) for word in raw_words(" ".join((*item.heading[-1:], item.text)))]
        counts.append(Counter(_ALIKE.get(word, word) for word in words))
    spread = Counter(word for count in counts for word in count)
    vectors = []
    for count in counts:
        weights = {word: (1 + math.log(n)) * math.log(1 + len(counts) / spread[word]) for word, n in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items()})
    return vectors


def _mutual(left: Sequence[int], right: Sequence[int], vectors: Sequence[Vector]) -> list[tuple[int, int]]:
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for index in right:
        for word, weight in vectors[index].items():
            postings[word].append((index, weight))
    best: dict[int, tuple[float, int]] = {}
    back: dict[int, tuple[float, int]] = {}
    for index in left:
        scores: dict[int, float] = defaultdict(float)
        for word, weight in vectors[index].items():
            for other, their in postings[word]:
                scores[other] += weight * their
        for other, score in scores.items():
            best[index] = max(best.get(index, (0.0, -1)), (score, other))
            back[other] = max(back.get(other, (0.0, -1)), (score, index))
    return [(index, other) for index, (score, other) in best.items() if score >= _ENOUGH and back[other][1] == index]
