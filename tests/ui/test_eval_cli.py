"""`ostkakan eval` as staff and CI use it, on the made-up library."""

import json
import sys

import pytest

from assistant.decline import Calibration
from tests.evals.making import case, filled_library, gold, workbook, write_set
from ui import cli


@pytest.fixture
def ostkakan(tmp_path, monkeypatch, capsys):
    """Runs the command line; its exit code, stdout and stderr."""
    made = {"sv": Calibration(1.0, -20.0, -2.0, 0.5)}
    monkeypatch.setattr("assistant.pipeline.calibrations_of", lambda _: dict(made))
    monkeypatch.setenv("OSTKAKAN_DATA", str(filled_library(tmp_path / "data").root))
    monkeypatch.setenv("OSTKAKAN_ENCODER", "hash")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["ostkakan", "eval", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return run


@pytest.fixture
def small(tmp_path):
    return write_set(tmp_path / "small.jsonl")


def test_run_compare_gate_and_report(ostkakan, small, tmp_path):
    quick = ("--no-rivals", "--jobs", 1)
    code, out, _ = ostkakan("run", small, "--name", "a", *quick)
    assert code == 0
    assert "## a: 12 cases" in out
    code, out, _ = ostkakan("run", small, "--name", "b", "--json", "--set", "calibration.threshold=0.99999", *quick)
    assert json.loads(out)["run"] == "b"
    code, out, _ = ostkakan("compare", "a", "b")
    assert "declined (outside) → answered" in out
    code, out, _ = ostkakan("gate", "--against", "a")
    assert (code, out.splitlines()[-1]) == (1, "b fails against a.")
    assert "FAIL  refusal-recall, all sets: 1.000 → 0.000" in out
    assert ostkakan("gate", "a", "--against", "a")[0] == 0
    code, out, _ = ostkakan("report", "b", "--against", "a", "--out", tmp_path / "out")
    assert [line.rsplit("/", 1)[-1] for line in out.splitlines()] == ["report.html", "report.md"]


def test_a_set_with_faults_is_not_run(ostkakan, tmp_path):
    bad = write_set(tmp_path / "bad.jsonl", [case("x", "Var står det?", [gold("LOU", "99")])])
    code, _, err = ostkakan("run", bad, "--no-rivals", "--jobs", 1)
    assert code == 1
    assert err.splitlines() == [
        "bad, line 1 (x): 99 § LOU is not in the wording on the shelf",
        "ostkakan: 1 faults; mend them first.",
    ]
    code, out, _ = ostkakan("check", bad)
    assert (code, out.splitlines()[-1]) == (1, "1 cases, 1 faults")


def test_a_spreadsheet_becomes_a_set(ostkakan, tmp_path):
    sheet, target = tmp_path / "set.xlsx", tmp_path / "made.jsonl"
    sheet.write_bytes(workbook([["id", "question", "gold"], ["1", "Hur länge?", "1 § första stycket LOU"]]))
    assert ostkakan("import", sheet, target)[0] == 0
    assert json.loads(target.read_text(encoding="utf-8"))["gold"][0]["section"] == "1"
    assert ostkakan("export", target, tmp_path / "back.csv")[0] == 0


@pytest.mark.parametrize(
    ("rows", "merged", "told"),
    [
        ([["id", "question"], ["a", "?"], ["b", "!"]], "A2:A3", "row 2: the cells A2:A3 are merged"),
        ([["id", "gold"], ["a", "1 § LOU"]], None, "row 1: the column question is missing"),
        ([["id", "question", "key_facts"], ["a", "?", "x"], ["a", "!", "x"]], None, "row 3: the id a stands in row 2"),
        ([["id", "question", "gold"], ["a", "?", "77 § LOU"]], None, "row 2 (a): 77 § LOU is not in the wording"),
        ([["id", "question"]], None, "row 2: there are no questions"),
    ],
)
def test_a_faulty_spreadsheet_is_told_of_by_its_row_and_writes_nothing(ostkakan, tmp_path, rows, merged, told):
    sheet, target = tmp_path / "set.xlsx", tmp_path / "made.jsonl"
    sheet.write_bytes(workbook(rows, merged))
    code, _, err = ostkakan("import", sheet, target)
    assert code == 1
    assert f"set.xlsx, {told}" in err
    assert not target.exists()


def test_runs_that_are_not_there_are_said_not_to_be(ostkakan):
    assert "There is no run a" in ostkakan("compare", "a", "b")[2]
    assert "There is no run in" in ostkakan("report")[2]
    assert "There is no run in" in ostkakan("gate", "--against", "a")[2]
