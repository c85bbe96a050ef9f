"""Fixtures that every room's tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference documents (OSTKAKAN_REFERENCE, default ../shared); tests on it are skipped without it."""
    folder = Path(os.environ.get("OSTKAKAN_REFERENCE", ROOT.parent / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no reference corpus at {folder}; set OSTKAKAN_REFERENCE to run this test")
    return folder
