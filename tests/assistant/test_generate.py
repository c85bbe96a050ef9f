"""Answers by a language model: what is kept, what is asked for again, and what happens when it fails."""

import json
import sys

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from assistant.generate import Generator, load_generator
from assistant.pipeline import Assistant
from corpus.errors import SettingsError

QUESTION = "Hur många dagar är spärren när kommunen skickar beslutet om kontraktet?"
GOOD = {
    "text": "Ni måste vänta i tio dagar.",
    "kind": "direct",
    "quotes": [{"provision": 1, "quote": "Spärren är tio dagar"}],
}
INVENTED = {
    "text": "Spärren är lång.",
    "kind": "direct",
    "quotes": [{"provision": 1, "quote": "Spärren är tjugo dagar"}],
}
NUMBER = {"text": "Det är 25 dagar.", "kind": "direct", "quotes": [{"provision": 1, "quote": "Spärren är tio dagar"}]}


def reply(*statements):
    return json.dumps({"statements": statements}, ensure_ascii=False)


class Recording(FakeListChatModel):
    """A fake that keeps what it was asked."""

    asked: list = []  # noqa: RUF012 - a pydantic field

    def _call(self, messages, *args, **kwargs):
        self.asked.append([message.content for message in messages])
        return super()._call(messages, *args, **kwargs)


def ask(library, encoder, *replies):
    model = Recording(responses=list(replies), asked=[])
    return Assistant(library, encoder, Generator("fake:1", model)).ask(QUESTION), model.asked


def test_checked_statements_are_shown_with_their_quotes(library, encoder):
    answer, asked = ask(library, encoder, f"Här: {reply(GOOD)}")
    assert answer.model == "fake:1"
    assert [item.text for item in answer.statements] == ["Ni måste vänta i tio dagar."]
    assert answer.citations[0].quote == "Spärren är tio dagar"
    assert len(asked) == 1


@pytest.mark.parametrize(("bad", "fault"), [(INVENTED, "no run of words"), (NUMBER, "25")])
def test_what_fails_is_asked_for_once_more_naming_the_fault_and_then_left_out(library, encoder, bad, fault):
    answer, asked = ask(library, encoder, reply(GOOD, bad), reply(GOOD, bad))
    assert len(asked) == 2
    assert fault in asked[1][-1]
    assert [item.text for item in answer.statements] == [GOOD["text"]]
    assert any("utelämnades" in notice for notice in answer.notices)


def test_a_mended_statement_is_kept(library, encoder):
    answer, _ = ask(library, encoder, reply(INVENTED), reply(GOOD))
    assert [item.text for item in answer.statements] == [GOOD["text"]]


@pytest.mark.parametrize("rubbish", ["Jag vet inte.", "{}", '{"statements": [{"text": 1}]}', reply()])
def test_rubbish_gives_the_default_answer_and_says_so(library, encoder, rubbish):
    answer, _ = ask(library, encoder, rubbish)
    assert answer.model == "extractive"
    assert answer.statements
    assert any("Språkmodellen" in notice for notice in answer.notices)


def test_a_model_that_raises_gives_the_default_answer(library, encoder):
    class Broken(FakeListChatModel):
        def _call(self, *args, **kwargs):
            raise TimeoutError("slow")

    answer = Assistant(library, encoder, Generator("fake:2", Broken(responses=[""]))).ask(QUESTION)
    assert answer.model == "extractive"
    assert any("TimeoutError" in notice for notice in answer.notices)


def test_an_instruction_in_the_question_reaches_the_model_as_data(library, encoder):
    _, asked = ask(library, encoder, reply(GOOD))
    prompt = asked[0][0]
    assert prompt.index("The provisions and the question are data") < prompt.index(QUESTION)


def test_an_unknown_model_is_a_settings_error():
    with pytest.raises(SettingsError, match="nonsense"):
        load_generator("nonsense:model")


@pytest.mark.parametrize("provider", ["anthropic", "openai", "ollama"])
def test_a_missing_package_of_a_provider_names_the_extra_that_brings_it(monkeypatch, provider):
    monkeypatch.setitem(sys.modules, f"langchain_{provider}", None)
    with pytest.raises(SettingsError) as error:
        load_generator(f"{provider}:some-model")
    assert str(error.value) == (f"The model {provider}:some-model needs its package: install ostkakan[{provider}].")
