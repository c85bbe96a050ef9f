"""A spreadsheet (CSV or XLSX) ↔ an evaluation set: staff write questions in rows, the program reads JSON Lines.

One row a question, the columns by their names in the first row. Within a cell, `;` or a new line parts the items and
`|` the alternatives of one: `20 kap. 1 § LOU | 20 kap. 1 § LUF; 4 kap. 7 § LOU` needs two sections, the first in
either act. Every fault is named by its row, as the spreadsheet counts.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from corpus.errors import OstkakanError
from evals.cases import EvalCase, Gold, case_json, case_of
from evals.places import label_of, place_of

COLUMNS = (
    "id", "lang", "kind", "question", "history", "act", "gold", "support", "file", "pages", "key_facts", "must_not",
    "tags", "procurement", "declines", "reason", "expected", "topic", "writer", "pair", "source",
)  # fmt: skip
NEEDED = ("id", "question")
_LISTS = ("key_facts", "must_not", "tags")
_PLAIN = ("id", "question", "act", "procurement", "reason", "expected", "topic", "writer", "pair", "source")
_ITEMS = re.compile(r"\s*[;\n]\s*")
_YES = {"ja": True, "yes": True, "true": True, "1": True, "nej": False, "no": False, "false": False, "0": False}

Row = Mapping[str, str]


class SheetError(OstkakanError):
    """A spreadsheet has faults; ``faults`` holds them, a line each with the row."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def read_sheet(path: Path) -> tuple[EvalCase, ...]:
    """The cases of a CSV or XLSX file, their ``line`` the row; SheetError with every fault it has."""
    table = _read_xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _read_csv(path)
    names = [cell.strip().lower() for cell in table[0]] if table else []
    _check_columns(path, names)
    cases: list[EvalCase] = []
    faults: list[str] = []
    rows: dict[str, int] = {}
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        try:
            case = _case(row, number)
        except OstkakanError as error:
            faults.append(f"{path.name}, row {number}: {error}")
            continue
        if case.id in rows:
            faults.append(f"{path.name}, row {number}: the id {case.id} stands in row {rows[case.id]} too.")
        rows[case.id] = number
        cases.append(case)
    if faults:
        raise SheetError(faults)
    if not cases:
        raise SheetError([f"{path.name}, row 2: there are no questions under the column names."])
    return tuple(cases)


def write_sheet(path: Path, cases: Iterable[EvalCase]) -> None:
    """Write cases as CSV or XLSX, by the file's ending; OstkakanError when a text holds a sign that parts items."""
    table = [list(COLUMNS), *([_row(case)[name] for name in COLUMNS] for case in cases)]
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, table)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)


def _check_columns(path: Path, names: Sequence[str]) -> None:
    faults = [f"{path.name}, row 1: the column {name} is missing." for name in NEEDED if name not in names]
    faults += [
        f"{path.name}, row 1: there is no column {name}; known are {', '.join(COLUMNS)}."
        for name in names
        if name and name not in COLUMNS
    ]
    faults += [f"{path.name}, row 1: the column {name} stands twice." for name in names if name and _twice(name, names)]
    if faults:
        raise SheetError(list(dict.fromkeys(faults)))


def _twice(name: str, names: Sequence[str]) -> bool:
    return names.count(name) > 1


def _case(row: Row, number: int) -> EvalCase:
    golds: list[Gold] = []
    required = [[_index(golds, part) for part in _alternatives(group)] for group in _items(row.get("gold", ""))]
    for label in _items(row.get("support", "")):
        _index(golds, label)
    data: dict[str, Any] = {name: row.get(name) or None for name in _PLAIN}
    data |= {name: _items(row.get(name, "")) for name in _LISTS}
    data["lang"] = row.get("lang") or "sv"
    data["kind"] = row.get("kind") or "statute"
    data["history"] = [turn.strip() for turn in row.get("history", "").splitlines() if turn.strip()]
    data["declines"] = _truth(row.get("declines", ""))
    data["page"] = _page(row)
    return replace(case_of({**data, "required": ()}, number), gold=tuple(golds), required=_frozen(required))


def _frozen(groups: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(group) for group in groups)


def _index(golds: list[Gold], label: str) -> int:
    gold = Gold(*place_of(label))
    if gold not in golds:
        golds.append(gold)
    return golds.index(gold)


def _page(row: Row) -> dict[str, Any] | None:
    file, pages = row.get("file", ""), row.get("pages", "")
    if not file and not pages:
        return None
    numbers = re.split(r"[,;\s]+", pages)
    if not file or not all(number.isdigit() for number in numbers):
        raise OstkakanError(f"file and pages go together, pages as numbers (“2, 14”), not “{file}” and “{pages}”.")
    return {"doc": file, "pages": [int(number) for number in numbers]}


def _truth(cell: str) -> bool | None:
    if cell and cell.lower() not in _YES:
        raise OstkakanError(f"declines is ja, nej or empty, not “{cell}”.")
    return _YES.get(cell.lower())


def _items(cell: str) -> list[str]:
    return [item for item in _ITEMS.split(cell.strip()) if item]


def _alternatives(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _row(case: EvalCase) -> dict[str, str]:
    data = case_json(case)
    row = {name: str(data.get(name) or "") for name in ("lang", "kind", *_PLAIN)}
    labels = [label_of(astuple(gold)) for gold in case.gold]
    needed = {index for group in case.required for index in group}
    row["gold"] = "; ".join(" | ".join(labels[index] for index in group) for group in case.required)
    row["support"] = "; ".join(label for index, label in enumerate(labels) if index not in needed)
    row["history"] = "\n".join(case.history)
    row |= {"file": case.file or "", "pages": ", ".join(map(str, case.pages))}
    row["declines"] = {True: "ja", False: "nej", None: ""}[case.declines]
    for name in _LISTS:
        items: tuple[str, ...] = getattr(case, name)
        bad = next((item for item in items if ";" in item or "\n" in item), None)
        if bad is not None:
            raise OstkakanError(f"line {case.line} ({case.id}): “{bad}” holds a ; or a new line, which part items.")
        row[name] = "; ".join(items)
    return row


def _read_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what Excel on Windows saves as plain CSV
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _read_xlsx(path: Path) -> list[list[str]]:
    import openpyxl  # heavy: read only where a spreadsheet is  # noqa: PLC0415

    try:
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    except Exception as error:
        raise SheetError([f"{path.name} can't be read as a spreadsheet: {error}."]) from error
    merged = [
        f"{path.name}, row {area.min_row}: the cells {area.coord} are merged; split them, one question a row."
        for area in sorted(sheet.merged_cells.ranges, key=lambda area: area.min_row)
    ]
    if merged:
        raise SheetError(merged)
    return [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")  # a date without a time of day


def _write_xlsx(path: Path, table: Sequence[Sequence[str]]) -> None:
    import openpyxl  # heavy: as above  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "frågor"
    for number, row in enumerate(table, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text or None)
            if text:
                cell.data_type = "s"  # a question that begins with = is no formula
    sheet.freeze_panes = "A2"
    book.save(path)
