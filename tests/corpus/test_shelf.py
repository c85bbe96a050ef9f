"""Shelves: built aside, switched by a pointer, searched by meaning and by word."""

import pytest

from corpus.build import build_shelf, current_version, gather
from corpus.encoder import HashEncoder
from corpus.errors import DataFolderError, LockedError, QuestionError
from corpus.library import Library, Progress
from corpus.store import Origin
from corpus.vectors import VectorCache
from tests.corpus.making import parsed_statute


class CountingEncoder(HashEncoder):
    """Counts what it is asked to encode."""

    def __init__(self):
        super().__init__()
        self.encoded = []

    def encode_passages(self, texts, progress=None):
        self.encoded += texts
        return super().encode_passages(texts)


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path)


@pytest.fixture
def encoder():
    return CountingEncoder()


def put(library, encoder, *documents, progress=None):
    for parsed in documents:
        library.store.write(parsed, b"%PDF-", Origin("/lag.pdf", "1"))
    content = gather(library.store, [library.store.document(key) for key in library.store.ids()])
    build_shelf(library.shelf_folder("common"), content, VectorCache(library.root / "vectors", encoder), progress)


def test_a_shelf_is_searched_by_meaning_and_by_word(library, encoder):
    put(library, encoder, parsed_statute())
    shelf = library.shelf("common")
    vector = encoder.encode_queries(["är skatten betald"])[0]
    assert shelf.near(vector, "text", 1)[0].row.provision_id.endswith("/P2")
    assert shelf.provisions[int(shelf.lexical("sv").scores("anbud i grupp").argmax())].id.endswith("/P3")


def test_only_what_is_new_is_encoded(library, encoder):
    put(library, encoder, parsed_statute())
    before = len(encoder.encoded)
    put(library, encoder, parsed_statute(sfs="2099:9", short="LUF", texts={"1": "Något helt annat.", "2": "Och mera."}))
    assert before == 3
    assert len(encoder.encoded) == 5


def test_a_reader_goes_on_with_its_version_and_the_library_follows(library, encoder):
    put(library, encoder, parsed_statute())
    old = library.shelf("common")
    put(library, encoder, parsed_statute(sfs="2099:9", short="LUF"))
    assert len(old.provisions) == 3
    assert old.near(encoder.encode_queries(["skatt"])[0], "text", 3)
    assert len(library.shelf("common").provisions) == 6


def test_words_can_be_searched_before_the_vectors_are_in(library, encoder):
    seen = []
    put(
        library,
        encoder,
        parsed_statute(),
        progress=lambda done, total: seen.append(library.shelf("common").manifest.dense),
    )
    assert seen == [False]
    assert library.shelf("common").manifest.dense


def test_old_versions_go(library, encoder):
    for number in range(4):
        put(library, encoder, parsed_statute(sfs=f"2099:{number}"))
    folder = library.shelf_folder("common")
    assert len(list(folder.glob("v*"))) == 4
    assert (folder / f"v{current_version(folder)}").is_dir()


def test_what_an_interrupted_build_left_goes_at_the_next(library, encoder):
    folder = library.shelf_folder("common")
    (folder / ".half").mkdir(parents=True)
    put(library, encoder, parsed_statute())
    assert not (folder / ".half").exists()


def test_twins_point_to_each_other(library, encoder):
    put(library, encoder, parsed_statute(), parsed_statute(sfs="2099:9", short="LUF"))
    shelf = library.shelf("common")
    assert shelf.twins["sfs:2099:1@2099:2/P2"] == ["sfs:2099:9@2099:2/P2"]
    assert shelf.twins["sfs:2099:9@2099:2/P2"] == ["sfs:2099:1@2099:2/P2"]


def test_an_empty_folder_says_what_to_do(library):
    with pytest.raises(DataFolderError, match="ostkakan ingest"):
        library.shelves()


def test_an_unknown_procurement_is_named(library, encoder):
    put(library, encoder, parsed_statute())
    with pytest.raises(QuestionError, match="Bro över"):
        library.shelves("Bro över ån")


def test_one_writer_at_a_time(library, tmp_path):
    with library.writing():
        library.report(Progress("läser", 1, 2))
        assert Library(tmp_path).progress() == Progress("läser", 1, 2)
        with pytest.raises(LockedError, match="Another ingest"), Library(tmp_path).writing():
            pass
    assert library.progress() is None


def test_a_document_is_found_by_file_name_or_id_and_two_of_a_name_are_listed(library, encoder):
    put(library, encoder, parsed_statute())
    assert library.find_document("lag.pdf").id == library.find_document("sfs:2099:1@2099:2").id
    put(library, encoder, parsed_statute(sfs="2099:9", short="LUF"))
    with pytest.raises(DataFolderError, match=r"sfs:2099:1@2099:2, sfs:2099:9@2099:2"):
        library.find_document("lag.pdf")
    with pytest.raises(DataFolderError, match="no document"):
        library.find_document("annan.pdf")


@pytest.mark.parametrize(
    "name", ["current", "v{}/manifest.json", "v{}/provisions.jsonl", "v{}/rows.jsonl", "v{}/twins.json", "v{}/own"]
)
def test_a_damaged_file_is_named_and_building_the_shelf_again_mends_it(library, encoder, name):
    put(library, encoder, parsed_statute())
    folder = library.shelf_folder("common")
    path = folder / name.format(current_version(folder))
    (path / "words.json" if path.is_dir() else path).write_bytes(b'{"half": ')
    opened = Library(library.root)
    with pytest.raises(DataFolderError, match="is damaged; run `ostkakan reindex`") as error:
        (opened.shelf("common").rows, opened.shelf("common").own_words)
    assert str(path) in str(error.value)
    put(library, encoder, parsed_statute())
    mended = Library(library.root).shelf("common")
    assert (len(mended.rows["text"]), mended.own_words.size) == (3, 3)


def test_a_shelf_names_the_layer_and_the_encoder_it_was_built_with(library, encoder, monkeypatch):
    monkeypatch.setattr("corpus.build.layer_digest", lambda: "0123456789abcdef")
    put(library, encoder, parsed_statute())
    manifest = library.shelf("common").manifest
    assert (manifest.layer, manifest.encoder, manifest.dense) == ("0123456789abcdef", "hash", True)
