"""A small assistant and library over PDFs made on the spot, for the web app's tests and for looking at its pages.

The documents are fictional: their words are ours, and only the forms of titles and labels are those of real ones.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fpdf import FPDF

from assistant.retrieve import Found
from corpus.errors import QuestionError
from corpus.model import (
    Answer,
    Box,
    Citation,
    Document,
    Hit,
    PageBoxes,
    Part,
    Pinpoint,
    Procurement,
    Provision,
    Query,
    Span,
    Statement,
)

MARGIN, TOP, LEADING, SIZE = 72.0, 96.0, 20.0, 12.0
QUOTED = "En leverantör får låna kapacitet av ett annat företag"
QUOTED_PAGE = 2
LINES = (
    "4 kap. Påhittade regler om samarbete",
    "1 § Den här sidan är skriven för att prova programmet och återger ingen lag.",
    QUOTED,
    "om det andra företaget intygar att det ställer upp under hela avtalet.",
    "2 § Flera företag får gå samman om ett anbud och ska då säga vem som företräder dem.",
)


@dataclass(frozen=True)
class FakeProgress:
    what: str = "law.pdf"
    done: int = 320
    total: int = 900
    seconds_left: float | None = 125.0


class FakeLibrary:
    """Three documents: a law with a quote on its second page, a guide, and a tender with mark-up in its title."""

    def __init__(self, folder: Path, progress: FakeProgress | None = None) -> None:
        self.now = progress
        self._files: dict[str, Path] = {}
        self._documents: dict[str, Document] = {}
        law = Document(
            "sfs:2016:1146@2025:361", "statute", "Lag om påhittade upphandlingar i försörjning", "luf.pdf", ""
        )
        self._add(folder, replace(law, short="LUF", sfs="2016:1146", wording="t.o.m. SFS 2025:361"), 4)
        self._add(folder, Document("guide:sa-deltar-ni", "guide", "Så deltar ditt företag", "guide.pdf", ""), 1)
        rules = Document(
            "tender:bana-1/af", "tender", "Upphandlingsföreskrifter <b>Bana</b> & spår", "af 'bana'.pdf", ""
        )
        self._add(folder, replace(rules, procurement="Bana 1", case_number="X 2026/1"), 2)

    def _add(self, folder: Path, document: Document, pages: int) -> None:
        path = folder / f"{len(self._files)}.pdf"
        draw(path, document.title, pages)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self._files[document.id] = path
        self._documents[document.id] = replace(document, pages=pages, sha256=digest)

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents.values())

    def pdf(self, document_id: str) -> Path:
        return self._files[document_id]

    def procurements(self) -> tuple[Procurement, ...]:
        return (Procurement("Bana 1", "X 2026/1", "LUF", None, ("tender:bana-1/af",)),)

    def progress(self) -> FakeProgress | None:
        return self.now


def draw(path: Path, title: str, pages: int) -> None:
    """A PDF on A4 whose lines stand where `line_box` says."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("helvetica", style="B", size=9)
        pdf.text(MARGIN, 50, f"{title}  {number} ({pages})")
        pdf.set_font("helvetica", size=SIZE)
        for index, line in enumerate(LINES if number == QUOTED_PAGE else LINES[1:2] * 30):
            pdf.text(MARGIN, TOP + index * LEADING, line)
    pdf.output(str(path))


def line_box(text: str) -> Box:
    """Where a line of the page with the quote stands, in points from the top left."""
    pdf = FPDF(unit="pt")
    pdf.set_font("helvetica", size=SIZE)
    baseline = TOP + LINES.index(text) * LEADING
    return MARGIN, baseline - 10, MARGIN + pdf.get_string_width(text), baseline + 3


def citation(library: FakeLibrary, marker: int = 1, *, label: str = "4 kap. 1 § första stycket LUF") -> Citation:
    document = library.documents()[0]
    return Citation(
        marker,
        document,
        f"{document.id}/K4/P1",
        Pinpoint(act="LUF", chapter="4", section="1", paragraph="1"),
        label,
        QUOTED,
        (Span(QUOTED_PAGE, 0, len(QUOTED)),),
        (PageBoxes(QUOTED_PAGE, (line_box(QUOTED),)),),
        verified=True,
    )


class FakeAssistant:
    """Answers everything alike, statement by statement; declines what asks of winning, fails at what asks it to."""

    def __init__(self, library: FakeLibrary, pause: float = 0.0) -> None:
        self.library = library
        self.pause = pause
        self.asked: list[tuple[str, tuple[str, ...], str | None]] = []

    def stream(self, question: str, *, history: Sequence[str] = (), procurement: str | None = None) -> Iterator[Answer]:
        self.asked.append((question, tuple(history), procurement))
        whole = self._answer(question, procurement)
        time.sleep(self.pause)
        for count in range(1, len(whole.statements)):
            cited = {marker for item in whole.statements[:count] for marker in item.citations}
            citations = tuple(item for item in whole.citations if item.marker in cited)
            yield replace(whole, statements=whole.statements[:count], citations=citations, notices=())
            time.sleep(self.pause)
        yield whole

    def ask(self, question: str, *, history: Sequence[str] = (), procurement: str | None = None) -> Answer:
        return list(self.stream(question, history=history, procurement=procurement))[-1]

    def search(
        self, question: str, *, history: Sequence[str] = (), procurement: str | None = None, limit: int = 10
    ) -> Found:
        cited = citation(self.library)
        part = Part("1", QUOTED, cited.spans)
        provision = Provision(
            cited.provision_id, cited.document.id, "section", cited.pinpoint, cited.label, (), (part,)
        )
        return Found(Query(question, question, "sv"), (Hit(1, 0.5, cited.document, provision),)[:limit])

    def _answer(self, question: str, procurement: str | None) -> Answer:
        if procurement not in (None, "Bana 1"):
            raise QuestionError(f"There is no procurement {procurement}.")
        if "kraschar" in question:
            raise RuntimeError("as asked")
        first = citation(self.library)
        if "vinner" in question:
            text = "Vem som vinner en upphandling går inte att säga i förväg."
            return Answer(question, "sv", (), text, reason="forecast", closest=(first,))
        second = replace(
            citation(self.library, 2, label="4 kap. 2 § LUF"),
            quote=LINES[4],
            boxes=(PageBoxes(QUOTED_PAGE, (line_box(LINES[4]),)),),
        )
        third = replace(
            citation(self.library, 3, label="AFB.51"), document=self.library.documents()[2], boxes=(), verified=False
        )
        statements = (
            Statement(
                "Ja. Ni får gå samman om ett anbud, och ni får räkna med varandras kapacitet [1].", "direct", (1,)
            ),
            Statement("Den som lånar ut sin kapacitet ska intyga att den ställer upp.", "ground", (1,)),
            Statement("Anbudet ska säga vem som företräder gruppen.", "ground", (2, 3)),
            Statement(
                "Ett samarbete som begränsar konkurrensen kan vara otillåtet även om det är öppet.", "mind", (2,)
            ),
        )
        text = " ".join(statement.text for statement in statements)
        return Answer(
            question, "sv", ("LUF",), text, statements, (first, second, third), notices=("Ett citat föll bort.",)
        )
