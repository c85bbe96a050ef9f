"""Identified documents and where they lay → procurements: the documents of one tender, their names and their act.

A folder or archive whose tender documents share one case number or buyer is one procurement and gives it its name; a
lone tender document is one under its own name. Statutes, regulations and guides never are. A document of unknown kind
that lies among a tender's documents, or bears its case number (an annex of plain prose), is taken to be one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from corpus.model import Document, Page, Procurement
from ingest.identify import Identified
from ingest.sources import SourceFile

_PART_NAMES = re.compile(
    r"(?:\d+[ ._-]*)?(?:(?:upphandlings|avtals)?(?:dokument|handlingar|bilagor|underlag)|förfrågningsunderlag"
    r"|annex(?:es)?|documents?|frågor och svar|pm|svar|kontrakt|avtal|ritningar)",
    re.IGNORECASE,
)
_ACTS = {
    "LOU": r"\bLOU\b|2016:1145|lagen om offentlig upphandling",
    "LUF": r"\bLUF\b|2016:1146|upphandling inom försörjningssektorerna",
    "LUK": r"\bLUK\b|2016:1147|upphandling av koncessioner",
}
_HELD_UNDER = re.compile(
    r"\b(?:upphandling\w*|förfarande\w*|konkurrensutsättning\w*|avrop\w*|tilldelning\w*|procurement)\b[^.]{0,120}?"
    r"\b(?:enligt|med stöd av|följer|tillämpas|omfattas av|regleras|under|according to)\b",
    re.IGNORECASE,
)
_REACH = 160
"""Characters after "genomförs enligt" within which the act's name stands."""

Placed = tuple[Identified, SourceFile]


def group_procurements(placed: Sequence[Placed]) -> Mapping[int, str]:
    """Say which documents belong to which procurement: index into ``placed`` → the procurement's name.

    Documents that belong to none (statutes, regulations, guides) are left out. Names are distinct.
    """
    tenders = _tenders(placed)
    groups: dict[PurePosixPath, list[int]] = {}
    left = set(tenders)
    for folder, inside in _folders(placed, tenders):
        free = [index for index in inside if index in left]
        if len(free) > 1 and _one_tender(folder, [placed[index] for index in free]):
            groups[folder] = free + _annexes(placed, folder, tenders)
            left.difference_update(free)
    for index in sorted(left):
        archive = _archive(placed[index][1])
        alone = archive and sum(archive in placed[other][1].place.parents for other in tenders) == 1
        groups[archive if archive and alone else placed[index][1].place] = [index]
    names = _names({folder: placed[indexes[0]][1] for folder, indexes in groups.items()})
    return {index: names[folder] for folder, indexes in groups.items() for index in indexes}


def _tenders(placed: Sequence[Placed]) -> list[int]:
    """Give the documents that are of a tender by their kind, or unsure ones by a case number that such a one has."""
    documents = [one.document for one, _ in placed]
    known = {document.case_number for document in documents if document.kind in ("tender", "memo")} - {None}
    return [
        index
        for index, (one, _) in enumerate(placed)
        if one.document.kind in ("tender", "memo") or (not one.sure and one.document.case_number in known)
    ]


def _folders(placed: Sequence[Placed], tenders: Sequence[int]) -> list[tuple[PurePosixPath, list[int]]]:
    """Give the folders and archives that were given or lie in one, those with the most tender documents first.

    Of several that hold the same documents it is an archive, else the innermost.
    """
    inside: dict[PurePosixPath, list[int]] = {}
    for index in tenders:
        for parent in _within(placed[index][1]):
            inside.setdefault(parent, []).append(index)
    best: dict[tuple[int, ...], PurePosixPath] = {}
    for folder, indexes in inside.items():
        held = best.setdefault(tuple(indexes), folder)
        if (_is_archive(folder), len(folder.parts)) > (_is_archive(held), len(held.parts)):
            best[tuple(indexes)] = folder
    return sorted(((folder, list(key)) for key, folder in best.items()), key=lambda item: (-len(item[1]), item[0]))


def _within(file: SourceFile) -> list[PurePosixPath]:
    """Give the folders and archives around a file, innermost first, as far out as was given."""
    return list(file.place.parents)[: len(PurePosixPath(file.path_inside).parts) - 1]


def _is_archive(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".zip"


def _archive(file: SourceFile) -> PurePosixPath | None:
    """Give the outermost archive a file lies in."""
    return next((folder for folder in reversed(_within(file)) if _is_archive(folder)), None)


def _one_tender(folder: PurePosixPath, placed: Sequence[Placed]) -> bool:
    """Say whether documents are of one tender: one case number, or without any one buyer, and in every branch."""
    cases = {one.document.case_number for one, _ in placed} - {None}
    buyers = {one.document.issuer.lower() for one, _ in placed if one.document.issuer}
    if len(cases) != 1 and (cases or len(buyers) != 1):
        return False
    branches: dict[str, bool] = {}
    for one, file in placed:
        branch, *deeper = file.place.relative_to(folder).parts
        if deeper and not _PART_NAMES.fullmatch(branch):
            proof = one.document.case_number if cases else one.document.issuer
            branches[branch] = branches.get(branch, False) or proof is not None
    return all(branches.values())


def _annexes(placed: Sequence[Placed], folder: PurePosixPath, tenders: Sequence[int]) -> list[int]:
    """Give the documents of unsure kind in a tender's archive, or in its folder when nothing else lies there."""
    others = [i for i, (_, file) in enumerate(placed) if folder in file.place.parents and i not in tenders]
    unsure = [i for i in others if not placed[i][0].sure]
    return unsure if _is_archive(folder) or len(unsure) == len(others) else []


def _names(groups: Mapping[PurePosixPath, SourceFile]) -> dict[PurePosixPath, str]:
    """Name groups by their folder, archive or file; of two equal names the later one says where it lies."""
    names: dict[PurePosixPath, str] = {}
    for path, file in groups.items():
        own = path
        while _PART_NAMES.fullmatch(own.name) and own.parent in _within(file):
            own = own.parent
        name = own.stem if _is_archive(own) or own == file.place else own.name
        tried = [name, f"{name} ({own.parent.name})", *(f"{name} ({number})" for number in range(2, len(groups) + 2))]
        names[path] = next(one for one in tried if one not in names.values())
    return names


def describe(name: str, documents: Sequence[Document], pages: Mapping[str, Sequence[Page]]) -> Procurement:
    """Give a procurement: case number, the act it is held under and where that is said, documents in order.

    ``pages`` holds each document's pages by its id. Documents stand by kind (a memo after what it changes), then date,
    those without one last.
    """
    ordered = sorted(documents, key=lambda document: (document.kind == "memo", document.date or "9", document.id))
    cases = Counter(document.case_number for document in ordered if document.case_number)
    act, said = governing_act(ordered, pages)
    return Procurement(
        name=name,
        case_number=cases.most_common(1)[0][0] if cases else None,
        act=act,
        act_stated_in=said,
        documents=tuple(document.id for document in ordered),
    )


def governing_act(documents: Sequence[Document], pages: Mapping[str, Sequence[Page]]) -> tuple[str | None, str | None]:
    """Find the act a procurement is held under, and where it is said as "<document id>, s. <page>".

    A sentence that says so decides; without one the only act that is named at all; else (None, None).
    """
    named: dict[str, str] = {}
    for document in documents:
        for page in pages.get(document.id, ()):
            text = " ".join(page.text.split())
            for match in _HELD_UNDER.finditer(text):
                after = re.split(r"\.(?= [A-ZÅÄÖ])", text[match.end() : match.end() + _REACH])[0]
                found = [(hit.start(), act) for act, names in _ACTS.items() if (hit := re.search(names, after))]
                if found:
                    return min(found)[1], f"{document.id}, s. {page.number}"
            for act, names in _ACTS.items():
                if re.search(names, text):
                    named.setdefault(act, f"{document.id}, s. {page.number}")
    return next(iter(named.items())) if len(named) == 1 else (None, None)
