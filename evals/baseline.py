"""The pipeline of a tutorial, to compare with: pages cut every 1,000 characters, embedded, in Chroma, the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_chroma import Chroma

from corpus.chroma import open_client
from corpus.encoder import Encoder
from corpus.library import Library
from evals.chunks import CachedEmbeddings, Found, Holder, K, cut, holder_of, rival_folder

_DONE = "done"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The filled vector store, and where each provision stands."""

    store: Chroma
    holder: Holder
    name: str = "tutorial"

    def search(self, question: str, history: Sequence[str] = ()) -> Found:
        """The provisions in the nearest chunks, chunk by chunk, the one it holds most of first."""
        return self.holder.found(self.store.similarity_search(question, k=K))


def build_baseline(library: Library, encoder: Encoder) -> Baseline:
    """Cut and embed every page of the library's documents; what is built for them already is used as it is."""
    folder = rival_folder(library, encoder, "tutorial")
    store = Chroma(
        "tutorial",
        CachedEmbeddings(encoder, library.root / "rivals"),
        client=open_client(folder),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    if not (folder / _DONE).exists():
        store.reset_collection()
        chunks = list(cut(library))
        for start in range(0, len(chunks), 1000):
            store.add_documents(chunks[start : start + 1000])
        (folder / _DONE).touch()
    return Baseline(store, holder_of(library))
