"""What commands share: the options they have in common, and data folder and assistant opened from them.

Library, encoder and assistant are imported when they are opened, so that `--help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import SettingsError
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from corpus.library import Library

DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder (or OSTKAKAN_DATA; default: data).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProcurementOption = Annotated[
    str | None, typer.Option("--procurement", metavar="NAME", help="Search this procurement beside the common shelf.")
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", metavar="FILE", help="JSON Lines with id, question, history, procurement.")
]
QuestionArgument = Annotated[str | None, typer.Argument(metavar="QUESTION")]


def open_library(settings: Settings) -> Library:
    """The data folder of the settings; it need not exist yet."""
    from corpus.library import Library  # heavy: the lexical index  # noqa: PLC0415

    return Library(settings.data)


def library_at(data: Path | None) -> Library:
    """The data folder that was given, or that of the environment."""
    return open_library(load_settings(data=data))


def load_assistant(settings: Settings, with_model: bool, *, checked: bool = True) -> Assistant:
    """The assistant over the data folder; ``with_model`` lets the chat model of the settings write its answers.

    SettingsError when a model is unknown, or (``checked``) when the shelves were built with another embedding model.
    """
    from assistant.generate import load_generator  # heavy: LangChain  # noqa: PLC0415
    from assistant.pipeline import Assistant  # heavy: all of finding  # noqa: PLC0415
    from corpus.encoder import load_encoder  # heavy: the encoder's libraries  # noqa: PLC0415

    generator = None
    if with_model and settings.model:
        generator = load_generator(settings.model, settings.model_url, settings.model_timeout)
    library, encoder = open_library(settings), load_encoder(settings.encoder)
    if checked and (other := other_encoder(library, encoder.name)):
        raise SettingsError(
            f"The shelves of {library.root} were built with the embedding model {other}, "
            f"not {encoder.name}; run `ostkakan reindex`, or set OSTKAKAN_ENCODER as it was."
        )
    return Assistant(library, encoder, generator)


def other_encoder(library: Library, name: str) -> str | None:
    """The embedding model that a shelf was built with, when it is another one than the one of that name.

    Vectors of two models can't be compared, and may not even be of one length.
    """
    manifests = [library.shelf(shelf).manifest for shelf in library.shelf_names()]
    return next((item.encoder for item in manifests if item.dense and item.encoder != name), None)
