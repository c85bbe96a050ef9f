import socket
import threading
import time
import urllib.request

import pytest
import uvicorn
from fastapi import FastAPI

from corpus.errors import SettingsError
from ui.serving import listen, serve, serve_on


def one_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and text.count(". ") == 0


def test_a_taken_port_is_told_of_in_one_sentence_that_says_what_to_do():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError) as caught:
            serve(FastAPI(), "127.0.0.1", port)
    assert one_sentence(str(caught.value))
    assert str(port) in str(caught.value)
    assert f"--port {port + 1}" in str(caught.value)


def test_a_host_that_is_not_there_is_told_of_in_one_sentence():
    with pytest.raises(SettingsError, match="--host") as caught:
        listen("host.invalid", 0)
    assert one_sentence(str(caught.value))


def test_an_address_of_another_machine_is_told_of_in_one_sentence():
    with pytest.raises(SettingsError, match="--host") as caught:
        listen("192.0.2.1", 0)  # TEST-NET-1 (RFC 5737): nobody's
    assert one_sentence(str(caught.value))


def test_a_port_that_was_let_go_can_be_had_again():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
    with listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port


def test_the_address_is_told_and_answers(monkeypatch: pytest.MonkeyPatch):
    app = FastAPI()
    app.get("/hello")(lambda: "hej")
    servers: list[uvicorn.Server] = []
    started = uvicorn.Server.__init__

    def remembered(self: uvicorn.Server, config: uvicorn.Config) -> None:
        started(self, config)
        servers.append(self)

    monkeypatch.setattr(uvicorn.Server, "__init__", remembered)
    told: list[str] = []
    thread = threading.Thread(target=serve_on, args=(app, listen("127.0.0.1", 0)), kwargs={"ready": told.append})
    thread.start()
    try:
        end = time.monotonic() + 10
        while not (servers and servers[0].started) and time.monotonic() < end:
            time.sleep(0.02)
        with urllib.request.urlopen(f"{told[0]}/hello", timeout=5) as response:
            assert response.read() == b'"hej"'
    finally:
        servers[0].should_exit = True
        thread.join(10)
    assert not thread.is_alive()
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.1", int(told[0].rsplit(":", 1)[1])), 1):
        pass
