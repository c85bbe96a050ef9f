"""The command line as it is typed: exit codes, results alone on stdout, a failure in one line on stderr."""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from types import SimpleNamespace

import pypdf
import pytest
from fpdf import FPDF

from corpus import encoder
from corpus.build import build_shelf, gather
from corpus.encoder import HashEncoder
from corpus.library import Library
from corpus.store import Origin
from corpus.vectors import VectorCache
from tests.corpus.making import parsed_statute
from ui import cli

ID = "sfs:2099:1@2099:2"
PROGRESS = ("Read ", "Indexing ", "Embedding ")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def printed(self):
        """The objects on stdout; what is no JSON there makes it fail."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaints(self):
        return [line for line in self.err.splitlines() if not line.startswith(PROGRESS)]


@pytest.fixture(scope="module")
def shelved(tmp_path_factory):
    """A data folder with one act of three sections."""
    root = tmp_path_factory.mktemp("data")
    library = Library(root)
    library.store.write(parsed_statute(), b"%PDF-", Origin("/lag.pdf", "1"))
    content = gather(library.store, [library.store.document(key) for key in library.store.ids()])
    build_shelf(library.shelf_folder("common"), content, VectorCache(root / "vectors", HashEncoder()))
    return root


@pytest.fixture
def ostkakan(monkeypatch, capsys):
    monkeypatch.setenv("OSTKAKAN_ENCODER", "hash")

    def run(*arguments, data=None):
        monkeypatch.setattr(sys, "argv", ["ostkakan", *map(str, arguments), *(["--data", str(data)] if data else [])])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return Ran(end.value.code or 0, *capsys.readouterr())

    return run


def pdf(*lines):
    made = FPDF()
    made.set_font("helvetica", size=11)
    made.add_page()
    for line in lines:
        made.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def encrypted():
    writer = pypdf.PdfWriter(io.BytesIO(pdf("1 Anbud", "Ett anbud lämnas skriftligt.")))
    writer.encrypt("hemligt")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# ---- reading commands ----


def test_status_tells_what_is_on_the_shelves(ostkakan, shelved):
    ran = ostkakan("status", data=shelved)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].startswith("common: 3 provisions")
    assert "lag.pdf" in ran.out
    (told,) = ostkakan("status", "--json", data=shelved).printed
    assert [item["id"] for shelf in told["shelves"] for item in shelf["documents"]] == [ID]
    assert (told["problems"], told["unfinished"]) == ([], [])


@pytest.mark.parametrize("name", [ID, "lag.pdf"])
def test_show_prints_a_provision_a_line(ostkakan, shelved, name):
    ran = ostkakan("show", name, data=shelved)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split("\t")[:2] for line in ran.out.splitlines()] == [
        ["1 § LOU", "p. 1"], ["2 § LOU", "p. 1"], ["3 § LOU", "p. 2"]
    ]  # fmt: skip
    shown = ostkakan("show", name, "--json", data=shelved).printed
    assert [(item["id"], item["label"], item["pages"]) for item in shown] == [
        (f"{ID}/P{n}", f"{n} § LOU", [page]) for n, page in ((1, 1), (2, 1), (3, 2))
    ]
    assert shown[0]["text"] == "Spärren är tio dagar när beslutet skickas elektroniskt."


def test_search_prints_hits(ostkakan, shelved):
    ran = ostkakan("search", "Hur många dagar är spärren?", "--json", "--limit", 2, data=shelved)
    assert (ran.code, ran.err) == (0, "")
    (found,) = ran.printed
    assert (found["id"], found["question"]) == (None, "Hur många dagar är spärren?")
    assert found["hits"][0]["label"] == "1 § LOU"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    assert ostkakan("search", "spärren", data=shelved).out.startswith(" 1. 1 § LOU")


def test_ask_prints_an_answer_with_verified_quotes(ostkakan, shelved):
    ran = ostkakan("ask", "Hur många dagar är spärren?", "--json", data=shelved)
    assert (ran.code, ran.err) == (0, "")
    (answer,) = ran.printed
    assert not answer["refused"]
    assert answer["citations"][0]["quote"] == "Spärren är tio dagar när beslutet skickas elektroniskt."
    assert all(citation["verified"] for citation in answer["citations"])
    assert "[1] 1 § LOU" in ostkakan("ask", "Hur många dagar är spärren?", data=shelved).out


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_bad_line_of_a_batch_has_its_error_in_its_place_and_the_rest_go_on(ostkakan, shelved, tmp_path, command):
    lines = [
        json.dumps({"id": "a", "question": "Hur många dagar är spärren?", "gold": 1}),
        '{"id": "b", "question"',
        json.dumps({"id": "c", "question": "…"}),
        json.dumps({"id": "d", "question": "Får vi lämna anbud?", "procurement": "okänd"}),
        json.dumps({"id": "e", "question": "Får flera företag lämna anbud tillsammans?"}),
    ]
    batch = tmp_path / "frågor.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    ran = ostkakan(command, "--batch", batch, data=shelved)
    assert (ran.code, ran.err) == (1, "")
    printed = ran.printed
    assert [item["id"] for item in printed] == ["a", None, "c", "d", "e"]
    assert [sorted(item) == ["error", "id"] for item in printed] == [False, True, True, True, False]
    batch.write_text(lines[0], encoding="utf-8")
    assert ostkakan(command, "--batch", batch, data=shelved).code == 0


# ---- a failure is one line that says what to do ----


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("show", "okänd.pdf"), "ostkakan status"),
        (("ask", "  "), "write it in a sentence"),
        (("ask",), "--batch"),
        (("ask", "Vad gäller?", "--procurement", "okänd"), "known: none"),
        (("search", "--batch", "finns-inte.jsonl"), "finns-inte.jsonl"),
        (("ingest",), "ostkakan ingest FILE"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(ostkakan, shelved, arguments, word):
    ran = ostkakan(*arguments, data=shelved)
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("ostkakan: ")
    assert word in line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("status", "--nej"), "--nej"),
        (("nej",), "'nej'"),
        (("show",), "DOCUMENT"),
        (("search", "anbud", "--limit", "0"), "--limit"),
        (("plain", "chek"), "'check'"),
        (("serve", "--port", "x"), "--port"),
    ],
)
def test_a_command_that_is_none_is_one_line_that_names_the_help_and_exit_code_2(ostkakan, arguments, word):
    ran = ostkakan(*arguments)
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert word in line
    assert "--help" in line


def test_without_a_command_the_help_is_shown(ostkakan):
    ran = ostkakan()
    assert (ran.code, ran.err) == (2, "")
    assert "ingest" in ran.out


@pytest.mark.parametrize("command", [("search", "anbud"), ("ask", "anbud"), ("reindex",)])
def test_an_empty_data_folder_says_how_to_fill_it(ostkakan, tmp_path, command):
    ran = ostkakan(*command, data=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert "ostkakan ingest" in line
    assert list(tmp_path.iterdir()) == []


def test_the_status_of_an_empty_data_folder_is_no_failure(ostkakan, tmp_path):
    ran = ostkakan("status", data=tmp_path / "new")
    assert (ran.code, ran.err) == (0, "")
    assert "ostkakan ingest" in ran.out
    assert not (tmp_path / "new").exists()


def test_shelves_of_another_embedding_model_are_not_searched_with_this_one(ostkakan, monkeypatch, shelved):
    monkeypatch.setattr(encoder, "load_encoder", lambda model: SimpleNamespace(name="other"))
    ran = ostkakan("ask", "Vad gäller?", data=shelved)
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert "hash" in line
    assert "ostkakan reindex" in line


@pytest.mark.parametrize(("error", "word"), [(28, "disk is full"), (13, "lag.pdf")])
def test_an_error_of_the_system_is_one_line(ostkakan, monkeypatch, tmp_path, error, word):
    def fail(self):
        raise OSError(error, "It did not work", "lag.pdf")

    monkeypatch.setattr(Library, "shelf_names", fail)
    ran = ostkakan("status", data=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert word in line


def test_stopping_it_is_one_line(ostkakan, monkeypatch, tmp_path):
    def stop(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "shelf_names", stop)
    assert ostkakan("status", data=tmp_path) == Ran(130, "", "ostkakan: stopped.\n")


def test_letters_that_the_terminal_lacks_do_not_end_a_run(monkeypatch, ostkakan, shelved):
    for arguments, expected in ((("show", ID), b"1 ? LOU"), (("show", ID, "--json"), rb"1 \u00a7 LOU")):
        bare = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        monkeypatch.setattr(sys, "stdout", bare)
        assert ostkakan(*arguments, data=shelved).code == 0
        assert expected in bare.buffer.getvalue()


# ---- ingest of what can't be taken in ----


def nothing_half_written(data):
    return [path.name for folder in (data, data / "parsed") for path in folder.glob(".*")] == []


@pytest.mark.parametrize("given", ["missing.pdf", "folder", "broken.zip", "notes.txt", "data", "."])
def test_a_path_without_documents_is_one_line_and_exit_code_1(ostkakan, monkeypatch, tmp_path, given):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder" / "empty").mkdir(parents=True)
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "notes.txt").write_text("1 § Ej en PDF.", encoding="utf-8")
    ran = ostkakan("ingest", given, data=tmp_path / "data")
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert given in line
    assert nothing_half_written(tmp_path / "data")


BAD = {
    "empty.pdf": (bytes, "empty"),
    "locked.pdf": (encrypted, "encrypted"),
    "text.pdf": ("1 § Ej en PDF.".encode, "not a PDF"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_code_1(ostkakan, tmp_path, name):
    data, path = tmp_path / "data", tmp_path / name
    path.write_bytes(BAD[name][0]())
    ran = ostkakan("ingest", path, data=data)
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.complaints
    assert line.startswith(f"failed: {name}: ")
    assert BAD[name][1] in line
    assert nothing_half_written(data)
    assert Library(data).store.ids() == {}
    assert [problem.file for problem in Library(data).problems()] == [name]


@pytest.mark.slow
def test_bad_files_are_listed_while_the_good_one_beside_them_goes_in(ostkakan, tmp_path):
    data, folder = tmp_path / "data", tmp_path / "in"
    folder.mkdir()
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    (folder / "good.pdf").write_bytes(
        pdf("Om anbud", "1 Form", "Ett anbud lämnas skriftligt.", "2 Tid", "Det lämnas i tid.")
    )
    ran = ostkakan("ingest", folder, "--json", data=data)
    assert ran.code == 0
    (summary,) = ran.printed
    assert summary["taken"] == ["doc:good"]
    assert [item["file"] for item in summary["failed"]] == sorted(BAD)
    assert [line.split(":")[1].strip() for line in ran.complaints] == sorted(BAD)
    assert nothing_half_written(data)
    assert list(Library(data).store.ids()) == ["doc:good"]
    assert "Ett anbud lämnas" in ostkakan("show", "good.pdf", data=data).out
    again = ostkakan("ingest", folder / "good.pdf", data=data)
    assert (again.code, again.out, again.err) == (0, "unchanged: 1\n", "")


@pytest.mark.slow
def test_a_second_ingest_beside_the_first_is_one_line_and_exit_code_1(tmp_path):
    data, path = tmp_path / "data", tmp_path / "good.pdf"
    path.write_bytes(pdf("1 Anbud", "Ett anbud lämnas skriftligt."))
    with Library(data).writing():
        command = [sys.executable, "-m", "ui", "ingest", str(path), "--data", str(data)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    (line,) = ran.stderr.splitlines()
    assert line.startswith("ostkakan: Another ingest is writing")
    assert nothing_half_written(data)
    assert Library(data).store.ids() == {}
