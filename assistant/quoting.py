"""A provision and a question → the words of it that answer, and a text of it → a checked citation.

What is quoted is a run of the provision's own text, as short as it can be and still be whole: a paragraph that is
short, else its sentences that share most with the question and with our plain sentence for it, else of a list the
lead-in and the points that do. Each run is then looked up again on the page it is said to stand on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.fold import boxes_of, locate, page_texts, same_words, text_of
from corpus.library import Library
from corpus.model import Citation, Document, PageBoxes, Part, Pinpoint, Provision, Span
from corpus.numbers import numbers_in
from corpus.references import format_pinpoint
from corpus.words import search_words

Worth = Callable[[str], float]
"""How much of what is asked a text says."""

WHOLE_PROVISION_WORDS = 100
WHOLE_PARAGRAPH_WORDS = 70
WHOLE_LIST_WORDS = 110
LEAD_IN_WORDS = 60
MOST_POINTS = 3
MOST_PARAGRAPHS = 4
_END = re.compile(r"(?<=[.?!:])\s+(?=[A-ZÅÄÖ\d–”\"])")
_NO_END = re.compile(
    r"(?:\b(?:kap|st|p|nr|m\.m|t\.ex|bl\.a|d\.v\.s|dvs|s\.k|resp|ca|jfr|art|kl|f|prop|dnr|tel|max|min|inkl|exkl)"
    r"|\b\d+|^[a-zåäö])\.$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|\b(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|femton|tjugo|trettio)\b")
_ASKS_NUMBER = re.compile(
    r"\bhur (?:lång|länge|många|mycket|stor|hög|snabbt|fort|ofta|lite|sent|tidigt)|\bnär\b|\bprocent\b|\bgräns"
    r"|\bvilket (?:värde|belopp|år)|\bhow (?:long|many|much|large|high|soon|often|big)|\bwhen\b|\bm(?:ax|in)imum\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A contiguous text of a provision, the spans of the parts it lies in, and where that is."""

    text: str
    spans: tuple[Span, ...]
    paragraph: str | None
    point: str | None


def sentences(text: str) -> list[str]:
    """The sentences of a text; "14 kap. 1 §", "t.ex." and numbers do not end one."""
    pieces: list[str] = []
    for piece in _END.split(text):
        if pieces and _NO_END.search(pieces[-1]):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces


def answering_runs(
    provision: Provision, wanted: Sequence[str], question: str, paragraph: str | None = None, point: str | None = None
) -> tuple[Run, ...]:
    """The runs of a provision to quote.

    ``wanted`` are texts whose words count, the plain sentence last; ``paragraph`` and ``point`` name the place when
    a retriever found it.
    """
    weights = _weights(wanted)
    bonus = 1.0 if _ASKS_NUMBER.search(question) else 0.0
    groups = _paragraphs(provision)
    if not groups:
        return ()

    def worth(text: str) -> float:
        words = search_words(text)
        shared = sum(weights.get(word, 0.0) for word in set(words))
        return shared / math.sqrt(8 + len(words)) + bonus * (0.3 if _NUMBER.search(text) else 0.0)

    whole = [part for group in groups for part in group]
    if paragraph is None and point is None and _length(whole) <= WHOLE_PROVISION_WORDS:
        return (_whole(whole),)
    if point is not None:
        chosen = next((group for group in groups if any(part.point == point for part in group)), None)
    else:
        chosen = next((group for group in groups if group[0].paragraph == paragraph), None)
    if chosen is not None:
        return _runs_of(chosen, worth, point)
    picked = _with_every_number(groups, worth, wanted[-1])
    return tuple(run for group in groups if group in picked for run in _runs_of(group, worth, None))


def _with_every_number(groups: Sequence[list[Part]], worth: Worth, plain: str) -> list[list[Part]]:
    """The paragraph that answers best, and those needed for each number that the plain sentence names to be quoted."""
    ranked = sorted(groups, key=lambda group: worth(_text(group)), reverse=True)
    picked = ranked[:1]
    missing = numbers_in(plain) - numbers_in(_text(picked[0]))
    for group in ranked[1:MOST_PARAGRAPHS]:
        found = missing & numbers_in(_text(group))
        if found:
            picked.append(group)
            missing -= found
    return picked


def _text(group: Sequence[Part]) -> str:
    return " ".join(part.text for part in group)


def _runs_of(group: Sequence[Part], worth: Worth, point: str | None) -> tuple[Run, ...]:
    points = [part for part in group if part.point is not None]
    if point is None and _length(group) <= (WHOLE_LIST_WORDS if points else WHOLE_PARAGRAPH_WORDS):
        return (_joined(group),)
    if not points:
        return (_best_sentences(group, worth),)
    if point is not None:
        kept = [part for part in points if part.point == point or str(part.point).startswith(f"{point} ")]
    else:
        ranked = sorted(points, key=lambda part: worth(part.text), reverse=True)[:MOST_POINTS]
        kept = [part for part in points if part in ranked]
    lead = next((part for part in group if part.point is None), None)
    runs = [_joined(run) for run in _neighbours(group, kept)]
    if lead is None or any(lead.spans[0] in run.spans for run in runs):
        return tuple(runs)
    return (_best_sentences([lead], worth), *runs)


def _length(parts: Sequence[Part]) -> int:
    return sum(len(part.text.split()) for part in parts)


def _whole(parts: Sequence[Part]) -> Run:
    """The whole provision as one run; it names a paragraph only when it has no other."""
    run = _joined(parts)
    return run if len({part.paragraph for part in parts}) == 1 else replace(run, paragraph=None, point=None)


def _neighbours(group: Sequence[Part], kept: Sequence[Part]) -> list[list[Part]]:
    """The kept parts, those that follow one another together."""
    found: list[list[Part]] = []
    before = None
    for part in group:
        if part in kept:
            if before in kept and found:
                found[-1].append(part)
            else:
                found.append([part])
        before = part
    return found


def _joined(parts: Sequence[Part]) -> Run:
    spans = tuple(span for part in parts for span in part.spans)
    return Run(
        " ".join(part.text for part in parts), spans, parts[0].paragraph, parts[0].point if len(parts) == 1 else None
    )


def _best_sentences(group: Sequence[Part], worth: Worth) -> Run:
    text = " ".join(part.text for part in group)
    spans = tuple(span for part in group for span in part.spans)
    pieces = sentences(text)
    first = last = max(range(len(pieces)), key=lambda index: worth(pieces[index]))
    while True:
        after = last + 1 if last + 1 < len(pieces) else None
        before = first - 1 if first > 0 else None
        room = LEAD_IN_WORDS - sum(len(piece.split()) for piece in pieces[first : last + 1])
        if after is not None and len(pieces[after].split()) <= room:
            last = after
        elif before is not None and len(pieces[before].split()) <= room:
            first = before
        else:
            break
    return Run(" ".join(pieces[first : last + 1]), spans, group[0].paragraph, None)


def _paragraphs(provision: Provision) -> list[list[Part]]:
    groups: dict[str, list[Part]] = {}
    for part in provision.parts:
        groups.setdefault(part.paragraph, []).append(part)
    return list(groups.values())


def _weights(texts: Iterable[str]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for text in texts:
        for word in search_words(text):
            if len(word) > 2:
                weights[word] = weights.get(word, 0.0) + 1.0 / (1.0 + weights.get(word, 0.0))
    return weights


def cite(library: Library, document: Document, provision: Provision, run: Run, marker: int) -> Citation:
    """A citation of a run, checked against the text of its pages: ``verified`` says whether it stands there."""
    numbers = sorted({span.page for span in run.spans})
    pages = {number: library.page(document.id, number) for number in numbers}
    texts = page_texts(pages.values())
    spans = locate(run.text, texts, run.spans) or ()
    boxes = tuple(
        PageBoxes(number, tuple(box for span in on_page for box in boxes_of(pages[number], span.start, span.end)))
        for number, on_page in _by_page(spans).items()
    )
    verified = bool(spans) and same_words(run.text, text_of(texts, spans))
    pinpoint = _narrowed(provision, run)
    return Citation(
        marker=marker,
        document=document,
        provision_id=provision.id,
        pinpoint=pinpoint,
        label=_label(provision, pinpoint),
        quote=run.text,
        spans=spans,
        boxes=boxes,
        verified=verified,
    )


def _by_page(spans: Sequence[Span]) -> dict[int, list[Span]]:
    pages: dict[int, list[Span]] = {}
    for span in spans:
        pages.setdefault(span.page, []).append(span)
    return pages


def _narrowed(provision: Provision, run: Run) -> Pinpoint:
    if provision.kind != "section":
        return provision.pinpoint
    several = len({part.paragraph for part in provision.parts}) > 1
    return replace(provision.pinpoint, paragraph=run.paragraph if several else None, point=_point(run.point))


def _point(point: str | None) -> str | None:
    return point if point is not None and any(char.isdigit() for char in point) else None


def _label(provision: Provision, pinpoint: Pinpoint) -> str:
    return format_pinpoint(pinpoint) if provision.kind == "section" else provision.label
