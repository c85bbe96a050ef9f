"""Source files → stored documents, on all cores, each file in a child process.

Reading and recognising are two steps, because which procurement a document belongs to (and so its id) is known only
when its neighbours have been read too. Between them a file's pages and lines lie in a working folder. A PDF library
that crashes takes its child with it and nothing else.
"""

from __future__ import annotations

import errno
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from corpus.acts import act_by_sfs
from corpus.errors import DocumentError
from corpus.model import Document, Page, ParsedDocument, Provision
from corpus.store import Origin, Store
from ingest.facts import read_metadata
from ingest.identify import Identified, identify
from ingest.lines import Line
from ingest.outline import recognise_outline
from ingest.passages import cut
from ingest.read import ReadResult, read_pdf
from ingest.sources import SourceFile
from ingest.statute import recognise_statute

PARSER = "1"
"""The version of everything between a file's bytes and its passages; raise it when any of that changes."""

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""What ends the run: every document after it would fail as well, and none of them is to blame."""

T = TypeVar("T")

_LAW = ("statute", "regulation", "directive")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: what it is, and where its pages and lines lie meanwhile."""

    identified: Identified
    kept: Path


Job = tuple[SourceFile, Reading, Document, Origin]


def read_all(files: Sequence[SourceFile], work: Path) -> Iterator[tuple[SourceFile, Reading | DocumentError]]:
    """Read files, in their order; a file that can't be read gives its error in its place.

    OSError when the disk is full.
    """
    arguments = [(file, work / f"{number}.pickle") for number, file in enumerate(files)]
    yield from zip(files, _in_children(_read, arguments), strict=True)


def recognise_all(jobs: Sequence[Job], store: Store) -> Iterator[tuple[SourceFile, Document | DocumentError]]:
    """Recognise, cut and store documents that were read, in their order; OSError when the disk is full."""
    arguments = [(*job, store) for job in jobs]
    yield from zip((job[0] for job in jobs), _in_children(_recognise, arguments), strict=True)


def _in_children(
    work: Callable[..., T | DocumentError], arguments: Sequence[tuple[Any, ...]]
) -> Iterator[T | DocumentError]:
    """The results of ``work`` in order; a job whose child crashed is tried once more alone, then gives its error."""
    if not arguments:
        return
    pool = _pool(min(len(arguments), os.cpu_count() or 1))
    try:
        futures = [pool.submit(work, *item) for item in arguments]
        for item, future in zip(arguments, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _alone(work, item)
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(work: Callable[..., T | DocumentError], item: tuple[Any, ...]) -> T | DocumentError:
    with _pool(1) as pool:
        try:
            return pool.submit(work, *item).result()
        except BrokenProcessPool:
            return DocumentError("reading it crashes the PDF library; save it anew from a PDF viewer and try again")


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _read(file: SourceFile, kept: Path) -> Reading | DocumentError:
    try:
        data = file.read()
        read = read_pdf(data, "?")
        identified = identify(read, file.name, file.sha256, read_metadata(data))
        kept.write_bytes(pickle.dumps(read))
        return Reading(identified, kept)
    except DocumentError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the one boundary a document has: it is recorded, the others go on
        return _recorded(error, "it could not be read")


def _recognise(
    file: SourceFile, reading: Reading, document: Document, origin: Origin, store: Store
) -> Document | DocumentError:
    try:
        read: ReadResult = pickle.loads(reading.kept.read_bytes())
        parsed = parse(document, read)
        store.write(parsed, file.read(), origin)
        return parsed.document
    except DocumentError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the one boundary a document has: it is recorded, the others go on
        return _recorded(error, "its structure could not be read")


def _recorded(error: Exception, what: str) -> DocumentError:
    """What is recorded of a document's failure; a full disk is the run's and is raised on."""
    if isinstance(error, OSError) and error.errno in _DISK_FULL:
        raise error
    return DocumentError(f"{what} ({type(error).__name__}: {error})")


def parse(document: Document, read: ReadResult) -> ParsedDocument:
    """What was read of a file, under the document's id: its provisions and passages."""
    act = act_by_sfs(document.sfs) if document.sfs else None
    document = replace(document, short=act.short) if act else document
    pages = tuple(replace(page, document_id=document.id) for page in read.pages)
    provisions, problems = _provisions(document, read.lines, pages)
    whole = replace(document, problems=(*document.problems, *problems))
    return ParsedDocument(whole, pages, tuple(provisions), tuple(cut(whole, provisions)))


def _provisions(
    document: Document, lines: Sequence[Line], pages: Sequence[Page]
) -> tuple[Sequence[Provision], Iterable[str]]:
    if document.kind in _LAW:
        result = recognise_statute(document.id, document.short, lines, pages)
        if result.provisions:
            return result.provisions, result.problems
    outline = recognise_outline(document, lines, pages)
    return outline.provisions, outline.problems
