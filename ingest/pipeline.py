"""Paths → shelves: what changed is read in child processes, grouped into procurements, stored, and put on shelves.

A file is read again only when its bytes or the parser have changed; what has gone from a folder that is taken in
again goes from the shelves. Each document is stored whole or not at all, and the shelves are built from what is
stored: so a run that is killed loses nothing, and the next one goes on.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.build import build_shelf, gather
from corpus.errors import DocumentError
from corpus.library import COMMON, Library, Problem, Progress, shelf_name
from corpus.model import Document, Procurement
from corpus.store import Origin
from corpus.vectors import PassageEncoder, VectorCache
from ingest.identify import Identified, in_procurement
from ingest.procurements import describe, group_procurements
from ingest.reading import PARSER, Reading, read_all, recognise_all
from ingest.sources import Skipped, SourceFile, walk
from ingest.timing import Countdown

Say = Callable[[str], None]


@dataclass(slots=True)
class Summary:
    """What a run did, by file name (as it lies in the folder or archive)."""

    taken: list[Document] = field(default_factory=list)
    unchanged: list[Document] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The summary as plain data."""
        return {
            "taken": [document.id for document in self.taken],
            "unchanged": [document.id for document in self.unchanged],
            "failed": [{"file": problem.file, "reason": problem.reason} for problem in self.failed],
            "skipped": [{"file": problem.file, "reason": problem.reason} for problem in self.skipped],
            "removed": self.removed,
        }

    def lines(self) -> Iterable[str]:
        """The summary for a reader, a line each."""
        for document in self.taken:
            what = document.wording or document.kind
            yield f"taken in: {document.file}  {document.title}  ({what}, {document.pages} p.)"
            yield from (f"  ! {problem}" for problem in document.problems)
        if self.unchanged:
            yield f"unchanged: {len(self.unchanged)}"
        yield from (f"removed: {document_id}" for document_id in self.removed)
        yield from (f"skipped: {problem.reason}" for problem in self.skipped)
        yield from (f"failed: {problem.file}: {problem.reason}" for problem in self.failed)


def ingest(library: Library, paths: Sequence[Path], encoder: Callable[[], PassageEncoder], say: Say) -> Summary:
    """Take files, folders and archives in; DocumentError when a path is missing or a folder holds no PDF.

    LockedError when another run is writing. ``encoder`` is called only when there is something to embed.
    """
    with library.writing():
        summary = Summary()
        files = _sources(paths, summary)
        origins = {document_id: library.store.origin(document_id) for document_id in library.store.ids()}
        known = {origin.path: document_id for document_id, origin in origins.items()}
        _remove_gone(library, paths, files, known, summary)
        todo = [file for file in files if not _is_current(library, file, known, origins)]
        with tempfile.TemporaryDirectory(dir=library.root, prefix=".reading-") as work:
            readings = _read(todo, Path(work), summary, library, say)
            _place(library, files, readings, known, origins, summary, say)
        _record(library, summary, files)
        if summary.taken or summary.removed or _shelves_lag(library):
            build_shelves(library, encoder, say)
    return summary


def build_shelves(library: Library, encoder: Callable[[], PassageEncoder], say: Say) -> list[str]:
    """Build every shelf anew from the stored documents; the caller holds the lock. Returns the shelves' names."""
    documents = [library.store.document(document_id) for document_id in library.store.ids()]
    wanted: dict[str, list[Document]] = {COMMON: [item for item in documents if item.procurement is None]}
    for document in documents:
        if document.procurement is not None:
            wanted.setdefault(shelf_name(document.procurement), []).append(document)
    _describe(library, documents)
    cache = VectorCache(library.root / "vectors", encoder())
    for name, members in wanted.items():
        content = gather(library.store, members)
        if not members and name != COMMON:
            continue
        countdown = Countdown()

        def progress(done: int, total: int, name: str = name, countdown: Countdown = countdown) -> None:
            left = countdown.seconds_left(done, total)
            library.report(Progress(f"embedding {name}", done, total, left))
            if countdown.is_due():
                say(f"Embedding {name}: {100 * done // max(total, 1)} %{countdown.in_words(left)}")

        library.report(Progress(f"indexing {name}", 0, len(content.provisions)))
        say(f"Indexing {name}: {len(content.documents)} documents, {len(content.provisions)} provisions.")
        build_shelf(library.shelf_folder(name), content, cache, progress)
    library.drop_shelves(set(library.shelf_names()) - set(wanted))
    return list(wanted)


def _sources(paths: Sequence[Path], summary: Summary) -> list[SourceFile]:
    files = []
    for item in walk(paths):
        if isinstance(item, Skipped):
            summary.skipped.append(Problem(item.path_inside, item.reason, item.path_inside))
        else:
            files.append(item)
    return files


def _remove_gone(
    library: Library, paths: Sequence[Path], files: Sequence[SourceFile], known: dict[str, str], summary: Summary
) -> None:
    """Take away what was taken in from one of the folders or archives before and is no longer there."""
    roots = [path.resolve() for path in paths if path.is_dir() or path.suffix.lower() == ".zip"]
    there = {str(file.place) for file in files}
    for path, document_id in list(known.items()):
        if path not in there and any(root in Path(path).parents for root in roots):
            library.store.remove(document_id)
            summary.removed.append(document_id)
            del known[path]


def _is_current(library: Library, file: SourceFile, known: dict[str, str], origins: dict[str, Origin]) -> bool:
    document_id = known.get(str(file.place))
    if document_id is None or origins[document_id].parser != PARSER:
        return False
    return library.store.document(document_id).sha256 == file.sha256


def _read(todo: Sequence[SourceFile], work: Path, summary: Summary, library: Library, say: Say) -> dict[str, Reading]:
    readings: dict[str, Reading] = {}
    countdown = Countdown()
    for number, (file, result) in enumerate(read_all(todo, work), start=1):
        left = countdown.seconds_left(number, len(todo))
        library.report(Progress("reading", number, len(todo), left))
        say(f"Read {number} of {len(todo)}: {file.name}{countdown.in_words(left)}")
        if isinstance(result, DocumentError):
            summary.failed.append(Problem(file.name, str(result), file.path_inside))
        else:
            readings[str(file.place)] = result
    return readings


def _place(
    library: Library,
    files: Sequence[SourceFile],
    readings: dict[str, Reading],
    known: dict[str, str],
    origins: dict[str, Origin],
    summary: Summary,
    say: Say,
) -> None:
    """Group what was read with what was there already, then recognise and store what is new or has moved."""
    placed: list[tuple[Identified, SourceFile]] = []
    for file in files:
        path = str(file.place)
        if path in readings:
            placed.append((readings[path].identified, file))
        elif path in known:
            document = library.store.document(known[path])
            placed.append((Identified(replace(document, procurement=None), origins[document.id].sure), file))
    names = group_procurements(placed)
    taken_ids = set(library.store.ids())
    jobs = []
    for index, (identified, file) in enumerate(placed):
        path, name = str(file.place), names.get(index)
        reading = readings.get(path)
        if reading is None:
            document = library.store.document(known[path])
            summary.unchanged.append(document)
            if document.procurement != name:
                say(f"{document.file} now belongs to {name or 'no procurement'}; take its folder in anew to move it.")
            continue
        document = _final(identified, file, name, known.get(path), taken_ids)
        taken_ids.add(document.id)
        jobs.append((file, reading, document, Origin(path, PARSER, identified.sure)))
        if path in known and known[path] != document.id:
            library.store.remove(known[path])
    for file, stored in recognise_all(jobs, library.store):
        if isinstance(stored, DocumentError):
            summary.failed.append(Problem(file.name, str(stored), file.path_inside))
        else:
            summary.taken.append(stored)


def _final(
    identified: Identified, file: SourceFile, procurement: str | None, before: str | None, taken: set[str]
) -> Document:
    """The document under its final id; a second document of one id (two PDFs of a name) says where it lies."""
    document = identified.document
    if procurement is not None:
        document = in_procurement(document, procurement)
        if document.id in taken and document.id != before:
            document = in_procurement(document, procurement, file.path_inside)
    if document.kind == "statute" or document.id == before or document.id not in taken:
        return document
    return replace(document, id=f"{document.id}~{file.sha256[:6]}")


def _describe(library: Library, documents: Sequence[Document]) -> None:
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if document.procurement is not None:
            groups.setdefault(document.procurement, []).append(document)
    described: list[Procurement] = []
    for name, members in sorted(groups.items()):
        pages = {item.id: [library.page(item.id, number) for number in range(1, item.pages + 1)] for item in members}
        described.append(describe(name, members, pages))
    library.write_procurements(described)


def _shelves_lag(library: Library) -> bool:
    """Whether an earlier run was stopped before the shelves held all that is stored, with its vectors."""
    shelves = [library.shelf(name) for name in library.shelf_names()]
    placed = {document_id for shelf in shelves for document_id in shelf.documents}
    return placed != set(library.store.ids()) or not all(shelf.manifest.dense for shelf in shelves)


def _record(library: Library, summary: Summary, files: Sequence[SourceFile]) -> None:
    """Keep the problems of files that were not part of this run; those of this run are told anew."""
    told = {problem.path for problem in (*summary.failed, *summary.skipped)} | {file.path_inside for file in files}
    earlier = [problem for problem in library.problems() if problem.path not in told]
    library.write_problems([*earlier, *summary.failed, *summary.skipped])
