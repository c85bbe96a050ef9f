"""One PDF page to runs: the characters that are drawn on it, with their place and how they are set.

All that touches pdfium is here. pdfium gives characters in the order they were drawn, adds blanks and line breaks of
its own where it sees gaps, and writes a control character for a hyphen at a line's end; here its blanks end a run,
its line breaks are only kept as a hint (ingest/layout.py looks at the places), and the hyphen is a hyphen again.
Boxes are those of the page as it is shown (ingest/frame.py).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.model import Box
from ingest.frame import Frame

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|[-,]bd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique|kursiv|[-,]it\b", re.IGNORECASE)
_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf0fc\uf06f\uf076\uf0be")
_HYPHEN_AT_LINE_END = 0x02
_NO_CHARACTERS = frozenset({0xFEFF, 0xFFFE, 0xFFFF, 0x200B, 0x2060})
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
    within a word of two styles. ``unmapped`` says that the font names no letter for most of its characters.
    """

    text: str
    box: Box
    baseline: float
    style: Style
    blank: Literal["drawn", "seen"] | None
    unmapped: bool


def runs_of(page: pdfium.PdfPage, frame: Frame) -> list[Run]:
    """Every run of the page in the order it was drawn."""
    text = page.get_textpage()
    try:
        pen = _Pen(text.raw, frame)
        return [_run(pen, stretch) for stretch in _stretches(pen)]
    finally:
        text.close()


class _Stretch(NamedTuple):
    """Characters of one word in one style, by their indexes."""

    style: Style
    blank: Literal["drawn", "seen"] | None
    chars: list[str]
    places: list[int]


class _Pen:
    """Asks pdfium about single characters; styles are remembered by text object, for they cost four calls each."""

    def __init__(self, text: object, frame: Frame) -> None:
        self.text = text
        self.frame = frame
        self.count: int = max(0, raw.FPDFText_CountChars(text))
        self._styles: dict[int, Style] = {}
        self._looks: dict[Style, Style] = {}
        self._nothing = Style("", 0.0, False, False, 0)

    def style(self, index: int) -> Style:
        """How a character is set; text objects of one look share one value."""
        drawn = raw.FPDFText_GetTextObject(self.text, index)
        if not drawn:
            return self._nothing
        address = ctypes.addressof(drawn.contents)
        style = self._styles.get(address)
        if style is None:
            style = self._look_up(drawn, index)
            style = self._styles[address] = self._looks.setdefault(style, style)
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
        if cell.left < cell.right and cell.bottom < cell.top:
            return cell.left, cell.bottom, cell.right, cell.top
        # fonts without measures (Type 3): half a square on the baseline
        x, y = self._origin(index)
        size = self.style(index).size or 1.0
        return x, y - 0.2 * size, x + 0.5 * size, y + 0.8 * size

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character stands, as shown."""
        return self.frame.point(*self._origin(index))

    def unmapped(self, index: int) -> bool:
        """Whether the font names no letter for a character."""
        return bool(raw.FPDFText_HasUnicodeMapError(self.text, index) == 1)

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        return x.value, y.value


def _stretches(pen: _Pen) -> Iterator[_Stretch]:
    """The characters that are no blanks; a hyphen at a line's end ends a word as a blank does."""
    blank: Literal["drawn", "seen"] | None = "seen"
    stretch: _Stretch | None = None
    for index, code in _codes(pen):
        char = "-" if code == _HYPHEN_AT_LINE_END else chr(code)
        if char <= " " or "\x7f" <= char < "\xa0" or char.isspace():
            if blank != "drawn":
                blank = "seen" if raw.FPDFText_IsGenerated(pen.text, index) else "drawn"
        elif code not in _NO_CHARACTERS:
            style = pen.style(index)
            if stretch is None or blank or style is not stretch.style:
                if stretch:
                    yield stretch
                stretch = _Stretch(style, blank, [], [])
            stretch.chars.append("•" if char in _BULLETS else char)
            stretch.places.append(index)
            blank = "seen" if code == _HYPHEN_AT_LINE_END else None
    if stretch:
        yield stretch


def _codes(pen: _Pen) -> Iterator[tuple[int, int]]:
    """Each character's index and code point; pdfium hands out code points beyond 16 bits in two halves."""
    high = 0
    for index in range(pen.count):
        code = raw.FPDFText_GetUnicode(pen.text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
        elif 0xDC00 <= code < 0xE000:
            yield index, 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        else:
            yield index, code


def _run(pen: _Pen, stretch: _Stretch) -> Run:
    places, style = stretch.places, stretch.style
    first = pen.box(places[0])
    last = pen.box(places[-1]) if len(places) > 1 else first
    x, y = pen.origin(places[0])
    return Run(
        text=unicodedata.normalize("NFC", "".join(stretch.chars)),
        box=pen.frame.box(
            min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
        ),
        baseline=y if not style.angle else {90: x, 180: -y, 270: -x}[style.angle],
        style=style,
        blank=stretch.blank,
        unmapped=pen.unmapped(places[-1]) and 2 * sum(map(pen.unmapped, places)) > len(places),
    )


def _right_angle(degrees: float) -> int | None:
    """The nearest of 0, 90, 180 and 270, or None for text that stands aslant."""
    nearest = round(degrees / 90.0) * 90
    return nearest % 360 if abs(degrees - nearest) <= _TILT else None
