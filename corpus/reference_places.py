"""Tree of a phrase → its parts: each place with the act that stands right beside it, as the text says them.

A place is said from the inside out or from the outside in ("andra stycket i 7 § i 19 kap.", "19 kap. 7 § andra
stycket") and comes out the same. PointedAt act a place without one belongs to is decided over the whole phrase, in
`corpus.reference_acts`.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace

from lark import Token, Tree

from corpus.acts import canonical_name
from corpus.reference_values import LEVELS, Fields, fields_of, listed_values, printed_number


class PointedAt(enum.Enum):
    """An act that isn't named but pointed at, or that is none of ours: a contract, another country's."""

    THIS = enum.auto()
    THAT_LAW = enum.auto()
    THAT_REGULATION = enum.auto()
    THAT_DIRECTIVE = enum.auto()
    THOSE = enum.auto()
    ELSEWHERE = enum.auto()


ActName = str | PointedAt
"""An act as it is named, in its canonical form, or how it is pointed at."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a phrase: a place and the act beside it; ``kind`` is its rule, bare ones have no ``fields``."""

    kind: str
    fields: Fields
    start: int
    end: int
    separator: str = ""
    act: ActName | None = None
    colon: bool = False
    that_chapter: bool = False


def parts_of(tree: Tree[Token]) -> list[Part]:
    """The parts of a phrase in order, each place with the act that stands right beside it."""
    parts: list[Part] = []
    separator = ""
    for child in tree.children:
        if isinstance(child, Token):
            separator = child.value.strip()
        else:
            first, *rest = _part(child)
            parts += [replace(first, separator=separator), *rest]
    return parts


def _part(tree: Tree[Token]) -> list[Part]:
    """One part of a phrase; more when places follow each other that don't fit into one ("5 § i 13 kap. 1 §")."""
    act: ActName | None = None
    places: list[Part] = []
    for child in tree.children:
        if isinstance(child, Token):
            continue
        if child.data == "core":
            places = _around(places, _place(child))
        elif child.data == "refined":
            places[-1] = replace(places[-1], fields=_place(child).fields | places[-1].fields)
        elif child.data == "scope":
            places[-1] = replace(places[-1], that_chapter=_leaves(child)[0].type == "THAT_CHAPTER")
        else:
            act = PointedAt.ELSEWHERE if child.data == "elsewhere" else _act_name(child)
    start, end = _extent(tree)
    places = places or [Part("bare", {}, start, end)]
    if act is not None:
        edge = 0 if tree.data == "named_before" else -1
        places[edge] = replace(places[edge], kind=str(tree.data), act=act)
        places[0] = replace(places[0], start=start)
        places[-1] = replace(places[-1], end=end)
    return places


def _around(places: list[Part], outer: Part) -> list[Part]:
    """The places with one more that stands after them: around the last if it lies wholly above it, else beside it."""
    if places and depth(outer.fields)[1] < depth(places[-1].fields)[0]:
        inner = places[-1]
        return [*places[:-1], replace(inner, fields=outer.fields | inner.fields, end=outer.end)]
    return [*places, outer]


def _place(tree: Tree[Token]) -> Part:
    fields: Fields = {}
    colon = next((child for child in tree.children if isinstance(child, Token) and child.type == "COLON"), None)
    if colon is not None:
        chapter = colon.value.split(":")[0]
        more = [
            child for child in tree.children if isinstance(child, Token) and child.type in ("NUMBER", "RANGE", "COLON")
        ]
        numbers = [Token("NUMBER", t.value.split(":")[1]) if t.type == "COLON" else t for t in more]
        fields = {"chapter": (printed_number(chapter),), "section": listed_values(numbers)}
    for child in tree.children:
        if isinstance(child, Tree):
            fields |= fields_of(str(child.data), _leaves(child))
    return Part("unnamed", fields, *_extent(tree), colon=colon is not None)


def _leaves(tree: Tree[Token]) -> list[Token]:
    return list(tree.scan_values(lambda _: True))


def _extent(tree: Tree[Token]) -> tuple[int, int]:
    leaves = _leaves(tree)
    return min(leaf.start_pos or 0 for leaf in leaves), max(leaf.end_pos or 0 for leaf in leaves)


def depth(fields: Fields) -> tuple[int, int]:
    """The outermost and the innermost level of a place, as positions in LEVELS."""
    levels = [LEVELS.index(level) for level in fields]
    return min(levels), max(levels)


def _act_name(tree: Tree[Token]) -> ActName:
    name, *others = _leaves(tree)
    if name.type in ("THIS_ACT", "THAT_ACT", "FOREIGN_ACT"):
        return _pointed_at(name)
    if name.type == "ACT_BRACKETED":
        return canonical_name(name.value.strip("() "))
    return canonical_name(" ".join((name.value, *(leaf.value for leaf in others if leaf.type != "ACT_BRACKETED"))))


def _pointed_at(leaf: Token) -> PointedAt:
    if leaf.type != "THAT_ACT":
        return PointedAt.THIS if leaf.type == "THIS_ACT" else PointedAt.ELSEWHERE
    words = leaf.value.lower()
    if re.search(r"lagar|förordningar|acts|respektive", words):
        return PointedAt.THOSE
    if "direc" in words or "direk" in words:
        return PointedAt.THAT_DIRECTIVE
    return PointedAt.THAT_REGULATION if "förordning" in words else PointedAt.THAT_LAW
