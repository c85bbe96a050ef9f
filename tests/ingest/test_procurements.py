"""Which documents make one procurement, what it is called, and the act it is held under."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from corpus.model import Document, Page
from ingest.archives import Limits
from ingest.identify import Identified
from ingest.procurements import describe, governing_act, group_procurements
from ingest.sources import SourceFile


def placed(path: str, kind: str = "tender", case: str | None = None, buyer: str | None = None, sure: bool = True):
    """A document found under /given, e.g. "a.zip/AF.pdf"; the first part of the path was given."""
    place = PurePosixPath("/given", path)
    document = Document(f"doc:{path}", kind, "T", place.name, "0", case_number=case, issuer=buyer)  # type: ignore[arg-type]
    return Identified(document, sure), SourceFile(place.name, path, place, "0", 1, Path(place), (), Limits())


def names(*items) -> dict[str, str]:
    return {items[index][1].path_inside: name for index, name in group_procurements(items).items()}


def test_a_folder_with_one_case_number_is_a_procurement():
    found = names(
        placed("Väg 9/AF.pdf", case="T 1"), placed("Väg 9/PM.pdf", "memo", case="T 1"), placed("Väg 9/MF.pdf")
    )
    assert found == {"Väg 9/AF.pdf": "Väg 9", "Väg 9/PM.pdf": "Väg 9", "Väg 9/MF.pdf": "Väg 9"}


def test_an_archive_gives_its_name_rather_than_a_folder_in_it():
    found = names(placed("T-1.zip/dokument/AF.pdf", case="T 1"), placed("T-1.zip/dokument/MF.pdf", case="T 1"))
    assert set(found.values()) == {"T-1"}


def test_one_buyer_is_enough_where_there_is_no_case_number():
    assert set(names(placed("k/AF.pdf", buyer="Staden"), placed("k/MF.pdf", buyer="staden")).values()) == {"k"}


def test_documents_of_two_tenders_in_one_folder_are_procurements_of_their_own():
    assert names(placed("in/a.pdf", case="T 1"), placed("in/b.pdf", case="T 2")) == {"in/a.pdf": "a", "in/b.pdf": "b"}


def test_folders_of_their_own_are_told_apart_under_one_that_was_given():
    found = names(
        placed("alla/ett/AF.pdf", case="T 1"),
        placed("alla/ett/MF.pdf", case="T 1"),
        placed("alla/två/AF.pdf", case="T 2"),
        placed("alla/två/bilagor/MF.pdf", case="T 2"),
    )
    assert list(found.values()) == ["ett", "ett", "två", "två"]


def test_a_folder_without_any_sign_of_the_case_is_not_drawn_in():
    found = names(
        placed("alla/ett/AF.pdf", case="T 1"), placed("alla/ett/MF.pdf", case="T 1"), placed("alla/annat/Avtal.pdf")
    )
    assert found == {"alla/ett/AF.pdf": "ett", "alla/ett/MF.pdf": "ett", "alla/annat/Avtal.pdf": "Avtal"}


def test_a_folder_for_a_part_of_the_documents_is_no_name():
    found = names(placed("Väg 9/02 Bilagor/a.pdf", case="T 1"), placed("Väg 9/02 Bilagor/b.pdf", case="T 1"))
    assert set(found.values()) == {"Väg 9"}
    assert set(names(placed("bilagor/a.pdf", case="T 1"), placed("bilagor/b.pdf", case="T 1")).values()) == {"bilagor"}


def test_a_lone_tender_document_is_a_procurement_named_after_its_file_or_archive():
    assert names(placed("mapp/AF väg 9.pdf", case="T 1")) == {"mapp/AF väg 9.pdf": "AF väg 9"}
    assert names(placed("T-1.zip/AF.pdf", case="T 1")) == {"T-1.zip/AF.pdf": "T-1"}


def test_two_tenders_in_one_archive_are_not_merged():
    found = names(placed("in.zip/a.pdf", case="T 1"), placed("in.zip/b.pdf", case="T 2"))
    assert found == {"in.zip/a.pdf": "a", "in.zip/b.pdf": "b"}


def test_names_are_distinct():
    found = names(placed("x/ett/AF.pdf", case="T 1"), placed("x/två/AF.pdf", case="T 2"))
    assert list(found.values()) == ["AF", "AF (två)"]


@pytest.mark.parametrize("kind", ["statute", "regulation", "guide", "plain", "directive"])
def test_laws_and_guides_never_belong_to_a_procurement(kind: str):
    found = names(placed("m/AF.pdf", case="T 1"), placed("m/MF.pdf", case="T 1"), placed("m/x.pdf", kind))
    assert "m/x.pdf" not in found


def test_prose_of_unknown_kind_belongs_to_the_tender_it_lies_among():
    items = [placed("m/AF.pdf", case="T 1"), placed("m/MF.pdf", case="T 1"), placed("m/Miljö.pdf", "guide", sure=False)]
    assert names(*items)["m/Miljö.pdf"] == "m"
    assert "m/Miljö.pdf" not in names(*items, placed("m/LOU.pdf", "statute"))


def test_prose_with_the_tenders_case_number_belongs_to_it_anywhere():
    items = [placed("m/AF.pdf", case="T 1"), placed("m/B.pdf", "guide", case="T 1", sure=False)]
    assert set(names(*items, placed("m/LOU.pdf", "statute")).values()) == {"m"}


def page(text: str, number: int = 1) -> Page:
    return Page("d", number, text, (), 595, 842)


DOCUMENT = Document("tender:t/af", "tender", "AF", "af.pdf", "0", case_number="T 1", date="2099-05-11")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Upphandlingen genomförs enligt lagen (2016:1145) om offentlig upphandling (LOU) som öppet förfarande.",
            "LOU",
        ),
        ("Förfarandet följer lagen (2016:1146) om upphandling inom\nförsörjningssektorerna. LOU gäller inte.", "LUF"),
        ("Avropet görs som förnyad konkurrensutsättning enligt LUK.", "LUK"),
        ("Uteslutning prövas enligt 13 kap. LUF.", "LUF"),
        ("Uteslutning prövas enligt 13 kap. LUF eller LOU.", None),
        ("Anbud ska lämnas i tid.", None),
    ],
)
def test_the_act_is_the_one_the_text_says_the_tender_is_held_under(text: str, act: str | None):
    said = governing_act([DOCUMENT], {DOCUMENT.id: [page("Försättsblad"), page(text, 2)]})
    assert said == ((act, "tender:t/af, s. 2") if act else (None, None))


def test_documents_stand_by_date_and_memos_after_what_they_change():
    memo = replace(DOCUMENT, id="tender:t/pm", kind="memo", date="2099-05-01", case_number=None)
    undated, late = replace(DOCUMENT, id="tender:t/x", date=None), replace(DOCUMENT, id="tender:t/y", date="2099-06-01")
    found = describe("t", [memo, late, undated, DOCUMENT], {})
    assert found.documents == ("tender:t/af", "tender:t/y", "tender:t/x", "tender:t/pm")
    assert (found.name, found.case_number, found.act, found.act_stated_in) == ("t", "T 1", None, None)
