"""Running text → references to law as Pinpoints; Pinpoint ↔ its Swedish form ("14 kap. 1 § första stycket 2 LOU").

What forms there are says the grammar, references.lark; this module feeds it and says what a form means:

    text ─ plain blanks and hyphens ─> tokens ─ renamed by what follows ─> the longest phrase from each token that
    can begin one ─> places, each with the act named for it ─> what is left open, from the context

A written grammar instead of a heap of regular expressions: lists, ranges and several acts nest, and what the program
reads in a statute, a tender and a question is then the same. The grammar is built at the first use (0.3 s), not at
import. Nothing is looked up: that a provision exists, only the documents can say.
"""

from __future__ import annotations

import bisect
import contextlib
import enum
import itertools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedToken
from lark.lexer import PatternRE, TerminalDef
from lark.parsers.lalr_interactive_parser import InteractiveParser

from corpus.acts import act_by_name, act_pattern, canonical_name, is_eu_act, sfs_pattern
from corpus.errors import PinpointError
from corpus.model import Pinpoint

_ORDINALS = (
    *("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde"),
    *("elfte", "tolfte", "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde"),
    *("nittonde", "tjugonde"),
)
_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL_VALUES = {word: str(n) for words in (_ORDINALS, _ENGLISH) for n, word in enumerate(words, 1)}

_LEVELS = ("annex", "article", "code", "chapter", "section", "paragraph", "point", "row")
_WIDEST_RANGE = 200
_ROW_ALONE = r"[A-ZÅÄÖ]{1,4}-?\d{1,3}(?:\.\d{1,2})?"

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NOT_PLAIN = re.compile(r"\s{2,}|[^\S ]|[\u00ad\ufffe]\s*|[\u200b\u2060\ufeff]")
_NUMBERS = {"NUMBER", "CHAPTER_LAST"} | {
    f"{level}_{place}" for level in ("SECTION", "CHAPTER", "PARAGRAPH") for place in ("NUMBER", "LISTED")
}
_LISTABLE = {"NUMBER", "LETTER", "ROW", "DOTTED", "ARTICLE_NUMBER"}
_VALUES = _NUMBERS | _LISTABLE | {"ORDINAL", "AF_CODE", "ANNEX", "ROW_NAMED"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One provision that a text refers to: ``text`` stands at the half-open offsets ``start`` to ``end``.

    Provisions named by one list or range of numbers ("13 kap. 1–5 §§") share their place.
    """

    pinpoint: Pinpoint
    start: int
    end: int
    text: str


# ---- reading ----


def find_references(
    text: str, *, act: str | None = None, chapter: str | None = None, section: str | None = None
) -> list[Reference]:
    """Every reference in running text, in order, one for each provision that a range or list names.

    ``act``, ``chapter`` and ``section`` say where the text itself stands: forms without them ("5 §", "första stycket",
    "denna lag") are filled in from there, and from nowhere else, so a part that isn't known stays None. "Den lagen" is
    the act named last in the text. An act that is only named ("LOU", "SFS 2016:1145") is a reference with the act
    alone. What is cited from other countries' acts, from acts that no longer hold ("gamla LOU") or from the contract at
    hand is left out, as are amendment notes.
    """
    plain, jumps = _plain(text)
    reading = _Reading(Pinpoint(act=act, chapter=chapter, section=section))
    found = []
    for tree in _phrases(plain):
        for pinpoint, begin, stop in reading.meaning(tree):
            if not _stands_alone(pinpoint):
                continue
            start, end = _original(jumps, begin), _original(jumps, stop - 1) + 1
            found.append(Reference(pinpoint, start, end, text[start:end]))
    return found


def parse_pinpoint(text: str) -> Pinpoint:
    """The one reference that a text is, as ``format_pinpoint`` prints it or in any other form of the grammar.

    Raises PinpointError when the text is none, more than one, or has words around it.
    """
    tokens = _tokens(_plain(text.strip())[0])
    while tokens and tokens[-1].value == ".":
        tokens.pop()
    tree, end = _longest(tokens, 0, "alone")
    if tree is not None and end == len(tokens):
        meanings = [pinpoint for pinpoint, _, _ in _Reading(Pinpoint()).meaning(tree)]
        if len(meanings) == 1 and meanings[0] != Pinpoint():
            return meanings[0]
    raise PinpointError(
        f"“{text}” is no single legal reference; write it like “14 kap. 1 § första stycket 2 LOU”, “LOU 19:7”, "
        "“bilaga 2 LUF”, “artikel 59.2 i direktiv 2014/24/EU”, “AFB.52” or “avsnitt 1.4.5”"
    )


# ---- printing ----


def format_pinpoint(pinpoint: Pinpoint, act_form: bool = True) -> str:
    """The canonical Swedish form ("10 § första stycket 2 upphandlingsförordningen"), without the act if so asked.

    ``parse_pinpoint`` reads it back. Raises PinpointError for a pinpoint without any part.
    """
    act = pinpoint.act if act_form else None
    parts = _root_parts(pinpoint) + _inner_parts(pinpoint)
    if act is not None:
        link = {"article": "i", "annex": "till"}.get(_root(pinpoint)) if is_eu_act(act) or pinpoint.article else None
        parts += [link, act] if link else [act]
    if not parts:
        raise PinpointError("this pinpoint names nothing; give it a section, an article, an annex, a code or an act")
    return " ".join(parts)


def _root(pinpoint: Pinpoint) -> str:
    return next((level for level in _LEVELS if getattr(pinpoint, level) is not None), "act")


def _root_parts(pinpoint: Pinpoint) -> list[str]:
    parts = []
    if pinpoint.annex is not None:
        parts.append(f"bilaga {pinpoint.annex}")
    if pinpoint.article is not None:
        parts.append(f"artikel {pinpoint.article}")
    if pinpoint.code is not None:
        parts.append(f"avsnitt {pinpoint.code}" if pinpoint.code.isdigit() else pinpoint.code)
    if pinpoint.chapter is not None:
        parts.append(f"{pinpoint.chapter} kap.")
    if pinpoint.section is not None:
        parts.append(f"{pinpoint.section} §")
    return parts


def _inner_parts(pinpoint: Pinpoint) -> list[str]:
    parts = []
    paragraph, point, row = pinpoint.paragraph, pinpoint.point, pinpoint.row
    ordinal = paragraph is not None and int(paragraph) <= len(_ORDINALS)
    if paragraph is not None:
        parts.append(f"{_ORDINALS[int(paragraph) - 1]} stycket" if ordinal else f"stycke {paragraph}")
    if point is not None:
        after_name = ordinal or (paragraph is None and pinpoint.section is not None)
        after_article = pinpoint.article is not None and paragraph is None and point.isalpha()
        parts.append(point if after_name or after_article else f"punkt {point}")
    if row is not None:
        after_code = pinpoint.code is not None and not pinpoint.code.isdigit()
        parts.append(row if after_code and re.fullmatch(_ROW_ALONE, row) else f"rad {row}")
    return parts


# ---- from text to trees ----


@cache
def _grammar() -> Lark:
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
    return frozenset(_choices(_grammar().parse_interactive(start="phrase")))


def _choices(parser: InteractiveParser) -> Collection[str]:
    """The tokens that the grammar takes next."""
    choices: Collection[str] = parser.choices()  # type: ignore[no-untyped-call]  # lark has no types there
    return choices


def _tokens(plain: str) -> list[Token]:
    tokens = list(_grammar().lex(plain))
    _rename(tokens)
    return tokens


def _plain(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with plain hyphens and single blanks (an empty line is a line break), and where its offsets jump.

    A jump (p, n) says that offset p and those after it, up to the next jump, stand n characters later in the text.
    """
    pieces: list[str] = []
    jumps: list[tuple[int, int]] = []
    at = length = 0
    for match in _NOT_PLAIN.finditer(text):
        gap = "" if match[0][0] in "\u00ad\ufffe\u200b\u2060\ufeff" else "\n" if match[0].count("\n") > 1 else " "
        pieces += [text[at : match.start()], gap]
        length += match.start() - at + len(gap)
        at = match.end()
        if match.end() - match.start() != len(gap):
            jumps.append((length, at - length))
    return "".join((*pieces, text[at:])).translate(_DASHES), jumps


def _original(jumps: list[tuple[int, int]], offset: int) -> int:
    i = bisect.bisect_right(jumps, offset, key=lambda jump: jump[0])
    return offset + (jumps[i - 1][1] if i else 0)


def _rename(tokens: list[Token]) -> None:
    """Give numbers and separators the names of what closes their list (see the head of references.lark)."""
    closer = None
    for i in range(len(tokens) - 1, -1, -1):
        token, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        if token.type in ("SEP", "RANGE"):
            if after is None or after.type not in _NUMBERS or (token.value == "samt" and _in_points(tokens, i)):
                closer = None
            if after is not None and after.type in _LISTABLE and token.type == "SEP":
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


def _phrases(plain: str) -> Iterator[Tree[Token]]:
    tokens, i = _tokens(plain), 0
    while i < len(tokens):
        tree, end = _longest(tokens, i, "phrase") if tokens[i].type in _first() else (None, i)
        if tree is not None:
            yield tree
        i = end if tree is not None else i + 1


def _longest(tokens: list[Token], begin: int, start: str) -> tuple[Tree[Token] | None, int]:
    """The tree of the longest run of tokens from ``begin`` that the grammar takes whole, and where it ends."""
    parser = _grammar().parse_interactive(start=start)
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
            parser = _grammar().parse_interactive(start=start)
            for token in tokens[begin:end]:
                parser.feed_token(token)
            return _ended(parser), end
    return None, begin


def _ended(parser: InteractiveParser) -> Tree[Token]:
    tree: Tree[Token] = parser.feed_token(Token("$END", ""))
    return tree


# ---- from trees to places ----


class _Which(enum.Enum):
    """An act that isn't named but pointed at, or that is none of ours: a contract, another country's."""

    THIS = enum.auto()
    THAT_LAW = enum.auto()
    THAT_REGULATION = enum.auto()
    THAT_DIRECTIVE = enum.auto()
    THOSE = enum.auto()
    ELSEWHERE = enum.auto()


_ActName = str | _Which
_KIND_OF_ACT: dict[_ActName | None, Callable[[str], bool]] = {
    _Which.THAT_LAW: lambda act: not is_eu_act(act) and "förordning" not in act,
    _Which.THAT_REGULATION: lambda act: "förordning" in act,
    _Which.THAT_DIRECTIVE: lambda act: "direktiv" in act,
}
_Fields = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a phrase: a place and the act beside it; ``kind`` is its rule, bare ones have no ``fields``."""

    kind: str
    fields: _Fields
    start: int
    end: int
    separator: str = ""
    act: _ActName | None = None
    colon: bool = False
    that_chapter: bool = False


def _parts(tree: Tree[Token]) -> list[_Part]:
    """The parts of a phrase in order, each place with the act that stands right beside it."""
    parts: list[_Part] = []
    separator = ""
    for child in tree.children:
        if isinstance(child, Token):
            separator = child.value.strip()
        else:
            first, *rest = _part(child)
            parts += [replace(first, separator=separator), *rest]
    return parts


def _part(tree: Tree[Token]) -> list[_Part]:
    """One part of a phrase; more when places follow each other that don't fit into one ("5 § i 13 kap. 1 §")."""
    act: _ActName | None = None
    places: list[_Part] = []
    for child in tree.children:
        if isinstance(child, Token):
            continue
        if child.data == "core":
            places = _around(places, _place(child))
        elif child.data == "refined":
            places[-1] = replace(places[-1], fields=_place(child).fields | places[-1].fields)
        elif child.data == "scope":
            places[-1] = replace(places[-1], that_chapter=_leaves(child)[0].type == "THAT_CHAPTER")
        else:
            act = _Which.ELSEWHERE if child.data == "elsewhere" else _act_name(child)
    start, end = _extent(tree)
    places = places or [_Part("bare", {}, start, end)]
    if act is not None:
        edge = 0 if tree.data == "named_before" else -1
        places[edge] = replace(places[edge], kind=str(tree.data), act=act)
        places[0] = replace(places[0], start=start)
        places[-1] = replace(places[-1], end=end)
    return places


def _around(places: list[_Part], outer: _Part) -> list[_Part]:
    """The places with one more that stands after them: around the last if it lies wholly above it, else beside it."""
    if places and _depth(outer.fields)[1] < _depth(places[-1].fields)[0]:
        inner = places[-1]
        return [*places[:-1], replace(inner, fields=outer.fields | inner.fields, end=outer.end)]
    return [*places, outer]


def _place(tree: Tree[Token]) -> _Part:
    fields: _Fields = {}
    colon = next((child for child in tree.children if isinstance(child, Token) and child.type == "COLON"), None)
    if colon is not None:
        chapter = colon.value.split(":")[0]
        more = [
            child for child in tree.children if isinstance(child, Token) and child.type in ("NUMBER", "RANGE", "COLON")
        ]
        numbers = [Token("NUMBER", t.value.split(":")[1]) if t.type == "COLON" else t for t in more]
        fields = {"chapter": (_number(chapter),), "section": _listed(numbers)}
    for child in tree.children:
        if isinstance(child, Tree):
            fields |= _values(str(child.data), _leaves(child))
    return _Part("unnamed", fields, *_extent(tree), colon=colon is not None)


def _leaves(tree: Tree[Token]) -> list[Token]:
    return list(tree.scan_values(lambda _: True))


def _extent(tree: Tree[Token]) -> tuple[int, int]:
    leaves = _leaves(tree)
    return min(leaf.start_pos or 0 for leaf in leaves), max(leaf.end_pos or 0 for leaf in leaves)


def _depth(fields: _Fields) -> tuple[int, int]:
    """The outermost and the innermost level of a place."""
    levels = [_LEVELS.index(level) for level in fields]
    return min(levels), max(levels)


# ---- from tokens to values ----


def _values(level: str, tokens: list[Token]) -> _Fields:
    """The numbers of one level; an article may bring a point with it: "59(2)(a)", "18 a" (not "18a")."""
    tokens = [token for token in tokens if token.type in _VALUES or token.type == "RANGE"]
    fields: _Fields = {level: _listed(tokens, article=level == "article")}
    point = re.search(r"(?: |\()([a-z])\)?$", tokens[-1].value.lower()) if level == "article" else None
    return fields | {"point": (point[1],)} if point else fields


def _listed(tokens: list[Token], article: bool = False) -> tuple[str, ...]:
    """The values of a list, its ranges written out."""
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
    return _number(text.rstrip(")")) if token.type in _NUMBERS | {"LETTER", "ORDINAL"} else text


def _number(text: str) -> str:
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


def _act_name(tree: Tree[Token]) -> _ActName:
    name, *others = _leaves(tree)
    if name.type in ("THIS_ACT", "THAT_ACT", "FOREIGN_ACT"):
        return _pointed_at(name)
    if name.type == "ACT_BRACKETED":
        return canonical_name(name.value.strip("() "))
    return canonical_name(" ".join((name.value, *(leaf.value for leaf in others if leaf.type != "ACT_BRACKETED"))))


def _pointed_at(leaf: Token) -> _Which:
    if leaf.type != "THAT_ACT":
        return _Which.THIS if leaf.type == "THIS_ACT" else _Which.ELSEWHERE
    words = leaf.value.lower()
    if re.search(r"lagar|förordningar|acts|respektive", words):
        return _Which.THOSE
    if "direc" in words or "direk" in words:
        return _Which.THAT_DIRECTIVE
    return _Which.THAT_REGULATION if "förordning" in words else _Which.THAT_LAW


# ---- from places to pinpoints ----


def _bind(parts: list[_Part], at_home: bool) -> list[_Part]:
    """The parts with their acts: one after places reaches back over those without, one before them reaches forward.

    ``at_home`` is whether the text stands in an act, which is then meant again after another one has been named.
    """
    bound: list[_Part] = []
    lead: _Part | None = None
    for i, part in enumerate(parts):
        after = parts[i + 1] if i + 1 < len(parts) else None
        if part.kind == "unnamed":
            act = _reaching_back(parts, i, at_home) or (lead.act if lead else None)
            start = lead.start if lead and lead.kind == "bare" and parts[i - 1] is lead else part.start
            bound.append(replace(part, act=act, start=start))
        elif part.kind == "bare" and after and _led_by_comma(after):
            lead = part
        elif part.kind == "bare" and bound and bound[-1].fields and bound[-1].act and not at_home:
            bound += _copies(bound, part)
        else:
            bound.append(part)
            lead = part if part.kind == "named_before" or not at_home else None
    return bound


def _copies(bound: list[_Part], other: _Part) -> list[_Part]:
    """The last places once more under another act, "2 § LOU och LUF"; none for "2 §, LOU", where it is the same."""
    act = bound[-1].act
    group = list(itertools.takewhile(lambda part: part.act == act and part.fields, reversed(bound)))[::-1]
    return [replace(part, act=other.act, start=other.start, end=other.end) for part in group if other.act != act]


def _led_by_comma(part: _Part) -> bool:
    """Whether an act before it may lead a part: "i LOU, 2:1", but not "i LOU, 14:30", which is a clock time."""
    if part.kind != "unnamed" or (part.separator != "," and not part.colon):
        return False
    return not (part.colon and all(re.fullmatch(r"[0-5]\d", values[0]) for values in part.fields.values()))


def _reaching_back(parts: list[_Part], i: int, at_home: bool) -> _ActName | None:
    """The act that stands after the places from the i-th on: "16 kap. 1 § och 17 kap. 2 § LOU"."""
    for part in parts[i + 1 :]:
        if part.kind == "bare" and part.separator == "," and not at_home:
            return part.act  # "2 §, LOU"
        if part.kind == "named_after":  # at home, "5 § och 10 kap. 3 § LUF" begins with a section of one's own
            relative = _depth(parts[i].fields)[0] > _depth(part.fields)[0]
            return None if at_home and relative else part.act
        if part.kind != "unnamed":
            return None
    return None


class _Reading:
    """One pass over a text: where it stands, and which acts and chapter it has named so far."""

    def __init__(self, context: Pinpoint) -> None:
        self._context = context
        self._named: list[str] = []  # each once, the one named last at the end
        self._last_chapter: str | None = None

    def meaning(self, tree: Tree[Token]) -> list[tuple[Pinpoint, int, int]]:
        """The pinpoints of one phrase with the offsets of the parts that name them."""
        done: list[_Part] = []
        for part in _bind(_parts(tree), at_home=self._context.act is not None):
            if isinstance(part.act, str):
                self._named = [*(act for act in self._named if act != part.act), part.act]
            if part.colon and (not isinstance(part.act, str) or is_eu_act(part.act)):
                continue
            if not part.fields or not done or not done[-1].fields:
                done.append(self._filled(part))
            elif _goes_deeper(done[-1], part) or (self._context.act is None and _goes_outside(done[-1], part)):
                before = done.pop()
                act = before.act or part.act
                done.append(replace(before, fields=before.fields | part.fields, end=part.end, act=act))
            else:
                done.append(self._filled(part, _carried(done[-1], part)))
            self._last_chapter = done[-1].fields.get("chapter", (self._last_chapter,))[-1]
        return [found for part in done for found in self._pinpoints(part)]

    def _filled(self, part: _Part, carried: _Fields | None = None) -> _Part:
        """The part with the levels that it leaves open: from the place before it, or from where the text stands."""
        if carried:
            return replace(part, fields=carried | part.fields)
        if part.act is not None or not part.fields:
            return part
        here = {"chapter": self._context.chapter, "section": self._context.section}
        if part.that_chapter:
            here["chapter"] = self._last_chapter
        open_levels = {"section": ("chapter",), "paragraph": ("chapter", "section"), "point": ("chapter", "section")}
        wanted = open_levels.get(_LEVELS[_depth(part.fields)[0]], ())
        return replace(part, fields={level: (value,) for level in wanted if (value := here[level])} | part.fields)

    def _acts(self, part: _Part) -> list[str] | list[None]:
        """The act of a part by name (two for "samma lagar"); None when it isn't known, or a tender's code has none."""
        if isinstance(part.act, str):
            return [part.act]
        if part.act is _Which.THOSE:
            return self._named[-2:] or [None]
        if part.act in _KIND_OF_ACT:
            named = [act for act in self._named if _KIND_OF_ACT[part.act](act)]
            return named[-1:] or [None]
        home = self._context.act
        article_at_home = "article" in part.fields and home is not None and not is_eu_act(home)
        in_tender = bool({"code", "row"} & part.fields.keys()) and "annex" not in part.fields
        return [None] if home is None or article_at_home or in_tender else [home]

    def _pinpoints(self, part: _Part) -> Iterator[tuple[Pinpoint, int, int]]:
        if part.act is _Which.ELSEWHERE and "code" not in part.fields:
            return
        for act in self._acts(part):
            for values in itertools.product(*part.fields.values()):
                place = dict(zip(part.fields, values, strict=True))
                yield Pinpoint(act=act, **place), part.start, part.end


def _stands_alone(pinpoint: Pinpoint) -> bool:
    """Whether it is a reference in running text: more than an act, or an act of ours, of the EU or with a number."""
    if replace(pinpoint, act=None) != Pinpoint():
        return True
    act = pinpoint.act
    return act is not None and (act_by_name(act) is not None or is_eu_act(act) or any(c.isdigit() for c in act))


def _goes_deeper(before: _Part, part: _Part) -> bool:
    """Whether a part after a comma says where in the one before it: "kap 11, § 8", "7 §, andra stycket"."""
    if part.separator != "," or part.act not in (None, before.act) or any(len(v) > 1 for v in before.fields.values()):
        return False
    level, last = _LEVELS[_depth(part.fields)[0]], _LEVELS[_depth(before.fields)[1]]
    return last in {"section": ("chapter",), "paragraph": ("section", "article")}.get(level, ()) or (
        level == "point" and last in ("section", "article", "paragraph", "annex")
    )


def _goes_outside(before: _Part, part: _Part) -> bool:
    """Whether a part after a comma is the chapter of the one before it: "section 7, chapter 19 of LOU"."""
    lone = part.separator == "," and part.fields.keys() == {"chapter"} and part.act in (None, before.act)
    return lone and "section" in before.fields and "chapter" not in before.fields


def _carried(before: _Part, part: _Part) -> _Fields | None:
    """The levels above a part that the part before it lends: "13 kap. 1 § och 3 § 2" is twice chapter 13.

    None where it lends none: the one before has nothing on this level ("10 kap. eller 5 §"), or another act's.
    """
    level = _LEVELS[_depth(part.fields)[0]]
    if level not in ("section", "paragraph", "point", "row") or part.act != before.act:
        return None
    if _depth(before.fields)[1] < _LEVELS.index(level) or (level == "section" and "section" not in before.fields):
        return None
    return {
        above: values[-1:] for above, values in before.fields.items() if _LEVELS.index(above) < _LEVELS.index(level)
    }
