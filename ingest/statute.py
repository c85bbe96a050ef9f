"""A statute's pages to its provisions: sections with paragraphs and points, annexes, transitional provisions.

    lines ─ running heads and footnotes out ─> blocks ─ recognised ─> tokens ─ assembled ─> provisions

The rules are about how Swedish statutes and regulations are set, not about one printing: what each was forced by is
written where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.fold import page_texts
from corpus.model import Page, Provision
from ingest.blocks import blocks_of
from ingest.lines import Line
from ingest.setting import Setting, body_lines
from ingest.statute_settle import recognise
from ingest.statute_tree import assemble


@dataclass(frozen=True, slots=True)
class StatuteResult:
    """The provisions in the document's order; ``problems`` are whole sentences about what is doubtful."""

    provisions: tuple[Provision, ...]
    problems: tuple[str, ...]


def recognise_statute(
    document_id: str, act_short: str | None, lines: Sequence[Line], pages: Sequence[Page]
) -> StatuteResult:
    """Recognise the provisions of a statute or of a regulation built like one.

    ``lines`` are all lines of ``pages``. The texts of the parts are what ``corpus.fold.text_of`` gives for their spans.
    """
    setting = Setting(body_lines(lines))
    tokens = recognise(blocks_of(setting), setting)
    return StatuteResult(*assemble(document_id, act_short, tokens, page_texts(pages)))
