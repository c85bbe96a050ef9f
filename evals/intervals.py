"""Values of cases → a mean with how far it can be trusted, and two runs' values → whether they differ.

Everything is seeded: the same values give the same interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
FLIPS = 20_000
_EXACT_UP_TO = 14
_SEED = 20_260_101
_SURE = 1.959964
"""The normal quantile of 97.5 %."""
_SEEN = 0.841621
"""The normal quantile of 80 %, the power that is customary."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over ``n`` cases with its 95 % bootstrap interval (percentile method)."""

    value: float
    low: float
    high: float
    n: int


def mean_of(values: Sequence[float]) -> Mean | None:
    """The mean and its interval; None of no values: a measure that applies to no case has no value, never 0."""
    if not values:
        return None
    array = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(_SEED).integers(0, len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return Mean(float(array.mean()), float(low), float(high), len(array))


def paired_p(differences: Sequence[float]) -> float:
    """The two-sided p of a paired test that the differences are as often up as down; 1 when there are none.

    Exact where it can be: the sign test when all differences are of one size (as those of 0/1 measures are), every
    flip of signs when few are not 0; else a permutation test over ``FLIPS`` random ones.
    """
    moved = np.asarray([value for value in differences if value], dtype=np.float64)
    if not len(moved):
        return 1.0
    if np.allclose(np.abs(moved), abs(moved[0])):
        return sign_p(int((moved > 0).sum()), int((moved < 0).sum()))
    flips: NDArray[np.float64]
    if len(moved) <= _EXACT_UP_TO:
        flips = np.array(list(product((1.0, -1.0), repeat=len(moved))))
        extra = 0
    else:
        flips = np.random.default_rng(_SEED).choice([1.0, -1.0], size=(FLIPS, len(moved)))
        extra = 1  # the order that was seen is one of those that could be
    as_far = np.abs(flips @ moved) >= abs(moved.sum()) - 1e-12
    return float((as_far.sum() + extra) / (len(flips) + extra))


def sign_p(wins: int, losses: int) -> float:
    """The two-sided p of the exact sign test (binomial, half and half)."""
    n, fewer = wins + losses, min(wins, losses)
    tail = sum(math.comb(n, count) for count in range(fewer + 1)) / 2**n
    return float(min(1.0, 2 * tail))


def cases_needed(moved: float, difference: float = 0.05) -> int:
    """How many cases a paired comparison needs to see a difference 8 times of 10 (5 % significance, two-sided).

    ``moved`` is the share of cases that one run gets right and the other does not, either way (McNemar; Miettinen
    1968): it must be at least ``difference``.
    """
    moved = max(moved, difference)
    spread = _SURE * math.sqrt(moved) + _SEEN * math.sqrt(moved - difference**2)
    return math.ceil((spread / difference) ** 2)
