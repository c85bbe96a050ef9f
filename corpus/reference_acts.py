"""Parts of a phrase → Pinpoints with offsets: which act each place belongs to, and what it leaves open.

An act named after several places holds for all of them, one named before them reaches forward, "den lagen" is the one
named last, and what no part says comes from where the text stands. This is the only step that remembers: it goes
through a text once, in order (`Reading`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lark import Token, Tree

from corpus.acts import act_by_name, is_eu_act
from corpus.model import Pinpoint
from corpus.reference_places import ActName, Part, PointedAt, depth, parts_of
from corpus.reference_values import LEVELS, Fields

_KIND_OF_ACT: dict[ActName | None, Callable[[str], bool]] = {
    PointedAt.THAT_LAW: lambda act: not is_eu_act(act) and "förordning" not in act,
    PointedAt.THAT_REGULATION: lambda act: "förordning" in act,
    PointedAt.THAT_DIRECTIVE: lambda act: "direktiv" in act,
}


def _bind(parts: list[Part], at_home: bool) -> list[Part]:
    """The parts with their acts: one after places reaches back over those without, one before them reaches forward.

    ``at_home`` is whether the text stands in an act, which is then meant again after another one has been named.
    """
    bound: list[Part] = []
    lead: Part | None = None
    for i, part in enumerate(parts):
        after = parts[i + 1] if i + 1 < len(parts) else None
        if part.kind == "unnamed":
            act = _reaching_back(parts, i, at_home) or (lead.act if lead else None)
            start = lead.start if lead and lead.kind == "bare" and parts[i - 1] is lead else part.start
            bound.append(replace(part, act=act, start=start))
        elif part.kind == "bare" and after and _led_by_comma(after):
            lead = part
        elif part.kind == "bare" and bound and bound[-1].fields and bound[-1].act and not at_home:
            bound += _copies(bound, part)
        else:
            bound.append(part)
            lead = part if part.kind == "named_before" or not at_home else None
    return bound


def _copies(bound: list[Part], other: Part) -> list[Part]:
    """The last places once more under another act, "2 § LOU och LUF"; none for "2 §, LOU", where it is the same."""
    act = bound[-1].act
    group = list(itertools.takewhile(lambda part: part.act == act and part.fields, reversed(bound)))[::-1]
    return [replace(part, act=other.act, start=other.start, end=other.end) for part in group if other.act != act]


def _led_by_comma(part: Part) -> bool:
    """Whether an act before it may lead a part: "i LOU, 2:1", but not "i LOU, 14:30", which is a clock time."""
    if part.kind != "unnamed" or (part.separator != "," and not part.colon):
        return False
    return not (part.colon and all(re.fullmatch(r"[0-5]\d", values[0]) for values in part.fields.values()))


def _reaching_back(parts: list[Part], i: int, at_home: bool) -> ActName | None:
    """The act that stands after the places from the i-th on: "16 kap. 1 § och 17 kap. 2 § LOU"."""
    for part in parts[i + 1 :]:
        if part.kind == "bare" and part.separator == "," and not at_home:
            return part.act  # "2 §, LOU"
        if part.kind == "named_after":  # at home, "5 § och 10 kap. 3 § LUF" begins with a section of one's own
            relative = depth(parts[i].fields)[0] > depth(part.fields)[0]
            return None if at_home and relative else part.act
        if part.kind != "unnamed":
            return None
    return None


class Reading:
    """One pass over a text: where it stands, and which acts and chapter it has named so far."""

    def __init__(self, context: Pinpoint) -> None:
        self._context = context
        self._named: list[str] = []  # each once, the one named last at the end
        self._last_chapter: str | None = None

    def meaning(self, tree: Tree[Token]) -> list[tuple[Pinpoint, int, int]]:
        """The pinpoints of one phrase with the offsets of the parts that name them."""
        done: list[Part] = []
        for part in _bind(parts_of(tree), at_home=self._context.act is not None):
            if isinstance(part.act, str):
                self._named = [*(act for act in self._named if act != part.act), part.act]
            if part.colon and (not isinstance(part.act, str) or is_eu_act(part.act)):
                continue
            if not part.fields or not done or not done[-1].fields:
                done.append(self._filled(part))
            elif _goes_deeper(done[-1], part) or (self._context.act is None and _goes_outside(done[-1], part)):
                before = done.pop()
                act = before.act or part.act
                done.append(replace(before, fields=before.fields | part.fields, end=part.end, act=act))
            else:
                done.append(self._filled(part, _carried(done[-1], part)))
            self._last_chapter = done[-1].fields.get("chapter", (self._last_chapter,))[-1]
        return [found for part in done for found in self._pinpoints(part)]

    def _filled(self, part: Part, carried: Fields | None = None) -> Part:
        """The part with the levels that it leaves open: from the place before it, or from where the text stands."""
        if carried:
            return replace(part, fields=carried | part.fields)
        if part.act is not None or not part.fields:
            return part
        here = {"chapter": self._context.chapter, "section": self._context.section}
        if part.that_chapter:
            here["chapter"] = self._last_chapter
        open_levels = {"section": ("chapter",), "paragraph": ("chapter", "section"), "point": ("chapter", "section")}
        wanted = open_levels.get(LEVELS[depth(part.fields)[0]], ())
        return replace(part, fields={level: (value,) for level in wanted if (value := here[level])} | part.fields)

    def _acts(self, part: Part) -> list[str] | list[None]:
        """The act of a part by name (two for "samma lagar"); None when it isn't known, or a tender's code has none."""
        if isinstance(part.act, str):
            return [part.act]
        if part.act is PointedAt.THOSE:
            return self._named[-2:] or [None]
        if part.act in _KIND_OF_ACT:
            named = [act for act in self._named if _KIND_OF_ACT[part.act](act)]
            return named[-1:] or [None]
        home = self._context.act
        article_at_home = "article" in part.fields and home is not None and not is_eu_act(home)
        in_tender = bool({"code", "row"} & part.fields.keys()) and "annex" not in part.fields
        return [None] if home is None or article_at_home or in_tender else [home]

    def _pinpoints(self, part: Part) -> Iterator[tuple[Pinpoint, int, int]]:
        if part.act is PointedAt.ELSEWHERE and "code" not in part.fields:
            return
        for act in self._acts(part):
            for values in itertools.product(*part.fields.values()):
                place = dict(zip(part.fields, values, strict=True))
                yield Pinpoint(act=act, **place), part.start, part.end


def stands_alone(pinpoint: Pinpoint) -> bool:
    """Whether it is a reference in running text: more than an act, or an act of ours, of the EU or with a number."""
    if replace(pinpoint, act=None) != Pinpoint():
        return True
    act = pinpoint.act
    return act is not None and (act_by_name(act) is not None or is_eu_act(act) or any(c.isdigit() for c in act))


def _goes_deeper(before: Part, part: Part) -> bool:
    """Whether a part after a comma says where in the one before it: "kap 11, § 8", "7 §, andra stycket"."""
    if part.separator != "," or part.act not in (None, before.act) or any(len(v) > 1 for v in before.fields.values()):
        return False
    level, last = LEVELS[depth(part.fields)[0]], LEVELS[depth(before.fields)[1]]
    return last in {"section": ("chapter",), "paragraph": ("section", "article")}.get(level, ()) or (
        level == "point" and last in ("section", "article", "paragraph", "annex")
    )


def _goes_outside(before: Part, part: Part) -> bool:
    """Whether a part after a comma is the chapter of the one before it: "section 7, chapter 19 of LOU"."""
    lone = part.separator == "," and part.fields.keys() == {"chapter"} and part.act in (None, before.act)
    return lone and "section" in before.fields and "chapter" not in before.fields


def _carried(before: Part, part: Part) -> Fields | None:
    """The levels above a part that the part before it lends: "13 kap. 1 § och 3 § 2" is twice chapter 13.

    None where it lends none: the one before has nothing on this level ("10 kap. eller 5 §"), or another act's.
    """
    level = LEVELS[depth(part.fields)[0]]
    if level not in ("section", "paragraph", "point", "row") or part.act != before.act:
        return None
    if depth(before.fields)[1] < LEVELS.index(level) or (level == "section" and "section" not in before.fields):
        return None
    return {above: values[-1:] for above, values in before.fields.items() if LEVELS.index(above) < LEVELS.index(level)}
