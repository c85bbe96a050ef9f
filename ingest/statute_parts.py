"""The blocks of one provision to its parts: paragraphs (stycken) and the points of their lists.

A list belongs to the paragraph that leads it in. What follows a list and goes on with its sentence (it begins with a
small letter) belongs to that paragraph too, else it is the next one. Points nest by their marks: a kind of mark that
is open goes on, another opens a level below. The amendment note at the end is taken off and handed back apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.fold import text_map, text_of
from corpus.model import Part, Span
from ingest.lines import Line
from ingest.marks import MARK, NOTE

_LAST_NOTE = re.compile(rf"(?:^|\s)(?P<note>{NOTE.pattern})$")
_DASH = "dash"
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a provision's text: where it stands, and how far it is indented (points)."""

    spans: tuple[Span, ...]
    indent: float


@dataclass(slots=True)
class _Draft:
    paragraph: int
    point: str | None
    spans: tuple[Span, ...]


@dataclass(slots=True)
class _Level:
    kind: str
    value: str
    indent: float


@dataclass(slots=True)
class _Outline:
    """The levels of lists that are open."""

    levels: list[_Level] = field(default_factory=list)

    def accepts(self, kind: str, value: str, indent: float) -> bool:
        """Open or go on with a level, if a mark of that kind and value can stand here."""
        open_at = next((i for i in range(len(self.levels) - 1, -1, -1) if self.levels[i].kind == kind), None)
        first = kind == _DASH or value in ("1", "a", "i", "aa")
        if open_at is not None:
            level = self.levels[open_at]
            deeper = kind != _DASH and first and indent > level.indent + 6.0
            if not deeper and (kind == _DASH or _order(kind, value) > _order(kind, level.value)):
                del self.levels[open_at + 1 :]
                self.levels[open_at] = _Level(kind, value, level.indent)
                return True
        if not first:
            return False
        self.levels.append(_Level(kind, value, indent))
        return True

    @property
    def point(self) -> str:
        """The path of the point that is open: "3 a"."""
        return " ".join(level.value for level in self.levels)


def spans_of(texts: Mapping[int, str], lines: Sequence[Line], cut: int = 0) -> tuple[Span, ...]:
    """Where lines stand, without the first ``cut`` characters and without footnote marks; neighbours are joined."""
    spans: list[Span] = []
    for index, line in enumerate(lines):
        start = line.start + cut if index == 0 else line.start
        for mark_start, mark_end in line.marks:
            _add(texts, spans, Span(line.page, start, mark_start))
            start = mark_end
        _add(texts, spans, Span(line.page, start, line.end))
    return tuple(spans)


def parts_of(
    texts: Mapping[int, str], pieces: Sequence[Piece], numbered: bool = False
) -> tuple[tuple[Part, ...], str | None]:
    """The parts of a provision and its amendment note.

    ``numbered`` says that its paragraphs bear numbers, as those of articles in EU acts do: "2." is then paragraph 2.
    """
    drafts: list[_Draft] = []
    outline = _Outline()
    for piece in pieces:
        text = text_of(texts, piece.spans)
        if not text:
            continue
        mark = MARK.match(text) if numbered else None
        if mark and mark["number"] and mark["number"].isdigit():
            outline.levels.clear()
            drafts.append(_Draft(int(mark["number"]), None, piece.spans))
            continue
        point = _point(text, piece, drafts, outline, texts)
        if point is not None:
            drafts.append(_Draft(drafts[-1].paragraph if drafts else 1, point, piece.spans))
        elif drafts and text[:1].islower() and drafts[-1].point is None:
            drafts[-1].spans += piece.spans
        elif drafts and text[:1].islower():
            drafts.append(_Draft(drafts[-1].paragraph, None, piece.spans))
        else:
            outline.levels.clear()
            drafts.append(_Draft(drafts[-1].paragraph + 1 if drafts else 1, None, piece.spans))
    note = _take_note(texts, drafts)
    parts = (Part(str(d.paragraph), text_of(texts, d.spans), d.spans, d.point) for d in drafts)
    return tuple(part for part in parts if part.text), note


def _add(texts: Mapping[int, str], spans: list[Span], span: Span) -> None:
    last = spans[-1] if spans else None
    if span.start >= span.end:
        return
    if last and last.page == span.page and last.end <= span.start:
        between = texts[span.page][last.end : span.start]
        if not between.strip():
            spans[-1] = Span(last.page, last.start, span.end)
            return
    spans.append(span)


def _point(text: str, piece: Piece, drafts: list[_Draft], outline: _Outline, texts: Mapping[int, str]) -> str | None:
    """The point that a piece is, None when it is running text."""
    mark = MARK.match(text)
    if not mark or mark.end() == len(text):
        return None
    kind, value = _kind(mark, outline)
    if outline.accepts(kind, value, piece.indent):
        return outline.point
    opened = _open_glued(kind, value, piece.indent, drafts, outline, texts)
    return outline.point if opened and outline.accepts(kind, value, piece.indent) else None


def _kind(mark: re.Match[str], outline: _Outline) -> tuple[str, str]:
    if mark["number"]:
        return "number", mark["number"]
    if mark["dash"]:
        return _DASH, "–"
    letter: str = mark["letter"]
    inner = outline.levels[-1] if outline.levels else None
    goes_on = inner and inner.kind == "letter" and len(letter) == 1 and ord(letter) == ord(inner.value[0]) + 1
    return ("letter" if goes_on or letter not in _ROMAN else "roman"), letter


def _order(kind: str, value: str) -> tuple[int, str]:
    """The order of values of one kind: "8 a" after "8", "aa" after "z", "v" after "iv"."""
    if kind == "number":
        figure = re.match(r"\d+", value)
        return int(figure.group()) if figure else 0, value
    return (_ROMAN.index(value), "") if kind == "roman" and value in _ROMAN else (len(value), value)


def _open_glued(
    kind: str, value: str, indent: float, drafts: list[_Draft], outline: _Outline, texts: Mapping[int, str]
) -> bool:
    """Split off a first point that stands in its lead-in's line (", om 1. resultaten …"), when a second one comes."""
    before = {"2": r"1[.)]", "b": r"a\)"}.get(value)
    if before is None or not drafts:
        return False
    folded, places = text_map(texts, drafts[-1].spans)
    found = list(re.finditer(rf"(?<=\s){before}\s", folded))
    if not found:
        return False
    head, tail = split_spans(drafts[-1].spans, places[found[-1].start()])
    drafts[-1].spans = head
    outline.accepts(kind, "1" if value == "2" else "a", indent)
    drafts.append(_Draft(drafts[-1].paragraph, outline.point, tail))
    return True


def split_spans(spans: Sequence[Span], place: tuple[int, int]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans before and from a place (page and offset) that lies in one of them."""
    for index, span in enumerate(spans):
        if span.page == place[0] and span.start <= place[1] < span.end:
            head = (*spans[:index], Span(span.page, span.start, place[1]))
            tail = (Span(span.page, place[1], span.end), *spans[index + 1 :])
            return tuple(span for span in head if span.start < span.end), tail
    raise ValueError(f"place {place} lies in none of the spans")


def _take_note(texts: Mapping[int, str], drafts: list[_Draft]) -> str | None:
    """Take the amendment note off the end of the last part."""
    if not drafts:
        return None
    folded, places = text_map(texts, drafts[-1].spans)
    found = _LAST_NOTE.search(folded)
    if not found:
        return None
    drafts[-1].spans = split_spans(drafts[-1].spans, places[found.start("note")])[0]
    return found["note"]
