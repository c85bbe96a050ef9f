"""How a document is set: its body size, usual line distances and column edges, measured from its lines.

Everything that tells one block from the next is relative to these, so that no distance in points is written down.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from ingest.furniture import furniture
from ingest.lines import Line
from ingest.marks import MARK

_SMALL = 0.9  # of the body size: what a footnote is set in at most
_FOOTNOTE = re.compile(r"(?:\d{1,3}|\*{1,3})(?:[.)]?\s|(?=[A-ZÅÄÖ]))")


@dataclass(frozen=True)
class Setting:
    """The measures of a document's body lines (running heads and footnotes left out)."""

    lines: tuple[Line, ...]

    @cached_property
    def size(self) -> float:
        """The size of most of its text."""
        return _body_size(self.lines)

    @cached_property
    def _leading(self) -> Mapping[float, float]:
        """Line distances by size, from lines that are full: only those surely go on in the next."""
        seen: dict[float, Counter[float]] = defaultdict(Counter)
        for above, below in pairwise(self.lines):
            step = below.baseline - above.baseline
            together = above.page == below.page and above.size == below.size and 0.8 < step / above.size < 2.0
            if together and not self.had_room(above, below):
                seen[above.size][round(2 * step) / 2] += 1
        return {
            size: min(step for step, count in steps.items() if 5 * count >= max(steps.values()))
            for size, steps in seen.items()
        }

    @cached_property
    def _left(self) -> Mapping[tuple[int, int], float]:
        begins: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for line in self.lines:
            begins[line.page % 2, line.column][round(line.x0)] += 1
        return {
            key: float(min((x for x, count in places.items() if count >= 3), default=min(places)))
            for key, places in begins.items()
        }

    @cached_property
    def _right(self) -> Mapping[tuple[int, int], float]:
        reach: dict[tuple[int, int], float] = defaultdict(float)
        for line in self.lines:
            reach[line.page, line.column] = max(reach[line.page, line.column], line.x1)
        return reach

    @cached_property
    def hangs(self) -> bool:
        """Whether the lines of a point go on under its text rather than under its mark."""
        steps = [
            below.x0 - above.x0
            for above, below in pairwise(self.lines)
            if MARK.match(above.text) and not MARK.match(below.text) and (self.white(above, below) or 9.9) < 1.15
        ]
        return 2 * sum(step > 4.0 for step in steps) > len(steps)

    def leading(self, size: float) -> float:
        """The usual distance of baselines within a paragraph of that size."""
        return self._leading.get(size, 1.25 * size)

    def indent(self, line: Line) -> float:
        """How far a line begins from the left edge of its column; edges may differ between odd and even pages."""
        return line.x0 - self._left[line.page % 2, line.column]

    def from_edge(self, line: Line) -> float:
        """How far a line begins from the left edge of the text, whatever its column, in points."""
        return line.x0 - self._left.get((line.page % 2, 0), 0.0)

    def white(self, above: Line, below: Line) -> float | None:
        """The step from one line to the next in usual ones; None when they are not one below the other."""
        if above.page != below.page or below.baseline <= above.baseline:
            return None
        return (below.baseline - above.baseline) / self.leading(max(above.size, below.size))

    def had_room(self, above: Line, below: Line) -> bool:
        """Whether the next line's first word would have fitted on the line above."""
        word = below.text.split(" ", 1)[0]
        width = (below.x1 - below.x0) * len(word) / max(1, len(below.text))
        return above.x1 + 0.3 * above.size + 1.1 * width < self._right[above.page, above.column]


def body_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without running heads, footers, page numbers and footnotes."""
    furnishing = furniture(lines)
    rest = [line for line in lines if line not in furnishing]
    notes = footnotes(rest)
    return tuple(line for line in rest if line not in notes)


def footnotes(lines: Sequence[Line]) -> frozenset[Line]:
    """The small lines at the foot of a column from the first that begins with a footnote's mark."""
    size = _body_size(lines)
    found: set[Line] = set()
    for _, column in groupby(sorted(lines, key=_by_column), key=lambda line: (line.page, line.column)):
        small: list[Line] = []
        for line in reversed(list(column)):
            if line.size > _SMALL * size:
                break
            small.insert(0, line)
        first = next((i for i, line in enumerate(small) if _FOOTNOTE.match(line.text)), len(small))
        found |= set(small[first:])
    return frozenset(found)


def _by_column(line: Line) -> tuple[int, int, float, float]:
    return line.page, line.column, line.baseline, line.x0


def _body_size(lines: Sequence[Line]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0
