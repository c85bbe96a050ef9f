"""A question, or a batch of them, put to the program → what is printed for each, in the batch's order.

Searching and answering differ only in what they make of a question; that a line of a batch which can't be answered
prints its error in its place and the rest go on is the same for both, and is here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from corpus.errors import OstkakanError, QuestionError
from ui.batch import BadCase, Case, read_batch
from ui.output import print_json, print_line

if TYPE_CHECKING:
    from ui.contract import Json


@dataclass(frozen=True, slots=True)
class Shaped:
    """What came of a question: as JSON, and (made only when it is wanted) as text for a terminal."""

    json: Json
    text: Callable[[], str]


def put(
    one: Callable[[Case], Shaped], question: str | None, procurement: str | None, batch: Path | None, as_json: bool
) -> None:
    """Put the question, or every one of the batch's file, to ``one`` and print what comes of it.

    QuestionError when there is neither question nor file; typer.Exit(1) after a batch of which a line failed.
    """
    if batch is not None:
        _put_all(one, batch, procurement)
    elif question is None:
        raise QuestionError("Give a question, or --batch FILE with one JSON object a line.")
    else:
        shaped = one(Case(None, question, (), procurement))
        if as_json:
            print_json(shaped.json)
        else:
            print_line(shaped.text())


def _put_all(one: Callable[[Case], Shaped], batch: Path, procurement: str | None) -> None:
    from ui.contract import error_json  # heavy: all of finding  # noqa: PLC0415

    failed = False
    for item in read_batch(batch, procurement):
        try:
            if isinstance(item, BadCase):
                raise QuestionError(item.error)
            print_json(one(item).json)
        except OstkakanError as error:
            failed = True
            print_json(error_json(item.key, error))
    if failed:
        raise typer.Exit(1)
