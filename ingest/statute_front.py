"""A statute's first lines to what it says of itself: name, number, wording, when it was issued and came into force.

Consolidated texts print these as labelled rows ("Ändrad: t.o.m. SFS 2025:360"), with label and value in one line or in
two cells; official prints say "utfärdad den 1 december 2016". A statute without a wording has none: None is not
guessed at, for every citation shows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.folding import fold
from ingest.facts import MONTHS
from ingest.furniture import furniture
from ingest.lines import Line
from ingest.marks import SECTION

_DATE = rf"(?P<date>\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})"
_NUMBER = re.compile(r"\bSFS(?:[ -]nr)?:? ?(\d{4}:\d+)|\((?:[A-ZÅÄÖ-]*FS )?(\d{4}:\d+)\)")
_WORDING = re.compile(r"\b(?:t\.o\.m\.|till och med) ?([A-ZÅÄÖ-]*FS \d{4}:\d+)")
_ISSUED = re.compile(rf"\butfärdad:? (?:den )?{_DATE}", re.IGNORECASE)
_IN_FORCE = re.compile(rf"\b(?:ikraft|i kraft|träder i kraft):? (?:den )?{_DATE}", re.IGNORECASE)
_FURTHEST = 60  # lines; a title page and a table of contents are longer than any front data


@dataclass(frozen=True, slots=True)
class StatuteFront:
    """What stands above a statute's text; dates as YYYY-MM-DD, ``wording`` as "t.o.m. SFS 2025:360"."""

    title: str | None
    number: str | None
    wording: str | None
    issued: str | None
    in_force: str | None


def read_front(lines: Sequence[Line]) -> StatuteFront:
    """Read the lines above the first section; what isn't printed there is None."""
    furnishing = furniture(lines)
    front = list(takewhile(lambda line: not SECTION.match(line.text), lines[:_FURTHEST]))
    body = [line for line in front if line not in furnishing]
    text = fold("\n".join(line.text for line in body))
    number, wording = _NUMBER.search(text), _WORDING.search(text)
    return StatuteFront(
        title=_title(body),
        number=(number[1] or number[2]) if number else None,
        wording=f"t.o.m. {wording[1]}" if wording else None,
        issued=_date(_ISSUED.search(text)),
        in_force=_date(_IN_FORCE.search(text)),
    )


def _title(front: Sequence[Line]) -> str | None:
    """The lines in the largest type, which follow one another."""
    largest = max((line.size for line in front), default=0.0)
    title: list[str] = []
    for line in front:
        if line.size > 0.95 * largest:
            title.append(line.text)
        elif title:
            break
    return fold("\n".join(title)).rstrip(";") or None


def _date(found: re.Match[str] | None) -> str | None:
    if not found:
        return None
    date: str = found["date"]
    if "-" in date:
        return date
    day, month, year = date.split()
    return f"{year}-{MONTHS[month.lower()]:02}-{int(day):02}"
