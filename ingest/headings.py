"""Lines of a document that is no statute → its headings: AF codes, numbered headings, items of a memo, plain headings.

A code or number at the front of a line isn't enough, since running text breaks where it likes ("… enligt\\nAFB.52
Krav …"): a heading is also set apart, in bold or larger letters, or stands alone between paragraphs as the next in
its series. Plain headings count where nothing is numbered, and beside numbered ones when they are as large.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import ProvisionKind
from ingest.lines import Line
from ingest.setting import Setting

SENTENCE_END = re.compile(r"[.:;!?…][)”\"'’»]?$")
_AF = re.compile(r"(?P<code>A[FU][A-RT-Z](?:[. ]?\d[\d.]*\d|[. ]?\d)?)(?:\s*[–:-])?(?:\s+(?P<title>\S.*))?")
_AMA = re.compile(r"(?P<code>[B-Z][A-Z]{1,2}(?:\.\d+)+)(?:\s+(?P<title>\S.*))?")
_NUMBER = re.compile(r"(?P<code>\d{1,2}(?:\.\d{1,3}){0,6})\.?\s+(?P<title>[A-ZÅÄÖ0-9\"”(].*)")
CODED = re.compile(r"(?:A[FU][A-RT-Z]|[B-Z][A-Z]{1,2}\.\d|\d{1,2}(?:\.\d{1,3}){0,6}\.?(?:\s|$))")
"""What a heading's code looks like at the front of a line."""
_ITEM = re.compile(
    r"(?P<code>(?:fråga|ändring|förtydligande|komplettering|rättelse|upplysning|question|change)"
    r"(?: nr\.?)? \d{1,3}[a-z]?)"
    r"\s*(?:[.:–-]\s*)?(?P<title>.*)",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"(?:Bilaga|Appendix|Annex|Del|Part)\s+[A-Z0-9]{1,3}\b.*", re.IGNORECASE)
_LISTED = re.compile(r"(?P<code>\d{1,3})[.)]\s+(?P<title>\S.*)")
_LARGER = 1.08  # times the body's size, from which letters are a heading's
_ITEM_LEVEL = 9
_SAME_SIZE = 0.4  # points between letters of one size
_LONGEST = 14  # words of a plain heading


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``count`` lines from ``first`` on (indexes into the body's lines); level 1 is outermost.

    ``code`` is what is printed before the title (None for a plain heading). With ``keeps_text`` the lines are also
    text: an item that goes on after its number.
    """

    first: int
    count: int
    level: int
    code: str | None
    text: str
    kind: ProvisionKind
    keeps_text: bool = False


def find_headings(
    lines: Sequence[Line], setting: Setting, memo: bool, leave: frozenset[int] = frozenset()
) -> list[Heading]:
    """Find the headings among a document's body lines, in their order; ``leave`` are indexes of lines that are none.

    A memo's numbered points are headings of kind "item" where it has no others.
    """
    found: list[Heading] = []
    at = 0
    while at < len(lines):
        heading = None if at in leave else _heading_at(lines, at, setting, found, leave)
        if heading is not None:
            found.append(heading)
        at += heading.count if heading else 1
    if memo:
        found = [replace(h, kind="item", level=_ITEM_LEVEL) if _is_count(h) else h for h in found]
        if not any(heading.kind == "item" for heading in found):
            found += _listed(lines, leave | {heading.first for heading in found})
    plain = _plain(lines, setting, leave)
    return sorted([*found, *_among(found, plain, lines, setting)], key=lambda h: h.first) if found else plain


def _is_count(heading: Heading) -> bool:
    return heading.kind == "heading" and heading.code is not None and heading.code.isdigit()


def _among(
    coded: Sequence[Heading], plain: Sequence[Heading], lines: Sequence[Line], setting: Setting
) -> list[Heading]:
    """Give the plain headings of a coded document: bold, larger than the body, and no smaller than its coded ones.

    What stands before the first code (a cover) counts only when another heading is set like it. A plain heading holds
    the coded ones that are smaller.
    """
    sizes = {heading: lines[heading.first].size for heading in (*coded, *plain)}
    bold = [heading for heading in coded if lines[heading.first].bold and not heading.keeps_text]
    found: list[Heading] = []
    for heading in plain:
        size = sizes[heading]
        like = [other for other in plain if abs(sizes[other] - size) < _SAME_SIZE and lines[other.first].bold]
        cover = heading.first < min(other.first for other in coded) and len(like) < 2
        taken = any(other.first <= heading.first < other.first + other.count for other in coded)
        smallest = max(min((sizes[other] for other in bold), default=float("inf")), _LARGER * setting.size + _SAME_SIZE)
        if taken or cover or not lines[heading.first].bold or size < smallest - _SAME_SIZE:
            continue
        equal = [other.level for other in bold if abs(sizes[other] - size) < _SAME_SIZE]
        larger = [other.level for other in bold if sizes[other] > size]
        found.append(replace(heading, level=min(equal) if equal else max(larger, default=0)))
    return found


def _heading_at(
    lines: Sequence[Line], at: int, setting: Setting, before: Sequence[Heading], leave: frozenset[int]
) -> Heading | None:
    line = lines[at]
    text, beside = _with_beside(lines, at)
    if item := _ITEM.fullmatch(text):
        alone = stands_out(line, setting) or _between_paragraphs(lines, at, setting)
        title = item["title"]
        goes_on = bool(title) and not stands_out(line, setting)
        return (
            Heading(at, beside, _ITEM_LEVEL, item["code"], item["code"] if goes_on else text, "item", goes_on)
            if alone
            else None
        )
    if _ANNEX.fullmatch(text) and line.size >= _LARGER * setting.size and len(text.split()) <= _LONGEST:
        count = beside + _more_lines(lines, at + beside, setting, leave, taken=False)
        return Heading(at, count, 0, None, " ".join(other.text for other in lines[at : at + count]), "heading")
    for pattern, kind in ((_AF, "code"), (_AMA, "code"), (_NUMBER, "heading")):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        code, out = match["code"].strip(), stands_out(line, setting)
        if not out and (pattern is _AMA or not _unmarked(match, lines, at, setting, before)):
            return None
        if text.endswith((";", ",")) or (out and pattern is _NUMBER and SENTENCE_END.search(text) and text[-1] in ".;"):
            return None
        count = beside + _more_lines(lines, at + beside, setting, leave, taken=match["title"] is None)
        whole = " ".join(" ".join(other.text for other in lines[at : at + count]).split())
        return Heading(at, count, _depth(code), code, whole, kind)  # type: ignore[arg-type]
    return None


def _with_beside(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """Give a line's text with what stands beside it (a title after a tab), and how many lines that is."""
    count = 1
    while at + count < len(lines):
        left, right = lines[at + count - 1], lines[at + count]
        if left.page != right.page or abs(left.baseline - right.baseline) > 2 or right.x0 < left.x1:
            break
        count += 1
    return " ".join(line.text for line in lines[at : at + count]), count


def stands_out(line: Line, setting: Setting) -> bool:
    """Say whether a line is set as headings are: bold, or larger than the body."""
    return line.bold or line.size >= _LARGER * setting.size


def _between_paragraphs(lines: Sequence[Line], at: int, setting: Setting) -> bool:
    """Say whether a line begins after the end of a paragraph."""
    if at == 0:
        return True
    above, white = lines[at - 1], setting.white(lines[at - 1], lines[at])
    return bool(SENTENCE_END.search(above.text)) or white is None or white > 1.2 or stands_out(above, setting)


def _unmarked(
    match: re.Match[str], lines: Sequence[Line], at: int, setting: Setting, before: Sequence[Heading]
) -> bool:
    """Say whether a coded line without a heading's letters is one: alone, short, no sentence, next in its series."""
    title, code = match["title"] or "", match["code"].strip(". ")
    if (
        not _between_paragraphs(lines, at, setting)
        or len(title.split()) > _LONGEST
        or title.endswith((".", ",", ";", ":"))
    ):
        return False
    if not title[:1].isupper():
        return not title and code[0].isalpha() and "." in code
    if code[0].isalpha():
        return True
    last = next((heading.code for heading in reversed(before) if heading.code and heading.code[0].isdigit()), None)
    return "." in code and code in _followers(last)


def _followers(code: str | None) -> set[str]:
    """Give the numbers that may follow a heading's: its first child, its next sibling, or an ancestor's."""
    if code is None:
        return {"1.1", "1.0"}
    parts = [int(part) for part in code.split(".")]
    ups = {".".join(map(str, [*parts[:n], parts[n] + 1])) for n in range(len(parts))}
    return ups | {f"{code}.1", f"{parts[0] + 1}.1"}


def _more_lines(lines: Sequence[Line], at: int, setting: Setting, leave: frozenset[int], taken: bool) -> int:
    """Count the further lines of a heading that wraps: the same letters, close below, no heading of its own."""
    count, above = 0, lines[at - 1]
    while at + count < len(lines) and at + count not in leave and count < 3 and stands_out(above, setting):
        line = lines[at + count]
        same = line.bold == above.bold and abs(line.size - above.size) < 0.3 and line.page == above.page
        close = 0 < line.baseline - above.baseline <= 1.45 * line.size
        if not same or not close or any(p.fullmatch(line.text) for p in (_AF, _AMA, _NUMBER)):
            break
        if not taken and SENTENCE_END.search(above.text) and above.text[-1] in ".?!":
            break
        count, above = count + 1, line
    return count


def _depth(code: str) -> int:
    """Give a code's level: AFB 1, AFB.3 2, AFB.31 3; "1" 1, "1.4.5" 3."""
    if code[0].isdigit():
        return code.count(".") + 1
    return 1 + sum(character.isdigit() for character in code)


def _listed(lines: Sequence[Line], leave: frozenset[int]) -> list[Heading]:
    """Find a memo's points that are numbered 1., 2., 3. in a row at one indent."""
    found: list[Heading] = []
    for index, line in enumerate(lines):
        match = _LISTED.match(line.text)
        if match and index not in leave and int(match["code"]) == len(found) + 1:
            if found and abs(line.x0 - lines[found[0].first].x0) > 3:
                continue
            found.append(Heading(index, 1, _ITEM_LEVEL, match["code"], match["code"], "item", keeps_text=True))
    return found if len(found) > 1 else []


def _plain(lines: Sequence[Line], setting: Setting, leave: frozenset[int]) -> list[Heading]:
    """Find headings that are only set apart; their levels go by size, bold before plain."""
    found: list[tuple[int, int, tuple[float, bool]]] = []
    at = 0
    while at < len(lines):
        count = 1
        if at not in leave and _is_plain(lines, at, setting):
            count += _more_lines(lines, at + 1, setting, leave, taken=False)
            found.append((at, count, (round(lines[at].size), lines[at].bold)))
        at += count
    styles = sorted({style for _, _, style in found}, reverse=True)
    texts = [" ".join(" ".join(line.text for line in lines[a : a + n]).split()) for a, n, _ in found]
    return [
        Heading(at, count, styles.index(style) + 1, None, text, "heading")
        for (at, count, style), text in zip(found, texts, strict=True)
    ]


def _is_plain(lines: Sequence[Line], at: int, setting: Setting) -> bool:
    line = lines[at]
    words = line.text.split()
    if not stands_out(line, setting) or line.size < 0.95 * setting.size or len(words) > _LONGEST:
        return False
    if not line.text[0].isalnum() or line.text[0].islower() or line.text.endswith((".", ",", ";", ":")):
        return False
    if not any(character.isalpha() for character in line.text):
        return False
    return line.size >= _LARGER * setting.size or _between_paragraphs(lines, at, setting)
