"""Text as it is drawn to text as it is compared: the one folding that quotes are checked under.

Folded are: Unicode to NFC, ligatures spelt out, soft hyphens and hyphens at a line's end joined, white space to single
blanks, none at the ends. Nothing else. A hyphen at a line's end may belong to the word ("e-\\npost") or to the line
("upphand-\\nling"); one rule decides (``_joint``), and since a reader can't know what it decided, ``same_words`` and
``find`` accept both at exactly those places. A line may also break after a dash or a slash within a word ("a–\\nc",
"2011/36/\\nEU" in LOU 13 kap.): no blank is read there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

_OPEN = {"-": "\0", "‐": "\0", "–": "\1", "/": "\2"}
"""What stands in a stream for a hyphen, dash or slash at a line's end."""
_READINGS = {"\0": ("- ", "-", ""), "\1": ("– ", "–"), "\2": ("/ ", "/")}
"""What may be read there."""
_NO_OPEN = {ord(char): "\ufffd" for char in _READINGS}
_TOKEN = re.compile(
    r"(?P<joint>(?<=[^\W_])[-‐–/]\u00ad*[^\S\n\r]*[\n\r]\s*(?=\w))"
    r"|(?P<soft>\u00ad+(?:[^\S\n\r]*[\n\r]\s*)?)"
    r"|(?P<blank>(?! [^\s\u00ad])\s(?:[\s\u00ad]*\s)?)"  # one blank before a letter is left alone
    rf"|(?P<ligature>[{''.join(LIGATURES)}])"
)
_LAST_PIECE = re.compile(r"[^\W_]+\Z")
_NEXT_WORD = re.compile(r"(?:och|eller|samt|respektive|till)\b")
_WHOLE = frozenset(
    ["gemensamt", "långsamt", "verksamt", "ensamt", "lönsamt", "kostsamt", "varsamt", "sparsamt", "därtill", "intill"]
)
"""Words that end like one of those."""
_ABBREVIATION = re.compile(r"icke|id|it|eu|vd|[^\W\d_aeiouyåäö]+|[^\W\d_]", re.IGNORECASE)


def fold(text: str) -> str:
    """The text as it is compared."""
    return fold_map(text)[0]


def fold_map(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the index of the first source character it comes from."""
    return _folded(text, keep_open=False)


def same_words(a: str, b: str) -> bool:
    """Whether two texts fold to the same, whichever way each hyphen at a line's end is read."""
    if fold(a) == fold(b):
        return True
    return _match(_stream(a)[0], 0, _stream(b)[0], whole=True) is not None


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a text under folding, as half-open offsets into ``text``; None when it doesn't.

    A quote is a contiguous run; hyphens at line ends of ``text`` (and of ``quote``) are read either way.
    """
    wanted = fold(quote)
    if not wanted:
        return None
    folded, index = fold_map(text)
    at = folded.find(wanted)
    if at >= 0:
        return index[at], end_of(text, index[at + len(wanted) - 1])
    return _find_loosely(quote, text)


def end_of(text: str, index: int) -> int:
    """The end of the character at ``index`` with the marks that combine with it."""
    end = index + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _folded(text: str, keep_open: bool) -> tuple[str, list[int]]:
    pieces: list[str] = []
    index: list[int] = []
    for piece, start, exact in _pieces(text, keep_open):
        pieces.append(piece)
        index.extend(range(start, start + len(piece)) if exact else [start] * len(piece))
    folded, index = _composed("".join(pieces), index)
    first = len(folded) - len(folded.lstrip())
    last = len(folded.rstrip())
    return folded[first:last], index[first:last]


def _pieces(text: str, keep_open: bool) -> Iterator[tuple[str, int, bool]]:
    """Folded pieces with where they come from; ``exact`` when character by character."""
    at = 0
    for token in _TOKEN.finditer(text):
        if token.start() > at:
            yield text[at : token.start()], at, True
        at = token.end()
        if token["joint"]:
            mark = text[token.start()]
            yield _OPEN[mark] if keep_open else _joint(text, token.start(), at), token.start(), False
        elif token["blank"]:
            yield " ", token.start(), False
        elif token["ligature"]:
            yield LIGATURES[token["ligature"]], token.start(), False
    if at < len(text):
        yield text[at:], at, True


def _joint(text: str, start: int, end: int) -> str:
    """How a hyphen at a line's end is read: part of the word, with a blank before och/eller/…, or not there.

    It is part of the word before a capital or a figure ("Nord-\\nSyd", "4-\\n6 §§") and after an abbreviation, a
    figure, a piece without a vowel or "icke" ("CPV-\\nkoder", "tv-\\nområdet"; "icke-\\ndiskriminerande" in LOU 4:1).
    """
    if text[start] in "–/":
        return text[start]
    found = _LAST_PIECE.search(text, max(0, start - 40), start)
    piece = found.group() if found else ""
    next_word = _NEXT_WORD.match(text, end)
    if next_word:
        return "" if piece.lower() + next_word.group() in _WHOLE else "- "
    stays = text[end].isupper() or text[end].isdigit() or piece.upper() == piece or _ABBREVIATION.fullmatch(piece)
    return "-" if stays else ""


def _composed(text: str, index: list[int]) -> tuple[str, list[int]]:
    """NFC, cluster by cluster so that the index follows."""
    if unicodedata.is_normalized("NFC", text):
        return text, index
    pieces: list[str] = []
    out: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and not _parts(text[start:end], text[end]):
            continue
        piece = unicodedata.normalize("NFC", text[start:end])
        pieces.append(piece)
        out.extend([index[start]] * len(piece))
        start = end
    return "".join(pieces), out


def _parts(cluster: str, char: str) -> bool:
    """Whether a character stands apart from the cluster before it under NFC."""
    if unicodedata.combining(char):
        return False
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", char)
    return unicodedata.normalize("NFC", cluster + char) == apart


def _stream(text: str) -> tuple[str, list[int]]:
    """The folded text with each hyphen at a line's end left open, and where its characters come from."""
    return _folded(text.translate(_NO_OPEN), keep_open=True)


def _match(a: str, start: int, b: str, whole: bool) -> int | None:
    """The end in ``a`` of a match of all of ``b`` that begins at ``start``, joints being read either way."""
    todo = [(start, 0)]
    seen: set[tuple[int, int]] = set()
    while todo:
        i, j = todo.pop()
        if (i, j) in seen:
            continue
        seen.add((i, j))
        if j == len(b) and (i == len(a) or not whole):
            return i
        if a[i : i + 1] == b[j : j + 1] != "":
            todo.append((i + 1, j + 1))
        todo += [(i + 1, j + len(read)) for read in _READINGS.get(a[i : i + 1], ()) if b.startswith(read, j)]
        todo += [(i + len(read), j + 1) for read in _READINGS.get(b[j : j + 1], ()) if a.startswith(read, i)]
    return None


def _find_loosely(quote: str, text: str) -> tuple[int, int] | None:
    """A quote whose reader took a hyphen at a line's end the other way."""
    wanted, (stream, index) = _stream(quote)[0], _stream(text)
    if not any(mark in stream or mark in wanted for mark in _READINGS):
        return None
    for start in (at for at, char in enumerate(stream) if char == wanted[0]):
        end = _match(stream, start, wanted, whole=False)
        if end is not None:
            return index[start], end_of(text, index[end - 1])
    return None
