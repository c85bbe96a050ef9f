"""Reading the files that stress a PDF reader, and real ones; skipped without the reference corpus."""

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from corpus.errors import DocumentError
from corpus.fold import boxes_of, fold
from ingest.read import read_pdf

REFUSED = {
    "encrypted-password-test.pdf": "needs a password",
    "encrypted-user-password.pdf": "needs a password",
    "image-only-ccitt.pdf": "no text .* needs OCR",
    "minimal-issue-297.pdf": "no text .* needs OCR",
    "scanned-swedish-no-text-layer.pdf": "no text on any of its 2 pages: a scanned document needs OCR",
    "truncated-no-xref.pdf": "damaged or cut off",
    "zero-bytes.pdf": "empty",
}
PAGES = {
    "acroform-fields.pdf": 1,
    "broken-startxref.pdf": 4,
    "embedded-attachment.pdf": 1,
    "issue-987.pdf": 1,
    "latex-hyphenation-ligatures.pdf": 4,
    "swedish-bill-broken-font-encoding.pdf": 11,
    "table-rotated-page.pdf": 1,
    "two-columns-latex.pdf": 3,
}


def _data(reference: Path, name: str) -> bytes:
    return (reference / "pdf-torture" / name).read_bytes()


@pytest.mark.parametrize(("name", "sentence"), REFUSED.items())
def test_unreadable_files_are_refused_in_one_sentence(reference: Path, name: str, sentence: str) -> None:
    with pytest.raises(DocumentError, match=sentence):
        read_pdf(_data(reference, name), "d")


@pytest.mark.parametrize(("name", "pages"), PAGES.items())
def test_readable_files_give_every_page_with_words_inside_it(reference: Path, name: str, pages: int) -> None:
    result = read_pdf(_data(reference, name), "d")
    assert len(result.pages) == pages
    for page in result.pages:
        assert page.words
        for word in page.words:
            x0, y0, x1, y1 = word.box
            assert -1 <= x0 < x1 <= page.width + 1
            assert -1 <= y0 < y1 <= page.height + 1


def test_every_file_of_the_folder_is_expected(reference: Path) -> None:
    assert {path.name for path in (reference / "pdf-torture").glob("*.pdf")} == REFUSED.keys() | PAGES.keys()


def test_passwords_open_encrypted_files(reference: Path) -> None:
    assert read_pdf(_data(reference, "encrypted-user-password.pdf"), "d", "openpassword").lines
    assert read_pdf(_data(reference, "encrypted-password-test.pdf"), "d", "test").lines


def test_a_font_that_names_no_letters_is_left_out_and_said(reference: Path) -> None:
    result = read_pdf(_data(reference, "swedish-bill-broken-font-encoding.pdf"), "d")
    text = "\n".join(page.text for page in result.pages)
    assert "UDQ" not in text
    assert "HUVVRQ" not in text
    assert "dubbelbeskattningsavtal" in fold(text)
    assert any(problem.startswith("page 1 has 25 characters in the font") for problem in result.problems)


def test_two_columns_and_a_turned_table_are_in_reading_order(reference: Path) -> None:
    columns = fold(read_pdf(_data(reference, "two-columns-latex.pdf"), "d").pages[0].text)
    assert "consectetuer adipiscing elit" in columns
    assert columns.index("Lorem ipsum dolor sit amet, consectetuer") < columns.index("Suspendisse ut massa")
    table = read_pdf(_data(reference, "table-rotated-page.pdf"), "d").pages[0].text
    states = ["Alabama", "Alaska", "Arizona", "Colorado", "Hawaii", "Iowa", "Wyoming"]
    assert [table.index(state) for state in states] == sorted(table.index(state) for state in states)


def test_an_attachment_is_not_read(reference: Path) -> None:
    text = read_pdf(_data(reference, "embedded-attachment.pdf"), "d").pages[0].text
    assert text.startswith("Lorem ipsum")


@pytest.mark.slow
def test_marked_boxes_read_back_as_the_marked_words(reference: Path) -> None:
    for path in sorted((reference / "corpus").rglob("*.pdf")):
        data = path.read_bytes()
        result = read_pdf(data, "d")
        with pdfium.PdfDocument(data) as pdf:
            for page in result.pages[:: max(1, len(result.pages) // 4)]:
                text = pdf[page.number - 1].get_textpage()
                for first in range(0, len(page.words) - 12, 97):
                    words = page.words[first : first + 12]
                    start, end = words[0].start, words[-1].end
                    read = "".join(
                        text.get_text_bounded(x0 - 0.5, page.height - y1 + 1.5, x1 + 0.5, page.height - y0 - 1.5)
                        for x0, y0, x1, y1 in boxes_of(page, start, end)
                    )
                    assert _letters(read) == _letters(page.text[start:end]), (path.name, page.number)
                text.close()


def _letters(text: str) -> str:
    return re.sub(r"[\W\x02\ufffe]", "", text)
