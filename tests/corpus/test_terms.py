"""Which terms a section defines, and which sections a question is led to by them."""

import pytest

from corpus.model import Part, Pinpoint, Provision
from corpus.terms import defined_terms, terms_in, terms_of


def provision(number, text, kind="section"):
    place = Pinpoint(act="LOU", section=str(number))
    return Provision(f"d/P{number}", "d", kind, place, f"{number} § LOU", (), (Part("1", text, ()),))


FILLER = [provision(number, "Bestämmelsen gäller i fråga om tid och form.") for number in range(100, 150)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Med ett byggspår avses ett spår för maskiner.", ("byggspår",)),
        ("Lagen gäller. Med elektronisk anslagstavla förstås en plats.", ("elektronisk anslagstavla",)),
        ("Kontraktet får inte slutas i tio dagar (avtalsspärr).", ("avtalsspärr",)),
        ("Med byggspår avses spår som rivs (rivspår).", ("byggspår", "rivspår")),
    ],
)
def test_a_section_defines_what_it_says_is_meant_and_what_it_names_in_brackets(text, terms):
    assert terms_of(provision(1, text)) == terms


@pytest.mark.parametrize(
    "text",
    [
        "Detta följer av lagen (2016:1145) om prov (LOU).",
        "Den som avses i andra stycket får lämna anbud.",
        "Det gäller alla (även den som inte har lämnat anbud).",
    ],
)
def test_numbers_short_names_and_whole_clauses_are_no_terms(text):
    assert terms_of(provision(1, text)) == ()


def test_only_sections_define_terms():
    text = "Med ett byggspår avses ett spår för maskiner."
    assert terms_of(provision(1, text, "code")) == ()
    assert defined_terms([provision(1, text, "code")]) == {}


def test_a_question_in_another_inflection_is_led_to_the_section():
    terms = defined_terms([provision(1, "Ett avtal om flera köp (ramavtal) får slutas i fyra år."), *FILLER])
    assert terms_in("Hur länge gäller ramavtalen?", terms) == {"d/P1"}
    assert terms_in("Hur länge gäller anbuden?", terms) == frozenset()


def test_a_term_of_several_words_is_found_only_whole():
    terms = defined_terms([provision(1, "Med en elektronisk anslagstavla avses en plats."), *FILLER])
    assert terms_in("Finns det elektroniska anslagstavlor?", terms) == {"d/P1"}
    assert terms_in("Var är en anslagstavla som inte är elektronisk?", terms) == frozenset()


def test_two_sections_that_define_one_term_are_both_found():
    both = [provision(number, f"Med byggspår avses nummer {number}.") for number in (1, 2)]
    assert terms_in("byggspår", defined_terms([*both, *FILLER])) == {"d/P1", "d/P2"}


def test_a_term_that_most_sections_use_tells_nothing():
    users = [provision(number, "Ett byggspår är tillåtet.") for number in range(2, 50)]
    assert defined_terms([provision(1, "Med byggspår avses ett spår."), *users]) == {}


def test_a_term_in_brackets_right_after_a_reference_is_defined_there():
    text = "Beslutet ska ange den tid då avtal enligt 20 kap. 1 § inte får slutas (spärrtid)."
    assert terms_of(provision(1, text)) == ()
