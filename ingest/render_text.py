"""Runs of text as ragged lines that come out of the PDF as they went in.

Lines never end in a hyphen: fpdf2 breaks at blanks only, and a blank after a hanging hyphen ("anbuds- eller") or inside
a reference ("14 kap. 6 §") is held, for PDF readers take a hyphen at a line's end for a divided word.
"""

from __future__ import annotations

import re
from itertools import pairwise

from fpdf.enums import MethodReturnValue

from ingest.render_sheet import BOLD_MARK, BOTTOM, ITALIC_MARK, Sheet
from ingest.render_source import Run, Runs

LEADING = 4.9
_HELD = re.compile(
    r"(?<=\w-) (?=\w)"  # hanging hyphen: anbuds- eller
    r"|(?<=\d) (?=(?:[a-e] )?(?:kap\.|§))|(?<=\d [a-e]) (?=kap\.|§)"  # 19 a kap., 13 b §
    r"|(?<=kap\.) (?=\d)|(?<=§) (?=\d)"
    r"|(?<=\b[A-Z]{3}) (?=\d{4}\b)|(?<=\bkm) (?=\d)"  # SFS 2025:360, TRV 2026/90417, km 14+200
    r"|(?<=\d) (?=\d{3}\b|%|kr\b|kronor\b|euro\b|dagar\b)"
)


def held(text: str) -> str:
    """The text with no-break spaces where a line must not end; fpdf2 writes them as blanks."""
    return _HELD.sub("\u00a0", text)


def marked(runs: Runs) -> str:
    """The runs as one held string with a mark wherever a style begins or ends."""
    parts: list[str] = []
    plain = Run("")
    for before, run in pairwise((plain, *runs, plain)):
        parts += [BOLD_MARK] if before.bold != run.bold else []
        parts += [ITALIC_MARK] if before.italic != run.italic else []
        parts.append(run.text)
    return held("".join(parts))


def text_height(sheet: Sheet, text: str, width: float, leading: float = LEADING) -> float:
    """The millimetres that a marked text takes when it is set in lines of ``width`` millimetres."""
    height = sheet.multi_cell(
        width, leading, text, align="L", markdown=True, dry_run=True, output=MethodReturnValue.HEIGHT
    )
    return float(height)  # type: ignore[arg-type]  # HEIGHT gives a number


def set_text(sheet: Sheet, text: str, x: float, *, leading: float = LEADING) -> None:
    """Ragged text from ``x`` to the right margin; neither its first nor its last line stands alone on a page."""
    width = sheet.w - sheet.r_margin - x
    height = text_height(sheet, text, width, leading)
    left_over = height - int((sheet.page_break_trigger - sheet.y) / leading + 0.01) * leading
    if sheet.will_page_break(kept(height, leading)):
        sheet.add_page()
    elif 0.01 < left_over < leading + 0.01:
        sheet.set_auto_page_break(True, BOTTOM + leading)
    sheet.set_x(x)
    sheet.multi_cell(width, leading, text, align="L", markdown=True, new_x="LMARGIN", new_y="NEXT")
    sheet.set_auto_page_break(True, BOTTOM)


def kept(height: float, leading: float = LEADING) -> float:
    """How much of a text must stand on the page where it begins: up to three lines whole, else two of them."""
    return height if height < 3.5 * leading else 2 * leading
