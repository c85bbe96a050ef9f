"""Which lines are running heads, page footers and page numbers, found by repetition and position.

A slot is a height near the top or the foot of the page. A slot is furniture when most pages that use it repeat the
text of others there (figures counted as equal, so "Sida 3 (81)" repeats "Sida 2 (81)"); then whatever stands in it is,
also the chapter's name that changes from page to page. Only lines with nothing but furniture beyond them, towards the
edge, are taken. Forced by AFS 2023:3: heads that change sides, a chapter's number under them, and a hidden copy of it
in letters of one point for Word's own use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from math import ceil

from ingest.lines import Line

_DEPTH = 5  # rows at the top and at the foot of a page that may be furniture
_SAME_HEIGHT = 1.0  # points between lines of one slot
_MOST = 0.6  # share of the pages using a slot that must repeat a text
_FAR = 2.0  # font sizes of white that part a lone page number from the text
_UNREADABLE = 3.0  # points: smaller text is not meant for readers
_PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sid\.?|s\.|page)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|\(|av|of|:)\s*\(?\d{1,4}\)?)?", re.IGNORECASE
)
_WITH_WORD = re.compile(r"(?:sida|sid\.?|page)\s*\d{1,4}(?:\s*(?:/|\(|av|of)\s*\d{1,4}\)?)?", re.IGNORECASE)
_BODY = re.compile(r"\d+(?: [a-z])? (?:kap|§)|\d+[.)]|\(\d+:\d+\)|[a-zåäö]|[–•-]|Allmänna råd|.*[.,;:]$")
_FIGURES = re.compile(r"\d+")


def furniture(lines: Sequence[Line]) -> frozenset[Line]:
    """The lines that stay in the page's text but belong to no provision."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    found = {line for line in lines if line.size < _UNREADABLE}
    for towards_top in (True, False):
        edges = {page: _rows(its, towards_top) for page, its in by_page.items()}
        found |= _repeated(edges, len(by_page))
    return frozenset(found)


def _rows(lines: Iterable[Line], towards_top: bool) -> list[list[Line]]:
    """The outermost rows of a page, from the edge inwards; lines of one height make a row."""
    rows: list[list[Line]] = []
    readable = [line for line in lines if line.size >= _UNREADABLE]
    for line in sorted(readable, key=lambda line: line.baseline, reverse=not towards_top):
        if rows and abs(rows[-1][0].baseline - line.baseline) <= _SAME_HEIGHT:
            rows[-1].append(line)
        elif len(rows) < _DEPTH:
            rows.append([line])
        else:
            break
    return rows


def _repeated(edges: Mapping[int, list[list[Line]]], pages: int) -> set[Line]:
    slots = _slots([(page, row) for page, rows in edges.items() for row in rows])
    needed = max(2, ceil((0.4 if pages <= 10 else 0.3) * pages))
    taken: dict[int, set[str]] = {}
    for slot, used in slots.items():
        on_pages: dict[str, list[int]] = defaultdict(list)
        for page, row in used:
            for shape in {_shape(line) for line in row}:
                on_pages[shape].append(page)
        chance = {_shape(line) for _, row in used for line in row if _is_body(line)}
        again = {s for s, where in on_pages.items() if len(where) >= (_MOST * pages if s in chance else 2)}
        repeating = sum(any(_shape(line) in again for line in row) for _, row in used)
        if len(used) >= needed and repeating >= max(needed, _MOST * len(used)):
            sizes = {line.size for _, row in used for line in row if _shape(line) in again}
            taken[slot] = {_shape(line) for _, row in used for line in row if line.size in sizes}
        else:
            often = {shape for shape, where in on_pages.items() if len(where) >= needed or _in_a_row(where)}
            taken[slot] = often - chance
    slot_of = {id(row): slot for slot, used in slots.items() for _, row in used}
    found: set[Line] = set()
    for page, rows in edges.items():
        for row, inner in zip_longest(rows, rows[1:]):
            known = taken[slot_of[id(row)]]
            far = inner is None or abs(inner[0].baseline - row[0].baseline) > _FAR * row[0].size
            here = [line for line in row if _shape(line) in known or _is_page_number(line, page, far)]
            found |= set(here)
            if len(here) < len(row):
                break
    return found


def _slots(rows: list[tuple[int, list[Line]]]) -> dict[int, list[tuple[int, list[Line]]]]:
    """Rows of all pages by the height they stand at."""
    slots: dict[int, list[tuple[int, list[Line]]]] = {}
    height = float("-inf")
    for page, row in sorted(rows, key=lambda row: row[1][0].baseline):
        if row[0].baseline - height > _SAME_HEIGHT:
            slots[len(slots)] = []
        height = row[0].baseline
        slots[len(slots) - 1].append((page, row))
    return slots


def _in_a_row(pages: Sequence[int]) -> bool:
    """Whether three pages that follow one another are among them (a table's head, a chapter's name)."""
    return any({page + 1, page + 2} <= set(pages) for page in pages)


def _shape(line: Line) -> str:
    return _FIGURES.sub("#", line.text.casefold())


def _is_body(line: Line) -> bool:
    """Whether a line that repeats may do so by chance: it begins or ends like a piece of running text or a list."""
    return bool(_BODY.match(line.text))


def _is_page_number(line: Line, page: int, far: bool) -> bool:
    """A page number that can't repeat: there is one page, or it stands at another height on each."""
    if _WITH_WORD.fullmatch(line.text):
        return True
    return far and bool(_PAGE_NUMBER.fullmatch(line.text)) and str(page) in _FIGURES.findall(line.text)
