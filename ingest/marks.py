"""The signs that statutes put at the front and the end of a line: list marks, section numbers, amendment notes."""

from __future__ import annotations

import re

MARK = re.compile(r"(?:(?P<number>\d{1,2}(?: [a-z])?)[.)]|(?P<letter>[a-z]{1,3})\)|(?P<dash>[–—•·●▪-]))(?:\s+(?=\S)|$)")
"""A point's own number: "1.", "8 a.", "a)", "ii)", "–"."""

SECTION = re.compile(r"(?P<section>\d{1,3}(?: ?[a-z]{1,2})?) ?§(?!§)(?:\s+|$)")
"""A section's number: "1 §", "3 a §"."""

NOTE = re.compile(r"(?:Lag|Förordning|Kungörelse)\s*\(\d{4}:\d+\)\.?|\([A-ZÅÄÖ-]*FS\s+\d{4}:\d+\)\.?")
"""An amendment note: "Lag (2021:1110).", "(AFS 2024:1)"."""

_END = re.compile(r"[.:;!?…][)”\"’»]?$")
_BEFORE_NUMBER = re.compile(r"\b(?:kap|nr|prop|art|dnr|st|p)\.$")
_ABBREVIATION = re.compile(r"\b(?:t\.ex|bl\.a|dvs|s\.k|jfr)\.$")


def ends_sentence(text: str, following: str = "") -> bool:
    """Whether a text ends as a sentence or a lead-in does, given what follows.

    "19 a kap." at a line's end doesn't when a number follows, but does before a capital letter.
    """
    if _BEFORE_NUMBER.search(text):
        return not following or following[0].isupper()
    return bool(_END.search(text)) and not _ABBREVIATION.search(text)
