"""A JSON Lines file of questions → cases, in the file's order; a line that is none becomes an error in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the turns before it; ``key`` is the line's `id`."""

    key: str | None
    question: str
    history: tuple[str, ...] = ()
    procurement: str | None = None


@dataclass(frozen=True, slots=True)
class BadCase:
    """A line that holds no question, and why."""

    key: str | None
    error: str


def read_batch(path: Path, procurement: str | None = None) -> Iterator[Case | BadCase]:
    """The cases of a file; ``procurement`` holds for lines without one.

    QuestionError when there is no such file, or it is not written in UTF-8.
    """
    if not path.is_file():
        raise QuestionError(f"There is no file {path}; give --batch a JSON Lines file of questions.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not written in UTF-8; save it as UTF-8 and give it again.") from error
    for number, line in enumerate(text.split("\n"), start=1):  # splitlines would also cut at a U+2028 inside a question
        if line.strip():
            yield _case(line, number, procurement)


def _case(line: str, number: int, procurement: str | None) -> Case | BadCase:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        return BadCase(None, f"Line {number} is no JSON ({error.msg}); write one object a line.")
    if not isinstance(data, dict):
        return BadCase(None, f"Line {number} is no JSON object; write one object a line.")
    key = None if data.get("id") is None else str(data["id"])
    question, history = data.get("question"), data.get("history") or []
    if not isinstance(question, str):
        return BadCase(key, f"Line {number} has no question; give it a field `question` with a text.")
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return BadCase(key, f"Line {number} has a history that is no list of texts.")
    named = data.get("procurement")
    if not isinstance(named, str | None):
        return BadCase(key, f"Line {number} has a procurement that is no text; give its name.")
    return Case(key, question, tuple(history), named or procurement)
