"""Settings: what is given wins over the environment, and what is unknown is an error."""

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from ui.settings import load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for name in ("OSTKAKAN_DATA", "OSTKAKAN_PORT", "OSTKAKAN_MODEL"):
        monkeypatch.delenv(name, raising=False)


def test_defaults():
    settings = load_settings()
    assert (settings.data, settings.host, settings.port, settings.model) == (Path("data"), "127.0.0.1", 7860, None)


def test_options_win_over_the_environment(monkeypatch):
    monkeypatch.setenv("OSTKAKAN_DATA", "/elsewhere")
    monkeypatch.setenv("OSTKAKAN_PORT", "8000")
    settings = load_settings(data=Path("here"), port=None)
    assert (settings.data, settings.port) == (Path("here"), 8000)


def test_an_unknown_variable_is_named(monkeypatch):
    monkeypatch.setenv("OSTKAKAN_DAAT", "x")
    with pytest.raises(SettingsError, match="OSTKAKAN_DAAT is no setting"):
        load_settings()


def test_a_bad_value_is_named(monkeypatch):
    monkeypatch.setenv("OSTKAKAN_PORT", "many")
    with pytest.raises(SettingsError, match="port"):
        load_settings()
