"""`--set KEY=VALUE` → the program with another setting, for one run.

A key is a setting of the program (`encoder`, `model`, …), a constant of the assistant (`retrieve.OTHER_ACT`), or a
field of what decides refusals (`calibration.threshold`). Anything else is refused by name, so that a misspelt key never
passes for a result.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import assistant
from assistant.pipeline import Assistant
from corpus.errors import SettingsError

CALIBRATION = "calibration"
_NUMBERS = (bool, int, float, str)


def parse_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """KEY=VALUE texts as a mapping; SettingsError for one without a `=`."""
    found = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise SettingsError(f"“{pair}” is no setting; write KEY=VALUE.")
        found[key.strip()] = value.strip()
    return found


def check_constants(constants: Mapping[str, str]) -> None:
    """SettingsError for the first key that names nothing, or whose value is of another kind."""
    for key, value in constants.items():
        if not key.startswith(f"{CALIBRATION}."):
            module, name = _constant(key)
            _typed(getattr(module, name), value, key)


@contextmanager
def constants_set(constants: Mapping[str, str]) -> Iterator[None]:
    """The assistant's constants with other values, as long as this lasts; SettingsError as ``check_constants``.

    A constant is set where it is made and in every module of the assistant that took it from there.
    """
    before: list[tuple[ModuleType, str, Any]] = []
    try:
        for key, value in constants.items():
            if key.startswith(f"{CALIBRATION}."):
                continue
            module, name = _constant(key)
            old = getattr(module, name)
            for holder in (module, *(other for other in _modules().values() if name in _taken_by(other))):
                setattr(holder, name, _typed(old, value, key))
                before.append((holder, name, old))
        yield
    finally:
        for module, name, old in reversed(before):
            setattr(module, name, old)


def calibrate(made: Assistant, constants: Mapping[str, str]) -> None:
    """Change what decides an assistant's refusals, in every language; SettingsError when it has no such field."""
    for key, value in constants.items():
        if not key.startswith(f"{CALIBRATION}."):
            continue
        name = key.removeprefix(f"{CALIBRATION}.")
        if not made.calibrations:
            raise SettingsError(f"{key} can't be set: the encoder {made.encoder.name} is not calibrated.")
        for language, current in made.calibrations.items():
            known = [field.name for field in fields(current)]
            if name not in known:
                raise SettingsError(f"{key} is no field of the calibration; there are {', '.join(known)}.")
            made.calibrations[language] = replace(current, **{name: _typed(getattr(current, name), value, key)})


def _constant(key: str) -> tuple[ModuleType, str]:
    module_name, _, name = key.partition(".")
    if not name:
        raise SettingsError(f"{key} is no setting; there are encoder, model, model_url, model_timeout and constants.")
    modules = _modules()
    if module_name not in modules:
        raise SettingsError(f"{key}: the assistant has no module {module_name}; it has {', '.join(sorted(modules))}.")
    module = modules[module_name]
    known = [each for each in _made_by(module) if each.isupper() and type(vars(module).get(each)) in _NUMBERS]
    if name not in known:
        raise SettingsError(f"{key} can't be set; in {module_name} these can: {', '.join(sorted(known)) or 'none'}.")
    return module, name


def _modules() -> dict[str, ModuleType]:
    names = sorted(path.stem for path in Path(assistant.__path__[0]).glob("[a-z]*.py"))
    return {name: import_module(f"assistant.{name}") for name in names}


def _made_by(module: ModuleType) -> set[str]:
    """The names that a module gives a value itself; those it imports are another's."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _taken_by(module: ModuleType) -> set[str]:
    return {name for name in vars(module) if name.isupper()} - _made_by(module)


def _typed(old: object, value: str, key: str) -> Any:  # noqa: ANN401 - the kind of what it replaces
    try:
        return value.lower() in ("1", "true", "ja", "yes") if isinstance(old, bool) else type(old)(value)  # type: ignore[call-arg]
    except ValueError:
        raise SettingsError(f"{key}={value}: the value must be a {type(old).__name__}, as {old} is.") from None
