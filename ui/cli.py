"""The command line: every room of the program behind one word, results to stdout, the rest to stderr.

Heavy parts are imported by the command that needs them, so that `--help` and `show` answer at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import DataFolderError, OstkakanError, QuestionError
from ui.asking import Shaped, put
from ui.batch import Case
from ui.cli_common import (
    BatchOption,
    DataOption,
    JsonOption,
    ProcurementOption,
    QuestionArgument,
    library_at,
    load_assistant,
    open_library,
)
from ui.eval_cli import app as eval_app
from ui.output import fail, print_json, print_line, say, system_error, usage_error
from ui.plain_cli import app as plain_app
from ui.settings import load_settings

app = typer.Typer(
    help="Answers about public procurement out of the documents themselves, with checked citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(plain_app, name="plain")
app.add_typer(eval_app, name="eval")


def main() -> None:
    """Run the command line; an error of ours is one line and exit code 1, a command that isn't one exit code 2."""
    try:
        code = app(standalone_mode=False)
    except OstkakanError as error:
        fail(str(error))
    except typer.TyperException as error:
        if not error.format_message():  # no command was given, and the help has been printed
            sys.exit(error.exit_code)
        fail(usage_error(error), error.exit_code)
    except OSError as error:
        fail(system_error(error))
    except KeyboardInterrupt:
        code = 130
    if code == 130:
        fail("stopped.", code)
    sys.exit(code)


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help="PDFs, folders, ZIP archives.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Take in the starter documents.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take files, folders and ZIP archives in; only what changed is read again."""
    from corpus.encoder import known_name, load_encoder  # heavy: the encoder's libraries  # noqa: PLC0415
    from ingest.pipeline import ingest as take_in  # heavy: PDF libraries  # noqa: PLC0415

    settings = load_settings(data=data)
    wanted = list(paths or [])
    if starter:
        from ingest.render import render_starter  # heavy: the PDF writer  # noqa: PLC0415

        render_starter(settings.data / "starter")
        wanted.append(settings.data / "starter")
    if not wanted:
        raise QuestionError("Say what to take in: ostkakan ingest FILE, FOLDER or ARCHIVE.zip.")
    summary = take_in(
        open_library(settings), wanted, lambda: load_encoder(settings.encoder), say, known_name(settings.encoder)
    )
    if as_json:
        print_json(summary.as_json())
    else:
        for line in summary.lines():
            print_line(line)
    for line in summary.complaints():
        say(line)
    if not summary.taken and not summary.unchanged:
        raise typer.Exit(1)


@app.command()
def reindex(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Build the shelves again from the parsed documents."""
    from corpus.encoder import load_encoder  # heavy: the encoder's libraries  # noqa: PLC0415
    from ingest.shelving import build_shelves  # heavy: PDF libraries  # noqa: PLC0415

    settings = load_settings(data=data)
    library = open_library(settings)
    if not library.store.ids():
        raise DataFolderError(f"{library.root} holds no documents yet; run `ostkakan ingest FOLDER` first.")
    with library.writing():
        names = build_shelves(library, lambda: load_encoder(settings.encoder), say)
    if as_json:
        print_json({"shelves": names})
    else:
        print_line(f"Built again: {', '.join(names)}.")


@app.command()
def status(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show what is on the shelves, with wording and problems."""
    from ui.status import status_json, status_lines  # heavy: the library  # noqa: PLC0415

    library = library_at(data)
    if as_json:
        print_json(status_json(library))
    else:
        for line in status_lines(library):
            print_line(line)


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id or file name.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a document's provisions as they were read, one a line."""
    from ui.contract import provision_json  # heavy: all of finding  # noqa: PLC0415

    library = library_at(data)
    for provision in library.provisions(library.find_document(document).id):
        if as_json:
            print_json(provision_json(provision))
        else:
            pages = ", ".join(map(str, provision.pages))
            print_line(f"{provision.label}\tp. {pages}\t{' '.join(provision.text.split())}")


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
    from ui.contract import found_json  # heavy: all of finding  # noqa: PLC0415
    from ui.text import found_text  # heavy: all of finding  # noqa: PLC0415

    assistant = load_assistant(load_settings(data=data), with_model=False)

    def one(item: Case) -> Shaped:
        found = assistant.search(item.question, history=item.history, procurement=item.procurement, limit=limit)
        return Shaped(found_json(found, item.key), lambda: found_text(found))

    put(one, question, procurement, batch, as_json)


@app.command()
def ask(
    question: QuestionArgument = None,
    procurement: ProcurementOption = None,
    batch: BatchOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question out of the documents, with citations."""
    from ui.contract import answer_json  # heavy: all of finding  # noqa: PLC0415
    from ui.text import answer_text  # heavy: all of finding  # noqa: PLC0415

    assistant = load_assistant(load_settings(data=data), with_model=True)

    def one(item: Case) -> Shaped:
        answer = assistant.ask(item.question, history=item.history, procurement=item.procurement)
        return Shaped(answer_json(answer, item.key), lambda: answer_text(answer))

    put(one, question, procurement, batch, as_json)


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
    announce = (lambda line: print_json({"address": line})) if as_json else print_line
    run(settings, starter, load_assistant(settings, with_model=True, checked=not starter), announce)
