"""What surrounds the code keeps its promises: versions, licences, package data, and nothing of anyone's machine."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = PROJECT["tool"]["setuptools"]["packages"]

MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:work|root|home|Users|opt/wheels|opt/pypi)(?:/|\b(?![\w.]))")
REGISTRY = re.compile(
    r"\b(?:files\.pythonhosted|pypi|test\.pypi|download\.pytorch|registry\.npmjs|conda\.anaconda)\.org\b"
)
NOT_OURS = {".git", ".venv", "build", "data"}


def direct_dependencies() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return [Requirement(line) for lines in (PROJECT["project"]["dependencies"], *extras) for line in lines]


def constraints() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(pin.name): pin for pin in pins}


def files_of_the_project() -> list[Path]:
    """What is tracked, or would be; without git, everything outside the folders that tools make."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
        return [path for name in names if name and (path := ROOT / name).is_file()]
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    ours = (p for p in paths if not NOT_OURS & set(p.parts) and not re.search(r"cache|egg-info", p.parent.as_posix()))
    return [ROOT / path for path in ours]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in files_of_the_project()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_a_machine():
    assert lines_matching(MACHINE_PATH) == []


def test_no_file_names_a_package_registry():
    assert lines_matching(REGISTRY) == []


@pytest.mark.parametrize("text", ["/" + "work/main", "see /" + "root/.cache", "'/" + "home/eva'", "/" + "opt/wheels"])
def test_a_path_of_a_machine_is_recognised(text: str):
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["../shared", "docs/homework/plan", "https://example.org/home/", "data/root.txt"])
def test_other_paths_are_left_alone(text: str):
    assert not MACHINE_PATH.search(text)


def test_the_change_log_starts_with_the_version_of_the_project():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(\d[^\]]*)\]", text, flags=re.MULTILINE)[0] == PROJECT["project"]["version"]


def test_every_direct_dependency_is_pinned_to_a_version_it_allows():
    pins = constraints()
    for wanted in direct_dependencies():
        pin = pins.get(canonicalize_name(wanted.name))
        assert pin, f"{wanted.name} is missing from constraints.txt"
        (exact,) = pin.specifier
        assert exact.operator == "==", f"{pin} is no exact version"
        assert wanted.specifier.contains(exact.version, prereleases=True), f"{pin} is outside {wanted}"


def test_constraints_are_exact_versions_without_local_builds():
    for pin in constraints().values():
        (exact,) = pin.specifier
        assert exact.operator == "=="
        assert "+" not in exact.version
        assert pin.url is None


def test_every_direct_dependency_is_listed_with_its_licence():
    rows = (ROOT / "docs" / "third-party.md").read_text(encoding="utf-8").splitlines()
    listed = {canonicalize_name(row.split("|")[1].strip(" `")) for row in rows if row.startswith("| `")}
    missing = {wanted.name for wanted in direct_dependencies() if canonicalize_name(wanted.name) not in listed}
    assert missing == set()


def test_every_data_file_of_a_room_is_packaged():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    packaged = {path for room in ROOMS for pattern in patterns.get(room, []) for path in (ROOT / room).glob(pattern)}
    inside = {path for path in files_of_the_project() if path.relative_to(ROOT).parts[0] in ROOMS}
    assert {path.relative_to(ROOT).as_posix() for path in inside - packaged if path.suffix != ".py"} == set()


def test_every_folder_with_modules_is_a_listed_package():
    folders = {path.parent.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert {folder.as_posix().replace("/", ".") for folder in folders} <= set(ROOMS)
