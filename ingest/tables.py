"""Lines and words of pages → tables: header names, and rows of cells with their spans, also across pages.

Drawn rules are not asked for, since many tables have none; a table is a band of names with aligned text under it. Its
columns are the stretches of x that the cells cover; a row begins where the first column has text after more white than
the lines of one cell have between them (in a table without such white, at each line with text in several columns).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Page, Span
from ingest.bands import EDGE, Band, Chunk, bands_of
from ingest.columns import Range, column, fits, joined, pieces, with_header
from ingest.lines import Line

HEADER_WORDS = re.compile(
    r"(?:nr|kod|krav|kravnr|krav-id|id|kriteri\w+|vikt\w*|poäng|handling|dokument|datum|rev|enhet|mängd|antal|bevis|kontroll"
    r"|ska/bör|fråga|svar|bedömning|pris|[áa]-pris|belopp|benämning|beskrivning|kvantitet|specifikation|uppgift\w*|tid"
    r"|moment|aktivitet|vite|ansvar|område|nivå|bilaga|rubrik|ändring|tidigare|avsnitt|punkt|lydelse|lo[uv]|lu[fk]|lag|no"
    r"|item|code|requirement|criterion|weight|points|date|unit|quantity|amount|evidence|question|answer|document|change"
    r"|price|act)[.:]?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d+(?:\.\d+)+\.?\s|A[FU][A-RT-Z][. ]?\d")
_TIGHT = 1.32  # font sizes from line to line within a cell
_LOOSE = 1.7  # font sizes from line to line within a cell, at most
_FAR = 3.4  # font sizes from line to line, from which a table has ended
_SURE_ROWS = 3  # rows of three cells and more that make a table of one without usual names


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its cells by column, counted from 0, each with its spans and text; empty cells are left out."""

    cells: tuple[tuple[int, tuple[Span, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header's names from left to right, its rows, the lines it is made of and the first of them."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: frozenset[Line]
    first: Line


@dataclass(frozen=True, slots=True)
class _Draft:
    header: tuple[Band, ...]
    columns: tuple[Range, ...]
    pages: tuple[tuple[Band, ...], ...]


def find_tables(lines: Sequence[Line], pages: Sequence[Page]) -> list[Table]:
    """Find the tables among the lines of a document's body, in their order; a table may run over several pages.

    What has only lines like its header is none: its words stay with the text.
    """
    drafts: list[_Draft] = []
    above: Sequence[Band] = ()
    for page in pages:
        bands = bands_of([line for line in lines if line.page == page.number], page.words)
        at = 0
        if drafts and above and drafts[-1].pages[-1] and drafts[-1].pages[-1][-1] == above[-1]:
            goes_on = _continued(drafts[-1], bands)
            drafts[-1] = replace(drafts[-1], pages=(*drafts[-1].pages, goes_on))
            at = len(goes_on)
        while at < len(bands):
            draft = _draft(bands[at:])
            if draft is not None:
                drafts.append(draft)
            at += len(draft.header) + len(draft.pages[0]) if draft else 1
        above = bands
    return [table for draft in drafts if (table := _table(draft)).rows]


def _draft(bands: Sequence[Band]) -> _Draft | None:
    """Try to read a table whose header is the first of the bands."""
    if not _may_head(bands[0]):
        return None
    height = 1
    if bands[0].bold:
        while len(bands) > height + 1 and bands[height].bold and bands[height - 1].step(bands[height]) <= _TIGHT:
            height += 1
    header = bands[:height]
    rows, columns = _gathered(header, bands[height:])
    wide = [len({column(chunk.x0, columns) for chunk in band.chunks}) for band in rows]
    if len(columns) < 2 or max(wide, default=0) < 2 or (header[0].bold and all(band.bold for band in rows)):
        return None
    if not _is_named(bands[0]) and sum(count > 2 for count in wide) < _SURE_ROWS:
        return None
    return _Draft(tuple(header), columns, (tuple(rows),))


def _gathered(header: Sequence[Band], bands: Sequence[Band]) -> tuple[list[Band], tuple[Range, ...]]:
    """Take bands as long as they keep to columns; give them, and the x ranges of the columns."""
    edges = [chunk.x0 for band in header for chunk in band.chunks]
    ranges: list[Range] = []
    rows: list[Band] = []
    steps: list[float] = []
    for above, band in pairwise((header[-1], *bands)):
        step, chunks = above.step(band), pieces(band, edges)
        ends = len(chunks) == 1 and len(steps) > 1 and step > max(2.0, 1.6 * max(steps))
        if ends or not _goes_on(above, band, header[0]):
            break
        wider = ranges
        for chunk in chunks if len(chunks) > 1 else ():
            wider = joined(wider, (chunk.x0, chunk.x1))
        if len(wider) < len(ranges) or (len(chunks) == 1 and not fits(band, with_header(ranges, header))):
            break
        ranges = wider
        rows.append(band)
        steps.append(step)
    return rows, with_header(ranges, header)


def _may_head(band: Band) -> bool:
    """Say whether a band can hold the names of columns."""
    texts = band.texts
    if len(texts) < 2 or any(len(text.split()) > 6 or text.endswith((".", ",", ";")) for text in texts):
        return False
    if any(_NUMBERED.match(text) for text in texts) or sum(map(len, texts)) > 60 + 24 * len(texts):
        return False
    return _is_named(band) or (len(texts) > 2 and sum(text[0].isalpha() for text in texts) > 0.7 * len(texts))


def _is_named(band: Band) -> bool:
    """Say whether a band's words are such as columns are called by, or set as a header."""
    known = sum(bool(HEADER_WORDS.fullmatch(text.split()[0])) for text in band.texts)
    figures = any(character.isdigit() for text in band.texts for character in text)
    return known > 1 or (not figures and (known == 1 or (len(band.texts) > 2 and band.bold)))


def _goes_on(above: Band, below: Band, header: Band) -> bool:
    """Say whether a band may belong to the table of the one above: not far below, not larger, no heading or header."""
    if above.step(below) > _FAR or below.size > 1.15 * header.size:
        return False
    return not (below.bold and (_NUMBERED.match(below.texts[0]) or (header.bold and _may_head(below))))


def _continued(draft: _Draft, bands: Sequence[Band]) -> tuple[Band, ...]:
    """Give the bands at the top of the next page that carry a table on, a repeated header among them."""
    taken = 0
    while taken < len(bands) and fits(bands[taken], draft.columns):
        if taken and not _goes_on(bands[taken - 1], bands[taken], draft.header[0]):
            break
        taken += 1
    several = any(len({column(chunk.x0, draft.columns) for chunk in band.chunks}) > 1 for band in bands[:taken])
    return tuple(bands[:taken]) if several else ()


def _table(draft: _Draft) -> Table:
    heads = {band.texts for band in draft.header}
    bands = [[band for band in page if band.texts not in heads] for page in draft.pages]
    all_lines = (line for page in (draft.header, *draft.pages) for band in page for line in band.lines)
    return Table(
        _names(draft),
        tuple(map(_row, _rows(draft.header[-1], bands, draft.columns))),
        frozenset(all_lines),
        draft.header[0].lines[0],
    )


def _names(draft: _Draft) -> tuple[str, ...]:
    """Give the header's names, those of several lines joined."""
    names: dict[int, list[str]] = {}
    for band in draft.header:
        for chunk in pieces(band, [x0 for x0, _ in draft.columns]):
            middle = (chunk.x0 + chunk.x1) / 2
            over = [index for index, (x0, x1) in enumerate(draft.columns) if x0 - EDGE <= middle <= x1 + EDGE]
            names.setdefault(over[0] if over else column(chunk.x0, draft.columns), []).append(chunk.text)
    return tuple(" ".join(names[index]) for index in sorted(names))


def _rows(header: Band, pages: Sequence[Sequence[Band]], columns: Sequence[Range]) -> Iterator[list[tuple[int, Chunk]]]:
    """Gather the chunks of each row with their columns."""
    edges = [x0 for x0, _ in columns]
    placed = [[[(column(c.x0, columns), c) for c in pieces(band, edges)] for band in page] for page in pages]
    within = _step_within(header, pages, [[{index for index, _ in band} for band in page] for page in placed])
    row: list[tuple[int, Chunk]] = []
    for page, bands in zip(pages, placed, strict=True):
        for number, chunks in enumerate(bands):
            close = number > 0 and page[number - 1].step(page[number]) <= (within or _TIGHT)
            goes_on = close and (within is not None or len(chunks) == 1)
            if row and not goes_on and any(index == 0 for index, _ in chunks):
                yield row
                row = []
            row.extend(chunks)
    if row:
        yield row


def _step_within(header: Band, pages: Sequence[Sequence[Band]], filled: Sequence[Sequence[set[int]]]) -> float | None:
    """Give the largest step between lines of one cell; None in a table whose rows have no more white between them.

    Close and wide steps tell lines from rows where the close ones leave columns empty, or the header too stands
    apart; else it is an uneven table of one-line rows.
    """
    steps = [
        (above.step(below), has < had)
        for page, columns in zip(pages, filled, strict=True)
        for (above, below), (had, has) in zip(pairwise(page), pairwise(columns), strict=True)
    ]
    least = min((step for step, _ in steps), default=0.0)
    within = _TIGHT if least <= _TIGHT else 1.12 * least
    close = [lacks for step, lacks in steps if step <= within]
    if len(close) == len(steps) or least > _LOOSE:
        return None
    apart = least <= _TIGHT and bool(pages[0]) and header.step(pages[0][0]) > _TIGHT
    return within if apart or any(close) else None


def _row(placed: Sequence[tuple[int, Chunk]]) -> Row:
    cells: dict[int, list[Chunk]] = {}
    for index, chunk in placed:
        cells.setdefault(index, []).append(chunk)
    return Row(
        tuple((index, _spans(cells[index]), " ".join(chunk.text for chunk in cells[index])) for index in sorted(cells))
    )


def _spans(chunks: Sequence[Chunk]) -> tuple[Span, ...]:
    return tuple(Span(chunk.line.page, chunk.start, chunk.end) for chunk in chunks)
