"""What a search found → whether to decline, why, and the sentence that says so.

A question is declined when it names a provision that its act does not have, when it lies nearer to the kinds of
question we decline (`declined.toml`) than to anything on the shelves, or when nothing on the shelves is near it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.fuse import TYPICAL_OFFSET
from assistant.retrieve import Found, same_place
from corpus.model import Language, Pinpoint, RefusalReason
from corpus.references import format_pinpoint
from corpus.shelf import Shelf
from corpus.vectors import Floats, Side

_DECLINED = Path(__file__).with_name("declined.toml")
_CALIBRATION = Path(__file__).with_name("calibration.toml")
NEAR_ENOUGH = 0.02
"""How much farther than the nearest of our questions a declined kind may lie and still give the reason."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How `evidence` is read with an encoder, in a language: a logistic regression (`evals.calibrate`)."""

    bias: float
    nearer: float
    coverage: float
    threshold: float

    def declines(self, evidence: tuple[float, float]) -> bool:
        """Whether the chance that the question is one to decline is over the threshold."""
        weights = (self.nearer, self.coverage)
        total = self.bias + sum(weight * value for weight, value in zip(weights, evidence, strict=True))
        return 1.0 / (1.0 + math.exp(-total)) > self.threshold


WORDS_ALONE = 0.4
"""The least share of the question's words that a provision must have while the shelves can't be searched by meaning."""
TENDER_MEANT = 0.06
"""Added to the nearness when a question chose or names a procurement: it has a subject, and tenders have no layer."""

_WHY: dict[str, dict[str, str]] = {
    "sv": {
        "outside": "Det svarar de inlästa dokumenten inte på, så jag vet inte.",
        "forecast": "Det handlar om framtiden eller om något som de inlästa dokumenten inte visar, så jag vet inte.",
        "individual": "Det kräver en bedömning av just ert fall, och den kan jag inte göra; fråga en rådgivare.",
        "unlawful": "Det kan jag inte hjälpa till med: det strider mot lagen och kan leda till uteslutning.",
        "unclear": "Jag förstår inte vad du vill veta; skriv frågan som en hel mening.",
    },
    "en": {
        "outside": "The documents I have read do not answer that, so I don't know.",
        "forecast": "That is about the future, or not told by the documents I have read, so I don't know.",
        "individual": "That needs a legal assessment of your own case, which I can't make; ask an adviser.",
        "unlawful": "I can't help with that: it is against the law and may lead to exclusion.",
        "unclear": "I don't understand what you want to know; please write the question as a whole sentence.",
    },
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is declined, and the sentence for the user."""

    reason: RefusalReason
    text: str


def declined_questions() -> list[tuple[Side, str]]:
    """The questions of the kinds that are declined, as the encoder takes them."""
    return [("query", text) for texts in _declined().values() for text in texts]


def decline(
    found: Found,
    shelves: Sequence[Shelf],
    calibration: Calibration | None,
    vector: Floats | None,
    declined: Floats | None,
) -> Refusal | None:
    """Decide on what was found; None to answer.

    ``vector`` is the question's, ``declined`` those of the declined kinds; with an encoder that is not calibrated
    (``calibration`` None) nothing is declined by nearness.
    """
    language = found.query.language
    missing = _missing_provision(found, shelves)
    if missing is not None:
        return missing
    if found.query.references and found.candidates and found.candidates[0].named is not None:
        return None
    if not found.candidates:
        return Refusal("outside", _WHY[language]["outside"])
    if vector is None and max(item.coverage for item in found.candidates) < WORDS_ALONE:
        return Refusal("outside", _WHY[language]["outside"])
    if vector is None or declined is None or calibration is None:
        return None
    if not calibration.declines(evidence(found, vector, declined)):
        return None
    cosines = declined @ vector
    nearest = int(cosines.argmax())
    near = float(cosines[nearest]) > _best(found, "question") - NEAR_ENOUGH
    reason = _reasons()[nearest] if near else "outside"
    return Refusal(reason, _WHY[language][reason])


def evidence(found: Found, vector: Floats, declined: Floats) -> tuple[float, float]:
    """What the decision rests on; both mean the same for a question of five words and of fifty.

    By how much our questions (or, where there are none, the passages) lie nearer than the kinds that are declined; the
    share of the question's words, by what they tell, that the best provision has.
    """
    nearest = max(_best(found, "question"), _best(found, "text") + TYPICAL_OFFSET)
    named = any(item.shelf.is_named_in(found.query.text) for item in found.candidates)
    if named or found.query.procurement is not None:
        nearest += TENDER_MEANT
    covered = max((item.coverage for item in found.candidates), default=0.0)
    return nearest - float((declined @ vector).max()), covered


def _best(found: Found, kind: str) -> float:
    return max((item.best[kind].cosine for item in found.candidates if kind in item.best), default=0.0)


def _missing_provision(found: Found, shelves: Sequence[Shelf]) -> Refusal | None:
    provisions = [provision.pinpoint for shelf in shelves for provision in shelf.provisions]
    for asked in found.query.references:
        act = [pinpoint for pinpoint in provisions if pinpoint.act == asked.act and asked.act and pinpoint.section]
        if not act or asked.section is None or any(same_place(asked, there) for there in act):
            continue
        return Refusal("no-such-provision", _no_such(asked, act, found.query.language))
    return None


def _no_such(asked: Pinpoint, act: Sequence[Pinpoint], language: Language) -> str:
    label = format_pinpoint(asked)
    chapters = list(dict.fromkeys(pinpoint.chapter for pinpoint in act if pinpoint.chapter))
    sections = [pinpoint.section for pinpoint in act if pinpoint.chapter == asked.chapter]
    if asked.chapter is not None and asked.chapter not in chapters:
        last = {
            "sv": f"{asked.act} slutar med {chapters[-1]} kap." if chapters else f"{asked.act} har inga kapitel.",
            "en": f"{asked.act} ends with chapter {chapters[-1]}." if chapters else f"{asked.act} has no chapters.",
        }
    else:
        where = f"{asked.chapter} kap. {asked.act}" if asked.chapter else str(asked.act)
        last = {
            "sv": f"Den sista paragrafen i {where} är {sections[-1]} §." if sections else "",
            "en": f"The last section of {where} is {sections[-1]} §." if sections else "",
        }
    lead = {
        "sv": f"{label} finns inte i den lydelse som är inläst.",
        "en": f"{label} does not exist in the wording that was read.",
    }
    return f"{lead[language]} {last[language]}".strip()


def calibrations_of(encoder: str) -> dict[str, Calibration]:
    """The calibrations of an encoder by language; none for an encoder that was not calibrated."""
    tables = tomllib.loads(_CALIBRATION.read_text(encoding="utf-8")).get(encoder, {})
    return {language: Calibration(**table) for language, table in tables.items()}


@cache
def _declined() -> dict[str, list[str]]:
    return tomllib.loads(_DECLINED.read_text(encoding="utf-8"))


@cache
def _reasons() -> list[RefusalReason]:
    return [reason for reason, texts in _declined().items() for _ in texts]  # type: ignore[misc]
