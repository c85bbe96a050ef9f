"""Provisions → passages, small to big: the whole provision, and each paragraph or point that answers by itself.

A provision is found by whichever of its passages fits the question best and is then shown whole. What an encoder
can't see in a passage goes into its context: the document's name, the headings above, the number, and for a point
the words that lead its list in. Neighbouring passages never overlap by characters; they nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.fold import fold
from corpus.model import Document, Part, Passage, Pinpoint, Provision, Span

WHOLE = 350
"""Words of the largest passage; an encoder of 512 tokens holds about as many Swedish words as that."""
LIST = 150
"""Words above which each point of a list becomes a passage of its own."""
LEAD = 60
"""Words of a lead-in that are sent along with a point; its end is what matters."""
FEWEST = 3
_NUMBER_OR_EDITION = re.compile(r"\s*\((?:[A-ZÅÄÖ-]+ )?\d{4}:\d+\)|, konsoliderad.*$|\s–\sutdrag$", re.IGNORECASE)
"""Words below which a passage says nothing by itself."""


def cut(document: Document, provisions: Sequence[Provision]) -> list[Passage]:
    """Cut passages out of provisions, in their order; a provision without text gives none.

    The passages of a provision cover all its parts, have spans of their own, and are at most ``WHOLE`` words long
    unless a single part is longer.
    """
    passages: list[Passage] = []
    for provision in provisions:
        context = context_of(document, provision)
        seen: set[tuple[Span, ...]] = set()
        for tail, parts, lead in (*_covering(provision), *_pieces(provision)):
            spans = tuple(span for part in parts for span in part.spans)
            if spans and spans not in seen:
                seen.add(spans)
                ahead = f"{context}: {lead}" if lead else context
                passages.append(Passage(provision.id + tail, provision.id, _text(parts), spans, ahead))
    return passages


def context_of(document: Document, provision: Provision) -> str:
    """Give the path to a provision in words: "LOU, lagen om offentlig upphandling > 20 kap. … > Avtalsspärr > 1 §"."""
    path = [name_of(document), *provision.heading]
    number = _number(provision.pinpoint)
    if number is not None and not any(number in heading for heading in provision.heading):
        path.append(number)
    return " > ".join(path)


def name_of(document: Document) -> str:
    """Give a document's name in running text: short name and title, without SFS number and remarks on the edition."""
    title = _NUMBER_OR_EDITION.sub("", document.title).strip() or document.title
    title = re.sub(r"^Lag (?=om |med )", "lagen ", title)
    return f"{document.short}, {title}" if document.short and document.short != title else title


def _number(pinpoint: Pinpoint) -> str | None:
    if pinpoint.section:
        return f"{pinpoint.section} §"
    if pinpoint.article:
        return f"artikel {pinpoint.article}"
    if pinpoint.annex:
        return f"bilaga {pinpoint.annex}"
    return pinpoint.code if pinpoint.row is None else None


_Piece = tuple[str, tuple[Part, ...], str | None]
"""What follows the provision's id, the parts, and the lead-in that belongs to them."""


def _covering(provision: Provision) -> Iterator[_Piece]:
    """Give the passages that together hold all of a provision: itself, or groups of its parts in order."""
    if _words(provision.parts) <= WHOLE:
        yield "", provision.parts, None
        return
    groups: list[list[Part]] = []
    for part in provision.parts:
        if groups and (_words([*groups[-1], part]) <= WHOLE or _words(groups[-1]) < FEWEST):
            groups[-1].append(part)
        else:
            groups.append([part])
    if _words(groups[-1]) < FEWEST:
        groups[-2:] = [groups[-2] + groups[-1]]
    for number, group in enumerate(groups, start=1):
        yield f"/G{number}", tuple(group), None


def _pieces(provision: Provision) -> Iterator[_Piece]:
    """Give the paragraphs that can stand alone, and the points of long lists; a table row is not cut."""
    paragraphs: dict[str, list[Part]] = {}
    for part in provision.parts if provision.kind != "row" else ():
        paragraphs.setdefault(part.paragraph, []).append(part)
    for number, parts in paragraphs.items():
        if FEWEST <= _words(parts) <= WHOLE:
            yield f"/S{number}", tuple(parts), None
        if _words(parts) > LIST:
            yield from _points(number, parts)


def _points(paragraph: str, parts: Sequence[Part]) -> Iterator[_Piece]:
    """Give each point of a list with its nested points, and the words that lead the list in."""
    lead: list[str] = []
    points: dict[str, list[Part]] = {}
    for part in parts:
        if part.point is not None:
            points.setdefault(_outer(part.point, part.text), []).append(part)
        elif not points:
            lead.append(part.text)
    words = " ".join(lead).split()
    before = " ".join(words if len(words) <= LEAD else ["…", *words[-LEAD:]]) or None
    for point, own in points.items():
        if FEWEST <= _words(own) <= WHOLE:
            yield f"/S{paragraph}/N{point.replace(' ', '-')}", tuple(own), before


def _outer(point: str, text: str) -> str:
    """Give the point of the outer list: "3" for "3 a" that is printed "a) …", but "8 a" for one printed "8 a. …"."""
    outer, blank, _ = point.partition(" ")
    return outer if blank and not text.startswith(point) else point


def _words(parts: Sequence[Part]) -> int:
    return sum(len(part.text.split()) for part in parts)


def _text(parts: Sequence[Part]) -> str:
    return fold("\n".join(part.text for part in parts))
