"""Which runs of a page can be read: fonts without a usable encoding draw letters but name others, and are left out.

Forced by a Swedish bill of 1999 whose italic fonts give "*|UDQ3HUVVRQ" for a name. pdfium says for which characters a
font names no letter; where a font claims to know but all its letters are shifted by a constant (glyph numbers taken
for letters), the text is told from real text by what the shift would make of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.pdf import Run

_ENOUGH = 40  # letters of one font on a page before its looks are judged
_VOWELS = frozenset("aeiouyåäö")
_SHIFTS = (29, 31, 28, 30, 32)  # glyph numbers of common TrueType subsets against ASCII


def readable(runs: Sequence[Run]) -> tuple[list[Run], list[str]]:
    """The runs that hold text, and what was left out as ends of a sentence that begins with the page."""
    broken = _broken_fonts(runs)
    kept: list[Run] = []
    lost: dict[str, int] = defaultdict(int)
    aslant = 0
    for run in runs:
        if run.style.angle is None:
            aslant += 1
        elif run.style.font in broken or (run.unmapped and run.text != "•"):
            lost[run.style.font] += len(run.text)
        else:
            kept.append(run)
    troubles = [
        f"has {count} characters in the font {_name(font)}, which names no letters; they were left out"
        for font, count in sorted(lost.items())
    ]
    if aslant:
        troubles.append("has text set aslant across it, which was left out")
    return kept, troubles


def _name(font: str) -> str:
    return font.split("+", 1)[-1] or "without a name"


def _broken_fonts(runs: Iterable[Run]) -> set[str]:
    texts: dict[str, list[str]] = defaultdict(list)
    for run in runs:
        texts[run.style.font].append(run.text)
    return {font for font, words in texts.items() if _is_shifted("".join(words))}


def _is_shifted(text: str) -> bool:
    """Whether a text looks like no words as it is, and like words when every character is shifted by a constant."""
    if sum(not char.isspace() for char in text) < _ENOUGH or _wordlike(text):
        return False
    return any(_wordlike("".join(chr(min(ord(char) + shift, 0x10FFFF)) for char in text)) for shift in _SHIFTS)


def _wordlike(text: str) -> bool:
    """Mostly small letters, of which a fourth to a half are vowels."""
    small = [char for char in text if char.islower()]
    vowels = sum(char in _VOWELS for char in small)
    return len(small) > 0.6 * len(text) and 0.25 <= vowels / len(small) <= 0.55
