"""`ostkakan plain …`: the plain-language layer held against the statutes on the shelves."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from corpus.model import Provision
from corpus.plain import FOLDER
from corpus.plain_check import bind as bind_file
from corpus.plain_check import check as find_faults
from ui.cli_common import DataOption, library_at
from ui.output import print_line

app = typer.Typer(help="Check and bind the plain-language layer.", no_args_is_help=True)

FolderOption = Annotated[Path, typer.Option("--folder", metavar="DIR", help="The layer's folder, one a act.")]


@app.command()
def check(data: DataOption = None, folder: FolderOption = FOLDER) -> None:
    """List every fault of the layer; exit code 1 when there is one beside missing entries."""
    findings = list(find_faults(_sections(data), folder))
    counts = Counter(finding.fault for finding in findings)
    for finding in findings:
        if finding.fault != "missing":
            print_line(str(finding))
    print_line(", ".join(f"{count} {fault}" for fault, count in sorted(counts.items())) or "no fault")
    if counts.keys() - {"missing"}:
        raise typer.Exit(1)


@app.command()
def todo(data: DataOption = None, folder: FolderOption = FOLDER) -> None:
    """List the sections without an entry, and the entries that are stale."""
    for finding in find_faults(_sections(data), folder):
        if finding.fault in ("missing", "stale"):
            print_line(str(finding))


@app.command()
def bind(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Layer files (TOML).")], data: DataOption = None
) -> None:
    """Bind entries that were read against their sections to the wording on the shelf."""
    sections = _sections(data)
    for path in files:
        print_line(f"{path.parent.name}/{path.name}: {bind_file(path, sections)} bound")


def _sections(data: Path | None) -> list[Provision]:
    library = library_at(data)
    return [item for document in library.documents() if document.sfs for item in library.provisions(document.id)]
