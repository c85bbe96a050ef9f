"""Measures of search, worked by hand and held against an independent library."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.cases import EvalCase, Gold
from evals.intervals import mean_of
from evals.measures.every_needed import every_needed_at
from evals.measures.gain import gain_at, ideal_ranking
from evals.measures.hit import hit_at
from evals.measures.reciprocal_rank import reciprocal_rank

NONE, FIRST, SECOND, BOTH = frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})


@pytest.mark.parametrize(("k", "value"), [(1, 0.0), (2, 1.0), (5, 1.0)])
def test_hit_at_k_is_whether_a_needed_provision_is_among_the_first_k(k, value):
    assert hit_at([NONE, FIRST, NONE], k) == value


@pytest.mark.parametrize(("k", "value"), [(2, 0.0), (3, 1.0)])
def test_every_needed_asks_for_all_groups(k, value):
    assert every_needed_at([FIRST, FIRST, SECOND], k, 2) == value


@pytest.mark.parametrize(
    ("ranking", "value"), [([FIRST], 1.0), ([NONE, NONE, SECOND], 1 / 3), ([NONE], 0.0), ([], 0.0)]
)
def test_the_reciprocal_rank_is_that_of_the_first_needed_hit(ranking, value):
    assert reciprocal_rank(ranking, 10) == value


def test_gain_counts_an_alternative_that_comes_second_not_again():
    got = 1.0 + 0.0 + 1 / math.log2(4)
    best = 1.0 + 1 / math.log2(3)
    assert gain_at([FIRST, FIRST, SECOND], 10, [FIRST, SECOND]) == pytest.approx(got / best)


def case_of(groups):
    gold = tuple(Gold("2016:1145", "1", section) for group in groups for section in group)
    numbers = iter(range(len(gold)))
    required = tuple(tuple(next(numbers) for _ in group) for group in groups)
    return EvalCase("a", "sv", "statute", "?", gold=gold, required=required)


def test_the_ideal_ranking_takes_a_section_that_meets_two_groups_first():
    assert ideal_ranking(case_of([["1"], ["2", "3"], ["3"]])) == [frozenset({1, 2}), frozenset({0})]


def test_a_mean_says_of_how_many_and_none_of_nothing():
    assert mean_of([]) is None
    assert mean_of([1.0, 0.0]).value == 0.5
    assert mean_of([1.0, 0.0]).n == 2


SECTIONS = [str(number) for number in range(12)]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=12, unique=True),
)
def test_search_measures_agree_with_ir_measures_where_no_group_has_alternatives(needed, found):
    ir = pytest.importorskip("ir_measures")
    case = case_of([[section] for section in needed])
    ranking = [frozenset({needed.index(section)}) if section in needed else NONE for section in found]
    qrels = [ir.Qrel("q", section, 1) for section in needed]
    scored = [ir.ScoredDoc("q", section, 100.0 - rank) for rank, section in enumerate(found)]
    wanted = [ir.Success @ 1, ir.Success @ 5, ir.RR @ 10, ir.nDCG @ 10, ir.R @ 10]
    theirs = ir.calc_aggregate(wanted, qrels, scored)
    assert hit_at(ranking, 1) == theirs[ir.Success @ 1]
    assert hit_at(ranking, 5) == theirs[ir.Success @ 5]
    assert reciprocal_rank(ranking, 10) == pytest.approx(theirs[ir.RR @ 10])
    assert gain_at(ranking, 10, ideal_ranking(case)) == pytest.approx(theirs[ir.nDCG @ 10])
    assert every_needed_at(ranking, 10, len(needed)) == float(theirs[ir.R @ 10] == 1)
