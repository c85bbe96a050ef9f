"""Tender documents, memos and guides → provisions, one feature a test; and the invariants over made-up documents."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.fold import page_texts, text_of
from corpus.model import Provision
from ingest.contents import contents_lines
from ingest.facts import read_metadata
from ingest.furniture import furniture
from ingest.identify import identify
from ingest.outline import recognise_outline, short_title
from ingest.passages import cut
from ingest.read import read_pdf
from tests.ingest.placing import Put, document, flow, laid, outline, outline_of_pdf

BODY = "Text som är tillräckligt lång för att vara brödtext i ett litet dokument"


def keys(provisions: tuple[Provision, ...]) -> list[str]:
    return [provision.id.removeprefix("d/") for provision in provisions]


def test_af_codes_have_their_path_label_and_pinpoint():
    found = outline(
        flow(["# AFB Upphandlingsföreskrifter", "# AFB.3 Anbudsgivning", "## AFB.32 Anbudstid", "Den 16 juni."])
    )
    (only,) = found.provisions
    assert (only.id, only.kind, only.label) == ("d/HAFB.32", "code", "AFB.32, Provdokument")
    assert only.heading == ("AFB Upphandlingsföreskrifter", "AFB.3 Anbudsgivning", "AFB.32 Anbudstid")
    assert (only.pinpoint.code, only.text, only.pages) == ("AFB.32", "Den 16 juni.", (1,))


def test_a_code_does_not_stand_under_a_code_of_another_part():
    found = outline(flow(["# AFB.5 Prövning", "Text ett.", "# AFC.51 Viten", "Text två."]))
    assert found.provisions[1].heading == ("AFC.51 Viten",)


def test_a_title_after_a_tab_belongs_to_its_code():
    page = [
        Put(70, 100, "AFB.32", 12, bold=True),
        Put(140, 100, "Anbudstid", 12, bold=True),
        Put(140, 118, "Den 16 juni."),
    ]
    assert outline(page).provisions[0].heading == ("AFB.32 Anbudstid",)


def test_numbered_headings_are_cited_as_sections():
    found = outline(flow(["# 1 Uppdraget", "## 1.1 Mål", "Ett mål.", "## 1.2 Ort", "En ort.", "# 2 Pris", "Ett pris."]))
    assert keys(found.provisions) == ["H1.1", "H1.2", "H2"]
    assert found.provisions[1].label == "avsnitt 1.2, Provdokument"
    assert found.provisions[1].heading == ("1 Uppdraget", "1.2 Ort")
    assert found.provisions[1].pinpoint.code == "1.2"


def test_numbers_in_running_text_and_in_lists_are_no_headings():
    text = [
        "# 1 Prövning",
        "Prövningen sker i två steg enligt",
        "1.1 och 2.2 i denna del, och följande:",
        "1. Kraven prövas.",
        "2. Anbuden jämförs.",
        "Se även bilagan.",
    ]
    found = outline(flow(text))
    assert keys(found.provisions) == ["H1"]
    assert [part.point for part in found.provisions[0].parts] == [None, "1", "2", None]


def test_a_code_that_begins_a_line_of_running_text_is_no_heading():
    found = outline(
        flow(
            [
                "# AFB.31 Innehåll",
                "Anbudet ska ha ifyllt formulär och de bevis som krävs i",
                "AFB.52 Krav på anbudsgivaren, och allt",
                "annat som begärs.",
            ]
        )
    )
    assert keys(found.provisions) == ["HAFB.31"]


def test_codes_without_bold_letters_are_headings_when_they_stand_alone():
    page = [
        Put(70, 100, "AFB.31 Anbudets innehåll"),
        Put(70, 120, "Anbudet ska vara på svenska."),
        Put(70, 150, "AFB.32 Anbudstid"),
        Put(70, 170, "Den 16 juni."),
    ]
    assert keys(outline(page).provisions) == ["HAFB.31", "HAFB.32"]


def test_a_heading_over_two_lines_is_one():
    page = [
        Put(70, 100, "1.1 Krav på anbudsgivaren och på de", 14, bold=True),
        Put(70, 117, "företag som den åberopar", 14, bold=True),
        Put(70, 140, "Text."),
    ]
    assert outline(page).provisions[0].heading == ("1.1 Krav på anbudsgivaren och på de företag som den åberopar",)


def test_a_heading_with_nothing_under_it_is_text():
    found = outline(flow(["# AFB.1 Former", "## AFB.11 Öppet förfarande", "# AFB.2 Handlingar", "Text."]))
    assert next((p.pinpoint.code, p.text, p.heading) for p in found.provisions) == (
        "AFB.11",
        "AFB.11 Öppet förfarande",
        ("AFB.1 Former",),
    )


def test_text_before_the_first_heading_is_the_introduction():
    found = outline(flow(["Ett stycke om dokumentet.", "# 1 Uppdraget", "Text."]))
    assert (found.provisions[0].id, found.provisions[0].label, found.provisions[0].heading) == (
        "d/H0",
        "inledning, Provdokument",
        ("Inledning",),
    )


def test_plain_headings_count_where_nothing_is_numbered():
    found = outline(
        flow(
            [
                "# Provdokument",
                "# Så hittar ni uppdrag",
                "Läs annonser i en annonsdatabas och på köparnas egna sidor.",
                "## Vad kostar det?",
                "Inget.",
            ]
        ),
        kind="guide",
    )
    assert [p.heading for p in found.provisions] == [
        ("Inledning",),
        ("Så hittar ni uppdrag",),
        ("Så hittar ni uppdrag", "Vad kostar det?"),
    ]
    assert (found.provisions[2].id, found.provisions[2].label) == ("d/HVad-kostar-det", "Vad kostar det?, Provdokument")


def test_larger_plain_headings_hold_numbered_ones():
    found = outline(
        flow(["# Bilaga 1 Priser", "## 1 Pris", f"{BODY} ett.", "# Bilaga 2 Miljö", "## 1 Buller", f"{BODY} två."])
    )
    assert [p.heading for p in found.provisions] == [("Bilaga 1 Priser", "1 Pris"), ("Bilaga 2 Miljö", "1 Buller")]
    assert keys(found.provisions) == ["H1", "H1~2"]


def test_a_document_without_headings_is_read_page_by_page():
    found = outline(flow(["Första sidan är fylld med text."]), flow(["Andra sidan också."]))
    assert [(p.id, p.label, p.pages) for p in found.provisions] == [
        ("d/Hs1", "s. 1, Provdokument", (1,)),
        ("d/Hs2", "s. 2, Provdokument", (2,)),
    ]


def test_a_table_of_contents_is_left_out():
    contents = [
        "# Innehåll",
        "1 Uppdraget .................... 3",
        "1.1 Mål ........................ 4",
        "2 Pris ......................... 9",
    ]
    found = outline(flow(contents), flow(["# 1 Uppdraget", "Text ett.", "## 1.1 Mål", "Text två."]))
    assert keys(found.provisions) == ["H1", "H1.1"]


def test_contents_without_leaders_are_known_by_their_rising_pages():
    numbers = [
        put
        for n, (name, page) in enumerate(
            [("AFA Orientering", 2), ("AFB Regler", 3), ("AFB.1 Form", 3), ("AFC Villkor", 7)]
        )
        for put in (Put(70, 100 + 16 * n, name), Put(500, 100 + 16 * n, str(page)))
    ]
    found = outline(numbers, flow(["# AFB.1 Form", "Text."]))
    assert keys(found.provisions) == ["HAFB.1"]


def test_running_heads_and_footers_are_left_out():
    pages = [
        [Put(70, 40, "TRV 2026/1 AF", 8), *flow([f"# {n} {name}", name]), Put(480, 800, f"Sida {n} (4)", 8)]
        for n, name in enumerate(["Mål", "Tid", "Pris", "Ort"], start=1)
    ]
    assert [p.text for p in outline(*pages).provisions] == ["Mål", "Tid", "Pris", "Ort"]


def test_codes_at_the_top_of_several_pages_are_no_running_head():
    pages = [
        [Put(70, 60, code, 12, bold=True), Put(140, 60, name, 12, bold=True), *flow([f"{BODY}, {name}."], y=80)]
        for code, name in (("AFB.15", "Grupper"), ("AFB.31", "Innehåll"), ("AFB.4", "Öppning"), ("AFB.52", "Krav"))
    ]
    assert keys(outline(*pages).provisions) == ["HAFB.15", "HAFB.31", "HAFB.4", "HAFB.52"]


def test_a_paragraph_goes_on_over_a_page_break():
    found = outline(
        [*flow(["# 1 Villkor"]), Put(70, 760, "Villkoret gäller den som")], [Put(70, 80, "har skrivit på avtalet.")]
    )
    assert [p.text for p in found.provisions] == ["Villkoret gäller den som har skrivit på avtalet."]
    assert found.provisions[0].pages == (1, 2)


def test_paragraphs_and_points_are_told_apart():
    lines = [
        "# 1 Krav",
        "Ett första stycke som slutar här.",
        "",
        "Anbudet ska innehålla",
        "• en prislista",
        "• ett bevis på erfarenhet,",
        "som är aktuellt",
        "",
        "Ett sista stycke.",
    ]
    parts = outline(flow(lines)).provisions[0].parts
    assert [(p.paragraph, p.point, p.text) for p in parts] == [
        ("1", None, "Ett första stycke som slutar här."),
        ("2", None, "Anbudet ska innehålla"),
        ("2", "1", "• en prislista"),
        ("2", "2", "• ett bevis på erfarenhet, som är aktuellt"),
        ("3", None, "Ett sista stycke."),
    ]


def test_a_bullet_drawn_after_its_text_still_begins_the_point():
    page = [
        *flow(["# 1 Krav", "Anbudet ska innehålla:"]),
        Put(90, 165, "en prislista i kronor"),
        Put(90, 177, "utan moms"),
        Put(78, 165, "•"),
        Put(90, 189, "ett bevis på"),
        Put(90, 201, "erfarenhet"),
        Put(78, 189, "•"),
    ]
    parts = outline(page).provisions[0].parts
    assert [(p.point, p.text) for p in parts][1:] == [
        ("1", "en prislista i kronor utan moms"),
        ("2", "ett bevis på erfarenhet"),
    ]


def test_an_endless_paragraph_is_parted_at_sentences():
    sentence = "Detta är en mening med precis nio ord i."
    page = [Put(70, 60 + 12 * n, f"{sentence} {sentence}") for n in range(40)]
    parts = outline(page).provisions[0].parts
    assert len(parts) > 2
    assert all(
        part.text.startswith("Detta") and part.text.endswith("i.") and len(part.text.split()) < 240 for part in parts
    )


def test_questions_of_a_memo_are_items():
    lines = ["# PM 1", "## Fråga 1 Får grupper lämna anbud?", "Ja.", "## Fråga 2 Ändras tiden?", "Nej."]
    found = outline(flow(lines), kind="memo", title="PM 1")
    assert [(p.id, p.kind, p.label) for p in found.provisions][-2:] == [
        ("d/HFraga-1", "item", "Fråga 1, PM 1"),
        ("d/HFraga-2", "item", "Fråga 2, PM 1"),
    ]


def test_numbered_points_of_a_memo_are_items_with_their_text():
    found = outline(
        flow(["Följande ändras.", "1. Sista anbudsdag blir den 3 juli.", "2. Kravet K4 utgår."]),
        kind="memo",
        title="PM 2",
    )
    assert [(p.kind, p.text) for p in found.provisions][1:] == [
        ("item", "1. Sista anbudsdag blir den 3 juli."),
        ("item", "2. Kravet K4 utgår."),
    ]


ROWS = [
    *flow(["# AFB.52 Krav på anbudsgivaren", "Kraven i tabellen gäller."]),
    *[Put(x, 190, text, bold=True) for x, text in ((70, "Kravnr"), (130, "Krav"), (350, "Bevis"))],
    *[Put(x, 210, text) for x, text in ((70, "KV-01"), (130, "Ha F-skatt."), (350, "Intyg"))],
    *[Put(x, 230, text) for x, text in ((70, "KV-02"), (130, "Ha erfarenhet."), (350, "Referens"))],
]


def test_table_rows_are_provisions_of_their_own_and_leave_the_rest_to_the_section():
    found = outline(ROWS)
    assert keys(found.provisions) == ["HAFB.52", "HAFB.52/RKV-01", "HAFB.52/RKV-02"]
    section, _, second = found.provisions
    assert section.text == "Kraven i tabellen gäller."
    assert (second.kind, second.label, second.pinpoint.code, second.pinpoint.row) == (
        "row",
        "AFB.52 KV-02, Provdokument",
        "AFB.52",
        "KV-02",
    )
    assert second.heading == ("AFB.52 Krav på anbudsgivaren", "Kravnr | Krav | Bevis")
    assert second.paragraphs == ("KV-02", "Ha erfarenhet.", "Referens")


def test_a_table_is_read_the_same_through_a_pdf():
    assert outline_of_pdf(ROWS).provisions[1].paragraphs == ("KV-01", "Ha F-skatt.", "Intyg")


def test_a_table_set_sideways_is_read_too():
    assert keys(outline_of_pdf(ROWS, sideways=True).provisions) == ["HAFB.52", "HAFB.52/RKV-01", "HAFB.52/RKV-02"]


def test_rows_without_a_name_are_counted():
    page = [
        *[Put(x, 100, text, bold=True) for x, text in ((70, "Krav"), (350, "Bevis"))],
        *[Put(x, 120, text) for x, text in ((70, "Företaget ska ha en försäkring"), (350, "Intyg"))],
    ]
    (only,) = outline(page).provisions
    assert (only.id, only.pinpoint.row, only.label) == ("d/Hs1/R1", "1", "s. 1 rad 1, Provdokument")


def test_labels_of_english_documents_are_english():
    found = outline(flow(["Before.", "# 1 Scope", "Text."]), language="en")
    assert [p.label for p in found.provisions] == ["introduction, Provdokument", "section 1, Provdokument"]


def test_a_long_title_is_cut_at_a_word():
    assert (
        short_title(document(title="Administrativa föreskrifter för ombyggnad av väg 56 vid Hallamyr"))
        == "Administrativa föreskrifter för ombyggnad av väg …"
    )
    assert short_title(document(title="Kort")) == "Kort"


WORDS = st.sampled_from(
    ["anbud", "krav", "ska", "avtal", "12", "juni", "AFB.52", "se", "1.1", "Bilaga", "bör:", "vägen.", "Ja;"]
)
LINES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
BLOCKS = st.one_of(
    LINES,
    LINES.map(lambda text: f"• {text}"),
    st.integers(1, 4).map(lambda n: f"# {n} Rubrik {n}"),
    st.integers(1, 99).map(lambda n: f"## AFB.{n} Kod"),
    st.sampled_from(["", "# Sist", "Fråga 3 Gäller detta?", "Innehåll"]),
)
CELLS = st.lists(st.sampled_from(["K1", "Krav på allt", "5", "ska"]), min_size=2, max_size=3)


def table(y: float, rows: list[list[str]]) -> list[Put]:
    head = [Put(x, y, text, bold=True) for x, text in ((70, "Nr"), (150, "Krav"), (300, "Bevis"))]
    return head + [
        Put(70 + 115 * n, y + 20 * (m + 1), text) for m, one in enumerate(rows) for n, text in enumerate(one)
    ]


@settings(max_examples=150, deadline=None)
@example(pages=[([], [["K1", "K1"]]), ([], [["K1", "K1"], ["Krav på allt"] * 3, ["Krav på allt"] * 3])], kind="tender")
@given(
    pages=st.lists(st.tuples(st.lists(BLOCKS, max_size=14), st.lists(CELLS, max_size=3)), min_size=1, max_size=3),
    kind=st.sampled_from(["tender", "memo", "guide"]),
)
def test_every_word_stands_in_one_provision_or_in_a_heading_and_spans_give_the_text_back(pages, kind):
    placed = [[*flow(lines), *(table(600, rows) if rows else [])] for lines, rows in pages]
    lines, made = laid(*placed)
    whole, texts = document(kind=kind), page_texts(made)
    found = recognise_outline(whole, lines, made)
    for provision in found.provisions:
        assert provision.parts
        assert all(part.text == text_of(texts, part.spans) for part in provision.parts)
    counted = Counter(
        (span.page, at) for p in found.provisions for span in p.spans for at in range(span.start, span.end)
    )
    assert max(counted.values(), default=1) == 1
    left_out = furniture(lines)
    body = [line for line in lines if line not in left_out]
    contents = contents_lines(body)
    headings = " ".join(heading for p in found.provisions for heading in p.heading)
    for index, line in enumerate(body):
        for word in re.finditer(r"\S*\w\S*", line.text) if index not in contents else ():
            assert (line.page, line.start + word.start()) in counted or word[0] in headings
    assert len({p.id for p in found.provisions}) == len(found.provisions)
    assert recognise_outline(whole, lines, made) == found
    assert all(passage.text == text_of(texts, passage.spans) for passage in cut(whole, found.provisions))


def test_every_requirement_row_of_the_example_is_found_with_its_text(reference: Path):
    found = _of(reference / "examples" / "af-utdrag-TRV-2026-30517.pdf")
    rows = [p.pinpoint.row for p in found if p.kind == "row" and p.pinpoint.code == "AFB.52"]
    assert rows == ["KV-01", "KV-02", "KV-03", "KV-04", "KV-05", "KV-06"]
    assert {len(p.parts) for p in found if p.kind == "row" and p.pinpoint.code == "AFB.52"} == {5}
    codes = [p.pinpoint.code for p in found if p.kind == "code"]
    assert codes == [
        "AFB",
        "AFB.11",
        "AFB.15",
        "AFB.23",
        "AFB.31",
        "AFB.311",
        "AFB.32",
        "AFB.33",
        "AFB.51",
        "AFB.53",
        "AFC.43",
        "AFC.51",
        "AFC.54",
        "AFC.62",
    ]


def under(stem: str, last: int) -> list[str]:
    return [f"{stem}.{number}" for number in range(1, last + 1)]


KALMAR = [*under("1.1", 16), "1.1.1.1", *under("1.2", 12), "1.3.1", "1.3.2", "1.4.1", *under("1.5", 3), "1.6"]
KALMAR += [*under("2", 10), *under("2.9", 3)]
VANERSBORG = [
    *under("1", 3),
    *under("1.3", 5),
    *under("1.4", 16),
    "1.5",
    "2.1",
    "2.2",
    *under("2.2", 8),
    *under("3", 3),
]
VANERSBORG += [*under("3.3", 4), *under("4", 3), *under("4.4", 8), "4.5", "4.6"]


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("region-kalmar-2023-fku-konsultstod-phenixid.pdf", KALMAR),
        ("vanersborg-2023-it-konsulter-beslutsstod.pdf", VANERSBORG),
    ],
)
def test_every_numbered_section_of_the_real_call_offs_is_found_once(reference: Path, name: str, numbers: list[str]):
    found = _of(reference / "corpus" / "upphandlingsdokument" / name)
    sections = [p.pinpoint.code for p in found if p.kind == "heading" and p.pinpoint.code]
    assert sorted(sections) == sorted(numbers)


def _of(path: Path) -> tuple[Provision, ...]:
    data = path.read_bytes()
    result = read_pdf(data, "d")
    known = identify(result, path.name, "0", read_metadata(data)).document
    return recognise_outline(known, result.lines, result.pages).provisions
