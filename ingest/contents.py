"""Which lines are a table of contents: they repeat headings, and a search must not find them instead.

Most have dot leaders before the page number; others only end in page numbers that rise from line to line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line

_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…\s*\d{1,4}$")
_CONTENTS = re.compile(r"innehåll(?:sförteckning)?|contents|table of contents", re.IGNORECASE)
_PAGE_AT_END = re.compile(r"\S\s+(\d{1,4})$")
_NUMBERED = re.compile(r"A[FU][A-Z]\b|\d{1,2}(?:\.\d{1,3})*\.?\s")
_FEWEST = 4


def contents_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Find the lines of tables of contents: dot leaders, or four and more in a row that end in rising page numbers."""
    found = {index for index, line in enumerate(lines) if _LEADERS.search(line.text)}
    rows = _rows(lines)
    at = 0
    while at < len(rows):
        last, end = 0, at
        while end < len(rows) and (number := _page_at_end(lines, rows[end])) is not None and number >= last:
            last, end = number, end + 1
        if end - at >= _FEWEST:
            found |= {index for row in rows[at:end] for index in row}
        at = max(end, at + 1)
    titles = {i for i, line in enumerate(lines) if _CONTENTS.fullmatch(line.text) and {i + 1, i + 2} & found}
    wrapped = {i for i in range(len(lines)) if {i - 1, i + 1} <= found and lines[i - 1].page == lines[i + 1].page}
    return frozenset(found | titles | wrapped)


def _rows(lines: Sequence[Line]) -> list[list[int]]:
    """Group lines that follow one another on one baseline."""
    rows: list[list[int]] = []
    for index, line in enumerate(lines):
        beside = rows and lines[rows[-1][-1]].page == line.page
        if beside and abs(lines[rows[-1][-1]].baseline - line.baseline) < 2 and lines[rows[-1][-1]].x1 <= line.x0:
            rows[-1].append(index)
        else:
            rows.append([index])
    return rows


def _page_at_end(lines: Sequence[Line], row: Sequence[int]) -> int | None:
    text = " ".join(lines[index].text for index in row)
    match = _PAGE_AT_END.search(text)
    coded = _NUMBERED.match(text) or len(row) > 1
    return int(match[1]) if match and coded and len(text) < 120 else None
