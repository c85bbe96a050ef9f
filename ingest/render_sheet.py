"""The paper under a rendered document: A4, fonts, style marks, running head and foot, and the PDF's metadata.

fpdf2 asks for a subclass to draw heads; it holds the front matter and nothing else. The font is Source Sans Pro (SIL
OFL 1.1) out of its package, so that a PDF looks and reads the same on every machine. The creation date is the source's
own date: the same source gives the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from importlib.metadata import distribution

from fpdf import FPDF
from fpdf.fonts import TTFFont

from ingest.render_front import Front

FONT_PACKAGE = "font-source-sans-pro"
FONT_FILES = {"": "Regular", "B": "Bold", "I": "It", "BI": "BoldIt"}
FAMILY = "text"
LEFT, TOP, RIGHT, BOTTOM = 25.0, 28.0, 23.0, 26.0
SMALL = 8.5
INK, ACCENT, GREY, ALARM = (25, 25, 25), (20, 62, 96), (95, 95, 95), (150, 30, 30)
RULE, PALE = (170, 180, 190), (234, 240, 245)

BOLD_MARK, ITALIC_MARK, _UNUSED = "\ue001\ue001", "\ue002\ue002", ("\ue003\ue003", "\ue004\ue004")
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "guide": "Vägledning",
        "tender": "Upphandlingsdokument",
        "memo": "PM",
        "plain": "Klarspråk",
        "issuer": "Utgivare",
        "buyer": "Beställare",
        "procurement": "Upphandling",
        "case_number": "Ärendenummer",
        "document": "Dokument",
        "date": "Datum",
        "revision": "Rev",
        "wording": "Lydelse",
        "page": "Sida",
        "fictional": "FIKTIVT EXEMPEL – påhittad upphandling",
    },
    "en": {
        "guide": "Guide",
        "tender": "Tender document",
        "memo": "Memo",
        "plain": "Plain language",
        "issuer": "Issued by",
        "buyer": "Buyer",
        "procurement": "Procurement",
        "case_number": "Case number",
        "document": "Document",
        "date": "Date",
        "revision": "Rev",
        "wording": "Wording",
        "page": "Page",
        "fictional": "FICTIONAL EXAMPLE – invented procurement",
    },
}


class Sheet(FPDF):
    """A4 pages that know their front matter; styles inside a line are marked with characters no source contains."""

    MARKDOWN_BOLD_MARKER = BOLD_MARK
    MARKDOWN_ITALICS_MARKER = ITALIC_MARK
    MARKDOWN_STRIKETHROUGH_MARKER, MARKDOWN_UNDERLINE_MARKER = _UNUSED
    MARKDOWN_MARKERS = (BOLD_MARK, ITALIC_MARK, *_UNUSED)
    MARKDOWN_ESCAPE_CHARACTER = "\ue005"
    MARKDOWN_LINK_REGEX = re.compile(r"(?!)()()()")

    def __init__(self, front: Front, identity: str) -> None:
        super().__init__(format="A4")
        self.front = front
        self.identity = identity
        self.words = WORDS[front.language]
        self.set_margins(LEFT, TOP, RIGHT)
        self.set_auto_page_break(True, BOTTOM)
        self.c_margin = 0
        fonts = distribution(FONT_PACKAGE)
        for style, name in FONT_FILES.items():
            path = fonts.locate_file(f"font_source_sans_pro/files/SourceSansPro-{name}.ttf")
            self.add_font(FAMILY, style, str(path))
        self.set_font(FAMILY, size=SMALL)
        _describe(self, front)

    def file_id(self) -> str:
        """The PDF's ID, by which a file is known without rendering it again: hexadecimal digits, twice."""
        return f"<{self.identity}><{self.identity}>"

    def code_points(self) -> frozenset[int]:
        """The characters that can be set in every style."""
        return frozenset.intersection(*(frozenset(font.cmap) for font in self._faces()))

    def close_fonts(self) -> None:
        """Close the font files, which fpdf2 does only where a document was finished."""
        for font in self._faces():
            font.close()

    def _faces(self) -> list[TTFFont]:
        return [font for font in self.fonts.values() if isinstance(font, TTFFont)]

    @property
    def coded(self) -> bool:
        """Whether headings stand in a column of codes left of the text, as in tenders."""
        return self.front.kind in ("tender", "memo")

    def header(self) -> None:
        """Who and what on the left and right; below, on every page, that an example is fictional."""
        self.set_y(13)
        self.set_font(FAMILY, style="", size=SMALL)
        self.set_text_color(*GREY)
        self._edges(self.front.issuer or "", self.front.title)
        if self.front.fictional:
            self.set_font(style="B")
            self.set_text_color(*ALARM)
            self._edges(self.words["fictional"], "")
        self.set_y(TOP)

    def draw_feet(self) -> None:
        """Set the feet when all pages are there: only then is their number known, and it stands flush right."""
        last = self.page
        self.set_auto_page_break(False)
        for number in range(1, last + 1):
            self.page = number
            self._foot(f"{self.words['page']} {number} ({last})")

    def _foot(self, page: str) -> None:
        self.set_draw_color(0)  # fpdf2 writes colours and fonts into a page only when they change,
        self.set_draw_color(*RULE)
        self.set_font(FAMILY, style="B", size=SMALL)  # and what it takes for set was set on another page
        self.set_font(FAMILY, style="", size=SMALL)
        self.set_text_color(*GREY)
        self.set_y(-21)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
        self.set_y(self.y + 1.5)
        upper, date, lower = _foot_texts(self.front, self.words)
        self._edges(upper, date)
        self._edges(lower, page)

    def _edges(self, left: str, right: str) -> None:
        self.cell(self.epw * 0.65, 4.2, left)
        self.cell(self.epw * 0.35, 4.2, right, align="R", new_x="LMARGIN", new_y="NEXT")


def keywords(front: Front) -> tuple[str, ...]:
    """What the PDF's Keywords say, one after the other with "; " between: the first is "ostkakan:<kind>"."""
    named = ("procurement", "case_number", "document", "revision", "wording", "language")
    pairs = [(name, getattr(front, name)) for name in named] + [("date", front.date.isoformat())]
    marks = [f"{name}={value}" for name, value in pairs if value]
    return (f"ostkakan:{front.kind}", *marks, *(["fictional"] if front.fictional else []))


def _describe(sheet: Sheet, front: Front) -> None:
    parts = (sheet.words[front.kind], front.procurement, front.case_number, front.wording)
    sheet.set_title(front.title)
    sheet.set_author(front.issuer or "Ostkakan")
    sheet.set_subject(" – ".join(part for part in parts if part))
    sheet.set_keywords("; ".join(keywords(front)))
    sheet.set_creator("Ostkakan")
    sheet.set_lang("sv-SE" if front.language == "sv" else "en")
    sheet.set_creation_date(datetime.combine(front.date, time(), tzinfo=UTC))


def _foot_texts(front: Front, words: dict[str, str]) -> tuple[str, str, str]:
    """The upper line's left and right and the lower line's left. A tender names its document and case number."""
    revision = f"   {words['revision']}: {front.revision}" if front.revision else ""
    date = f"{words['date']}: {front.date.isoformat()}{revision}"
    if front.kind in ("tender", "memo"):
        case = f"{words['case_number']}: {front.case_number}" if front.case_number else ""
        return f"{words['document']}: {front.document or front.title}", date, case
    return front.title, date, f"{words['wording']}: {front.wording}" if front.wording else ""
