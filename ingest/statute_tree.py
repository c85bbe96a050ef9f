"""Tokens of a statute to its provisions: one pass, driven by a table of ranks.

A heading closes what is open and every heading of its rank or below; a section, annex or transitional provision opens
a provision under the headings that stand. Rubrics directly below one another nest (main rubric and sub-rubric), also
when they are of one type, as in the printed acts; a later single rubric of that type ends both, for whether it begins
a new main part can't be seen, and a missing heading is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.folding import fold
from corpus.model import Pinpoint, Provision, ProvisionKind
from corpus.references import format_pinpoint
from ingest.marks import MARK
from ingest.statute_build import Draft, build
from ingest.statute_lines import IN_FORCE_MARK, Token
from ingest.statute_parts import Piece, spans_of

_RANK = {"division": 0, "chapter": 1, "rubric": 2}
_ADVICE = "Allmänna råd"
_CUT_SHORT = 60


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: tuple[int, float, bool]
    title: str


@dataclass(slots=True)
class _State:
    """What stands while tokens are read: headings, chapter, amending act, what is open, marks that wait for it."""

    act: str | None
    texts: Mapping[int, str]
    path: list[_Heading] = field(default_factory=list)
    chapter: str | None = None
    origin: str | None = None
    above: Token | None = None
    done: list[Draft] = field(default_factory=list)
    open: Draft | None = None
    section: Draft | None = None
    marks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def assemble(
    document_id: str, act: str | None, tokens: Sequence[Token], texts: Mapping[int, str]
) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """The provisions of a statute in its order, and problems as whole sentences."""
    state = _State(act, texts)
    for token in tokens:
        _take(state, token)
        state.above = token
    provisions, problems = build(document_id, state.done, texts)
    return provisions, (*state.problems, *problems)


def _take(state: _State, token: Token) -> None:
    in_transitional = state.open is not None and state.open.kind == "transitional"
    match token.kind:
        case "division" | "chapter" | "rubric":
            _take_heading(state, token)
        case "article":
            _open_section(state, token)
        case "section":
            _open_section(state, token)
            _take_text(state, token)
        case "advice" if state.section is not None:
            _open_advice(state, state.section)
        case "annex":
            _open_annex(state, token)
        case "transitional":
            _close_with(state, token.title)
        case "origin" if in_transitional:
            state.origin = token.number
            _open_transitional(state, None)
        case "commencement" if not in_transitional and state.done:
            _close_with(state, None)
            _take_text(state, token)
        case "closing":
            state.open = None
        case "mark":
            state.marks.append(fold(token.block.text))
        case "contents" if token.number is None or state.open is None:
            pass  # a line of a table of contents; a chapter named within a section is text of that section
        case _:
            _take_text(state, token)


def _take_heading(state: _State, token: Token) -> None:
    title = IN_FORCE_MARK.sub("", token.title or "").strip()
    if token.kind == "rubric" and state.open and state.open.kind in ("annex", "transitional"):
        state.open.heading += (title,)
        return
    look = token.block.first
    rank = (_RANK[token.kind], -look.size, not look.bold) if token.kind == "rubric" else (_RANK[token.kind], 0.0, False)
    nests = token.kind == "rubric" and state.above is not None and state.above.kind == "rubric"
    while state.path and state.path[-1].rank >= rank and not nests:
        state.path.pop()
    state.path.append(_Heading(rank, title))
    state.open = None
    if token.kind == "chapter":
        state.chapter = token.number


def _open_section(state: _State, token: Token) -> None:
    number = token.number or ""
    heading = tuple(step.title for step in state.path)
    if token.kind == "article":
        pinpoint = Pinpoint(act=state.act, article=number)
        heading += (token.title,) if token.title else ()
        state.section = _open(state, f"/A{number}", "article", pinpoint, heading, format_pinpoint(pinpoint))
    else:
        pinpoint = Pinpoint(act=state.act, chapter=state.chapter, section=number)
        tail = f"/K{state.chapter}/P{number}" if state.chapter else f"/P{number}"
        state.section = _open(state, tail, "section", pinpoint, heading, format_pinpoint(pinpoint))


def _open_advice(state: _State, section: Draft) -> None:
    heading = (*section.heading, _ADVICE)
    _open(state, f"{section.tail}/AR", "section", section.pinpoint, heading, f"{section.label}, allmänna råd")


def _open_annex(state: _State, token: Token) -> None:
    pinpoint = Pinpoint(act=state.act, annex=token.number)
    label = format_pinpoint(pinpoint) if token.number else " ".join(["bilaga", *([state.act] if state.act else [])])
    _open(state, f"/B{token.number or ''}", "annex", pinpoint, (token.title or "Bilaga",), label)


def _close_with(state: _State, title: str | None) -> None:
    """Begin the closing part of the act, where transitional provisions stand under the numbers of amending acts."""
    state.path = [_Heading((0, 0.0, False), title)] if title else []
    state.origin = None
    _open_transitional(state, None)


def _open_transitional(state: _State, item: str | None) -> Draft:
    pinpoint = Pinpoint(act=state.act, code=state.origin, point=item)
    origin, number = [f"({state.origin})"] if state.origin else [], [f"punkt {item}"] if item else []
    label = " ".join(["övergångsbestämmelserna", *origin, *number, *([state.act] if state.act else [])])
    tail = f"/T{state.origin or ''}" + (f"/{item}" if item else "")
    return _open(state, tail, "transitional", pinpoint, tuple(step.title for step in state.path), label)


def _open(
    state: _State, tail: str, kind: ProvisionKind, pinpoint: Pinpoint, heading: tuple[str, ...], label: str
) -> Draft:
    state.open = Draft(tail.replace(" ", ""), kind, pinpoint, heading, label, marks=state.marks)
    state.marks = []
    state.done.append(state.open)
    return state.open


def _take_text(state: _State, token: Token) -> None:
    block, cut = token.block, token.cut
    if state.open is None:
        if state.done:
            words = fold(block.text)
            short = words if len(words) <= _CUT_SHORT else words[:_CUT_SHORT].rsplit(" ", 1)[0] + " …"
            state.problems.append(f"page {block.first.page}: text between provisions was left out: “{short}”")
        return
    mark = MARK.match(block.text)
    if state.open.kind == "transitional" and mark and mark["number"]:
        state.open, cut = _open_transitional(state, mark["number"]), mark.end()
    elif state.open.tail.endswith("/AR") and state.open.pieces and block.indent < state.open.pieces[0].indent - 8.0:
        state.open = state.section or state.open  # advice is indented; what stands further out is the section again
    state.open.marks += [found.group().strip() for found in IN_FORCE_MARK.finditer(block.first.text[:cut])]
    spans = spans_of(state.texts, block.lines, cut)
    if spans:
        state.open.pieces.append(Piece(spans, block.indent))
