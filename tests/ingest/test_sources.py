"""Files, folders and archives → what is read and what is left out, with its reason."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from ingest.archives import Limits
from ingest.sources import Skipped, SourceFile, walk

PDF = b"%PDF-1.4\n% a document\n"


def pdf(number: int) -> bytes:
    return PDF + str(number).encode()


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def renamed(archive: bytes, old: bytes, new: bytes) -> bytes:
    """Put raw bytes where a name stands, as a program without the UTF-8 flag does."""
    assert len(old) == len(new)
    assert archive.count(old) == 2
    return archive.replace(old, new)


def taken(found: list[SourceFile | Skipped]) -> list[str]:
    return [item.path_inside for item in found if isinstance(item, SourceFile)]


def reasons(found: list[SourceFile | Skipped]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Skipped)]


def test_a_folder_is_walked_in_order_with_its_subfolders_and_without_hidden_files(tmp_path: Path):
    root = tmp_path / "handlingar"
    for number, name in enumerate(["b.pdf", "a/ä.pdf", ".dold.pdf", ".git/x.pdf", "~$b.pdf", "B2.PDF"]):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(pdf(number))
    found = list(walk([root]))
    assert taken(found) == ["handlingar/B2.PDF", "handlingar/b.pdf", "handlingar/a/ä.pdf"]
    assert reasons(found) == []


def test_a_file_gives_its_bytes_when_asked_and_names_its_folder(tmp_path: Path):
    (tmp_path / "anbud").mkdir()
    path = tmp_path / "anbud" / "AF.pdf"
    path.write_bytes(pdf(1))
    (only,) = walk([path])
    assert isinstance(only, SourceFile)
    assert (only.name, only.path_inside, only.size) == ("AF.pdf", "anbud/AF.pdf", len(pdf(1)))
    assert only.read() == pdf(1)
    assert len(only.sha256) == 64


def test_a_file_that_went_away_is_a_document_error(tmp_path: Path):
    path = tmp_path / "AF.pdf"
    path.write_bytes(pdf(1))
    (only,) = walk([path])
    path.unlink()
    assert isinstance(only, SourceFile)
    with pytest.raises(DocumentError, match=r"AF\.pdf can't be read any more"):
        only.read()


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(pdf(1))
    with pytest.raises(DocumentError, match=r"nothing\.pdf does not exist"):
        walk([tmp_path / "a.pdf", tmp_path / "nothing.pdf"])


def test_a_folder_without_a_pdf_is_told_by_name(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("hej")
    with pytest.raises(DocumentError, match=f"No PDF was found in {tmp_path}: a folder .* is expected"):
        list(walk([tmp_path]))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.zip", b"PK\x03\x04 cut off", "a.zip is damaged or no ZIP archive; pack it again"),
        ("a.zip", zipped({"b.docx": b""}), "b.docx is a Word document, not a PDF; save it as PDF and take that in"),
        ("x", None, "a.zip is damaged or no ZIP archive; pack it again"),
    ],
)
def test_what_holds_only_a_document_that_is_refused_says_why(tmp_path: Path, name: str, data: bytes | None, why: str):
    path = tmp_path / name
    if data is None:
        path.mkdir()
        (path / "a.zip").write_bytes(b"PK")
    else:
        path.write_bytes(data)
    with pytest.raises(DocumentError) as error:
        list(walk([path]))
    assert str(error.value) == f"No PDF was found in {path}: {why}."


def test_the_reason_of_one_path_is_not_told_of_the_next(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "a.pdf").write_bytes(pdf(1))
    (tmp_path / "a" / "a.docx").write_bytes(b"")
    with pytest.raises(DocumentError, match="b: a folder"):
        list(walk([tmp_path / "a", tmp_path / "b"]))


def test_excluded_folders_and_virtual_environments_are_passed_over(tmp_path: Path):
    for number, name in enumerate(["a.pdf", "data/b.pdf", "other/data/c.pdf", ".venv/lib/d.pdf"]):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(pdf(number))
    found = list(walk([tmp_path], exclude=[tmp_path / "data"]))
    assert [Path(item.location).relative_to(tmp_path).as_posix() for item in found] == ["a.pdf", "other/data/c.pdf"]
    assert len(list(walk([tmp_path / "data"], exclude=[tmp_path / "data"]))) == 1


def test_only_what_may_be_a_document_counts_as_one(tmp_path: Path):
    for name in ("a.pdf", "b.docx", "c.md", "d.png", "e.zip"):
        (tmp_path / name).write_bytes(pdf(0) if name == "a.pdf" else name.encode())
    found = [item for item in walk([tmp_path]) if isinstance(item, Skipped)]
    assert {item.name: item.document for item in found} == {
        "b.docx": True, "c.md": False, "d.png": False, "e.zip": True
    }  # fmt: skip


def test_other_kinds_are_skipped_with_what_to_do(tmp_path: Path):
    for name in ["a.pdf", "b.docx", "c.xlsx", "d.txt"]:
        (tmp_path / name).write_bytes(pdf(0) if name == "a.pdf" else name.encode())
    assert reasons(list(walk([tmp_path]))) == [
        "b.docx is a Word document, not a PDF; save it as PDF and take that in.",
        "c.xlsx is an Excel workbook, not a PDF; save it as PDF and take that in.",
        "d.txt is not a PDF.",
    ]


def test_a_pdf_without_its_ending_is_taken(tmp_path: Path):
    (tmp_path / "hämtad").write_bytes(pdf(1))
    assert len(taken(list(walk([tmp_path])))) == 1


def test_a_text_file_named_pdf_is_left_to_the_reader(tmp_path: Path):
    (tmp_path / "fel.pdf").write_bytes(b"hej")
    assert len(taken(list(walk([tmp_path])))) == 1


def test_the_same_bytes_are_read_once_even_through_an_archive(tmp_path: Path):
    root = tmp_path / "x"
    root.mkdir()
    (root / "a.pdf").write_bytes(pdf(1))
    (root / "b.zip").write_bytes(zipped({"c.pdf": pdf(1), "d.pdf": pdf(2)}))
    found = list(walk([root]))
    assert taken(found) == ["x/a.pdf", "x/b.zip/d.pdf"]
    assert reasons(found) == ["c.pdf is the same file as x/a.pdf, which is taken."]


def test_a_path_given_twice_is_taken_once(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(pdf(1))
    found = list(walk([tmp_path / "a.pdf", tmp_path / "a.pdf"]))
    assert (len(taken(found)), len(reasons(found))) == (1, 1)


def test_an_archive_is_read_without_being_unpacked(tmp_path: Path):
    path = tmp_path / "anbud.zip"
    path.write_bytes(zipped({"bilagor/AF.pdf": pdf(1), "__MACOSX/._AF.pdf": pdf(2), "läs.txt": b"hej"}))
    found = list(walk([path]))
    assert taken(found) == ["anbud.zip/bilagor/AF.pdf"]
    assert reasons(found) == ["läs.txt is not a PDF."]
    assert [item.read() for item in found if isinstance(item, SourceFile)] == [pdf(1)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["anbud.zip"]


def test_an_archive_in_an_archive_is_read_and_a_deeper_one_is_not(tmp_path: Path):
    deepest = zipped({"z.pdf": pdf(3)})
    inner = zipped({"b.pdf": pdf(2), "djup.zip": deepest})
    (tmp_path / "a.zip").write_bytes(zipped({"inre.zip": inner, "a.pdf": pdf(1)}))
    found = list(walk([tmp_path / "a.zip"]))
    assert taken(found) == ["a.zip/a.pdf", "a.zip/inre.zip/b.pdf"]
    assert reasons(found) == ["djup.zip is an archive inside an archive inside an archive; unpack it."]
    assert [item.read() for item in found if isinstance(item, SourceFile)] == [pdf(1), pdf(2)]


@pytest.mark.parametrize(
    ("placeholder", "raw", "name"),
    [
        (b"XXXfrkan.pdf", "åäö".encode("cp437") + b"frkan.pdf", "åäöfrkan.pdf"),
        (b"XXXXXXkan.pdf", "åäö".encode() + b"kan.pdf", "åäökan.pdf"),
        (b"XXXkan.pdf", "åäö".encode("cp1252") + b"kan.pdf", "åäökan.pdf"),
    ],
)
def test_swedish_letters_in_names_survive_every_common_program(
    tmp_path: Path, placeholder: bytes, raw: bytes, name: str
):
    data = zipped({placeholder.decode(): pdf(1)})
    (tmp_path / "a.zip").write_bytes(renamed(data, placeholder, raw))
    (only,) = walk([tmp_path / "a.zip"])
    assert isinstance(only, SourceFile)
    assert only.name == name
    assert only.read() == pdf(1)


def test_decomposed_names_are_composed(tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(zipped({"a\N{COMBINING RING ABOVE}.pdf": pdf(1)}))
    (only,) = walk([tmp_path / "a.zip"])
    assert only.name == "\N{LATIN SMALL LETTER A WITH RING ABOVE}.pdf"


@pytest.mark.parametrize("name", ["../../etc/x.pdf", "a/../../x.pdf", "/etc/x.pdf", "C:/x.pdf", "..\\x.pdf"])
def test_a_name_that_points_outside_is_skipped(tmp_path: Path, name: str):
    (tmp_path / "a.zip").write_bytes(zipped({name: pdf(1), "b.pdf": pdf(2)}))
    found = list(walk([tmp_path / "a.zip"]))
    assert taken(found) == ["a.zip/b.pdf"]
    assert reasons(found) == ["x.pdf has a name that points outside the archive."]


def test_a_bomb_is_skipped(tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(zipped({"bomb.pdf": b"%PDF-" + bytes(5_000_000), "b.pdf": pdf(2)}))
    found = list(walk([tmp_path / "a.zip"]))
    assert taken(found) == ["a.zip/b.pdf"]
    assert reasons(found) == ["bomb.pdf swells more than a document does when it is unpacked."]


def test_a_header_that_lies_about_the_size_gets_nothing_past_the_limit(tmp_path: Path):
    data = zipped({"stor.pdf": b"%PDF-" + bytes(range(256)) * 400, "b.pdf": pdf(2)}, zipfile.ZIP_STORED)
    true_size = struct.pack("<L", 5 + 256 * 400)
    (tmp_path / "a.zip").write_bytes(data.replace(true_size, struct.pack("<L", 10)))
    found = list(walk([tmp_path / "a.zip"], Limits(file_bytes=1000)))
    assert taken(found) == ["a.zip/b.pdf"]
    assert len(reasons(found)) == 1


def test_limits_on_files_and_bytes_are_told_and_the_rest_goes_in(tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.pdf": pdf(n) for n in range(5)}))
    few = list(walk([tmp_path / "a.zip"], Limits(files=3)))
    assert (len(taken(few)), reasons(few)) == (3, ["a.zip is too large: 2 of its files were left out."])
    small = list(walk([tmp_path / "a.zip"], Limits(archive_bytes=2 * len(pdf(0)))))
    assert (len(taken(small)), reasons(small)) == (2, ["a.zip is too large: 3 of its files were left out."])
    (tmp_path / "stor.pdf").write_bytes(PDF + bytes(2000))
    assert reasons(list(walk([tmp_path / "stor.pdf"], Limits(file_bytes=1000)))) == [
        "stor.pdf is larger than 1,000 bytes."
    ]


def test_a_damaged_archive_does_not_stop_the_others(tmp_path: Path):
    root = tmp_path / "x"
    root.mkdir()
    (root / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    (root / "b.pdf").write_bytes(pdf(1))
    found = list(walk([root]))
    assert taken(found) == ["x/b.pdf"]
    assert reasons(found) == ["a.zip is damaged or no ZIP archive; pack it again."]


def test_a_member_with_damaged_bytes_is_skipped(tmp_path: Path):
    data = zipped({"a.pdf": pdf(1), "b.pdf": pdf(2)}, zipfile.ZIP_STORED)
    (tmp_path / "a.zip").write_bytes(data.replace(pdf(1), pdf(9)))
    found = list(walk([tmp_path / "a.zip"]))
    assert taken(found) == ["a.zip/b.pdf"]
    assert "a.pdf can't be read" in reasons(found)[0]


def test_a_member_with_a_password_is_skipped(tmp_path: Path):
    data = zipped({"a.pdf": pdf(1), "b.pdf": pdf(2)})
    central = data.index(b"PK\x01\x02")
    flagged = bytearray(data)
    flagged[central + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(flagged))
    found = list(walk([tmp_path / "a.zip"]))
    assert taken(found) == ["a.zip/b.pdf"]
    assert reasons(found) == ["a.pdf is protected with a password; unpack the archive and give the folder."]


def test_a_link_to_a_folder_is_told_and_not_followed(tmp_path: Path):
    root = tmp_path / "x"
    root.mkdir()
    (root / "a.pdf").write_bytes(pdf(1))
    (root / "self").symlink_to(root)
    found = list(walk([root]))
    assert taken(found) == ["x/a.pdf"]
    assert reasons(found) == ["self is a link to another folder; give that folder itself."]
