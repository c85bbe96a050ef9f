"""Texts → vectors, each text encoded once: a cache by content hash beside the shelves, one file an encoder.

SQLite because a write is whole or not at all, whenever the process is killed.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Side = Literal["query", "passage"]
"""As what a text is encoded: a question, or something that answers."""

Floats = NDArray[np.float32]
_BATCH = 64


class PassageEncoder(Protocol):
    """What the cache needs of an encoder (`corpus.encoder`)."""

    name: str
    dimensions: int

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Vectors of questions, shape (n, dimensions), L2-normalised."""

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Vectors of passages, shape (n, dimensions), L2-normalised."""


class VectorCache:
    """Vectors by content hash, in one SQLite file an encoder."""

    def __init__(self, folder: Path, encoder: PassageEncoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.encoder = encoder
        self.path = folder / (re.sub(r"[^A-Za-z0-9.]+", "-", encoder.name).strip("-") + ".sqlite")
        with closing(sqlite3.connect(self.path)) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS vectors (hash BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")

    def missing(self, texts: Sequence[tuple[Side, str]]) -> list[tuple[Side, str]]:
        """The texts that have no vector yet, each once, shortest first (a batch of like lengths wastes nothing)."""
        known = self._known()
        fresh = {item: None for item in texts if _hash(*item) not in known}
        return sorted(fresh, key=lambda item: len(item[1]))

    def fill(self, texts: Sequence[tuple[Side, str]], progress: Callable[[int, int], None] | None = None) -> None:
        """Encode what is missing; ``progress`` hears (done, total), by characters, after each batch."""
        todo = self.missing(texts)
        total = sum(len(text) for _, text in todo)
        done = 0
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            self._encode(batch)
            done += sum(len(text) for _, text in batch)
            if progress:
                progress(done, total)

    def vectors(self, texts: Sequence[tuple[Side, str]]) -> Floats:
        """The vectors of texts that were filled before, shape (n, dimensions); KeyError when one was not."""
        with closing(sqlite3.connect(self.path)) as db:
            rows = dict(db.execute("SELECT hash, vector FROM vectors"))
        found = [np.frombuffer(rows[_hash(*item)], dtype=np.float32) for item in texts]
        return np.stack(found) if found else np.zeros((0, self.encoder.dimensions), dtype=np.float32)

    def _known(self) -> set[bytes]:
        with closing(sqlite3.connect(self.path)) as db:
            return {row[0] for row in db.execute("SELECT hash FROM vectors")}

    def _encode(self, batch: Sequence[tuple[Side, str]]) -> None:
        for side, encode in (("query", self.encoder.encode_queries), ("passage", self.encoder.encode_passages)):
            texts = [text for kind, text in batch if kind == side]
            if not texts:
                continue
            vectors = encode(texts)
            rows = [(_hash(side, text), vector.tobytes()) for text, vector in zip(texts, vectors, strict=True)]
            with closing(sqlite3.connect(self.path)) as db, db:
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


def _hash(side: str, text: str) -> bytes:
    return hashlib.sha256(f"{side}\0{text}".encode()).digest()[:16]
