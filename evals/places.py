"""How people write where a rule stands ("20 kap. 1 § LOU") ↔ the five fields of a gold."""

from __future__ import annotations

from corpus.acts import act_by_name, act_by_sfs
from corpus.errors import PinpointError
from corpus.model import Pinpoint
from corpus.references import format_pinpoint, parse_pinpoint

Place = tuple[str, str | None, str | None, str | None, str | None]
"""SFS number, chapter, section, paragraph, point."""


def place_of(text: str) -> Place:
    """The place that a text names; PinpointError when it is no single section of an act that is known."""
    pinpoint = parse_pinpoint(text)
    act = act_by_name(pinpoint.act) if pinpoint.act else None
    if act is None or act.sfs is None:
        raise PinpointError(f"“{text}” names no act that is known; write it like “20 kap. 1 § LOU”")
    if pinpoint.section is None:
        raise PinpointError(f"“{text}” names no section; write it like “20 kap. 1 § LOU”")
    return act.sfs, pinpoint.chapter, pinpoint.section, pinpoint.paragraph, pinpoint.point


def label_of(place: Place) -> str:
    """A place as it is written; ``place_of`` reads it back for the acts that are known."""
    sfs, chapter, section, paragraph, point = place
    return format_pinpoint(
        Pinpoint(act=short_of(sfs), chapter=chapter, section=section, paragraph=paragraph, point=point)
    )


def short_of(sfs: str) -> str:
    """What an act is called."""
    act = act_by_sfs(sfs)
    return act.short if act else f"lagen ({sfs})"
