"""The data folder as its readers and its one writer see it: stored documents, shelves, progress, the lock.

data/parsed/     the documents as they were read (`corpus.store`)
     shelves/    what is searched (`corpus.shelf`); `common`, and one a procurement
     vectors/    the vectors by content (`corpus.vectors`)
     progress.json, problems.json, lock
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.build import current_version
from corpus.errors import DataFolderError, LockedError, QuestionError
from corpus.jsonl import read_lines, read_one, write_lines, write_one
from corpus.model import Document, Page, Procurement, Provision
from corpus.shelf import Shelf
from corpus.store import Store

COMMON = "common"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the writer is doing: ``done`` of ``total`` (characters embedded or files read) and the seconds left."""

    what: str
    done: int
    total: int
    seconds_left: float | None = None
    process: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was not taken in, or only in part, and why."""

    file: str
    reason: str
    path: str | None = None


class Library:
    """A data folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store(root / "parsed")
        self._open: dict[str, Shelf] = {}

    # --- reading

    def shelf_names(self) -> tuple[str, ...]:
        """The shelves that can be searched, the common one first."""
        names = sorted(path.parent.name for path in (self.root / "shelves").glob("*/current"))
        return tuple(sorted(names, key=lambda name: name != COMMON))

    def shelf_folder(self, name: str) -> Path:
        """Where a shelf is kept."""
        return self.root / "shelves" / name

    def shelf(self, name: str) -> Shelf:
        """The current version of a shelf, opened once; DataFolderError when there is no such shelf."""
        folder = self.shelf_folder(name)
        version = current_version(folder)
        if version is None:
            raise DataFolderError(f"There is no shelf {name} in {self.root}; run `ostkakan ingest` first.")
        opened = self._open.get(name)
        if opened is None or opened.manifest.version != version:
            opened = Shelf(folder / f"v{version}")
            self._open[name] = opened
        return opened

    def shelves(self, procurement: str | None = None) -> tuple[Shelf, ...]:
        """The shelves a question may search: all, or the common one and that of a procurement."""
        names = self.shelf_names()
        if not names:
            raise DataFolderError(f"{self.root} holds no documents yet; run `ostkakan ingest FOLDER` first.")
        if procurement is not None:
            wanted = shelf_name(procurement)
            if wanted not in names:
                known = ", ".join(item.name for item in self.procurements()) or "none"
                raise QuestionError(f"There is no procurement {procurement!r} on the shelves; known: {known}.")
            names = tuple(name for name in names if name in (COMMON, wanted))
        return tuple(self.shelf(name) for name in names)

    def documents(self) -> tuple[Document, ...]:
        """The documents on all shelves, those of the common one first."""
        return tuple(document for name in self.shelf_names() for document in self.shelf(name).documents.values())

    def document(self, document_id: str) -> Document:
        """A stored document by its id; DataFolderError when it is not there."""
        return self.store.document(document_id)

    def page(self, document_id: str, number: int) -> Page:
        """A page of a stored document, counted from 1; IndexError when there is no such page."""
        return self.store.page(document_id, number)

    def pdf(self, document_id: str) -> Path:
        """The PDF of a stored document."""
        return self.store.pdf(document_id)

    def provisions(self, document_id: str) -> tuple[Provision, ...]:
        """The provisions of a stored document in its order."""
        return self.store.provisions(document_id)

    def find_document(self, name: str) -> Document:
        """The document of an id or file name; DataFolderError when there is none, or several of that name."""
        documents = [self.store.document(document_id) for document_id in self.store.ids()]
        found = [item for item in documents if name in (item.id, item.file)]
        found = [item for item in found if item.id == name] or found
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(item.id for item in found)
            raise DataFolderError(f"Several documents are called {name}; name one by its id: {ids}.")
        raise DataFolderError(f"There is no document {name}; `ostkakan status` lists what is on the shelves.")

    def procurements(self) -> tuple[Procurement, ...]:
        """The procurements on the shelves, by name."""
        path = self.root / "procurements.jsonl"
        return read_lines(path, Procurement) if path.exists() else ()

    def progress(self) -> Progress | None:
        """What a writer is doing now, or None when none is at work."""
        if not self.is_locked():
            return None
        with suppress(FileNotFoundError):
            return read_one(self.root / "progress.json", Progress)
        return None

    def problems(self) -> tuple[Problem, ...]:
        """The files that were not, or not wholly, taken in."""
        path = self.root / "problems.jsonl"
        return read_lines(path, Problem, "delete it") if path.exists() else ()

    def unfinished(self) -> tuple[str, ...]:
        """What a writer left undone (it was stopped), a sentence each; empty while one is at work."""
        if self.is_locked():
            return ()
        shelves = [self.shelf(name) for name in self.shelf_names()]
        placed = {document_id for shelf in shelves for document_id in shelf.documents}
        lines = [
            f"{document_id} is read but on no shelf; run `ostkakan reindex`."
            for document_id in self.store.ids()
            if document_id not in placed
        ]
        lines += [
            f"the shelf {shelf.folder.parent.name} is searched by word only; run `ostkakan reindex`."
            for shelf in shelves
            if not shelf.manifest.dense
        ]
        return tuple(lines)

    # --- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder's write lock; LockedError at once when another process holds it."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataFolderError(
                f"Can't make the data folder {self.root} ({error.strerror}); choose another with --data."
            ) from error
        lock = FileLock(self.root / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(
                f"Another ingest is writing to {self.root}; wait until it has ended and run this again."
            ) from None
        try:
            self.store.sweep()
            yield
        finally:
            (self.root / "progress.json").unlink(missing_ok=True)
            lock.release()

    def is_locked(self) -> bool:
        """Whether a process is writing to the folder."""
        path = self.root / "lock"
        if not path.exists():
            return False
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def report(self, progress: Progress) -> None:
        """Let readers know what the writer is doing."""
        write_one(self.root / "progress.json", progress)

    def drop_shelves(self, names: Iterable[str]) -> None:
        """Take shelves away whose documents have all gone."""
        for name in names:
            self._open.pop(name, None)
            shutil.rmtree(self.shelf_folder(name), ignore_errors=True)

    def write_procurements(self, procurements: Sequence[Procurement]) -> None:
        """Record the procurements on the shelves."""
        write_lines(self.root / "procurements.jsonl", Procurement, procurements)

    def write_problems(self, problems: Sequence[Problem]) -> None:
        """Record what was not, or not wholly, taken in."""
        write_lines(self.root / "problems.jsonl", Problem, problems)


def shelf_name(procurement: str) -> str:
    """The name of a procurement's shelf: readable, safe as a folder, and apart from `common`."""
    folded = procurement.lower().translate(str.maketrans("åäöéü", "aaoeu"))
    return "p-" + re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
