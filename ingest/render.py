"""Turns Markdown sources of ours into PDFs, so that they are read, quoted and marked like any other document.

Guides, fictional tenders and rendered tables are cited by page as statutes are; one way in for all documents is worth
more than a short cut past the PDF. The same source gives the same bytes, so that what did not change is not read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from corpus.errors import DocumentError
from corpus.starter import starter_files
from ingest.render_layout import typeset
from ingest.render_sheet import FONT_PACKAGE
from ingest.render_source import Block, Picture, parse_source


def render_markdown(source: str, *, base: Path | None = None) -> bytes:
    """The PDF of a Markdown source with front matter; ``base`` is the folder its pictures are named from.

    The PDF's Title and Author are the source's title and issuer, its Subject names kind, procurement and wording, and
    its Keywords begin with "ostkakan:<kind>" (see `ingest.render_sheet.keywords`). Raises DocumentError with the line.
    """
    front, blocks = parse_source(source)
    return typeset(front, blocks, base, _identity(source, blocks, base))


def render_starter(folder: Path) -> list[Path]:
    """Render all starter documents into ``folder``: guides at its top, a tender's in a folder named like it.

    Returns their paths, in the sources' order. A file that was made of the same source by the same program is left as
    it is; a new one is there whole or not at all. Raises DocumentError that names the source.
    """
    return [_render_file(source, folder) for source in starter_files()]


def _render_file(source: Path, folder: Path) -> Path:
    text, base = source.read_text(encoding="utf-8"), source.parent
    try:
        front, blocks = parse_source(text)
        path = folder / (front.procurement or "").replace("/", "-") / f"{source.stem}.pdf"
        identity = _identity(text, blocks, base)
        if not path.is_file() or identity.encode() not in path.read_bytes():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".part")
            fresh.write_bytes(typeset(front, blocks, base, identity))
            fresh.replace(path)
    except DocumentError as error:
        raise DocumentError(f"{source.name}: {error}") from error
    return path


def _identity(source: str, blocks: Sequence[Block], base: Path | None) -> str:
    """What the bytes of a rendered document depend on: its source and pictures, this program and its libraries."""
    digest = sha256(_program())
    digest.update(source.encode())
    for block in blocks:
        if isinstance(block, Picture) and base is not None and (base / block.path).is_file():
            digest.update((base / block.path).read_bytes())
    return digest.hexdigest()[:32].upper()


@cache
def _program() -> bytes:
    modules = sorted(Path(__file__).parent.glob("render*.py"))
    versions = [version(name) for name in ("fpdf2", "fonttools", "markdown-it-py", FONT_PACKAGE)]
    return b"".join(module.read_bytes() for module in modules) + " ".join(versions).encode()
