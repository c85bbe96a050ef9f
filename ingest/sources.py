"""Paths → the PDF files to read: files, folders and ZIP archives, each file once, and what was left out and why.

A file keeps where it lies (folder, archive) rather than its bytes, so a folder of a thousand documents costs no
memory; the place also decides later which documents belong to one procurement. Hidden files, and what operating
systems leave in archives, are passed over without a word; everything else that isn't taken gets a sentence.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from corpus.errors import DocumentError
from ingest.archives import BROKEN, Limits, Member, MemberError, digest, members, opened, read_all, refusal

OFFICE = {
    ".docx": "a Word document", ".doc": "a Word document", ".xlsx": "an Excel workbook", ".xls": "an Excel workbook",
    ".pptx": "a PowerPoint presentation", ".odt": "a text document", ".ods": "a spreadsheet", ".rtf": "a text document",
}  # fmt: skip
CLUTTER = {"__macosx", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One PDF to read, and where it lies.

    ``path_inside`` starts with the folder or archive that was given: "anbud.zip/bilagor/AF.pdf" (for a single file,
    with the folder it lies in). ``place`` is the whole path, through archives as if they were folders.
    """

    name: str
    path_inside: str
    place: PurePosixPath
    sha256: str
    size: int
    location: Path
    chain: tuple[str, ...]
    limits: Limits

    def read(self) -> bytes:
        """Read its bytes; raises DocumentError when it can no longer be read."""
        try:
            with opened(self.location, self.chain, self.limits) as stream:
                return read_all(stream, self.limits.file_bytes)
        except BROKEN as error:
            raise DocumentError(f"{self.path_inside} can't be read any more ({error}); give it again.") from error


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not taken in, and one sentence that says why.

    ``document`` is False for a file of a kind that is no document here (a picture, a text beside the PDFs).
    """

    name: str
    path_inside: str
    reason: str
    document: bool = True


@dataclass(slots=True)
class _Run:
    """What one run knows: the path being walked (``base`` is its parent) and the first file of every content."""

    limits: Limits
    exclude: frozenset[Path]
    first: dict[str, str] = field(default_factory=dict)
    base: PurePosixPath | None = None
    found: int = 0
    refused: str | None = None
    """Why the first document under the path being walked was not taken."""

    def inside(self, place: PurePosixPath) -> str:
        return normalize("NFC", str(place.relative_to(self.base) if self.base else place))

    def skipped(self, place: PurePosixPath, why: str, *, document: bool = True) -> Skipped:
        name = normalize("NFC", place.name)
        if document and self.refused is None:
            self.refused = f"{name} {why}"
        return Skipped(name, self.inside(place), f"{name} {why}.", document)


def walk(
    paths: Sequence[Path], limits: Limits | None = None, exclude: Iterable[Path] = ()
) -> Iterator[SourceFile | Skipped]:
    """Give the PDFs of files, folders (with their subfolders) and ZIP archives, in the order of their names.

    Folders in ``exclude`` are passed over where they lie in a folder that was given. Raises DocumentError at once for
    a path that does not exist, and, when its turn comes, for a folder or archive in which there is no PDF.
    """
    for path in paths:
        if not path.exists():
            raise DocumentError(f"{path} does not exist; give a PDF, a folder or a ZIP archive that does.")
    return _walk_all(
        [path.resolve() for path in paths],
        _Run(limits or Limits(), frozenset(folder.resolve() for folder in exclude)),
    )


def _walk_all(paths: Sequence[Path], run: _Run) -> Iterator[SourceFile | Skipped]:
    for path in paths:
        several = path.is_dir() or _is_archive(path.name)
        run.found, run.refused = 0, None
        run.base = PurePosixPath(path.parent if several else path.parent.parent)
        yield from _folder(path, run) if path.is_dir() else _file(path, run)
        if several and not run.found:
            why = run.refused or "a folder or ZIP archive with PDF files is expected"
            raise DocumentError(f"No PDF was found in {path}: {why}.")


def _folder(root: Path, run: _Run) -> Iterator[SourceFile | Skipped]:
    for here, folders, files in os.walk(root):
        folders[:] = sorted(n for n in folders if not _hidden(n) and Path(here, n) not in run.exclude)
        for name in folders:
            if Path(here, name).is_symlink():
                yield run.skipped(PurePosixPath(here, name), "is a link to another folder; give that folder itself")
        for name in sorted(files):
            if not _hidden(name):
                yield from _file(Path(here, name), run)


def _file(path: Path, run: _Run) -> Iterator[SourceFile | Skipped]:
    if _is_archive(path.name):
        yield from _archive(path, (), PurePosixPath(path), run)
    else:
        yield _judged(path, (), PurePosixPath(path), run)


def _archive(path: Path, chain: tuple[str, ...], place: PurePosixPath, run: _Run) -> Iterator[SourceFile | Skipped]:
    """Go through an archive on disk, or (``chain``) one that lies in it; deeper ones are skipped."""
    try:
        with opened(path, chain, run.limits) as stream:
            source = io.BytesIO(read_all(stream, run.limits.file_bytes)) if chain else stream
            with zipfile.ZipFile(source) as archive:
                listed = [m for m in members(archive) if not any(_hidden(part) for part in m.name.split("/"))]
    except MemberError as error:
        yield run.skipped(place, str(error))
    except BROKEN:
        yield run.skipped(place, "is damaged or no ZIP archive; pack it again")
    else:
        total = 0
        for number, member in enumerate(listed):
            total += member.size
            if number >= run.limits.files or total > run.limits.archive_bytes:
                yield run.skipped(place, f"is too large: {len(listed) - number} of its files were left out")
                return
            yield from _member(path, chain, place, member, run)


def _member(
    path: Path, chain: tuple[str, ...], archive: PurePosixPath, member: Member, run: _Run
) -> Iterator[SourceFile | Skipped]:
    if (reason := refusal(member, run.limits)) is not None:
        yield run.skipped(archive / PurePosixPath(member.name).name, reason)
        return
    place = archive / member.name
    if not _is_archive(member.name):
        yield _judged(path, (*chain, member.raw), place, run)
    elif chain:
        yield run.skipped(place, "is an archive inside an archive inside an archive; unpack it")
    else:
        yield from _archive(path, (member.raw,), place, run)


def _judged(path: Path, chain: tuple[str, ...], place: PurePosixPath, run: _Run) -> SourceFile | Skipped:
    """Judge one file by its name, first bytes and content: taken, no PDF, a duplicate, or unreadable."""
    suffix = place.suffix.lower()
    if suffix in OFFICE:
        return run.skipped(place, f"is {OFFICE[suffix]}, not a PDF; save it as PDF and take that in")
    try:
        with opened(path, chain, run.limits) as stream:
            sha, size, head = digest(stream, run.limits.file_bytes)
    except MemberError as error:
        return run.skipped(place, str(error))
    except BROKEN as error:
        return run.skipped(place, f"can't be read ({error})")
    if suffix != ".pdf" and b"%PDF-" not in head:
        return run.skipped(place, "is not a PDF", document=False)
    run.found += 1
    if (first := run.first.get(sha)) is not None:
        return run.skipped(place, f"is the same file as {first}, which is taken")
    run.first[sha] = run.inside(place)
    return SourceFile(normalize("NFC", place.name), run.inside(place), place, sha, size, path, chain, run.limits)


def _hidden(name: str) -> bool:
    return (name.startswith(("~$", ".")) and name != "..") or name.lower() in CLUTTER


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")
