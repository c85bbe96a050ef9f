"""Any sentence-transformers model can be set: a tiny one is made here, with weights that mean nothing."""

import json

import numpy as np
import pytest

from corpus.encoder import load_encoder
from corpus.errors import SettingsError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """A function that writes a model of a name and returns its folder."""
    import torch  # heavy: torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # heavy: torch  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # heavy: torch  # noqa: PLC0415
    from tokenizers import Tokenizer, models, pre_tokenizers, processors  # heavy: torch  # noqa: PLC0415
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # heavy: torch  # noqa: PLC0415

    def write(name, prompts=None, seed=0):
        torch.manual_seed(seed)
        folder = tmp_path_factory.mktemp("models") / name
        known = {
            word: i
            for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "query", "passage", ":", "anbud", "får", "lämnas"])
        }
        tokens = Tokenizer(models.WordLevel(known, "[UNK]"))
        tokens.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokens.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", 2)])
        PreTrainedTokenizerFast(
            tokenizer_object=tokens, pad_token="[PAD]", unk_token="[UNK]", model_max_length=16
        ).save_pretrained(folder / "plain")
        sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
        BertModel(BertConfig(vocab_size=len(known), **sizes)).save_pretrained(folder / "plain")
        transformer = Transformer(str(folder / "plain"))
        SentenceTransformer(modules=[transformer, Pooling(8)], prompts=prompts, device="cpu").save(str(folder))
        return folder

    return write


def test_a_model_in_a_folder_gives_rows_of_length_one_in_order(make):
    encoder = load_encoder(str(make("tiny")))
    texts = ["anbud", "anbud får lämnas " * 50, "", "får"]
    rows = encoder.encode_passages(texts)
    assert rows.shape == (4, 8) == (4, encoder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows, np.vstack([encoder.encode_passages([text]) for text in texts]), atol=1e-5)
    assert encoder.encode_queries([]).shape == (0, 8)
    np.testing.assert_allclose(encoder.embed_query("anbud"), rows[0], atol=1e-5)


def test_a_model_called_e5_gets_its_prefixes(make):
    plain, e5 = load_encoder(str(make("tiny"))), load_encoder(str(make("multilingual-e5-tiny")))
    np.testing.assert_allclose(e5.encode_queries(["anbud"]), plain.encode_queries(["query: anbud"]), atol=1e-5)
    np.testing.assert_allclose(e5.encode_passages(["anbud"]), plain.encode_passages(["passage: anbud"]), atol=1e-5)


def test_prompts_of_the_models_own_come_first(make):
    plain, own = (
        load_encoder(str(make("tiny"))),
        load_encoder(str(make("my-e5", {"query": "får ", "passage": "lämnas "}))),
    )
    np.testing.assert_allclose(own.encode_queries(["anbud"]), plain.encode_queries(["får anbud"]), atol=1e-5)
    np.testing.assert_allclose(own.encode_passages(["anbud"]), plain.encode_passages(["lämnas anbud"]), atol=1e-5)


def test_the_name_changes_with_the_weights_and_the_prompts_alone(make):
    folder = make("tiny")
    first = load_encoder(str(folder)).name
    assert load_encoder(str(folder)).name == first
    digests = {
        load_encoder(str(made)).name.split("@")[1] for made in (make("tiny", seed=1), make("tiny", {"query": "får "}))
    }
    assert len({*digests, first.split("@")[1]}) == 3


def test_letters_are_composed_first(make):
    encoder = load_encoder(str(make("tiny")))
    np.testing.assert_array_equal(encoder.encode_queries(["lämnas"]), encoder.encode_queries(["la\u0308mnas"]))


def test_a_model_fetched_before_is_opened_without_the_hub(make, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    store = tmp_path / "models--someone--tiny"
    (store / "refs").mkdir(parents=True)
    (store / "refs" / "main").write_text("a" * 40)
    (store / "snapshots").mkdir()
    make("tiny").rename(store / "snapshots" / ("a" * 40))
    assert load_encoder("someone/tiny", cache_dir=tmp_path).name.startswith("someone/tiny@")


def test_an_unknown_id_without_a_network_is_told_at_once_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(SettingsError, match="no-such/model") as caught:
        load_encoder("no-such/model", cache_dir=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_folder_that_holds_no_model_is_told_in_one_line(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "no-such-type"}))
    with pytest.raises(SettingsError, match="can't be loaded") as caught:
        load_encoder(str(tmp_path))
    assert "\n" not in str(caught.value)
