"""Questions as they are understood."""

import pytest

from assistant.understand import understand
from corpus.errors import QuestionError
from corpus.model import Pinpoint


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Får vi lämna anbud ihop med ett annat bolag?", "sv"),
        ("May we bid together with another company?", "en"),
        ("anbudssekretess", "sv"),
        ("What does upphandling mean in this context?", "en"),
    ],
)
def test_the_language_is_heard(question, language):
    assert understand(question).language == language


def test_a_turn_that_does_not_tell_has_the_language_of_the_one_before():
    assert understand("LUF?", ["What are the rules for a municipality?"]).language == "en"


@pytest.mark.parametrize(
    ("question", "acts"),
    [
        ("Vad gäller för kablar längs ett spår?", ("LUF",)),
        ("Vi vill bygga om en järnvägsbro", ("LUF",)),
        ("Kommunen köper möbler, vad gäller?", ("LOU",)),
        ("Vad säger LUK om löptiden?", ("LUK",)),
        ("Hur länge gäller ett anbud?", ()),
        ("Which rules apply to railway works?", ("LUF",)),
    ],
)
def test_the_act_is_chosen_or_left_open(question, acts):
    assert understand(question).acts == acts


def test_a_new_cue_beats_the_turn_before():
    assert understand("Och om det gäller spår och järnväg?", ["Vad gäller för kommunen?"]).acts == ("LUF",)


def test_the_act_of_the_turn_before_holds_on():
    assert understand("Hur många dagar är det?", ["Hur lång är spärren för en järnväg?"]).acts == ("LUF",)


def test_the_act_of_a_procurement_is_used_when_nothing_else_tells():
    assert understand("Hur länge gäller anbudet?", procurement="bro", act="LUF").acts == ("LUF",)


def test_a_named_provision_is_heard_with_its_act():
    assert understand("Vad står i 13 kap. 2 § LOU?").references == (Pinpoint(act="LOU", chapter="13", section="2"),)


def test_a_provision_without_an_act_takes_that_of_the_turn_before():
    query = understand("Och 13 kap. 4 §?", ["Vad står i 13 kap. 2 § LUF?"])
    assert query.references == (Pinpoint(act="LUF", chapter="13", section="4"),)


def test_a_follow_up_is_searched_with_what_it_leans_on():
    assert "spärren" in understand("Gäller det även kommuner?", ["Hur lång är spärren?"]).text


def test_a_whole_question_stands_alone():
    asked = "Hur visar vi att företaget har tillräckligt god ekonomi för kontraktet?"
    assert understand(asked, ["Hur lång är spärren?"]).text == asked


@pytest.mark.parametrize("question", ["", "  \n", "?!", "🙂🙂"])
def test_a_question_without_words_is_an_error(question):
    with pytest.raises(QuestionError, match="no words"):
        understand(question)


def test_a_very_long_question_is_cut_and_kept_whole_in_the_query():
    long = "upphandling " * 5000
    query = understand(long)
    assert len(query.text.split()) == 400
    assert query.question == long
