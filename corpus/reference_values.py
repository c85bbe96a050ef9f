"""Tokens of one level of a place → its values, as a Pinpoint has them: "19A" → 19 a, "1–3" → 1, 2, 3.

Values are strings as they are printed, since "19 a" is a number of a chapter too; so ranges are written out here, by
the rules for letters ("13–13 b" is 13, 13 a and 13 b).
"""

from __future__ import annotations

import re

from lark import Token

from corpus.reference_tokens import LISTABLE, NUMBERS

LEVELS = ("annex", "article", "code", "chapter", "section", "paragraph", "point", "row")
"""The levels of a place (fields of Pinpoint), the outermost first."""
Fields = dict[str, tuple[str, ...]]
"""The values of each level of a place, in the order of the levels as they were said."""

ORDINALS = (
    *("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde"),
    *("elfte", "tolfte", "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde"),
    *("nittonde", "tjugonde"),
)
_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL_VALUES = {word: str(n) for words in (ORDINALS, _ENGLISH) for n, word in enumerate(words, 1)}

_VALUES = NUMBERS | LISTABLE | {"ORDINAL", "AF_CODE", "ANNEX", "ROW_NAMED"}
_WIDEST_RANGE = 200


def fields_of(level: str, tokens: list[Token]) -> Fields:
    """The values of one level of a place, by that level.

    An article may bring a point with it: "59(2)(a)", "18 a" (not "18a").
    """
    tokens = [token for token in tokens if token.type in _VALUES or token.type == "RANGE"]
    fields: Fields = {level: listed_values(tokens, article=level == "article")}
    point = re.search(r"(?: |\()([a-z])\)?$", tokens[-1].value.lower()) if level == "article" else None
    return fields | {"point": (point[1],)} if point else fields


def listed_values(tokens: list[Token], article: bool = False) -> tuple[str, ...]:
    """The values of a list in its order, its ranges written out."""
    values: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "RANGE":
            continue
        value = _article(token.value) if article else _value(token)
        if values and value.isalpha() and (base := re.match(r"\d+ (?=[a-z])", values[-1])):
            value = base[0] + value  # "13 a och b §§"
        values += _between(values[-1], value)[1:] if values and before and before.type == "RANGE" else [value]
    return tuple(values)


def _value(token: Token) -> str:
    text = token.value
    if token.type == "AF_CODE":
        letters, digits = text[:3].upper(), re.sub(r"[ .]", "", text[3:])
        return f"{letters}.{digits}" if digits else letters
    if token.type == "ANNEX":
        return re.sub(r" (?i:part) ", " del ", re.sub(r" (?i:section) ", " avsnitt ", text.split(" ", 1)[1]))
    return printed_number(text.rstrip(")")) if token.type in NUMBERS | {"LETTER", "ORDINAL"} else text


def printed_number(text: str) -> str:
    """A number as it is printed: "19A" → "19 a", "sjunde" → "7"."""
    text = text.strip().lower()
    return _ORDINAL_VALUES.get(text) or re.sub(r":[ae]$", "", re.sub(r"^(\d+) ?([a-z])$", r"\1 \2", text))


def _article(text: str) -> str:
    """An article as it is printed, its paragraph after a dot: "59(2)(a)" → "59.2"."""
    return re.sub(r"\((\d+)\)", r".\1", re.sub(r" [a-z]$|\([a-z]\)$", "", text, flags=re.IGNORECASE))


def _between(first: str, last: str) -> list[str]:
    """Both ends of a range and what lies between: numbers, and the letters of one ("13–13 b" → 13, 13 a, 13 b)."""
    low, high = (re.fullmatch(r"(\d*) ?([a-z]?)", value) for value in (first, last))
    if low is None or high is None or bool(low[1]) != bool(high[1]):
        return [first, last]
    if low[1] == high[1]:
        return [first, *(f"{low[1]} {letter}".strip() for letter in _letters(low[2], high[2]))]
    if not 0 < int(high[1]) - int(low[1]) < _WIDEST_RANGE:
        return [first, last]
    numbers = [str(number) for number in range(int(low[1]) + 1, int(high[1]) + 1)]
    return [first, *numbers, *(f"{high[1]} {letter}" for letter in _letters("", high[2]))]


def _letters(after: str, upto: str) -> list[str]:
    return [chr(code) for code in range(ord(after or "`") + 1, ord(upto or "`") + 1)]
