"""Vectors by content: each text encoded once, a question apart from a passage, and nothing lost by a stop."""

import numpy as np
import pytest

from corpus.encoder import HashEncoder
from corpus.vectors import VectorCache


class SidedEncoder(HashEncoder):
    """Tells questions from passages, keeps what it encoded, and stops after some batches."""

    def __init__(self, name="sided", batches=99):
        super().__init__()
        self.name, self.batches, self.encoded = name, batches, []

    def encode_queries(self, texts, progress=None):
        return -self.encode_passages(texts)

    def encode_passages(self, texts, progress=None):
        if not self.batches:
            raise KeyboardInterrupt
        self.batches -= 1
        self.encoded += texts
        return super().encode_queries(texts)


def passages(count):
    return [("passage", f"text {number:04}") for number in range(count)]


def test_vectors_come_in_the_order_asked_for_whatever_order_they_were_encoded_in(tmp_path):
    cache = VectorCache(tmp_path, HashEncoder())
    texts = [("passage", "en mycket lång text om spår"), ("passage", "kort"), ("passage", "en mellanlång text")]
    cache.fill(texts)
    expected = HashEncoder().encode_passages([text for _, text in reversed(texts)])
    np.testing.assert_array_equal(cache.vectors(texts[::-1]), expected)


def test_each_text_is_encoded_once_also_by_the_next_run(tmp_path):
    encoder = SidedEncoder()
    VectorCache(tmp_path, encoder).fill([("passage", "a"), ("passage", "b"), ("passage", "a")])
    again = VectorCache(tmp_path, encoder)
    assert again.missing([("passage", "a"), ("passage", "c")]) == [("passage", "c")]
    again.fill([("passage", "b"), ("passage", "c")])
    assert sorted(encoder.encoded) == ["a", "b", "c"]


def test_a_question_and_a_passage_of_one_text_are_two_vectors(tmp_path):
    cache = VectorCache(tmp_path, SidedEncoder())
    cache.fill([("query", "spår"), ("passage", "spår")])
    question, passage = cache.vectors([("query", "spår"), ("passage", "spår")])
    np.testing.assert_array_equal(question, -passage)


def test_each_encoder_has_vectors_of_its_own(tmp_path):
    VectorCache(tmp_path, SidedEncoder("one/model@1")).fill([("passage", "a")])
    assert VectorCache(tmp_path, SidedEncoder("one/model@2")).missing([("passage", "a")]) == [("passage", "a")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one-model-1.sqlite", "one-model-2.sqlite"]


def test_what_was_encoded_before_a_stop_is_kept(tmp_path):
    texts = passages(150)
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path, SidedEncoder(batches=2)).fill(texts)
    assert len(VectorCache(tmp_path, SidedEncoder()).missing(texts)) == 150 - 2 * 64


def test_progress_rises_in_characters_to_the_total(tmp_path):
    heard = []
    VectorCache(tmp_path, SidedEncoder()).fill(passages(150), lambda *now: heard.append(now))
    assert heard == [(64 * 9, 150 * 9), (128 * 9, 150 * 9), (150 * 9, 150 * 9)]


def test_the_shortest_texts_are_encoded_first(tmp_path):
    cache = VectorCache(tmp_path, SidedEncoder())
    assert [text for _, text in cache.missing([("passage", "ccc"), ("query", "a"), ("passage", "bb")])] == [
        "a", "bb", "ccc"
    ]  # fmt: skip


def test_a_text_that_was_not_filled_is_a_key_error_and_no_texts_give_no_rows(tmp_path):
    cache = VectorCache(tmp_path, HashEncoder())
    with pytest.raises(KeyError):
        cache.vectors([("passage", "a")])
    assert cache.vectors([]).shape == (0, HashEncoder().dimensions)
