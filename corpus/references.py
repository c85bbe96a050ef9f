"""Running text → references to law as Pinpoints; Pinpoint ↔ its Swedish form ("14 kap. 1 § första stycket 2 LOU").

The grammar, references.lark, says what forms there are; three steps say what a form means:

    text ─ reference_tokens ─> a tree for each phrase ─ reference_places ─> its places, each with the act beside it
         ─ reference_acts ─> Pinpoints, with what is left open filled in from where the text stands

A written grammar instead of a heap of regular expressions: lists, ranges and several acts nest, and what the program
reads in a statute, a tender and a question is then the same. Nothing is looked up: that a provision exists, only the
documents can say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.acts import is_eu_act
from corpus.errors import PinpointError
from corpus.model import Pinpoint
from corpus.reference_acts import Reading, stands_alone
from corpus.reference_tokens import lone_phrase, original_offset, phrases, smoothed
from corpus.reference_values import LEVELS, ORDINALS

_ROW_ALONE = r"[A-ZÅÄÖ]{1,4}-?\d{1,3}(?:\.\d{1,2})?"


@dataclass(frozen=True, slots=True)
class Reference:
    """One provision that a text refers to: ``text`` stands at the half-open offsets ``start`` to ``end``.

    Provisions named by one list or range of numbers ("13 kap. 1–5 §§") share their place.
    """

    pinpoint: Pinpoint
    start: int
    end: int
    text: str


def find_references(
    text: str, *, act: str | None = None, chapter: str | None = None, section: str | None = None
) -> list[Reference]:
    """Every reference in running text, in order, one for each provision that a range or list names.

    ``act``, ``chapter`` and ``section`` say where the text itself stands: forms without them ("5 §", "första stycket",
    "denna lag") are filled in from there, and from nowhere else, so a part that isn't known stays None. "Den lagen" is
    the act named last in the text. An act that is only named ("LOU", "SFS 2016:1145") is a reference with the act
    alone. What is cited from other countries' acts, from acts that no longer hold ("gamla LOU") or from the contract at
    hand is left out, as are amendment notes.
    """
    plain, jumps = smoothed(text)
    reading = Reading(Pinpoint(act=act, chapter=chapter, section=section))
    found = []
    for tree in phrases(plain):
        for pinpoint, begin, stop in reading.meaning(tree):
            if not stands_alone(pinpoint):
                continue
            start, end = original_offset(jumps, begin), original_offset(jumps, stop - 1) + 1
            found.append(Reference(pinpoint, start, end, text[start:end]))
    return found


def parse_pinpoint(text: str) -> Pinpoint:
    """The one reference that a text is, as ``format_pinpoint`` prints it or in any other form of the grammar.

    Raises PinpointError when the text is none, more than one, or has words around it.
    """
    tree = lone_phrase(smoothed(text.strip())[0])
    if tree is not None:
        meanings = [pinpoint for pinpoint, _, _ in Reading(Pinpoint()).meaning(tree)]
        if len(meanings) == 1 and meanings[0] != Pinpoint():
            return meanings[0]
    raise PinpointError(
        f"“{text}” is no single legal reference; write it like “14 kap. 1 § första stycket 2 LOU”, “LOU 19:7”, "
        "“bilaga 2 LUF”, “artikel 59.2 i direktiv 2014/24/EU”, “AFB.52” or “avsnitt 1.4.5”"
    )


def format_pinpoint(pinpoint: Pinpoint, act_form: bool = True) -> str:
    """The canonical Swedish form ("10 § första stycket 2 upphandlingsförordningen"), without the act if so asked.

    ``parse_pinpoint`` reads it back. Raises PinpointError for a pinpoint without any part.
    """
    act = pinpoint.act if act_form else None
    parts = _root_parts(pinpoint) + _inner_parts(pinpoint)
    if act is not None:
        link = {"article": "i", "annex": "till"}.get(_root(pinpoint)) if is_eu_act(act) or pinpoint.article else None
        parts += [link, act] if link else [act]
    if not parts:
        raise PinpointError("this pinpoint names nothing; give it a section, an article, an annex, a code or an act")
    return " ".join(parts)


def _root(pinpoint: Pinpoint) -> str:
    return next((level for level in LEVELS if getattr(pinpoint, level) is not None), "act")


def _root_parts(pinpoint: Pinpoint) -> list[str]:
    parts = []
    if pinpoint.annex is not None:
        parts.append(f"bilaga {pinpoint.annex}")
    if pinpoint.article is not None:
        parts.append(f"artikel {pinpoint.article}")
    if pinpoint.code is not None:
        parts.append(f"avsnitt {pinpoint.code}" if pinpoint.code.isdigit() else pinpoint.code)
    if pinpoint.chapter is not None:
        parts.append(f"{pinpoint.chapter} kap.")
    if pinpoint.section is not None:
        parts.append(f"{pinpoint.section} §")
    return parts


def _inner_parts(pinpoint: Pinpoint) -> list[str]:
    parts = []
    paragraph, point, row = pinpoint.paragraph, pinpoint.point, pinpoint.row
    ordinal = paragraph is not None and int(paragraph) <= len(ORDINALS)
    if paragraph is not None:
        parts.append(f"{ORDINALS[int(paragraph) - 1]} stycket" if ordinal else f"stycke {paragraph}")
    if point is not None:
        after_name = ordinal or (paragraph is None and pinpoint.section is not None)
        after_article = pinpoint.article is not None and paragraph is None and point.isalpha()
        parts.append(point if after_name or after_article else f"punkt {point}")
    if row is not None:
        after_code = pinpoint.code is not None and not pinpoint.code.isdigit()
        parts.append(row if after_code and re.fullmatch(_ROW_ALONE, row) else f"rad {row}")
    return parts
