"""Frozen dataclasses ↔ JSON Lines files, checked on reading."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """The reader and writer of a dataclass, built once."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def read_one(path: Path, kind: type[T]) -> T:
    """The value that a JSON file holds."""
    return adapter(kind).validate_json(path.read_bytes())


def write_one(path: Path, value: object) -> None:
    """Write a value as a JSON file, whole or not at all."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(adapter(type(value)).dump_json(value))
    aside.replace(path)


def read_lines(path: Path, kind: type[T]) -> tuple[T, ...]:
    """The values that a JSON Lines file holds, in its order."""
    reader = adapter(kind)
    with path.open("rb") as lines:
        return tuple(reader.validate_json(line) for line in lines)


def read_line(path: Path, kind: type[T], number: int) -> T:
    """The value on one line, counted from 1; IndexError when there is no such line."""
    with path.open("rb") as lines:
        line = next(islice(lines, number - 1, None), None) if number > 0 else None
    if line is None:
        raise IndexError(f"{path.name} has no line {number}")
    return adapter(kind).validate_json(line)


def write_lines(path: Path, kind: type[T], values: Iterable[T]) -> None:
    """Write values, a line each."""
    writer = adapter(kind)
    path.write_bytes(b"".join(writer.dump_json(value) + b"\n" for value in values))
