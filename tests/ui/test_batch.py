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
