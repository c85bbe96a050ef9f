"""Text → the words it is searched by: lemmas, the parts of Swedish compounds, and English stems.

Swedish writes "direktupphandlingsgräns" where an owner writes "gräns för direktköp": a lexical index over whole words
misses that. Each word gives its lemma (simplemma, greedy: it knows "tröskelvärdet", where Snowball stems are uneven)
and, when it is a compound, the lemmas of its parts, found in the word list of the Swedish spelling dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.metadata import files

import simplemma
import Stemmer
from simplemma.strategies import DefaultStrategy

from corpus.model import Language

_WORD = re.compile(r"[^\W_]+(?:[-:.][^\W_]+)*")
_PARTICLES = frozenset(
    # verb particles and prefixes: "upphandling" is no handling that is up
    "an av bak bort efter fram för före från genom hem in ini inne med mellan mot ned ner om på sam samman till "
    "under upp ur ut utan utöver vid vidare åt åter över be ge miss o".split()
)
_SHORTEST_COMPOUND = 8
_SHORTEST_PART = 3
_LINKS = ("s", "")


@cache
def _swedish() -> simplemma.Lemmatizer:
    return simplemma.Lemmatizer(lemmatization_strategy=DefaultStrategy(greedy=True))


@cache
def _english() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@cache
def lexicon() -> frozenset[str]:
    """The lower-case words of at least three letters in the Swedish spelling dictionary (package hunspell-sv)."""
    listed = files("hunspell-sv") or []
    text = next(file for file in listed if file.name == "sv_SE.dic").read_text(encoding="utf-8")
    words = (line.split("/", 1)[0].strip() for line in text.splitlines())
    return frozenset(word for word in words if len(word) >= _SHORTEST_PART and word.isalpha() and word.islower())


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The Swedish dictionary form of a lower-case word; the word itself when it is unknown."""
    return _swedish().lemmatize(word, lang="sv").lower()


@lru_cache(maxsize=200_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The parts of a Swedish compound in their order, as lemmas; empty when the word is none.

    The split with the fewest parts wins, then the one with the longest last part (its head). A verb particle
    ("upp", "ut") is no part: "upphandling" stays whole.
    """
    if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
        return ()
    splits = [split for count in (2, 3) for split in _splits(word, count)]
    if not splits:
        return ()
    best = min(splits, key=lambda split: (len(split), -len(split[-1])))
    return tuple(lemma(part) for part in best)


def _splits(word: str, count: int) -> list[tuple[str, ...]]:
    if count == 1:
        return [(word,)] if word in lexicon() or lemma(word) in lexicon() else []
    found = []
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        for link in _LINKS:
            first = word[: cut - len(link)] if word[:cut].endswith(link) else ""
            long_enough = len(first) >= _SHORTEST_PART and len(first) + len(word) - cut >= _SHORTEST_COMPOUND - 1
            if not long_enough or first in _PARTICLES or first not in lexicon():
                continue
            found += [(first, *rest) for rest in _splits(word[cut:], count - 1)]
    return found


def raw_words(text: str) -> list[str]:
    """The words of a text in their order, lower case and in Unicode's composed form."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def search_words(text: str, language: Language = "sv") -> list[str]:
    """What a text is indexed and searched by: lemmas, and after each compound its parts; stems in English."""
    if language == "en":
        return list(_english().stemWords(raw_words(text)))
    result = []
    for word in raw_words(text):
        form = lemma(word)
        result.append(form)
        result += compound_parts(form)
    return result


def without_marks(word: str) -> str:
    """The word without the dots and rings of å, ä and ö, as somebody types it on a foreign keyboard."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
