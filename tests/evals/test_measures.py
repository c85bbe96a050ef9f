"""Measures, worked by hand, and cases as they are read."""

import json

import pytest

from corpus.errors import OstkakanError
from evals.cases import load_cases
from evals.measures import every_needed_at, hit_at, mean
from tests.corpus.making import parsed_statute

NONE, FIRST, SECOND = frozenset(), frozenset({0}), frozenset({1})


@pytest.mark.parametrize(("k", "value"), [(1, 0.0), (2, 1.0), (5, 1.0)])
def test_hit_at_k_is_whether_a_needed_provision_is_among_the_first_k(k, value):
    assert hit_at([NONE, FIRST, NONE], k) == value


@pytest.mark.parametrize(("k", "value"), [(2, 0.0), (3, 1.0)])
def test_every_needed_asks_for_all_groups(k, value):
    assert every_needed_at([FIRST, FIRST, SECOND], k, 2) == value


def test_no_values_have_no_mean():
    assert mean([]) is None
    assert mean([1.0, 0.0]) == 0.5


def write(path, *lines):
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


GOLD = [
    {"doc": "2099:1", "chapter": None, "section": "1", "stycke": None, "point": None},
    {"doc": "2099:1", "chapter": None, "section": "3", "stycke": None, "point": None},
]


def test_only_gold_that_is_required_counts(tmp_path):
    line = {"id": "a", "lang": "sv", "kind": "statute", "question": "?", "gold": GOLD, "required": [[0]]}
    (case,) = load_cases(write(tmp_path / "set.jsonl", line))
    parsed = parsed_statute()
    met = [case.groups_met(parsed.document, provision) for provision in parsed.provisions]
    assert met == [FIRST, NONE, NONE]
    assert case.group_count == 1


def test_a_page_is_met_by_any_provision_on_it(tmp_path):
    line = {"id": "t", "lang": "sv", "kind": "tender", "question": "?", "page": {"doc": "lag.pdf", "pages": [2]}}
    (case,) = load_cases(write(tmp_path / "set.jsonl", line))
    parsed = parsed_statute()
    assert [case.groups_met(parsed.document, item) for item in parsed.provisions] == [NONE, NONE, FIRST]


def test_a_bad_line_is_named(tmp_path):
    path = write(tmp_path / "set.jsonl", {"id": "a", "lang": "sv", "kind": "statute", "question": "?"}, {"id": "b"})
    with pytest.raises(OstkakanError, match=r"set.jsonl, line 2"):
        load_cases(path)


def test_the_development_set_loads(reference):
    cases = load_cases(reference / "evalset" / "dev.jsonl")
    assert len(cases) == 60
    assert all(index < len(case.gold) for case in cases for group in case.required for index in group)
