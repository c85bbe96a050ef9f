import io
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.ui.faking import QUOTED, draw, line_box
from ui.pages import MOST_MARKS, MOST_PIXELS, YELLOW, draw_page, mark, parse_marks


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "law.pdf"
    draw(path, "Påhittad lag", 2)
    return path


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def pixel(image: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    found = image.getpixel((round(x), round(y)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def test_a_page_is_drawn_with_the_pixels_a_point_that_were_asked_for(pdf: Path):
    image = picture(draw_page(pdf, 1, 2.0, (), "a"))
    assert image.size == (1191, 1684)  # A4 is 595.28 × 841.89 points


def test_a_mark_colours_the_paper_inside_it_and_nothing_outside(pdf: Path):
    box = line_box(QUOTED)
    plain = picture(draw_page(pdf, 2, 2.0, (), "a"))
    marked = picture(draw_page(pdf, 2, 2.0, (box,), "a"))
    changed = [
        (x, y)
        for x in range(0, plain.width, 3)
        for y in range(0, plain.height, 3)
        if pixel(plain, x, y) != pixel(marked, x, y)
    ]
    x0, y0, x1, y1 = (value * 2 for value in box)
    assert changed
    assert all(x0 - 4 <= x <= x1 + 4 and y0 - 4 <= y <= y1 + 4 for x, y in changed)
    assert pixel(marked, x1, y0 + 4) == YELLOW


def test_the_ink_under_a_mark_stays_as_dark_as_it_was(pdf: Path):
    box = line_box(QUOTED)
    x0, y0, x1, y1 = (round(value * 3) for value in box)
    plain = picture(draw_page(pdf, 2, 3.0, (), "a")).crop((x0, y0, x1, y1))
    marked = picture(draw_page(pdf, 2, 3.0, (box,), "a")).crop((x0, y0, x1, y1))
    darkest = min(band[0] for band in plain.getextrema())  # type: ignore[index]
    assert darkest < 40
    assert [band[0] for band in marked.getextrema()] == [darkest] * 3  # type: ignore[index]


def test_marks_that_overlap_are_no_darker_than_one():
    paper = Image.new("RGB", (100, 100), "white")
    twice = mark(paper, ((10, 10, 60, 60), (30, 30, 90, 90)), 1.0)
    assert {color for _, color in twice.getcolors() or ()} == {(255, 255, 255), YELLOW}


def test_a_mark_outside_the_page_changes_nothing():
    paper = Image.new("RGB", (100, 100), "white")
    assert mark(paper, ((200, 200, 300, 300),), 1.0).getcolors() == [(10_000, (255, 255, 255))]


def test_a_page_that_is_not_there_is_an_index_error(pdf: Path):
    for number in (0, 3, -1):
        with pytest.raises(IndexError, match="2 pages"):
            draw_page(pdf, number, 1.0, (), "a")


@pytest.mark.slow
def test_a_very_large_page_is_drawn_smaller_and_its_marks_with_it(tmp_path: Path):
    drawing = FPDF(unit="pt", format=(3000, 2000))
    drawing.add_page()
    drawing.output(str(tmp_path / "a0.pdf"))
    image = picture(draw_page(tmp_path / "a0.pdf", 1, 4.0, ((1500, 1000, 3000, 2000),), "a"))
    assert image.width * image.height <= MOST_PIXELS * 1.01
    assert pixel(image, image.width * 0.45, image.height * 0.45) == (255, 255, 255)
    assert pixel(image, image.width * 0.75, image.height * 0.75) == YELLOW


@given(st.lists(st.tuples(*[st.integers(0, 4000), st.integers(1, 4000)] * 2), max_size=8))
def test_marks_are_read_as_they_were_written(sides: list[tuple[int, int, int, int]]):
    boxes = [(x / 10, y / 10, (x + width) / 10, (y + height) / 10) for x, width, y, height in sides]
    assert parse_marks(";".join(",".join(str(number) for number in box) for box in boxes)) == tuple(boxes)


@pytest.mark.parametrize(
    "text", ["1,2,3", "a,b,c,d", "1,2,3,nan", "1,2,inf,4", "5,1,5,2", "1,5,2,5", "9,1,2,3", ",,,", "1,2,3,4,5"]
)
def test_marks_of_another_form_are_a_value_error(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 — float's own message for letters
        parse_marks(text)


def test_too_many_marks_are_a_value_error():
    with pytest.raises(ValueError, match=str(MOST_MARKS)):
        parse_marks("1,1,2,2;" * (MOST_MARKS + 1))
