"""The command line: every room of the program behind one word, results to stdout, the rest to stderr.

Heavy parts are imported by the command that needs them, so that `--help` and `show` answer at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import OstkakanError, QuestionError
from ui.batch import BadCase, Case, read_batch
from ui.plain_cli import app as plain_app
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from corpus.library import Library

app = typer.Typer(
    help="Answers about public procurement out of the documents themselves, with checked citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(plain_app, name="plain")

DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder (or OSTKAKAN_DATA; default: data).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProcurementOption = Annotated[
    str | None, typer.Option("--procurement", metavar="NAME", help="Search this procurement beside the common shelf.")
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", metavar="FILE", help="JSON Lines with id, question, history, procurement.")
]
QuestionArgument = Annotated[str | None, typer.Argument(metavar="QUESTION")]


def main() -> None:
    """Run the command line; an error of ours is one line and exit code 1."""
    try:
        app()
    except OstkakanError as error:
        _fail(str(error))
    except OSError as error:
        _fail(_system_error(error))
    except KeyboardInterrupt:
        sys.stderr.write("ostkakan: stopped.\n")
        sys.exit(130)


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help="PDFs, folders, ZIP archives.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Take in the starter documents.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take files, folders and ZIP archives in; only what changed is read again."""
    from corpus.encoder import load_encoder  # heavy: the encoder's libraries  # noqa: PLC0415
    from ingest.pipeline import ingest as take_in  # heavy: PDF libraries  # noqa: PLC0415

    settings, library = _open(data)
    wanted = list(paths or [])
    if starter:
        from ingest.render import render_starter  # heavy: the PDF writer  # noqa: PLC0415

        render_starter(settings.data / "starter")
        wanted.append(settings.data / "starter")
    if not wanted:
        raise QuestionError("Say what to take in: ostkakan ingest FILE, FOLDER or ARCHIVE.zip.")
    summary = take_in(library, wanted, lambda: load_encoder(settings.encoder), _say)
    if as_json:
        _print_json(summary.as_json())
    else:
        for line in summary.lines():
            _print(line)
    if summary.failed and not summary.taken and not summary.unchanged:
        raise typer.Exit(1)


@app.command()
def reindex(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Build the shelves again from the parsed documents."""
    from corpus.encoder import load_encoder  # heavy: the encoder's libraries  # noqa: PLC0415
    from ingest.pipeline import build_shelves  # heavy: PDF libraries  # noqa: PLC0415

    settings, library = _open(data)
    with library.writing():
        names = build_shelves(library, lambda: load_encoder(settings.encoder), _say)
    _print_json({"shelves": names}) if as_json else _print(f"Built again: {', '.join(names) or 'no shelf'}.")


@app.command()
def status(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show what is on the shelves, with wording and problems."""
    from ui.status import status_json, status_lines  # noqa: PLC0415 - keeps --help quick

    _, library = _open(data)
    if as_json:
        _print_json(status_json(library))
    else:
        for line in status_lines(library):
            _print(line)


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id or file name.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a document's provisions as they were read, one a line."""
    from ui.contract import provision_json  # noqa: PLC0415 - keeps --help quick

    _, library = _open(data)
    for provision in library.provisions(library.find_document(document).id):
        if as_json:
            _print_json(provision_json(provision))
        else:
            _print(f"{provision.label}\tp. {_pages(provision.pages)}\t{' '.join(provision.text.split())}")


@app.command()
def search(
    question: QuestionArgument = None,
    procurement: ProcurementOption = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=200, help="How many hits.")] = 10,
    batch: BatchOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the provisions nearest to a question."""
    from ui.contract import found_json  # noqa: PLC0415 - keeps --help quick
    from ui.text import found_text  # noqa: PLC0415

    assistant = _assistant(data, with_model=False)

    def one(item: Case) -> tuple[Any, Callable[[], str]]:
        found = assistant.search(item.question, history=item.history, procurement=item.procurement, limit=limit)
        return found_json(found, item.key), lambda: found_text(found)

    _run(one, question, procurement, batch, as_json)


@app.command()
def ask(
    question: QuestionArgument = None,
    procurement: ProcurementOption = None,
    batch: BatchOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question out of the documents, with citations."""
    from ui.contract import answer_json  # noqa: PLC0415 - keeps --help quick
    from ui.text import answer_text  # noqa: PLC0415

    assistant = _assistant(data, with_model=True)

    def one(item: Case) -> tuple[Any, Callable[[], str]]:
        answer = assistant.ask(item.question, history=item.history, procurement=item.procurement)
        return answer_json(answer, item.key), lambda: answer_text(answer)

    _run(one, question, procurement, batch, as_json)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", help="The address to serve on (default 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="The port (default 7860).")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Take the starter documents in first.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the web app."""
    from ui.server import run  # heavy: gradio  # noqa: PLC0415

    settings = load_settings(data=data, host=host, port=port)
    run(settings, starter, _assistant_of(settings, with_model=True), lambda line: _announce(line, as_json))


def _run(
    one: Callable[[Case], tuple[Any, Callable[[], str]]],
    question: str | None,
    procurement: str | None,
    batch: Path | None,
    as_json: bool,
) -> None:
    if batch is None:
        if question is None:
            raise QuestionError("Give a question, or --batch FILE with one JSON object a line.")
        shaped, text = one(Case(None, question, (), procurement))
        _print_json(shaped) if as_json else _print(text())
        return
    failed = False
    for item in read_batch(batch, procurement):
        try:
            if isinstance(item, BadCase):
                raise QuestionError(item.error)
            shaped, _ = one(item)
        except OstkakanError as error:
            failed = True
            shaped = {"id": item.key, "error": str(error)}
        _print_json(shaped)
    if failed:
        raise typer.Exit(1)


def _open(data: Path | None) -> tuple[Settings, Library]:
    from corpus.library import Library  # noqa: PLC0415 - keeps --help quick

    settings = load_settings(data=data)
    return settings, Library(settings.data)


def _assistant(data: Path | None, with_model: bool) -> Assistant:
    return _assistant_of(load_settings(data=data), with_model)


def _assistant_of(settings: Settings, with_model: bool) -> Assistant:
    from assistant.generate import load_generator  # noqa: PLC0415 - keeps --help quick
    from assistant.pipeline import Assistant  # noqa: PLC0415
    from corpus.encoder import load_encoder  # heavy: the encoder's libraries  # noqa: PLC0415
    from corpus.library import Library  # noqa: PLC0415

    generator = None
    if with_model and settings.model:
        generator = load_generator(settings.model, settings.model_url, settings.model_timeout)
    return Assistant(Library(settings.data), load_encoder(settings.encoder), generator)


def _pages(pages: Sequence[int]) -> str:
    return ", ".join(str(page) for page in pages)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _announce(line: str, as_json: bool) -> None:
    _print_json({"address": line}) if as_json else _print(line)


def _fail(line: str) -> None:
    sys.stderr.write(f"ostkakan: {line}\n")
    sys.exit(1)


def _system_error(error: OSError) -> str:
    if error.errno == 28:
        return "The disk is full; free some space and run this again, nothing was lost."
    return f"{error.strerror or error}: {error.filename or ''}; check the path and its permissions.".replace(": ;", ";")
