"""Parsed documents on disk."""

import pytest

from corpus.errors import DataFolderError
from corpus.store import Origin, Store, key_of
from tests.corpus.making import parsed_statute

ORIGIN = Origin("/somewhere/lag.pdf", "1")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "parsed")


def test_a_document_comes_back_as_it_was_written(store):
    parsed = parsed_statute()
    store.write(parsed, b"%PDF-", ORIGIN)
    key = parsed.document.id
    assert store.document(key) == parsed.document
    assert store.provisions(key) == parsed.provisions
    assert store.passages(key) == parsed.passages
    assert [store.page(key, page.number) for page in parsed.pages] == list(parsed.pages)
    assert store.pdf(key).read_bytes() == b"%PDF-"
    assert store.origin(key) == ORIGIN


def test_writing_the_same_twice_gives_the_same_bytes(store):
    parsed = parsed_statute()
    files = [
        sorted((path.name, path.read_bytes()) for path in store.write(parsed, b"%PDF-", ORIGIN).iterdir()) for _ in "12"
    ]
    assert files[0] == files[1]


def test_a_page_that_is_not_there_is_an_index_error(store):
    store.write(parsed_statute(), b"%PDF-", ORIGIN)
    for number in (0, -1, 99):
        with pytest.raises(IndexError):
            store.page(parsed_statute().document.id, number)


def test_an_unknown_document_is_named(store):
    with pytest.raises(DataFolderError, match="sfs:1:1"):
        store.document("sfs:1:1")


def test_what_an_interrupted_write_left_is_swept_and_never_listed(store):
    store.write(parsed_statute(), b"%PDF-", ORIGIN)
    (store.root / ".half").mkdir()
    (store.root / ".half" / "document.json").write_text("{}")
    store.sweep()
    assert list(store.ids()) == [parsed_statute().document.id]
    assert not (store.root / ".half").exists()


def test_keys_are_safe_and_apart():
    keys = {key_of(name) for name in ("sfs:2016:1145@2025:360", "sfs:2016:1145@2025/360", "../../x", "tender:å/ä")}
    assert len(keys) == 4
    assert all("/" not in key and not key.startswith(".") for key in keys)


@pytest.mark.parametrize("name", ["document.json", "origin.json", "pages.jsonl", "provisions.jsonl", "passages.jsonl"])
@pytest.mark.parametrize("damage", [b'{"id": "sfs:', b"{}", b"\xff\xfe"])
def test_a_damaged_file_is_named_with_what_to_do(store, name, damage):
    folder = store.write(parsed_statute(), b"%PDF-", ORIGIN)
    (folder / name).write_bytes(damage)
    key = parsed_statute().document.id
    with pytest.raises(DataFolderError, match="take that document in again with `ostkakan ingest`") as error:
        (store.ids(), store.origin(key), store.page(key, 1), store.provisions(key), store.passages(key))
    assert str(folder / name) in str(error.value)
    assert "\n" not in str(error.value)
