"""The data folder → what is on its shelves, as JSON and as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from corpus.library import Library
from ui.contract import document_json


def status_json(library: Library) -> dict[str, Any]:
    """Shelves, documents, procurements, problems, and what a writer is doing."""
    shelves = [library.shelf(name) for name in library.shelf_names()]
    progress = library.progress()
    return {
        "shelves": [
            {
                "name": shelf.folder.parent.name,
                "version": shelf.manifest.version,
                "encoder": shelf.manifest.encoder,
                "dense": shelf.manifest.dense,
                "documents": [
                    {**document_json(document), "pages": document.pages, "problems": list(document.problems)}
                    for document in shelf.documents.values()
                ],
                "provisions": len(shelf.provisions),
            }
            for shelf in shelves
        ],
        "procurements": [asdict(item) for item in library.procurements()],
        "problems": [asdict(problem) for problem in library.problems()],
        "progress": asdict(progress) if progress else None,
        "unfinished": library.unfinished(),
    }


def status_lines(library: Library) -> Iterator[str]:
    """The same for a reader."""
    data = status_json(library)
    for shelf in data["shelves"]:
        searched = "by meaning and by word" if shelf["dense"] else "by word (meaning not yet)"
        yield f"{shelf['name']}: {shelf['provisions']} provisions, searched {searched}"
        for document in shelf["documents"]:
            wording = document["wording"] or (
                "wording not stated" if document["kind"] == "statute" else document["kind"]
            )
            yield f"  {document['file']}  {document['title']}  ({wording}, {document['pages']} p.)  {document['id']}"
            yield from (f"    ! {problem}" for problem in document["problems"])
    if not data["shelves"]:
        yield f"Nothing is on the shelves of {library.root} yet; take documents in with `ostkakan ingest FOLDER`."
    yield from (f"not taken in: {problem['file']}: {problem['reason']}" for problem in data["problems"])
    if data["progress"]:
        left = data["progress"]["seconds_left"]
        yield f"at work: {data['progress']['what']}" + (f", about {left:.0f} s left" if left is not None else "")
    yield from (f"unfinished: {line}" for line in data["unfinished"])
