"""The way of a question: understand → retrieve → decline or compose → an answer whose every quote was checked.

Read this first after `corpus/model.py`. `Assistant` is the one façade; the web app, the command line and the
evaluations all ask through it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.compose import Draft, compose, quotes_of
from assistant.decline import calibrations_of, decline, declined_questions
from assistant.generate import Generator
from assistant.retrieve import Found, QueryEncoder, retrieve
from assistant.understand import understand
from corpus.errors import DataFolderError
from corpus.library import Library
from corpus.model import Answer, Query
from corpus.shelf import Shelf
from corpus.vectors import Floats, PassageEncoder, VectorCache

EXTRACTIVE = "extractive"
CLOSEST = 3
"""How many provisions a refusal shows."""


class _Remembering:
    """An encoder that keeps the vectors of one answer, so that its question is encoded once."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self.encoder = encoder
        self.name = encoder.name
        self._known: dict[str, Floats] = {}

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        for text in texts:
            if text not in self._known:
                self._known[text] = self.encoder.encode_queries([text])[0]
        return np.stack([self._known[text] for text in texts])


class Assistant:
    """Answers questions from a library; with a generator, a language model writes the sentences around the quotes."""

    def __init__(self, library: Library, encoder: PassageEncoder, generator: Generator | None = None) -> None:
        self.library = library
        self.encoder = encoder
        self.generator = generator
        self.calibrations = calibrations_of(encoder.name)
        self._declined: Floats | None = None

    def search(
        self, question: str, *, history: Sequence[str] = (), procurement: str | None = None, limit: int = 10
    ) -> Found:
        """The provisions nearest to a question; QuestionError for an empty question or unknown procurement."""
        return self._found(question, history, procurement, limit, _Remembering(self.encoder))[0]

    def weigh(self, question: str, history: Sequence[str] = ()) -> tuple[Found, Floats, Floats]:
        """What the decision to decline rests on: what was found, the question's vector, those of the declined kinds.

        DataFolderError when no shelf has its vectors yet.
        """
        encoder = _Remembering(self.encoder)
        found, shelves = self._found(question, history, None, 10, encoder)
        vector, declined = self._vector(found.query, shelves, encoder), self._declined_vectors(shelves)
        if vector is None or declined is None:
            raise DataFolderError("No shelf has its vectors yet; run `ostkakan reindex` first.")
        return found, vector, declined

    def ask(self, question: str, *, history: Sequence[str] = (), procurement: str | None = None) -> Answer:
        """The answer to a question; QuestionError for an empty question or unknown procurement."""
        *_, answer = self.stream(question, history=history, procurement=procurement)
        return answer

    def stream(self, question: str, *, history: Sequence[str] = (), procurement: str | None = None) -> Iterator[Answer]:
        """The answer as it grows, statement by statement; the last one is whole and carries the timings."""
        clock = _Clock()
        encoder = _Remembering(self.encoder)
        found, shelves = self._found(question, history, procurement, 10, encoder)
        retrieved = clock.lap()
        vector, declined = self._vector(found.query, shelves, encoder), self._declined_vectors(shelves)
        refusal = decline(found, shelves, self.calibrations.get(found.query.language), vector, declined)
        if refusal is not None:
            closest = quotes_of(found, self.library, CLOSEST)
            yield Answer(
                question, found.query.language, found.query.acts, refusal.text, reason=refusal.reason, closest=closest,
                timings_ms=clock.timings(retrieved), cpu_ms=clock.cpu_ms(),
            )  # fmt: skip
            return
        draft, model, notices = self._draft(found)
        if not all(shelf.manifest.dense for shelf in shelves):
            notices = (*notices, _STILL_READING[found.query.language])
        if not draft.statements:
            yield Answer(
                question, found.query.language, found.query.acts, _NOTHING[found.query.language], reason="outside",
                timings_ms=clock.timings(retrieved), cpu_ms=clock.cpu_ms(), notices=notices,
            )  # fmt: skip
            return
        whole = Answer(
            question, found.query.language, found.query.acts, draft.text, tuple(draft.statements),
            tuple(draft.citations), model=model, notices=(*notices, *draft.notices()),
            timings_ms=clock.timings(retrieved), cpu_ms=clock.cpu_ms(),
        )  # fmt: skip
        yield from _growing(whole)

    def _draft(self, found: Found) -> tuple[Draft, str, tuple[str, ...]]:
        if self.generator is None:
            return compose(found, self.library), EXTRACTIVE, ()
        generated = self.generator.generate(found, self.library)
        if generated.draft is not None:
            return generated.draft, self.generator.name, generated.notices
        return compose(found, self.library), EXTRACTIVE, generated.notices

    def _found(
        self, question: str, history: Sequence[str], procurement: str | None, limit: int, encoder: QueryEncoder
    ) -> tuple[Found, tuple[Shelf, ...]]:
        shelves = self.library.shelves(procurement)
        act = next((item.act for item in self.library.procurements() if item.name == procurement), None)
        query = understand(question, history, procurement, act)
        return retrieve(query, shelves, encoder, limit), shelves

    def _vector(self, query: Query, shelves: Sequence[Shelf], encoder: QueryEncoder) -> Floats | None:
        dense = any(shelf.manifest.dense for shelf in shelves)
        return encoder.encode_queries([query.text])[0] if dense else None

    def _declined_vectors(self, shelves: Sequence[Shelf]) -> Floats | None:
        if self._declined is None and any(shelf.manifest.dense for shelf in shelves):
            cache = VectorCache(self.library.root / "vectors", self.encoder)
            texts = declined_questions()
            cache.fill(texts)
            self._declined = cache.vectors(texts)
        return self._declined


_STILL_READING = {
    "sv": "Dokumenten läses fortfarande in: svaret söktes bara efter ord. Fråga gärna igen om en stund.",
    "en": "Documents are still being taken in: the answer was searched by word only. Please ask again in a while.",
}
_NOTHING = {
    "sv": "Jag hittade inget i de inlästa dokumenten som svarar på frågan.",
    "en": "I found nothing in the documents I have read that answers the question.",
}


def _growing(whole: Answer) -> Iterator[Answer]:
    for count in range(1, len(whole.statements)):
        statements = whole.statements[:count]
        used = {marker for item in statements for marker in item.citations}
        yield Answer(
            whole.question, whole.language, whole.acts, "", statements,
            tuple(c for c in whole.citations if c.marker in used), model=whole.model,
        )  # fmt: skip
    yield whole


class _Clock:
    """Wall and processor time since it was made."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._cpu = time.process_time()

    def lap(self) -> float:
        return (time.perf_counter() - self._wall) * 1000

    def cpu_ms(self) -> float:
        return round((time.process_time() - self._cpu) * 1000, 1)

    def timings(self, retrieved: float) -> dict[str, float]:
        total = self.lap()
        return {"retrieve": round(retrieved, 1), "compose": round(total - retrieved, 1), "total": round(total, 1)}
