"""Text → tokens → a tree for each phrase that names provisions, by the grammar references.lark.

The grammar sees one token ahead (LALR), so blanks and hyphens are made plain first, and numbers and separators are
renamed by what closes their list. A phrase is then the longest run of tokens that the grammar takes whole, tried from
each token that can begin one: running text needs no grammar of its own, and costs little. The grammar is built at the
first use (0.3 s), not at import.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedToken
from lark.lexer import PatternRE, TerminalDef
from lark.parsers.lalr_interactive_parser import InteractiveParser

from corpus.acts import act_pattern, sfs_pattern

Jumps = list[tuple[int, int]]
"""(p, n): offset p and those after it, up to the next jump, stand n characters later in the text as it was given."""

NUMBERS = {"NUMBER", "CHAPTER_LAST"} | {
    f"{level}_{place}" for level in ("SECTION", "CHAPTER", "PARAGRAPH") for place in ("NUMBER", "LISTED")
}
"""The tokens that are a number or an ordinal before "kapitlet", whatever it counts."""
LISTABLE = {"NUMBER", "LETTER", "ROW", "DOTTED", "ARTICLE_NUMBER"}
"""The tokens with which a list goes on after a separator."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NOT_PLAIN = re.compile(r"\s{2,}|[^\S ]|[\u00ad\ufffe]\s*|[\u200b\u2060\ufeff]")


@cache
def grammar() -> Lark:
    """The grammar of references.lark, its terminals for acts filled from the list of acts."""
    known = sfs_pattern()
    made = {
        "AMENDMENT": rf"(?:Lag|Förordning) ?\((?!(?:{known})\))\d{{4}}:\d{{1,4}}\)(?= *(?:\.|\n|$))",
        "ACT": act_pattern(),
        "ACT_BRACKETED": rf"\( ?{act_pattern()} ?\)",
        "SFS_KNOWN": rf"(?:(?i:SFS ?)?(?:{known})(?![\d:])|\((?i:SFS ?)?(?:{known})\))",
    }

    def from_acts(terminal: TerminalDef) -> None:
        if terminal.name in made:
            terminal.pattern = PatternRE(made[terminal.name])

    text = Path(__file__).with_name("references.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", start=["phrase", "alone", "other"], edit_terminals=from_acts)


@cache
def _first() -> frozenset[str]:
    """The tokens that a phrase can begin with."""
    return frozenset(_choices(grammar().parse_interactive(start="phrase")))


def _choices(parser: InteractiveParser) -> Collection[str]:
    """The tokens that the grammar takes next."""
    choices: Collection[str] = parser.choices()  # type: ignore[no-untyped-call]  # lark has no types there
    return choices


def _tokens(plain: str) -> list[Token]:
    tokens = list(grammar().lex(plain))
    _rename(tokens)
    return tokens


def smoothed(text: str) -> tuple[str, Jumps]:
    """The text with plain hyphens and single blanks (an empty line is a line break), and where its offsets jump."""
    pieces: list[str] = []
    jumps: Jumps = []
    at = length = 0
    for match in _NOT_PLAIN.finditer(text):
        gap = "" if match[0][0] in "\u00ad\ufffe\u200b\u2060\ufeff" else "\n" if match[0].count("\n") > 1 else " "
        pieces += [text[at : match.start()], gap]
        length += match.start() - at + len(gap)
        at = match.end()
        if match.end() - match.start() != len(gap):
            jumps.append((length, at - length))
    return "".join((*pieces, text[at:])).translate(_DASHES), jumps


def original_offset(jumps: Jumps, offset: int) -> int:
    """Where a character of the smoothed text stood before."""
    i = bisect.bisect_right(jumps, offset, key=lambda jump: jump[0])
    return offset + (jumps[i - 1][1] if i else 0)


def _rename(tokens: list[Token]) -> None:
    """Give numbers and separators the names of what closes their list (see the head of references.lark)."""
    closer = None
    for i in range(len(tokens) - 1, -1, -1):
        token, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        if token.type in ("SEP", "RANGE"):
            if after is None or after.type not in NUMBERS or (token.value == "samt" and _in_points(tokens, i)):
                closer = None
            if after is not None and after.type in LISTABLE and token.type == "SEP":
                token.type = "ALSO"
        elif after is not None and (token.type == "NUMBER" or (token.type == "LETTER" and _goes_on(tokens, i))):
            if level := _closes(tokens, i + 1):
                closer = level if after.type == "KAP_ALONE" or level != "CHAPTER" else None
                token.type = "CHAPTER_LAST" if after.type == "KAP_ALONE" else f"{level}_NUMBER"
            elif closer and after.type in ("SEP", "RANGE"):
                token.type = f"{closer}_LISTED"
            else:
                closer = None
        else:
            closer = None


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether a letter is short for a number with that letter: "13 a och b §§"."""
    return i > 1 and tokens[i - 1].type in ("SEP", "RANGE") and tokens[i - 2].type in ("NUMBER", "LETTER")


def _in_points(tokens: list[Token], i: int) -> bool:
    """Whether the list before token ``i`` is one of points: "7 § 1, 2 och 3 samt 9 §"."""
    while i > 0 and tokens[i - 1].type in ("NUMBER", "LETTER", "SEP", "RANGE"):
        i -= 1
    return i > 0 and tokens[i - 1].type in ("SECT", "STYCKE", "ST", "PUNKT", "P")


def _closes(tokens: list[Token], i: int) -> str | None:
    """The level that a number before token ``i`` has by it. Marks a "kap." that no section follows."""
    token, value = tokens[i], tokens[i].value.lower()
    if token.type == "SECT":
        return "SECTION" if value.startswith(("§", "paragraf")) else None
    if token.type in ("ST", "STYCKE"):
        return "PARAGRAPH" if value.startswith("st") else None
    if token.type != "KAP" or value.startswith("ch"):
        return None
    following = [t.type for t in tokens[i + 1 : i + 3]]
    if following[:1] and following[0] in ("SECTION_NUMBER", "SECTION_LISTED", "SECT"):
        return "CHAPTER"
    sure = tokens[i - 1].value[-1].isalpha() or following[:1] == ["ACT"] or following[1:] == ["SECTION_NUMBER"]
    if value == "kapitel" and not sure:  # "22 kapitel" is a number of chapters
        return None
    token.type = "KAP_ALONE"
    return "CHAPTER"


def phrases(plain: str) -> Iterator[Tree[Token]]:
    """The tree of each phrase of a smoothed text, in order; what lies between them is no reference."""
    tokens, i = _tokens(plain), 0
    while i < len(tokens):
        tree, end = _longest(tokens, i, "phrase") if tokens[i].type in _first() else (None, i)
        if tree is not None:
            yield tree
        i = end if tree is not None else i + 1


def lone_phrase(plain: str) -> Tree[Token] | None:
    """The tree of a smoothed text that is one phrase from end to end, a full stop aside; None when it is not."""
    tokens = _tokens(plain)
    while tokens and tokens[-1].value == ".":
        tokens.pop()
    tree, end = _longest(tokens, 0, "alone")
    return tree if end == len(tokens) else None


def _longest(tokens: list[Token], begin: int, start: str) -> tuple[Tree[Token] | None, int]:
    """The tree of the longest run of tokens from ``begin`` that the grammar takes whole, and where it ends."""
    parser = grammar().parse_interactive(start=start)
    ends: list[int] = []
    with contextlib.suppress(UnexpectedToken):  # a state that several rules share may promise more than this one has
        for end, token in enumerate(itertools.islice(tokens, begin, None), begin + 1):
            if token.type not in _choices(parser):
                if ends and end == ends[-1] + 1:
                    return _ended(parser), end - 1
                break
            parser.feed_token(token)
            if "$END" in _choices(parser):
                ends.append(end)
    for end in reversed(ends):
        with contextlib.suppress(UnexpectedToken):
            parser = grammar().parse_interactive(start=start)
            for token in tokens[begin:end]:
                parser.feed_token(token)
            return _ended(parser), end
    return None, begin


def _ended(parser: InteractiveParser) -> Tree[Token]:
    tree: Tree[Token] = parser.feed_token(Token("$END", ""))
    return tree
