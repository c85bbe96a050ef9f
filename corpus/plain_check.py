"""The plain-language layer held against the sections on the shelves: what is missing, stale, or wrongly put.

An entry may say nothing that its section does not: every number in it must stand in the section, in figures or in
words. It is our words: no twelve in a row may be the statute's. And it is bound to the wording it was written for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.model import Provision
from corpus.numbers import numbers_in
from corpus.plain import FOLDER, Place, PlainEntry, layer, text_hash

MOST_SHARED_WORDS = 12
_WORDS = re.compile(r"[0-9a-zåäöéü]+")
_BLOCK = re.compile(r"^\[\[entry\]\]\s*$", re.MULTILINE)
_PLACE_LINE = re.compile(r'^(section|paragraph|point) = "([^"]*)"\s*$', re.MULTILINE)
_HASH_LINE = re.compile(r'^hash = "[^"]*"\n', re.MULTILINE)

Fault = Literal["missing", "stale", "unbound", "number", "copied", "no-such-section"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be with an entry or a section."""

    fault: Fault
    place: Place
    detail: str

    def __str__(self) -> str:
        act, chapter, section = self.place
        where = f"{chapter} kap. {section} § {act}" if chapter else f"{section} § {act}"
        return f"{self.fault}: {where}: {self.detail}"


def check(provisions: Iterable[Provision], folder: Path = FOLDER) -> Iterator[Finding]:
    """Every fault of the layer for the sections given; acts of which there is no section are passed over."""
    sections = {place: item for item in provisions if (place := _place(item)) is not None}
    acts = {act for act, _, _ in sections}
    entries = {place: found for place, found in layer(folder).items() if place[0] in acts}
    for place in sections:
        if place not in entries:
            yield Finding("missing", place, "no entry")
    for place, found in entries.items():
        if place not in sections:
            yield Finding("no-such-section", place, "the act on the shelf has no such section")
            continue
        for entry in found:
            yield from _entry_faults(entry, sections[place])


def bind(path: Path, provisions: Iterable[Provision]) -> int:
    """Write into a file the hash of the wording that each entry without one was checked against; returns how many."""
    sections = {place: item for item in provisions if (place := _place(item)) is not None}
    text = path.read_text(encoding="utf-8")
    head, *blocks = _BLOCK.split(text)
    act = _value(head, "act")
    chapter = _value(head, "chapter")
    bound = 0
    for number, block in enumerate(blocks):
        places = dict(_PLACE_LINE.findall(block))
        section = sections.get((str(act), chapter, places["section"]))
        if section is None or _HASH_LINE.search(block):
            continue
        last = list(_PLACE_LINE.finditer(block))[-1].end()
        blocks[number] = f'{block[:last]}\nhash = "{text_hash(section.text)}"{block[last:]}'
        bound += 1
    aside = path.with_suffix(".new")
    aside.write_text("[[entry]]".join([head, *blocks]), encoding="utf-8")
    aside.replace(path)
    return bound


def longest_shared_run(text: str, other: str) -> list[str]:
    """The longest run of words that two texts share."""
    ours, theirs = _WORDS.findall(text.casefold()), _WORDS.findall(other.casefold())
    where: dict[str, list[int]] = {}
    for position, word in enumerate(theirs):
        where.setdefault(word, []).append(position)
    best: list[str] = []
    lengths: dict[int, int] = {}
    for position, word in enumerate(ours):
        lengths = {there: lengths.get(there - 1, 0) + 1 for there in where.get(word, ())}
        longest = max(lengths.values(), default=0)
        if longest > len(best):
            best = ours[position - longest + 1 : position + 1]
    return best


def _entry_faults(entry: PlainEntry, section: Provision) -> Iterator[Finding]:
    if entry.hash is None:
        yield Finding("unbound", entry.place, "bound to no wording; read it against the section and run `plain bind`")
    elif entry.hash != text_hash(section.text):
        yield Finding("stale", entry.place, "written for another wording; read it against the section again")
        return
    allowed = numbers_in(" ".join((section.text, *section.heading)))
    for text in (entry.plain_sv, entry.plain_en or ""):
        loose = numbers_in(text) - allowed
        if loose:
            yield Finding("number", entry.place, f"{', '.join(sorted(loose))} does not stand in the section")
    for text in _texts(entry):
        shared = longest_shared_run(text, section.text)
        if len(shared) >= MOST_SHARED_WORDS:
            yield Finding("copied", entry.place, f"{len(shared)} words in a row are the statute's: {' '.join(shared)}")


def _texts(entry: PlainEntry) -> Sequence[str]:
    return (entry.plain_sv, entry.plain_en or "", *entry.questions_sv, *entry.questions_en)


def _place(provision: Provision) -> Place | None:
    pinpoint = provision.pinpoint
    if provision.kind != "section" or pinpoint.act is None or pinpoint.section is None:
        return None
    return pinpoint.act, pinpoint.chapter, pinpoint.section


def _value(head: str, name: str) -> str | None:
    found = re.search(rf'^{name} = "([^"]*)"', head, re.MULTILINE)
    return found[1] if found else None
