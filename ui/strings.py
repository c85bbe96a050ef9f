"""The texts that a user of the web app reads: one TOML file per language turned into a look-up by dotted key.

A key that is missing raises at once, so a text can't vanish unseen; a test holds the files to the same keys and the
code to the keys that exist.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.model import Language

FOLDER = Path(__file__).parent / "strings"
LANGUAGES: tuple[Language, ...] = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language, by dotted key ("ask.send")."""

    language: Language
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its braces filled in; KeyError for a key or a value that is not there."""
        return self.entries[key].format(**values)

    def raw(self, key: str) -> str:
        """The text with its braces left as they are, for the browser to fill in."""
        return self.entries[key]


@cache
def texts(language: Language) -> Texts:
    """The texts of a language, read once."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return Texts(language, dict(_flat(tomllib.load(file))))


def preferred(accept_language: str | None) -> Language:
    """The language that an Accept-Language header (RFC 9110, 12.5.4) likes best; Swedish when it names neither."""
    weights: dict[str, float] = {}
    for part in (accept_language or "").lower().split(","):
        found = re.fullmatch(r"\s*([a-z]{2,3})(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part)
        if found:
            name, weight = found.group(1), float(found.group(2) or 1)
            weights[name] = max(weight, weights.get(name, 0))
    return "en" if weights.get("en", 0) > weights.get("sv", 0) else "sv"


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield prefix + key, value
        else:
            yield from _flat(value, f"{prefix}{key}.")
