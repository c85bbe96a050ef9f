"""Running heads, footers and page numbers are told from text by repetition and position."""

from ingest.furniture import furniture
from ingest.lines import Line
from ingest.setting import body_lines, footnotes


def _line(page: int, y: float, text: str, size: float = 10.0, x: float = 50.0, column: int = 0) -> Line:
    return Line(page, 0, len(text), text, x, y - 8, x + 5 * len(text), y + 2, size, False, column, baseline=y)


def _body(page: int, rows: int = 12) -> list[Line]:
    return [_line(page, 100.0 + 14 * row, f"rad {'abcdefghijklm'[row] * (page + 2)} i texten,") for row in range(rows)]


def _texts(lines: list[Line]) -> set[str]:
    return {line.text for line in furniture(lines)}


def test_repeated_heads_and_numbered_footers_are_furniture() -> None:
    pages = [[_line(p, 40, "SFS 2099:1"), *_body(p), _line(p, 800, f"Sida {p} (5)")] for p in range(1, 6)]
    assert _texts([line for page in pages for line in page]) == {"SFS 2099:1", *(f"Sida {p} (5)" for p in range(1, 6))}


def test_heads_that_change_sides_and_chapters_are_furniture() -> None:
    lines: list[Line] = []
    for page in range(1, 13):
        lines += [_line(page, 40, "AFS 2023:3", x=50.0 if page % 2 else 400.0)]
        lines += [_line(page, 54, f"Kapitel {1 + page // 5}"), *_body(page), _line(page, 800, str(page))]
    lines += [_line(13, 40, "AFS 2023:3"), _line(13, 54, "Slutet"), *_body(13), _line(13, 800, "13")]
    found = _texts(lines)
    assert {"AFS 2023:3", "Kapitel 1", "Kapitel 2", "Kapitel 3", "Slutet", "13"} <= found
    assert not any(text.startswith("rad") for text in found)


def test_text_that_repeats_by_chance_is_no_furniture() -> None:
    lines: list[Line] = []
    for page in range(1, 6):
        last = "(2021:1110)." if page in (2, 4) else f"något annat {'y' * page}, som"
        lines += [_line(page, 100, f"{page} §" if page in (1, 3) else f"Text {'x' * page}"), *_body(page)[1:]]
        lines += [_line(page, 700, last)]
    assert _texts(lines) == set()


def test_the_page_number_of_a_single_page_is_found_by_the_white_around_it() -> None:
    lines = [*_body(1), _line(1, 268, "12"), _line(1, 800, "1")]
    assert _texts(lines) == {"1"}


def test_hidden_text_is_furniture() -> None:
    assert _texts([*_body(1), _line(1, 105, "Kapitel 1", size=1.0)]) == {"Kapitel 1"}


def test_small_lines_with_a_mark_at_the_foot_are_footnotes() -> None:
    notes = [_line(1, 700, "1 Prop. 2098/99:1.", size=8.0), _line(1, 710, "Senaste lydelse.", size=8.0)]
    lines = [*_body(1), *notes]
    assert footnotes(lines) == set(notes)
    assert body_lines(lines) == tuple(_body(1))


def test_small_lines_without_a_mark_are_text() -> None:
    assert footnotes([*_body(1), _line(1, 700, "Tabellens sista rad", size=8.0)]) == set()
