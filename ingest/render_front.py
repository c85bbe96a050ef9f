"""Turns the head of a Markdown source into a `Front`: what a rendered document says of itself.

One `key: value` a line between two lines of `---`, and only the keys that mean something here: a misspelt key is an
error, not a title block without a case number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

from corpus.errors import DocumentError

RenderKind = Literal["guide", "tender", "memo", "plain"]


@dataclass(frozen=True, slots=True)
class Front:
    """What a source says of itself; ``wording`` is the wording of the acts that it was checked against."""

    title: str
    kind: RenderKind
    date: date
    language: Literal["sv", "en"]
    subtitle: str | None = None
    issuer: str | None = None
    wording: str | None = None
    procurement: str | None = None
    case_number: str | None = None
    document: str | None = None
    revision: str | None = None
    fictional: bool = False


_KEY_VALUE = re.compile(r"([a-z_]+):\s*(.*\S)\s*")


def parse_front(lines: Sequence[str]) -> tuple[Front, int]:
    """The front matter at the head of a source and the number of lines it takes.

    Raises DocumentError, with the line counted from 1, for what is missing, unknown, twice or of a bad form.
    """
    if not lines or lines[0].strip() != "---":
        raise DocumentError("line 1: a source begins with front matter between two lines of '---'")
    end = next((index for index, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        raise DocumentError("line 1: the front matter is not closed; end it with a line '---'")
    known = {field.name for field in fields(Front)}
    values: dict[str, object] = {}
    for number, line in enumerate(lines[1:end], start=2):
        found = _KEY_VALUE.fullmatch(line)
        if found is None:
            raise DocumentError(f"line {number}: write 'key: value' instead of {line!r}")
        key, value = found.groups()
        if key not in known or key in values:
            raise DocumentError(f"line {number}: {key!r} is {'given twice' if key in known else 'no key'}; remove it")
        values[key] = _value(key, value, number)
    if missing := {"title", "kind", "date", "language"} - values.keys():
        raise DocumentError(f"line {end + 1}: the front matter lacks {', '.join(sorted(missing))}; add it")
    return Front(**values), end + 1  # type: ignore[arg-type]  # each value was read by _value for its field


def _value(key: str, value: str, number: int) -> object:
    choices = {"kind": get_args(RenderKind), "language": ("sv", "en"), "fictional": ("true", "false")}.get(key)
    if choices is not None and value not in choices:
        raise DocumentError(f"line {number}: {key} is one of {', '.join(choices)}, not {value!r}")
    if key == "date":
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise DocumentError(f"line {number}: write the date as YYYY-MM-DD, not {value!r}") from error
    return value == "true" if key == "fictional" else value
