"""Sets as they are read, and held against the shelves."""

import json
from dataclasses import astuple

import pytest

from corpus.errors import OstkakanError, PinpointError
from evals.cases import case_json, case_of, load_cases, write_cases
from evals.checking import check_sets, load_sets
from evals.places import label_of, place_of
from tests.corpus.making import parsed_statute
from tests.evals.making import CASES, case, gold, write_set

NONE, FIRST = frozenset(), frozenset({0})
GOLD = [
    {"doc": "2099:1", "chapter": None, "section": "1", "stycke": None, "point": None},
    {"doc": "2099:1", "chapter": None, "section": "3", "stycke": None, "point": None},
]


def test_only_gold_that_is_required_counts():
    read = case_of({"id": "a", "lang": "sv", "kind": "statute", "question": "?", "gold": GOLD, "required": [[0]]})
    parsed = parsed_statute()
    assert [read.groups_met(parsed.document, item) for item in parsed.provisions] == [FIRST, NONE, NONE]
    assert read.group_count == 1


def test_a_page_is_met_by_any_provision_on_it():
    page = {"doc": "lag.pdf", "pages": [2]}
    read = case_of({"id": "t", "lang": "sv", "kind": "tender", "question": "?", "page": page})
    parsed = parsed_statute()
    assert [read.groups_met(parsed.document, item) for item in parsed.provisions] == [NONE, NONE, FIRST]


def test_gold_may_be_written_as_people_write_it():
    line = {"id": "a", "lang": "sv", "kind": "statute", "question": "?", "gold": ["20 kap. 1 § andra stycket LOU"]}
    assert astuple(case_of(line).gold[0]) == ("2016:1145", "20", "1", "2", None)


@pytest.mark.parametrize("text", ["20 kap. 1 § LOU", "19 a kap. 2 § första stycket 3 LUF", "10 § förvaltningslagen"])
def test_a_place_is_written_as_it_is_read(text):
    assert label_of(place_of(text)) == text


@pytest.mark.parametrize("text", ["20 kap. 1 §", "LOU", "någonstans", "1 § gåvolagen"])
def test_a_place_without_an_act_or_section_is_none(text):
    with pytest.raises(PinpointError):
        place_of(text)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['{"id": "a"}'], "line 1 is no evaluation case: lang"),
        (["nonsense"], "line 1 is no evaluation case: no JSON"),
        ([json.dumps(case("a", "?")), "", json.dumps(case("a", "?"))], "line 3: the id a stands on line 1 too"),
        ([json.dumps(case("a", "?") | {"required": [[0]]})], "names no gold"),
        ([json.dumps(case("a", "?") | {"gold": ["5 kap."]})], "line 1 is no evaluation case: gold"),
        ([""], "holds no questions"),
    ],
)
def test_a_bad_line_is_named(tmp_path, lines, told):
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(OstkakanError, match=told):
        load_cases(path)


def test_a_case_is_written_as_it_is_read(tmp_path):
    cases = load_cases(write_set(tmp_path / "a.jsonl"))
    write_cases(tmp_path / "b.jsonl", cases)
    assert load_cases(tmp_path / "b.jsonl") == cases
    assert case_of(case_json(cases[0])) == cases[0]


def test_a_sound_set_has_no_faults(library, sets):
    assert check_sets(sets, library) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (case("x", "?", [gold("LOU", "99")]), "99 § LOU is not in the wording on the shelf"),
        (case("x", "?", [gold("LOU", "1", "3")]), "1 § LOU has no paragraph 3"),
        (case("x", "?", [gold("LOU", "1", "1") | {"point": "4"}]), "has no point 4"),
        (case("x", "?", [gold("LOU", "1") | {"doc": "2017:900"}]), "the act 2017:900 is on no shelf"),
        (case("x", "?", [gold("LOU", "1")], ["nio dagar|9 dagar"]), "the key fact “nio dagar|9 dagar” does not"),
        (case("x", "?", page={"doc": "x.pdf", "pages": [1]}), "x.pdf is on no shelf"),
        (case("x", "?", page={"doc": "lou.pdf", "pages": [1, 9]}), "lou.pdf has 4 pages, no page 9"),
        (case("x", "?") | {"kind": "statute"}, "nothing is said of a right answer"),
        (case("s1", "?"), "the id stands at small, line 1 too"),
    ],
)
def test_every_fault_is_named_by_its_line(tmp_path, library, line, told):
    sets = load_sets([write_set(tmp_path / "small.jsonl"), write_set(tmp_path / "other.jsonl", [case("y", "?"), line])])
    (fault,) = check_sets(sets, library)
    assert str(fault).startswith(f"other, line 2 ({line['id']})")
    assert told in str(fault)


def test_two_sets_of_one_name_are_refused(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(OstkakanError, match="are called a"):
        load_sets([write_set(tmp_path / "a.jsonl"), write_set(tmp_path / "b" / "a.jsonl")])


def test_the_development_set_loads(reference):
    assert len(load_cases(reference / "evalset" / "dev.jsonl")) == 60
    assert len(CASES) == 12
