"""Stored documents → shelves: which documents share one, whether the shelves lag behind, and building them anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.build import build_shelf, gather
from corpus.errors import DataFolderError
from corpus.library import COMMON, Library, Progress, shelf_name
from corpus.model import Document, Procurement
from corpus.plain import layer_digest
from corpus.vectors import PassageEncoder, VectorCache
from ingest.procurements import describe
from ingest.timing import Countdown

Say = Callable[[str], None]


def build_shelves(library: Library, encoder: Callable[[], PassageEncoder], say: Say) -> list[str]:
    """Build every shelf anew from the stored documents; the caller holds the lock. Returns the shelves' names."""
    documents = [library.store.document(document_id) for document_id in library.store.ids()]
    wanted: dict[str, list[Document]] = {COMMON: [item for item in documents if item.procurement is None]}
    for document in documents:
        if document.procurement is not None:
            wanted.setdefault(shelf_name(document.procurement), []).append(document)
    _describe(library, documents)
    cache = VectorCache(library.root / "vectors", encoder())
    for name, members in wanted.items():
        content = gather(library.store, members)
        if not members and name != COMMON:
            continue
        countdown = Countdown()

        def progress(done: int, total: int, name: str = name, countdown: Countdown = countdown) -> None:
            left = countdown.seconds_left(done, total)
            library.report(Progress(f"embedding {name}", done, total, left))
            if countdown.is_due():
                say(f"Embedding {name}: {100 * done // max(total, 1)} %{countdown.in_words(left)}")

        library.report(Progress(f"indexing {name}", 0, len(content.provisions)))
        say(f"Indexing {name}: {len(content.documents)} documents, {len(content.provisions)} provisions.")
        build_shelf(library.shelf_folder(name), content, cache, progress)
    library.drop_shelves(set(library.shelf_names()) - set(wanted))
    return list(wanted)


def shelves_lag(library: Library, encoder_name: Callable[[], str]) -> bool:
    """Whether the shelves are not what would be built now; ``encoder_name`` is called only when that decides.

    An earlier run was stopped before they held all that is stored, with its vectors; or the plain-language layer or
    the encoder has changed since; or a file of theirs is damaged.
    """
    try:
        shelves = [library.shelf(name) for name in library.shelf_names()]
    except DataFolderError:
        return True
    if {document_id for shelf in shelves for document_id in shelf.documents} != set(library.store.ids()):
        return True
    layer = layer_digest()
    if not all(shelf.manifest.dense and shelf.manifest.layer == layer for shelf in shelves):
        return True
    return bool(shelves) and {shelf.manifest.encoder for shelf in shelves} != {encoder_name()}


def _describe(library: Library, documents: Sequence[Document]) -> None:
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if document.procurement is not None:
            groups.setdefault(document.procurement, []).append(document)
    described: list[Procurement] = []
    for name, members in sorted(groups.items()):
        pages = {item.id: [library.page(item.id, number) for number in range(1, item.pages + 1)] for item in members}
        described.append(describe(name, members, pages))
    library.write_procurements(described)
