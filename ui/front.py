"""What every page goes through on its way out: the language, our head, and a policy that nothing comes from elsewhere.

Gradio makes the page. This layer sets its `lang`, puts our stylesheet and script in its head (Gradio would add them
only once its own script has run), takes out the tags that name other hosts, and shuts the doors of Gradio that
Ostkakan has no use for. One page is mounted per language, Swedish at `/` and English at `/en/`; a browser that
prefers English is sent there, unless its user has switched.
"""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.model import Language
from ui.strings import LANGUAGES, preferred, texts

COOKIE = "ostkakan_language"
PATHS: dict[str, Language] = {"/": "sv", "/en/": "en"}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Gradio's own script needs inline code and `new Function`; everything else is held to this host."""
_CLOSED = re.compile(
    r"(/en)?/(gradio_api/(upload|proxy=|stream/|dev/|vibe|run-history|component_server|process_recording|custom_component)"
    r"|monitoring|login|logout|manifest\.json)"
)
_ELSEWHERE = re.compile(r'\s*<meta\s[^>]*?(?:property="og:|name="twitter:)[^>]*>|\s*<link rel="manifest"[^>]*>')


class Front:
    """The layer as ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, refuse, or pass on with headers and head put right."""
        path = scope.get("path", "")
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _CLOSED.match(path):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif path == "/en" or (path == "/" and _chosen(scope) == "en"):
            redirect = RedirectResponse("en/", headers={"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"})
            await redirect(scope, receive, send)
        else:
            await self.app(scope, receive, _Page(scope, send) if path in PATHS else _with_headers(send))


class _Page:
    """Holds a page back until it is whole, then sends it with its head put right."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.language = PATHS[scope["path"]]
        self.switched = QueryParams(scope["query_string"]).get("lang") == self.language
        self.send = send
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] != "http.response.body":
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(raw=self.start["headers"])
        if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
            self.body = with_head(self.body.decode(), self.language).encode()
            headers["content-length"] = str(len(self.body))
            headers["content-security-policy"] = POLICY
            headers["cache-control"] = "no-store"
            headers["vary"] = "Accept-Language, Cookie"
        if self.switched:
            headers.append("set-cookie", f"{COOKIE}={self.language}; Path=/; Max-Age=31536000; SameSite=Lax")
        _harden(headers)
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})


def with_head(page: str, language: Language) -> str:
    """Gradio's page in a language, with our head in it and without the tags that name other hosts."""
    words = texts(language)
    ours = (
        f'<meta name="description" content="{words("tagline")}">'
        '<meta name="color-scheme" content="light dark">'
        '<link rel="icon" href="/ui/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/ui/app.css"><script type="module" src="/ui/app.js"></script>'
    )
    page = _ELSEWHERE.sub("", page).replace('lang="en"', f'lang="{language}" data-language="{language}"', 1)
    return page.replace("</head>", f"{ours}</head>", 1)


def _with_headers(send: Send) -> Send:
    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            _harden(MutableHeaders(raw=message["headers"]))
        await send(message)

    return hardened


def _harden(headers: MutableHeaders) -> None:
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "same-origin")


def _chosen(scope: Scope) -> Language:
    """The language asked for: the address's, else the one switched to before, else the browser's."""
    headers = Headers(scope=scope)
    asked = QueryParams(scope["query_string"]).get("lang")
    for language in (asked, _remembered(headers.get("cookie"))):
        if language in LANGUAGES:
            return language
    return preferred(headers.get("accept-language"))


def _remembered(cookie: str | None) -> str | None:
    try:
        found = SimpleCookie(cookie or "").get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None
