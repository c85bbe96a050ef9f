"""The ready-made searches run beside the program on the same cases."""

import pytest

from evals.asking import rival_names
from evals.second_reader import letters
from evals.tables import run_table


@pytest.mark.slow
def test_rivals_are_measured_on_the_same_cases(run):
    pytest.importorskip("lancedb")
    assert rival_names() == ("tutorial", "hybrid", "hybrid-sections")
    made = run("one", rivals=rival_names())
    searched = [record for record in made.records if record.case.group_count]
    assert all(set(record.rivals) == set(rival_names()) for record in searched)
    assert all(not record.rivals for record in made.records if not record.case.group_count)
    found = [record.rivals["hybrid-sections"].scores["hit@5"] for record in searched]
    assert sum(found) >= 7
    assert "| all | hybrid |" in run_table(made)
    assert run("two", rivals=rival_names()).records[0].rivals.keys() == set(rival_names())


def test_only_letters_and_figures_are_compared():
    assert letters("1 § Upp\u00adhandling – o\u0308ppen,\nﬁnal") == "1Upphandlingöppenfinal"
