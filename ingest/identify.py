"""What was read of a file → which document it is: kind, id, title, numbers, wording, issuer, date, language.

A document that this program rendered says its kind in its PDF keywords and is believed. Others are judged by what a
kind can't do without: a statute its SFS number and sections, a regulation its series number, a tender its AF codes,
its name or its case number beside the words of tendering. What fits none is a guide, and said to be unsure: among the
documents of a tender it is one of them (`ingest.procurements`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import get_args

from corpus.model import Document, DocumentKind
from ingest import facts
from ingest.facts import Metadata
from ingest.lines import Line
from ingest.read import ReadResult

_SECTION = re.compile(r"\d{1,3}(?: [a-z])? §")
_ARTICLE = re.compile(r"(?:Artikel|Article) \d+\b")
_AF_CODE = re.compile(r"A[FU][A-RT-Z][. ]?\d")
_SFS_FRONT = re.compile(r"^SFS[ -]?(?:nr:?)? ?(\d{4}:\d+)")
_ACT_TITLE = re.compile(r"^(?:\w+ )?\w*(?:lag|förordning|balk|kungörelse)\b[^()]{0,80}\((\d{4}:\d+)\)", re.IGNORECASE)
_SERIES = re.compile(r"\b(?!SFS|LUFS)([A-ZÅÄÖ][\w-]{0,9}FS) (\d{4}:\d+)")
_WORDING = re.compile(r"\b(?:t\.o\.m\.|till och med) ((?:SFS|[A-ZÅÄÖ][\w-]{0,9}FS) (\d{4}:\d+))")
_DIRECTIVE = re.compile(r"\b(?:direktiv|directive) (\d{4}/\d+/E[UGC])", re.IGNORECASE)
_MEMO = re.compile(
    r"\bfrågor (?:och|&) svar\b|\bquestions and answers\b|\bförtydligande|\bkompletterande upplysning|\brättelse\b"
    r"|\btillägg till (?:förfrågningsunderlag|upphandlingsdokument)|\bpm[ _-]?(?:nr\.? ?)?\d+\b|(?:^|[ _-])pm$",
    re.IGNORECASE,
)
_TENDER = re.compile(
    r"administrativa föreskrifter|upphandlingsföreskrifter|entreprenadföreskrifter|förfrågningsunderlag|kravdokument"
    r"|upphandlingsdokument|anbudsinbjudan|ansökningsinbjudan|avropsförfrågan|förnyad konkurrensutsättning"
    r"|mängdförteckning|kravspecifikation|teknisk beskrivning|mängdbeskrivning|kontrakt\b|uppdragsbeskrivning"
    r"|tilldelningsbeslut|anbudsformulär|anbudsblad|prisbilaga|kontraktsvillkor|\bramavtal\b|avtalsmall|^avtal\W*\d*$"
    r"|\binvitation to tender\b"
    r"|\btender document|\baward decision\b|\bbill of quantities\b",
    re.IGNORECASE,
)
_TENDERING = re.compile(
    r"sista anbudsdag|anbudstid|anbudsgivare|upphandlande (?:organisation|myndighet)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^(?:så|hur|vad|när|varför|how|what|why)\b|vägledning|handbok|guide|handledning|rapport|proposition", re.I
)
_GENERIC = re.compile(r"(?:upphandlingsdokument|förfrågningsunderlag|innehåll(?:sförteckning)?|bilaga)\W*", re.I)
_OPENING = 8
"""Lines at the top of the first page in which a document says what it is."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A document, and whether its kind was said rather than what is left when nothing else fits."""

    document: Document
    sure: bool


def identify(read: ReadResult, name: str, sha256: str, metadata: Metadata, source: str | None = None) -> Identified:
    """Say which document a file is; ``name`` is its base name. Its id names no procurement yet (see `in_procurement`).

    >>> identify(read_pdf(data, "?"), "lou.pdf", sha, read_metadata(data)).document.id  # doctest: +SKIP
    'sfs:2016:1145@2025:360'
    """
    title = _title(read.lines, metadata, name)
    kind, sure = _kind(read.lines, metadata, title, name)
    text = "\n".join(page.text for page in read.pages[:3])
    number = _number(kind, title, text)
    wording = metadata.marks.get("wording") or _wording(kind, text)
    return Identified(
        Document(
            id=_id(kind, number, wording, name),
            kind=kind,
            title=title,
            file=name,
            sha256=sha256,
            short=number if kind in ("regulation", "directive") else None,
            sfs=number if kind == "statute" else None,
            case_number=facts.case_number(read.lines, metadata) if kind in ("tender", "memo", "guide") else None,
            issuer=facts.issuer(read.lines, metadata),
            source=source,
            wording=wording,
            date=facts.dated(read.lines, metadata),
            language="en" if metadata.marks.get("language") == "en" else facts.language_of(text),
            pages=len(read.pages),
            problems=read.problems,
        ),
        sure,
    )


def in_procurement(document: Document, procurement: str, path_inside: str | None = None) -> Document:
    """Give the document as one of a procurement; ``path_inside`` tells two of one file name apart."""
    name = slug(path_inside or PurePosixPath(document.file).stem)
    kind: DocumentKind = document.kind if document.kind in ("tender", "memo") else "tender"
    return replace(document, id=f"tender:{slug(procurement)}/{name}", kind=kind, procurement=procurement)


def slug(text: str) -> str:
    """Give a text as it stands in ids: ASCII, lower case, hyphens (å and ä become a, ö o)."""
    spelt = text.lower().replace("æ", "ae").replace("ø", "o").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "dokument"


def _title(lines: Sequence[Line], metadata: Metadata, name: str) -> str:
    """Give the title out of the metadata when a person wrote it, else off the first page, else the file's name."""
    said = metadata.title if metadata.own_kind else facts.sensible_title(metadata.title)
    if said:
        return said
    numbered = next(
        (i for i, line in enumerate(lines) if re.match(r"1\.? [A-ZÅÄÖ]|1\.1\.? |A[FU][A-RT-Z]\b", line.text)), None
    )
    largest = facts.largest_title(lines[:numbered])
    candidates = [facts.subject_title(lines), largest]
    best = next((title for title in candidates if title and not _GENERIC.fullmatch(title)), largest)
    return best or PurePosixPath(name).stem.replace("_", " ").replace("-", " ").strip() or name


def _kind(lines: Sequence[Line], metadata: Metadata, title: str, name: str) -> tuple[DocumentKind, bool]:
    if metadata.own_kind in get_args(DocumentKind):
        return metadata.own_kind, True  # type: ignore[return-value]
    first = [line.text for line in lines if line.page <= lines[0].page + 1]
    opening = [title, PurePosixPath(name).stem.replace("_", " ").replace("-", " "), *first[:_OPENING]]
    sections = sum(bool(_SECTION.match(line.text)) for line in lines)
    if sections and any(_SFS_FRONT.match(text) or _ACT_TITLE.match(text) for text in opening):
        return "statute", True
    if any(_DIRECTIVE.search(text) for text in opening) and sum(bool(_ARTICLE.match(line.text)) for line in lines) >= 3:
        return "directive", True
    if (
        sections >= 3
        and any(_SERIES.search(text) for text in opening)
        and re.search("föreskrifter", " ".join(opening), re.I)
    ):
        return "regulation", True
    if any(_MEMO.search(text) for text in opening):
        return "memo", True
    if _is_tender(lines, metadata, opening, first):
        return "tender", True
    return "guide", False


def _is_tender(lines: Sequence[Line], metadata: Metadata, opening: Sequence[str], first: Sequence[str]) -> bool:
    if sum(bool(_AF_CODE.match(line.text)) for line in lines) >= 3:
        return True
    if any(_ABOUT.search(text) for text in opening[:3]):
        return False
    if any(_TENDER.search(text) for text in opening):
        return True
    return facts.case_number(lines, metadata) is not None and any(_TENDERING.search(text) for text in first)


def _number(kind: DocumentKind, title: str, text: str) -> str | None:
    """Give the number a statute, regulation or directive goes by: "2016:1145", "AFS 2023:3", "direktiv 2014/24/EU"."""
    for part in (title, text):
        if kind == "statute":
            match = re.search(r"\((\d{4}:\d+)\)|\bSFS[ -]?(?:nr:?)? ?(\d{4}:\d+)", part)
            if match:
                return match[1] or match[2]
        elif kind == "regulation" and (match := _SERIES.search(part)):
            return f"{match[1]} {match[2]}"
        elif kind == "directive" and (match := _DIRECTIVE.search(part)):
            return f"direktiv {match[1]}"
    return None


def _wording(kind: DocumentKind, text: str) -> str | None:
    match = _WORDING.search(text) if kind in ("statute", "regulation") else None
    return f"t.o.m. {match[1]}" if match else None


def _id(kind: DocumentKind, number: str | None, wording: str | None, name: str) -> str:
    if number is None or kind not in ("statute", "regulation"):
        return f"doc:{slug(PurePosixPath(name).stem)}"
    series, year_number = ("sfs", number) if kind == "statute" else number.lower().split(" ")
    return f"{slug(series)}:{year_number}@{wording.rsplit(' ', 1)[1] if wording else 'unknown'}"
