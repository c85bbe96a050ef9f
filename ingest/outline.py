"""Lines of a tender document, memo or guide → provisions: its coded and numbered parts, table rows, items, headings.

The unit is what a reader would point at: "AFB.52", "avsnitt 1.4.5", row KV-03 of a table. A heading's own words belong
to the path, not to the text, as with statutes; a heading with nothing under it is text, since then it is the message
("AFB.11 Öppet förfarande"). Every word of the body stands in one provision: a table row's under the row, the rest of
its section under the section. Running heads, footers and tables of contents are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from corpus.fold import page_texts, text_of
from corpus.model import Document, Page, Part, Pinpoint, Provision
from ingest.contents import contents_lines
from ingest.facts import body_size
from ingest.furniture import furniture
from ingest.headings import CODED, Heading, find_headings
from ingest.lines import Line
from ingest.paragraphs import parts_of, spans_of
from ingest.setting import Setting
from ingest.tables import Row, Table, find_tables
from ingest.upright import upright

_SHORT_TITLE = 48  # characters of a title in a label
_ROW_NAME = 24  # characters of a first cell that names its row
_ID_LENGTH = 60  # characters of a plain heading in an id
_OPENING = {"sv": "Inledning", "en": "Introduction"}
_SECTION = {"sv": "avsnitt", "en": "section"}
_PAGE = {"sv": "s.", "en": "p."}
_ITEM = {"sv": "punkt", "en": "item"}
_ROW = {"sv": "rad", "en": "row"}


@dataclass(frozen=True, slots=True)
class OutlineResult:
    """The provisions of a document in its order, and what was hard to read, as whole sentences."""

    provisions: tuple[Provision, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Section:
    """What stands under a heading: the path to it, its lines and tables in reading order; ``own`` are its own lines."""

    key: str
    name: str
    path: tuple[str, ...]
    heading: Heading | None = None
    own: tuple[Line, ...] = ()
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    leaf: bool = True


def recognise_outline(document: Document, lines: Sequence[Line], pages: Sequence[Page]) -> OutlineResult:
    """Recognise the provisions of a document that is no statute; ``lines`` are all its lines, as they were read."""
    body, turned = upright(_body(lines), pages)
    tables = find_tables(body, turned)
    cells = {line for table in tables for line in table.lines}
    contents = contents_lines(body)
    setting = Setting(tuple(line for index, line in enumerate(body) if index not in contents))
    leave = contents | {index for index, line in enumerate(body) if line in cells}
    headings = _without_title(find_headings(body, setting, document.kind == "memo", leave), document)
    sections = _by_heading(headings, body, document) if headings else _by_page(body, document)
    _fill(sections, headings, body, contents, tables)
    texts = page_texts(pages)
    made = [one for section in sections for one in _provisions(document, section, texts, setting)]
    return OutlineResult(tuple(_distinct(made)), ())


def _body(lines: Sequence[Line]) -> list[Line]:
    """Leave out running heads and footers, but no coded heading that merely stands where others do.

    "AFB.15" at the top of one page and "AFB.31" at the top of the next look repeated when figures count as equal; a
    running head is repeated to the letter, or smaller than the body.
    """
    left_out, size = furniture(lines), body_size(lines)
    seen = Counter(line.text for line in left_out)
    kept = {
        (line.page, round(line.baseline))
        for line in left_out
        if seen[line.text] == 1 and CODED.match(line.text) and line.size >= size and (line.bold or line.size > size)
    }
    return [line for line in lines if line not in left_out or (line.page, round(line.baseline)) in kept]


def _without_title(headings: Sequence[Heading], document: Document) -> list[Heading]:
    """Leave out first plain headings that are the document's own title: every path begins with that already."""
    title = _plain_words(document.title)
    own = takewhile(lambda heading: heading.code is None and _plain_words(heading.text) in title, headings)
    return list(headings[len(list(own)) :])


def _plain_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _by_heading(headings: Sequence[Heading], body: Sequence[Line], document: Document) -> list[_Section]:
    opening = _OPENING[document.language]
    sections = [_Section("0", opening.lower(), (opening,))]
    stack: list[Heading] = []
    for heading in headings:
        while stack and not _is_above(stack[-1], heading):
            stack.pop()
        for section in sections:
            section.leaf &= section.heading not in stack
        stack.append(heading)
        name = _name(heading, document)
        own = tuple(body[heading.first : heading.first + heading.count])
        path = tuple(one.text for one in stack)
        sections.append(_Section(heading.code or heading.text, name, path, heading, own))
    return sections


def _name(heading: Heading, document: Document) -> str:
    """Give what a heading's part is called: "AFB.52", "avsnitt 1.4.5", "punkt 3", "Fråga 3", or its own words."""
    if heading.code is None:
        return heading.text
    if heading.kind == "heading":
        return f"{_SECTION[document.language]} {heading.code}"
    return f"{_ITEM[document.language]} {heading.code}" if heading.code.isdigit() else heading.code


def _is_above(outer: Heading, inner: Heading) -> bool:
    """Say whether a heading holds another: by their codes where both have one, else by level."""
    if outer.code is None or inner.code is None or inner.kind == "item" or outer.kind == "item":
        return outer.level < inner.level
    if outer.kind != inner.kind:
        return outer.kind == "heading"
    stem = outer.code if outer.kind == "code" else f"{outer.code}."
    return inner.code != outer.code and inner.code.startswith(stem)


def _by_page(body: Sequence[Line], document: Document) -> list[_Section]:
    numbers = sorted({line.page for line in body})
    names = [f"{_PAGE[document.language]} {number}" for number in numbers]
    return [_Section(f"s{number}", name, (name,)) for number, name in zip(numbers, names, strict=True)]


def _fill(
    sections: Sequence[_Section],
    headings: Sequence[Heading],
    body: Sequence[Line],
    contents: frozenset[int],
    tables: Sequence[Table],
) -> None:
    """Put lines and tables into the sections they stand in; without headings into their page's."""
    begins = {table.first: table for table in tables}
    cells = {line for table in tables for line in table.lines}
    starts = {heading.first: number for number, heading in enumerate(headings, start=1)}
    pages = {number: at for at, number in enumerate(sorted({line.page for line in body}))}
    at = until = 0
    for index, line in enumerate(body):
        if index in starts:
            at, until = starts[index], index + headings[starts[index] - 1].count
        elif not headings:
            at = pages[line.page]
        if line in begins:
            sections[at].tables.append(begins[line])
        heading = sections[at].heading
        is_heading = index < until and heading is not None and not heading.keeps_text
        if not is_heading and line not in cells and index not in contents:
            sections[at].lines.append(line)


def _provisions(
    document: Document, section: _Section, texts: Mapping[int, str], setting: Setting
) -> Iterator[Provision]:
    """Give a section's provision, when it has text, and those of its tables' rows."""
    heading, path = section.heading, section.path
    parts = parts_of(section.lines, texts, setting)
    if not parts and heading is not None and section.leaf and not section.tables:
        parts, path = _heading_as_text(section.own, texts), path[:-1]
    code = heading.code if heading else None
    base = f"{document.id}/H{_slug(section.key)}"
    title = short_title(document)
    if parts:
        kind = heading.kind if heading else "heading"
        label = f"{section.name}, {title}"
        yield Provision(base, document.id, kind, Pinpoint(code=code), label, path, parts)
    for table in section.tables:
        for number, row in enumerate(table.rows, start=1):
            name = _row_name(row)
            pinpoint = Pinpoint(code=code, row=name or str(number))
            called = name if name and any(map(str.isalpha, name)) else f"{_ROW[document.language]} {name or number}"
            label = f"{section.name} {called}, {title}"
            above = (*section.path, " | ".join(table.header))
            row_id = f"{base}/R{_slug(name or str(number))}"
            yield Provision(row_id, document.id, "row", pinpoint, label, above, _cells(row, texts))


def _heading_as_text(own: Sequence[Line], texts: Mapping[int, str]) -> tuple[Part, ...]:
    spans = spans_of(own, texts)
    return (Part("1", text_of(texts, spans), spans),)


def _row_name(row: Row) -> str | None:
    """Give what a row is called by: its first cell, when that is short."""
    column, _, text = row.cells[0]
    return text if column == 0 and len(text) <= _ROW_NAME and any(map(str.isalnum, text)) else None


def _cells(row: Row, texts: Mapping[int, str]) -> tuple[Part, ...]:
    """Give a row's cells as paragraphs, numbered by their columns from 1."""
    return tuple(Part(str(column + 1), text_of(texts, spans), spans) for column, spans, _ in row.cells)


def short_title(document: Document) -> str:
    """Give a document's name for a label: its short name, or its title cut at a word."""
    title = document.short or document.title
    return title if len(title) <= _SHORT_TITLE else title[: _SHORT_TITLE + 1].rsplit(" ", 1)[0].rstrip(" ,–-(") + " …"


def _slug(text: str) -> str:
    """Give a code, heading or row name as it stands in ids: ASCII letters, figures, dots and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain)[:_ID_LENGTH].strip("-.") or "x"


def _distinct(provisions: Sequence[Provision]) -> Iterator[Provision]:
    """Number the later ones of provisions that would have one id ("…/H1~2")."""
    seen: Counter[str] = Counter()
    for provision in provisions:
        seen[provision.id] += 1
        count = seen[provision.id]
        yield replace(provision, id=f"{provision.id}~{count}") if count > 1 else provision
