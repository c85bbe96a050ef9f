"""What a run leaves on the shelves when files are given again, changed, gone, or the same act twice."""

import os
import sys

import pytest
from fpdf import FPDF

from corpus.encoder import HashEncoder
from corpus.errors import DocumentError
from corpus.library import Library
from ingest import pipeline


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "data")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


def take_in(library, *paths):
    return pipeline.ingest(library, paths, HashEncoder, lambda line: None)


def pdf(*lines):
    made = FPDF()
    made.set_font("helvetica", size=11)
    made.add_page()
    for line in lines:
        made.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def act(end):
    sections = [f"{n} § En leverantör lämnar sitt anbud nummer {n} i rätt tid. {end}" for n in range(1, 5)]
    return pdf("Lag (2099:7) om prov", "t.o.m. SFS 2099:8", *sections)


def guide():
    return pdf("Om anbud", "1 Form", "Ett anbud lämnas skriftligt.", "2 Tid", "Det lämnas i tid.")


@pytest.mark.slow
def test_of_two_files_with_one_wording_of_an_act_the_first_is_taken_and_stays(library, folder):
    (folder / "a.pdf").write_bytes(act("Så är det."))
    (folder / "b.pdf").write_bytes(act("Så är det också."))
    first = take_in(library, folder)
    assert [document.file for document in first.taken] == ["a.pdf"]
    assert [problem.reason for problem in first.skipped] == [
        "b.pdf is the same act in the same wording as a.pdf, which is taken."
    ]
    second = take_in(library, folder)
    assert (second.taken, [document.file for document in second.unchanged]) == ([], ["a.pdf"])
    assert [document.file for document in library.documents()] == ["a.pdf"]


@pytest.mark.slow
def test_a_file_that_was_damaged_since_is_failed_and_what_was_read_of_it_stays(library, folder):
    path = folder / "guide.pdf"
    path.write_bytes(guide())
    take_in(library, path)
    path.write_bytes(b"cut off")
    summary = take_in(library, path)
    assert [problem.file for problem in summary.failed] == ["guide.pdf"]
    assert (summary.taken, summary.unchanged, summary.removed) == ([], [], [])
    assert [document.file for document in library.documents()] == ["guide.pdf"]


@pytest.mark.slow
def test_what_has_gone_from_a_folder_goes_from_the_shelves_and_from_the_problems(library, folder):
    (folder / "guide.pdf").write_bytes(guide())
    (folder / "gone.pdf").write_bytes(pdf("Om avtal", "1 Form", "Ett avtal undertecknas."))
    (folder / "bad.pdf").write_bytes(b"")
    (folder / "notes.txt").write_text("...", encoding="utf-8")
    take_in(library, folder)
    assert [problem.path for problem in library.problems()] == ["in/bad.pdf"]
    for name in ("gone.pdf", "bad.pdf", "notes.txt"):
        (folder / name).unlink()
    assert take_in(library, folder).removed == ["doc:gone"]
    assert library.problems() == ()
    assert [document.file for document in library.documents()] == ["guide.pdf"]


def test_what_a_killed_run_left_behind_is_cleared_away(library, folder):
    left = library.root / ".reading-abc"
    left.mkdir(parents=True)
    (left / "0.pickle").write_bytes(b"")
    with pytest.raises(DocumentError):
        take_in(library, folder)
    assert not left.exists()


@pytest.mark.parametrize("inner", ["", "parsed", "parsed/doc-a"])
def test_the_data_folder_is_not_taken_in(library, inner):
    stored = library.root / "parsed" / "doc-a" / "source.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(guide())
    with pytest.raises(DocumentError, match="is, or lies in, the data folder"):
        take_in(library, library.root / inner)
    assert stored.exists()


def test_a_folder_around_the_data_folder_holds_no_document_by_that(library):
    stored = library.root / "parsed" / "doc-a" / "source.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(guide())
    with pytest.raises(DocumentError, match="No PDF was found"):
        take_in(library, library.root.parent)
    assert stored.exists()


@pytest.mark.slow
def test_a_folder_around_the_data_folder_leaves_what_was_taken_in_from_there(library, folder):
    (library.root / "starter").mkdir(parents=True)
    (library.root / "starter" / "own.pdf").write_bytes(pdf("Om avtal", "1 Form", "Ett avtal undertecknas."))
    (folder / "guide.pdf").write_bytes(guide())
    take_in(library, library.root / "starter")
    summary = take_in(library, folder.parent)
    assert ([document.file for document in summary.taken], summary.removed) == (["guide.pdf"], [])
    assert {document.file for document in library.documents()} == {"guide.pdf", "own.pdf"}
    (library.root / "starter" / "own.pdf").unlink()
    (library.root / "starter" / "new.pdf").write_bytes(pdf("Om anbud", "1 Tid", "Det lämnas i tid."))
    assert take_in(library, library.root / "starter").removed == ["doc:own"]


@pytest.mark.slow
def test_a_picture_or_text_beside_the_documents_is_told_but_is_no_problem(library, folder):
    (folder / "guide.pdf").write_bytes(guide())
    for name in ("notes.md", "map.png", "price.xlsx"):
        (folder / name).write_text("...", encoding="utf-8")
    summary = take_in(library, folder)
    assert {item["file"] for item in summary.as_json()["skipped"]} == {"in/notes.md", "in/map.png", "in/price.xlsx"}
    assert len(list(summary.complaints())) == 3
    assert [problem.path for problem in library.problems()] == ["in/price.xlsx"]


class OtherEncoder(HashEncoder):
    """Another model, and how often it was loaded."""

    loaded = 0

    def __init__(self):
        super().__init__()
        self.name = "other"
        OtherEncoder.loaded += 1


@pytest.mark.slow
def test_shelves_are_built_again_when_the_layer_or_the_encoder_changes_or_one_is_damaged(library, folder, monkeypatch):
    (folder / "guide.pdf").write_bytes(guide())

    def version(encoder=HashEncoder, name=None):
        pipeline.ingest(library, [folder], encoder, lambda line: None, name)
        return library.shelf("common").manifest

    first = version()
    assert version() == first
    for module in ("corpus.build", "ingest.shelving"):
        monkeypatch.setattr(f"{module}.layer_digest", lambda: "changed")
    second = version()
    assert (second.version > first.version, second.layer, second.dense) == (True, "changed", True)
    assert version() == second
    assert version(OtherEncoder, "hash") == second
    assert OtherEncoder.loaded == 0
    third = version(OtherEncoder)
    assert (third.encoder, third.dense, OtherEncoder.loaded) == ("other", True, 1)
    shelf = library.shelf("common").folder
    (shelf / "manifest.json").write_bytes(b'{"version"')
    library._open.clear()
    assert version(OtherEncoder, "other").version > third.version


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are no text")
def test_a_name_that_is_no_text_is_skipped(library, folder):
    with open(os.path.join(os.fsencode(folder), b"f\xe5.pdf"), "wb") as file:
        file.write(guide())
    summary = take_in(library, folder)
    assert [(problem.file, "rename it" in problem.reason) for problem in summary.skipped] == [("in/f?.pdf", True)]
    assert [problem.path for problem in library.problems()] == ["in/f?.pdf"]
