"""An application served on an address of this machine until it is stopped."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from corpus.errors import SettingsError

SHUTDOWN_SECONDS = 2
"""A browser holds a connection open to hear of news; on a stop it is not waited for longer than this."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on host and port (0: a free one); SettingsError says what to do when it can't be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError, OverflowError) as error:
        raise SettingsError(f"There is no address {host!r}; give another with --host, such as 127.0.0.1.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(_why(host, port, error)) from error
    return listener


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return f"Port {port} is taken by another program; stop it, or choose another port, such as --port {other}."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by ordinary users; choose another, such as --port 7860."
    return f"{host}:{port} can't be listened on ({error.strerror}); choose another with --host or --port."


def serve(app: FastAPI, host: str, port: int, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve until interrupted; ``ready`` is given the address once it listens. Raises SettingsError as `listen`."""
    serve_on(app, listen(host, port), ready=ready)


def serve_on(app: FastAPI, listener: socket.socket, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve on a socket of `listen` until interrupted; it is closed at the end.

    Listening before the application is built lets a taken port be told at once, not after the seconds Gradio takes.
    """
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS, server_header=False
    )
    host, port = listener.getsockname()[:2]
    if ready is not None:
        ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    with listener, contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
