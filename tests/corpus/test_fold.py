"""Folding, and from spans to text, places and boxes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import boxes_of, find, fold, fold_map, locate, page_texts, same_words, text_map, text_of
from corpus.model import Page, Span, Word

ANYTHING = st.text(alphabet=st.one_of(st.sampled_from("ab åÅ9-–/‐\n\u00ad\u030a ﬁ\t."), st.characters(codec="utf-8")))
PLAIN = st.text(alphabet="abåBö9 -–/\n.,")
LINES = st.lists(st.text(alphabet="abåB9-/ ", min_size=1, max_size=12), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("drawn", "folded"),
    [
        ("upphand-\nling", "upphandling"),
        ("upphand\u00ad\n  ling", "upphandling"),
        ("upp\u00adhandling", "upphandling"),
        ("försvars-\noch säkerhetsområdet", "försvars- och säkerhetsområdet"),
        ("trä-, betong-\neller murning", "trä-, betong- eller murning"),
        ("gemen-\nsamt", "gemensamt"),
        ("Bas-\nP", "Bas-P"),
        ("CPV-\nkoder", "CPV-koder"),
        ("tv-\nområdet", "tv-området"),
        ("e-\npost", "e-post"),
        ("icke-\ndiskriminerande", "icke-diskriminerande"),
        ("4-\n6 §§", "4-6 §§"),
        ("a–\nc", "a–c"),
        ("2011/36/\nEU", "2011/36/EU"),
        ("en sak –\noch en till", "en sak – och en till"),
        ("- \nför", "- för"),
        ("a\u030angstro\u0308m", "ångström"),
        ("ﬁnﬂöﬀ", "finflöff"),
        (" två  \r\n\tord ", "två ord"),
        ("a \u00ad b", "a b"),
    ],
)
def test_drawn_text_folds_to_the_words(drawn: str, folded: str) -> None:
    assert fold(drawn) == folded


@given(ANYTHING)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANYTHING)
def test_a_folded_text_is_composed_and_has_single_blanks(text: str) -> None:
    folded = fold(text)
    assert unicodedata.is_normalized("NFC", folded)
    assert folded == " ".join(folded.split())


@given(ANYTHING)
def test_the_map_gives_each_folded_character_a_place_in_order(text: str) -> None:
    folded, index = fold_map(text)
    assert folded == fold(text)
    assert len(index) == len(folded)
    assert index == sorted(index)
    assert all(0 <= i < len(text) for i in index)


@given(PLAIN)
def test_the_map_points_at_the_same_character_where_nothing_is_folded(text: str) -> None:
    folded, index = fold_map(text)
    assert all(text[i] == char for char, i in zip(folded, index, strict=True) if char.isalnum())


@given(PLAIN, st.integers(0, 9), st.integers(1, 20))
def test_a_piece_of_a_folded_text_is_found_where_it_reads_the_same(text: str, word: int, length: int) -> None:
    quote = " ".join(fold(text).split()[word:])[:length].strip()
    found = find(quote, text)
    if not quote:
        assert found is None
    else:
        assert found is not None
        assert same_words(text[slice(*found)], quote)


def test_a_hyphen_at_a_line_end_may_be_read_either_way() -> None:
    assert same_words("id-\nkort", "idkort")
    assert same_words("id-\nkort", "id-kort")
    assert same_words("nord-\nsyd", "nordsyd")
    assert same_words("nord-\nsyd", "nord-syd")
    assert same_words("försvars-\noch", "försvars- och")
    assert find("nord-syd", "från nord-\nsyd till") == (5, 14)
    assert find("nordsyd", "från nord-\nsyd till") == (5, 14)


def test_a_hyphen_elsewhere_is_read_as_it_stands() -> None:
    assert not same_words("id-kort", "idkort")
    assert not same_words("nord-\nsyd", "nord syd")
    assert not same_words("och/\neller", "och-eller")
    assert find("idkort", "ett id-kort på nord-\nsyd") is None


def test_a_quote_that_differs_in_one_letter_is_not_found() -> None:
    assert find("ska inte", "myndigheten ska int e") is None
    assert find("", "text") is None


def test_spans_read_as_one_text_over_a_page_break() -> None:
    texts = {1: "en upphand-\nSida 1\n", 2: "Lag om\nlande myndighet\n"}
    spans = (Span(1, 0, 11), Span(2, 7, 22))
    assert text_of(texts, spans) == "en upphandlande myndighet"
    folded, places = text_map(texts, spans)
    assert places[folded.index("lande")] == (2, 7)
    assert locate("upphandlande myndighet", texts, spans) == (Span(1, 3, 11), Span(2, 7, 22))
    assert locate("Sida 1", texts, spans) is None


def test_a_footnote_mark_left_out_of_a_word_leaves_no_blank() -> None:
    texts = {1: "direktivet1, och lagen2 gäller"}
    assert text_of(texts, (Span(1, 0, 10), Span(1, 11, 22), Span(1, 23, 30))) == "direktivet, och lagen gäller"


def test_a_quote_over_lines_of_a_page_is_one_span() -> None:
    texts = {1: "första raden\nandra raden\ntredje"}
    spans = (Span(1, 0, 12), Span(1, 13, 24), Span(1, 25, 31))
    assert locate("raden andra raden tredje", texts, spans) == (Span(1, 7, 31),)


def test_a_quote_over_something_left_out_has_two_spans() -> None:
    texts = {1: "början av\n1 fotnot\nstycket"}
    spans = (Span(1, 0, 9), Span(1, 19, 26))
    assert locate("av stycket", texts, spans) == (Span(1, 7, 9), Span(1, 19, 26))


def test_a_combining_mark_belongs_to_the_quote() -> None:
    text = "sma\u030a ord"
    assert find("små", text) == (0, 4)


@given(LINES, st.data())
def test_what_is_located_reads_as_the_quote(lines: list[str], data: st.DataObject) -> None:
    half = len(lines) // 2
    texts = {1: "\n".join(lines[:half]), 2: "\n".join(lines[half:])}
    spans = tuple(Span(page, 0, len(text)) for page, text in texts.items())
    words = text_of(texts, spans).split()
    start = data.draw(st.integers(0, len(words)))
    quote = " ".join(words[start : data.draw(st.integers(start, len(words)))])
    found = locate(quote, texts, spans)
    assert (found is None) == (not quote)
    assert found is None or same_words(text_of(texts, found), quote)


def _page() -> Page:
    words = (
        Word(0, 3, (10.0, 10.0, 40.0, 20.0)),
        Word(4, 8, (44.0, 10.0, 84.0, 20.0)),
        Word(9, 11, (10.0, 24.0, 30.0, 34.0)),
    )
    return Page("d", 1, "ett två!\noj\n", words, 100.0, 100.0)


def test_a_range_has_one_box_a_line() -> None:
    assert boxes_of(_page(), 0, 11) == ((10.0, 10.0, 84.0, 20.0), (10.0, 24.0, 30.0, 34.0))
    assert boxes_of(_page(), 3, 4) == ()


def test_a_word_cut_by_the_range_is_cut_in_proportion() -> None:
    assert boxes_of(_page(), 1, 7) == ((20.0, 10.0, 74.0, 20.0),)


def test_page_texts_are_by_number() -> None:
    assert page_texts([_page()]) == {1: "ett två!\noj\n"}
