"""A page of a PDF turned into a picture with the quoted words marked, as a felt pen would mark them.

The marks are multiplied into the picture, so that the text under them keeps its black and a mark that is drawn twice
does not grow darker. The browser says how many pixels a point is to have, so that the page is sharp on any screen.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from corpus.model import Box

SCALES = (0.5, 4.0)
MOST_PIXELS = 24_000_000
"""A drawing on A0 at scale 4 would take half a gigabyte; what is larger is drawn at a smaller scale."""
MOST_MARKS = 400
YELLOW = (255, 226, 92)
PADDING = 1.0
"""Points that a mark goes beyond the words."""

_PDFIUM = Lock()
"""pdfium is not safe to call from several threads (its own documentation says so)."""


def parse_marks(text: str) -> tuple[Box, ...]:
    """Rectangles out of "x0,y0,x1,y1;x0,y0,x1,y1", in points from the top left; ValueError when it is anything else."""
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) > MOST_MARKS:
        raise ValueError(f"at most {MOST_MARKS} marks, not {len(parts)}")
    return tuple(_box(part) for part in parts)


def _box(text: str) -> Box:
    numbers = [float(number) for number in text.split(",")]
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise ValueError(f"a mark is four numbers, not {text[:40]!r}")
    x0, y0, x1, y1 = numbers
    if x0 >= x1 or y0 >= y1:
        raise ValueError(f"a mark has x0 < x1 and y0 < y1, not {text[:40]!r}")
    return x0, y0, x1, y1


@lru_cache(maxsize=64)
def draw_page(path: Path, number: int, scale: float, marks: tuple[Box, ...], version: str) -> bytes:
    """A page (counted from 1) as PNG, ``scale`` pixels a point.

    ``version`` (the file's hash) only keeps pictures of a replaced file apart. Raises IndexError when there is no such
    page and `pypdfium2.PdfiumError` when pdfium can't read the file.
    """
    picture, drawn_scale = _drawn(path, number, scale)
    picture = mark(picture, marks, drawn_scale)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=2)
    return buffer.getvalue()


def _drawn(path: Path, number: int, scale: float) -> tuple[Image.Image, float]:
    with _PDFIUM:
        pdf = pdfium.PdfDocument(path)
        try:
            if not 1 <= number <= len(pdf):
                raise IndexError(f"{path.name} has {len(pdf)} pages, no page {number}")
            page = pdf[number - 1]
            width, height = page.get_size()
            bounded = min(scale, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))
            return page.render(scale=bounded, may_draw_forms=False).to_pil().convert("RGB"), bounded
        finally:
            pdf.close()


def mark(picture: Image.Image, marks: Sequence[Box], scale: float) -> Image.Image:
    """The picture with the rectangles (points) marked; what lies outside the picture is cut off."""
    mask = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(mask)
    for x0, y0, x1, y1 in marks:
        left, top = max((x0 - PADDING) * scale, 0), max((y0 - PADDING) * scale, 0)
        right, bottom = min((x1 + PADDING) * scale, picture.width), min((y1 + PADDING) * scale, picture.height)
        if left < right and top < bottom:
            pen.rounded_rectangle((left, top, right, bottom), radius=1.5 * scale, fill=255)
    around = mask.getbbox()
    if around is None:
        return picture
    piece = picture.crop(around)
    marked = picture.copy()
    marked.paste(ImageChops.multiply(piece, Image.new("RGB", piece.size, YELLOW)), around, mask.crop(around))
    return marked
