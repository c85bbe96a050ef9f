"""A question and the turns before it → a Query: language, the provisions it names, the acts it is about.

The act comes before the search: LOU and LUF are near-twins with other numbers, and the right rule under the wrong
act's number is a wrong answer. Where nothing in the question, the history or the procurement decides it, the query
has no act, and both are answered.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from corpus.acts import act_by_name, acts
from corpus.errors import QuestionError
from corpus.model import Language, Pinpoint, Query
from corpus.references import find_references
from corpus.words import lemma, raw_words, search_words

MOST_WORDS = 400
_CUES = Path(__file__).with_name("cues.toml")
_DECIDED = 1.0
_NAMED = 2.5
"""What naming an act counts beside the cues (2 settles it): "not under the ordinary act" names one too."""
_OLDER_COUNTS = 0.5
_SWEDISH = frozenset(
    "och att det är en ett som för av på vi jag inte kan får ska om vad hur när vilka vilken vilket måste har till med "
    "den de dem ni man eller vem var varför kommer finns gäller blir från hos utan vår våra er".split()
)
_ENGLISH = frozenset(
    "the and to of is are in for we what how when which must can do does may our my i you it on with a an be by from "
    "that this if or who where why there has have should not at as they their will company".split()
)
_BACK = frozenset(
    "det den de detta denna dessa dom då där samma också även annars "
    "it that this they same also then those these".split()
)
_SHORT_TURN = 6
_LONG_CUE = 7
"""Letters from which a cue is also heard inside a longer word ("fjärrvärmeverket")."""


def understand(
    question: str, history: Sequence[str] = (), procurement: str | None = None, act: str | None = None
) -> Query:
    """Read a question; QuestionError when there is nothing in it to search for. ``act`` is that of the procurement."""
    said = " ".join(unicodedata.normalize("NFC", question).split())
    if not raw_words(said):
        raise QuestionError("The question has no words; write it in a sentence, in Swedish or English.")
    said = " ".join(said.split()[:MOST_WORDS])
    turns = [" ".join(turn.split()[:MOST_WORDS]) for turn in history if raw_words(turn)]
    language = language_of(said, turns)
    follows = bool(turns) and leans_back(said)
    chosen = decide_acts(said, turns, language) or ((act,) if act else ())
    return Query(
        question=question,
        text=f"{turns[-1]} {said}" if follows else said,
        language=language,
        acts=chosen,
        references=named_provisions(said, turns, chosen),
        procurement=procurement,
    )


def language_of(question: str, history: Sequence[str] = ()) -> Language:
    """The language of a question by its small words; that of the turn before it, else Swedish, when they don't tell."""
    for text in (question, *reversed(history)):
        words = raw_words(text)
        swedish = sum(word in _SWEDISH for word in words) + 2 * sum(bool(re.search("[åäö]", word)) for word in words)
        english = sum(word in _ENGLISH for word in words)
        if swedish != english:
            return "sv" if swedish > english else "en"
    return "sv"


def leans_back(question: str) -> bool:
    """Whether a question can't stand without the turn before it: it is short, or begins by pointing back."""
    words = raw_words(question)
    return len(words) <= _SHORT_TURN or any(word in _BACK for word in words[:4])


def named_provisions(question: str, history: Sequence[str], chosen: Sequence[str]) -> tuple[Pinpoint, ...]:
    """The provisions a question names, each with an act: its own, else the chosen, else the last named before."""
    found = [reference.pinpoint for reference in find_references(question)]
    found = [pinpoint for pinpoint in found if pinpoint.section or pinpoint.article or pinpoint.annex or pinpoint.code]
    context = [
        reference.pinpoint.act for turn in history for reference in find_references(turn) if reference.pinpoint.act
    ]
    default = chosen[0] if chosen else (context[-1] if context else None)
    return tuple(_with_act(pinpoint, default) for pinpoint in found)


def _with_act(pinpoint: Pinpoint, act: str | None) -> Pinpoint:
    if pinpoint.act or pinpoint.code or act is None:
        return pinpoint
    values = {name: getattr(pinpoint, name) for name in Pinpoint.__slots__}
    return Pinpoint(**{**values, "act": act})


def decide_acts(question: str, history: Sequence[str], language: Language) -> tuple[str, ...]:
    """The acts a question is about, by name or by cue, the likeliest first; empty when nothing decides it."""
    named = _named_acts(question)
    scores = _cue_scores(question, language)
    for act in named:
        scores[act] += _NAMED
    for age, turn in enumerate(reversed(history), start=1):
        for act, score in _cue_scores(turn, language_of(turn)).items():
            scores[act] += score * _OLDER_COUNTS**age
        for act in _named_acts(turn):
            scores[act] += _NAMED * _OLDER_COUNTS**age
    ranked = sorted(scores, key=lambda act: -scores[act])
    if not ranked or scores[ranked[0]] < _DECIDED:
        return ()
    return tuple(act for act in ranked if act == ranked[0] or (act in named and ranked[0] in named))


def _named_acts(text: str) -> tuple[str, ...]:
    words = raw_words(text)
    found = [act_by_name(word) for word in words]
    found += [act_by_name(" ".join(pair)) for pair in pairwise(words)]
    found += [act for act in acts() if act.sfs and f"({act.sfs})" in text]
    return tuple(dict.fromkeys(act.short for act in found if act))


def _cue_scores(text: str, language: Language) -> defaultdict[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    words = set(raw_words(text)) | (set(search_words(text)) if language == "sv" else set())
    running = f" {' '.join(raw_words(text))} "
    for (spoken, act), cues in _cues().items():
        if spoken == language:
            for cue, weight in cues.items():
                within = (" " in cue or (language == "sv" and len(cue) >= _LONG_CUE)) and cue in running
                if cue in words or within:
                    scores[act] += weight
    return scores


@cache
def _cues() -> dict[tuple[str, str], dict[str, float]]:
    data = tomllib.loads(_CUES.read_text(encoding="utf-8"))
    result: dict[tuple[str, str], dict[str, float]] = {}
    for name, weights in data.items():
        language, _, act = name.rpartition(":")
        result[(language or "sv", act)] = {
            cue if language else lemma(cue): float(weight) for weight, cues in weights.items() for cue in cues
        }
    return result
