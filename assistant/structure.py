"""Ranked candidates → the same with what belongs together put together: twins, and what a section refers to."""

from __future__ import annotations

import re

from assistant.candidates import Candidate
from assistant.fuse import OTHER_ACT
from corpus.model import Provision, Query
from corpus.references import find_references

REFERRED_FROM = 3
"""How many of the first hits are read for references to other acts."""
CHANGED_BY = 3
"""How many of the first hits are looked up in the memos of their procurement."""
REFERRED_WITHIN = 0.12
"""How far below the first hit a referred-to provision of another act may score (its act not counted)."""


def with_twins(candidates: list[Candidate], query: Query) -> list[Candidate]:
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


def with_memos(candidates: list[Candidate]) -> list[Candidate]:
    """Put a memo's item that names the code of one of the first hits ("Ändring av AFB.32") before that hit.

    A later memo changes an earlier document: who reads the old value first reads the wrong one.
    """
    placed: list[Candidate] = []
    for position, item in enumerate(candidates):
        if position < CHANGED_BY and item not in placed:
            memos = [memo for memo in _changing(item) if memo not in (one.provision for one in placed)]
            known = {one.provision.id: one for one in candidates}
            placed += [known.get(memo.id) or Candidate(item.shelf, memo, score=item.score) for memo in memos]
        if item.provision.id not in {one.provision.id for one in placed}:
            placed.append(item)
    return placed


def _changing(item: Candidate) -> list[Provision]:
    """The items of memos of the same procurement that name a hit's code, or its row's number."""
    place, documents = item.provision.pinpoint, item.shelf.documents
    if documents[item.provision.document_id].kind != "tender" or place.code is None:
        return []
    name = place.row if place.row and any(map(str.isalpha, place.row)) else place.code
    if not any(map(str.isalpha, name)):
        return []
    says = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w-]|\.\d)")
    items = [provision for provision in item.shelf.provisions if provision.kind == "item"]
    memos = [provision for provision in items if documents[provision.document_id].kind == "memo"]
    return [provision for provision in memos if says.search(provision.text)]


def with_referred(candidates: list[Candidate], query: Query) -> list[Candidate]:
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
