"""Frozen dataclasses ↔ JSON Lines files, checked on reading.

A file that was cut off or changed by hand is a DataFolderError that names it; ``mend`` is what to do about it, the end
of that sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import DataFolderError

REINDEX = "run `ostkakan reindex`"

T = TypeVar("T")


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """The reader and writer of a dataclass, built once."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def read_one(path: Path, kind: type[T], mend: str = REINDEX) -> T:
    """The value that a JSON file holds."""
    return _value(path, kind, path.read_bytes(), mend)


def write_one(path: Path, value: object) -> None:
    """Write a value as a JSON file, whole or not at all."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(adapter(type(value)).dump_json(value))
    aside.replace(path)


def read_lines(path: Path, kind: type[T], mend: str = REINDEX) -> tuple[T, ...]:
    """The values that a JSON Lines file holds, in its order."""
    with path.open("rb") as lines:
        return tuple(_value(path, kind, line, mend) for line in lines)


def read_line(path: Path, kind: type[T], number: int, mend: str = REINDEX) -> T:
    """The value on one line, counted from 1; IndexError when there is no such line."""
    with path.open("rb") as lines:
        line = next(islice(lines, number - 1, None), None) if number > 0 else None
    if line is None:
        raise IndexError(f"{path.name} has no line {number}")
    return _value(path, kind, line, mend)


def write_lines(path: Path, kind: type[T], values: Iterable[T]) -> None:
    """Write values, a line each."""
    writer = adapter(kind)
    path.write_bytes(b"".join(writer.dump_json(value) + b"\n" for value in values))


def _value(path: Path, kind: type[T], data: bytes, mend: str) -> T:
    try:
        return adapter(kind).validate_json(data)
    except ValidationError as error:
        raise DataFolderError(f"{path} is damaged; {mend}.") from error
