"""Planted regressions, each caught by the gate; an unchanged program passes, twice."""

from dataclasses import replace

import pytest

from assistant.quoting import cite
from corpus.errors import SettingsError
from corpus.jsonl import write_lines
from corpus.model import Provision, Span
from evals.gate import THRESHOLDS, gate, load_thresholds

pytest.importorskip("pdfplumber")


def failures(earlier, later):
    return [item.text for item in gate(earlier, later, load_thresholds()) if not item.passed]


def failed_measures(earlier, later):
    return {text.split(",")[0].split(":")[0] for text in failures(earlier, later)}


@pytest.fixture
def sound(run):
    return run("sound")


def test_the_small_set_is_answered_rightly(sound):
    shares = {key: value for record in sound.records for key, value in record.scores.items() if key != "refusal-reason"}
    assert all(value == 1.0 for key, value in shares.items() if key not in ("words", "wall", "cpu"))


def test_an_unchanged_program_passes_twice(sound, run):
    assert failures(sound, run("again")) == []
    assert failures(sound, run("and-again")) == []


def test_a_broken_choice_of_the_act_is_caught(sound, run, monkeypatch):
    monkeypatch.setattr("assistant.understand.decide_acts", lambda *_: ("LOU",))
    assert "right-act" in failed_measures(sound, run("broken"))


def test_a_dropped_paragraph_is_caught(sound, run, library):
    shelf = library.shelf("common")
    shorter = [replace(item, parts=item.parts[:1]) for item in shelf.provisions]
    assert sum(len(item.parts) for item in shelf.provisions) == len(shorter) + 1
    write_lines(shelf.folder / "provisions.jsonl", Provision, shorter)
    assert {"paragraph-recall", "facts"} <= failed_measures(sound, run("dropped"))


def test_quotes_that_are_off_by_a_page_are_caught(sound, run, monkeypatch):
    def off(*given):
        found = cite(*given)
        spans = tuple(Span(span.page + 1, span.start, span.end) for span in found.spans)
        return replace(found, spans=spans, boxes=tuple(replace(item, page=item.page + 1) for item in found.boxes))

    monkeypatch.setattr("assistant.compose.cite", off)
    assert {"quotes-on-page", "quotes-in-boxes"} <= failed_measures(sound, run("off"))


def test_boxes_that_are_off_by_a_line_are_caught(sound, run, monkeypatch):
    def off(*given):
        found = cite(*given)
        moved = (
            replace(item, rects=tuple((x0, y0 + 18, x1, y1 + 18) for x0, y0, x1, y1 in item.rects))
            for item in found.boxes
        )
        return replace(found, boxes=tuple(moved))

    monkeypatch.setattr("assistant.compose.cite", off)
    found = failed_measures(sound, run("off"))
    assert "quotes-in-boxes" in found
    assert "quotes-on-page" not in found


@pytest.mark.parametrize(("threshold", "measure"), [("0.00001", "answered"), ("0.99999", "refusal-recall")])
def test_a_moved_refusal_threshold_is_caught(sound, run, program, threshold, measure):
    changed = program.with_settings({"calibration.threshold": threshold})
    assert measure in failed_measures(sound, run("moved", changed))


def test_a_case_that_ends_in_an_error_is_caught(sound, run, monkeypatch):
    def broken(*_):
        raise RuntimeError("no disk")

    monkeypatch.setattr("evals.asking.chance_to_decline", broken)
    later = run("broken")
    assert len(later.records) == 12
    assert any("ended in an error: RuntimeError: no disk" in text for text in failures(sound, later))


def test_a_case_that_is_missing_is_caught(sound, program):
    fewer = replace(sound, records=sound.records[1:])
    assert "1 cases of sound are not in sound as they were" in failures(sound, fewer)


def test_a_run_that_is_not_finished_is_caught(sound):
    begun = replace(sound, manifest=replace(sound.manifest, finished=None))
    assert "sound is not finished" in failures(sound, begun)


@pytest.mark.parametrize(
    ("text", "told"),
    [('[drop]\n"hit@3" = 0.1', "no measure hit@3"), ("[fall]", "fall"), ("drop = ", "no thresholds file")],
)
def test_a_bad_thresholds_file_is_refused(tmp_path, text, told):
    path = tmp_path / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        load_thresholds(path)
    assert load_thresholds(THRESHOLDS).drop
