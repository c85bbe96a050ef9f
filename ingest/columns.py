"""The columns of a table as stretches of x that its cells cover, and what stands in which.

A column is found by what its cells cover together, so it may be set flush left, flush right or centred; a band that
would bridge two columns is no row of the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.bands import EDGE, Band, Chunk, cut_at

Range = tuple[float, float]
"""Left and right edge in points."""
_SPILL = 8.0  # points that a cell may reach into the next column


def joined(ranges: Sequence[Range], new: Range) -> list[Range]:
    """Add a range, joined with those it overlaps."""
    over = [r for r in ranges if r[0] < new[1] and new[0] < r[1]]
    joined = (min(new[0], *(r[0] for r in over)), max(new[1], *(r[1] for r in over))) if over else new
    return sorted([*(r for r in ranges if r not in over), joined])


def with_header(ranges: Sequence[Range], header: Sequence[Band]) -> tuple[Range, ...]:
    """Add the columns that have a name but no text, and widen the others by their names."""
    for band in header:
        for chunk in pieces(band, [x0 for x0, _ in ranges]):
            if sum(x0 < chunk.x1 and chunk.x0 < x1 for x0, x1 in ranges) < 2:
                ranges = joined(ranges, (chunk.x0, chunk.x1))
    return tuple(ranges)


def column(x: float, columns: Sequence[Range]) -> int:
    """Give the column in which something that begins at x stands."""
    return max((index for index, (x0, _) in enumerate(columns) if x0 <= x + EDGE), default=0)


def fits(band: Band, columns: Sequence[Range]) -> bool:
    """Say whether a band stands in the columns: no chunk across two, and a lone one only where one begins."""
    chunks = pieces(band, [x0 for x0, _ in columns])
    for chunk in chunks:
        after = column(chunk.x0, columns) + 1
        ends = columns[after][0] if after < len(columns) else float("inf")
        if chunk.x0 < columns[0][0] - EDGE or chunk.x1 > ends + (_SPILL if len(chunks) > 1 else -1):
            return False
    return len(chunks) > 1 or (bool(columns) and min(abs(chunks[0].x0 - x0) for x0, _ in columns) <= EDGE)


def pieces(band: Band, edges: Sequence[float]) -> list[Chunk]:
    """Give a band's chunks, cut where a word begins at one of the edges."""
    return [piece for chunk in band.chunks for piece in cut_at(chunk, edges)]
