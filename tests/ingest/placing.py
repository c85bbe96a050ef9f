"""Writes PDFs with every line where a test wants it, and reads them back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from typing import Any

from fpdf import FPDF

from corpus.model import Document, Page, Word
from ingest.facts import Metadata
from ingest.lines import Line
from ingest.outline import OutlineResult, recognise_outline
from ingest.read import ReadResult, read_pdf

WIDTH, HEIGHT = 595.0, 842.0
NO_METADATA = Metadata(None, None, None, ())


@dataclass(frozen=True)
class Put:
    """One line of text: the x of its left edge and the y of its baseline in points from the top left."""

    x: float
    y: float
    text: str
    size: float = 10.0
    bold: bool = False


def flow(lines: Sequence[str], x: float = 70.0, y: float = 100.0) -> list[Put]:
    """Lines down a page: "# " before a heading in bold 14 points, "## " in bold 12; an empty one is white."""
    put: list[Put] = []
    for line in lines:
        if line.startswith("#"):
            mark, text = line.split(" ", 1)
            y += 20
            put.append(Put(x, y, text, 16.0 - 2 * len(mark), bold=True))
            y += 18
        elif line:
            put.append(Put(x, y, line))
            y += 12
        else:
            y += 8
    return put


def pdf_of(*pages: Sequence[Put], sideways: bool = False) -> bytes:
    """The PDF of some pages; sideways text runs from top to bottom, as on a page turned clockwise."""
    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    fonts = distribution("font-source-sans-pro")
    for style, name in {"": "Regular", "B": "Bold"}.items():
        pdf.add_font("Sans", style, str(fonts.locate_file(f"font_source_sans_pro/files/SourceSansPro-{name}.ttf")))
    for page in pages:
        pdf.add_page()
        for put in page:
            pdf.set_font("Sans", "B" if put.bold else "", put.size)
            if sideways:
                with pdf.rotation(-90, x=WIDTH - put.y, y=put.x):
                    pdf.text(WIDTH - put.y, put.x, put.text)
            else:
                pdf.text(put.x, put.y, put.text)
    return bytes(pdf.output())


def read(*pages: Sequence[Put], sideways: bool = False) -> ReadResult:
    return read_pdf(pdf_of(*pages, sideways=sideways), "d")


def laid(*pages: Sequence[Put]) -> tuple[list[Line], list[Page]]:
    """What reading would give, without a PDF: letters half as wide as high. Quick enough for hundreds of examples."""
    lines: list[Line] = []
    made: list[Page] = []
    for number, page in enumerate(pages, start=1):
        words: list[Word] = []
        at = 0
        for put in page:
            wide = put.size / 2
            for match in re.finditer(r"\S+", put.text):
                box = (put.x + wide * match.start(), put.y - put.size, put.x + wide * match.end(), put.y)
                words.append(Word(at + match.start(), at + match.end(), box))
            end = at + len(put.text)
            box = (put.x, put.y - put.size, put.x + wide * len(put.text), put.y)
            lines.append(Line(number, at, end, put.text, *box, put.size, put.bold, 0, baseline=put.y))
            at = end + 1
        text = "".join(f"{put.text}\n" for put in page)
        made.append(Page("d", number, text, tuple(words), WIDTH, HEIGHT))
    return lines, made


def read_of(*pages: Sequence[Put], title: str | None = None) -> ReadResult:
    lines, made = laid(*pages)
    return ReadResult(tuple(made), tuple(lines), (), title, ())


def document(**fields: Any) -> Document:
    return Document(
        **{"id": "d", "kind": "tender", "title": "Provdokument", "file": "d.pdf", "sha256": "0" * 64} | fields
    )


def outline(*pages: Sequence[Put], **fields: Any) -> OutlineResult:
    return recognise_outline(document(**fields), *laid(*pages))


def outline_of_pdf(*pages: Sequence[Put], sideways: bool = False, **fields: Any) -> OutlineResult:
    """The same through a PDF, where reading it matters (what stands close is joined, sideways text is ordered)."""
    result = read(*pages, sideways=sideways)
    return recognise_outline(document(**fields), result.lines, result.pages)
