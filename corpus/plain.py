"""The plain-language layer: what each section means, in words that owners use, and the questions it answers.

One TOML file an act and chapter under ``corpus/plain/``, written by us and corrected by anybody with an editor. An
entry belongs to a section, or to one paragraph or point of it. It is bound to the wording it was written for by a
hash of the section's text; an entry whose section has changed since is stale and neither shown nor searched.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError
from corpus.model import Provision

FOLDER = Path(__file__).parent / "plain"

Place = tuple[str, str | None, str]
"""act, chapter (None in an act without chapters), section."""

_NOT_WORD = re.compile(r"[^0-9a-zåäöéü]+")
_FIELDS = {"section", "paragraph", "point", "hash", "plain_sv", "plain_en", "questions_sv", "questions_en", "words"}


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """Our words for one section, or for the paragraph or point of it that ``paragraph`` and ``point`` name."""

    act: str
    chapter: str | None
    section: str
    plain_sv: str
    questions_sv: tuple[str, ...]
    plain_en: str | None = None
    questions_en: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    paragraph: str | None = None
    point: str | None = None
    hash: str | None = None
    wording: str | None = None

    @property
    def place(self) -> Place:
        """The section that the entry, or the section of it, belongs to."""
        return self.act, self.chapter, self.section


def text_hash(text: str) -> str:
    """Twelve hex digits of a text's words and figures, so that layout and punctuation do not count."""
    words = _NOT_WORD.sub(" ", text.casefold()).strip()
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def load_entries(folder: Path = FOLDER) -> tuple[PlainEntry, ...]:
    """Every entry of the layer, file by file; SettingsError names the file and entry that is not well formed."""
    return tuple(entry for path in sorted(folder.glob("*/*.toml")) for entry in _read(path))


def layer_digest(folder: Path = FOLDER) -> str:
    """Sixteen hex digits that change with the layer: a hash over its files' bytes, in the order of their names."""
    sha = hashlib.sha256()
    for path in sorted(folder.glob("*/*.toml")):
        sha.update(path.read_bytes())
    return sha.hexdigest()[:16]


@cache
def layer(folder: Path = FOLDER) -> dict[Place, tuple[PlainEntry, ...]]:
    """The entries of each section, its own first, then those of its paragraphs and points."""
    places: dict[Place, list[PlainEntry]] = {}
    for entry in load_entries(folder):
        places.setdefault(entry.place, []).append(entry)
    return {
        place: tuple(sorted(found, key=lambda entry: (entry.paragraph or "", entry.point or "") != ("", "")))
        for place, found in places.items()
    }


def entries_for(provision: Provision, folder: Path = FOLDER) -> tuple[PlainEntry, ...]:
    """The entries that hold for a section as it is worded; none for what is no section or has no entry."""
    pinpoint = provision.pinpoint
    if provision.kind != "section" or pinpoint.act is None or pinpoint.section is None:
        return ()
    found = layer(folder).get((pinpoint.act, pinpoint.chapter, pinpoint.section), ())
    wording = text_hash(provision.text) if found else ""
    return tuple(entry for entry in found if entry.hash in (None, wording))


def _read(path: Path) -> list[PlainEntry]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return [_entry(data, raw) for raw in data["entry"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SettingsError(f"{path.parent.name}/{path.name} is no plain-language file: {error}.") from error


def _entry(data: dict[str, Any], raw: dict[str, Any]) -> PlainEntry:
    unknown = raw.keys() - _FIELDS
    if unknown:
        raise KeyError(f"entry {raw.get('section')} has the unknown field {min(unknown)}")
    return PlainEntry(
        act=data["act"],
        chapter=data.get("chapter"),
        section=raw["section"],
        plain_sv=raw["plain_sv"],
        questions_sv=tuple(raw["questions_sv"]),
        plain_en=raw.get("plain_en"),
        questions_en=tuple(raw.get("questions_en", ())),
        words=tuple(raw.get("words", ())),
        paragraph=raw.get("paragraph"),
        point=raw.get("point"),
        hash=raw.get("hash"),
        wording=data.get("wording"),
    )
