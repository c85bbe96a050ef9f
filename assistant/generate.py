"""What a search found → an answer written by a language model, of which only what can be checked is kept.

Any LangChain chat model serves. It gets numbered provisions and returns statements with quotes; a quote must be a run
of the provision it names and every figure in a statement must stand in its quotes. What fails is asked for once more,
naming the fault, and then left out. When the model fails altogether, the caller composes the default answer instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError

from assistant.candidates import Candidate
from assistant.compose import Draft
from assistant.quoting import Run
from assistant.retrieve import Found
from corpus.errors import SettingsError
from corpus.fold import fold
from corpus.library import Library
from corpus.model import Language

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROVISIONS = 6
PROMPTS = Path(__file__).parent / "prompts"
_FIGURE = re.compile(r"\d+(?:[\s.,]\d+)*")
_FAILED = {
    "sv": "Språkmodellen gav inget användbart svar ({why}); svaret är i stället sammanställt av citat.",
    "en": "The language model gave no usable answer ({why}); the answer is put together of quotes instead.",
}


class _Quote(BaseModel):
    provision: int
    quote: str


class _Statement(BaseModel):
    text: str
    kind: Literal["direct", "ground", "mind"] = "direct"
    quotes: list[_Quote]


class _Reply(BaseModel):
    statements: list[_Statement]


@dataclass(frozen=True, slots=True)
class Generated:
    """What the model gave: a draft of checked statements, or None and the notice that says why not."""

    draft: Draft | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Generator:
    """A chat model and its name."""

    name: str
    model: BaseChatModel

    def generate(self, found: Found, library: Library) -> Generated:
        """Ask the model; never raises for what the model or its server does."""
        language = found.query.language
        candidates = found.candidates[:PROVISIONS]
        messages = [("human", _prompt(found, candidates))]
        try:
            reply, raw = self._reply(messages)
            faults = _faults(reply, candidates)
            if faults:
                mend = _text("mend.md").format(faults="\n".join(f"- {fault}" for fault in faults))
                reply, raw = self._reply([*messages, ("ai", raw), ("human", mend)])
        except _UnusableError as error:
            return Generated(None, (_FAILED[language].format(why=error),))
        draft = _draft(reply, candidates, library, language)
        if not draft.statements:
            return Generated(None, (_FAILED[language].format(why="no checked statement"),))
        return Generated(draft)

    def _reply(self, messages: Sequence[tuple[str, str]]) -> tuple[_Reply, str]:
        try:
            raw = str(self.model.invoke(list(messages)).content)
        except Exception as error:  # each provider raises its own
            raise _UnusableError(type(error).__name__) from error
        try:
            start, end = raw.index("{"), raw.rindex("}") + 1
            return _Reply.model_validate(json.loads(raw[start:end])), raw
        except (ValueError, ValidationError) as error:
            raise _UnusableError("no JSON of the asked form") from error


class _UnusableError(Exception):
    """The model's reply can't be used."""


def load_generator(model: str, url: str | None = None, timeout: float = 60.0) -> Generator:
    """A generator for a LangChain model name ("anthropic:…", "openai:…"); SettingsError when it can't be had."""
    from langchain.chat_models import init_chat_model  # heavy: only who sets a model pays  # noqa: PLC0415

    options: dict[str, Any] = {"base_url": url} if url else {}
    try:
        return Generator(model, init_chat_model(model, timeout=timeout, max_retries=1, **options))
    except ImportError as error:
        provider = model.split(":", 1)[0]
        raise SettingsError(f"The model {model} needs its package: install ostkakan[{provider}].") from error
    except Exception as error:  # each provider raises its own for a missing key or a bad name
        raise SettingsError(f"The model {model} can't be set up: {str(error).splitlines()[0]}") from error


def _prompt(found: Found, candidates: Sequence[Candidate]) -> str:
    numbered = "\n\n".join(
        f"[{number}] {item.provision.label}\n{item.provision.text}" for number, item in enumerate(candidates, start=1)
    )
    language = "Swedish" if found.query.language == "sv" else "English"
    return _text("answer.md").format(language=language, provisions=numbered, question=found.query.text)


def _faults(reply: _Reply, candidates: Sequence[Candidate]) -> list[str]:
    return [fault for item in reply.statements if (fault := _fault(item, candidates))]


def _fault(item: _Statement, candidates: Sequence[Candidate]) -> str | None:
    if not item.quotes:
        return f"“{item.text}” has no quote"
    for quote in item.quotes:
        if not 1 <= quote.provision <= len(candidates):
            return f"“{item.text}” quotes provision {quote.provision}, which was not given"
        if _run(candidates[quote.provision - 1], quote.quote) is None:
            return f"“{quote.quote}” is no run of words of provision {quote.provision}"
    quoted = {_digits(figure) for quote in item.quotes for figure in _FIGURE.findall(quote.quote)}
    labels = " ".join(candidates[quote.provision - 1].provision.label for quote in item.quotes)
    quoted |= {_digits(figure) for figure in _FIGURE.findall(labels)}
    loose = [figure for figure in _FIGURE.findall(item.text) if _digits(figure) not in quoted]
    return f"“{item.text}” says {loose[0]}, which does not stand in its quotes" if loose else None


def _draft(reply: _Reply, candidates: Sequence[Candidate], library: Library, language: Language) -> Draft:
    draft = Draft(library, language)
    for item in reply.statements:
        if _fault(item, candidates):
            draft.left_out += 1
            continue
        cited = []
        for quote in item.quotes:
            candidate = candidates[quote.provision - 1]
            run = _run(candidate, quote.quote)
            cited += draft.cited(candidate, [run] if run else [])
        draft.state(item.text.strip(), item.kind, cited)
    return draft


def _run(candidate: Candidate, quote: str) -> Run | None:
    wanted = fold(quote)
    if len(wanted.split()) < 2:
        return None
    for part in candidate.provision.parts:
        if wanted in part.text:
            return Run(wanted, part.spans, part.paragraph, part.point)
    whole = " ".join(part.text for part in candidate.provision.parts)
    if wanted in whole:
        return Run(wanted, candidate.provision.spans, candidate.provision.parts[0].paragraph, None)
    return None


def _digits(figure: str) -> str:
    return re.sub(r"\D", "", figure)


@cache
def _text(name: str) -> str:
    return (PROMPTS / name).read_text(encoding="utf-8")
