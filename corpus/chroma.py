"""The one place that opens and fills Chroma: a folder a shelf version, our own vectors, cosine, no telemetry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings

from corpus.vectors import Floats

_MOST_ROWS = 5_000  # Chroma takes 5,461 rows a call


def open_client(folder: Path) -> Client:
    """A client on a folder; the same folder gives the same client within a process."""
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    assert isinstance(client, Client)
    return client


@contextmanager
def filling(folder: Path) -> Iterator[Client]:
    """A client that lets go of its files at the end, so that the folder can be moved."""
    client = open_client(folder)
    try:
        yield client
    finally:
        client.close()


def fill(client: Client, name: str, vectors: Floats) -> None:
    """Put vectors of shape (n, dimensions) into a new collection; the id of a row is its number."""
    space = CreateCollectionConfiguration(hnsw={"space": "cosine", "ef_search": 200})
    collection = client.create_collection(name, configuration=space, embedding_function=None)
    for start in range(0, len(vectors), _MOST_ROWS):
        block = vectors[start : start + _MOST_ROWS]
        collection.upsert(ids=[str(start + i) for i in range(len(block))], embeddings=block)
