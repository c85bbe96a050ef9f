"""An answer out of shelves that were built with another state of the plain-language layer than there is now."""

import pytest

from assistant.pipeline import Assistant
from corpus.build import build_shelf, gather
from corpus.plain import PlainEntry
from corpus.vectors import VectorCache

QUESTION = "Får vi gå ihop med grannfirman?"
SECTION = "3"


def entry(**fields):
    return PlainEntry("LOU", None, SECTION, "Ni får gå ihop med grannfirman.", (QUESTION,), **fields)


def entries(*found):
    return lambda provision: found if provision.pinpoint.section == SECTION else ()


@pytest.mark.parametrize("now", [(), (entry(paragraph="2"),), (entry(), entry(paragraph="1", point="9"))])
@pytest.mark.parametrize("then", [(), (entry(),), (entry(paragraph="1"),)])
def test_the_answer_quotes_the_provision_whatever_the_layer_says_now(library, encoder, monkeypatch, then, now):
    monkeypatch.setattr("corpus.rows.entries_for", entries(*then))
    content = gather(library.store, [library.store.document(key) for key in library.store.ids()])
    build_shelf(library.shelf_folder("common"), content, VectorCache(library.root / "vectors", encoder))
    monkeypatch.setattr("assistant.compose.entries_for", entries(*now))
    answer = Assistant(library, encoder).ask("Får flera företag lämna anbud tillsammans som en grupp?")
    assert answer.statements
    assert answer.citations[0].label.startswith("3 § ")
    assert all(citation.verified for citation in answer.citations)
