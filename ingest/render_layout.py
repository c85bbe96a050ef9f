"""Sets a parsed source on pages: title block, headings with their numbers in a column, text, lists and pictures.

fpdf2 breaks lines and pages; this module decides what stands where and what must stay together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from fpdf.util import Padding

from corpus.errors import DocumentError
from ingest.render_front import Front
from ingest.render_sheet import ACCENT, ALARM, FAMILY, INK, PALE, TOP, Sheet
from ingest.render_source import Block, Heading, Item, Paragraph, Picture, Runs, Table
from ingest.render_table import set_table, start_height
from ingest.render_text import LEADING, held, kept, marked, set_text, text_height

SIZE = 10.0
CODE_COLUMN, NUMBER_COLUMN, INDENT, FACT_COLUMN = 23.0, 10.0, 6.0, 32.0
HEADING_SIZES, HEADING_SPACE = (14.5, 11.5, 10.5, 10.0), (6.5, 4.0, 3.6, 3.2)
HEADING_LEADING, HEADING_AFTER = 0.46, 1.6


def typeset(front: Front, blocks: Sequence[Block], base: Path | None, identity: str) -> bytes:
    """The PDF of a parsed source with the ID ``identity``; ``base`` is the folder its pictures are named from.

    Raises DocumentError for a character the font lacks, a picture that is missing, a table row taller than a page.
    """
    sheet = Sheet(front, identity)
    try:
        _check_characters(sheet, front, blocks)
        sheet.set_text_color(*INK)
        sheet.set_font(FAMILY, size=SIZE)
        sheet.add_page()
        _title_block(sheet)
        for index, block in enumerate(blocks):
            _place(sheet, block, blocks[index + 1 :], base)
        sheet.draw_feet()
        return bytes(sheet.output())
    finally:
        sheet.close_fonts()


def _check_characters(sheet: Sheet, front: Front, blocks: Sequence[Block]) -> None:
    known = sheet.code_points()
    for line, text in _texts(front, blocks):
        for character in text:
            if character != "\n" and ord(character) not in known:
                raise DocumentError(f"line {line}: the font lacks {character!r} (U+{ord(character):04X}); replace it")


def _texts(front: Front, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    named = ("title", "subtitle", "issuer", "wording", "procurement", "case_number", "document", "revision")
    yield from ((1, str(getattr(front, name))) for name in named)
    for block in blocks:
        match block:
            case Heading():
                yield block.line, block.text
            case Table():
                yield from ((block.line, run.text) for row in (block.header, *block.rows) for c in row for run in c)
            case Paragraph() | Item():
                yield from ((block.line, run.text) for run in block.runs)


def _place(sheet: Sheet, block: Block, rest: Sequence[Block], base: Path | None) -> None:
    x = sheet.l_margin + (CODE_COLUMN if sheet.coded else 0)
    match block:
        case Heading():
            _heading(sheet, block, rest)
        case Paragraph(note=True):
            _note(sheet, block.runs)
        case Paragraph():
            set_text(sheet, marked(block.runs), x)
            sheet.ln(2.2)
        case Item():
            _item(sheet, block, x, last=not (rest and isinstance(rest[0], Item)))
        case Table():
            sheet.ln(1)
            set_table(sheet, block)
            sheet.ln(4)
        case Picture():
            _picture(sheet, block, base)


def _title_block(sheet: Sheet) -> None:
    front, words = sheet.front, sheet.words
    sheet.set_text_color(*ACCENT)
    sheet.set_font(style="B", size=10)
    set_text(sheet, words[front.kind], sheet.l_margin)
    sheet.set_font(style="B", size=22)
    set_text(sheet, front.title, sheet.l_margin, leading=9.5)
    sheet.set_text_color(*INK)
    if front.subtitle:
        sheet.set_font(style="", size=12.5)
        set_text(sheet, front.subtitle, sheet.l_margin, leading=6)
    sheet.ln(3)
    sheet.set_font(style="", size=SIZE)
    for name, value in _facts(front):
        sheet.cell(FACT_COLUMN, LEADING, words[name], new_y="TOP")
        set_text(sheet, held(value), sheet.l_margin + FACT_COLUMN)
    sheet.set_draw_color(*ACCENT)
    sheet.line(sheet.l_margin, sheet.y + 3, sheet.w - sheet.r_margin, sheet.y + 3)
    sheet.ln(7)


def _facts(front: Front) -> Iterator[tuple[str, str]]:
    buyer = "buyer" if front.kind in ("tender", "memo") else "issuer"
    dated = f"{front.date.isoformat()}{f', rev {front.revision}' if front.revision else ''}"
    pairs = ((buyer, front.issuer), ("procurement", front.procurement), ("case_number", front.case_number))
    for name, value in (*pairs, ("document", front.document), ("date", dated), ("wording", front.wording)):
        if value:
            yield name, value


def _heading(sheet: Sheet, heading: Heading, rest: Sequence[Block]) -> None:
    """A heading stays with the headings under it and with the beginning of what follows."""
    under = list(takewhile(lambda block: isinstance(block, Heading), rest))
    below = sum(_beginning(sheet, block) for block in (*under, *rest[len(under) : len(under) + 1]))
    if sheet.will_page_break(_beginning(sheet, heading) + below):
        sheet.add_page()
    else:
        sheet.ln(HEADING_SPACE[_size_level(heading)])
    size = HEADING_SIZES[_size_level(heading)]
    sheet.start_section(f"{heading.number} {heading.text}" if heading.number else heading.text, heading.level)
    sheet.set_font(style="B", size=size)
    sheet.set_text_color(*ACCENT)
    x = sheet.l_margin
    if heading.number:
        x += max(CODE_COLUMN if sheet.coded else NUMBER_COLUMN, sheet.get_string_width(heading.number) + 3)
        sheet.cell(x - sheet.l_margin, size * HEADING_LEADING, heading.number, new_y="TOP")
    set_text(sheet, held(heading.text), x, leading=size * HEADING_LEADING)
    sheet.ln(HEADING_AFTER)
    sheet.set_text_color(*INK)
    sheet.set_font(style="", size=SIZE)


def _size_level(heading: Heading) -> int:
    return min(heading.level, len(HEADING_SIZES) - 1)


def _beginning(sheet: Sheet, block: Block) -> float:
    """The millimetres of a block that must stand on the page where it begins."""
    match block:
        case Heading():
            level = _size_level(block)
            return HEADING_SPACE[level] + HEADING_SIZES[level] * HEADING_LEADING + HEADING_AFTER
        case Paragraph() | Item():
            height = text_height(sheet, marked(block.runs), sheet.epw - (CODE_COLUMN if sheet.coded else 0))
            return height + 8 if isinstance(block, Paragraph) and block.note else kept(height)
        case Table():
            return start_height(sheet, block) + 1
        case Picture():
            return 0.0


def _note(sheet: Sheet, runs: Runs) -> None:
    text = marked(runs)
    if sheet.will_page_break(text_height(sheet, text, sheet.epw - 9) + 8):
        sheet.add_page()
    sheet.ln(1)
    top = sheet.y
    sheet.set_fill_color(*PALE)
    box = Padding(2.5, 4, 2.5, 5)
    sheet.multi_cell(
        sheet.epw, LEADING, text, align="L", markdown=True, fill=True, padding=box, new_x="LMARGIN", new_y="NEXT"
    )
    sheet.set_fill_color(*(ALARM if sheet.front.fictional else ACCENT))
    sheet.rect(sheet.l_margin, top, 1.2, sheet.y - top, style="F")
    sheet.ln(4)


def _item(sheet: Sheet, item: Item, x: float, *, last: bool) -> None:
    x += item.depth * INDENT
    text = marked(item.runs)
    if sheet.will_page_break(kept(text_height(sheet, text, sheet.w - sheet.r_margin - x - INDENT))):
        sheet.add_page()
    sheet.set_x(x)
    if item.marker:
        sheet.cell(INDENT, LEADING, item.marker, new_y="TOP")
    set_text(sheet, text, x + INDENT)
    sheet.ln(2.4 if last else 0.8)


def _picture(sheet: Sheet, picture: Picture, base: Path | None) -> None:
    """A picture as large as the page allows, on a page of its own where it needs one."""
    path = None if base is None else (base / picture.path).resolve()
    if base is None or path is None or not path.is_relative_to(base.resolve()) or not path.is_file():
        raise DocumentError(f"line {picture.line}: no picture {picture.path!r} beside the source; put it there")
    sheet.image(path, w=sheet.epw, h=sheet.page_break_trigger - TOP, keep_aspect_ratio=True)
    sheet.ln(4)
