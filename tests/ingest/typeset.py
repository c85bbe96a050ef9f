"""Sets statutes in the ways they are printed, word by word, so that tests know exactly what stands on the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution

from fpdf import FPDF

WIDTH, HEIGHT, MARGIN, GUTTER = 595.0, 842.0, 60.0, 20.0
_WORDS = ["reglerna", "villkoren", "beloppen", "tiderna", "kraven", "skälen", "undantagen"]
_BREAKS = re.compile(r"(?<=[a-zåäö]{3})(?<=[bcdfghjklmnprstvxaeiouyåäö])(?=[bcdfghjklmnprstv][aeiouyåäö][a-zåäö]{2})")


@dataclass(frozen=True)
class Look:
    """How an act is set."""

    columns: int = 1
    justified: bool = False
    hyphenated: bool = False
    styled: bool = True
    white: float = 6.0
    first_indent: float = 0.0
    number_alone: bool = False
    hanging: float = 14.0
    footnotes: bool = False
    size: float = 10.0
    head: str | None = "SFS 2099:{}"


@dataclass(frozen=True)
class Item:
    """One block: ``kind`` is title, chapter, rubric, section, paragraph or point (``level`` from 1)."""

    kind: str
    text: str
    number: str = ""
    level: int = 1


@dataclass(frozen=True)
class _Word:
    text: str
    style: str
    size: float
    rise: float = 0.0
    glued: bool = False


class _Press:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
        self.pdf.set_auto_page_break(False)
        fonts = distribution("font-source-sans-pro")
        for style, name in {"": "Regular", "B": "Bold", "I": "It"}.items():
            self.pdf.add_font(
                "Sans", style, str(fonts.locate_file(f"font_source_sans_pro/files/SourceSansPro-{name}.ttf"))
            )
        self.width = (WIDTH - 2 * MARGIN - (look.columns - 1) * GUTTER) / look.columns
        self.leading = 1.25 * look.size
        self.bottom = HEIGHT - 80.0
        self.page = 0
        self.notes: list[str] = []
        self._new_page()

    def _new_page(self) -> None:
        self.pdf.add_page()
        self.page += 1
        self.column = 0
        self.y = 90.0
        self.floor = self.bottom
        if self.look.head:
            left = MARGIN if self.page % 2 == 0 else WIDTH - MARGIN - 70
            self._draw(left, 50.0, "SFS 2099:1145", "", 9.0)
            self._draw(left, HEIGHT - 40.0, str(self.page), "", 9.0)

    def _draw(self, x: float, y: float, text: str, style: str, size: float) -> None:
        self.pdf.set_font("Sans", style, size)
        self.pdf.text(x, y, text)

    def _measure(self, text: str, style: str, size: float) -> float:
        self.pdf.set_font("Sans", style, size)
        return self.pdf.get_string_width(text)

    def room(self, height: float) -> None:
        if self.y + height <= self.floor:
            return
        if self.column + 1 < self.look.columns:
            self.column += 1
            self.y = 90.0
            self.floor = self.bottom
        else:
            self._new_page()

    def note(self, number: int, text: str) -> None:
        """A footnote at the foot of the column that is being set."""
        self.floor -= 11.0 if self.floor < self.bottom else 16.0
        x = MARGIN + self.column * (self.width + GUTTER)
        offset = self.bottom - self.floor
        self._draw(x, self.bottom + 12.0 - offset + 6.0, f"{number} {text}", "", 0.75 * self.look.size)

    def block(self, words: Sequence[_Word], indent: float, rest: float, justified: bool, above: float) -> None:
        self.y += above if self.y > 90.0 else 0.0
        for number, (line, last) in enumerate(self._lines(words, indent, rest)):
            self.room(self.leading)
            self.y += self.leading
            start = indent if number == 0 else rest
            self._set(line, start, justified and not last)

    def _lines(self, words: Sequence[_Word], indent: float, rest: float) -> Iterator[tuple[list[_Word], bool]]:
        todo = list(words)
        first = True
        while todo:
            free = self.width - (indent if first else rest)
            line: list[_Word] = []
            used = 0.0
            while todo:
                word = todo[0]
                blank = 0.0 if not line or word.glued else self._measure(" ", "", word.size)
                wide = self._measure(word.text, word.style, word.size)
                if used + blank + wide <= free:
                    line.append(todo.pop(0))
                    used += blank + wide
                    continue
                pieces = self._parted(word, free - used - blank)
                if pieces:
                    line.append(pieces[0])
                    todo[0] = pieces[1]
                elif not line:
                    line.append(todo.pop(0))
                break
            first = False
            yield line, not todo

    def _parted(self, word: _Word, room: float) -> tuple[_Word, _Word] | None:
        inner = word.text.rfind("-", 1, len(word.text) - 1)
        places = (
            [(inner + 1, "")] if inner > 1 and word.text[inner - 1].isalpha() and word.text[inner + 1].isalpha() else []
        )
        if self.look.hyphenated and word.text.isalpha():
            places += [(found.start(), "-") for found in _BREAKS.finditer(word.text)]
        for place, hyphen in sorted(places, reverse=True):
            head = word.text[:place] + hyphen
            if self._measure(head, word.style, word.size) <= room:
                return _Word(head, word.style, word.size, glued=word.glued), _Word(
                    word.text[place:], word.style, word.size
                )
        return None

    def _set(self, line: Sequence[_Word], start: float, justified: bool) -> None:
        x = MARGIN + self.column * (self.width + GUTTER) + start
        blank = self._measure(" ", "", line[0].size)
        widths = [self._measure(word.text, word.style, word.size) for word in line]
        gaps = sum(not word.glued for word in line[1:])
        if justified and gaps:
            blank = (self.width - start - sum(widths)) / gaps
        for index, (word, wide) in enumerate(zip(line, widths, strict=True)):
            x += blank if index and not word.glued else 0.0
            self._draw(x, self.y - word.rise, word.text, word.style, word.size)
            x += wide


def typeset(items: Sequence[Item], look: Look) -> bytes:
    """The PDF of an act."""
    press = _Press(look)
    bold, slanted = ("B", "I") if look.styled else ("", "")
    notes = 0
    for index, item in enumerate(items):
        words = [_Word(text, "", look.size) for text in item.text.split()]
        if item.kind == "title":
            press.block([_Word(w.text, bold, 18.0 if look.styled else look.size) for w in words], 0, 0, False, 12.0)
        elif item.kind == "chapter":
            press.room(5 * press.leading)
            press.block([_Word(w.text, bold, 13.0 if look.styled else look.size) for w in words], 0, 0, False, 14.0)
        elif item.kind in ("rubric", "subrubric"):
            press.room(4 * press.leading)
            style = bold if item.kind == "rubric" else slanted
            press.block([_Word(w.text, style, look.size) for w in words], 0, 0, False, max(look.white, 8.0))
        elif item.kind == "section":
            number = [_Word(text, bold, look.size) for text in f"{item.number} §".split()]
            if look.number_alone:
                press.room(3 * press.leading)
                press.block(number, 0, 0, False, max(look.white, 6.0))
                press.block(words, 0, 0, look.justified, 0.0)
            else:
                press.room(2 * press.leading)
                press.block([*number, *words], 0, 0, look.justified, max(look.white, 6.0))
            if look.footnotes and index % 7 == 0:
                notes += 1
                press.note(
                    notes,
                    f"Jfr {_WORDS[notes % 7]} och {_WORDS[notes % 5]} i den äldre lydelsen ({1900 + notes}:{notes}).",
                )
        elif item.kind == "point":
            mark = [_Word(item.number, "", look.size)]
            start = look.hanging * item.level if look.hanging else 0.0
            press.block([*mark, *words], start - look.hanging, start, look.justified, look.white / 3)
        else:
            press.block(words, look.first_indent, 0.0, look.justified, look.white)
    return bytes(press.pdf.output())
