"""What `serve --starter` waits for before its first page: shelves that this embedding model can search."""

from types import SimpleNamespace

import pytest

from corpus.errors import SettingsError
from ui import server


class Reader:
    """A process that ends after it was looked at some times, and builds the shelves at a given look."""

    def __init__(self, library, ends, builds):
        self.library, self.ends, self.builds, self.looks = library, ends, builds, 0

    def poll(self):
        self.looks += 1
        if self.looks == self.builds:
            self.library.build()
        return 0 if self.looks >= self.ends else None


class Shelves:
    """A library of one shelf, made by one embedding model and then by another."""

    root = "data"

    def __init__(self, encoder, after):
        self.now = SimpleNamespace(encoder=encoder, dense=True)
        self.after = after
        self.there = encoder is not None

    def build(self):
        self.there, self.now = True, SimpleNamespace(encoder=self.after, dense=True)

    def shelf_names(self):
        return ("common",) if self.there else ()

    def shelf(self, name):
        return SimpleNamespace(manifest=self.now)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(server, "_LOOK_AGAIN_SECONDS", 0.0)


def wait(library, ends=9, builds=0):
    reader = Reader(library, ends, builds)
    server._await_shelves(SimpleNamespace(library=library, encoder=SimpleNamespace(name="new")), reader)
    return reader.looks


def test_shelves_of_this_model_are_served_at_once():
    assert wait(Shelves("new", "new")) == 0


def test_the_first_shelf_is_waited_for():
    assert wait(Shelves(None, "new"), builds=3) == 3


def test_shelves_of_another_model_are_served_once_they_were_built_anew():
    assert wait(Shelves("old", "new"), builds=4) == 4


def test_a_reader_that_ends_without_building_them_is_one_sentence():
    with pytest.raises(SettingsError, match="model old, not new; run `ostkakan reindex`"):
        wait(Shelves("old", "new"), ends=2)
