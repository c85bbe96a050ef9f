"""A Query → the provisions that may answer it, best first, from every shelf it may search.

Four retrievers find candidates: the passages' vectors, the vectors of our questions and of our plain sentences (all in
Chroma), and BM25 over the provisions' and our words. Each candidate then gets every retriever's score, and their sum
ranks it; what a question names by number comes first whatever the scores say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from corpus.model import Hit, Pinpoint, Provision, Query, Why
from corpus.references import find_references
from corpus.shelf import ROW_KINDS, Near, Shelf
from corpus.vectors import Floats

DEPTH = 120
LEXICAL_DEPTH = 60
LEXICAL_WEIGHT = 0.016
"""Of one BM25 point beside one cosine; the figure of the plain-language trial, not tuned further."""
OTHER_ACT = 0.4
"""Taken from a provision of another act than the question's: more than scores differ by, so it comes after."""
REFERRED_FROM = 3
"""How many of the first hits are read for references to other acts."""
REFERRED_WITHIN = 0.12
"""How far below the first hit a referred-to provision of another act may score (its act not counted)."""
SPECIAL_ACT = 0.06
"""Taken from a provision of a special act (concessions, choice of care …) when the question names none."""
GENERAL_ACTS = frozenset({"LOU", "LUF", None})
PROCUREMENT_ACTS = frozenset({"LOU", "LUF", "LUK", "LOV"})
"""The acts of which one is held instead of another; the others (secrecy, administration) stand beside them."""


class QueryEncoder(Protocol):
    """What retrieval needs of an encoder."""

    name: str

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Vectors of questions, shape (n, dimensions), L2-normalised."""


@dataclass(slots=True)
class Candidate:
    """A provision on its way to being a hit: its best row a retriever, and its scores."""

    shelf: Shelf
    provision: Provision
    best: dict[str, Near] = field(default_factory=dict)
    lexical: float = 0.0
    named: int | None = None
    score: float = 0.0

    @property
    def act(self) -> str | None:
        """The act it belongs to; None in a tender or a guide."""
        return self.provision.pinpoint.act


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave; ``candidates`` belong to the hits, in their order."""

    query: Query
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...] = ()


def retrieve(query: Query, shelves: Sequence[Shelf], encoder: QueryEncoder, limit: int = 10) -> Found:
    """Search the shelves; at most ``limit`` hits."""
    vector = encoder.encode_queries([query.text])[0] if any(shelf.manifest.dense for shelf in shelves) else None
    candidates = [item for shelf in shelves for item in _candidates(query, shelf, vector)]
    _fuse(candidates, query)
    candidates.sort(key=lambda item: (item.named is None, item.named or 0, -item.score, item.provision.id))
    chosen = _with_referred(_with_twins(_distinct(candidates), query), query)[:limit]
    return Found(query, _hits(chosen), tuple(chosen))


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
    scores = shelf.lexical(query.language).scores(query.text, query.language)
    for position in np.argsort(-scores, kind="stable")[:LEXICAL_DEPTH]:
        if scores[position] > 0:
            of(shelf.provisions[position].id)
    _borrow_from_twins(found, shelf, of)
    for order, pinpoint in enumerate(query.references):
        for provision in shelf.provisions:
            if same_place(pinpoint, provision.pinpoint):
                of(provision.id).named = order
    for candidate in found.values():
        position = shelf.positions[candidate.provision.id]
        candidate.lexical = float(scores[position]) if len(scores) else 0.0
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


def _fuse(candidates: Sequence[Candidate], query: Query) -> None:
    floors = {kind: _floor(candidates, kind) for kind in ROW_KINDS}
    offsets = {kind: _offset(candidates, kind) for kind in ("question", "plain")}
    for item in candidates:
        text = item.best["text"].cosine if "text" in item.best else floors["text"]
        score = text + LEXICAL_WEIGHT * item.lexical
        for kind in ("question", "plain"):
            if kind in item.best:
                score += item.best[kind].cosine
            elif item.provision.id in item.shelf.layered:
                score += floors[kind]
            else:
                score += text + offsets[kind]
        item.score = score - _act_cost(item.act, query)


def _floor(candidates: Sequence[Candidate], kind: str) -> float:
    cosines = [item.best[kind].cosine for item in candidates if kind in item.best]
    return min(cosines) - 0.005 if cosines else 0.0


def _offset(candidates: Sequence[Candidate], kind: str) -> float:
    pairs = [
        item.best[kind].cosine - item.best["text"].cosine
        for item in candidates
        if kind in item.best and "text" in item.best
    ]
    return float(np.median(pairs)) if pairs else 0.0


def _act_cost(act: str | None, query: Query) -> float:
    chosen = PROCUREMENT_ACTS.intersection(query.acts)
    if act in query.acts:
        return 0.0
    if chosen and act in PROCUREMENT_ACTS:
        return OTHER_ACT
    return 0.0 if act in GENERAL_ACTS or query.acts else SPECIAL_ACT


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    seen: set[str] = set()
    return [item for item in candidates if not (item.provision.id in seen or seen.add(item.provision.id))]  # type: ignore[func-returns-value]


def _with_twins(candidates: list[Candidate], query: Query) -> list[Candidate]:
    """Where no act is decided, put the LOU or LUF twin of the first hit right behind it."""
    if query.acts or not candidates or candidates[0].act not in ("LOU", "LUF"):
        return candidates
    first = candidates[0]
    for twin_id in first.shelf.twins.get(first.provision.id, ()):
        provision = first.shelf.provision(twin_id)
        if provision.pinpoint.act in ("LOU", "LUF"):
            known = next((item for item in candidates if item.provision.id == twin_id), None)
            twin = known or Candidate(first.shelf, provision, score=first.score)
            return [first, twin, *(item for item in candidates[1:] if item is not twin)]
    return candidates


def _with_referred(candidates: list[Candidate], query: Query) -> list[Candidate]:
    """Where the act is decided, put what its first sections refer to in other acts right behind them.

    LUF leaves parts of the rules on suppliers to LOU ("14 kap. 1–5 §§ lagen om offentlig upphandling"): then the
    answer stands in the other act.
    """
    if not query.acts or not candidates:
        return candidates
    placed: list[Candidate] = []
    best = candidates[0].score
    for position, item in enumerate(candidates):
        if item not in placed:
            placed.append(item)
        if position < REFERRED_FROM and item.act in query.acts:
            named = _referred_to(item.provision)
            behind = [
                other
                for other in candidates
                if (other.act, other.provision.pinpoint.chapter, other.provision.pinpoint.section) in named
                and other.score + OTHER_ACT >= best - REFERRED_WITHIN
                and other not in placed
            ]
            placed += behind[:2]
    return placed


def _referred_to(provision: Provision) -> set[tuple[str | None, str | None, str | None]]:
    """The sections of other acts that a section names."""
    place = provision.pinpoint
    found = find_references(provision.text, act=place.act, chapter=place.chapter, section=place.section)
    pinpoints = [reference.pinpoint for reference in found]
    return {(item.act, item.chapter, item.section) for item in pinpoints if item.act != place.act and item.section}


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
