"""Sets in spreadsheets: there and back, and every fault by its row."""

import pytest

from evals.cases import load_cases
from evals.sheets import SheetError, read_sheet, write_sheet
from tests.evals.making import CASES, case, gold, workbook, write_set

TWO = case("t", "Två saker?", [gold("LOU", "1"), gold("LUF", "5"), gold("LOU", "2"), gold("LOU", "3")])
MANY = [
    *CASES,
    TWO | {"required": [[0, 1], [2]], "history": ["Först detta.", "Sedan detta."], "must_not": ["aldrig"]},
    case("p", "Vad står på sidan?", page={"doc": "lou.pdf", "pages": [2, 4]}, declines=False, writer="b", pair="t"),
    case("f", "=SUMMA(1;2) är ingen formel", reason="unclear", tags=["odd", "two"]),
]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_set_comes_back_from_a_spreadsheet_as_it_was(tmp_path, ending):
    cases = load_cases(write_set(tmp_path / "set.jsonl", MANY))
    write_sheet(tmp_path / f"set.{ending}", cases)
    assert read_sheet(tmp_path / f"set.{ending}") == cases


def test_a_row_as_staff_write_it(tmp_path):
    path = tmp_path / "set.csv"
    path.write_text(
        "id;question;gold;key_facts\n1;Hur länge?;20 kap. 1 § LOU | 20 kap. 1 § LUF;tio dagar|10 dagar\n", "cp1252"
    )
    (read,) = read_sheet(path)
    assert (read.language, read.kind, read.required) == ("sv", "statute", ((0, 1),))
    assert [item.sfs for item in read.gold] == ["2016:1145", "2016:1146"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["id", "gold"], ["a", "1 § LOU"]], "row 1: the column question is missing"),
        ([["id", "question", "svar"], ["a", "?", "b"]], "row 1: there is no column svar"),
        ([["id", "question", "id"], ["a", "?", "b"]], "row 1: the column id stands twice"),
        ([["id", "question"], ["a", "?"], ["a", "!"]], "row 3: the id a stands in row 2 too"),
        ([["id", "question", "gold"], ["a", "?", "lite här och där"]], "row 2: “lite här och där” is no single"),
        ([["id", "question", "kind"], ["a", "?", "lagfråga"]], "row 2: kind"),
        ([["id", "question"], ["a", None]], "row 2: question"),
        ([["id", "question", "pages"], ["a", "?", "2"]], "row 2: file and pages go together"),
        ([["id", "question", "declines"], ["a", "?", "kanske"]], "row 2: declines is ja, nej or empty"),
        ([["id", "question"]], "there are no questions"),
        ([], "row 1: the column id is missing"),
    ],
)
def test_a_fault_is_named_by_its_row(tmp_path, rows, told):
    path = tmp_path / "set.xlsx"
    path.write_bytes(workbook(rows))
    with pytest.raises(SheetError) as caught:
        read_sheet(path)
    assert told in str(caught.value)
    assert all(line.startswith("set.xlsx, row") for line in caught.value.faults)


def test_merged_cells_are_named(tmp_path):
    path = tmp_path / "set.xlsx"
    path.write_bytes(workbook([["id", "question"], ["a", "?"], ["b", "!"]], "B2:B3"))
    with pytest.raises(SheetError, match=r"row 2: the cells B2:B3 are merged"):
        read_sheet(path)


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "set.xlsx"
    path.write_bytes(workbook([["id", "question", "lang"], ["a", "?", "no"], ["b", "", "sv"]]))
    with pytest.raises(SheetError) as caught:
        read_sheet(path)
    assert len(caught.value.faults) == 2


def test_what_is_no_spreadsheet_is_said_not_to_be(tmp_path):
    path = tmp_path / "set.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(SheetError, match="can't be read as a spreadsheet"):
        read_sheet(path)
