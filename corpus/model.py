"""The types that the whole program speaks in: documents, pages, provisions, hits, answers.

Everything here is a frozen value without behaviour beyond small look-ups, and knows nothing of Chroma, LangChain
or Gradio. Ids are readable, stable strings:

    document   sfs:2016:1145@2025:360          a statute names its wording
               tender:trv-2026-1/af            a tender document names its procurement
    provision  sfs:2016:1145@2025:360/K19a/P2  chapter (K), section (P), article (A), annex (B), code or heading (H),
                                               row (R)
    passage    …/K19a/P2/S1/N2                 paragraph (S), point (N)

All page numbers count from 1, as a PDF viewer does. All boxes are PDF points with the origin at the top left of
the page as it is shown (rotation applied). Offsets are half-open and count characters of ``Page.text``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

DocumentKind = Literal["statute", "directive", "regulation", "tender", "memo", "guide", "plain"]
ProvisionKind = Literal["section", "article", "annex", "code", "heading", "row", "item", "transitional"]
Language = Literal["sv", "en"]
StatementKind = Literal["direct", "ground", "mind"]
RefusalReason = Literal["outside", "forecast", "individual", "unlawful", "no-such-provision", "unclear"]

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF points, origin top left, y growing downwards."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it stands on a shelf; ``file`` is the base name it was taken in under."""

    id: str
    kind: DocumentKind
    title: str
    file: str
    sha256: str
    short: str | None = None
    sfs: str | None = None
    case_number: str | None = None
    procurement: str | None = None
    issuer: str | None = None
    source: str | None = None
    wording: str | None = None
    date: str | None = None
    language: Language = "sv"
    pages: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procurement:
    """The documents of one tender, in order of precedence and date; a later memo changes an earlier document."""

    name: str
    case_number: str | None
    act: str | None
    act_stated_in: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of non-blank characters of a page: ``Page.text[start:end]`` stands in ``box``."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text in reading order (lines ended by a newline) and its words with their boxes."""

    document_id: str
    number: int
    text: str
    words: tuple[Word, ...]
    width: float
    height: float
    label: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets into the text of one page."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """Where in an act or a document something stands, each part as it is printed ("19 a", "5 b", "8 a").

    ``act`` is the short name (LOU) or, for an act without one, what names it ("lagen (1962:700)",
    "direktiv 2014/24/EU"). ``paragraph`` is the number of the stycke; ``code`` an AF code or a printed section number.
    """

    act: str | None = None
    chapter: str | None = None
    section: str | None = None
    paragraph: str | None = None
    point: str | None = None
    annex: str | None = None
    article: str | None = None
    code: str | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a provision in reading order: a paragraph's text, one point of its list, or the tail after the list.

    ``text`` is what ``corpus.fold.text_of`` gives back for ``spans``. A point's own number ("1.", "a)") belongs to
    its text. ``point`` is None for running text; nested points are joined with a blank ("3 a").
    """

    paragraph: str
    text: str
    spans: tuple[Span, ...]
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """A unit that answers: a section of an act, an annex, a coded or numbered part of a tender, a table row.

    ``heading`` is the path of headings above it, outermost first. The provision's own number ("2 §") and its
    amendment note ("Lag (2021:1110).") belong to neither ``text`` nor ``parts``.
    """

    id: str
    document_id: str
    kind: ProvisionKind
    pinpoint: Pinpoint
    label: str
    heading: tuple[str, ...]
    parts: tuple[Part, ...]
    amendment: str | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs (stycken), the points of a list on lines of their own under the text that leads them in."""
        joined: dict[str, list[str]] = {}
        for part in self.parts:
            joined.setdefault(part.paragraph, []).append(part.text)
        return tuple("\n".join(lines) for lines in joined.values())

    @property
    def text(self) -> str:
        """The whole text, paragraphs apart by an empty line."""
        return "\n\n".join(self.paragraphs)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its text stands, in reading order."""
        return tuple(span for part in self.parts for span in part.spans)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, in order, each once."""
        return tuple(sorted({span.page for span in self.spans}))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a provision that is embedded and searched; ``context`` goes in front of ``text`` to the encoder."""

    id: str
    provision_id: str
    text: str
    spans: tuple[Span, ...]
    context: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """All that reading one file gave: the truth from which shelves are built, kept as plain files."""

    document: Document
    pages: tuple[Page, ...]
    provisions: tuple[Provision, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a hit is there: one retriever, its score and rank, and the text of ours or the act's that matched."""

    retriever: str
    score: float
    rank: int
    matched: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision that was found; ``twin_of`` is the rank of the hit in another act that says the same."""

    rank: int
    score: float
    document: Document
    provision: Provision
    why: tuple[Why, ...] = ()
    twin_of: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood: which acts it is about, what it points at, and where it may be searched."""

    question: str
    text: str
    language: Language
    acts: tuple[str, ...] = ()
    references: tuple[Pinpoint, ...] = ()
    procurement: str | None = None


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The rectangles of one quote on one page, a rectangle a line."""

    page: int
    rects: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands. ``verified`` says that it was found, folded, in the text of its pages."""

    marker: int
    document: Document
    provision_id: str
    pinpoint: Pinpoint
    label: str
    quote: str
    spans: tuple[Span, ...]
    boxes: tuple[PageBoxes, ...]
    verified: bool

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages the quote stands on, in order."""
        return tuple(sorted({span.page for span in self.spans}))


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or point of an answer and the markers of the citations that carry it (never none)."""

    text: str
    kind: StatementKind
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got. A refusal has neither statements nor citations; ``text`` then says why in a sentence."""

    question: str
    language: Language
    acts: tuple[str, ...]
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: RefusalReason | None = None
    closest: tuple[Citation, ...] = ()
    model: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)
    cpu_ms: float = 0.0
    notices: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the question was declined."""
        return self.reason is not None
