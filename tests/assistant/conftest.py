"""A small library of two made-up twin acts, with a fake encoder that shares words with meaning."""

import pytest

from assistant.pipeline import Assistant
from corpus.build import build_shelf, gather
from corpus.encoder import HashEncoder
from corpus.library import Library
from corpus.store import Origin
from corpus.vectors import VectorCache
from tests.corpus.making import parsed_statute

ACTS = {
    "LOU": ("2099:1", {
        "1": "Spärren är tio dagar när beslutet om kontraktet skickas elektroniskt till leverantörerna.",
        "2": "En leverantör får uteslutas när skatten inte är betald i rätt tid.",
        "3": "Flera företag får lämna anbud tillsammans som en grupp utan att bilda ett bolag.",
    }),
    "LUF": ("2099:2", {
        "5": "Spärren är femton dagar när beslutet om kontraktet skickas elektroniskt till leverantörerna.",
        "6": "En leverantör får uteslutas när skatten inte är betald i rätt tid.",
        "7": "Ramavtal för järnväg får löpa i högst åtta år.",
    }),
}  # fmt: skip


@pytest.fixture
def encoder():
    return HashEncoder()


@pytest.fixture
def library(tmp_path, encoder):
    made = Library(tmp_path)
    for short, (sfs, texts) in ACTS.items():
        made.store.write(parsed_statute(sfs, short, texts), b"%PDF-", Origin(f"/{short}.pdf", "1"))
    content = gather(made.store, [made.store.document(key) for key in made.store.ids()])
    build_shelf(made.shelf_folder("common"), content, VectorCache(tmp_path / "vectors", encoder))
    return made


@pytest.fixture
def assistant(library, encoder):
    return Assistant(library, encoder)
