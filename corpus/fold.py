"""From spans to text and back: what a span reads, where a quote stands, and which boxes to mark on the page.

A span is offsets into one page's text. The text of a provision is its spans read one after the other as if a line broke
between them, folded (corpus/folding.py); so a word that is hyphenated over a page break is one word. ``Part.text``,
passages and quotes are all made and checked by the functions here, so that what is shown is what stands on the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import find, fold, fold_map, same_words
from corpus.model import Box, Page, Span

__all__ = ["boxes_of", "find", "fold", "fold_map", "locate", "page_texts", "same_words", "text_map", "text_of"]

Place = tuple[int, int]
"""A page number and an offset into that page's text."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Spans read as one text: span ``i`` begins at ``starts[i]`` of ``text``."""

    text: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    def place(self, index: int) -> Place:
        span_index = bisect_right(self.starts, index) - 1
        span = self.spans[span_index]
        return span.page, span.start + index - self.starts[span_index]

    def pieces(self, start: int, end: int) -> Iterator[Span]:
        """The parts of the spans that a range of the text covers."""
        for at, span in zip(self.starts, self.spans, strict=True):
            first, last = max(start, at), min(end, at + span.end - span.start)
            if first < last:
                yield Span(span.page, span.start + first - at, span.start + last - at)


def page_texts(pages: Iterable[Page]) -> dict[int, str]:
    """The texts of pages by their numbers, as the functions here take them."""
    return {page.number: page.text for page in pages}


def text_of(texts: Mapping[int, str], spans: Sequence[Span]) -> str:
    """The folded text of spans that follow one another; ``texts`` holds the pages' texts by page number."""
    return fold(_source(texts, spans).text)


def text_map(texts: Mapping[int, str], spans: Sequence[Span]) -> tuple[str, list[Place]]:
    """``text_of`` and, for each of its characters, where it begins."""
    source = _source(texts, spans)
    folded, index = fold_map(source.text)
    return folded, [source.place(i) for i in index]


def locate(quote: str, texts: Mapping[int, str], spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Where a quote stands within spans (a provision's), or None: one span for each stretch without a break.

    The quote must be one contiguous run of the folded text; over a page break it has one part a page, and what stands
    between (running heads, footnotes) is in none. To search whole pages, hand spans that cover them.
    """
    source = _source(texts, spans)
    found = find(quote, source.text)
    if found is None:
        return None
    pieces: list[Span] = []
    for piece in source.pieces(*found):
        last = pieces[-1] if pieces else None
        if last and last.page == piece.page and not texts[piece.page][last.end : piece.start].strip():
            pieces[-1] = Span(last.page, last.start, piece.end)
        else:
            pieces.append(piece)
    return tuple(pieces)


def boxes_of(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """The rectangles that mark ``page.text[start:end]``, one a line; words cut by the range are cut in proportion."""
    rects: list[Box] = []
    last_end = -1
    for index in range(bisect_right([word.end for word in page.words], start), len(page.words)):
        word = page.words[index]
        if word.start >= end:
            break
        box = _cut(word.box, word.start, word.end, max(start, word.start), min(end, word.end))
        if rects and "\n" not in page.text[last_end : word.start]:
            last = rects[-1]
            rects[-1] = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
        else:
            rects.append(box)
        last_end = word.end
    return tuple(rects)


def _cut(box: Box, word_start: int, word_end: int, start: int, end: int) -> Box:
    x0, y0, x1, y1 = box
    width = (x1 - x0) / (word_end - word_start)
    return x0 + width * (start - word_start), y0, x1 - width * (word_end - end), y1


def _source(texts: Mapping[int, str], spans: Sequence[Span]) -> _Source:
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    before: Span | None = None
    for span in spans:
        joiner = _joiner(texts, before, span) if before else ""
        pieces += [joiner, texts[span.page][span.start : span.end]]
        starts.append(at + len(joiner))
        at = starts[-1] + span.end - span.start
        before = span
    return _Source("".join(pieces), tuple(starts), tuple(spans))


def _joiner(texts: Mapping[int, str], before: Span, after: Span) -> str:
    """A line break, but nothing where only a footnote's mark was left out of a word or nothing was."""
    if before.page != after.page or after.start < before.end:
        return "\n"
    between = texts[before.page][before.end : after.start]
    return "\n" if any(char.isspace() for char in between) else ""
