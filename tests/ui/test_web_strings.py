import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from ui.strings import FOLDER, LANGUAGES, preferred, texts

UI = FOLDER.parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_has_a_file_and_every_file_a_language():
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)


def test_the_languages_have_the_same_keys_with_the_same_braces():
    swedish, english = texts("sv").entries, texts("en").entries
    assert swedish.keys() == english.keys()
    assert {key: fields(text) for key, text in swedish.items()} == {key: fields(text) for key, text in english.items()}


def test_no_text_is_empty_or_the_same_in_both_languages():
    swedish, english = texts("sv").entries, texts("en").entries
    assert all(text.strip() for text in (*swedish.values(), *english.values()))
    assert {key for key in swedish if swedish[key] == english[key]} == {"name"}


def test_every_text_is_used():
    code = "".join(path.read_text() for path in (*UI.glob("*.py"), *UI.glob("templates/*.html")))
    whole = set(re.findall(r"""["'](\w+(?:\.[\w-]+)*)["']""", code))
    begun = tuple(re.findall(r"""["'](\w+\.\w*)(?:["'] ~|\{)""", code))  # "refused." ~ reason, f"ask.starter_{name}"
    assert [key for key in texts("sv").entries if key not in whole and not key.startswith(begun)] == []


def test_a_key_that_is_not_there_raises():
    with pytest.raises(KeyError):
        texts("sv")("ask.nothing")
    with pytest.raises(KeyError):
        texts("sv")("source.page")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "sv"),
        ("", "sv"),
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("en-GB,en;q=0.9,sv;q=0.8", "en"),
        ("en;q=0.5, sv;q=0.5", "sv"),
        ("de-DE,en;q=0.3", "en"),
        ("fr", "sv"),
        ("*", "sv"),
        ("en;q=0", "sv"),
        ("en;q=x, ;;;,", "sv"),
    ],
)
def test_the_language_a_browser_likes_best_is_chosen(header: str | None, language: str):
    assert preferred(header) == language


def test_only_the_web_module_imports_gradio():
    importing = set()
    for path in Path(UI).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "gradio" for name in names):
                importing.add(path.name)
    assert importing == {"web.py"}
