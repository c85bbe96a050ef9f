"""Texts → a BM25 index on disk, and a question → the score of every text, spelling errors and missing å ä ö forgiven.

Chroma's embedded mode has no lexical search, so this index stands beside it on each shelf. BM25 itself is bm25s;
what is ours is which words go in (`corpus.words`) and what a question word becomes when the shelf does not know it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.errors import DataFolderError
from corpus.jsonl import REINDEX
from corpus.model import Language
from corpus.words import lemma, lexicon, raw_words, search_words, without_marks

_K1 = 1.2
_B = 0.75
_ONE_EDIT_FROM = 5
_TWO_EDITS_FROM = 9


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 over the texts of a shelf; row i of every score array is text i of those it was built from."""

    bm25: Any  # bm25s ships no types
    surface: tuple[str, ...]
    known: frozenset[str]
    unmarked: dict[str, str]
    spread: dict[str, int]
    size: int

    def scores(self, question: str, language: Language = "sv") -> NDArray[np.float32]:
        """BM25 of each text against the question, shape (size,), 0 where no word is shared."""
        words = search_words(self.corrected(question) if language == "sv" else question, language)
        known = [word for word in dict.fromkeys(words) if word in self.bm25.vocab_dict]
        if not known or not self.size:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self.bm25.get_scores(known), dtype=np.float32)

    def weight(self, question: str, language: Language = "sv") -> float:
        """The most that a text could score against the question: the sum of its words' inverse document frequencies.

        A word that no text has counts as one that a single text has. 0 for an empty index.
        """
        if not self.size:
            return 0.0
        words = set(search_words(self.corrected(question) if language == "sv" else question, language))
        return sum(self._idf(self.spread.get(word, 1)) for word in words)

    def _idf(self, spread: int) -> float:
        return math.log(1 + (self.size - spread + 0.5) / (spread + 0.5))

    def corrected(self, question: str) -> str:
        """The question with each word that neither shelf nor dictionary knows in the nearest form the shelf has."""
        return " ".join(self._nearest(word) for word in raw_words(question))

    def _nearest(self, word: str) -> str:
        if word in self.known or not word.isalpha():
            return word
        if word in self.unmarked:
            return self.unmarked[word]
        if len(word) < _ONE_EDIT_FROM or word in lexicon() or lemma(word) in lexicon():
            return word
        limit = 2 if len(word) >= _TWO_EDITS_FROM else 1
        found = process.extractOne(word, self.surface, scorer=DamerauLevenshtein.distance, score_cutoff=limit)
        return found[0] if found else word

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.size:
            self.bm25.save(str(folder))
        meta = {"size": self.size, "surface": self.surface, "unmarked": self.unmarked, "spread": self.spread}
        (folder / "words.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")


def build_index(texts: Sequence[str], language: Language = "sv") -> LexicalIndex:
    """Index texts in their order."""
    words = [search_words(text, language) for text in texts]
    bm25 = bm25s.BM25(k1=_K1, b=_B)
    if any(words):
        bm25.index(words, show_progress=False)
    else:
        bm25.vocab_dict = {}
    counts: dict[str, int] = {}
    for text in texts:
        for word in raw_words(text):
            if word.isalpha():
                counts[word] = counts.get(word, 0) + 1
    surface = tuple(sorted(counts, key=lambda word: (-counts[word], word)))
    unmarked: dict[str, str] = {}
    for word in surface:
        unmarked.setdefault(without_marks(word), word)
    spread = dict(Counter(word for listed in words for word in set(listed)))
    return LexicalIndex(bm25, surface, frozenset(surface), unmarked, spread, len(texts) if any(words) else 0)


def load_index(folder: Path) -> LexicalIndex:
    """Read an index that `LexicalIndex.save` wrote; DataFolderError when a file of it is damaged."""
    try:
        meta = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        bm25 = bm25s.BM25.load(str(folder)) if meta["size"] else bm25s.BM25()
    except (EOFError, KeyError, ValueError) as error:
        raise DataFolderError(f"The index in {folder} is damaged; {REINDEX}.") from error
    if not meta["size"]:
        bm25.vocab_dict = {}
    surface = tuple(meta["surface"])
    return LexicalIndex(bm25, surface, frozenset(surface), meta["unmarked"], meta["spread"], meta["size"])
