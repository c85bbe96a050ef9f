"""Reading PDFs: text in reading order, words and lines in their places, and one sentence for what can't be read."""

import io

import pypdf
import pytest
from fpdf import FPDF

from corpus.errors import DocumentError
from ingest.read import ReadResult, read_pdf


def _pdf() -> FPDF:
    pdf = FPDF(unit="pt", format=(400.0, 600.0))
    pdf.set_auto_page_break(False)
    return pdf


def _page(pdf: FPDF, *texts: tuple[float, float, str], size: float = 10.0, style: str = "") -> FPDF:
    """A page with texts at x and baseline y."""
    pdf.add_page()
    pdf.set_font("Helvetica", style, size)
    for x, y, text in texts:
        pdf.text(x, y, text)
    return pdf


def _read(pdf: FPDF) -> ReadResult:
    return read_pdf(bytes(pdf.output()), "d")


def _rewritten(pdf: FPDF, change) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(bytes(pdf.output())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_is_text_words_and_lines() -> None:
    result = _read(_page(_pdf(), (50, 100, "Första raden"), (50, 113, "och den andra.")))
    (page,) = result.pages
    assert page.text == "Första raden\noch den andra.\n"
    assert (page.document_id, page.number, page.width, page.height) == ("d", 1, 400.0, 600.0)
    assert [page.text[word.start : word.end] for word in page.words] == ["Första", "raden", "och", "den", "andra."]
    assert [line.text for line in result.lines] == ["Första raden", "och den andra."]
    assert all(page.text[line.start : line.end] == line.text for line in result.lines)
    assert result.problems == ()


def test_boxes_stand_where_the_words_are_drawn() -> None:
    pdf = _page(_pdf(), (50, 100, "ett"), (150, 300, "två"))
    pdf.set_font("Helvetica", "", 10)
    width = pdf.get_string_width("två")
    _, word = _read(pdf).pages[0].words
    x0, y0, x1, y1 = word.box
    assert x0 == pytest.approx(150, abs=0.5)
    assert x1 == pytest.approx(150 + width, abs=0.5)
    assert y0 < 293 < 300 < y1
    assert y1 - y0 < 16


def test_a_line_knows_how_it_is_set() -> None:
    pdf = _page(_pdf(), (50, 100, "Rubrik"), size=14, style="B")
    pdf.set_font("Helvetica", "I", 10)
    pdf.text(50, 130, "lutande")
    rubric, slanted = _read(pdf).lines
    assert (rubric.bold, rubric.bold_start, rubric.italic, rubric.size) == (True, True, False, pytest.approx(14))
    assert (slanted.bold, slanted.italic, slanted.baseline) == (False, True, pytest.approx(130))


def test_a_hyphen_at_a_line_end_stays_a_hyphen_and_a_line_break() -> None:
    assert _read(_page(_pdf(), (50, 100, "en upphand-"), (50, 113, "ling"))).pages[0].text == "en upphand-\nling\n"


def test_cells_of_a_row_are_lines_but_a_number_and_its_text_are_one() -> None:
    pdf = _page(_pdf(), (50, 100, "Kriterium"), (200, 100, "Vikt"), (50, 120, "1 §"), (80, 120, "Lagen"))
    lines = _read(pdf).lines
    assert [line.text for line in lines] == ["Kriterium", "Vikt", "1 § Lagen"]
    assert lines[0].baseline == pytest.approx(lines[1].baseline)


def test_a_style_change_inside_a_word_parts_nothing() -> None:
    pdf = _page(_pdf(), (50, 100, "miljö"))
    width = pdf.get_string_width("miljö")
    pdf.set_font("Helvetica", "B", 10)
    pdf.text(50 + width, 100, "krav")
    assert _read(pdf).pages[0].text == "miljökrav\n"


def test_a_raised_figure_is_the_mark_of_a_footnote() -> None:
    pdf = _page(_pdf(), (50, 100, "direktivet"))
    x = 50 + pdf.get_string_width("direktivet")
    pdf.set_font("Helvetica", "", 6)
    pdf.text(x, 96.5, "1")
    pdf.set_font("Helvetica", "", 10)
    pdf.text(x + 4, 100, ", och")
    (line,) = _read(pdf).lines
    assert line.text == "direktivet1, och"
    assert line.marks == ((10, 11),)


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(40.0, 100.0 + 13 * i, f"vänster spalt rad {i}") for i in range(6)]
    right = [(220.0, 100.0 + 13 * i, f"höger spalt rad {i}") for i in range(6)]
    result = _read(_page(_pdf(), *left, *right))
    assert [line.column for line in result.lines] == [0] * 6 + [1] * 6


def test_a_page_drawn_in_disorder_is_ordered_by_its_white_space() -> None:
    rows = [(40.0 if i % 2 == 0 else 220.0, 100.0 + 13 * (i // 2), f"{'AB'[i % 2]} rad {i // 2}") for i in range(12)]
    mixed = [rows[i] for i in (11, 0, 7, 3, 4, 10, 1, 8, 5, 2, 9, 6)]
    text = _read(_page(_pdf(), *mixed)).pages[0].text
    assert text.split("\n")[:-1] == [f"A rad {i}" for i in range(6)] + [f"B rad {i}" for i in range(6)]


def test_a_running_head_that_was_drawn_last_comes_first() -> None:
    pdf = _page(_pdf(), (50, 590, "Sida 1"), (50, 100, "texten"), (50, 113, "går vidare"), (50, 40, "Löpande huvud"))
    assert _read(pdf).pages[0].text == "Löpande huvud\ntexten\ngår vidare\nSida 1\n"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_has_boxes_where_it_shows_the_words(turn: int) -> None:
    pdf = _page(_pdf(), (50, 100, "upprätt text"))
    x0, y0, x1, y1 = _read(pdf).pages[0].words[0].box
    page = read_pdf(_rewritten(pdf, lambda writer: writer.pages[0].rotate(turn)), "d").pages[0]
    shown = {
        90: (600 - y1, x0, 600 - y0, x1),
        180: (400 - x1, 600 - y1, 400 - x0, 600 - y0),
        270: (y0, 400 - x1, y1, 400 - x0),
    }
    assert page.text == "upprätt text\n"
    assert page.words[0].box == pytest.approx(shown[turn], abs=0.01)
    assert (page.width, page.height) == ((400, 600) if turn == 180 else (600, 400))


def test_text_set_sideways_is_read_as_lines() -> None:
    pdf = _pdf()
    pdf.add_page()
    pdf.set_font("Helvetica", "", 10)
    with pdf.rotation(90, 200, 300):
        pdf.text(150, 300, "text på")
        pdf.text(150, 313, "tvären")
    assert _read(pdf).pages[0].text == "text på\ntvären\n"


def test_a_stamp_across_the_page_is_left_out_and_said() -> None:
    pdf = _page(_pdf(), (50, 100, "texten"))
    with pdf.rotation(45, 200, 300):
        pdf.text(150, 300, "UTKAST")
    result = _read(pdf)
    assert result.pages[0].text == "texten\n"
    assert result.problems == ("page 1 has text set aslant across it, which was left out",)


def test_boxes_count_from_the_crop_box() -> None:
    def crop(writer: pypdf.PdfWriter) -> None:
        writer.pages[0].cropbox = pypdf.generic.RectangleObject((30, 100, 380, 560))

    pdf = _page(_pdf(), (50, 100, "ord"))
    x0, y0, _, _ = _read(pdf).pages[0].words[0].box
    page = read_pdf(_rewritten(pdf, crop), "d").pages[0]
    assert page.words[0].box[:2] == pytest.approx((x0 - 30, y0 - 40), abs=0.01)
    assert (page.width, page.height) == (350, 460)


def test_outline_labels_and_title_are_read() -> None:
    def dress(writer: pypdf.PdfWriter) -> None:
        parent = writer.add_outline_item(title="1 kap.", page_number=0)
        writer.add_outline_item(title="1 §", page_number=1, parent=parent)
        writer.set_page_label(0, 0, style="/r")
        writer.set_page_label(1, 1, style="/D")
        writer.add_metadata({"/Title": "Lag om prov"})

    pdf = _page(_page(_pdf(), (50, 100, "ett")), (50, 100, "två"))
    result = read_pdf(_rewritten(pdf, dress), "d")
    assert [(mark.title, mark.level, mark.page) for mark in result.outline] == [("1 kap.", 0, 1), ("1 §", 1, 2)]
    assert [page.label for page in result.pages] == ["i", "1"]
    assert result.title == "Lag om prov"


def test_a_page_without_text_is_kept_empty_and_said() -> None:
    pdf = _page(_pdf(), (50, 100, "texten"))
    pdf.add_page()
    pdf.rect(50, 50, 100, 100)
    pdf.add_page()
    result = _read(pdf)
    assert [page.text for page in result.pages] == ["texten\n", "", ""]
    assert result.problems == ("page 2 has no text layer: it needs OCR",)


def test_reading_twice_gives_the_same() -> None:
    data = bytes(_page(_pdf(), (50, 100, "samma text")).output())
    assert read_pdf(data, "d") == read_pdf(data, "d")


def test_an_encrypted_file_needs_its_password() -> None:
    data = _rewritten(_page(_pdf(), (50, 100, "hemlig")), lambda writer: writer.encrypt("rätt", algorithm="RC4-128"))
    with pytest.raises(DocumentError, match="encrypted: it needs a password"):
        read_pdf(data, "d")
    with pytest.raises(DocumentError, match="encrypted: the password is wrong"):
        read_pdf(data, "d", password="fel")
    assert read_pdf(data, "d", password="rätt").pages[0].text == "hemlig\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b"bara text i en fil som heter .pdf", "not a PDF"),
        (b"%PDF-1.7\nresten fattas", "damaged or cut off"),
    ],
)
def test_what_is_no_pdf_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(DocumentError, match=sentence):
        read_pdf(data, "d")


def test_a_document_without_any_text_needs_ocr() -> None:
    pdf = _pdf()
    pdf.add_page()
    pdf.rect(50, 50, 100, 100)
    with pytest.raises(DocumentError, match="no text on its only page: a scanned document needs OCR"):
        _read(pdf)
