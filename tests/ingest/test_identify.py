"""Which document a file is: kind, id, title, numbers, issuer, date and language, one sign a test."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Document
from ingest.facts import Metadata, dates_in, language_of, read_metadata, sensible_title
from ingest.identify import Identified, identify, in_procurement, slug
from ingest.read import read_pdf
from tests.ingest.placing import NO_METADATA, Put, flow, pdf_of, read_of

BODY = ["Brödtext som fyller ut sidan så att rubrikerna är större än den.", "Ännu en rad av samma slag."]


def identified(*lines: str, name: str = "fil.pdf", metadata: Metadata = NO_METADATA) -> Identified:
    return identify(read_of(flow([*lines, "", *BODY])), name, "0" * 64, metadata)


def known(*lines: str, name: str = "fil.pdf", metadata: Metadata = NO_METADATA) -> Document:
    return identified(*lines, name=name, metadata=metadata).document


ACT = ("# Lag (2099:12) om provning", "SFS nr: 2099:12", "Ändrad: t.o.m. SFS 2100:3", "1 § Denna lag gäller provning.")


def test_a_statute_has_its_sfs_number_and_wording_in_its_id():
    act = known(*ACT)
    assert (act.kind, act.id, act.sfs, act.wording) == ("statute", "sfs:2099:12@2100:3", "2099:12", "t.o.m. SFS 2100:3")
    assert act.title == "Lag (2099:12) om provning"
    assert act.case_number is None


def test_a_statute_without_a_wording_says_so_in_its_id():
    assert known(*(line for line in ACT if "Ändrad" not in line)).id == "sfs:2099:12@unknown"


def test_a_regulation_has_the_name_of_its_series():
    lines = (
        "# Verkets föreskrifter (XFS 2099:3) om provning",
        "(Ändrad: t.o.m. XFS 2100:1)",
        "1 § A.",
        "2 § B.",
        "3 § C.",
    )
    regulation = known(*lines)
    assert (regulation.kind, regulation.id, regulation.short) == ("regulation", "xfs:2099:3@2100:1", "XFS 2099:3")
    assert regulation.sfs is None


def test_a_directive_is_known_by_its_articles():
    lines = (
        "# Europaparlamentets och rådets direktiv 2099/24/EU",
        "Artikel 1",
        "A.",
        "Artikel 2",
        "B.",
        "Artikel 3",
        "C.",
    )
    assert (known(*lines).kind, known(*lines).short) == ("directive", "direktiv 2099/24/EU")


@pytest.mark.parametrize(
    "lines",
    [
        ("# Administrativa föreskrifter", "Objekt: väg 99"),
        ("# Provbanan", "AFB.1 Form", "AFB.11 Förfarande", "AFC.5 Ansvar"),
        ("# Provbanan", "Dnr 2099/53", "Sista anbudsdag: 2099-06-01"),
        ("# Tilldelningsbeslut", "Beslutet gäller provbanan."),
        ("# Mängdförteckning",),
        ("# Invitation to tender", "The buyer is the municipality."),
    ],
)
def test_tender_documents_are_known_by_their_name_codes_or_case(lines: tuple[str, ...]):
    assert (identified(*lines).document.kind, identified(*lines).sure) == ("tender", True)


@pytest.mark.parametrize("title", ["Frågor och svar", "PM 2", "Förtydligande nr 1", "Rättelse av mängdförteckning"])
def test_memos_are_known_by_their_name(title: str):
    assert known(f"# {title}", "Dnr 2099/53").kind == "memo"


@pytest.mark.parametrize(
    "name", ["PM-3.pdf", "pm_2 rev A.pdf", "handling PM.pdf", "fragor och svar - Frågor och svar.pdf"]
)
def test_memos_are_known_by_their_file(name: str):
    assert known("# Provbanan", name=name).kind == "memo"


def test_prose_about_tenders_is_a_guide_and_not_sure():
    lines = ("# Så lämnar ditt företag anbud", "Läs förfrågningsunderlaget och håll reda på anbudstiden.")
    assert (identified(*lines).document.kind, identified(*lines).sure) == ("guide", False)
    assert known(*lines, name="Så här.pdf").id == "doc:sa-har"


def test_what_we_rendered_ourselves_is_believed():
    metadata = Metadata(
        "PM 1",
        "Kommunen",
        None,
        ("ostkakan:memo", "case_number=X 1/2", "date=2099-05-04", "language=en", "wording=t.o.m. SFS 2025:360"),
    )
    memo = identified("# Något helt annat", metadata=metadata)
    assert (memo.document.kind, memo.sure, memo.document.title) == ("memo", True, "PM 1")
    assert (memo.document.case_number, memo.document.date, memo.document.language) == ("X 1/2", "2099-05-04", "en")
    assert (memo.document.issuer, memo.document.wording) == ("Kommunen", "t.o.m. SFS 2025:360")
    assert known("# Klarspråk", metadata=replace(metadata, keywords=("ostkakan:plain",))).kind == "plain"


def test_a_kind_nobody_knows_is_not_believed():
    assert known("# Text", metadata=Metadata(None, None, None, ("ostkakan:poem",))).kind == "guide"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Dnr 2099/53", "2099/53"),
        ("Dnr. 2099/53", "2099/53"),
        ("Ärendenummer: TRV 2099/30517", "TRV 2099/30517"),
        ("Diarienummer KS-2099-117", "KS-2099-117"),
        ("TRV 2099/90417 Provbanan", "TRV 2099/90417"),
        ("2026-245", "2026-245"),
        ("2026-05", None),
        ("Lagen (2016:1145) gäller från 2099-05-11", None),
    ],
)
def test_case_numbers_are_read_as_printed(line: str, number: str | None):
    assert known("# Upphandlingsdokument", line).case_number == number


def test_the_buyer_is_read_beside_below_or_from_a_line_of_its_own():
    assert known("# Kontrakt", "Beställare: Provköpings kommun").issuer == "Provköpings kommun"
    assert (
        known("# Kontrakt", "Upphandlande organisation", "Region Provland", "Någon Person").issuer == "Region Provland"
    )
    assert known("# Kontrakt", "PROVVERKET | Kontrakt").issuer == "Provverket"
    assert known("# Kontrakt", "Beställaren kommer att anta anbud: ett").issuer is None
    assert known("# Kontrakt", metadata=Metadata(None, "Provverket", None, ())).issuer == "Provverket"
    assert known("# Kontrakt", metadata=Metadata(None, "Någon Person", None, ())).issuer is None


def test_the_date_is_the_documents_own_and_no_deadline():
    assert known("# Kontrakt", "Sista anbudsdag 2099-06-01", "Datum: 2099-05-11 Rev: A").date == "2099-05-11"
    assert known("# Kontrakt", "2099-05-11", "Sista dag: 2099-06-01").date == "2099-05-11"
    assert known("# Kontrakt", "Anbud ska lämnas senast 2099-06-01").date is None


def test_dates_are_read_in_both_languages():
    assert list(dates_in("den 3 maj 2026, 4 June 2026 och 2026-07-01")) == ["2026-07-01", "2026-05-03", "2026-06-04"]


def test_a_title_comes_from_the_metadata_when_a_person_wrote_it():
    person = Metadata("Teknisk beskrivning för provbanan", None, None, ())
    program = Metadata("Microsoft Word - AF_slutlig.docx", None, None, ())
    assert known("# Provbanan, mark", metadata=person).title == "Teknisk beskrivning för provbanan"
    assert known("# Provbanan, mark", metadata=program).title == "Provbanan, mark"


@pytest.mark.parametrize("title", ["Namnlös", "AF-30517.pdf", "PROPGR~1.DOC", "", "ab c", "2026 05 11 12 13", None])
def test_what_programs_write_is_no_title(title: str | None):
    assert sensible_title(title) is None


def test_a_name_that_says_only_the_kind_gives_way_to_the_subject():
    page = [Put(70, 80, "Upphandlingsdokument", 16, bold=True), Put(70, 110, "Upphandling", bold=True)]
    page += [Put(70, 124, "Konsulter för provning"), *flow(BODY, y=200)]
    assert identify(read_of(page), "a.pdf", "0", NO_METADATA).document.title == "Konsulter för provning"


def test_without_any_title_the_file_names_the_document():
    page = flow(BODY)
    assert identify(read_of(page), "bilaga_3-krav.pdf", "0", NO_METADATA).document.title == "bilaga 3 krav"


def test_language_is_told_by_small_words():
    assert language_of("Anbudet ska vara på svenska och det lämnas i tid") == "sv"
    assert language_of("The tender is to be submitted in Swedish or in English") == "en"
    assert language_of("") == "sv"


def test_ids_are_plain_ascii():
    assert slug("Åtgärder för Östra länken (rev. B)") == "atgarder-for-ostra-lanken-rev-b"
    assert slug("–") == "dokument"


def test_a_document_of_a_procurement_is_named_after_it():
    document = known("# Krav på miljö", name="Bilaga 3.pdf")
    moved = in_procurement(document, "TRV 2099-1")
    assert (moved.id, moved.kind, moved.procurement) == ("tender:trv-2099-1/bilaga-3", "tender", "TRV 2099-1")
    assert in_procurement(document, "X", "a/Bilaga 3").id == "tender:x/a-bilaga-3"
    assert in_procurement(replace(document, kind="memo"), "X").kind == "memo"


def test_metadata_is_read_from_the_file_and_missing_without_one():
    assert read_metadata(b"no pdf") == Metadata(None, None, None, ("",)) or read_metadata(b"no pdf") == NO_METADATA
    plain = read_metadata(pdf_of([Put(70, 100, "Text")]))
    assert (plain.title, plain.own_kind) == (None, None)


@pytest.mark.parametrize(
    ("path", "document_id", "kind"),
    [
        ("lagar/lag-om-upphandlingsstatistik-2019-668.pdf", "sfs:2019:668@unknown", "statute"),
        ("lagar/lov-2008-962.pdf", "sfs:2008:962@2022:992", "statute"),
        ("lagar/upphandlingsforordning-2016-1162.pdf", "sfs:2016:1162@2023:543", "statute"),
        ("upphandlingsdokument/vanersborg-2023-it-konsulter-beslutsstod.pdf", None, "tender"),
        ("upphandlingsdokument/region-kalmar-2023-fku-konsultstod-phenixid.pdf", None, "tender"),
    ],
)
def test_reference_documents_are_what_they_are(reference: Path, path: str, document_id: str | None, kind: str):
    file = reference / "corpus" / path
    data = file.read_bytes()
    document = identify(read_pdf(data, "?"), file.name, "0", read_metadata(data)).document
    assert (document.id, document.kind) == (document_id or f"doc:{slug(file.stem)}", kind)


@pytest.mark.parametrize("first", ["1 Inledning", "1.1 Inledning", "AFB.1 Form"])
def test_a_page_that_begins_with_a_number_or_a_code_has_the_title_of_its_file(first: str):
    assert known(first, name="krav_2.pdf").title == "krav 2"
