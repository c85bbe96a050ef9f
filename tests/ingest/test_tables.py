"""Requirement tables, one feature of their setting a test."""

from collections.abc import Sequence

import pytest

from corpus.fold import page_texts, text_of
from corpus.model import Page
from ingest.furniture import furniture
from ingest.lines import Line
from ingest.tables import Table, find_tables
from tests.ingest.placing import Put, flow, laid, read

X = (70.0, 120.0, 320.0, 380.0)
HEADER = ("Kravnr", "Krav", "Ska/Bör", "Bevis")


def row(y: float, *cells: str, xs: tuple[float, ...] = X, bold: bool = False) -> list[Put]:
    """Cells beside each other; a cell of several lines has them 12 points apart; an empty cell is left out."""
    return [
        Put(x, y + 12 * number, line, bold=bold)
        for x, cell in zip(xs, cells, strict=False)
        for number, line in enumerate(cell.split("\n"))
        if line
    ]


def tables(*pages: list[Put]) -> tuple[list[Table], list[list[tuple[str, ...]]]]:
    """The tables, and the texts of their cells."""
    return tables_of(*laid(*pages))


def tables_of(lines: Sequence[Line], pages: Sequence[Page]) -> tuple[list[Table], list[list[tuple[str, ...]]]]:
    left_out = furniture(lines)
    found = find_tables([line for line in lines if line not in left_out], pages)
    texts = page_texts(pages)
    return found, [[tuple(text_of(texts, spans) for _, spans, _ in one.cells) for one in table.rows] for table in found]


def test_rows_are_read_cell_by_cell_under_their_header():
    page = [
        *row(100, *HEADER, bold=True),
        *row(120, "K1", "Ha F-skatt", "Ska", "Intyg"),
        *row(140, "K2", "X", "Bör", "CV"),
    ]
    (table,), cells = tables(page)
    assert table.header == HEADER
    assert cells == [[("K1", "Ha F-skatt", "Ska", "Intyg"), ("K2", "X", "Bör", "CV")]]


def test_a_cell_of_several_lines_stays_one_cell_and_hyphens_are_joined():
    page = [
        *row(100, *HEADER, bold=True),
        *row(
            122, "K1", "Omsättningen ska vara upp-\nräknad till minst tio\nmiljoner kronor", "Ska", "Årsredo-\nvisning"
        ),
        *row(168, "K2", "Kort krav", "Bör", "CV"),
    ]
    _, cells = tables(page)
    assert cells[0][0] == (
        "K1",
        "Omsättningen ska vara uppräknad till minst tio miljoner kronor",
        "Ska",
        "Årsredovisning",
    )
    assert cells[0][1] == ("K2", "Kort krav", "Bör", "CV")


def test_cells_that_stand_close_are_parted_where_the_other_rows_begin():
    xs = (70.0, 92.0, 320.0)
    page = [
        *row(100, "Nr", "Handling", "Datum", xs=xs, bold=True),
        *row(118, "1", "Föreskrifter", "2026-05-11", xs=xs),
        *row(136, "3.10", "Mängder", "2026-05-11", xs=xs),
        *row(154, "4", "Ritningar", "2026-05-12", xs=xs),
    ]
    result = read(page)
    assert any("3.10 Mängder" in line.text for line in result.lines)
    _, cells = tables_of(result.lines, result.pages)
    assert cells[0][1] == ("3.10", "Mängder", "2026-05-11")


def test_numbers_set_flush_right_stay_in_their_column():
    page = [
        *row(100, "Kod", "Text", "Enhet", "Mängd", bold=True),
        *row(120, "BBC.1", "Schakt av jord", "m3", "", bold=False),
        Put(398, 120, "11 400"),
        *row(140, "CBB.2", "Fyllning", "m3", ""),
        Put(412, 140, "780"),
        *row(160, "DBB.3", "Rör", "st", ""),
        Put(420, 160, "26"),
    ]
    _, cells = tables(page)
    assert [one[-2:] for one in cells[0]] == [("m3", "11 400"), ("m3", "780"), ("st", "26")]


def test_an_empty_cell_is_left_out_and_the_others_keep_their_columns():
    page = [
        *row(100, *HEADER, bold=True),
        *row(120, "K1", "Krav ett", "Ska", ""),
        *row(140, "K2", "Krav två", "", "CV"),
    ]
    (table,), _ = tables(page)
    assert [[column for column, _, _ in one.cells] for one in table.rows] == [[0, 1, 2], [0, 1, 3]]


def test_a_table_goes_on_over_a_page_break_with_its_header_again_and_a_row_in_two_parts():
    first = [*flow(["Löpande text före tabellen."]), *row(720, *HEADER, bold=True)]
    first += row(740, "K1", "Ett krav som\nbörjar här", "Ska", "Intyg")
    second = [
        *row(80, *HEADER, bold=True),
        *row(100, "", "och slutar där", "", ""),
        *row(124, "K2", "Nästa", "Bör", "CV"),
    ]
    second += [Put(70, 180, "Löpande text efter tabellen, så bred att den går över kolumnerna.")]
    (table,), cells = tables(first, second)
    assert cells == [[("K1", "Ett krav som börjar här och slutar där", "Ska", "Intyg"), ("K2", "Nästa", "Bör", "CV")]]
    assert {span.page for span in table.rows[0].cells[1][1]} == {1, 2}


def test_lines_of_one_white_are_rows_of_their_own_when_each_fills_several_columns():
    page = [*row(100, "Nr", "Kriterium", "Vikt", bold=True)]
    page += [put for n in range(4) for put in row(112 + 12 * n, f"U{n}", "Namn", "25 %")]
    _, cells = tables(page)
    assert [one[0] for one in cells[0]] == ["U0", "U1", "U2", "U3"]


def test_text_after_a_table_is_no_row_even_when_it_begins_at_the_first_column():
    page = [*row(100, *HEADER, bold=True), *row(120, "K1", "A", "Ska", "B"), *row(140, "K2", "A", "Ska", "B")]
    page += [Put(70, 176, "Kort rad.")]
    _, cells = tables(page)
    assert len(cells[0]) == 2


@pytest.mark.parametrize(
    "page",
    [
        flow(["Kravet gäller alla.", "Priset anges i kronor."]),
        [*row(100, "Beställare", "Ort", bold=True, xs=(70, 300)), *row(118, "Kommunen", "Norrköping", xs=(70, 300))],
        [
            put
            for n in range(6)
            for put in row(100 + 12 * n, "vänster spalt med text", "höger spalt med text", xs=(70, 320))
        ],
        [put for n in range(4) for put in row(100 + 14 * n, "•", f"punkt nummer {n}", xs=(70, 90))],
    ],
)
def test_what_only_stands_side_by_side_is_no_table(page: list[Put]):
    assert tables(page)[0] == []
