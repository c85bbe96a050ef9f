"""`ostkakan eval …`: run evaluation sets, compare runs, stop a regression, write the report, take in spreadsheets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import OstkakanError
from ui.cli_common import DataOption, JsonOption, library_at, open_library
from ui.output import print_json, print_line, say
from ui.settings import load_settings

if TYPE_CHECKING:
    from evals.checking import Fault

app = typer.Typer(help="Run evaluation sets, compare runs, and stop a regression.", no_args_is_help=True)

SetsArgument = Annotated[list[Path], typer.Argument(metavar="SET...", help="Evaluation sets (JSON Lines).")]


@app.command()
def run(
    sets: SetsArgument,
    name: Annotated[str | None, typer.Option("--name", help="What to call the run (default: by its content).")] = None,
    pairs: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Another setting.")] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes (default: the cores).")
    ] = None,
    rivals: Annotated[bool, typer.Option("--rivals/--no-rivals", help="Run the ready-made searches too.")] = True,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Run sets that have faults.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every question of the sets and keep the answers and scores; a run that was stopped goes on."""
    from evals.asking import rival_names  # heavy: the whole program  # noqa: PLC0415
    from evals.checking import check_sets, load_sets  # noqa: PLC0415
    from evals.constants import parse_pairs  # noqa: PLC0415
    from evals.program import Program  # heavy: as above  # noqa: PLC0415
    from evals.run import run_sets  # heavy: as above  # noqa: PLC0415
    from evals.tables import run_json, run_table  # heavy: as above  # noqa: PLC0415

    settings = load_settings(data=data)
    given = Program(settings.data, settings.encoder, settings.model, settings.model_url, settings.model_timeout)
    program = given.with_settings(parse_pairs(pairs or ()))
    loaded = load_sets(sets)
    _tell_faults(check_sets(loaded, open_library(settings)), stop=not unchecked)
    done = run_sets(loaded, program, say, name, rival_names() if rivals else (), jobs or min(os.cpu_count() or 1, 8))
    print_json(run_json(done)) if as_json else print_line(run_table(done))


@app.command()
def compare(
    first: Annotated[str, typer.Argument(metavar="RUN", help="The earlier run.")],
    second: Annotated[str, typer.Argument(metavar="RUN", help="The later run.")],
    cases: Annotated[int, typer.Option("--cases", metavar="N", help="How many of the lost cases to print.")] = 20,
    data: DataOption = None,
) -> None:
    """Compare two runs: wins, ties and losses, a paired test, and what changed in each lost case."""
    from evals.compare import compare as compared  # heavy: the whole program  # noqa: PLC0415
    from evals.runs import read_run  # heavy: as above  # noqa: PLC0415
    from evals.tables import comparison_table  # heavy: as above  # noqa: PLC0415

    folder = load_settings(data=data).data
    print_line(comparison_table(compared(read_run(folder, first), read_run(folder, second)), cases))


@app.command()
def gate(
    against: Annotated[str, typer.Option("--against", metavar="NAME", help="The run it must not fall behind.")],
    later: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run (default: the newest).")] = None,
    thresholds: Annotated[Path | None, typer.Option("--thresholds", metavar="FILE")] = None,
    data: DataOption = None,
) -> None:
    """Exit with 1 when a run falls behind an earlier one by more than the thresholds let pass."""
    from evals.gate import THRESHOLDS, load_thresholds  # heavy: the whole program  # noqa: PLC0415
    from evals.gate import gate as judged  # heavy: as above  # noqa: PLC0415
    from evals.runs import read_run, run_names  # heavy: as above  # noqa: PLC0415

    folder = load_settings(data=data).data
    newest = next((name for name in run_names(folder) if name != against), None)
    if later is None and newest is None:
        raise OstkakanError(f"There is no run in {folder} beside {against}; make one with `ostkakan eval run`.")
    verdicts = judged(
        read_run(folder, against), read_run(folder, later or str(newest)), load_thresholds(thresholds or THRESHOLDS)
    )
    for verdict in verdicts:
        print_line(f"{'pass' if verdict.passed else 'FAIL'}  {verdict.text}")
    failed = sum(not verdict.passed for verdict in verdicts)
    print_line(f"{later or newest} {'fails' if failed else 'passes'} against {against}.")
    if failed:
        raise typer.Exit(1)


@app.command()
def report(
    name: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run (default: the newest).")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="NAME", help="Compare with this run.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to (default: the run).")] = None,
    data: DataOption = None,
) -> None:
    """Write a run's report: one HTML file without outside resources, and Markdown."""
    from evals.report import write_report  # heavy: the whole program  # noqa: PLC0415
    from evals.runs import read_run, run_folder, run_names  # heavy: as above  # noqa: PLC0415

    folder = load_settings(data=data).data
    chosen = name or next((each for each in run_names(folder) if each != against), None)
    if chosen is None:
        raise OstkakanError(f"There is no run in {folder}; make one with `ostkakan eval run SET`.")
    earlier = read_run(folder, against) if against else None
    for path in write_report(read_run(folder, chosen), earlier, out or run_folder(folder, chosen)):
        print_line(str(path))


@app.command()
def check(sets: SetsArgument, data: DataOption = None) -> None:
    """Hold sets against the shelves; every fault is named by its line, and the exit code is 1."""
    from evals.checking import check_sets, load_sets  # heavy: the whole program  # noqa: PLC0415

    loaded = load_sets(sets)
    faults = check_sets(loaded, library_at(data))
    for fault in faults:
        print_line(str(fault))
    print_line(f"{sum(map(len, loaded.values()))} cases, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


@app.command(name="import")
def import_(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A CSV or XLSX file.")],
    target: Annotated[Path, typer.Argument(metavar="SET", help="The set to write (JSON Lines).")],
    data: DataOption = None,
) -> None:
    """Make a set of a spreadsheet; a fault is named by its row, and then nothing is written."""
    from evals.cases import write_cases  # heavy: the whole program  # noqa: PLC0415
    from evals.checking import check_sets  # heavy: as above  # noqa: PLC0415
    from evals.sheets import read_sheet  # heavy: as above  # noqa: PLC0415

    cases = read_sheet(sheet)
    _tell_faults(check_sets({sheet.name: cases}, library_at(data), "row"), stop=True)
    write_cases(target, cases)
    print_line(f"{target}: {len(cases)} cases")


@app.command()
def export(
    source: Annotated[Path, typer.Argument(metavar="SET", help="An evaluation set (JSON Lines).")],
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="The CSV or XLSX file to write.")],
) -> None:
    """Write a set as a spreadsheet."""
    from evals.cases import load_cases  # heavy: the whole program  # noqa: PLC0415
    from evals.sheets import write_sheet  # heavy: as above  # noqa: PLC0415

    cases = load_cases(source)
    write_sheet(sheet, cases)
    print_line(f"{sheet}: {len(cases)} cases")


def _tell_faults(faults: list[Fault], *, stop: bool) -> None:
    for fault in faults:
        say(f"{fault}{' (doubtful)' if fault.doubtful else ''}")
    broken = sum(not fault.doubtful for fault in faults)
    if broken and stop:
        raise OstkakanError(f"{broken} faults; mend them first.")
