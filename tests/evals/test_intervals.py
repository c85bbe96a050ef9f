"""Intervals and paired tests, against figures that are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import cases_needed, mean_of, paired_p, sign_p


@pytest.mark.parametrize(("wins", "losses", "p"), [(5, 0, 0.0625), (8, 2, 0.109375), (3, 3, 1.0), (0, 0, 1.0)])
def test_the_sign_test_is_the_binomial_one(wins, losses, p):
    assert sign_p(wins, losses) == pytest.approx(p)


def test_differences_of_one_size_are_put_to_the_sign_test():
    assert paired_p([1.0] * 8 + [-1.0] * 2 + [0.0] * 50) == pytest.approx(0.109375)


def test_few_differences_are_flipped_in_every_way():
    assert paired_p([1.0, 2.0, 3.0]) == pytest.approx(2 / 8)


def test_many_differences_that_go_one_way_are_no_chance():
    assert paired_p([0.1 + 0.01 * number for number in range(40)]) < 0.001
    assert paired_p([(-1) ** number * (0.1 + 0.001 * number) for number in range(40)]) > 0.5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_mean_lies_within_its_interval(values):
    mean = mean_of(values)
    assert mean.low - 1e-9 <= mean.value <= mean.high + 1e-9
    assert mean == mean_of(values)


def test_the_interval_of_a_share_is_near_the_textbook_one():
    mean = mean_of([1.0] * 70 + [0.0] * 30)
    assert (mean.low, mean.high) == (pytest.approx(0.61, abs=0.02), pytest.approx(0.79, abs=0.02))


def test_more_cases_are_needed_when_the_runs_differ_oftener():
    assert cases_needed(0.05) < cases_needed(0.2) < cases_needed(0.4)
    assert cases_needed(0.2) == pytest.approx(626, abs=3)
