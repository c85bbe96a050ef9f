"""The JSON contract: every field that other programs rely on."""

from dataclasses import replace

from assistant.retrieve import Found
from corpus.model import Answer, Citation, Hit, PageBoxes, Query, Statement, Why
from tests.corpus.making import parsed_statute
from ui.contract import answer_json, document_json, found_json, provision_json

PARSED = parsed_statute()
SECTION = PARSED.provisions[0]
DOCUMENT = {"id", "kind", "title", "short", "sfs", "wording", "procurement", "file"}
PINPOINT = {"chapter", "section", "paragraph", "point", "annex", "article", "code", "row"}


def citation():
    return Citation(
        1, PARSED.document, SECTION.id, SECTION.pinpoint, "1 § LOU", "tio dagar", SECTION.spans,
        (PageBoxes(1, ((1.0, 2.0, 3.0, 4.0),)),), True,
    )  # fmt: skip


def test_a_document_has_its_fields():
    shaped = document_json(PARSED.document)
    assert shaped.keys() >= DOCUMENT
    assert (shaped["short"], shaped["sfs"], shaped["wording"]) == ("LOU", "2099:1", "t.o.m. SFS 2099:2")


def test_the_sfs_number_stands_on_the_statute_itself_only():
    assert document_json(replace(PARSED.document, kind="plain"))["sfs"] is None


def test_a_provision_has_its_fields():
    shaped = provision_json(SECTION)
    assert shaped.keys() >= {"id", "kind", "pinpoint", "label", "heading", "pages", "text", "paragraphs", "amendment"}
    assert shaped["pinpoint"].keys() >= PINPOINT
    assert shaped["pages"] == [1]
    assert shaped["paragraphs"] == [SECTION.parts[0].text]


def test_a_search_has_its_fields():
    hit = Hit(1, 0.5, PARSED.document, SECTION, (Why("text", 0.9, 1),), None)
    shaped = found_json(Found(Query("Hur?", "Hur?", "sv", ("LOU",)), (hit,)), "q1")
    assert shaped.keys() >= {"id", "question", "acts", "hits"}
    assert (shaped["id"], shaped["acts"]) == ("q1", ["LOU"])
    (one,) = shaped["hits"]
    assert one.keys() >= {"rank", "score", "document", "pinpoint", "label", "pages", "text", "twin_of", "why"}
    assert one["text"] == SECTION.text


def test_an_answer_has_its_fields():
    answer = Answer(
        "Hur?", "sv", ("LOU",), "Tio dagar. [1]", (Statement("Tio dagar.", "direct", (1,)),), (citation(),),
        timings_ms={"retrieve": 1.0, "compose": 2.0, "total": 3.0}, cpu_ms=4.0,
    )  # fmt: skip
    shaped = answer_json(answer)
    assert shaped.keys() >= {
        "id", "question", "language", "acts", "refused", "reason", "answer", "statements", "citations", "closest",
        "model", "timings_ms", "cpu_ms",
    }  # fmt: skip
    assert shaped["id"] is None
    assert shaped["refused"] is False
    assert shaped["statements"] == [{"text": "Tio dagar.", "kind": "direct", "citations": [1]}]
    (one,) = shaped["citations"]
    assert one.keys() >= {"marker", "document", "pinpoint", "label", "quote", "pages", "boxes", "verified"}
    assert one["boxes"] == [{"page": 1, "rects": [[1.0, 2.0, 3.0, 4.0]]}]
    assert shaped["timings_ms"].keys() >= {"retrieve", "compose", "total"}


def test_a_refusal_has_no_statements_and_says_why():
    shaped = answer_json(Answer("Hur?", "sv", (), "Jag vet inte.", reason="outside", closest=(citation(),)))
    assert shaped["refused"] is True
    assert (shaped["reason"], shaped["statements"], shaped["citations"]) == ("outside", [], [])
    assert len(shaped["closest"]) == 1
