"""PDF bytes to pages with words and boxes, and to the flat stream of lines that recognisers work on.

pdfium reads and pypdf mends: a file that pdfium refuses is rewritten by pypdf first. A page that can't be read is
handed back empty with a problem, so that one bad page never sinks a document; only a file that gives no page or no
word at all is refused. Attachments, scripts and forms are never opened.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf.errors import DependencyError, PyPdfError

from corpus.errors import DocumentError
from corpus.model import Page
from ingest.encodings import readable
from ingest.frame import frame_of
from ingest.layout import lay_out, text_of_lines
from ingest.lines import Line
from ingest.pdf import runs_of

_HEADER_WITHIN = 1024  # bytes within which "%PDF-" must stand (ISO 32000-1, annex H.3, note 13)
_BEYOND_REPAIR = (
    pdfium.PdfiumError, PyPdfError, DependencyError, zlib.error, ArithmeticError, AttributeError, LookupError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What pdfium and pypdf raise on a damaged file; pypdf doesn't wrap what its own code trips over."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of the PDF's outline; ``level`` counts from 0, ``page`` from 1 (None when it points nowhere)."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one PDF gave; ``problems`` are whole sentences about what could not be read."""

    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    outline: tuple[Bookmark, ...]
    title: str | None
    problems: tuple[str, ...]


def read_pdf(data: bytes, document_id: str, password: str | None = None) -> ReadResult:
    """Read a PDF: every page in reading order, with its words' boxes, its lines and its printed label.

    Raises ``DocumentError`` when the bytes are no PDF, are encrypted or damaged beyond repair, or hold no text.
    """
    pages: list[Page] = []
    lines: list[Line] = []
    problems: list[str] = []
    with _opened(data, password) as pdf:
        if len(pdf) == 0:
            raise DocumentError("the PDF has no pages")
        for number in range(1, len(pdf) + 1):
            page, its_lines, troubles = _read_page(pdf, number, document_id)
            pages.append(page)
            lines.extend(its_lines)
            problems.extend(f"page {number} {trouble}" for trouble in troubles)
        outline, title = tuple(_outline(pdf)), pdf.get_metadata_value("Title").strip() or None
    if not lines:
        where = "its only page" if len(pages) == 1 else f"any of its {len(pages)} pages"
        raise DocumentError(f"there is no text on {where}: a scanned document needs OCR first")
    return ReadResult(tuple(pages), tuple(lines), outline, title, tuple(problems))


def _read_page(pdf: pdfium.PdfDocument, number: int, document_id: str) -> tuple[Page, tuple[Line, ...], list[str]]:
    """A page, its lines, and what is wrong with it as ends of a sentence that begins with the page."""
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return Page(document_id, number, "", (), 0.0, 0.0), (), ["is damaged and was left out"]
    try:
        frame = frame_of(page)
        try:
            runs, troubles = readable(runs_of(page, frame))
        except pdfium.PdfiumError:
            runs, troubles = [], ["is damaged and was left out"]
        if not runs and not troubles and raw.FPDFPage_CountObjects(page) > 0:
            troubles = ["has no text layer: it needs OCR"]
        text, words, lines = text_of_lines(lay_out(runs), number)
        label = pdf.get_page_label(number - 1) or None
        return Page(document_id, number, text, words, frame.width, frame.height, label), lines, troubles
    finally:
        page.close()


@contextmanager
def _opened(data: bytes, password: str | None) -> Iterator[pdfium.PdfDocument]:
    """The open document; what pdfium can't open is mended by pypdf first."""
    if not data:
        raise DocumentError("the file is empty")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise DocumentError("the file is not a PDF")
    try:
        pdf = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            lack = "the password is wrong" if password else "it needs a password"
            raise DocumentError(f"the PDF is encrypted: {lack}") from error
        try:
            pdf = pdfium.PdfDocument(_mended(data, password))
        except _BEYOND_REPAIR as again:
            raise DocumentError("the PDF is damaged or cut off and can't be read") from again
    try:
        yield pdf
    finally:
        pdf.close()


def _mended(data: bytes, password: str | None) -> bytes:
    """The pages that pypdf can find, written anew; it is kept from printing what it finds wrong on the way."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        writer = pypdf.PdfWriter()
        for page in pypdf.PdfReader(io.BytesIO(data), strict=False, password=password).pages:
            writer.add_page(page)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
    finally:
        log.setLevel(level)


def _outline(pdf: pdfium.PdfDocument) -> Iterator[Bookmark]:
    for entry in pdf.get_toc():
        target = entry.get_dest()
        index = target.get_index() if target else None
        yield Bookmark(entry.get_title().strip(), entry.level, None if index is None or index < 0 else index + 1)
