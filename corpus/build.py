"""Parsed documents → the next version of a shelf.

First a version that can be searched by word (seconds), then, when all vectors are there, one that can also be
searched by meaning. Both are written aside and renamed; the pointer moves only to what is whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from corpus.errors import DataFolderError
from corpus.jsonl import REINDEX, write_lines, write_one
from corpus.lexical import build_index
from corpus.model import Document, Provision
from corpus.plain import layer_digest
from corpus.rows import Row, lexical_texts, rows_of
from corpus.shelf import ROW_KINDS, Manifest
from corpus.store import Store
from corpus.twins import find_twins
from corpus.vectors import VectorCache

_KEPT = 4
"""Versions that stay on disk: a reader may still be in the one before the last two."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What goes on a shelf."""

    documents: tuple[Document, ...]
    provisions: tuple[Provision, ...]
    rows: tuple[Row, ...]
    layer: str
    """The state of the plain-language layer that the rows were made with (`corpus.plain.layer_digest`)."""


def gather(store: Store, documents: Sequence[Document]) -> Content:
    """Read what goes on a shelf from the parsed documents."""
    layer = layer_digest()
    provisions: list[Provision] = []
    rows: list[Row] = []
    for document in documents:
        passages: dict[str, list[object]] = {}
        for passage in store.passages(document.id):
            passages.setdefault(passage.provision_id, []).append(passage)
        for provision in store.provisions(document.id):
            provisions.append(provision)
            rows += rows_of(provision, passages.get(provision.id, []))  # type: ignore[arg-type]
    return Content(tuple(documents), tuple(provisions), tuple(rows), layer)


def build_shelf(folder: Path, content: Content, cache: VectorCache, progress: Progress | None = None) -> None:
    """Bring a shelf's folder up to the content; ``progress`` hears of the embedding (done, total), in characters."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    texts = [row.encoded for row in content.rows]
    newest = max((int(path.name[1:]) for path in folder.glob("v*")), default=0)
    words = _write_words(folder, content, cache.encoder.name, newest + 1)
    if cache.missing(texts):
        words = _publish(folder, words)
        cache.fill(texts, progress)
        words = _copy_words(folder, words, content, cache.encoder.name)
    _write_vectors(words, content, cache)
    _publish(folder, words)


def current_version(folder: Path) -> int | None:
    """The number of the version that readers of a shelf use, or None when there is none.

    DataFolderError when the pointer to it is damaged.
    """
    try:
        return int((folder / "current").read_text(encoding="utf-8").removeprefix("v"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise DataFolderError(f"{folder / 'current'} is damaged; {REINDEX}.") from error


def _write_words(folder: Path, content: Content, encoder: str, version: int) -> Path:
    aside = folder / f".{uuid4().hex}"
    aside.mkdir()
    manifest = Manifest(version, content.documents, encoder, False, content.layer)
    write_one(aside / "manifest.json", manifest)
    write_lines(aside / "provisions.jsonl", Provision, content.provisions)
    write_lines(aside / "rows.jsonl", Row, content.rows)
    (aside / "twins.json").write_text(json.dumps(find_twins(content.provisions)), encoding="utf-8")
    names = {document.id: document.short or document.title for document in content.documents}
    own, swedish, english = lexical_texts(content.provisions, names)
    build_index(own).save(aside / "own")
    build_index(swedish).save(aside / "swedish")
    build_index(english, "en").save(aside / "english")
    return aside


def _copy_words(folder: Path, published: Path, content: Content, encoder: str) -> Path:
    aside = folder / f".{uuid4().hex}"
    shutil.copytree(published, aside)
    version = int(published.name.removeprefix("v")) + 1
    write_one(aside / "manifest.json", Manifest(version, content.documents, encoder, False, content.layer))
    return aside


def _write_vectors(aside: Path, content: Content, cache: VectorCache) -> None:
    from corpus.chroma import fill, filling  # heavy: chromadb takes a second to import  # noqa: PLC0415

    with filling(aside / "chroma") as client:
        for kind in ROW_KINDS:
            rows = [row for row in content.rows if row.kind == kind]
            if rows:
                fill(client, kind, cache.vectors([row.encoded for row in rows]))
    manifest = json.loads((aside / "manifest.json").read_text(encoding="utf-8"))
    (aside / "manifest.json").write_text(json.dumps({**manifest, "dense": True}), encoding="utf-8")


def _publish(folder: Path, aside: Path) -> Path:
    version = json.loads((aside / "manifest.json").read_text(encoding="utf-8"))["version"]
    target = folder / f"v{version}"
    if target.exists():
        shutil.rmtree(target)
    aside.rename(target)
    pointer = folder / ".current"
    pointer.write_text(target.name, encoding="utf-8")
    pointer.replace(folder / "current")
    for old in folder.glob("v*"):
        if int(old.name[1:]) <= version - _KEPT:
            shutil.rmtree(old, ignore_errors=True)
    return target


def _sweep(folder: Path) -> None:
    for path in folder.glob(".*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
