"""Citations → whether their quotes stand where they say, read back with pdfminer (through pdfplumber).

The program reads PDFs with pdfium; a fault of that reading can't be seen with the same eyes. Letters and figures are
compared, nothing else: where a line is broken, hyphenated or set with thin spaces, two readers rightly differ in the
rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.folding import LIGATURES
from corpus.library import Library
from corpus.model import Box, Citation, Span
from evals.measures.outcome import QuoteCheck

_PAGES_KEPT = 400
_FILES_KEPT = 12
_SPELT = str.maketrans(LIGATURES)


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    x: float
    y: float


def is_installed() -> bool:
    """Whether the second reader is there (it comes with the extra `dev`)."""
    return find_spec("pdfplumber") is not None


def check_quotes(library: Library, citations: Iterable[Citation]) -> tuple[QuoteCheck, ...]:
    """Each citation held against its document's PDF."""
    return tuple(_check(library.pdf(item.document.id), item) for item in citations)


def letters(text: str) -> str:
    """The letters and figures of a text, composed, ligatures spelt out."""
    spelt = unicodedata.normalize("NFC", text.translate(_SPELT))
    return "".join(char for char in spelt if char.isalnum())


def _check(pdf: Path, citation: Citation) -> QuoteCheck:
    wanted = letters(citation.quote)
    pages = _in_order(citation.spans)
    on_page = bool(wanted) and bool(pages) and _stands(wanted, [_page(pdf, number) for number in pages])
    boxed = "".join(_inside(_page(pdf, item.page), rect) for item in citation.boxes for rect in item.rects)
    return QuoteCheck(citation.marker, on_page, bool(wanted) and boxed == wanted)


def _in_order(spans: Sequence[Span]) -> list[int]:
    return list(dict.fromkeys(span.page for span in spans))


def _stands(wanted: str, pages: Sequence[tuple[_Letter, ...]]) -> bool:
    """Whether the letters stand on the pages, a piece of the quote a page, the pieces in order."""
    if len(pages) == 1:
        return any(wanted in text for text in _texts(pages[0]))
    cuts = range(1, len(wanted))
    return any(_stands(wanted[:cut], pages[:1]) and _stands(wanted[cut:], pages[1:]) for cut in cuts)


def _texts(page: Sequence[_Letter]) -> tuple[str, str]:
    """A page's letters in the order they are drawn, and line by line from the top."""
    placed = sorted(page, key=lambda letter: (round(letter.y / 3), letter.x))
    return "".join(letter.text for letter in page), "".join(letter.text for letter in placed)


def _inside(page: Sequence[_Letter], rect: Box) -> str:
    x0, y0, x1, y1 = rect
    found = [letter for letter in page if x0 <= letter.x <= x1 and y0 <= letter.y <= y1]
    return "".join(letter.text for letter in sorted(found, key=lambda letter: letter.x))


@lru_cache(maxsize=_PAGES_KEPT)
def _page(pdf: Path, number: int) -> tuple[_Letter, ...]:
    """The letters of a page with their middles; none for a page that the PDF does not have."""
    document = _opened(pdf)
    if not 1 <= number <= len(document.pages):
        return ()
    page = document.pages[number - 1]
    found = tuple(
        _Letter(text, (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
        for char in page.chars
        if (text := letters(char["text"]))
    )
    page.close()
    return found


@lru_cache(maxsize=_FILES_KEPT)
def _opened(pdf: Path) -> Any:  # noqa: ANN401 - pdfplumber ships no types
    """An open PDF; to open one takes longer than to read ten of its pages."""
    import pdfplumber  # heavy: needed by evaluations alone, of the extra dev  # noqa: PLC0415

    return pdfplumber.open(BytesIO(pdf.read_bytes()))
