"""Batches of questions, line by line."""

import json

import pytest

from corpus.errors import QuestionError
from ui.batch import BadCase, Case, read_batch


def test_fields_are_read_and_others_ignored(tmp_path):
    path = tmp_path / "q.jsonl"
    line = {"id": 7, "question": "Hur?", "history": ["Vad?"], "procurement": "bro", "gold": [1]}
    path.write_text(json.dumps(line) + "\n\n" + json.dumps({"question": "När?"}), encoding="utf-8")
    assert list(read_batch(path, "väg")) == [Case("7", "Hur?", ("Vad?",), "bro"), Case(None, "När?", (), "väg")]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"id": "x"}', "no question"),
        ('{"question": "?", "history": "x"}', "history"),
        ('{"question": "?", "procurement": 7}', "procurement"),
        ('{"question": "?", "procurement": ["bro"]}', "procurement"),
    ],
)
def test_a_bad_line_stands_in_its_place_and_the_rest_goes_on(tmp_path, line, word):
    path = tmp_path / "q.jsonl"
    path.write_text(f'{line}\n{{"question": "Hur?"}}\n', encoding="utf-8")
    bad, good = read_batch(path)
    assert isinstance(bad, BadCase)
    assert word in bad.error
    assert good == Case(None, "Hur?")


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(QuestionError, match=r"no file .*x\.jsonl"):
        list(read_batch(tmp_path / "x.jsonl"))


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"])
def test_a_question_with_a_line_separator_in_it_is_one_line(tmp_path, char):
    path = tmp_path / "q.jsonl"
    path.write_bytes(f'{{"question": "Hur{char}länge?"}}\r\n{{"question": "När?"}}'.encode())
    assert list(read_batch(path)) == [Case(None, f"Hur{char}länge?"), Case(None, "När?")]


def test_a_file_that_is_not_utf_8_is_one_sentence(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_bytes('{"question": "När får vi börja?"}'.encode("latin-1"))
    with pytest.raises(QuestionError, match=r"q\.jsonl is not written in UTF-8"):
        list(read_batch(path))
