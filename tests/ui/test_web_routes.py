from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.faking import QUOTED, FakeAssistant, FakeLibrary
from ui.contract import answer_json, found_json
from ui.routes import contract_routes, document_routes

LAW = "sfs:2016:1146@2025:361"


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return FakeLibrary(tmp_path)


@pytest.fixture
def assistant(library: FakeLibrary) -> FakeAssistant:
    return FakeAssistant(library)


@pytest.fixture
def client(library: FakeLibrary, assistant: FakeAssistant) -> TestClient:
    app = FastAPI()
    app.include_router(document_routes(library))
    app.include_router(contract_routes(assistant))
    return TestClient(app)


def test_a_page_is_a_png(client: TestClient):
    response = client.get(f"/page/{LAW}/2.png")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


def test_marks_change_the_picture(client: TestClient):
    plain = client.get(f"/page/{LAW}/2.png").content
    assert client.get(f"/page/{LAW}/2.png?marks=72,126,300,139;72,150,200,160").content != plain


def test_an_id_with_a_slash_in_it_is_found(client: TestClient):
    assert client.get("/page/tender:bana-1/af/1.png").status_code == 200
    assert client.get("/pdf/tender:bana-1/af").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/page/sfs:1999:1/1.png",
        f"/page/{LAW}/5.png",
        f"/page/{LAW}/0.png",
        "/page/../../etc/passwd/1.png",
        "/page/..%2f..%2fetc%2fpasswd/1.png",
        "/pdf/sfs:1999:1",
        "/pdf/..%2f..%2f..%2fetc%2fpasswd",
        "/pdf//etc/passwd",
        f"/pdf/{LAW}%00",
        f"/pdf/x/../{LAW}x",
    ],
)
def test_what_the_library_does_not_list_is_not_found(client: TestClient, address: str):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["scale=0.1", "scale=9", "scale=nan", "scale=inf", "scale=x", "marks=1,2,3", "marks=a,b,c,d", "marks=9,9,1,1"],
)
def test_a_scale_or_marks_out_of_bounds_are_refused(client: TestClient, query: str):
    assert client.get(f"/page/{LAW}/2.png?{query}").status_code == 422


def test_a_document_whose_file_is_gone_is_not_found(client: TestClient, library: FakeLibrary):
    library.pdf(LAW).unlink()
    for address in (f"/page/{LAW}/1.png", f"/pdf/{LAW}"):
        response = client.get(address)
        assert response.status_code == 404
        assert "take it in again" in response.json()["detail"]


def test_a_file_that_cannot_be_drawn_is_told_of_in_a_sentence(client: TestClient, library: FakeLibrary):
    library.pdf(LAW).write_bytes(b"no PDF")
    response = client.get(f"/page/{LAW}/1.png")
    assert response.status_code == 404
    assert "can't be drawn" in response.json()["detail"]


def test_a_pdf_is_sent_whole_to_be_shown_in_the_browser(client: TestClient, library: FakeLibrary):
    response = client.get("/pdf/tender:bana-1/af")
    assert response.content == library.pdf("tender:bana-1/af").read_bytes()
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")


def test_ask_answers_what_the_contract_says(client: TestClient, assistant: FakeAssistant):
    sent = {"question": "Får vi?", "history": ["Hej"], "procurement": "Bana 1", "id": "7"}
    response = client.post("/api/ask", json=sent)
    assert assistant.asked == [("Får vi?", ("Hej",), "Bana 1")]
    assert response.json() == answer_json(assistant.ask("Får vi?", procurement="Bana 1"))


def test_search_answers_what_the_contract_says(client: TestClient, assistant: FakeAssistant):
    response = client.post("/api/search", json={"question": "låna kapacitet", "limit": 1})
    assert response.json() == found_json(assistant.search("låna kapacitet", limit=1))
    assert response.json()["hits"][0]["text"] == QUOTED


@pytest.mark.parametrize(
    "sent",
    [{}, {"question": ""}, {"question": "x" * 5000}, {"question": 1}, {"question": "x", "history": ["x"] * 30},
     {"question": "x", "procurement": "Bana 9"}],
)  # fmt: skip
def test_a_question_that_cannot_be_put_is_refused(client: TestClient, sent: dict[str, object]):
    assert client.post("/api/ask", json=sent).status_code == 422


def test_a_search_for_too_many_hits_is_refused(client: TestClient):
    assert client.post("/api/search", json={"question": "x", "limit": 10_000}).status_code == 422
