"""The starter documents: Markdown sources of ours that the program renders to PDF and takes in at its first start.

A guide on taking part in public procurement and a small fictional railway tender. They lie beside this module as
package data, so that an installed program has them too.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def starter_files() -> tuple[Path, ...]:
    """The Markdown sources, in a fixed order (by their path)."""
    folder = Path(str(resources.files("corpus"))) / "starter"
    return tuple(sorted(folder.rglob("*.md")))
