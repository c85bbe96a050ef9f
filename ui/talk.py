"""A visitor's talk: each question put turns the talk so far into longer ones, until its answer is whole.

Gradio's events (`ui.web`) call this and show what comes; here nothing knows of Gradio.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import OstkakanError
from ui.markup import Turn
from ui.ports import Assistant, Library
from ui.strings import Texts

Turns = tuple[Turn, ...]

MOST_LETTERS = 2000
MOST_TURNS = 50
"""A talk keeps its latest turns; all of it travels to the browser."""
MOST_HISTORY = 20
_EVERYWHERE = "all"
_PROCUREMENT = "procurement:"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a talk needs: who answers, over which documents, in which language the page is."""

    assistant: Assistant
    library: Library
    texts: Texts

    everywhere = _EVERYWHERE
    """The place that means every shelf one may read."""

    def places(self) -> list[tuple[str, str]]:
        """Where one can search, as (name, value): everywhere, and each procurement."""
        names = [procurement.name for procurement in self.library.procurements()]
        return [(self.texts("ask.everywhere"), _EVERYWHERE), *((name, _PROCUREMENT + name) for name in names)]

    def ask(self, question: str, turns: Turns, place: str | None) -> Iterator[Turns]:
        """Put a question: the talk with it at the end, first unanswered, then with its answer as it grows."""
        earlier = turns[-(MOST_TURNS - 1) :]
        question = question.strip()
        if len(question) > MOST_LETTERS:
            failure = self.texts("answer.too_long", length=len(question), most=MOST_LETTERS)
            yield (*earlier, Turn(question[:200] + " …", done=True, failure=failure))
            return
        turn = Turn(question)
        yield (*earlier, turn)
        history = tuple(turn.question for turn in earlier if turn.failure is None)[-MOST_HISTORY:]
        named = place is not None and place.startswith(_PROCUREMENT)
        procurement = place.removeprefix(_PROCUREMENT) if place is not None and named else None
        try:
            for answer in self.assistant.stream(question, history=history, procurement=procurement):
                turn = Turn(question, answer)
                yield (*earlier, turn)
        except OstkakanError as error:
            _LOG.warning("A question was refused: %s", error)
            failure = self.texts("answer.refused_question", detail=str(error))
            yield (*earlier, Turn(question, done=True, failure=failure))
            return
        yield (*earlier, Turn(question, turn.answer, done=turn.answer is not None))

    def settle(self, turns: Turns) -> Turns:
        """The talk after an answer has ended in whatever way: a question left hanging says that it failed."""
        if not turns or turns[-1].done:
            return turns
        failed = Turn(turns[-1].question, turns[-1].answer, done=True, failure=self.texts("answer.failed"))
        return (*turns[:-1], failed)
