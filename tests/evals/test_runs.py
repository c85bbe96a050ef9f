"""Runs: kept case by case, resumed where they were, and never mixed."""

import json
from dataclasses import replace

import pytest

from corpus.errors import LockedError, OstkakanError
from evals.asking import ask
from evals.run import run_sets
from evals.runs import holding, read_run, run_folder, run_names


def lines_of(folder):
    return (folder / "cases.jsonl").read_bytes().split(b"\n")


def test_a_run_keeps_every_answer_and_what_it_was_made_of(run, program):
    made = run("one")
    assert len(made.records) == made.manifest.total == 12
    assert made.records[0].answer.citations
    assert made.records[0].gold[0].label == "1 § LOU"
    assert made.manifest.state.encoder == "hash"
    assert made.manifest.state.shelves[0].documents
    assert made.manifest.finished
    assert read_run(program.data, "one") == made


def test_a_run_that_was_killed_goes_on_where_it_was(run, program, monkeypatch):
    asked = []

    def until_the_fifth(assistant, rivals, name, case):
        if len(asked) == 5:
            raise KeyboardInterrupt
        asked.append(case.id)
        return ask(assistant, rivals, name, case)

    with monkeypatch.context() as patched:
        patched.setattr("evals.run.ask", until_the_fifth)
        with pytest.raises(KeyboardInterrupt):
            run("one")
    folder = run_folder(program.data, "one")
    with (folder / "cases.jsonl").open("ab") as file:
        file.write(b'{"set":"small","case":{"id":"s6"')  # what a kill in the middle of a line leaves
    assert len(read_run(program.data, "one").records) == 5
    assert read_run(program.data, "one").manifest.finished is None
    monkeypatch.setattr("evals.run.ask", lambda *given: asked.append(given[3].id) or ask(*given))
    made = run("one")
    assert len(made.records) == 12
    assert len(asked) == len(set(asked)) == 12
    assert made.manifest.finished
    assert all(json.loads(line) for line in lines_of(folder)[:-1])


def test_a_finished_run_is_not_asked_again(run, monkeypatch):
    first = run("one")
    monkeypatch.setattr("evals.run.ask", lambda *_: pytest.fail("asked again"))
    assert run("one") == first


def test_without_a_name_a_run_is_called_by_its_content(run, program):
    changed = program.with_settings({"fuse.OTHER_ACT": "0.1"})
    assert run(None).name == run(None).name != run(None, changed).name


def test_a_run_goes_on_only_with_what_it_was_begun_with(run, program):
    run("one")
    with pytest.raises(OstkakanError, match="made of other settings; give another --name"):
        run("one", program.with_settings({"fuse.OTHER_ACT": "0.1"}))


def test_a_run_goes_on_only_with_the_same_questions(run, program, sets):
    run("one")
    fewer = {name: cases[:3] for name, cases in sets.items()}
    with pytest.raises(OstkakanError, match="made of other sets"):
        run_sets(fewer, program, lambda _: None, "one")


def test_shelves_of_another_encoder_are_refused(run, program, monkeypatch):
    monkeypatch.setattr("corpus.encoder.HashEncoder.__init__", lambda self: setattr(self, "name", "other"))
    with pytest.raises(OstkakanError, match="built with the embedding model hash, not other"):
        run("one")


def test_two_processes_do_not_make_one_run(run, program):
    with holding(run_folder(program.data, "one")), pytest.raises(LockedError):
        run("one")


@pytest.mark.parametrize("name", ["../out", ".hidden", "a/b", ""])
def test_a_run_is_called_by_a_plain_name(program, name):
    with pytest.raises(OstkakanError, match="can't be called"):
        run_folder(program.data, name)


def test_a_run_that_is_not_there_is_said_not_to_be(run, program):
    run("one")
    with pytest.raises(OstkakanError, match=r"There is no run two .* there are: one"):
        read_run(program.data, "two")
    assert run_names(program.data) == ("one",)


@pytest.mark.slow
def test_several_processes_give_the_same_answers(run, program, sets):
    plain = replace(program, constants={"fuse.OTHER_ACT": "0.0"})
    alone = run("alone", plain)
    together = run_sets(sets, plain, lambda _: None, "together", jobs=2)
    assert [record.hits for record in together.records] == [record.hits for record in alone.records]
