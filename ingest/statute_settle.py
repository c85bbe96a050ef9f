"""Tokens settled by their neighbours and the numbering: headings, references, contents and rubrics told apart.

A chapter must be followed by a section before the next chapter (LOU 1 kap. 1 § names all chapters, so does a table of
contents), sections count upwards in a chapter, the closing parts close, and a short line without a full stop is a
rubric only when a section follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.folding import fold
from ingest.blocks import MORE_WHITE, Block
from ingest.marks import MARK, NOTE, ends_sentence
from ingest.setting import Setting
from ingest.statute_lines import ABBREVIATED, IN_FORCE_MARK, Token, look, number_key

_LED_TO = frozenset({"section", "article", "chapter", "division", "annex", "transitional"})
_LONGEST_RUBRIC = 160  # characters of a rubric that nothing but its words gives away
_ACT_NAME = re.compile(r"[A-ZÅÄÖ][\w -]*\(\d{4}:\d+\)")
_FRONT_DATA = re.compile(r"(?:SFS|Departement|Utfärdad|Ändrad|Ikraft|Publicerad|Utkom)\b")


def recognise(blocks: Iterable[Block], setting: Setting) -> list[Token]:
    """The tokens of a statute, in order; every block gives one, but a heading and its name in two blocks are one."""
    tokens = _front_settled(_chapters_settled([look(block, setting) for block in blocks]))
    tokens = _sections_settled(_titles_joined(tokens))
    return _rubrics_settled(_transitional_settled(tokens))


def _chapters_settled(tokens: list[Token]) -> list[Token]:
    """Chapters that only a list names become lines of contents.

    Those are followed by another chapter before any section, or count higher than the next chapter does while that
    one goes on from the chapter before.
    """
    real = [index for index, token in enumerate(tokens) if token.kind == "chapter"]
    for place in range(len(real) - 1, -1, -1):
        after = real[place + 1] if place + 1 < len(real) else len(tokens)
        follows = {token.kind for token in tokens[real[place] + 1 : after]}
        if not follows & {"section", "article"}:
            del real[place]
    keys = {index: number_key(tokens[index].number or "") for index in real} | {-1: (0, "")}
    listed = [b for a, b, c in zip([-1, *real], real, real[1:], strict=False) if keys[a] < keys[c] <= keys[b]]
    return [
        replace(token, kind="contents") if token.kind == "chapter" and (index not in real or index in listed) else token
        for index, token in enumerate(tokens)
    ]


def _front_settled(tokens: Sequence[Token]) -> list[Token]:
    """The act's own name and the data under it are no part of any heading path."""
    first = next((i for i, token in enumerate(tokens) if token.kind in ("section", "article")), len(tokens))
    first = next((i for i, token in enumerate(tokens[:first]) if token.kind == "chapter"), first)
    largest = max((t.block.first.size for t in tokens[first:] if t.kind in ("rubric", "chapter")), default=0.0)
    return [
        replace(token, kind="contents", number=None)
        if index < first and token.kind in ("rubric", "text") and _is_front(token, largest)
        else token
        for index, token in enumerate(tokens)
    ]


def _is_front(token: Token, largest_heading: float) -> bool:
    text = fold(token.block.text)
    larger = token.block.first.size > 1.1 * largest_heading > 0
    return larger or bool(_ACT_NAME.match(text)) or bool(_FRONT_DATA.match(text))


def _titles_joined(tokens: Sequence[Token]) -> list[Token]:
    """A chapter's or article's name on a line of its own belongs to its number."""
    out: list[Token] = []
    for token in tokens:
        above = out[-1] if out else None
        if above and token.kind == "rubric" and _lacks_name(above, token):
            block = replace(above.block, lines=above.block.lines + token.block.lines)
            title = f"{above.title} {token.title}" if above.kind == "chapter" else token.title
            out[-1] = replace(above, block=block, title=title, cut=0)
        else:
            out.append(token)
    return out


def _lacks_name(above: Token, rubric: Token) -> bool:
    """Whether a rubric is the missing name of what stands above it; a chapter's is set in the chapter's type."""
    if above.kind == "article":
        return above.title is None
    if above.kind != "chapter" or not re.fullmatch(r".*kap\.?|KAPITEL [IVXL]+", above.title or ""):
        return False
    first, second = above.block.first, rubric.block.first
    return abs(first.size - second.size) < 0.4 and first.bold == second.bold


def _sections_settled(tokens: Sequence[Token]) -> list[Token]:
    """What looks like a section's number is a reference when it is set unlike the others or counts backwards."""
    starts = [token.block.first.bold_start for token in tokens if token.kind == "section"]
    styled = 2 * sum(starts) > len(starts)
    out: list[Token] = []
    last = (0, "")
    for token in tokens:
        if token.kind == "section" and token.number is not None:
            key = number_key(token.number)
            white = token.block.white
            set_apart = token.block.first.bold_start if styled else white is None or white > MORE_WHITE
            marked = bool(IN_FORCE_MARK.search(token.block.text))
            if (styled and not set_apart) or (key <= last and not set_apart and not marked):
                token = Token("text", token.block)
            else:
                last = key
        elif token.kind in ("chapter", "annex"):
            last = (0, "")
        out.append(token)
    return out


def _transitional_settled(tokens: Sequence[Token]) -> list[Token]:
    """The closing parts only close when no section follows them."""
    out: list[Token] = []
    section_follows = False
    for token in reversed(tokens):
        section_follows = section_follows or token.kind in ("section", "article")
        if section_follows and token.kind == "transitional":
            token = replace(token, kind="rubric")
        elif section_follows and token.kind in ("annex", "origin", "commencement", "closing"):
            token = replace(token, kind="text", number=None, title=None)
        out.append(token)
    return out[::-1]


def _rubrics_settled(tokens: Sequence[Token]) -> list[Token]:
    """Rubrics lead to a section; what only looks like one is text.

    Some are set like text, short, without a full stop, after a finished sentence, with a section right below: LOU has
    a few ("Genomförandet av en elektronisk auktion"), headings that its database lost. An annex's name follows it.
    """
    out = list(tokens)
    leads = False
    for index in range(len(tokens) - 1, -1, -1):
        token = out[index]
        if token.kind == "rubric" and not leads and not _names_annex(tokens, index):
            out[index] = Token("text", token.block)
        elif token.kind == "text" and leads and index and _is_plain_rubric(out, index):
            out[index] = Token("rubric", token.block, title=fold(token.block.text))
        leads = out[index].kind in _LED_TO or (leads and out[index].kind in ("rubric", "mark"))
    return out


def _is_plain_rubric(tokens: Sequence[Token], index: int) -> bool:
    """Whether a text above a section or rubric is a rubric by its words; two may follow one another."""
    token, above = tokens[index], tokens[index - 1]
    text, before = fold(token.block.text), fold(above.block.text)
    bare = len(text) <= _LONGEST_RUBRIC and not NOTE.search(text) and not MARK.match(text)
    unfinished = not text.endswith((".", ":", ";", ",", "!")) or bool(ABBREVIATED.search(text))
    if not (bare and unfinished and text[:1].isupper()):
        return False
    finished = above.kind != "text" or ends_sentence(before, text) or bool(NOTE.search(before))
    return finished or (index > 1 and _is_plain_rubric(tokens, index - 1))


def _names_annex(tokens: Sequence[Token], index: int) -> bool:
    while index > 0 and tokens[index].kind == "rubric":
        index -= 1
    return tokens[index].kind in ("annex", "transitional")
