"""Settings → the running web app, and beside it, when asked for, the reading of the starter documents.

The reading runs in a process of its own (`ostkakan ingest --starter`), which holds the write lock and the embedding
model; the server answers meanwhile from whatever the shelves hold, and shows the reader's progress.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from assistant.pipeline import Assistant
from corpus.errors import SettingsError
from ui.cli_common import other_encoder
from ui.settings import Settings
from ui.web import create_app, listen, serve_on

_FIRST_WORD_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2


def run(settings: Settings, starter: bool, assistant: Assistant, announce: Callable[[str], None]) -> None:
    """Serve until stopped; SettingsError when the port is taken. ``announce`` hears the address once it answers."""
    listener = listen(settings.host, settings.port)
    reader = _start_reading(settings.data) if starter else None
    try:
        if reader is not None:
            _await_shelves(assistant, reader)
        app = create_app(assistant, assistant.library)
        serve_on(app, listener, ready=announce)
    finally:
        if reader is not None and reader.poll() is None:
            reader.terminate()
            reader.wait()


def _start_reading(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ui", "ingest", "--starter", "--data", str(data)], stdout=subprocess.DEVNULL
    )


def _await_shelves(assistant: Assistant, reader: subprocess.Popen[bytes]) -> None:
    """Wait until something can be searched, so that the first page can answer; not longer than a minute.

    Shelves of another embedding model can't be searched with this one: until the reader has built them anew it is
    waited for however long that takes. SettingsError when it ends without.
    """
    library, name = assistant.library, assistant.encoder.name
    end = time.monotonic() + _FIRST_WORD_SECONDS
    while not library.shelf_names() and reader.poll() is None and time.monotonic() < end:
        time.sleep(_LOOK_AGAIN_SECONDS)
    while other_encoder(library, name) and reader.poll() is None:
        time.sleep(_LOOK_AGAIN_SECONDS)
    if other := other_encoder(library, name):
        raise SettingsError(
            f"The shelves of {library.root} are still those of the embedding model {other}, not {name}; "
            "run `ostkakan reindex`."
        )
