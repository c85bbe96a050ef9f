"""The whole application: Gradio's page through an HTTP client, and once in a browser where there is one."""

import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.faking import QUOTED, FakeAssistant, FakeLibrary, FakeProgress, line_box
from ui.serving import listen

pytestmark = pytest.mark.slow  # Gradio takes seconds to import


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    library = FakeLibrary(tmp_path_factory.mktemp("library"), FakeProgress())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what third parties warn of at their import is theirs
        web = importlib.import_module("ui.web")
    made = web.create_app(FakeAssistant(library), library)
    assert isinstance(made, FastAPI)
    return made


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


def test_importing_the_web_app_does_not_import_torch():
    code = "import sys, ui.web; sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'chromadb')))"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, timeout=100, check=False).returncode == 0


@pytest.mark.parametrize(("path", "language", "said"), [("/", "sv", "Vad vill du veta?"), ("/en/", "en", "What would")])
def test_each_language_has_a_page_of_gradio(client: TestClient, path: str, language: str, said: str):
    page = client.get(path)
    assert page.status_code == 200
    assert f'<html\n\tlang="{language}"' in page.text
    assert "<gradio-app" in page.text
    assert said in page.text


def test_no_page_loads_anything_from_another_host(client: TestClient):
    for path in ("/", "/en/", "/theme.css", "/ui/app.css", "/ui/app.js", "/ui/icon.svg"):
        text = client.get(path).text
        loaded = re.findall(r"""(?:src|href|url\(|@import|content)[=\s]*["'(]?(?:https?:)?//[^"')\s]+""", text)
        assert loaded == [], path
        assert "googleapis" not in text


def test_our_routes_stand_before_gradios(client: TestClient):
    assert client.get("/page/sfs:2016:1146@2025:361/2.png").content.startswith(b"\x89PNG")
    assert client.get("/page/sfs:1999:1/2.png").status_code == 404
    assert client.post("/api/ask", json={"question": "Får vi?"}).json()["acts"] == ["LUF"]


@pytest.mark.parametrize(
    "path",
    ["/docs", "/redoc", "/monitoring", "/gradio_api/runs", "/ui/../web.py", "/ui/%2e%2e/web.py", "/ui/..%2fweb.py",
     "/gradio_api/proxy=https://example.org"],
)  # fmt: skip
def test_what_is_not_meant_to_be_reached_is_not_found(client: TestClient, path: str):
    assert client.get(path).status_code == 404


def test_gradio_hands_out_no_file_of_the_machine(client: TestClient):
    for path in ("/etc/passwd", "pyproject.toml", str(Path(__file__).resolve())):
        assert client.get(f"/gradio_api/file={path}").status_code in (403, 404)


def test_nothing_can_be_uploaded(client: TestClient):
    for prefix in ("", "/en"):
        assert client.post(f"{prefix}/gradio_api/upload", files={"files": ("a.txt", b"a")}).status_code == 404


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        end = time.monotonic() + 20
        while not server.started and time.monotonic() < end:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def test_a_citation_opens_its_page_in_a_browser_and_nothing_leaves_the_machine(address: str):
    chromium = shutil.which("chromium")
    if chromium is None or importlib.util.find_spec("playwright") is None:
        pytest.skip("needs playwright and chromium")
    api: Any = importlib.import_module("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="sv-SE", viewport={"width": 390, "height": 844})
        outside: list[str] = []
        page.on("request", lambda sent: outside.append(sent.url) if not sent.url.startswith(address) else None)
        page.goto(address)
        page.fill("#ost-question textarea", "Får vi? <img src=x onerror=alert(1)> ${1+1}")
        page.keyboard.press("Enter")
        page.wait_for_selector(".turn[aria-busy=false]")
        assert page.inner_text(".turn .question").endswith("Får vi? <img src=x onerror=alert(1)> ${1+1}")
        page.click(".direct .cite")
        page.wait_for_selector("#ost-source-image:not([hidden])")
        assert page.inner_text("#ost-source-label") == "4 kap. 1 § första stycket LUF"
        assert page.inner_text("#ost-source-quote") == QUOTED
        marks = re.findall(r"marks=([\d.,]+)", page.get_attribute("#ost-source-image", "src"))
        assert [float(number) for number in marks[0].split(",")] == pytest.approx(line_box(QUOTED), abs=0.06)
        assert page.get_attribute("#ost-source-whole", "href").endswith("#page=2")
        page.keyboard.press("Escape")
        assert page.is_hidden("#ost-source")
        browser.close()
    assert outside == []
