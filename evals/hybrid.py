"""A ready-made hybrid search, the stronger rival: LanceDB's, words and vectors fused by reciprocal rank.

All of it is the library's own: full-text search with Swedish stemming, vector search, and its RRF reranker. It was
chosen as the lightest sound one (four packages beside what is installed; no framework, no telemetry).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from langchain_core.documents import Document as Chunk

from corpus.encoder import Encoder
from corpus.library import Library
from evals.chunks import CachedEmbeddings, Found, K, cut, holder_of, rival_folder

_DONE = "done"
POOL = 50
"""The rows that each half gives to the fusion."""


def is_installed() -> bool:
    """Whether the library is there (it comes with the extra `dev`)."""
    return find_spec("lancedb") is not None


@dataclass(frozen=True, slots=True)
class Hybrid:
    """The filled table, and what the provisions of its rows are."""

    name: str
    table: Any  # lancedb ships no types
    embeddings: CachedEmbeddings
    provisions: Callable[[Sequence[dict[str, Any]]], Found]

    def search(self, question: str, history: Sequence[str] = ()) -> Found:
        """The provisions in the nearest rows, best first; a follow-up is searched with the turn before it."""
        text = " ".join((*history[-1:], question))
        query = self.table.search(query_type="hybrid").vector(self.embeddings.embed_query(text)).text(text)
        return self.provisions(query.limit(POOL).to_list()[:K])  # fused by reciprocal rank, the library's default


def build_hybrid(library: Library, encoder: Encoder) -> Hybrid:
    """The search over the chunks that tutorials cut; what is built for the same documents already is used as it is."""
    holder = holder_of(library)

    def rows() -> Iterator[dict[str, Any]]:
        return ({"text": chunk.page_content, **chunk.metadata} for chunk in cut(library))

    def provisions(found: Sequence[dict[str, Any]]) -> Found:
        return holder.found([Chunk(page_content=row["text"], metadata=row) for row in found])

    embeddings = CachedEmbeddings(encoder, library.root / "rivals")
    return Hybrid("hybrid", _table(library, encoder, "hybrid", embeddings, rows), embeddings, provisions)


def build_hybrid_sections(library: Library, encoder: Encoder) -> Hybrid:
    """The same search over the program's own passages: what it gets if somebody else reads the documents for it."""
    known = {item.id: (document, item) for document in library.documents() for item in library.provisions(document.id)}

    def rows() -> Iterator[dict[str, Any]]:
        for document in library.documents():
            for passage in library.store.passages(document.id):
                yield {"text": f"{passage.context}\n{passage.text}", "provision": passage.provision_id}

    def provisions(found: Sequence[dict[str, Any]]) -> Found:
        return [known[key] for key in dict.fromkeys(row["provision"] for row in found)]

    embeddings = CachedEmbeddings(encoder, library.root / "vectors")
    table = _table(library, encoder, "hybrid-sections", embeddings, rows)
    return Hybrid("hybrid-sections", table, embeddings, provisions)


def _table(
    library: Library,
    encoder: Encoder,
    name: str,
    embeddings: CachedEmbeddings,
    rows: Callable[[], Iterator[dict[str, Any]]],
) -> Any:  # noqa: ANN401 - lancedb ships no types
    import lancedb  # heavy: 70 MB of the extra dev  # noqa: PLC0415
    from lancedb.index import FTS  # heavy: as above  # noqa: PLC0415

    folder = rival_folder(library, encoder, name)
    if not (folder / _DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        filled = list(rows())
        vectors = embeddings.embed_documents([row["text"] for row in filled])
        data = [{"vector": vector, **row} for vector, row in zip(vectors, filled, strict=True)]
        made = lancedb.connect(str(folder)).create_table("rows", data=data)
        made.create_index("text", config=FTS(language="Swedish", ascii_folding=False))
        (folder / _DONE).touch()
    return lancedb.connect(str(folder)).open_table("rows")
