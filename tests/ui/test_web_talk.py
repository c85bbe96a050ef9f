from pathlib import Path

import pytest

from tests.ui.faking import FakeAssistant, FakeLibrary
from ui.strings import texts
from ui.talk import MOST_LETTERS, MOST_TURNS, Talk, Turns


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    library = FakeLibrary(tmp_path)
    return Talk(FakeAssistant(library), library, texts("sv"))


def asked(talk: Talk) -> list[tuple[str, tuple[str, ...], str | None]]:
    assert isinstance(talk.assistant, FakeAssistant)
    return talk.assistant.asked


def put(talk: Talk, question: str, turns: Turns = (), place: str | None = None) -> list[Turns]:
    return list(talk.ask(question, turns, place))


def test_an_answer_grows_and_is_done_at_the_end(talk: Talk):
    steps = [turns[-1] for turns in put(talk, " Får vi? ")]
    assert steps[0].question == "Får vi?"
    assert steps[0].answer is None
    grown = [len(step.answer.statements) for step in steps if step.answer]
    assert grown == [1, 2, 3, 4, 4]
    assert [step.done for step in steps] == [False] * (len(steps) - 1) + [True]


def test_earlier_questions_go_along_as_history(talk: Talk):
    first = put(talk, "Ett?")[-1]
    second = put(talk, "Två?", first)[-1]
    assert [turn.question for turn in second] == ["Ett?", "Två?"]
    assert asked(talk)[-1] == ("Två?", ("Ett?",), None)


def test_a_procurement_that_was_chosen_is_searched(talk: Talk):
    assert talk.places() == [("Alla dokument", "all"), ("Bana 1", "procurement:Bana 1")]
    put(talk, "?", place="procurement:Bana 1")
    put(talk, "?", place="all")
    assert [item[2] for item in asked(talk)] == ["Bana 1", None]


def test_a_question_that_is_refused_says_so_and_is_no_history(talk: Talk):
    turns = put(talk, "?", place="procurement:Bana 9")[-1]
    assert turns[-1].done
    assert "There is no procurement Bana 9." in (turns[-1].failure or "")
    put(talk, "Igen?", turns)
    assert asked(talk)[-1] == ("Igen?", (), None)


def test_a_question_that_is_too_long_is_not_asked(talk: Talk):
    turns = put(talk, "x" * (MOST_LETTERS + 1))[-1]
    assert str(MOST_LETTERS + 1) in (turns[-1].failure or "")
    assert asked(talk) == []


def test_a_question_left_hanging_is_settled_as_failed(talk: Talk):
    steps: list[Turns] = []
    with pytest.raises(RuntimeError):
        steps.extend(talk.ask("Nu kraschar det", (), None))
    hanging = next(talk.ask("Nu kraschar det", (), None))
    assert talk.settle(hanging)[-1].failure == talk.texts("answer.failed")
    assert talk.settle(hanging)[-1].done


def test_a_talk_that_is_whole_is_left_as_it_is(talk: Talk):
    whole = put(talk, "Får vi?")[-1]
    assert talk.settle(whole) is whole
    assert talk.settle(()) == ()


def test_a_talk_keeps_its_latest_turns(talk: Talk):
    turns: Turns = ()
    for number in range(MOST_TURNS + 3):
        turns = put(talk, f"{number}?", turns)[-1]
    assert len(turns) == MOST_TURNS
    assert turns[-1].question == f"{MOST_TURNS + 2}?"
