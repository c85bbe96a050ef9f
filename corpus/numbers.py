"""Numbers as they are written in Swedish and English, in figures and in words, made comparable."""

from __future__ import annotations

import re

_UNITS = (
    "noll en ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
).split()
_SWEDISH: dict[str, int] = {word: value for value, word in zip((0, 1, 1, *range(2, 20)), _UNITS, strict=True)}
_SWEDISH |= {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90,
    "hundra": 100, "tusen": 1000, "miljon": 1_000_000, "hälften": 2, "dubbla": 2, "dubbelt": 2, "halv": 2, "halva": 2,
    "tredjedel": 3, "fjärdedel": 4,
}  # fmt: skip
_ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ENGLISH: dict[str, int] = {word: value for value, word in enumerate(_ENGLISH_UNITS)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "twice": 2, "double": 2, "half": 2, "once": 1,
}  # fmt: skip
_FIGURE = re.compile(r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_TENS = tuple(word for word, value in _SWEDISH.items() if 20 <= value < 100)


def numbers_in(text: str) -> set[str]:
    """The numbers that a text names, as plain figures ("30 dagar", "trettio dagar" → {"30"}); one is left out."""
    found = {_plain(figure) for figure in _FIGURE.findall(text)}
    for word in _WORD.findall(text.casefold()):
        value = _value(word)
        if value is not None:
            found.add(str(value))
    return found - {"0", "1"}


def _plain(figure: str) -> str:
    grouped = re.fullmatch(r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(\.\d+)?", figure)
    return re.sub(r"[^\d.]", "", figure) if grouped else figure.replace(",", ".")


def _value(word: str) -> int | None:
    if word in _SWEDISH:
        return _SWEDISH[word]
    if word in _ENGLISH:
        return _ENGLISH[word]
    for tens in _TENS:
        if word.startswith(tens) and word[len(tens) :] in _SWEDISH:
            return _SWEDISH[tens] + _SWEDISH[word[len(tens) :]]
    return None
