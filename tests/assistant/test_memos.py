"""A memo that changes a tender document comes before what it changes."""

import pytest

from assistant.pipeline import Assistant
from corpus.build import build_shelf, gather
from corpus.encoder import HashEncoder
from corpus.library import Library
from corpus.model import Document, Page, ParsedDocument, Part, Passage, Pinpoint, Procurement, Provision, Span
from corpus.store import Origin
from corpus.vectors import VectorCache
from tests.corpus.making import words

TEXTS = {
    "tender": {"AFB.32": "Anbudet ska lämnas senast den 26 juni.", "AFB.33": "Anbudet gäller i sex månader."},
    "memo": {"1": "Vägen är öppen.", "2": "Ja. AFB.32 ändras: den 3 juli."},
}


def parsed(kind, texts):
    document_id, text, provisions = f"tender:bron/{kind}", "", []
    for code, said in texts.items():
        span = Span(1, len(text), len(text) + len(said))
        key = f"{document_id}/H{code}"
        what = "code" if kind == "tender" else "item"
        place = Pinpoint(code=code)
        provisions.append(Provision(key, document_id, what, place, code, (), (Part("1", said, (span,)),)))
        text += f"{said}\n"
    page = Page(document_id, 1, text, words(text), 595.0, 842.0)
    document = Document(document_id, kind, kind, f"{kind}.pdf", kind * 8, procurement="Bron", pages=1)
    passages = tuple(Passage(item.id, item.id, item.text, item.spans, item.label) for item in provisions)
    return ParsedDocument(document, (page,), tuple(provisions), passages)


@pytest.fixture
def assistant(tmp_path):
    library, encoder = Library(tmp_path), HashEncoder()
    for kind, texts in TEXTS.items():
        library.store.write(parsed(kind, texts), b"%PDF-", Origin(f"/{kind}.pdf", "1"))
    content = gather(library.store, [library.store.document(key) for key in library.store.ids()])
    build_shelf(library.shelf_folder("p-bron"), content, VectorCache(tmp_path / "vectors", encoder))
    library.write_procurements([Procurement("Bron", None, "LUF", None, tuple(content.documents[0].id))])
    return Assistant(library, encoder)


def test_the_item_that_names_the_code_of_the_first_hit_comes_before_it(assistant):
    labels = [
        hit.provision.label for hit in assistant.search("När ska anbudet lämnas senast?", procurement="Bron").hits
    ]
    assert labels[:2] == ["2", "AFB.32"]
    assert len(labels) == len(set(labels))


def test_what_no_memo_names_stays_first(assistant):
    hits = assistant.search("Hur många månader gäller anbudet?", procurement="Bron").hits
    assert hits[0].provision.label == "AFB.33"
