"""What a document says of itself: its PDF metadata, and on its first pages title, case number, issuer, date, language.

Tender documents name these things in a handful of ways (a label and a value beside or below it, a running head, a
bare "TRV 2026/30517"), and office programs fill metadata with their own file names; both are judged here, so that
`identify` only weighs. Nothing is guessed: what is not said is None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from corpus.model import Language
from ingest.lines import Line

_MONTHS = {
    "januari": 1, "january": 1, "februari": 2, "february": 2, "mars": 3, "march": 3, "april": 4, "maj": 5, "may": 5,
    "juni": 6, "june": 6, "juli": 7, "july": 7, "augusti": 8, "august": 8, "september": 9, "oktober": 10,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_SWEDISH = re.compile(r"\b(?:och|att|det|som|en|ett|av|för|på|är|med|den|till|om|inte|ska|eller|vid|enligt|från)\b")
_ENGLISH = re.compile(r"\b(?:and|that|the|which|an?|of|is|with|to|about|not|shall|or|at|by|from|has|be|this|are)\b")

_FILE_TITLE = re.compile(
    r"\.(?:docx?|xlsx?|pdf|indd|odt|rtf)\b|^microsoft (?:word|excel)|~\d"
    r"|^(?:untitled|namnlös|dokument|document|pdf)\W*\d*$",
    re.IGNORECASE,
)
_DIARY = r"[A-ZÅÄÖ]{0,8}[ -]?\d{2,4}[-/:.]\d{1,7}(?:[-/]\d{1,4})?"
_LABELLED_CASE = re.compile(
    rf"\b(?:dnr|d\.?nr|diarienr|diarienummer|ärendenr|ärendenummer|ärende-?id|upphandlingsnummer|upphandlingsnr|"
    rf"upphandlings-?id|referensnummer|projektnummer|case (?:number|no))\.?\s*[:.]?\s*(?-i:({_DIARY}))",
    re.IGNORECASE,
)
_BARE_CASE = re.compile(r"\b(TRV \d{4}/\d{3,7}|[A-ZÅÄÖ]{2,6} (?:19|20)\d{2}/\d{2,7})\b")
_LONE_CASE = re.compile(r"(?:19|20)\d{2}[-/]\d{3,6}")
_ORGANISATION = re.compile(
    r"(?i:\b\w*(?:kommun|verket|myndigheten|landstinget|länsstyrelsen|förbund|universitetet|inspektionen|styrelsen)\b"
    r"|\bregion \w+|\b\w+ (?:AB|kommunalförbund)\b)"
)
_BUYER = re.compile(
    r"^(?:upphandlande (?:organisation|myndighet|enhet)|avropande myndighet|beställare|köpare|utgivare|buyer)"
    r"\s*(?::\s*(.*))?$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:upphandling|upphandlingens namn|projekt(?:namn)?|objekt)\s*(?::\s*(.*))?$", re.IGNORECASE)
_ISO_DATE = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
_LONG_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) ((?:19|20)\d{{2}})\b", re.IGNORECASE)
_TOP = 300.0  # points from the top of a page within which its title stands
_DEADLINE = re.compile(r"senast|sista|t\.?o\.?m|till och med|anbudstid|öppning|giltig|deadline", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A PDF's document information; ``marks`` are its keywords of the form name=value (our own documents have them)."""

    title: str | None
    author: str | None
    subject: str | None
    keywords: tuple[str, ...]

    @property
    def own_kind(self) -> str | None:
        """Give the kind that a document rendered by this program names itself ("ostkakan:guide"), else None."""
        return next((word.removeprefix("ostkakan:") for word in self.keywords if word.startswith("ostkakan:")), None)

    @property
    def marks(self) -> dict[str, str]:
        """Give the name=value keywords."""
        return dict(word.split("=", 1) for word in self.keywords if "=" in word)


def read_metadata(data: bytes, password: str | None = None) -> Metadata:
    """Read a PDF's document information; all of it is missing when pdfium can't open the file."""
    try:
        pdf = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError:
        return Metadata(None, None, None, ())
    try:
        title, author, subject, keywords = (
            pdf.get_metadata_value(name).strip() or None for name in ("Title", "Author", "Subject", "Keywords")
        )
    finally:
        pdf.close()
    between = ";" if "ostkakan:" in (keywords or "") else "[;,]"
    return Metadata(title, author, subject, tuple(word.strip() for word in re.split(between, keywords or "")))


def sensible_title(title: str | None) -> str | None:
    """Give a metadata title that a person wrote, None for a program's file name."""
    if title is None or _FILE_TITLE.search(title) or not 5 <= len(title) <= 250:
        return None
    letters = sum(character.isalpha() for character in title)
    return " ".join(title.split()) if " " in title.strip() and letters > len(title) / 2 else None


def subject_title(lines: Sequence[Line]) -> str | None:
    """Give what stands under or beside a label such as "Upphandling" or "Objekt" on the first page."""
    return next((value for line in _first(lines) if (value := _labelled(line, _SUBJECT, lines)) is not None), None)


def largest_title(lines: Sequence[Line]) -> str | None:
    """Give the largest text in the upper part of the first page, its lines joined; None when nothing stands out."""
    first = _first(lines)
    lowest = max((line.y1 for line in first), default=0.0)
    upper = max(_TOP, 0.6 * lowest)
    top = [line for line in first if line.y0 < upper and any(character.isalpha() for character in line.text)]
    size = max((line.size for line in top), default=0.0)
    if not top or size < 1.15 * body_size(lines):
        return None
    at = next(index for index, line in enumerate(first) if line.size >= size - 0.1)
    words = [first[at].text]
    for above, line in zip(first[at:], first[at + 1 :], strict=False):
        if abs(line.size - size) > 0.6 or line.y0 - above.y1 > size or len(words) == 6:
            break
        words.append(line.text)
    return " ".join(" ".join(words).split())


def body_size(lines: Sequence[Line]) -> float:
    """Give the font size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def case_number(lines: Sequence[Line], metadata: Metadata) -> str | None:
    """Give the document's case number ("2023/53", "TRV 2026/30517") from its first two pages or its subject."""
    if "case_number" in metadata.marks:
        return metadata.marks["case_number"]
    texts = [line.text for line in lines if line.page <= 2]
    for pattern in (_LABELLED_CASE, _BARE_CASE):
        for text in (*texts, metadata.subject or ""):
            if match := pattern.search(text):
                return match[1].strip()
    return next((text for text in texts if _LONE_CASE.fullmatch(text)), None)


def issuer(lines: Sequence[Line], metadata: Metadata) -> str | None:
    """Give the authority or company a document comes from: labelled, as author, or alone in a line of page 1."""
    for line in _first(lines):
        if (value := _labelled(line, _BUYER, lines)) is not None and len(value) < 80:
            return value
    if metadata.author and (metadata.own_kind or _ORGANISATION.search(metadata.author)):
        return metadata.author
    for line in _first(lines):
        head = re.split(r" [|–] ", line.text)[0]
        if len(head.split()) <= 4 and (match := _ORGANISATION.search(head)) and match.end() == len(head):
            return head.title() if head.isupper() else head
    return None


def dated(lines: Sequence[Line], metadata: Metadata) -> str | None:
    """Give the date (ISO) a document bears: labelled, else the first on page 1 that is no deadline."""
    if "date" in metadata.marks:
        return metadata.marks["date"]
    first = [line.text for line in _first(lines) if len(line.text.split()) <= 8]
    labelled = [text for text in first if re.match(r"(?:datum|date|daterad|utgåva|utfärdad)\b", text, re.IGNORECASE)]
    for text in (*labelled, *(text for text in first if not _DEADLINE.search(text))):
        for date in dates_in(text):
            return date
    return None


def dates_in(text: str) -> Iterator[str]:
    """Give the dates in a text as ISO dates: "2026-05-11", "den 11 maj 2026", "11 May 2026"."""
    for year, month, day in _ISO_DATE.findall(text):
        yield f"{year}-{month}-{day}"
    for day, name, year in _LONG_DATE.findall(text):
        yield f"{year}-{_MONTHS[name.lower()]:02}-{int(day):02}"


def language_of(text: str) -> Language:
    """Tell Swedish from English by their function words; Swedish when neither has more."""
    lower = text.lower()
    return "en" if len(_ENGLISH.findall(lower)) > len(_SWEDISH.findall(lower)) else "sv"


def _first(lines: Sequence[Line]) -> list[Line]:
    page = lines[0].page if lines else 1
    return [line for line in lines if line.page == page]


def _labelled(line: Line, label: re.Pattern[str], lines: Sequence[Line]) -> str | None:
    """Give the value of a label: the rest of its line, else the line below at the same x, else the one beside it."""
    match = label.match(line.text)
    if match is None:
        return None
    if value := (match[1] or "").strip():
        return value
    below = [o for o in _first(lines) if abs(o.x0 - line.x0) < 3 and 0 < o.baseline - line.baseline < 2.2 * o.size]
    beside = [o for o in _first(lines) if abs(o.baseline - line.baseline) < 2 and 0 < o.x0 - line.x1 < 25 * o.size]
    found = [*sorted(beside, key=lambda o: o.x0)[: not line.bold], *sorted(below, key=lambda o: o.baseline), *beside]
    return found[0].text if found else None
