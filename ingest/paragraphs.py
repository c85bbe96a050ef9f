"""Lines under one heading → parts: paragraphs, and the points of their lists, each with its spans.

What begins a paragraph: more white than between lines, a line before it that ended its sentence with room to spare,
a bold line after a plain one, a page that ended with a sentence. Bullets are counted, printed numbers are kept. A
paragraph of more than ``LONGEST`` words is parted where a sentence ends, so that no passage outgrows an encoder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.fold import text_of
from corpus.model import Part, Span
from ingest.bands import BULLETS
from ingest.headings import SENTENCE_END
from ingest.lines import Line
from ingest.setting import Setting

LONGEST = 220
_GAP = re.compile(r"(?P<ends>[.!?][)”\"]?(?=\s+[A-ZÅÄÖ]))?(?P<blank>\s+)")
_POINT = re.compile(
    r"(?:(?P<number>\d{1,2}(?: [a-z])?)[.)]|(?P<letter>[a-zåäö])\)|(?P<bullet>[•·●▪○◦‣])|(?P<dash>[–—-]))\s+\S"
)

_FIRST = re.compile(r"(?:(?P<first>1)\.|(?P<letter>a)\)|[•·●▪○◦‣])\s+\S")
_LEADS_IN = re.compile(r"[.:;,!?)]$|\b(?:och|eller|samt|and|or)$")


@dataclass(slots=True)
class _Leaf:
    """A part while its lines are gathered; ``edge`` is the x of its mark."""

    paragraph: int
    point: str | None
    lines: list[Line]
    edge: float
    dash: bool = False


@dataclass(slots=True)
class _Gathering:
    leaves: list[_Leaf] = field(default_factory=list)
    paragraph: int = 0

    @property
    def last(self) -> Line:
        return self.leaves[-1].lines[-1]

    def words(self) -> int:
        return sum(
            len(line.text.split()) for leaf in self.leaves if leaf.paragraph == self.paragraph for line in leaf.lines
        )


def parts_of(lines: Sequence[Line], texts: Mapping[int, str], setting: Setting) -> tuple[Part, ...]:
    """Give the parts of a heading's lines in reading order; ``texts`` holds the pages' texts by number."""
    gathering = _Gathering()
    bullets = _lone_bullets(lines)
    for line in lines:
        if line.text not in BULLETS:
            _add(gathering, line, bullets.get(line), setting)
    parts: list[Part] = []
    more = 0
    for leaf in gathering.leaves:
        for number, spans in enumerate(_stretches(spans_of(leaf.lines, texts), texts)):
            more += number > 0
            parts.append(Part(str(leaf.paragraph + more), text_of(texts, spans), spans, leaf.point))
    return tuple(parts)


def _stretches(spans: Sequence[Span], texts: Mapping[int, str]) -> Iterator[tuple[Span, ...]]:
    """Part spans after ``LONGEST`` words where a sentence ends, or where none does after half as many more."""
    held: list[Span] = []
    words = 0
    for span in spans:
        start = span.start
        for gap in _GAP.finditer(texts[span.page], span.start, span.end):
            words += 1
            if words >= LONGEST and (gap["ends"] or words >= 1.5 * LONGEST):
                yield (*held, Span(span.page, start, gap.start("blank")))
                held, start, words = [], gap.end(), 0
        held.append(Span(span.page, start, span.end))
        words += 1
    if held:
        yield tuple(held)


def _lone_bullets(lines: Sequence[Line]) -> dict[Line, float]:
    """Give the lines that a bullet drawn apart stands before, with its x (TendSign draws it after the point's text)."""
    bullets = [line for line in lines if line.text in BULLETS]
    return {
        line: bullet.x0
        for line in lines
        for bullet in bullets
        if line.page == bullet.page and abs(line.baseline - bullet.baseline) < 2 and 0 < line.x0 - bullet.x1 < 30
    }


def _add(gathering: _Gathering, line: Line, bullet: float | None, setting: Setting) -> None:
    if not gathering.leaves:
        gathering.paragraph = 1
        match = None if line.bold else _FIRST.match(line.text)
        point = "1" if bullet is not None else match and (match["first"] or match["letter"] or "1")
        gathering.leaves.append(_Leaf(1, point, [line], bullet or line.x0))
        return
    leaf, above = gathering.leaves[-1], gathering.last
    if bullet is not None or _begins_point(line, leaf, setting):
        edge = line.x0 if bullet is None else bullet
        point = _point_name(gathering, line, edge)
        gathering.leaves.append(
            _Leaf(gathering.paragraph, point, [line], edge, bullet is None and line.text[0] in "–—-")
        )
    elif leaf.point is not None and _in_point(leaf, line, setting):
        leaf.lines.append(line)
    elif leaf.point is not None or _breaks(above, line, setting, gathering.words()):
        gathering.paragraph += 1
        gathering.leaves.append(_Leaf(gathering.paragraph, None, [line], line.x0))
    else:
        leaf.lines.append(line)


def _begins_point(line: Line, leaf: _Leaf, setting: Setting) -> bool:
    """Say whether a line's own mark begins a point; a dash or number that merely came to stand first does not."""
    match, above = _POINT.match(line.text), leaf.lines[-1]
    if match is None:
        return False
    if match["bullet"]:
        return True
    first = _FIRST.match(line.text) is not None and setting.had_room(above, line)
    if line.bold or not (leaf.point is not None or first or _LEADS_IN.search(above.text)):
        return False
    return not match["dash"] or leaf.point is None or leaf.dash


def _point_name(gathering: _Gathering, line: Line, edge: float) -> str:
    """Give a point's printed number or a bullet's ordinal, after that of the point it is indented under ("2 1")."""
    siblings = [leaf for leaf in gathering.leaves if leaf.paragraph == gathering.paragraph and leaf.point]
    outer = next((o.point for o in reversed(siblings) if o.point and " " not in o.point and o.edge < edge - 5), None)
    match = _POINT.match(line.text)
    printed = (match["number"] or match["letter"]) if match else None
    if printed is None:
        level = f"{outer} " if outer else ""
        count = sum(o.point.startswith(level) and " " not in o.point[len(level) :] for o in siblings if o.point)
        printed = str(count + 1)
    return f"{outer} {printed}" if outer else printed


def _in_point(leaf: _Leaf, line: Line, setting: Setting) -> bool:
    """Say whether a line carries a point on: indented beyond its mark, or close under a line that was full."""
    above = leaf.lines[-1]
    white = setting.white(above, line)
    if white is None:
        return not SENTENCE_END.search(above.text) or line.x0 > leaf.edge + 2
    if white > 1.3:
        return False
    if line.text[0].islower() and not SENTENCE_END.search(above.text):
        return True
    return line.x0 > leaf.edge + 2 or (abs(line.x0 - leaf.edge) <= 2 and not setting.had_room(above, line))


def _breaks(above: Line, line: Line, setting: Setting, words: int) -> bool:
    """Say whether a paragraph begins with this line. What a bold line stands over belongs to it."""
    ended, white = bool(SENTENCE_END.search(above.text)), setting.white(above, line)
    goes_on = line.text[0].islower() and not ended
    if above.bold and not line.bold and above.size < 1.08 * setting.size:
        return white is not None and white > 1.9
    if line.bold and not above.bold and (ended or setting.had_room(above, line)):
        return True
    if abs(line.size - above.size) > 0.08 * above.size:
        return True
    if white is None:
        return ended and not line.text[0].islower()
    if white > (1.6 if goes_on else 1.25):
        return True
    return ended and (setting.had_room(above, line) or words > LONGEST) and not line.text[0].islower()


def spans_of(lines: Sequence[Line], texts: Mapping[int, str]) -> tuple[Span, ...]:
    """Give the spans of lines, those joined that follow one another on a page."""
    spans: list[Span] = []
    for line in lines:
        last = spans[-1] if spans else None
        if (
            last
            and last.page == line.page
            and last.end <= line.start
            and not texts[line.page][last.end : line.start].strip()
        ):
            spans[-1] = Span(line.page, last.start, line.end)
        else:
            spans.append(Span(line.page, line.start, line.end))
    return tuple(spans)
