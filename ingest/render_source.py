"""Turns a Markdown source with front matter into values that can be set: a `Front` and a row of blocks.

The sources are ours, so the grammar is small and strict: what the layout can't set is an error that names its line,
and nothing is dropped in silence. Lists are flattened to items with a depth, for that is all a page needs to know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import DocumentError
from ingest.render_front import Front, parse_front

Align = Literal["L", "C", "R"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style; a newline in it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as written; ``number`` is the leading section number or AF code, ``level`` counts from 0."""

    level: int
    number: str | None
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``note`` puts it in a box."""

    runs: Runs
    line: int
    note: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list with its marker as written; None continues the item above. ``depth`` counts from 0."""

    marker: str | None
    depth: int
    runs: Runs
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headers; every row has a cell for each of ``aligns``."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[Align, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file, named relative to the source's folder."""

    path: str
    line: int


Block = Heading | Paragraph | Item | Table | Picture

_NUMBER = re.compile(r"(A[FU][A-Z](?:\.\d+)?|\d+(?:\.\d+)*\.?)\s+(?=\S)")


def parse_source(source: str) -> tuple[Front, tuple[Block, ...]]:
    """Read front matter and body; lines in errors count from 1 in the source as given.

    Raises DocumentError when either can't be understood.
    """
    lines = unicodedata.normalize("NFC", source).replace("\u00ad", "").replace("\u2011", "-").splitlines()
    front, first = parse_front(lines)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse("\n".join([""] * first + lines[first:]))
    return front, tuple(_blocks(tokens))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    """The flat row of blocks; headings may go down by one level at a time, counted from the first."""
    markers: list[str | None] = []
    notes = 0
    levels: list[int] = []
    stream = iter(tokens)
    for token in stream:
        kind, line = token.type, (token.map or [0])[0] + 1
        if kind == "heading_open":
            yield _heading(next(stream), int(token.tag[1:]), levels)
        elif kind == "inline":
            picture = _picture(token)
            if picture is not None:
                yield picture
            elif markers:
                yield Item(markers[-1], len(markers) - 1, _runs(token), line)
                markers[-1] = None
            else:
                yield Paragraph(_runs(token), line, note=notes > 0)
        elif kind == "table_open":
            yield _table(stream, line)
        elif kind == "list_item_open":
            markers.append(f"{token.info}{token.markup}" if token.info else "•")
        elif kind == "list_item_close":
            markers.pop()
        elif kind in ("blockquote_open", "blockquote_close"):
            notes += token.nesting
        elif kind.rsplit("_", 1)[0] not in ("paragraph", "heading", "bullet_list", "ordered_list"):
            raise DocumentError(f"line {line}: {kind!r} can't be set; write it as text, list or table")


def _heading(inline: Token, tag: int, levels: list[int]) -> Heading:
    line = (inline.map or [0])[0] + 1
    text = "".join(run.text for run in _runs(inline))
    level = tag - levels[0] if levels else 0
    if level < 0 or (levels and tag > levels[-1] + 1):
        raise DocumentError(f"line {line}: the heading {text!r} skips a level; headings go down one level at a time")
    levels.append(tag)
    number = _NUMBER.match(text)
    return Heading(level, number and number[1], text[number.end() :] if number else text, line)


def _table(stream: Iterator[Token], line: int) -> Table:
    rows: list[list[Runs]] = []
    aligns: list[Align] = []
    for token in stream:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token))
        elif token.type == "th_open":
            style = str(token.attrs.get("style", "text-align:left"))
            aligns.append(cast(Align, style.removeprefix("text-align:")[0].upper()))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(aligns), line)


def _picture(inline: Token) -> Picture | None:
    children = inline.children or []
    if len(children) == 1 and children[0].type == "image":
        return Picture(unquote(str(children[0].attrs["src"])), (inline.map or [0])[0] + 1)
    return None


def _runs(inline: Token) -> Runs:
    runs: list[Run] = []
    bold = italic = 0
    for child in inline.children or []:
        if child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type in ("em_open", "em_close"):
            italic += child.nesting
        elif child.type in ("text", "code_inline", "softbreak", "hardbreak"):
            text = {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
            runs += [Run(text, bold > 0, italic > 0)] if text else []
        else:
            line = (inline.map or [0])[0] + 1
            raise DocumentError(f"line {line}: {child.type!r} can't be set inside text; write it out")
    return tuple(runs)
