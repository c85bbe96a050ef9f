"""Runs on disk: `<data>/runs/<name>/`, so that one can be resumed, compared, and read years later.

run.json      what was asked of what: sets, settings, models, prompts, shelves, commit
cases.jsonl   a record a case, in the order in which they were done; a line is whole or was never there
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import LockedError, OstkakanError
from corpus.jsonl import adapter, read_one, write_one
from evals.asking import Record
from evals.cases import EvalCase, case_json
from evals.program import State

_NAME = re.compile(r"[\w.+-]{1,80}")


@dataclass(frozen=True, slots=True)
class SetState:
    """A set as a run found it."""

    name: str
    cases: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is of. ``finished`` is None while cases are left; ``seconds`` are those of all its sittings."""

    name: str
    sets: tuple[SetState, ...]
    rivals: tuple[str, ...]
    state: State
    started: str
    finished: str | None = None
    seconds: float = 0.0

    @property
    def fingerprint(self) -> str:
        """A hash over all that its figures depend on."""
        return sha256(repr((self.sets, self.rivals, self.state.fingerprint)).encode()).hexdigest()[:8]

    @property
    def total(self) -> int:
        """How many cases it has."""
        return sum(item.cases for item in self.sets)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was read back, its records in the order of their sets."""

    manifest: Manifest
    records: tuple[Record, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.manifest.name


def set_states(sets: Mapping[str, Sequence[EvalCase]]) -> tuple[SetState, ...]:
    """The sets by what is in them."""
    return tuple(
        SetState(name, len(cases), sha256(repr([case_json(case) for case in cases]).encode()).hexdigest()[:12])
        for name, cases in sets.items()
    )


def run_folder(data: Path, name: str) -> Path:
    """Where a run is kept; OstkakanError for a name that is no plain file name."""
    if not _NAME.fullmatch(name) or name.startswith("."):
        raise OstkakanError(f"A run can't be called {name!r}; use letters, figures and - _ . +.")
    return data / "runs" / name


def run_names(data: Path) -> tuple[str, ...]:
    """The runs of a data folder, the one begun last first."""
    found = [read_one(path, Manifest) for path in (data / "runs").glob("*/run.json")]
    return tuple(item.name for item in sorted(found, key=lambda item: item.started, reverse=True))


def read_run(data: Path, name: str) -> Run:
    """A run by its name; OstkakanError names those there are."""
    folder = run_folder(data, name)
    if not (folder / "run.json").is_file():
        known = ", ".join(run_names(data)) or "none"
        raise OstkakanError(f"There is no run {name} in {data}; there are: {known}.")
    manifest = read_one(folder / "run.json", Manifest)
    order = {item.name: number for number, item in enumerate(manifest.sets)}
    records = sorted(read_records(folder), key=lambda record: (order[record.set], record.case.line, record.case.id))
    return Run(manifest, tuple(records))


def read_records(folder: Path) -> list[Record]:
    """The whole records of a run; what a killed run left of a line is not one."""
    path = folder / "cases.jsonl"
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return [adapter(Record).validate_json(line) for line in lines]


def cut_torn_line(folder: Path) -> None:
    """Take away what a killed run left of its last line."""
    path = folder / "cases.jsonl"
    if path.exists():
        raw = path.read_bytes()
        whole = raw.rfind(b"\n") + 1
        if whole < len(raw):
            with path.open("r+b") as file:
                file.truncate(whole)


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a run's folder; LockedError when another process is at it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(f"The run {folder.name} is being made by another process; choose another --name.") from None
    try:
        yield
    finally:
        lock.release()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep what a run is of."""
    write_one(folder / "run.json", manifest)


def now() -> str:
    """The time of day, as manifests keep it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
