"""The rooms stay apart: imports are read out of the source and held against the table of docs/architecture.md."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]

MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "assistant": {"corpus"},
    "evals": {"assistant", "corpus"},
    "ui": {"assistant", "corpus", "evals", "ingest"},
}
ROOMS = tuple(MAY_IMPORT)
OTHER_FOLDERS = {"tests", "docs"}
MADE_BY_TOOLS = {"build", "data"}

MOST_LINES = 260
LONGER = {
    "corpus/model.py": 290,  # all types in one place: the file that is read first
}
"""Modules that may be longer, with their bound; a line here needs its reason beside it."""


def modules() -> list[str]:
    """Every Python file of the rooms, as a path from the root."""
    return sorted(path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), filename=module)


def lines_of(module: str) -> int:
    return len((ROOT / module).read_text(encoding="utf-8").splitlines())


def imported(module: str, tree: ast.Module) -> Iterator[str]:
    """The full names that a module imports, wherever in it the import stands; relative ones are resolved."""
    package = module.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield ".".join([*base, *(node.module or "").split(".")]).strip(".")


def packages_imported(module: str) -> set[str]:
    return {name.split(".")[0] for name in imported(module, tree_of(module))}


def strangers_in(module: str) -> set[str]:
    room = module.split("/")[0]
    return packages_imported(module) & ({*ROOMS, "tests"} - {room} - MAY_IMPORT[room])


def test_a_room_imports_only_the_rooms_it_may():
    assert {module: strangers for module in modules() if (strangers := strangers_in(module))} == {}


def test_the_types_need_nothing_but_the_standard_library():
    for module in ("corpus/model.py", "corpus/errors.py"):
        assert packages_imported(module) <= sys.stdlib_module_names


def test_the_web_framework_and_the_command_line_stay_in_ui():
    found = {module for module in modules() if {"gradio", "typer"} & packages_imported(module)}
    assert {module.split("/")[0] for module in found} <= {"ui"}, found


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def test_every_package_that_is_imported_is_a_declared_dependency():
    owners = {name: set(map(canonicalize_name, found)) for name, found in packages_distributions().items()}
    imports = {name: module for module in modules() for name in packages_imported(module)}
    foreign = {name: module for name, module in imports.items() if name not in {*sys.stdlib_module_names, *ROOMS}}
    undeclared = {name: module for name, module in foreign.items() if not owners.get(name, set()) & declared()}
    assert undeclared == {}, "declare it in pyproject.toml, constraints.txt and docs/third-party.md"


def test_every_module_says_what_it_is_for():
    assert [module for module in modules() if not ast.get_docstring(tree_of(module))] == []


def test_files_stay_short_enough_to_read_at_once():
    too_long = {module: n for module in modules() if (n := lines_of(module)) > LONGER.get(module, MOST_LINES)}
    assert too_long == {}, "look for the seam"


def test_the_list_of_longer_files_names_only_files_that_need_it():
    assert [module for module in LONGER if lines_of(module) <= MOST_LINES] == []


def test_top_level_folders_are_the_rooms_tests_and_docs():
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    found = {name for name in found if not name.endswith(".egg-info")} - MADE_BY_TOOLS
    assert found == set(ROOMS) | OTHER_FOLDERS


def test_tests_mirror_the_rooms():
    found = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found <= set(ROOMS)


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("ui/a.py", "from . import b", {"ui"}),
        ("ui/sub/a.py", "from ..c import d", {"ui.c"}),
        ("ui/a.py", "def f():\n    import chromadb.config", {"chromadb.config"}),
        ("ui/a.py", "if True:\n    from corpus.model import Hit", {"corpus.model"}),
    ],
)
def test_imports_are_seen_wherever_they_stand(module: str, source: str, names: set[str]):
    assert set(imported(module, ast.parse(source))) == names
