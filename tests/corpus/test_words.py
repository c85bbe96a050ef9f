"""What a text is searched by."""

import pytest

from corpus.words import compound_parts, lemma, search_words, without_marks


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
