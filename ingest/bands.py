"""Lines of a page → bands: what stands on one baseline, cut into chunks at wide gaps, for reading tables.

A reader joins cells that stand close ("Kravnr Krav") and parts those that don't; a band holds the words' own boxes, so
it can be cut again where a column turns out to begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Word
from ingest.lines import Line

EDGE = 2.6
"""Points between edges that are meant to be one."""
BULLETS = frozenset("•·●▪○◦‣")
_BASELINE = 2.0
_GAP = 0.55  # font sizes: more than a blank between two words of one cell


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of words of one line; ``words`` hold its place in the page's text and on the page."""

    line: Line
    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Where it begins in the page's text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the page's text."""
        return self.words[-1].end

    @property
    def text(self) -> str:
        """Its words as they stand in the page's text."""
        return self.line.text[self.start - self.line.start : self.end - self.line.start]

    @property
    def x0(self) -> float:
        """Its left edge in points."""
        return self.words[0].box[0]

    @property
    def x1(self) -> float:
        """Its right edge in points."""
        return max(word.box[2] for word in self.words)


@dataclass(frozen=True, slots=True)
class Band:
    """Chunks of one baseline from left to right."""

    chunks: tuple[Chunk, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines it is made of."""
        return tuple(dict.fromkeys(chunk.line for chunk in self.chunks))

    @property
    def baseline(self) -> float:
        """Its height on the page."""
        return self.chunks[0].line.baseline

    @property
    def size(self) -> float:
        """Its largest font size."""
        return max(chunk.line.size for chunk in self.chunks)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(chunk.line.bold for chunk in self.chunks)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its chunks' texts."""
        return tuple(chunk.text for chunk in self.chunks)

    def step(self, below: Band) -> float:
        """Give the distance to the band below in its font size."""
        return (below.baseline - self.baseline) / max(below.size, 1.0)


def bands_of(lines: Sequence[Line], words: Sequence[Word]) -> list[Band]:
    """Group a page's lines into bands from top to bottom; lines without words, and bullets alone, are left out."""
    chunks = [
        Chunk(line, own) for line in lines if (own := tuple(w for w in words if line.start <= w.start < line.end))
    ]
    groups: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: (chunk.line.baseline, chunk.x0)):
        if groups and chunk.line.baseline - groups[-1][0].line.baseline <= _BASELINE:
            groups[-1].append(chunk)
        else:
            groups.append([chunk])
    parted = [sorted(group, key=lambda chunk: chunk.x0) for group in groups]
    return [Band(tuple(piece for chunk in group for piece in _at_gaps(chunk))) for group in parted]


def _at_gaps(chunk: Chunk) -> list[Chunk]:
    words = chunk.words
    wide = _GAP * chunk.line.size
    first = 2 if words[0].end - words[0].start == 1 and chunk.text[0] in BULLETS else 1
    return _cut(chunk, [i for i in range(first, len(words)) if words[i].box[0] - words[i - 1].box[2] > wide])


def cut_at(chunk: Chunk, edges: Sequence[float]) -> list[Chunk]:
    """Cut a chunk where a word begins at one of the edges (x in points)."""
    words = chunk.words
    return _cut(chunk, [i for i in range(1, len(words)) if any(abs(words[i].box[0] - x) <= EDGE for x in edges)])


def _cut(chunk: Chunk, cuts: Sequence[int]) -> list[Chunk]:
    return [Chunk(chunk.line, chunk.words[a:b]) for a, b in zip([0, *cuts], [*cuts, len(chunk.words)], strict=True)]
