"""The way of a question: what is found, what is said, and what is not."""

from dataclasses import replace

import pytest

from assistant import pipeline
from assistant.decline import Calibration
from assistant.retriever import ProvisionRetriever
from corpus.errors import QuestionError
from corpus.fold import page_texts, text_of


def labels(found):
    return [hit.provision.label for hit in found.hits]


def test_the_act_of_the_question_comes_first(assistant):
    assert (
        labels(assistant.search("Hur många dagar är spärren när beslutet om kontraktet gäller spår?"))[0] == "5 § LUF"
    )
    assert (
        labels(assistant.search("Hur många dagar är spärren när kommunen skickar beslutet om kontraktet?"))[0]
        == "1 § LOU"
    )


def test_without_an_act_the_twin_stands_behind_the_first_and_points_to_it(assistant):
    hits = assistant.search("Hur lång är spärren?").hits
    assert {hit.provision.label for hit in hits[:2]} == {"1 § LOU", "5 § LUF"}
    assert hits[1].twin_of == 1


def test_hits_are_distinct_ranked_and_limited(assistant):
    hits = assistant.search("Får företag lämna anbud?", limit=4).hits
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert len({hit.provision.id for hit in hits}) == 4


def test_a_named_provision_comes_first_and_says_why(assistant):
    first = assistant.search("Vad står i 3 § LOU?").hits[0]
    assert first.provision.label == "3 § LOU"
    assert first.why[0].retriever == "named"


def test_every_quote_stands_on_its_page(assistant, library):
    answer = assistant.ask("Får en leverantör uteslutas för obetald skatt?")
    assert answer.citations
    for citation in answer.citations:
        texts = page_texts(library.page(citation.document.id, number) for number in citation.pages)
        assert citation.verified
        assert text_of(texts, citation.spans) == citation.quote
        assert {item.page for item in citation.boxes} == set(citation.pages)


def test_every_statement_is_carried_by_a_citation(assistant):
    answer = assistant.ask("Hur lång är spärren?")
    markers = {citation.marker for citation in answer.citations}
    assert answer.statements[0].kind == "direct"
    assert all(item.citations and set(item.citations) <= markers for item in answer.statements)
    assert all(f"[{marker}]" in answer.text for marker in markers)


def test_what_the_twin_says_is_told_when_no_act_is_decided(assistant):
    minded = [item.text for item in assistant.ask("Hur lång är spärren?").statements if item.kind == "mind"]
    assert len(minded) == 1


def test_a_quote_that_is_not_on_its_page_is_left_out_and_counted(assistant, library, monkeypatch):
    monkeypatch.setattr("assistant.quoting.locate", lambda *_: None)
    answer = assistant.ask("Hur lång är spärren?")
    assert answer.refused
    assert not answer.statements


def test_a_section_that_does_not_exist_is_said_not_to(assistant):
    answer = assistant.ask("Vad står i 9 § LOU?")
    assert answer.reason == "no-such-provision"
    assert "9 § LOU finns inte" in answer.text
    assert "3 §" in answer.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [("Vem kommer att vinna kontraktet?", "forecast"), ("Vad kostar en grävmaskin per timme?", "outside")],
)
def test_what_is_no_matter_of_the_documents_is_declined(assistant, question, reason, monkeypatch):
    monkeypatch.setattr(assistant, "calibrations", {"sv": Calibration(1.0, -20.0, -2.0, 0.5)})
    answer = assistant.ask(question)
    assert answer.reason == reason
    assert not answer.statements
    assert not answer.citations
    assert answer.text


def test_an_answer_grows_statement_by_statement_and_ends_whole(assistant):
    steps = list(assistant.stream("Hur lång är spärren?"))
    assert [len(step.statements) for step in steps] == list(range(1, len(steps) + 1))
    assert steps[-1].text == assistant.ask("Hur lång är spärren?").text
    assert steps[-1].timings_ms.keys() == {"retrieve", "compose", "total"}


def test_an_unknown_procurement_is_an_error(assistant):
    with pytest.raises(QuestionError, match="no procurement"):
        assistant.ask("Hur lång är spärren?", procurement="bron")


def test_one_answer_encodes_its_question_once(assistant, encoder, monkeypatch):
    assistant.ask("Hur lång är spärren?")
    asked = []
    encode = encoder.encode_queries
    monkeypatch.setattr(encoder, "encode_queries", lambda texts, **_: asked.extend(texts) or encode(texts))
    assistant.ask("Får vi lämna anbud tillsammans?")
    assert asked == ["Får vi lämna anbud tillsammans?"]


def test_the_search_is_a_langchain_retriever(assistant):
    documents = ProvisionRetriever(assistant=assistant, limit=2).invoke("Vad står i 3 § LOU?")
    assert documents[0].metadata["label"] == "3 § LOU"
    assert len(documents) == 2
    assert pipeline.EXTRACTIVE == "extractive"


def test_before_the_vectors_are_in_an_answer_says_so_and_a_far_question_is_declined(assistant, library, monkeypatch):
    shelf = library.shelf("common")
    monkeypatch.setattr(shelf, "manifest", replace(shelf.manifest, dense=False))
    near = assistant.ask("Spärren är dagar när beslutet om kontraktet skickas elektroniskt")
    assert any("läses fortfarande in" in notice for notice in near.notices)
    assert assistant.ask("Hur bakar man skatt med jäst och mjölk i ugnen?").reason == "outside"
