"""The installer fails with one sentence that says what to do, and touches nothing before it knows that it can."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("sh", "awk", "date", "dirname", "cat", "grep", "mkdir", "rm", "tr", "touch", "uname")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the installer, and beside it a ``bin`` with the few tools it needs but no Python and no uv."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in ("install.sh", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    commands = tmp_path / "bin"
    commands.mkdir()
    for tool in TOOLS:
        place = shutil.which(tool)
        assert place, f"{tool} is missing on this machine"
        (commands / tool).symlink_to(place)
    free_space(folder, 9_000)
    return folder


def command(clone: Path, name: str, script: str) -> None:
    """Puts a command of that name on the only PATH there is."""
    path = clone.parent / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def install(clone: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "PYTHON"))}
    env = {**kept, "PATH": str(clone.parent / "bin"), **variables}
    return subprocess.run(["sh", "install.sh"], cwd=clone, env=env, capture_output=True, text=True, check=False)


def free_space(clone: Path, megabytes: int) -> None:
    """A ``df`` that tells of so much."""
    command(clone, "df", f"echo Filesystem 1024-blocks Used Available; echo /dev/x 9 9 {megabytes * 1024} 99% /")


def python_without_venv(clone: Path) -> None:
    """A python3 of the right version whose venv module fails as on a bare Debian."""
    command(clone, "python3", 'case "$*" in *venv*) echo ensurepip is not available; exit 1;; esac')


def only_line(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    return line


def test_without_a_python_it_says_which_one_to_install(clone: Path):
    assert "install Python 3.11" in only_line(install(clone))
    assert not (clone / ".venv").exists()


def test_a_python_that_does_not_run_is_passed_over(clone: Path):
    command(clone, "python3.11", "echo 'pyenv: python3.11: command not found' >&2; exit 127")
    assert "install Python 3.11" in only_line(install(clone))


def test_a_full_disk_is_told_before_anything_is_made(clone: Path):
    python_without_venv(clone)
    free_space(clone, 500)
    assert "500 MB are left" in only_line(install(clone))
    assert not (clone / ".venv").exists()


def test_a_python_without_its_venv_module_is_named(clone: Path):
    python_without_venv(clone)
    assert "lacks its venv module" in only_line(install(clone))
    assert "ensurepip is not available" in (clone / "build" / "install.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_registry_out_of_reach_is_told_in_one_sentence(clone: Path):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    result = install(clone, PYTHON=sys.executable, **nowhere)
    assert "could not reach the package registry" in only_line(result)
    assert not (clone / ".venv" / "installed").exists()
