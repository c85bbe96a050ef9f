"""What a text is searched by."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.words import _PARTICLES, compound_parts, lemma, lexicon, search_words, without_marks


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("uteslutningsgrund", ("uteslutning", "grund")),
        ("leverantörsregister", ("leverantör", "register")),
        ("handelskammare", ("handel", "kammare")),
        ("omsättningskrav", ("omsättning", "krav")),
    ],
)
def test_compounds_fall_into_their_parts(word, parts):
    assert compound_parts(word) == parts


@pytest.mark.parametrize("word", ["upphandling", "underlag", "krav", "iso9001", "xqzvbnmklp"])
def test_what_is_no_compound_has_no_parts(word):
    assert compound_parts(word) == ()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("spårarbete", ("spår", "arbete")),  # not spårar + bete
        ("ramavtalsleverantör", ("ramavtal", "leverantör")),  # not ram + avtal + leverantör
        ("upphandlingsskadeavgift", ("upphandling", "skade", "avgift")),
    ],
)
def test_the_fewest_parts_win_and_then_the_longest_head(word, parts):
    assert compound_parts(word) == tuple(lemma(part) for part in parts)


@pytest.mark.parametrize("word", ["utbyggnad", "omförhandla"])
def test_a_verb_particle_is_no_part(word):
    assert compound_parts(word) == ()


WHOLE = st.sampled_from(sorted(word for word in lexicon() if 4 <= len(word) <= 9))


@given(WHOLE, st.sampled_from(["", "s"]), WHOLE)
def test_two_words_of_the_dictionary_written_together_are_two_parts(first, link, second):
    assume(first not in _PARTICLES)
    assert len(compound_parts(first + link + second)) == 2


def test_inflected_forms_meet_in_one_lemma():
    assert {lemma(word) for word in ("tröskelvärdet", "tröskelvärdena", "tröskelvärde")} == {"tröskelvärde"}


def test_a_compound_is_searched_by_itself_and_its_parts():
    assert search_words("Uteslutningsgrunderna!") == ["uteslutningsgrund", "uteslutning", "grund"]


def test_english_is_stemmed():
    assert search_words("Tenders tendering", "en") == ["tender", "tender"]


def test_composed_and_decomposed_letters_are_the_same_word():
    assert search_words("a\u030angstrom") == search_words("ångstrom")


def test_marks_fall_off():
    assert without_marks("överprövning") == "overprovning"
