"""The pipeline of a tutorial, to compare with: pages cut every 1,000 characters, embedded, in Chroma, the nearest five.

It gets the same pages and the same embedding model as the program. A chunk counts as finding each provision of which
it holds at least half, or 200 characters: kinder than a reader would be, who must find the section in the chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document as Chunk
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.chroma import open_client
from corpus.library import Library
from corpus.model import Document, Provision

CHUNK = 1000
OVERLAP = 200
K = 5
_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Baseline:
    """The filled vector store, and where each provision stands."""

    store: Chroma
    library: Library
    provisions: dict[str, tuple[Provision, ...]]

    def search(self, question: str) -> list[tuple[Document, Provision]]:
        """The provisions in the nearest five chunks, chunk by chunk, the one it holds most of first."""
        found: list[tuple[Document, Provision]] = []
        for chunk in self.store.similarity_search(question, k=K):
            held = self._held(chunk)
            found += [pair for pair in held if pair not in found]
        return found

    def _held(self, chunk: Chunk) -> list[tuple[Document, Provision]]:
        document = self.library.document(chunk.metadata["document"])
        start = chunk.metadata["start_index"]
        end, page = start + len(chunk.page_content), chunk.metadata["page"]
        held = []
        for provision in self.provisions[document.id]:
            spans = [span for span in provision.spans if span.page == page]
            inside = sum(max(0, min(end, span.end) - max(start, span.start)) for span in spans)
            length = sum(span.end - span.start for span in provision.spans)
            if inside and inside >= min(_ENOUGH, length / 2):
                held.append((inside, provision))
        return [(document, provision) for _, provision in sorted(held, key=lambda pair: -pair[0])]


def build_baseline(library: Library, encoder: Embeddings, folder: Path) -> Baseline:
    """Cut and embed every page of the library's documents; a folder that is filled already is used as it is."""
    client = open_client(folder)
    store = Chroma(
        "tutorial",
        encoder,
        client=client,
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    documents = library.documents()
    if not store.get(limit=1)["ids"]:
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
        for document in documents:
            _add(store, splitter.split_documents(_pages(library, document)))
    return Baseline(store, library, {item.id: library.provisions(item.id) for item in documents})


def _pages(library: Library, document: Document) -> list[Chunk]:
    return [
        Chunk(page_content=library.page(document.id, number).text, metadata={"document": document.id, "page": number})
        for number in range(1, document.pages + 1)
    ]


def _add(store: Chroma, chunks: Sequence[Chunk]) -> None:
    if chunks:
        store.add_documents(list(chunks))
