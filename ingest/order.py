"""The order in which the lines of a page are read, and the columns they stand in, from their boxes alone.

The order in which a program drew a page is nearly always the order in which it is read: down a column, then the
next; a table cell by cell. It is kept, with two exceptions: running heads that were drawn last and footers that were
drawn first are put in their places (the printed acts of the test corpus), and a page whose lines jump up and down
within one column is ordered by its white space instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.model import Box

_DISORDER = 0.15  # share of lines that jump up within a column, from which the drawn order is not trusted
_MOST_STRAYS = 6  # lines of a running head or footer drawn out of place
_GUTTER = 8.0  # points of white between two columns
_FEWEST = 4  # lines that make a column


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indexes into ``boxes`` (given in drawn order) in the order of reading."""
    order = list(range(len(boxes)))
    jumps = sum(_jumps_up(boxes, index) for index in order)
    if len(boxes) > 6 and jumps > _DISORDER * len(boxes):
        return _by_white_space(order, boxes)
    head, rest = _strays(order, [box[1] for box in boxes], [box[3] for box in boxes])
    foot, rest = _strays(rest[::-1], [-box[3] for box in boxes], [-box[1] for box in boxes])
    return head + rest[::-1] + foot[::-1]


def columns_of(boxes: Sequence[Box]) -> list[int]:
    """The column of each line, from 0 at the left; lines across all columns are in column 0."""
    starts = _column_starts(boxes)
    return [sum(box[0] >= start - 2.0 for start in starts) for box in boxes]


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _jumps_up(boxes: Sequence[Box], index: int) -> bool:
    """Whether a line stands higher than the one drawn last in its column."""
    line = boxes[index]
    for other in reversed(boxes[:index]):
        shared = min(other[2], line[2]) - max(other[0], line[0])
        if shared > 0.5 * min(other[2] - other[0], line[2] - line[0]):
            return _middle(line) < other[1]
    return False


def _strays(order: list[int], near: Sequence[float], far: Sequence[float]) -> tuple[list[int], list[int]]:
    """Lines drawn among the first or last that stand wholly above the rest, from the top, and the rest.

    ``near`` and ``far`` are the upper and lower edges; handed negated and turned round, they find what stands below.
    """
    suspects = {*order[:_MOST_STRAYS], *order[-_MOST_STRAYS:]}
    strays: list[int] = []
    rest = list(order)
    while len(rest) > 1:
        first = min(rest, key=lambda i: near[i] + far[i])
        others = [near[i] + far[i] for i in rest if i not in suspects] or [near[i] + far[i] for i in rest if i != first]
        if first == rest[0] or first not in suspects or 2 * far[first] > min(others):
            break
        strays.append(first)
        rest.remove(first)
    return strays, rest


def _by_white_space(indexes: list[int], boxes: Sequence[Box]) -> list[int]:
    """Columns parted by a gutter one after the other, else bands parted by the widest gap from top to bottom."""
    if len(indexes) < 2:
        return indexes
    across = _widest_gap([(boxes[i][0], boxes[i][2]) for i in indexes])
    if across and across[0] >= _GUTTER:
        left = [i for i in indexes if boxes[i][2] <= across[1]]
        right = [i for i in indexes if boxes[i][2] > across[1]]
        if min(len(left), len(right)) >= _FEWEST:
            return _by_white_space(left, boxes) + _by_white_space(right, boxes)
    down = _widest_gap([(boxes[i][1], boxes[i][3]) for i in indexes])
    if down:
        upper = [i for i in indexes if boxes[i][3] <= down[1]]
        lower = [i for i in indexes if boxes[i][3] > down[1]]
        return _by_white_space(upper, boxes) + _by_white_space(lower, boxes)
    return sorted(indexes, key=lambda i: (round(boxes[i][1]), boxes[i][0]))


def _widest_gap(ranges: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The width of the widest stretch that no range covers and where it begins; None when there is none."""
    best: tuple[float, float] | None = None
    ordered = sorted(ranges)
    reach = ordered[0][1]
    for low, high in ordered[1:]:
        if low > reach and (best is None or low - reach > best[0]):
            best = (low - reach, reach)
        reach = max(reach, high)
    return best


def _column_starts(boxes: Sequence[Box]) -> list[float]:
    """Left edges of the columns after the first: many lines begin there and hardly one crosses the gutter before it."""
    if not boxes:
        return []
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    edge = min(box[0] for box in boxes) + 0.2 * width
    begins = Counter(round(box[0]) for box in boxes if box[0] > edge)
    starts: list[float] = []
    for start, count in sorted(begins.items()):
        if count >= _FEWEST and not any(start - other < 0.15 * width for other in starts) and _parts(boxes, start):
            starts.append(float(start))
    return starts


def _parts(boxes: Sequence[Box], start: float) -> bool:
    right = [box for box in boxes if box[0] >= start - 2.0]
    top, foot = min(box[1] for box in right), max(box[3] for box in right)
    beside = [box for box in boxes if box[0] < start - 2.0 and top - 1.0 <= _middle(box) <= foot + 1.0]
    left = [box for box in beside if box[2] <= start - _GUTTER + 2.0]
    crossing = len(beside) - len(left)
    return len(right) >= _FEWEST and len(left) >= _FEWEST and crossing <= 0.1 * (len(left) + len(right))
