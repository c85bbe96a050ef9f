"""From PDF user space (origin anywhere, y upwards, page not yet turned) to the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium

from corpus.model import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """From PDF user space to the page as it is shown; ``width`` and ``height`` are those of the shown page."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width of the page as it is shown, in points."""
        return self.right - self.left if self.rotation % 180 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height of the page as it is shown, in points."""
        return self.top - self.bottom if self.rotation % 180 == 0 else self.right - self.left

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of user space is shown (y downwards)."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a rectangle of user space is shown."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The page's visible rectangle: its crop box within its media box, either of which may be inherited."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() % 360)
