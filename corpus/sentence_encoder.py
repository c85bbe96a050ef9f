"""Any sentence-transformers model as an encoder, by its folder or its id on the Hugging Face hub.

A model says itself, in its configuration, what is put before questions and passages; the E5 family often doesn't, and
is known by its name. A model from the hub is fetched once; afterwards it is opened without asking the hub. Code that
comes with a model is not run.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import torch
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer

from corpus.encoder import Encoder, Floats, Progress
from corpus.errors import SettingsError

_BATCH = 256
"""Texts between two reports of progress; the library parts them further."""
_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])(?!.*instruct)")
"""A name of the E5 family, but for its instructed models: they take a task, which only their configuration knows."""
_PASSAGE_PROMPTS = ("document", "passage", "corpus")


class SentenceEncoder(Encoder, Embeddings):
    """A loaded sentence-transformers model; text beyond the model's limit is cut off."""

    def __init__(self, model: SentenceTransformer, called: str) -> None:
        """``called`` is the id or folder the model was asked for by."""
        self._model = model
        self._before_query, self._before_passage = prefixes(called, model.prompts)
        self.name = f"{called}@{_fingerprint(model, self._before_query, self._before_passage)}"
        self.dimensions = model.get_embedding_dimension() or len(model.encode_query([""])[0])

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode questions."""
        return self._encode(texts, progress, passages=False)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode what may answer a question."""
        return self._encode(texts, progress, passages=True)

    def _encode(self, texts: Sequence[str], progress: Progress | None, *, passages: bool) -> Floats:
        encode = self._model.encode_document if passages else self._model.encode_query
        prefix = self._before_passage if passages else self._before_query
        rows = np.empty((len(texts), self.dimensions), np.float32)
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            given = [unicodedata.normalize("NFC", texts[index]) for index in batch]
            rows[batch] = encode(given, prompt=prefix, normalize_embeddings=True, show_progress_bar=False)
            if progress is not None:
                progress(start + len(batch))
        return rows


def load_sentence_encoder(model: str, cache_dir: Path | None = None) -> SentenceEncoder:
    """Open the model in a folder or of an id on the hub; SettingsError when there is none or it can't be loaded."""
    if Path(model).expanduser().is_dir():
        return SentenceEncoder(_open(str(Path(model).expanduser()), cache_dir, local=True), model)
    try:
        return SentenceEncoder(_open(model, cache_dir, local=True), model)
    except SettingsError:
        _reach_hub(model)
    return SentenceEncoder(_open(model, cache_dir, local=False), model)


def prefixes(called: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """What to put before questions and passages: what the model's configuration says, else what its family takes."""
    if any(prompts.values()):
        passage = next((found for name in _PASSAGE_PROMPTS if (found := prompts.get(name))), "")
        return prompts.get("query") or "", passage
    return ("query: ", "passage: ") if _E5.search(called.lower()) else ("", "")


def _open(model: str, cache_dir: Path | None, *, local: bool) -> SentenceTransformer:
    try:
        return SentenceTransformer(model, cache_folder=str(cache_dir) if cache_dir else None, local_files_only=local)
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise SettingsError(f"The embedding model {model} can't be loaded: {why}.") from error


def _reach_hub(model: str) -> None:
    """Fail at once where the hub can't be reached: the library itself tries again for more than a minute."""
    hub = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
    try:
        urlopen(Request(f"{hub}/api/models/{model}", method="HEAD"), timeout=10).close()
    except HTTPError:
        return  # it answers: the library will say what is wrong
    except OSError as error:
        message = f"There is no folder {model}, and the hub can't be reached for a model of that name: check either."
        raise SettingsError(message) from error


def _fingerprint(model: SentenceTransformer, *prefixes: str) -> str:
    """Twelve digits that change with the weights, the modules and the prefixes.

    The weights of a "pooler" are left out: no module uses them, and where a checkpoint lacks them they are random.
    """
    digest = sha256(f"{model}{prefixes}".encode())
    for name, values in model.state_dict().items():
        if "pooler" not in name:
            digest.update(name.encode())
            digest.update(values.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()[:12]
