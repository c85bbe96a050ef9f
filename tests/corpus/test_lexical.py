"""The lexical index: what it finds, forgives and keeps on disk."""

import math

import numpy as np
import pytest

from corpus.lexical import build_index, load_index
from corpus.words import search_words

TEXTS = [
    "Avtalsspärren är tio dagar när beslutet skickas elektroniskt.",
    "En leverantör får uteslutas om den inte har betalat skatt.",
    "Anbud får lämnas av flera företag tillsammans som en grupp.",
]


@pytest.fixture
def index():
    return build_index(TEXTS)


def best(index, question):
    return int(index.scores(question).argmax())


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("hur lång är spärren", 0),
        ("utesluten för obetald skatt", 1),
        ("kan flera bolag bjuda i grupp", 2),
        ("uteslutas leverantorer", 1),
        ("elektronsikt beslut", 0),
    ],
)
def test_a_question_finds_its_text_in_spite_of_inflection_and_spelling(index, question, row):
    assert best(index, question) == row


def test_known_words_are_not_corrected(index):
    assert index.corrected("beslutet om skatt") == "beslutet om skatt"


def test_missing_marks_are_put_back(index):
    assert index.corrected("avtalssparren") == "avtalsspärren"


def test_a_question_without_a_shared_word_scores_nothing(index):
    assert not index.scores("zebra").any()


def test_an_empty_index_scores_nothing():
    assert build_index([]).scores("skatt").shape == (0,)


def test_it_is_the_same_after_saving_and_loading(index, tmp_path):
    index.save(tmp_path / "words")
    again = load_index(tmp_path / "words")
    for question in ("skatt", "elektronsikt", "grupp av företag"):
        np.testing.assert_allclose(again.scores(question), index.scores(question))


def test_scores_agree_with_bm25_by_hand(index):
    documents = [search_words(text) for text in TEXTS]
    average = sum(map(len, documents)) / len(documents)
    word = "skatt"
    holding = sum(word in document for document in documents)
    idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
    expected = [
        idf * document.count(word) / (document.count(word) + 1.2 * (1 - 0.75 + 0.75 * len(document) / average))
        for document in documents
    ]
    np.testing.assert_allclose(index.scores(word), expected, rtol=1e-4)
