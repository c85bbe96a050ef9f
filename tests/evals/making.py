"""A library of two made-up twin acts with real PDFs, drawn word by word so that every box is known, and its set."""

import json
from io import BytesIO

from fpdf import FPDF

from corpus.build import build_shelf, gather
from corpus.encoder import HashEncoder
from corpus.library import Library
from corpus.model import Document, Page, ParsedDocument, Part, Passage, Pinpoint, Provision, Span, Word
from corpus.store import Origin
from corpus.vectors import VectorCache

SIZE, LEADING, LEFT, TOP = 11.0, 18.0, 60.0, 80.0
LINE = 64

ACTS = {
    "LOU": ("2016:1145", {
        "1": ["Spärren är tio dagar när beslutet om kontraktet skickas elektroniskt till leverantörerna.",
              "Spärren är femton dagar när beslutet om kontraktet skickas med brev till leverantörerna."],
        "2": ["En leverantör får uteslutas när skatten inte är betald i rätt tid till staten."],
        "3": ["Flera företag får lämna anbud tillsammans som en grupp utan att bilda ett bolag."],
        "4": ["En ansökan om överprövning görs skriftligen hos förvaltningsrätten i länet."],
    }),
    "LUF": ("2016:1146", {
        "5": ["Spärren är tjugo dagar när beslutet om kontraktet skickas elektroniskt till leverantörerna."],
        "6": ["En leverantör får uteslutas när skatten inte är betald i rätt tid till staten."],
        "7": ["Ramavtal för järnväg får löpa i högst åtta år om inte särskilda skäl finns."],
        "8": ["Enheten får kräva intyg om kvalitet från ett ackrediterat organ i unionen."],
    }),
}  # fmt: skip


def filled_library(root):
    """Both acts, a section a page, on one shelf made with the fake encoder."""
    library = Library(root)
    encoder = HashEncoder()
    for short, (sfs, sections) in ACTS.items():
        parsed, pdf = printed_act(sfs, short, sections)
        library.store.write(parsed, pdf, Origin(f"/{short}.pdf", "1"))
    content = gather(library.store, [library.store.document(key) for key in library.store.ids()])
    build_shelf(library.shelf_folder("common"), content, VectorCache(root / "vectors", encoder))
    return library


def printed_act(sfs, short, sections):
    """A parsed act and its PDF: a section a page."""
    document_id = f"sfs:{sfs}@2099:9"
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_font("Helvetica", size=SIZE)
    pages, provisions, passages = [], [], []
    for number, (section, paragraphs) in enumerate(sections.items(), start=1):
        pdf.add_page()
        text, words, starts = _printed(pdf, [f"{section} §", *paragraphs])
        pages.append(Page(document_id, number, text, words, pdf.w, pdf.h))
        parts = tuple(
            Part(str(count), paragraph, (Span(number, start, start + len(paragraph)),))
            for count, (paragraph, start) in enumerate(zip(paragraphs, starts[1:], strict=True), start=1)
        )
        key = f"{document_id}/P{section}"
        place = Pinpoint(act=short, section=section)
        provisions.append(Provision(key, document_id, "section", place, f"{section} § {short}", (), parts))
        passages += [
            Passage(f"{key}/S{part.paragraph}", key, part.text, part.spans, f"{short} > {section} §") for part in parts
        ]
    document = Document(
        document_id, "statute", f"Lag {short}", f"{short.lower()}.pdf", sfs * 8, short=short, sfs=sfs,
        wording="t.o.m. SFS 2099:9", pages=len(pages),
    )  # fmt: skip
    return ParsedDocument(document, tuple(pages), tuple(provisions), tuple(passages)), bytes(pdf.output())


def _printed(pdf, paragraphs):
    """Draw paragraphs word by word; the page's text, its words and where each paragraph begins."""
    text, words, starts, y = "", [], [], TOP
    blank = pdf.get_string_width(" ")
    for paragraph in paragraphs:
        starts.append(len(text))
        x, used = LEFT, 0
        for word in paragraph.split(" "):
            if used + len(word) > LINE:
                text, x, y, used = f"{text[:-1]}\n", LEFT, y + LEADING, 0
            width = pdf.get_string_width(word)
            pdf.text(x, y, word)
            words.append(Word(len(text), len(text) + len(word), (x, y - SIZE, x + width, y + 3)))
            text, x, used = f"{text}{word} ", x + width + blank, used + len(word) + 1
        text, y = f"{text[:-1]}\n", y + LEADING
    return text, tuple(words), starts


def gold(short, section, paragraph=None):
    return {"doc": ACTS[short][0], "chapter": None, "section": section, "stycke": paragraph, "point": None}


def case(key, question, golds=(), facts=(), **more):
    kind = "statute" if golds else "decline"
    required = [[index] for index in range(len(golds))]
    line = {"id": key, "lang": "sv", "kind": kind, "question": question, "gold": list(golds), "required": required}
    return {**line, "key_facts": list(facts), **more}


CASES = [
    case("s1", "Hur många dagar är spärren enligt LOU när beslutet skickas elektroniskt?", [gold("LOU", "1", "1")],
         ["tio dagar"], tags=["number"]),
    case("s2", "Hur många dagar är spärren enligt LOU när beslutet skickas med brev?", [gold("LOU", "1", "2")],
         ["femton dagar"], tags=["number"]),
    case("s3", "Hur många dagar är spärren enligt LUF när beslutet skickas elektroniskt?", [gold("LUF", "5")],
         ["tjugo dagar"], tags=["number"]),
    case("s4", "Får en leverantör uteslutas enligt LUF när skatten inte är betald?", [gold("LUF", "6")]),
    case("s5", "Får en leverantör uteslutas enligt LOU när skatten inte är betald?", [gold("LOU", "2")]),
    case("s6", "Får flera företag lämna anbud tillsammans som en grupp enligt LOU?", [gold("LOU", "3")], ["grupp"]),
    case("s7", "Var görs en ansökan om överprövning enligt LOU?", [gold("LOU", "4")], ["förvaltningsrätten"]),
    case("s8", "Hur länge får ramavtal för järnväg löpa enligt LUF?", [gold("LUF", "7")], ["åtta år"]),
    case("s9", "Får enheten kräva intyg om kvalitet enligt LUF?", [gold("LUF", "8")], ["ackrediterat"]),
    case("d1", "Vad kostar bullar hos bagaren?", reason="outside"),
    case("d2", "Blir sommaren varm?", reason="outside"),
    case("d3", "Vilken fotboll vann matchen?", reason="outside"),
]  # fmt: skip


def write_set(path, lines=CASES):
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return path


def workbook(rows, merged=None):
    import openpyxl  # noqa: PLC0415 - a test without a spreadsheet needs none

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    held = BytesIO()
    book.save(held)
    return held.getvalue()
