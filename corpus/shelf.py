"""A shelf: provisions that can be searched, by meaning (Chroma) and by word (BM25), in versions that are never changed.

    shelves/<name>/current            the name of the version that readers use
    shelves/<name>/v7/manifest.json   documents, encoder, whether the vectors are in yet
                      provisions.jsonl, rows.jsonl, twins.json
                      own/, swedish/, english/   lexical indexes
                      chroma/                    a collection a kind of row

A writer builds the next version aside and then moves the pointer; a reader that has one open goes on with it and
follows at its next question. Nothing is filtered inside Chroma: a shelf holds what may be searched together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.jsonl import read_lines, read_one
from corpus.lexical import LexicalIndex, load_index
from corpus.model import Document, Language, Provision
from corpus.rows import Row, RowKind
from corpus.terms import defined_terms, terms_in
from corpus.vectors import Floats
from corpus.words import lemma, raw_words

_NAME_LETTERS = 5
_NO_NAMES = frozenset(
    "administrativ föreskrift upphandling upphandlingsdokument förfrågningsunderlag trafikverk kommun region "
    "svar fråga utdrag exempel dokument konsult entreprenad entreprenör leverantör kontrakt avtal ramavtal system "
    "arbete anläggning järnväg teknisk beskrivning krav bilaga avrop konsultstöd stöd".split()
)
"""Words that stand in many procurements' names and so name none."""

ROW_KINDS: tuple[RowKind, ...] = ("text", "question", "plain")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version of a shelf was built from; ``dense`` says whether its vectors are in."""

    version: int
    documents: tuple[Document, ...]
    encoder: str
    dense: bool
    layer: str
    """The state of the plain-language layer that it was built with (`corpus.plain.layer_digest`)."""


@dataclass(frozen=True, slots=True)
class Near:
    """A row near a question, and how near: the cosine of their vectors."""

    row: Row
    cosine: float


class Shelf:
    """One version of a shelf, opened for reading; DataFolderError when a file of it is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_one(folder / "manifest.json", Manifest)
        self.documents = {document.id: document for document in self.manifest.documents}
        self.provisions = read_lines(folder / "provisions.jsonl", Provision)
        self.positions = {provision.id: position for position, provision in enumerate(self.provisions)}
        self.twins: dict[str, list[str]] = read_one(folder / "twins.json", dict[str, list[str]])

    def provision(self, provision_id: str) -> Provision:
        """A provision by its id; KeyError when it is not on this shelf."""
        return self.provisions[self.positions[provision_id]]

    @cached_property
    def rows(self) -> dict[RowKind, list[Row]]:
        """The rows of each kind, in the order of their ids in Chroma."""
        rows = read_lines(self.folder / "rows.jsonl", Row)
        return {kind: [row for row in rows if row.kind == kind] for kind in ROW_KINDS}

    @cached_property
    def layered(self) -> frozenset[str]:
        """The ids of the provisions that have an entry of their own in the plain-language layer."""
        return frozenset(row.provision_id for row in self.rows["plain"])

    @cached_property
    def terms(self) -> dict[str, frozenset[str]]:
        """The terms that the shelf's acts define, as lemmas joined by blanks, and the sections that define them."""
        return defined_terms(self.provisions)

    def defining(self, text: str) -> frozenset[str]:
        """The ids of the sections that define a term which a text uses."""
        return terms_in(text, self.terms)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that name this shelf's procurement: of its name, titles, buyers and case numbers, as lemmas."""
        documents = self.documents.values()
        said = [(item.procurement, item.title, item.issuer, item.case_number) for item in documents if item.procurement]
        words = {lemma(word) for fields in said for text in fields if text for word in raw_words(text)}
        return frozenset(word for word in words if len(word) >= _NAME_LETTERS and word not in _NO_NAMES)

    def is_named_in(self, text: str) -> bool:
        """Whether a text names this shelf's procurement."""
        return any(lemma(word) in self.names for word in raw_words(text))

    def without_name(self, text: str) -> str:
        """A text without the words that name this shelf's procurement: they stand all over its documents."""
        if not self.is_named_in(text):
            return text
        return " ".join(word for word in raw_words(text) if lemma(word) not in self.names)

    @cached_property
    def own_words(self) -> LexicalIndex:
        """BM25 over the provisions' own words."""
        return load_index(self.folder / "own")

    @cached_property
    def swedish_words(self) -> LexicalIndex:
        """BM25 over the provisions' words and ours for them."""
        return load_index(self.folder / "swedish")

    @cached_property
    def english_words(self) -> LexicalIndex:
        """BM25 over our English words for the provisions."""
        return load_index(self.folder / "english")

    def lexical(self, language: Language) -> LexicalIndex:
        """The widest lexical index of a language."""
        return self.swedish_words if language == "sv" else self.english_words

    @cached_property
    def _collections(self) -> dict[RowKind, Any]:
        from corpus.chroma import open_client  # heavy: chromadb takes a second to import  # noqa: PLC0415

        client = open_client(self.folder / "chroma")
        names = {collection.name for collection in client.list_collections()}
        return {kind: client.get_collection(kind, embedding_function=None) for kind in ROW_KINDS if kind in names}

    def near(self, vector: Floats, kind: RowKind, count: int) -> list[Near]:
        """The rows of a kind nearest to a question's vector, nearest first; none while the vectors are not in."""
        if not self.manifest.dense or kind not in self._collections:
            return []
        collection = self._collections[kind]
        found = collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        rows = self.rows[kind]
        return [
            Near(rows[int(key)], 1.0 - distance)
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]
