"""Blocks of a statute to a flat stream of tokens: this is a chapter's heading, this a section's beginning, this text.

Here a block is looked at alone: its words and its type. The same words can be a heading or a reference, so what is
decided here is settled by the neighbours and the numbering in ingest/statute_settle.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.folding import fold
from ingest.blocks import Block
from ingest.marks import MARK, NOTE, SECTION, ends_sentence
from ingest.setting import Setting

Kind = Literal[
    "contents", "division", "chapter", "rubric", "section", "article", "advice", "annex", "transitional", "origin",
    "commencement", "closing", "mark", "text",
]  # fmt: skip

IN_FORCE_MARK = re.compile(
    r"/(?:Rubriken\s+|Kapitlet\s+)?(?:Träder i kraft|Upphör att gälla|Ny beteckning)[^/]*/\s*", re.IGNORECASE
)
"""What the legal database puts before text that is not yet, or soon no longer, in force."""

_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$")
_DIVISION = re.compile(r"(?:avdelning|avsnitt|avd\.)\s+(?:[IVXL]+|\d+)\b|\w+ avdelningen\b", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?P<number>\d{1,3}(?: [a-z])?) kap\.?(?:\s+(?P<title>[A-ZÅÄÖ].*))?|KAPITEL (?P<roman>[IVXL]+)(?:\s+(?P<name>.+))?"
)
_ARTICLE = re.compile(r"Artikel (?P<number>\d{1,3}[a-z]?)(?:\s+(?P<title>[A-ZÅÄÖ].*))?")
_ANNEX = re.compile(
    r"(?:Bilaga|BILAGA)(?: (?P<number>\d{1,3}(?: ?[a-z])?|[A-Z]|[IVX]+))?(?:[.:]?\s+[–-]?\s*(?P<title>[A-ZÅÄÖ].*))?"
)
_TRANSITIONAL = re.compile(r"(?:Ikraftträdande- och övergångs|Övergångs|Ikraftträdande)bestämmelser", re.IGNORECASE)
_ORIGIN = re.compile(r"(?:SFS )?(?P<number>\d{4}:\d{1,4})")
_COMMENCEMENT = re.compile(r"(?:1\. )?Denna (?:lag|förordning|författning) träder i kraft")
_CLOSING = re.compile(r"På regeringens vägnar|På .{3,40}s? vägnar")
ABBREVIATED = re.compile(r"\b(?:m\.m|m\.fl|o\.d|etc|m\.\s?m|bl\.a)\.$")
_NUMBER = re.compile(r"(\d+)(?: ?([a-z]+))?")
_LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class Token:
    """A block and what it is; ``cut`` characters of its first line are its number and no text."""

    kind: Kind
    block: Block
    number: str | None = None
    title: str | None = None
    cut: int = 0


def number_key(number: str) -> tuple[int, str]:
    """The order of "3", "3 a", "13 b": by figure, then by letter."""
    found = _NUMBER.match(number)
    return (int(found[1]), found[2] or "") if found else (0, number)


def look(block: Block, setting: Setting) -> Token:
    """What a block is by itself."""
    text = fold(block.text)
    if _CONTENTS.search(text):
        return Token("contents", block)
    cut = _marks_end(block.first.text)
    bare = fold(IN_FORCE_MARK.sub("", block.text))
    if not bare:
        return Token("mark", block)
    section = SECTION.match(block.first.text, cut)
    if section and not block.first.text[section.end() :][:1].islower():
        number = _spaced(section["section"])
        return Token("section", block, number, cut=_marks_end(block.first.text, section.end()))
    if len(bare) > _LONGEST_HEADING or NOTE.fullmatch(bare):
        return Token("text", block)
    return _heading(block, bare, _stands_out(block, bare, setting)) or Token("text", block)


def _heading(block: Block, text: str, stands_out: bool) -> Token | None:
    """What heading a short block is, if any."""
    if text.casefold() == "allmänna råd":
        return Token("advice", block, title=text)
    if _TRANSITIONAL.fullmatch(text):
        return Token("transitional", block, title=text)
    if _CLOSING.match(text):
        return Token("closing", block)
    if _COMMENCEMENT.match(text):
        return Token("commencement", block)
    if origin := _ORIGIN.fullmatch(text):
        return Token("origin", block, origin["number"])
    if article := _ARTICLE.fullmatch(text):
        return Token("article", block, article["number"], article["title"])
    alone = stands_out or text.endswith("kap.") or not ends_sentence(text)
    if alone and (chapter := _CHAPTER.fullmatch(text)):
        return Token("chapter", block, chapter["number"] or chapter["roman"], text)
    if alone and (annex := _ANNEX.fullmatch(text)):
        return Token("annex", block, annex["number"], text)
    if stands_out and _DIVISION.match(text):
        return Token("division", block, title=text)
    return Token("rubric", block, title=text) if stands_out else None


def _stands_out(block: Block, text: str, setting: Setting) -> bool:
    """Whether a block is set as a heading: bold, slanted or large throughout, and no sentence."""
    sentence = text.endswith(".") and not ABBREVIATED.search(text) and not _CHAPTER.fullmatch(text)
    if sentence or text.endswith((",", ";")) or MARK.match(text):
        return False
    large = all(line.size > 1.06 * setting.size for line in block.lines)
    return large or all(line.bold for line in block.lines) or all(line.italic for line in block.lines)


def _marks_end(line: str, start: int = 0) -> int:
    """Where the marks about coming into force end that stand at this place of a line."""
    while found := IN_FORCE_MARK.match(line, start):
        start = found.end()
    return start


def _spaced(number: str) -> str:
    """A section's number as it is cited: "3a" is "3 a"."""
    figure, letter = number_key(number)
    return f"{figure} {letter}" if letter else str(figure)
