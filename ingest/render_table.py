"""Sets a table over the whole width: headers again on every page it reaches, no row divided between pages.

Column widths follow the rule of a web browser: each column is at least as wide as its longest word; what remains is
shared by how much more each would like to have. Where not even the longest words fit side by side, the type is made
smaller, for a divided word can't be found again.
"""

from __future__ import annotations

from collections.abc import Sequence

from fpdf import FontFace
from fpdf.errors import FPDFException

from corpus.errors import DocumentError
from ingest.render_sheet import ACCENT, PALE, RULE, Sheet
from ingest.render_source import Runs, Table
from ingest.render_text import held, marked, text_height

SIZE, SMALLEST, LEADING = 9.0, 6.5, 0.48  # points, points, millimetres of line height a point
PADDING = (1.2, 1.6)  # above and below, left and right
_SLACK = 2 * PADDING[1] + 0.2


def set_table(sheet: Sheet, table: Table) -> None:
    """Draw the table at the sheet's position; raises DocumentError when a row is taller than a page."""
    size, widths = _columns(sheet, table)
    style, body = sheet.font_style, sheet.font_size_pt
    sheet.set_font(style="", size=size)
    sheet.set_draw_color(*RULE)
    sheet.set_fill_color(255)
    try:
        with sheet.table(
            [_header(table), *([marked(cell) for cell in row] for row in table.rows)],
            align="LEFT",
            v_align="TOP",
            text_align=table.aligns,
            col_widths=widths,
            line_height=LEADING * size,
            padding=PADDING,
            markdown=True,
            headings_style=FontFace(emphasis="B", color=ACCENT, fill_color=PALE),
        ):
            pass
    except (ValueError, FPDFException) as error:
        raise DocumentError(f"line {table.line}: the table can't be set ({error}); divide the row") from error
    sheet.set_font(style=style, size=body)


def start_height(sheet: Sheet, table: Table) -> float:
    """The millimetres that the header and the first row take: they stay together, and with their heading."""
    size, widths = _columns(sheet, table)
    body = sheet.font_size_pt
    sheet.set_font(size=size)
    rows = [_header(table), *([marked(cell) for cell in row] for row in table.rows[:1])]
    heights = [
        max(text_height(sheet, text, width - _SLACK, LEADING * size) for text, width in zip(row, widths, strict=True))
        for row in rows
    ]
    sheet.set_font(size=body)
    return sum(heights) + 2 * PADDING[0] * len(heights)


def _header(table: Table) -> list[str]:
    return [held("".join(run.text for run in cell)) for cell in table.header]


def _columns(sheet: Sheet, table: Table) -> tuple[float, tuple[float, ...]]:
    """The type size in points and each column's width in millimetres, together the page's."""
    style, body = sheet.font_style, sheet.font_size_pt
    columns = [[_plain(row[index]) for row in (table.header, *table.rows)] for index in range(len(table.aligns))]
    size = SIZE
    while True:
        sheet.set_font(style="B", size=size)
        least = [max(sheet.get_string_width(word) for text in texts for word in _words(text)) for texts in columns]
        if sum(least) + _SLACK * len(least) <= sheet.epw or size <= SMALLEST:
            break
        size -= 0.5
    wanted = [max(sheet.get_string_width(text) for text in texts) for texts in columns]
    sheet.set_font(style=style, size=body)
    return size, _shared([width + _SLACK for width in least], [width + _SLACK for width in wanted], sheet.epw)


def _plain(runs: Runs) -> str:
    return held("".join(run.text for run in runs))


def _words(text: str) -> list[str]:
    return [word.replace("\u00a0", " ") for word in text.replace("\n", " ").split(" ")]


def _shared(least: Sequence[float], wanted: Sequence[float], width: float) -> tuple[float, ...]:
    room = width - sum(least)
    if room < 0:
        return _capped(least, width)
    longing = [min(want, 2 * width) - low for want, low in zip(wanted, least, strict=True)]
    if sum(longing) <= room:  # every text fits on one line: the rest of the width goes by size
        return tuple(width * want / sum(wanted) for want in wanted)
    return tuple(low + room * long / sum(longing) for low, long in zip(least, longing, strict=True))


def _capped(least: Sequence[float], width: float) -> tuple[float, ...]:
    """Words must be divided: in the widest columns, so that the narrow ones keep theirs whole."""
    cap = width
    while sum(min(low, cap) for low in least) > width:
        cap *= 0.95
    return tuple(min(low, cap) for low in least)
