"""Sets and a program → a run: every case asked, in one or several processes, each answer kept as soon as it is there.

A run that is stopped or killed goes on where it was when the same command is given again. Without a name it is called
by what its figures depend on, so that the same command finds it again.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from assistant.pipeline import Assistant
from corpus.encoder import load_encoder
from corpus.errors import OstkakanError
from corpus.jsonl import adapter
from corpus.library import Library
from evals.asking import Record, ask, build_rivals, warm
from evals.cases import EvalCase
from evals.chunks import Rival
from evals.constants import constants_set
from evals.program import Program, state_of
from evals.runs import (
    Manifest,
    Run,
    cut_torn_line,
    holding,
    now,
    read_records,
    read_run,
    run_folder,
    set_states,
    write_manifest,
)  # fmt: skip

Sets = Mapping[str, Sequence[EvalCase]]
Say = Callable[[str], None]
Job = tuple[str, EvalCase]

_SAY_EVERY = 5.0
_PARENT_EVERY = 2.0


@dataclass(slots=True)
class _Worker:
    """What a worker's process asks with."""

    assistant: Assistant
    rivals: tuple[Rival, ...]
    constants: ExitStack | None = None
    """Held, since the constants go back to what they were when it is let go."""


_worker: _Worker | None = None


def run_sets(
    sets: Sets, program: Program, say: Say, name: str | None = None, rivals: Sequence[str] = (), jobs: int = 1
) -> Run:
    """Ask every case that the run of this name does not have yet; OstkakanError when it was made of something else."""
    with constants_set(program.constants):
        made = program.assistant()
        _check_encoder(made)
        manifest = Manifest("", set_states(sets), tuple(rivals), state_of(program, made), now())
        manifest = replace(manifest, name=name or f"run-{manifest.fingerprint}")
        folder = run_folder(program.data, manifest.name)
        with holding(folder):
            manifest = _known(folder, manifest)
            cut_torn_line(folder)
            write_manifest(folder, manifest)
            done = {record.key for record in read_records(folder)}
            todo = [(set_name, case) for set_name, cases in sets.items() for case in cases]
            todo = [(set_name, case) for set_name, case in todo if (set_name, case.id) not in done]
            if done:
                say(f"{manifest.name}: {len(done)} of {manifest.total} cases are there, {len(todo)} to go.")
            if todo:
                built = build_rivals(made.library, load_encoder(program.encoder), rivals)
                _ask_all(folder, manifest, todo, program, _Worker(made, built), jobs, say)
    return read_run(program.data, manifest.name)


def _check_encoder(made: Assistant) -> None:
    for shelf in made.library.shelves():
        if shelf.manifest.encoder != made.encoder.name:
            raise OstkakanError(
                f"The shelves of {made.library.root} were built with the embedding model {shelf.manifest.encoder}, "
                f"not {made.encoder.name}; run `ostkakan reindex` first."
            )


def _known(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest of the run that is there, when it is of the same things."""
    if not (folder / "run.json").exists():
        return manifest
    there = read_run(folder.parent.parent, folder.name).manifest
    if there.fingerprint != manifest.fingerprint:
        raise OstkakanError(
            f"The run {folder.name} was made of {_difference(there, manifest)}; "
            f"give another --name, or delete {folder}."
        )
    return there


def _difference(there: Manifest, now_: Manifest) -> str:
    told = {
        "other sets": there.sets != now_.sets,
        "other rivals": there.rivals != now_.rivals,
        "another encoder": there.state.encoder != now_.state.encoder,
        "another model": (there.state.model, there.state.prompts) != (now_.state.model, now_.state.prompts),
        "other shelves": there.state.shelves != now_.state.shelves,
        "other settings": there.state.settings != now_.state.settings,
        "other code": there.state.code != now_.state.code,
    }
    return " and ".join(what for what, differs in told.items() if differs)


def _ask_all(
    folder: Path, manifest: Manifest, todo: Sequence[Job], program: Program, worker: _Worker, jobs: int, say: Say
) -> None:
    begun = time.monotonic()
    writer = adapter(Record)
    told = first = begun
    with (folder / "cases.jsonl").open("ab") as file:
        records = _alone(todo, worker) if jobs == 1 else _together(todo, program, manifest.rivals, jobs)
        for count, record in enumerate(records, start=1):
            file.write(writer.dump_json(record) + b"\n")
            file.flush()
            first = time.monotonic() if count == 1 else first
            spent = time.monotonic() - begun
            if count > 1 and time.monotonic() - told >= _SAY_EVERY:
                told = time.monotonic()
                left = (time.monotonic() - first) / max(1, count - 1) * (len(todo) - count)
                say(f"{manifest.name}: {count} of {len(todo)} cases, about {_duration(left)} left")
            write = replace(manifest, seconds=round(manifest.seconds + spent, 1))
        os.fsync(file.fileno())
    write_manifest(folder, replace(write, finished=now()))


def _alone(todo: Sequence[Job], worker: _Worker) -> Iterator[Record]:
    warm(worker.assistant)
    for set_name, case in todo:
        yield ask(worker.assistant, worker.rivals, set_name, case)


def _together(todo: Sequence[Job], program: Program, rivals: Sequence[str], jobs: int) -> Iterator[Record]:
    arguments = (program, tuple(rivals), os.getpid())
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, arguments) as pool:
        futures = [pool.submit(_ask_here, set_name, case) for set_name, case in todo]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool as error:
            raise OstkakanError(
                "A worker of the run was ended from outside (out of memory?); give the same command to go on."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start(program: Program, rivals: Sequence[str], parent: int) -> None:
    """Make ready what a worker asks with; the constants stay set as long as the process lives."""
    global _worker
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    constants = ExitStack()
    constants.enter_context(constants_set(program.constants))
    library = Library(program.data)
    built = build_rivals(library, load_encoder(program.encoder), rivals)
    _worker = _Worker(program.assistant(), built, constants)
    warm(_worker.assistant)


def _end_with(parent: int) -> None:
    """End this worker when the run is killed: nobody would end it then."""
    while os.getppid() == parent:
        time.sleep(_PARENT_EVERY)
    os._exit(1)


def _ask_here(set_name: str, case: EvalCase) -> Record:
    assert _worker is not None
    return ask(_worker.assistant, _worker.rivals, set_name, case)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
