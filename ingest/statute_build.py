"""A provision while it is read, and what becomes of it: parts, amendment note, an id that no other has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import Pinpoint, Provision, ProvisionKind
from ingest.statute_parts import Piece, parts_of


@dataclass(slots=True)
class Draft:
    """A provision that is being read; ``tail`` is its id after the document's, ``marks`` say when it is in force."""

    tail: str
    kind: ProvisionKind
    pinpoint: Pinpoint
    heading: tuple[str, ...]
    label: str
    pieces: list[Piece] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def build(
    document_id: str, drafts: Sequence[Draft], texts: Mapping[int, str]
) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """The provisions of drafts, in order, and problems as whole sentences.

    A transitional provision without text of its own is only the number above its items and is left out.
    """
    seen: Counter[str] = Counter()
    provisions: list[Provision] = []
    problems: list[str] = []
    for draft in drafts:
        if draft.kind == "transitional" and not draft.pieces:
            continue
        parts, note = parts_of(texts, draft.pieces, numbered=draft.kind == "article")
        seen[draft.tail] += 1
        again = seen[draft.tail]
        tail = draft.tail if again == 1 else f"{draft.tail}~{again}"
        if again > 1:
            problems.append(f"{draft.label} stands {again} times; the later one has the id {document_id}{tail}")
        if not parts:
            problems.append(f"{draft.label} has no text")
        problems += [f"{draft.label} is marked {mark}" for mark in draft.marks]
        provisions.append(
            Provision(
                id=document_id + tail,
                document_id=document_id,
                kind=draft.kind,
                pinpoint=draft.pinpoint,
                label=draft.label,
                heading=draft.heading,
                parts=parts,
                amendment=" ".join([*draft.marks, *([note] if note else [])]) or None,
            )
        )
    return tuple(provisions), tuple(problems)
