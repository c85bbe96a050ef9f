"""The parsed documents on disk: one folder a document, plain JSON files, the truth from which shelves are built.

    parsed/<key>/document.json     the Document
                 origin.json       where it was taken in from, the parser's version
                 pages.jsonl       a Page a line, line n is page n
                 provisions.jsonl  a Provision a line, in the document's order
                 passages.jsonl    a Passage a line
                 source.pdf        the file as it was taken in

A folder is written aside and renamed, so a document is there whole or not at all; a file in it that was damaged since
is a DataFolderError that names it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from corpus.errors import DataFolderError
from corpus.jsonl import read_line, read_lines, read_one, write_lines, write_one
from corpus.model import Document, Page, ParsedDocument, Passage, Provision

_MEND = "delete the folder it lies in, and take that document in again with `ostkakan ingest`"
_UNSAFE = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stored document came from.

    ``path`` is its place on disk, through archives as if they were folders; ``parser`` the version of what read it;
    ``sure`` whether its kind was said rather than what is left when nothing else fits.
    """

    path: str
    parser: str
    sure: bool = True


def key_of(document_id: str) -> str:
    """The folder name of a document: its id made safe for a file system, with a check sum against clashes."""
    safe = _UNSAFE.sub("-", document_id.lower()).strip("-.")[:80]
    return f"{safe}-{hashlib.sha256(document_id.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of parsed documents."""

    root: Path

    def ids(self) -> dict[str, Path]:
        """The folder of each stored document, by id, in the order of the ids."""
        found = {}
        for path in sorted(self.root.glob("*/document.json")):
            found[read_one(path, Document, _MEND).id] = path.parent
        return dict(sorted(found.items()))

    def folder(self, document_id: str) -> Path:
        """Where a document is kept; DataFolderError when it is not there."""
        path = self.root / key_of(document_id)
        if not (path / "document.json").is_file():
            raise DataFolderError(f"{document_id} is not in the data folder; `ostkakan status` lists what is.")
        return path

    def write(self, parsed: ParsedDocument, pdf: bytes, origin: Origin) -> Path:
        """Store a document, in the place of an earlier one of the same id."""
        target = self.root / key_of(parsed.document.id)
        aside = self.root / f".{uuid4().hex}"
        aside.mkdir(parents=True)
        try:
            (aside / "source.pdf").write_bytes(pdf)
            write_lines(aside / "pages.jsonl", Page, parsed.pages)
            write_lines(aside / "provisions.jsonl", Provision, parsed.provisions)
            write_lines(aside / "passages.jsonl", Passage, parsed.passages)
            write_one(aside / "origin.json", origin)
            write_one(aside / "document.json", parsed.document)
            if target.exists():
                shutil.rmtree(target)
            aside.rename(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return target

    def relabel(self, document: Document) -> None:
        """Replace the stored Document of the same id (its procurement is known only once its neighbours are read)."""
        write_one(self.folder(document.id) / "document.json", document)

    def remove(self, document_id: str) -> None:
        """Take a document away wholly."""
        shutil.rmtree(self.folder(document_id))

    def sweep(self) -> None:
        """Delete what an interrupted write left behind."""
        for path in self.root.glob(".*"):
            shutil.rmtree(path, ignore_errors=True)

    def document(self, document_id: str) -> Document:
        """The document's own data."""
        return read_one(self.folder(document_id) / "document.json", Document, _MEND)

    def origin(self, document_id: str) -> Origin:
        """Where it came from."""
        return read_one(self.folder(document_id) / "origin.json", Origin, _MEND)

    def provisions(self, document_id: str) -> tuple[Provision, ...]:
        """Its provisions, in the document's order."""
        return read_lines(self.folder(document_id) / "provisions.jsonl", Provision, _MEND)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Its passages, in the document's order."""
        return read_lines(self.folder(document_id) / "passages.jsonl", Passage, _MEND)

    def page(self, document_id: str, number: int) -> Page:
        """One page, counted from 1; IndexError when the document has no such page."""
        return read_line(self.folder(document_id) / "pages.jsonl", Page, number, _MEND)

    def pdf(self, document_id: str) -> Path:
        """The file as it was taken in."""
        return self.folder(document_id) / "source.pdf"
