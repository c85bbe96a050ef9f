"""Pages whose text runs sideways → the same lines and words as they look when the head is turned.

Wide tables are often drawn sideways on an upright page. Structure is read from what stands beside and below what, so
such a page is turned before; offsets into its text, and so all spans, stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Box, Page
from ingest.lines import Line

_MOST = 0.6  # share of a page's lines that must run sideways


def upright(lines: Sequence[Line], pages: Sequence[Page]) -> tuple[list[Line], list[Page]]:
    """Turn the pages most of whose lines run sideways, their lines from top to bottom; leave the others as they are."""
    turned = {
        page.number: _runs_down(own) for page in pages if _sideways(own := [x for x in lines if x.page == page.number])
    }
    straight = [_line(line, turned[line.page]) if line.page in turned else line for line in lines]
    order = {
        line: (line.page, line.baseline, line.x0) if line.page in turned else (line.page, 0.0, 0.0) for line in straight
    }
    return (
        sorted(straight, key=order.__getitem__),
        [_page(page, turned[page.number]) if page.number in turned else page for page in pages],
    )


def _sideways(lines: Sequence[Line]) -> bool:
    """Say whether lines of several letters are higher than wide."""
    long = [line for line in lines if len(line.text) > 3]
    return sum(line.y1 - line.y0 > 1.2 * (line.x1 - line.x0) for line in long) > _MOST * len(long)


def _runs_down(lines: Sequence[Line]) -> bool:
    """Say whether sideways text is read from top to bottom: its baselines are then counted from the right."""
    return sum(line.baseline < 0 for line in lines) * 2 > len(lines)


def _box(box: Box, down: bool) -> Box:
    x0, y0, x1, y1 = box
    return (y0, -x1, y1, -x0) if down else (-y1, x0, -y0, x1)


def _line(line: Line, down: bool) -> Line:
    x0, y0, x1, y1 = _box((line.x0, line.y0, line.x1, line.y1), down)
    return replace(line, x0=x0, y0=y0, x1=x1, y1=y1, column=0)


def _page(page: Page, down: bool) -> Page:
    words = tuple(replace(word, box=_box(word.box, down)) for word in page.words)
    return replace(page, words=words, width=page.height, height=page.width)
