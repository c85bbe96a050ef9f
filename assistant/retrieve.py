"""A Query → the provisions that may answer it, best first, from every shelf it may search.

Four retrievers find candidates: the passages' vectors, the vectors of our questions and of our plain sentences (all in
Chroma), and BM25 over the provisions' and our words. Each candidate then gets every retriever's score, and their sum
ranks it; what a question names by number comes first whatever the scores say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.candidates import Candidate
from assistant.fuse import fuse
from assistant.structure import with_memos, with_referred, with_twins
from corpus.model import Hit, Pinpoint, Query, Why
from corpus.shelf import ROW_KINDS, Shelf
from corpus.vectors import Floats

DEPTH = 120
LEXICAL_DEPTH = 60


class QueryEncoder(Protocol):
    """What retrieval needs of an encoder."""

    name: str

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Vectors of questions, shape (n, dimensions), L2-normalised."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave; ``candidates`` belong to the hits, in their order."""

    query: Query
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...] = ()


def retrieve(query: Query, shelves: Sequence[Shelf], encoder: QueryEncoder, limit: int = 10) -> Found:
    """Search the shelves; at most ``limit`` hits."""
    candidates = [item for shelf in shelves for item in _candidates(query, shelf, _vector(query, shelf, encoder))]
    fuse(candidates, query)
    candidates.sort(key=lambda item: (item.named is None, item.named or 0, -item.score, item.provision.id))
    chosen = with_referred(with_memos(with_twins(_distinct(candidates), query)), query)[:limit]
    return Found(query, _hits(chosen), tuple(chosen))


def _vector(query: Query, shelf: Shelf, encoder: QueryEncoder) -> Floats | None:
    """The question's vector for a shelf; without the words that name its procurement, which all its pages bear."""
    if not shelf.manifest.dense:
        return None
    vector: Floats = encoder.encode_queries([shelf.without_name(query.text) or query.text])[0]
    return vector


def _candidates(query: Query, shelf: Shelf, vector: Floats | None) -> Iterable[Candidate]:
    found: dict[str, Candidate] = {}

    def of(provision_id: str) -> Candidate:
        if provision_id not in found:
            found[provision_id] = Candidate(shelf, shelf.provision(provision_id))
        return found[provision_id]

    if vector is not None:
        for kind in ROW_KINDS:
            for near in shelf.near(vector, kind, DEPTH):
                of(near.row.provision_id).best.setdefault(kind, near)
    scores = shelf.lexical(query.language).scores(shelf.without_name(query.text), query.language)
    for position in np.argsort(-scores, kind="stable")[:LEXICAL_DEPTH]:
        if scores[position] > 0:
            of(shelf.provisions[position].id)
    _borrow_from_twins(found, shelf, of)
    for order, pinpoint in enumerate(query.references):
        for provision in shelf.provisions:
            if same_place(pinpoint, provision.pinpoint):
                of(provision.id).named = order
    most = shelf.lexical(query.language).weight(shelf.without_name(query.text), query.language) or 1.0
    for candidate in found.values():
        position = shelf.positions[candidate.provision.id]
        candidate.lexical = float(scores[position]) if len(scores) else 0.0
        candidate.coverage = candidate.lexical / most
    return found.values()


def _borrow_from_twins(found: dict[str, Candidate], shelf: Shelf, of: Callable[[str], Candidate]) -> None:
    """Let a section without an entry of its own in the layer be found by the entry of its twin in another act."""
    for item in list(found.values()):
        ours = {kind: near for kind, near in item.best.items() if kind != "text"}
        if not ours:
            continue
        for twin_id in shelf.twins.get(item.provision.id, ()):
            if twin_id not in shelf.layered:
                twin = of(twin_id)
                for kind, near in ours.items():
                    twin.best.setdefault(kind, near)


def same_place(asked: Pinpoint, there: Pinpoint) -> bool:
    """Whether a provision is the one that a reference names, whatever paragraph or point of it."""
    if asked.code is not None:
        return asked.code == there.code and asked.row == there.row
    if asked.act is None or asked.act != there.act:
        return False
    if asked.annex or asked.article:
        return (asked.annex, asked.article) == (there.annex, there.article)
    return asked.section is not None and (asked.chapter, asked.section) == (there.chapter, there.section)


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    seen: set[str] = set()
    return [item for item in candidates if not (item.provision.id in seen or seen.add(item.provision.id))]  # type: ignore[func-returns-value]


def _hits(candidates: Sequence[Candidate]) -> tuple[Hit, ...]:
    ranks = {item.provision.id: rank for rank, item in enumerate(candidates, start=1)}
    hits = []
    for rank, item in enumerate(candidates, start=1):
        twins = [ranks[twin] for twin in item.shelf.twins.get(item.provision.id, ()) if ranks.get(twin, rank) < rank]
        hits.append(
            Hit(
                rank=rank,
                score=round(item.score, 4),
                document=item.shelf.documents[item.provision.document_id],
                provision=item.provision,
                why=tuple(_why(item)),
                twin_of=min(twins) if twins else None,
            )
        )
    return tuple(hits)


def _why(item: Candidate) -> Iterable[Why]:
    if item.named is not None:
        yield Why("named", 1.0, item.named + 1)
    for kind, near in item.best.items():
        yield Why(kind, round(near.cosine, 4), 0, near.row.text if kind != "text" else near.row.passage_id)
    if item.lexical:
        yield Why("words", round(item.lexical, 3), 0)
