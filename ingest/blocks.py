"""Lines to blocks: the smallest stretches that are set as one, a heading, a paragraph, a point of a list, a table row.

Where a block begins is seen from the page alone: more white above than between lines, another type, a list mark or a
section number at the front, an indent, or a line before it that had room for its first word. No single sign holds for
all ways of setting a statute (one column or two, justified or ragged, with or without white between paragraphs), so
each is asked for the company it needs: a short line must also end a sentence, a list mark must stand where one can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.lines import Line
from ingest.marks import MARK, NOTE, SECTION, ends_sentence
from ingest.setting import Setting

MORE_WHITE = 1.15  # times the usual distance of lines, from which white parts two blocks
_SAME_ROW = 1.5  # points
_AFTER_NOTE = re.compile(rf"(?:{NOTE.pattern}|^\(\d{{4}}:\d+\)\.)$")
_LEADS_IN = re.compile(r"(?:[:,;]|\b(?:och|eller|samt|om|att|som|av))$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are set as one; ``white`` is the step from the line above in usual line distances, None at the top."""

    lines: tuple[Line, ...]
    white: float | None
    indent: float

    @property
    def text(self) -> str:
        """Its lines as they stand, parted by line breaks."""
        return "\n".join(line.text for line in self.lines)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]


def blocks_of(setting: Setting) -> list[Block]:
    """The blocks of a document's body in reading order."""
    groups: list[list[Line]] = []
    for line, below in zip_longest(setting.lines, setting.lines[1:]):
        over_section = below is not None and bool(SECTION.match(below.text)) and not ends_sentence(line.text)
        if groups and not _begins(groups[-1], line, setting, over_section):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks: list[Block] = []
    for group in groups:
        above = blocks[-1].lines[-1] if blocks else None
        white = setting.white(above, group[0]) if above else None
        blocks.append(Block(tuple(group), white, setting.indent(group[0])))
    return blocks


def _begins(block: Sequence[Line], line: Line, setting: Setting, over_section: bool) -> bool:
    """Whether a line begins a new block; ``over_section`` says that it is no sentence and a section stands below."""
    above = block[-1]
    if _same_row(block, line):
        return False
    white = setting.white(above, line)
    right_cell = _right_cell(block)
    if right_cell is not None:
        step = setting.from_edge(line) - setting.from_edge(right_cell)
        if step < -2.0:
            return white is not None or not line.text[0].islower()
        if white is not None or step <= 2.0:
            return False  # the cell goes on, perhaps on the next page (the definitions of AFS 2023:3)
    parted = white is None or white > MORE_WHITE
    ended = ends_sentence(above.text, line.text)
    if _other_type(block, line, ended or parted):
        return True
    section = SECTION.match(line.text)
    if section and not line.text[section.end() :][:1].islower() and (ended or parted or line.bold_start):
        return True
    if (white is not None and parted) or (_AFTER_NOTE.search(above.text) and not line.text[0].islower()):
        return True
    room = setting.had_room(above, line)
    mark = MARK.match(line.text)
    if mark and (white is None or room or abs(line.x0 - above.x0) > 3.0 or _LEADS_IN.search(above.text)):
        return True
    if MARK.match(block[0].text) and _left_of_list(block, line, setting, 1.2 if ended else 3.0):
        return True
    if line.text[0].islower():
        return False
    if line.bold and block[0].bold:
        return room
    indented = 4.0 < line.x0 - above.x0 < 5 * line.size and not MARK.match(block[0].text)
    return ended and (room or over_section or (indented and white is not None))


def _same_row(block: Sequence[Line], line: Line) -> bool:
    """Whether a line stands to the right of one of the block's, on its height."""
    return any(
        other.page == line.page and abs(other.baseline - line.baseline) <= _SAME_ROW and line.x0 >= other.x1
        for other in block
    )


def _right_cell(block: Sequence[Line]) -> Line | None:
    """The first line of the right cell when the block is a table's row; a mark with its text beside it is none."""
    head = block[0].text
    if MARK.fullmatch(head) or SECTION.fullmatch(head):
        return None
    for index, line in enumerate(block[1:], start=1):
        if _same_row(block[:index], line):
            return line
    return None


def _other_type(block: Sequence[Line], line: Line, apart: bool) -> bool:
    """Whether a line is set in another type than the block: a heading after text, or text after a heading."""
    above = block[-1]
    if abs(above.size - line.size) > 0.6:
        return apart or not line.text[0].islower()
    if line.text[0].islower():
        return False
    if above.bold != line.bold:
        return apart if line.bold else all(other.bold for other in block)
    if above.italic and not line.italic:
        return all(other.italic for other in block) and not NOTE.search(above.text)
    return line.italic and not above.italic and apart and not NOTE.search(line.text)


def _left_of_list(block: Sequence[Line], line: Line, setting: Setting, least: float) -> bool:
    """Whether a line stands left of where the lines of this list's points go on: the text after the list."""
    indent = setting.indent(line)
    if len(block) > 1:
        return indent < setting.indent(block[1]) - least
    mark = setting.indent(block[0])
    return indent < mark - least or (setting.hangs and indent <= mark + 3.0)
