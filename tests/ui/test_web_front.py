import re

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from ui.front import Front, with_head

PAGE = """<!doctype html><html lang="en"><head><meta property="og:image" content="https://elsewhere.example/a.jpg" />
<meta name="twitter:creator" content="@x" /><link rel="manifest" href="/manifest.json" /></head>
<body>åäö</body></html>"""


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    for path in ("/", "/en/"):
        app.get(path, response_class=HTMLResponse)(lambda: PAGE)
    for path in ("/gradio_api/upload", "/en/gradio_api/upload", "/gradio_api/info"):
        app.api_route(path, methods=["GET", "POST"])(lambda: {})
    app.add_middleware(Front)
    return TestClient(app, follow_redirects=False)


def test_the_page_says_its_language(client: TestClient):
    assert '<html lang="sv" data-language="sv">' in client.get("/").text
    assert '<html lang="en" data-language="en">' in client.get("/en/").text


def test_the_head_has_our_sheet_and_names_no_other_host(client: TestClient):
    page = client.get("/")
    assert "/ui/app.css" in page.text
    assert not re.search(r"https?://", page.text)
    assert "manifest" not in page.text
    assert "åäö" in page.text
    assert int(page.headers["content-length"]) == len(page.content)


def test_a_policy_keeps_everything_to_this_host(client: TestClient):
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_browser_that_prefers_english_is_sent_to_the_english_page(client: TestClient):
    response = client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert (response.status_code, response.headers["location"]) == (307, "en/")
    assert client.get("/", headers={"accept-language": "sv"}).status_code == 200
    assert client.get("/en").headers["location"] == "en/"


def test_switching_language_is_remembered(client: TestClient):
    english = {"accept-language": "en"}
    assert client.get("/?lang=sv", headers=english).status_code == 200
    assert client.get("/", headers=english).status_code == 200
    client.get("/en/?lang=en")
    assert client.get("/", headers={"accept-language": "sv"}).status_code == 307


def test_a_strange_cookie_or_language_is_ignored(client: TestClient):
    assert client.get("/?lang=xx", headers={"cookie": "ostkakan_language=../x"}).status_code == 200
    assert client.get("/", headers={"cookie": "\x01;;=,ostkakan_language"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/gradio_api/upload", "/en/gradio_api/upload", "/gradio_api/proxy=http://x", "/monitoring"]
)
def test_doors_of_gradio_that_are_not_used_are_shut(client: TestClient, path: str):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_doors_of_gradio_that_are_used_stay_open(client: TestClient):
    assert client.get("/gradio_api/info").status_code == 200


def test_only_the_first_lang_is_changed():
    assert with_head('<html lang="en"><head></head><p lang="en">', "sv").endswith('</head><p lang="en">')
