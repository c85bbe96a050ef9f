"""The made-up library, its set, and a program that answers from it with the fake encoder."""

import pytest

from assistant.decline import Calibration
from evals.checking import load_sets
from evals.program import Program
from evals.run import run_sets
from tests.evals.making import filled_library, write_set


@pytest.fixture
def library(tmp_path):
    return filled_library(tmp_path / "data")


@pytest.fixture
def sets(tmp_path):
    return load_sets([write_set(tmp_path / "small.jsonl")])


@pytest.fixture
def calibrated(monkeypatch):
    """The fake encoder declines what shares no words with the shelf."""
    made = {"sv": Calibration(1.0, -20.0, -2.0, 0.5), "en": Calibration(1.0, -20.0, -2.0, 0.5)}
    monkeypatch.setattr("assistant.pipeline.calibrations_of", lambda _: dict(made))
    return made


@pytest.fixture
def program(library, calibrated):
    return Program(library.root, "hash")


@pytest.fixture
def assistant(program):
    return program.assistant()


@pytest.fixture
def run(sets, program):
    """Runs the small set, without rivals, under a name."""

    def made(name, changed=program, **options):
        return run_sets(sets, changed, lambda _: None, name, **options)

    return made
