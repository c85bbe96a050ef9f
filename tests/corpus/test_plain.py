"""The plain-language layer: read, bound to its wording, and held against the sections."""

import re

import pytest

from corpus.errors import SettingsError
from corpus.numbers import numbers_in
from corpus.plain import entries_for, layer, layer_digest, load_entries, text_hash
from corpus.plain_check import bind, check, longest_shared_run
from corpus.rows import lexical_texts, rows_of
from tests.corpus.making import parsed_statute

ENTRY = """act = "LOU"
wording = "t.o.m. SFS 2099:2"

[[entry]]
section = "1"
plain_sv = "Köparen måste vänta i tio dagar med att skriva på."
questions_sv = ["När får de skriva på?", "Hur länge måste vi vänta?"]
plain_en = "The buyer must wait 10 days."
questions_en = ["How long must the buyer wait?"]
words = ["karens"]

[[entry]]
section = "2"
plain_sv = "Obetald skatt kan stänga er ute."
questions_sv = ["Vi ligger efter med skatten, är vi borta då?"]
"""
SECTIONS = parsed_statute().provisions


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lou").mkdir()
    (tmp_path / "lou" / "all.toml").write_text(ENTRY, encoding="utf-8")
    return tmp_path


def faults(folder):
    return {(finding.fault, finding.place[2]) for finding in check(SECTIONS, folder)}


def rewrite(folder, old, new):
    path = folder / "lou" / "all.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    layer.cache_clear()
    return path


def test_entries_are_read_with_their_place(folder):
    first, _ = load_entries(folder)
    assert first.place == ("LOU", None, "1")
    assert first.questions_sv[0] == "När får de skriva på?"


def test_an_unknown_field_is_named(folder):
    rewrite(folder, "words =", "wrods =")
    with pytest.raises(SettingsError, match=r"lou/all.toml.*wrods"):
        load_entries(folder)


def test_what_is_missing_and_unbound_is_told(folder):
    assert faults(folder) == {("missing", "3"), ("unbound", "1"), ("unbound", "2")}


def test_bound_entries_hold_until_the_wording_changes(folder):
    path = folder / "lou" / "all.toml"
    assert bind(path, SECTIONS) == 2
    assert bind(path, SECTIONS) == 0
    rewrite(folder, "", "")
    assert faults(folder) == {("missing", "3")}
    assert len(entries_for(SECTIONS[0], folder)) == 1
    changed = parsed_statute(texts={"1": "Spärren är fem dagar.", "2": "x y z", "3": "å ä ö"}).provisions[0]
    assert entries_for(changed, folder) == ()
    assert ("stale", "1") in {(finding.fault, finding.place[2]) for finding in check([changed], folder)}


def test_layout_and_punctuation_do_not_change_the_hash():
    assert text_hash("En  leverantör,\nfår") == text_hash("En leverantör får")
    assert text_hash("tio dagar") != text_hash("elva dagar")


def test_a_number_that_is_not_in_the_section_is_told(folder):
    rewrite(folder, "tio dagar", "tolv dagar")
    assert ("number", "1") in faults(folder)


def test_the_statutes_own_words_are_told(folder):
    rewrite(folder, "Obetald skatt kan", " ".join([SECTIONS[1].text] * 2) + " Obetald skatt kan")
    assert ("copied", "2") not in faults(folder)
    long = "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton"
    assert longest_shared_run(f"a {long} b", f"c {long} d") == long.split()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tio dagar", {"10"}),
        ("30 dagar och trettiofem år", {"30", "35"}),
        ("700 000 kronor", {"700000"}),
        ("2,5 procent", {"2.5"}),
        ("SEK 10,000 and 1,250,000", {"10000", "1250000"}),
        ("en gång, ett år", set()),
        ("thirty days or twice", {"30", "2"}),
    ],
)
def test_numbers_are_read_in_figures_and_words(text, numbers):
    assert numbers_in(text) == numbers


def test_an_entry_for_a_section_that_is_not_there_is_told(folder):
    rewrite(folder, 'section = "2"', 'section = "22"')
    assert ("no-such-section", "22") in faults(folder)


def test_every_question_and_plain_sentence_is_a_row_that_points_to_its_section(folder, monkeypatch):
    monkeypatch.setattr("corpus.rows.entries_for", lambda provision: entries_for(provision, folder))
    rows = list(rows_of(SECTIONS[0], parsed_statute().passages[:1]))
    assert [row.kind for row in rows] == ["text", "plain", "plain", "question", "question", "question"]
    assert {row.provision_id for row in rows} == {SECTIONS[0].id}
    assert rows[0].encoded[0] == "passage"
    assert rows[-1].encoded == ("query", "How long must the buyer wait?")
    own, swedish, english = lexical_texts(SECTIONS, {SECTIONS[0].document_id: "LOU"})
    assert "karens" not in own[0]
    assert "karens" in swedish[0]
    assert "wait" in english[0]


def test_the_digest_changes_with_any_file_and_with_nothing_else(folder):
    first = layer_digest(folder)
    assert re.fullmatch("[0-9a-f]{16}", first)
    (folder / "notes.txt").write_text("no layer")
    assert layer_digest(folder) == first
    rewrite(folder, "tio dagar", "elva dagar")
    second = layer_digest(folder)
    rewrite(folder, "elva dagar", "tio dagar")
    assert (second != first, layer_digest(folder)) == (True, first)
    (folder / "luf").mkdir()
    (folder / "luf" / "all.toml").write_text("entry = []")
    assert layer_digest(folder) not in (first, second)
