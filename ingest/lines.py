"""Lines of a page as its reader sees them, and which of them are running heads, page footers and page numbers.

A line is a run of words on one baseline without a wide gap: the cells of a table row and the two halves of a
two-column row are lines of their own. Recognisers (statutes, tender documents) work on this flat stream; what
repeats at the top or foot of the pages stays in ``Page.text`` (it is on the page) but is left out of provisions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """``Page.text[start:end]`` of page ``page``, with its box (PDF points, origin top left) and how it is set.

    ``size`` is the median font size in points, ``bold`` and ``italic`` hold for most of its characters, ``column``
    counts from 0 at the left, ``baseline`` is the y its letters stand on. ``marks`` are the offsets (into
    ``Page.text``) of raised figures that point to a footnote; ``bold_start`` says that the first word is bold.
    """

    page: int
    start: int
    end: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    column: int
    italic: bool = False
    baseline: float = 0.0
    marks: tuple[tuple[int, int], ...] = ()
    bold_start: bool = False
