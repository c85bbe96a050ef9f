"""What is made of a run: comparison, tables, plots, the report."""

import re
from dataclasses import replace

import pytest

from corpus.errors import OstkakanError
from evals.compare import compare
from evals.refusal_curve import curve
from evals.report import report_html, report_markdown, worst_cases, write_report
from evals.summary import groups_of
from evals.tables import comparison_table, run_json, run_table


@pytest.fixture
def pair(run, monkeypatch):
    sound = run("sound")
    monkeypatch.setattr("assistant.understand.decide_acts", lambda *_: ("LOU",))
    return sound, run("worse")


def test_a_comparison_counts_wins_ties_and_losses(pair):
    found = compare(*pair)
    acts = next(item for item in found.differences if item.measure == "right-act")
    assert (acts.wins, acts.losses, acts.wins + acts.ties + acts.losses) == (0, 2, 9)
    assert acts.p == pytest.approx(0.5)
    assert acts.difference.value == pytest.approx(-2 / 9)


def test_a_lost_case_tells_what_changed(pair):
    lost = {item.record.case.id: item for item in compare(*pair).lost}
    assert "first hit 5 § LUF → 1 § LOU" in lost["s3"].changes
    assert "no longer said: tjugo dagar" in lost["s3"].changes
    assert lost["s3"].measures["right-act"] == (1.0, 0.0)
    assert "s1" not in lost


def test_runs_without_a_common_case_are_not_compared(pair):
    with pytest.raises(OstkakanError, match="no case in common"):
        compare(pair[0], replace(pair[1], records=()))


def test_groups_are_all_cases_and_each_set_language_kind_and_tag(pair):
    names = [(group.by, group.name, len(group.records)) for group in groups_of(pair[0].records)]
    assert names[:2] == [("all", "all", 12), ("set", "small", 12)]
    assert ("kind", "decline", 3) in names
    assert ("tag", "number", 3) in names


def test_every_mean_stands_with_its_interval_and_n(pair):
    assert re.search(r"\| right-act \| 1\.000 \| 1\.000–1\.000 \| 9 \|", run_table(pair[0]))
    figures = run_json(pair[0])["figures"][0]["measures"]
    assert all(set(figure) == {"mean", "low", "high", "n"} for figure in figures.values())
    assert "small s3: Hur många dagar" in comparison_table(compare(*pair), 5)


def test_the_refusal_curve_is_worked_by_hand():
    points = curve([(0.9, True), (0.8, False), (0.7, True), (0.1, False)])
    assert [(point.threshold, point.recall, point.precision) for point in points] == [
        (0.9, 0.5, 1.0), (0.8, 0.5, 0.5), (0.7, 1.0, 2 / 3), (0.1, 1.0, 0.5),
    ]  # fmt: skip


def test_the_report_needs_nothing_from_elsewhere(pair, tmp_path):
    html, markdown = write_report(pair[1], pair[0], tmp_path / "out")
    text = html.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=|https?://|@import|url\(", text)
    assert text.count("<svg") >= 3
    assert "Against sound" in text
    assert markdown.read_text(encoding="utf-8").startswith("# Evaluation worse")


def test_the_worst_cases_stand_with_question_answer_quote_gold_and_page(pair):
    worst = worst_cases(pair[1].records)
    assert {record.case.id for record in worst} >= {"s3", "s4"}
    text = report_html(pair[1])
    assert "Hur många dagar är spärren enligt LUF" in text
    assert "5 § LUF, luf.pdf p. 1" in text
    assert "<blockquote>Spärren är tio dagar" in text
    assert "5 § LUF (luf.pdf p. 1)" in report_markdown(pair[1])


def test_text_of_a_case_is_no_markup(run, sets):
    made = run("one")
    record = replace(made.records[0], error="<script>alert(1)</script>")
    assert "<script>" not in report_html(replace(made, records=(record,)))


def test_no_question_of_a_test_set_is_shown(pair):
    sealed = [
        replace(made, records=tuple(replace(record, set="small-test") for record in made.records)) for made in pair
    ]
    found = compare(*sealed)
    shown = report_html(sealed[1], found) + report_markdown(sealed[1], found) + comparison_table(found, 9)
    assert len(found.lost) >= 2
    assert "spärren" not in shown
    assert "small-test" in shown
