"""Markdown sources become PDFs that read back as they were written."""

import hashlib
import os
import re
import subprocess
import sys

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError
from corpus.starter import starter_files
from ingest.render import render_markdown, render_starter

FRONT = """---
title: Provdokument om å, ä och ö
kind: tender
date: 2026-05-18
language: sv
issuer: Påhittade verket
procurement: Provbanan
case_number: TRV 2026/1
document: 3.1 Prov
revision: B
fictional: true
---
"""
GUIDE = FRONT.replace("kind: tender", "kind: guide").replace("fictional: true\n", "")
FEATURES = """
> **Obs.** En ruta med *kursiv* text.

## AFB Föreskrifter

### AFB.1 Former

Enligt 19 a kap. 2 § LOU och 14 kap. 11 § LUF gäller ”citat” – och — × ≥ 5 %, anbuds- eller **fet *och kursiv*** text.

3. tredje
4. fjärde
   - under

### AFB.52 Krav

| Kravnr | Krav | Belopp |
| --- | --- | ---: |
| KV-01 | Anbudsgivaren ska ha **F-skatt** | 1 200 000 kr |
"""


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r", "") for page in document]


def body_of(pdf: bytes, *, head: int) -> str:
    """All text without the ``head`` lines above and the two lines below each page, white space as one blank."""
    lines = [line for page in pages_of(pdf) for line in page.strip().split("\n")[head:-2]]
    return " ".join(" ".join(lines).split())


def written_in(source: str) -> list[str]:
    """Every line and table cell of a source's body without its Markdown signs, found without the parser under test."""
    body = source.split("\n---\n", 1)[1]
    found = []
    for line in body.splitlines():
        if not line.strip() or re.fullmatch(r"[| :-]+", line):
            continue
        cells = line.strip("| ").split(" | ") if line.startswith("|") else [line]
        found += [re.sub(r"^(#+|>|\s*-) ", "", cell).replace("*", "").strip() for cell in cells]
    return found


def table_of(rows: int) -> str:
    return "| Nr | Text |\n| --- | --- |\n" + "".join(f"| R{n:03} | Rad {n} i tabellen |\n" for n in range(rows))


def test_text_reads_back_in_order():
    text = body_of(render_markdown(FRONT + FEATURES), head=2)
    position = 0
    for part in written_in(FRONT + FEATURES):
        assert part in text[position:]
        position = text.index(part, position) + len(part)


@pytest.mark.slow
@pytest.mark.parametrize("path", starter_files(), ids=lambda path: path.stem)
def test_every_line_of_a_starter_source_is_found_in_its_pdf(path):
    source = path.read_text(encoding="utf-8")
    text = body_of(render_markdown(source, base=path.parent), head=2 if "fictional: true" in source else 1)
    assert [part for part in written_in(source) if part not in text] == []
    assert re.findall(r"[^\n -~åäöÅÄÖé§–—”“•×≥à]", text) == []


def test_same_source_gives_the_same_bytes():
    assert render_markdown(FRONT + FEATURES) == render_markdown(FRONT + FEATURES)
    assert render_markdown(FRONT + FEATURES) != render_markdown(FRONT + FEATURES + "\nMera.\n")


@pytest.mark.slow
def test_same_source_gives_the_same_bytes_in_another_process(tmp_path):
    source = tmp_path / "source.md"
    source.write_text(FRONT + FEATURES, encoding="utf-8")
    code = (
        "import hashlib, sys; from pathlib import Path; from ingest.render import render_markdown;"
        "print(hashlib.sha256(render_markdown(Path(sys.argv[1]).read_text('utf-8'))).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(source)], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == hashlib.sha256(render_markdown(FRONT + FEATURES)).hexdigest()


def test_metadata_names_kind_procurement_and_case_number(tmp_path):
    (tmp_path / "x.pdf").write_bytes(render_markdown(FRONT + FEATURES))
    metadata = pypdf.PdfReader(tmp_path / "x.pdf").metadata
    assert metadata.title == "Provdokument om å, ä och ö"
    assert metadata.author == "Påhittade verket"
    assert metadata.subject == "Upphandlingsdokument – Provbanan – TRV 2026/1"
    assert metadata["/Keywords"].split("; ") == [
        "ostkakan:tender",
        "procurement=Provbanan",
        "case_number=TRV 2026/1",
        "document=3.1 Prov",
        "revision=B",
        "language=sv",
        "date=2026-05-18",
        "fictional",
    ]
    assert metadata.creation_date.isoformat() == "2026-05-18T00:00:00+00:00"


def test_headings_become_bookmarks_on_their_pages(tmp_path):
    filler = "\n\nText på en rad.\n" * 60
    (tmp_path / "x.pdf").write_bytes(render_markdown(f"{GUIDE}\n# 1 Ett\n## 1.1 Under{filler}\n# 2 Två\n\nSlut.\n"))
    reader = pypdf.PdfReader(tmp_path / "x.pdf")
    one, (under,), two = reader.outline
    assert [one.title, under.title, two.title] == ["1 Ett", "1.1 Under", "2 Två"]
    for bookmark in (one, under, two):
        page = reader.get_destination_page_number(bookmark)
        assert bookmark.title in reader.pages[page].extract_text()
    assert reader.get_destination_page_number(two) > 0


def test_running_head_and_foot_stand_on_every_page():
    pages = pages_of(render_markdown(FRONT + "\nEn rad text.\n" * 120))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert page.startswith("Påhittade verket Provdokument om å, ä och ö\nFIKTIVT EXEMPEL – påhittad upphandling\n")
        assert page.split("\n")[-2:] == [
            "Dokument: 3.1 Prov Datum: 2026-05-18 Rev: B",
            f"Ärendenummer: TRV 2026/1 Sida {number} ({len(pages)})",
        ]


def test_table_headers_stand_again_on_every_page_and_no_row_is_lost():
    pages = pages_of(render_markdown(FRONT + "\n" + table_of(120)))
    assert len(pages) > 2
    assert all("Nr Text" in page for page in pages)
    assert re.findall(r"R\d{3}", " ".join(pages)) == [f"R{n:03}" for n in range(120)]


def test_words_in_table_columns_are_not_divided():
    words = ["Byggarbetsmiljösamordnare", "Entreprenadföreskrifter", "Kompletteringsupphandling", "Ansvarsförsäkring"]
    header = "| " + " | ".join(words) + " |\n" + "| --- " * len(words) + "|\n"
    row = "| " + " | ".join(f"en lång text om {word} som ska brytas över flera rader" for word in words) + " |\n"
    text = body_of(render_markdown(FRONT + "\n" + header + row), head=2)
    assert all(text.count(word) == 2 for word in words)


@pytest.mark.parametrize("template", ["{}", "- {}", "| A | B |\n| --- | --- |\n| x | {} |", "# {}"])
def test_a_word_longer_than_a_line_loses_nothing(template):
    word = "".join(chr(ord("a") + n % 26) for n in range(260))
    text = body_of(render_markdown(FRONT + "\n" + template.format(word) + "\n"), head=2)
    assert word in text.replace(" ", "")


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["anbuds- eller", "14 kap. 6 § LOU", "F-skatt", "§§", "och", "ÅÄÖ-krav"]), min_size=40))
def test_no_line_ends_in_a_hyphen_and_all_words_come_back(words):
    text = body_of(render_markdown(GUIDE + "\n" + " ".join(words) + "\n"), head=1)
    assert text.endswith(" ".join(words))


@pytest.mark.slow
def test_a_heading_is_never_the_last_thing_on_a_page():
    parts = [f"## {n} Rubrik\n\n" + "Ett ord till. " * (n * 7 % 60 + 3) + "\n" for n in range(1, 40)]
    pages = pages_of(render_markdown(GUIDE + "\n" + "\n".join(parts)))
    assert len(pages) > 3
    assert not [page for page in pages if "Rubrik" in page.strip().split("\n")[-3]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ntitle", "title", "line 1: a source begins with"),
        ("fictional: true\n---", "fictional: true", "line 1: the front matter is not closed"),
        ("kind: tender", "kind tender", "line 3: write 'key: value'"),
        ("kind: tender", "kind: novel", "line 3: kind is one of guide, tender, memo, plain"),
        ("2026-05-18", "18 maj", "line 4: write the date as YYYY-MM-DD"),
        ("revision: B", "revison: B", "line 10: 'revison' is no key"),
        ("revision: B", "kind: memo", "line 10: 'kind' is given twice"),
        ("language: sv\n", "", "line 11: the front matter lacks language"),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(old, new, message):
    with pytest.raises(DocumentError, match=f"^{re.escape(message)}"):
        render_markdown(FRONT.replace(old, new, 1) + FEATURES)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("```\nkod\n```", "line 14: 'fence' can't be set"),
        ("Text\n\n---\n\nText", "line 16: 'hr' can't be set"),
        ("[länk](http://exempel.se)", "line 14: 'link_open' can't be set"),
        ("Ett tecken 漢 till", "line 14: the font lacks '漢' (U+6F22)"),
        ("# A\n\n### B", "line 16: the heading 'B' skips a level"),
        ("## A\n\n# B", "line 16: the heading 'B' skips a level"),
        ("| A |\n| --- |\n| " + "ord " * 4000 + "|", "line 14: the table can't be set"),
        ("![bild](saknas.png)", "line 14: no picture 'saknas.png'"),
        ("![bild](../utanför.png)", "line 14: no picture '../utanför.png'"),
    ],
)
def test_what_cannot_be_set_is_refused_with_its_line(body, message, tmp_path):
    base = tmp_path / "sources"
    base.mkdir()
    (tmp_path / "utanför.png").write_bytes(b"")
    with pytest.raises(DocumentError, match=f"^{re.escape(message)}"):
        render_markdown(f"{FRONT}\n{body}\n", base=base)


def test_a_picture_beside_the_source_is_set(tmp_path):
    pypdfium2.PdfDocument(render_markdown(GUIDE)).get_page(0).render().to_pil().save(tmp_path / "scan.png")
    pdf = render_markdown(GUIDE + "\n![skannad sida](scan.png)\n", base=tmp_path)
    with pypdfium2.PdfDocument(pdf) as document:
        kinds = [item.type for page in document for item in page.get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


@pytest.mark.slow
def test_starter_documents_are_rendered_once_and_again_when_they_changed(tmp_path):
    paths = render_starter(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "sa-deltar-ditt-foretag.pdf",
        "Exempel Mossingebanan/1-administrativa-foreskrifter.pdf",
        "Exempel Mossingebanan/2-pm-1-fragor-och-svar.pdf",
    ]
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(paths)
    before, first = paths[1].stat().st_mtime_ns, paths[2].read_bytes()
    paths[2].write_bytes(b"another file")
    assert render_starter(tmp_path) == paths
    assert paths[1].stat().st_mtime_ns == before
    assert paths[2].read_bytes() == first


@pytest.mark.slow
def test_the_fictional_tender_says_so_on_every_page():
    for path in starter_files():
        if path.parent.name == "tender":
            assert all("FIKTIVT EXEMPEL" in page for page in pages_of(render_markdown(path.read_text("utf-8"))))


def test_every_section_that_a_starter_document_cites_exists(reference):
    known = {
        (act, chapter, section)
        for act, name in (("LOU", "lou-2016-1145"), ("LUF", "luf-2016-1146"), ("LUK", "luk-2016-1147"))
        for chapter, text in re.findall(
            r"^## (\d+(?: [a-z])?) kap\.(.*?)(?=^## |\Z)",
            (reference / "corpus" / "lagar" / f"{name}.md").read_text("utf-8"),
            flags=re.MULTILINE | re.DOTALL,
        )
        for section in re.findall(r"^#### (\d+(?: [a-z])?) §", text, flags=re.MULTILINE)
    }
    cited = [citation for path in starter_files() for citation in citations_in(path.read_text("utf-8"))]
    assert len(cited) > 250
    assert [citation for citation in cited if citation not in known] == []


def citations_in(text: str) -> list[tuple[str, str, str]]:
    """Act, chapter and section of every reference in canonical form; of an interval its two ends."""
    found = []
    pattern = (
        r"(\d+(?: [a-z])?) kap\. ([\d a-z–,]+?) §§?(?: (?:\w+(?: och \w+)? styckena?|\d(?: och \d)?))* (LOU|LUF|LUK)"
    )
    for chapter, sections, act in re.findall(pattern, text):
        found += [(act, chapter, section) for section in re.split(r"–|, | och ", sections)]
    return found


def test_no_starter_document_copies_a_statute(reference):
    words = {path: re.findall(r"\w+", path.read_text("utf-8").casefold()) for path in starter_files()}
    statutes = [
        re.findall(r"\w+", path.read_text("utf-8").casefold()) for path in (reference / "corpus/lagar").glob("*.md")
    ]
    runs = {tuple(text[n : n + 12]) for text in statutes for n in range(len(text) - 11)}
    copied = [
        (path.name, run)
        for path, text in words.items()
        for run in zip(*(text[n:] for n in range(12)), strict=False)
        if run in runs
    ]
    assert copied == []
