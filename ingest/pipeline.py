"""Paths → shelves: what changed is read in child processes, grouped into procurements, stored, and put on shelves.

A file is read again only when its bytes or the parser have changed; what has gone from a folder that is taken in
again goes from the shelves. Each document is stored whole or not at all, and the shelves are built from what is
stored: so a run that is killed loses nothing, and the next one goes on.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from unicodedata import normalize

from corpus.errors import DocumentError
from corpus.library import Library, Problem, Progress
from corpus.model import Document
from corpus.store import Origin
from corpus.vectors import PassageEncoder
from ingest.identify import Identified, in_procurement
from ingest.procurements import group_procurements
from ingest.reading import PARSER, Reading, read_all, recognise_all
from ingest.shelving import Say, build_shelves, shelves_lag
from ingest.sources import Skipped, SourceFile, walk
from ingest.summary import Summary
from ingest.timing import Countdown

_READING = ".reading-"
"""How the working folder of a run begins; one that is there before a run was left by a run that was killed."""


def ingest(
    library: Library,
    paths: Sequence[Path],
    encoder: Callable[[], PassageEncoder],
    say: Say,
    encoder_name: str | None = None,
) -> Summary:
    """Take files, folders and archives in; the data folder is passed over in a folder that holds it.

    DocumentError when a path is missing or is the data folder, or when a folder or archive holds no PDF. LockedError
    when another run is writing. ``encoder`` is called only when there is something to embed, or to learn its name
    when ``encoder_name`` does not tell it.
    """
    encoder = cache(encoder)
    _keep_apart(library, paths)
    with library.writing():
        for left in library.root.glob(f"{_READING}*"):
            shutil.rmtree(left, ignore_errors=True)
        summary = Summary()
        files = _sources(library, paths, summary)
        origins = {document_id: library.store.origin(document_id) for document_id in library.store.ids()}
        known = {origin.path: document_id for document_id, origin in origins.items()}
        _remove_gone(library, paths, files, known, summary)
        todo = [file for file in files if not _is_current(library, file, known, origins)]
        with tempfile.TemporaryDirectory(dir=library.root, prefix=_READING) as work:
            readings = _read(todo, Path(work), summary, library, say)
            _place(library, files, readings, known, origins, summary, say)
        _record(library, summary, paths, files)
        if summary.taken or summary.removed or shelves_lag(library, lambda: encoder_name or encoder().name):
            build_shelves(library, encoder, say)
    return summary


def _keep_apart(library: Library, paths: Sequence[Path]) -> None:
    """Refuse what is stored: its PDFs would be taken for the ones that they were read from."""
    own = library.store.root.resolve()
    for path in paths:
        whole = path.resolve()
        if whole in (own, own.parent) or own in whole.parents:
            raise DocumentError(
                f"{path} can't be taken in: it is, or lies in, the data folder {library.root}; "
                "give the folder of the documents."
            )


def _sources(library: Library, paths: Sequence[Path], summary: Summary) -> list[SourceFile]:
    files = []
    for item in walk(paths, exclude=[library.root]):
        inside = _writable(item.path_inside)
        if isinstance(item, Skipped):
            listed = summary.skipped if item.document else summary.others
            listed.append(Problem(inside, _writable(item.reason), inside))
        elif _writable(str(item.place)) != str(item.place):
            why = f"{_writable(item.name)} has a name, or lies in a folder with one, that is not UTF-8; rename it."
            summary.skipped.append(Problem(inside, why, inside))
        else:
            files.append(item)
    return files


def _writable(name: str) -> str:
    """The name with marks for the bytes that are no text (names from old disks), so that it can be written."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _remove_gone(
    library: Library, paths: Sequence[Path], files: Sequence[SourceFile], known: dict[str, str], summary: Summary
) -> None:
    """Take away what was taken in from one of the folders or archives before and is no longer there.

    What lies in the data folder (the starter documents) has not gone from a folder around that: it was passed over.
    """
    roots = [path.resolve() for path in paths if path.is_dir() or path.suffix.lower() == ".zip"]
    own = library.root.resolve()
    there = {str(file.place) for file in files}
    for path, document_id in list(known.items()):
        parents = Path(path).parents
        around = own.parents if own in parents else ()
        if path not in there and any(root in parents and root not in around for root in roots):
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
    owners = {known[str(file.place)]: file.name for _, file in placed if str(file.place) not in readings}
    jobs = []
    for index, (identified, file) in enumerate(placed):
        path, name = str(file.place), names.get(index)
        reading = readings.get(path)
        if reading is None:
            _leave(library.store.document(known[path]), file, name, summary, say)
            continue
        document = _final(identified, file, name, known.get(path), taken_ids)
        if path in known and known[path] != document.id:
            library.store.remove(known[path])
        if document.id in owners:
            why = f"{file.name} is the same act in the same wording as {owners[document.id]}, which is taken."
            summary.skipped.append(Problem(file.path_inside, why, file.path_inside))
            continue
        owners[document.id] = file.name
        taken_ids.add(document.id)
        jobs.append((file, reading, document, Origin(path, PARSER, identified.sure)))
    for file, stored in recognise_all(jobs, library.store):
        if isinstance(stored, DocumentError):
            summary.failed.append(Problem(file.name, str(stored), file.path_inside))
        else:
            summary.taken.append(stored)


def _leave(document: Document, file: SourceFile, procurement: str | None, summary: Summary, say: Say) -> None:
    """Leave a document as it is stored: its file has not changed, or can't be read any more and is listed as failed."""
    if file.path_inside not in {problem.path for problem in summary.failed}:
        summary.unchanged.append(document)
    if document.procurement != procurement:
        where = procurement or "no procurement"
        say(f"{document.file} now belongs to {where}; take its folder in anew to move it.")


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


def _record(library: Library, summary: Summary, paths: Sequence[Path], files: Sequence[SourceFile]) -> None:
    """Keep the problems of files that were not part of this run; those of this run are told anew."""
    told = {problem.path for problem in (*summary.failed, *summary.skipped, *summary.others)}
    told |= {file.path_inside for file in files}
    within = tuple(f"{_writable(normalize('NFC', path.resolve().name))}/" for path in paths)
    earlier = [
        problem
        for problem in library.problems()
        if problem.path is None or (problem.path not in told and not problem.path.startswith(within))
    ]
    library.write_problems([*earlier, *summary.failed, *summary.skipped])
