"""Sections → the terms they define: "Med byggnadsverk avses …", and a term set in brackets after what it names.

A question that uses a defined term is most often about the section that says what it is: "(avtalsspärr)" stands in
20 kap. 1 § LOU, which is where the standstill period is, and nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from corpus.model import Provision
from corpus.words import lemma, raw_words

_MEANS = re.compile(r"(?:^|[.\n] ?|\d\. )Med (?:ett |en )?([^.,;:\n]{3,60}?) (?:avses|förstås)\b")
_BRACKETS = re.compile(r"\(([a-zåäö][a-zåäö -]{4,40})\)")
_MOST_WORDS = 4
_NEAR = 40
"""Letters before a bracket within which a section sign says that the term belongs to that other section."""
_COMMON = 0.04
"""The share of all sections above which a term is too common to tell anything."""


def defined_terms(provisions: Iterable[Provision]) -> dict[str, frozenset[str]]:
    """Each defined term, as lemmas joined by blanks, and the ids of the sections that define it.

    A term that very many sections use ("leverantör") is left out: a question that uses it is about anything.
    """
    sections = [provision for provision in provisions if provision.kind == "section"]
    found: dict[str, set[str]] = defaultdict(set)
    for provision in sections:
        for term in terms_of(provision):
            found[_key(raw_words(term))].add(provision.id)
    used = _uses(sections, found)
    return {term: frozenset(ids) for term, ids in found.items() if used[term] <= _COMMON * len(sections)}


def terms_of(provision: Provision) -> tuple[str, ...]:
    """The terms that a section defines, as they are written.

    Not a term in brackets right after a reference: "avtal enligt 20 kap. 1 § … (avtalsspärr)" is defined there.
    """
    if provision.kind != "section":
        return ()
    text = provision.text
    brackets = _BRACKETS.finditer(text)
    named = [match[1] for match in brackets if "§" not in text[max(0, match.start() - _NEAR) : match.start()]]
    found = (*_MEANS.findall(text), *named)
    return tuple(dict.fromkeys(term for term in found if 0 < len(raw_words(term)) <= _MOST_WORDS))


def terms_in(text: str, terms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The ids of the sections that define a term of a text."""
    keys = _runs(text)
    return frozenset(provision_id for key in keys & terms.keys() for provision_id in terms[key])


def _uses(sections: Iterable[Provision], terms: Iterable[str]) -> dict[str, int]:
    wanted = set(terms)
    counts = dict.fromkeys(wanted, 0)
    for provision in sections:
        for term in wanted & _runs(provision.text):
            counts[term] += 1
    return counts


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[str]:
    words = [_base(word) for word in raw_words(text)]
    return frozenset(
        " ".join(words[start : start + count]) for count in range(1, _MOST_WORDS + 1) for start in range(len(words))
    )


def _base(word: str) -> str:
    """A word's lemma's lemma: the lemmatiser gives "avtalsspärren" and "avtalsspärr" two different ones at first."""
    return lemma(lemma(word))


def _key(words: Iterable[str]) -> str:
    return " ".join(_base(word) for word in words)
