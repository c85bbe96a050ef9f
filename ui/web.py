"""The web app: a FastAPI application with Gradio's page at `/` (English at `/en/`) over an assistant and a library.

Gradio carries the talk (its queue, its streaming, its state per visitor); the thread and the source panel are HTML
of ours in it, since its chatbot has no citations and no panel. This is the only module that imports Gradio, which
takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from ui import markup
from ui.front import PATHS, Front
from ui.ports import Assistant, Library
from ui.routes import contract_routes, document_routes
from ui.serving import listen, serve, serve_on
from ui.strings import texts
from ui.talk import Talk, Turns

__all__ = ["build_page", "create_app", "listen", "serve", "serve_on"]

STATIC = Path(__file__).parent / "static"
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
POLL_SECONDS = 3


def create_app(assistant: Assistant, library: Library, *, at_once: int = 4, waiting: int = 40) -> FastAPI:
    """The application; ``at_once`` questions are answered at a time and ``waiting`` more may wait in line."""
    app = FastAPI(title="Ostkakan", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.include_router(document_routes(library))
    app.include_router(contract_routes(assistant))
    app.mount("/ui", StaticFiles(directory=STATIC), name="ui")
    # The page at "/" takes every address that is left, so it is mounted last.
    for path, language in sorted(PATHS.items(), reverse=True):
        page = build_page(Talk(assistant, library, texts(language)))
        page.queue(default_concurrency_limit=at_once, max_size=waiting)
        gr.mount_gradio_app(
            app,
            page,
            path.rstrip("/") or "/",
            theme=_theme(),
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            show_error=False,
            enable_monitoring=False,
            pwa=False,
            mcp_server=False,
        )
    app.add_middleware(Front)
    return app


def build_page(talk: Talk) -> gr.Blocks:
    """Gradio's page in the language of the talk's texts."""
    t = talk.texts
    page: gr.Blocks = gr.Blocks(title=t("name"), analytics_enabled=False, fill_width=True)
    with page:
        _html(markup.header(t))
        with gr.Row(elem_id="ost-main"):
            with gr.Column(elem_id="ost-chat"):
                parts = _chat(talk)
            _html(markup.source_panel(t), elem_id="ost-aside")
        _wire(page, talk, parts)
    return page


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events read and write."""

    progress: gr.HTML
    start: gr.Column
    starters: tuple[gr.Button, ...]
    thread: gr.HTML
    where: gr.Dropdown
    question: gr.Textbox
    send: gr.Button
    again: gr.Button
    documents: gr.HTML


def _chat(talk: Talk) -> _Parts:
    t = talk.texts
    progress = _html(elem_id="ost-progress")
    with gr.Column(elem_id="ost-start") as start:
        _html(markup.intro(t))
        starters = tuple(gr.Button(t(f"ask.starter_{name}")) for name in ("in", "group", "criteria"))
    thread = _html(elem_id="ost-thread")
    with gr.Row(elem_id="ost-above"):
        where = gr.Dropdown(
            talk.places(), value=talk.everywhere, label=t("ask.where"), elem_id="ost-where", visible=False
        )
        again = gr.Button(t("ask.again"), elem_id="ost-again", visible=False)
    with gr.Row(elem_id="ost-line"):
        question = gr.Textbox(
            label=t("ask.label"), placeholder=t("ask.placeholder"), elem_id="ost-question", lines=1, max_lines=6
        )
        send = gr.Button(t("ask.send"), variant="primary", elem_id="ost-send")
    return _Parts(progress, start, starters, thread, where, question, send, again, _html(elem_id="ost-about"))


def _wire(page: gr.Blocks, talk: Talk, parts: _Parts) -> None:
    turns = gr.State(())
    timer = gr.Timer(POLL_SECONDS, active=False)
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    tell = partial(_news, talk)
    shown = [parts.thread, turns, parts.question, parts.start, parts.again]
    news = [parts.progress, parts.documents, parts.where, timer]

    def show(talked: Turns, question: object) -> tuple[object, ...]:
        count = len(talk.library.documents())
        start, again = gr.update(visible=not talked), gr.update(visible=bool(talked))
        return markup.thread(talked, talk.texts, count), talked, question, start, again

    def ask(question: str, talked: Turns, place: str | None) -> Iterator[tuple[object, ...]]:
        if not question.strip():
            gr.Info(talk.texts("answer.empty"))
            yield tuple(gr.skip() for _ in shown)
            return
        emptied: object = ""
        for longer in talk.ask(question, talked, place):
            yield show(longer, gr.skip() if longer[-1].failure else emptied)
            emptied = gr.skip()

    def settle(talked: Turns) -> tuple[object, ...]:
        return show(talk.settle(talked), gr.skip())

    put = [parts.question.submit, parts.send.click]
    events = [gr.on(put, ask, [parts.question, turns, parts.where], shown, **quiet)]
    events += [starter.click(ask, [starter, turns, parts.where], shown, **quiet) for starter in parts.starters]
    for event in events:
        # Not by one .then: in Gradio 6.31 that is passed over after a failure.
        event.failure(settle, turns, shown, **quiet)
        event.then(tell, None, news, **quiet)
    parts.again.click(lambda: show((), gr.skip()), None, shown, **quiet)
    page.load(tell, None, news, **quiet)
    timer.tick(tell, None, news, **quiet)


def _news(talk: Talk) -> tuple[object, ...]:
    """Progress, documents, places to search, and whether to go on asking for news of them."""
    progress, places = talk.library.progress(), talk.places()
    return (
        markup.progress_bar(progress, talk.texts),
        markup.document_list(talk.library.documents(), talk.texts),
        gr.update(choices=places, visible=len(places) > 1),
        gr.Timer(active=progress is not None),
    )


def _html(value: str = "", elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def _theme() -> gr.themes.Base:
    return gr.themes.Base(font=SANS, font_mono=MONO)
