"""Runs of a page to its lines in reading order, and these to the page's text with its words.

A line ends where the baseline changes, where the pen goes back, and at a gap too wide for a blank: cells of a table
are lines of their own. pdfium's own line breaks are not asked, for it joins what stands side by side in columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.model import Box, Word
from ingest.lines import Line
from ingest.order import columns_of, reading_order
from ingest.pdf import Run

_WIDE_GAP = 1.8  # in font sizes: a gap that parts two cells, not two words of a justified line
_NO_GAP = 0.1  # in font sizes: less than any blank
_MARKER_GAP = 4.5  # the same after a list mark or a section number, which often hang in the margin
_WIDEST_BLANK = 6.0  # in font sizes: what a justified line of few words may have between them
_SAME_WIDTH = 0.12  # in font sizes: how much the blanks of a justified line differ
_MARKER = re.compile(r"(?:\d{1,3}(?: ?[a-z])?[.)]|[a-z]{1,2}\)|[–—•·●▪○-]|\d+(?:\.\d+)+\.?|\d{1,3}(?: [a-z])? §)")
_FOOTNOTE_MARK = re.compile(r"\d{1,3}\)?|\*{1,3}")


@dataclass(frozen=True, slots=True)
class Laid:
    """One line before it has a place in the page's text."""

    runs: tuple[Run, ...]
    box: Box
    column: int = 0

    @property
    def largest(self) -> Run:
        """A run of its largest letters: the line stands where they do (a raised footnote mark may come first)."""
        return max(self.runs, key=lambda run: run.style.size)


def lay_out(runs: Sequence[Run]) -> list[Laid]:
    """The lines of a page in reading order, each with its column."""
    lines = _lines(runs)
    ordered = [lines[index] for index in reading_order([line.box for line in lines])]
    columns = columns_of([line.box for line in ordered])
    return [replace(line, column=column) for line, column in zip(ordered, columns, strict=True)]


def text_of_lines(lines: Sequence[Laid], page: int) -> tuple[str, tuple[Word, ...], tuple[Line, ...]]:
    """The page's text (a line ended by a newline, words parted by one blank), its words and its lines."""
    pieces: list[str] = []
    words: list[Word] = []
    out: list[Line] = []
    at = 0
    for line in lines:
        start = at
        marks: list[tuple[int, int]] = []
        largest = before = line.largest
        for run in line.runs:
            if at > start and _touches(before, run):
                words[-1] = Word(words[-1].start, at + len(run.text), _union(words[-1].box, run.box))
            else:
                if at > start:
                    pieces.append(" ")
                    at += 1
                words.append(Word(at, at + len(run.text), run.box))
            if at > start and run.style.size < 0.8 * largest.style.size and _is_mark(run, largest):
                marks.append((at, at + len(run.text)))
            pieces.append(run.text)
            at += len(run.text)
            before = run
        pieces.append("\n")
        out.append(_line(line, page, start, at, tuple(marks)))
        at += 1
    text = "".join(pieces)
    return text, tuple(words), tuple(replace(line, text=text[line.start : line.end]) for line in out)


def _touches(before: Run, run: Run) -> bool:
    """Whether a run goes on with a word; pdfium sees blanks where the baseline shifts, as around a raised mark."""
    if run.blank != "seen":
        return run.blank is None
    return _gap(before, run) < _NO_GAP * max(before.style.size, run.style.size)


def _line(line: Laid, page: int, start: int, end: int, marks: tuple[tuple[int, int], ...]) -> Line:
    letters = sum(len(run.text) for run in line.runs)
    x0, y0, x1, y1 = line.box
    return Line(
        page=page,
        start=start,
        end=end,
        text="",
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        size=_median_size(line.runs),
        bold=2 * sum(len(run.text) for run in line.runs if run.style.bold) > letters,
        column=line.column,
        italic=2 * sum(len(run.text) for run in line.runs if run.style.italic) > letters,
        baseline=line.largest.baseline,
        marks=marks,
        bold_start=line.runs[0].style.bold,
    )


def _median_size(runs: Sequence[Run]) -> float:
    """The size of the middle character."""
    if len({run.style.size for run in runs}) == 1:
        return runs[0].style.size
    return median(run.style.size for run in runs for _ in run.text)


def _is_mark(run: Run, largest: Run) -> bool:
    """Whether a small run is a raised figure: the mark of a footnote, no part of the sentence."""
    raised = largest.baseline - run.baseline > 0.15 * largest.style.size
    return raised and bool(_FOOTNOTE_MARK.fullmatch(run.text))


def _lines(runs: Sequence[Run]) -> list[Laid]:
    """Runs that follow one another on one baseline, parted at gaps too wide for a blank."""
    rows: list[list[Run]] = []
    for run in runs:
        if rows and _goes_on(rows[-1][-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    laid = []
    for row in rows:
        for line in _parted(row):
            box = line[0].box
            for run in line[1:]:
                box = _union(box, run.box)
            laid.append(Laid(tuple(line), box))
    return laid


def _goes_on(last: Run, run: Run) -> bool:
    """Whether a run stands after another on its baseline; a smaller one may be raised."""
    small, large = sorted((last.style.size, run.style.size))
    shift = abs(last.baseline - run.baseline)
    forward = _gap(last, run) >= -0.5 * large
    return last.style.angle == run.style.angle and shift <= (0.6 if small < 0.8 * large else 0.25) * large and forward


def _parted(row: list[Run]) -> list[list[Run]]:
    """The lines of a row; a justified line may have wide gaps, but all of one width, as cells hardly ever have."""
    gaps = [_gap(last, run) / max(last.style.size, run.style.size) for last, run in pairwise(row)]
    blanks = [gap for gap, run in zip(gaps, row[1:], strict=True) if run.blank]
    if not blanks or max(blanks) <= _WIDE_GAP:
        return [row]
    if len(blanks) > 1 and max(blanks) <= _WIDEST_BLANK and max(blanks) - min(blanks) <= _SAME_WIDTH:
        return [row]
    lines = [row[:1]]
    for gap, run in zip(gaps, row[1:], strict=True):
        widest = _MARKER_GAP if _MARKER.fullmatch(" ".join(one.text for one in lines[-1])) else _WIDE_GAP
        if gap <= widest:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _gap(last: Run, run: Run) -> float:
    return _along(run)[0] - _along(last)[1]


def _along(run: Run) -> tuple[float, float]:
    """Where a run begins and ends along its reading direction."""
    x0, y0, x1, y1 = run.box
    return {90: (-y1, -y0), 180: (-x1, -x0), 270: (y0, y1)}.get(run.style.angle or 0, (x0, x1))


def _union(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
