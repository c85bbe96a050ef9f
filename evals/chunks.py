"""Pages → the chunks that tutorials cut, and which provisions a chunk holds: what both rivals search.

Every rival gets the same pages and the same embedding model as the program. A chunk counts as finding each provision
of which it holds at least half, or 200 characters: kinder than a reader would be, who must find the section in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from langchain_core.documents import Document as Chunk
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.encoder import Encoder
from corpus.library import Library
from corpus.model import Document, Provision
from corpus.vectors import VectorCache

CHUNK = 1000
OVERLAP = 200
K = 10
"""The chunks a rival gives for a question; a tutorial's five would cut its every-needed@10 short."""
_ENOUGH = 200

Found = list[tuple[Document, Provision]]


class Rival(Protocol):
    """A ready-made pipeline to compare with."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def search(self, question: str, history: Sequence[str]) -> Found:
        """The provisions in the nearest chunks, chunk by chunk, the one it holds most of first."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Where each provision stands."""

    library: Library
    provisions: dict[str, tuple[Provision, ...]]

    def found(self, chunks: Sequence[Chunk]) -> Found:
        """The provisions that chunks hold, each once."""
        found: Found = []
        for chunk in chunks:
            found += [pair for pair in self._held(chunk) if pair not in found]
        return found

    def _held(self, chunk: Chunk) -> Found:
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


class CachedEmbeddings(Embeddings):
    """An encoder whose passages are kept on disk, so that both rivals embed the chunks once."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.encoder = encoder
        self.cache = VectorCache(folder, encoder)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        wanted = [("passage", text) for text in texts]
        self.cache.fill(wanted)  # type: ignore[arg-type]
        vectors: list[list[float]] = self.cache.vectors(wanted).tolist()  # type: ignore[arg-type]
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self.encoder.encode_queries([text])[0].tolist()
        return vector


def holder_of(library: Library) -> Holder:
    """Where the provisions of all documents on the shelves stand."""
    return Holder(library, {item.id: library.provisions(item.id) for item in library.documents()})


def cut(library: Library) -> Iterator[Chunk]:
    """Every page of the library's documents in chunks, with document, page and offset."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    for document in library.documents():
        pages = [
            Chunk(
                page_content=library.page(document.id, number).text,
                metadata={"document": document.id, "page": number},
            )
            for number in range(1, document.pages + 1)
        ]
        yield from splitter.split_documents(pages)


def rival_folder(library: Library, encoder: Encoder, name: str) -> Path:
    """Where a rival keeps what it built: apart for every encoder and every state of the documents."""
    state = sha256(encoder.name.encode())
    for document in sorted(library.documents(), key=lambda item: item.id):
        state.update(f"\0{document.id}\0{document.sha256}".encode())
    return library.root / "rivals" / f"{name}-{state.hexdigest()[:12]}"
