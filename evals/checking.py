"""Cases and the shelves → the faults of a set, each with its line: a question is worth no more than its gold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from corpus.errors import OstkakanError
from corpus.folding import fold
from corpus.library import Library
from corpus.model import Document, Provision
from evals.cases import EvalCase, Gold, load_cases
from evals.places import label_of

_NUMBER = re.compile(r"(?<=\d)[\s.](?=\d{3})")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a case; a doubtful one may be run all the same."""

    file: str
    line: int
    case: str
    text: str
    doubtful: bool = False
    unit: str = "line"

    def __str__(self) -> str:
        return f"{self.file}, {self.unit} {self.line} ({self.case}): {self.text}"


@dataclass(frozen=True, slots=True)
class _Shelves:
    library: Library
    statutes: Mapping[str, tuple[Document, tuple[Provision, ...]]]
    files: Mapping[str, Document]


def load_sets(paths: Sequence[Path]) -> dict[str, tuple[EvalCase, ...]]:
    """The cases of sets by the sets' names (their files', without ending); OstkakanError as ``load_cases``."""
    for name, count in Counter(path.stem for path in paths).items():
        if count > 1:
            raise OstkakanError(f"{count} of the sets are called {name}; rename one.")
    return {path.stem: load_cases(path) for path in paths}


def check_sets(sets: Mapping[str, Sequence[EvalCase]], library: Library, unit: str = "line") -> list[Fault]:
    """Every fault of sets, in their order; an id must be unique over all of them."""
    statutes = {item.sfs: (item, library.provisions(item.id)) for item in library.documents() if item.sfs}
    shelves = _Shelves(library, statutes, {item.file: item for item in library.documents()})
    seen: dict[str, str] = {}
    found = []
    for name, cases in sets.items():
        for case in cases:
            faults = [(text, False) for text in _place_faults(case, shelves)]
            if case.id in seen:
                faults.append((f"the id stands at {seen[case.id]} too", False))
            if not faults:
                faults += [(text, True) for text in _fact_faults(case, shelves)]
            seen[case.id] = f"{name}, {unit} {case.line}"
            found += [Fault(name, case.line, case.id, text, doubtful, unit) for text, doubtful in faults]
    return found


def _place_faults(case: EvalCase, shelves: _Shelves) -> Iterator[str]:
    for gold in case.gold:
        yield from _gold_faults(gold, shelves)
    if case.file is not None:
        document = shelves.files.get(case.file)
        if document is None:
            yield f"{case.file} is on no shelf"
        else:
            past = [number for number in case.pages if not 1 <= number <= document.pages]
            yield from (f"{case.file} has {document.pages} pages, no page {number}" for number in past)
    if not case.group_count and not case.key_facts and not case.must_not and case.must_decline is not True:
        yield "nothing is said of a right answer: give gold, a page or a key fact, or a kind that is declined"


def _gold_faults(gold: Gold, shelves: _Shelves) -> Iterator[str]:
    label = label_of(astuple(gold))
    if gold.sfs not in shelves.statutes:
        yield f"{label}: the act {gold.sfs} is on no shelf"
        return
    document, provisions = shelves.statutes[gold.sfs]
    section = next((item for item in provisions if gold.is_in(document, item)), None)
    if section is None:
        yield f"{label} is not in the wording on the shelf"
    elif gold.paragraph is not None and gold.paragraph not in {part.paragraph for part in section.parts}:
        yield f"{label}: {section.label} has no paragraph {gold.paragraph}"
    elif gold.point is not None and not _has_point(section, gold):
        yield f"{label}: {section.label} has no point {gold.point} there"


def _has_point(section: Provision, gold: Gold) -> bool:
    within = [part for part in section.parts if gold.paragraph in (None, part.paragraph)]
    return any(part.point and (part.point == gold.point or part.point.split()[0] == gold.point) for part in within)


def _fact_faults(case: EvalCase, shelves: _Shelves) -> Iterator[str]:
    if case.language != "sv":  # the gold is Swedish; an English fact stands in our English sentence for it
        return
    texts = [folded(text) for text in _gold_texts(case, shelves)]
    if not texts:
        return
    for fact in case.key_facts:
        if not any(folded(part) in text for part in fact.split("|") for text in texts):
            yield f"the key fact “{fact}” does not stand in its gold"


def _gold_texts(case: EvalCase, shelves: _Shelves) -> Iterable[str]:
    if case.file is not None:
        document = shelves.files[case.file]
        return [shelves.library.page(document.id, number).text for number in case.pages]
    sections = [(gold, *shelves.statutes[gold.sfs]) for gold in case.gold]
    return [item.text for gold, document, all_ in sections for item in all_ if gold.is_in(document, item)]


def folded(text: str) -> str:
    """A text as key facts are compared: folded as quotes are, case and the space within numbers apart."""
    return _NUMBER.sub("", fold(text).replace("\u2019", "'").casefold())
