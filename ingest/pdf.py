"""One PDF page to runs: the characters that are drawn on it, with their place and how they are set.

All that touches pdfium is here. pdfium gives characters in the order they were drawn, adds blanks and line breaks of
its own where it sees gaps, and writes a control character for a hyphen at a line's end; here its blanks end a run,
its line breaks are only kept as a hint (ingest/layout.py looks at the places), and the hyphen is a hyphen again.
Boxes are turned into the page as it is shown: rotation applied, origin at the top left of the crop box.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.model import Box

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|[-,]bd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique|kursiv|[-,]it\b", re.IGNORECASE)
_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf0fc\uf06f\uf076\uf0be")
_HYPHEN_AT_LINE_END = 0x02
_NO_CHARACTERS = frozenset({0xAD, 0xFEFF, 0xFFFE, 0xFFFF, 0x200B, 0x2060})
_TILT = 8.0  # degrees off the nearest right angle from which text is a stamp across the page, not a line


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of characters is set: ``size`` in points as shown, ``angle`` 0, 90, 180 or 270, None aslant."""

    font: str
    size: float
    bold: bool
    italic: bool
    angle: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """Non-blank characters drawn in one style.

    ``blank`` says what parts it from the run before: a blank that was drawn, one that pdfium saw in a gap, or None
    within a word of two styles. ``unmapped`` counts the characters for which the font names no letter.
    """

    text: str
    box: Box
    baseline: float
    style: Style
    blank: Literal["drawn", "seen"] | None
    unmapped: int


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


def runs_of(page: pdfium.PdfPage, frame: Frame) -> list[Run]:
    """Every run of the page in the order it was drawn."""
    text = page.get_textpage()
    try:
        pen = _Pen(text.raw, frame)
        runs: list[Run] = []
        last_word = -1
        for (word, style), glyphs in groupby(_glyphs(pen), key=lambda glyph: (glyph.word, glyph.style)):
            runs.append(_run(pen, list(glyphs), style, same_word=word == last_word))
            last_word = word
        return runs
    finally:
        text.close()


class _Glyph(NamedTuple):
    at: int
    char: str
    word: int
    style: Style
    after_drawn: bool


class _Pen:
    """Asks pdfium about single characters; styles are remembered by text object, for they cost four calls each."""

    def __init__(self, text: object, frame: Frame) -> None:
        self.text = text
        self.frame = frame
        self.count: int = max(0, raw.FPDFText_CountChars(text))
        self._styles: dict[int, Style] = {}
        self._nothing = Style("", 0.0, False, False, 0)

    def style(self, index: int) -> Style:
        """How a character is set; text objects of one look share one value."""
        drawn = raw.FPDFText_GetTextObject(self.text, index)
        if not drawn:
            return self._nothing
        address = ctypes.addressof(drawn.contents)
        style = self._styles.get(address)
        if style is None:
            style = self._styles[address] = self._look_up(drawn, index)
        return style

    def _look_up(self, drawn: object, index: int) -> Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.text, index, matrix)
        font = raw.FPDFTextObj_GetFont(drawn)
        buffer = ctypes.create_string_buffer(256)
        raw.FPDFFont_GetBaseFontName(font, buffer, 256)
        name = buffer.value.decode("utf-8", "replace")
        stroked = raw.FPDFTextObj_GetTextRenderMode(drawn) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        return Style(
            font=name,
            size=round(raw.FPDFText_GetFontSize(self.text, index) * math.hypot(matrix.c, matrix.d), 2),
            bold=stroked or bool(_BOLD_NAME.search(name)) or raw.FPDFFont_GetWeight(font) >= 600,
            italic=bool(_ITALIC_NAME.search(name)),
            angle=_right_angle(math.degrees(math.atan2(matrix.b, matrix.a)) - self.frame.rotation),
        )

    def box(self, index: int) -> Box:
        """A character's cell in user space (left, bottom, right, top): as wide as it advances, as high as its font."""
        cell = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.text, index, cell)
        return cell.left, cell.bottom, cell.right, cell.top

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character stands, as shown."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        return self.frame.point(x.value, y.value)


def _glyphs(pen: _Pen) -> Iterator[_Glyph]:
    """The characters that are no blanks; ``word`` counts up at each blank, line break and hyphen at a line's end."""
    word = 0
    high = 0
    drawn = False
    for index in range(pen.count):
        code = raw.FPDFText_GetUnicode(pen.text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code == _HYPHEN_AT_LINE_END:
            yield _Glyph(index, "-", word, pen.style(index), drawn)
            word += 1
            drawn = False
            continue
        char = chr(code)
        if code <= 0x20 or 0x7F <= code < 0xA0 or char.isspace():
            word += 1
            drawn = drawn or not raw.FPDFText_IsGenerated(pen.text, index)
        elif code not in _NO_CHARACTERS:
            yield _Glyph(index, "•" if char in _BULLETS else char, word, pen.style(index), drawn)
            drawn = False


def _run(pen: _Pen, glyphs: list[_Glyph], style: Style, same_word: bool) -> Run:
    first, last = pen.box(glyphs[0].at), pen.box(glyphs[-1].at)
    x, y = pen.origin(glyphs[0].at)
    return Run(
        text=unicodedata.normalize("NFC", "".join(glyph.char for glyph in glyphs)),
        box=pen.frame.box(
            min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
        ),
        baseline={90: x, 180: -y, 270: -x}.get(style.angle or 0, y),
        style=style,
        blank=None if same_word else "drawn" if glyphs[0].after_drawn else "seen",
        unmapped=sum(raw.FPDFText_HasUnicodeMapError(pen.text, glyph.at) == 1 for glyph in glyphs),
    )


def _right_angle(degrees: float) -> int | None:
    """The nearest of 0, 90, 180 and 270, or None for text that stands aslant."""
    nearest = round(degrees / 90.0) * 90
    return nearest % 360 if abs(degrees - nearest) <= _TILT else None
