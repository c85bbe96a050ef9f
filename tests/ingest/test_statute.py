"""Statutes made for the test, set in the usual ways: sections, paragraphs, points, notes, annexes and what is none."""

import pytest

from corpus.fold import page_texts, text_of
from corpus.model import Provision
from ingest.read import read_pdf
from ingest.statute import StatuteResult, recognise_statute
from tests.ingest.typeset import Item, Look, typeset

LOOKS = {
    "white between paragraphs": Look(),
    "two justified columns": Look(columns=2, justified=True, hyphenated=True, white=0.0, first_indent=12.0, size=9.0),
    "two columns with footnotes": Look(columns=2, justified=True, hyphenated=True, footnotes=True, size=9.0),
    "numbers on lines of their own": Look(number_alone=True, white=0.0, first_indent=12.0),
    "nothing bold, points not hanging": Look(styled=False, hanging=0.0),
}
LONG = "och en upphandlande myndighet ska i så fall motivera sitt beslut skriftligen samt lämna det till leverantören "


def _statute(items: list[Item], look: Look | None = None, act: str | None = "LOU") -> StatuteResult:
    result = read_pdf(typeset(items, look or Look()), "d")
    return recognise_statute("d", act, result.lines, result.pages)


def _ids(result: StatuteResult) -> list[str]:
    return [provision.id for provision in result.provisions]


def _shape(provision: Provision) -> list[tuple[str, str | None, str]]:
    return [(part.paragraph, part.point, part.text) for part in provision.parts]


def _section(number: str, text: str = "Lagen gäller.") -> Item:
    return Item("section", text, number)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_an_act_is_read_however_it_is_set(look: Look) -> None:
    items = [
        Item("title", "Lag (2099:1145) om prov"),
        Item("chapter", "1 kap. Inledande bestämmelser"),
        Item("rubric", "Lagens innehåll"),
        _section("1", f"I denna lag finns bestämmelser om prov, {LONG * 2}när det gäller"),
        Item("point", f"varor, {LONG}om det behövs,", "1."),
        Item("point", "tjänster som", "2."),
        Item("point", f"är nya, {LONG}eller", "a)", 2),
        Item("point", "är gamla, och", "b)", 2),
        Item("point", "byggentreprenader.", "3."),
        Item("paragraph", f"Lagen gäller även annat, {LONG}inom en månad. Lag (2098:1)."),
        _section("1 a", f"Med prov avses ett test, {LONG * 3}enligt 7 kap. 1 §."),
        Item("chapter", "19 a kap. Direktupphandling"),
        Item("rubric", "Beslut"),
        _section("1", f"Ett beslut ska vara skriftligt, {LONG * 3}utan dröjsmål. Lag (2098:2)."),
    ]
    result = _statute(items, look)
    first, second, third = result.provisions
    assert _ids(result) == ["d/K1/P1", "d/K1/P1a", "d/K19a/P1"]
    assert [provision.label for provision in result.provisions] == [
        "1 kap. 1 § LOU",
        "1 kap. 1 a § LOU",
        "19 a kap. 1 § LOU",
    ]
    assert first.heading == second.heading == ("1 kap. Inledande bestämmelser", "Lagens innehåll")
    assert third.heading == ("19 a kap. Direktupphandling", "Beslut")
    assert _shape(first) == [
        ("1", None, f"I denna lag finns bestämmelser om prov, {LONG * 2}när det gäller"),
        ("1", "1", f"1. varor, {LONG}om det behövs,"),
        ("1", "2", "2. tjänster som"),
        ("1", "2 a", f"a) är nya, {LONG}eller"),
        ("1", "2 b", "b) är gamla, och"),
        ("1", "3", "3. byggentreprenader."),
        ("2", None, f"Lagen gäller även annat, {LONG}inom en månad."),
    ]
    assert second.text == f"Med prov avses ett test, {LONG * 3}enligt 7 kap. 1 §."
    assert [provision.amendment for provision in result.provisions] == ["Lag (2098:1).", None, "Lag (2098:2)."]
    assert result.problems == ()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_parts_read_as_their_spans(look: Look) -> None:
    items = [_section(str(n), "Då gäller lagen " + LONG * n + "snarast. Lag (2098:1).") for n in range(1, 12)]
    read = read_pdf(typeset(items, look), "d")
    result = recognise_statute("d", None, read.lines, read.pages)
    texts = page_texts(read.pages)
    assert len(result.provisions) == 11
    for provision in result.provisions:
        assert all(text_of(texts, part.spans) == part.text for part in provision.parts)
    assert max(len(provision.pages) for provision in result.provisions) <= 2


def test_an_act_without_chapters_has_sections_by_number_alone() -> None:
    result = _statute([Item("rubric", "Innehåll"), _section("1"), _section("2")], act="upphandlingsförordningen")
    assert _ids(result) == ["d/P1", "d/P2"]
    assert result.provisions[1].label == "2 § upphandlingsförordningen"
    assert result.provisions[1].heading == ("Innehåll",)


def test_a_tail_in_small_letters_belongs_to_the_paragraph_and_a_new_sentence_begins_one() -> None:
    items = [
        _section("1", "Ett anbud får förkastas om"),
        Item("point", "det är sent, eller", "1."),
        Item("point", "det är onormalt lågt,", "2."),
        Item("paragraph", "men bara om skälen är sakliga."),
        Item("paragraph", "Beslutet ska motiveras."),
    ]
    (section,) = _statute(items).provisions
    assert [(part.paragraph, part.point) for part in section.parts] == [
        ("1", None), ("1", "1"), ("1", "2"), ("1", None), ("2", None),
    ]  # fmt: skip
    assert section.paragraphs[1] == "Beslutet ska motiveras."


def test_points_nest_to_three_levels_and_go_on_after_them() -> None:
    items = [
        _section("1", "Följande gäller:"),
        Item("point", "ett", "1."),
        Item("point", "två", "a)", 2),
        Item("point", "tre,", "–", 3),
        Item("point", "fyra,", "–", 3),
        Item("point", "fem,", "b)", 2),
        Item("point", "sex,", "1 a."),
        Item("point", "sju.", "2."),
    ]
    (section,) = _statute(items).provisions
    assert [part.point for part in section.parts] == [None, "1", "1 a", "1 a –", "1 a –", "1 b", "1 a", "2"]


def test_a_first_point_that_stands_in_its_lead_in_is_a_point() -> None:
    items = [_section("1", "Lagen gäller inte om 1. varan är såld, eller"), Item("point", "köpt.", "2.")]
    (section,) = _statute(items).provisions
    assert _shape(section) == [
        ("1", None, "Lagen gäller inte om"),
        ("1", "1", "1. varan är såld, eller"),
        ("1", "2", "2. köpt."),
    ]


def test_rubrics_nest_when_they_follow_one_another_and_end_with_the_next() -> None:
    items = [
        Item("chapter", "1 kap. Allt"),
        Item("rubric", "Huvudrubrik"),
        Item("rubric", "Underrubrik"),
        _section("1"),
        Item("rubric", "Annan rubrik"),
        _section("2"),
        Item("chapter", "2 kap. Annat"),
        _section("1"),
    ]
    assert [provision.heading for provision in _statute(items).provisions] == [
        ("1 kap. Allt", "Huvudrubrik", "Underrubrik"),
        ("1 kap. Allt", "Annan rubrik"),
        ("2 kap. Annat",),
    ]


def test_a_rubric_set_like_text_is_a_rubric_where_a_section_follows() -> None:
    items = [
        Item("rubric", "Dialog"),
        _section("1"),
        Item("paragraph", "Genomförandet av dialogen"),
        _section("2"),
        Item("paragraph", "Dialogen ska avslutas."),
    ]
    first, second = _statute(items).provisions
    assert first.text == "Lagen gäller."
    assert second.heading == ("Dialog", "Genomförandet av dialogen")
    assert second.text == "Lagen gäller.\n\nDialogen ska avslutas."


def test_a_reference_at_the_start_of_a_line_is_no_heading() -> None:
    items = [
        Item("chapter", "1 kap. Allt"),
        _section("1", "Undantag finns i andra lagar."),
        Item("paragraph", "7 kap. 1 § gäller inte då."),
        Item("paragraph", "12 § tredje stycket gäller ändå."),
        _section("2"),
    ]
    result = _statute(items)
    assert _ids(result) == ["d/K1/P1", "d/K1/P2"]
    assert len(result.provisions[0].paragraphs) == 3


def test_chapters_that_a_section_or_a_table_of_contents_names_are_no_headings() -> None:
    names = [f"{n} kap. Kapitel nummer {n}" for n in range(1, 4)]
    items = [
        *(Item("paragraph", f"{name} ........ {n}") for n, name in enumerate(names)),
        Item("chapter", names[0]),
        _section("1", "Lagen är uppdelad enligt följande:"),
        *(Item("paragraph", name) for name in names),
        _section("2"),
        Item("chapter", names[1]),
        _section("1"),
        Item("chapter", names[2]),
        _section("1"),
    ]
    result = _statute(items)
    assert _ids(result) == ["d/K1/P1", "d/K1/P2", "d/K2/P1", "d/K3/P1"]
    assert result.provisions[0].text.endswith("2 kap. Kapitel nummer 2\n\n3 kap. Kapitel nummer 3")


def test_annexes_and_transitional_provisions_are_provisions() -> None:
    items = [
        _section("1"),
        Item("rubric", "Bilaga 2"),
        Item("rubric", "Förteckning över tjänster"),
        Item("paragraph", "Här räknas tjänster upp. Lag (2098:3)."),
        Item("chapter", "Övergångsbestämmelser"),
        Item("paragraph", "2098:1"),
        Item("paragraph", "Denna lag träder i kraft den 1 januari 2099."),
        Item("paragraph", "2098:2"),
        Item("point", "Denna lag träder i kraft den 1 juli 2099.", "1."),
        Item("point", "Äldre föreskrifter gäller fortfarande.", "2."),
    ]
    result = _statute(items)
    _, annex, whole, first, second = result.provisions
    assert (annex.id, annex.kind, annex.label) == ("d/B2", "annex", "bilaga 2 LOU")
    assert annex.heading == ("Bilaga 2", "Förteckning över tjänster")
    assert (annex.text, annex.amendment) == ("Här räknas tjänster upp.", "Lag (2098:3).")
    assert (whole.id, whole.kind, whole.pinpoint.code) == ("d/T2098:1", "transitional", "2098:1")
    assert whole.heading == ("Övergångsbestämmelser",)
    assert (first.id, second.id) == ("d/T2098:2/1", "d/T2098:2/2")
    assert second.text == "Äldre föreskrifter gäller fortfarande."
    assert second.label == "övergångsbestämmelserna (2098:2) punkt 2 LOU"


def test_marks_of_coming_into_force_are_kept_apart_from_the_text() -> None:
    items = [
        _section("1", "/Upphör att gälla U:2099-01-01/ Beloppet är 100 kronor."),
        _section("1", "/Träder i kraft I:2099-01-01/ Beloppet är 200 kronor. Lag (2098:7)."),
        _section("2"),
    ]
    result = _statute(items)
    assert _ids(result) == ["d/P1", "d/P1~2", "d/P2"]
    assert [provision.text for provision in result.provisions[:2]] == [
        "Beloppet är 100 kronor.",
        "Beloppet är 200 kronor.",
    ]
    assert result.provisions[1].amendment == "/Träder i kraft I:2099-01-01/ Lag (2098:7)."
    assert result.problems == (
        "1 § LOU is marked /Upphör att gälla U:2099-01-01/",
        "1 § LOU stands 2 times; the later one has the id d/P1~2",
        "1 § LOU is marked /Träder i kraft I:2099-01-01/",
    )


def test_general_advice_is_a_provision_beside_its_section() -> None:
    items = [
        Item("chapter", "3 kap. Byggherren"),
        _section("2", "Byggherren ska planera."),
        Item("rubric", "Allmänna råd"),
        Item("paragraph", "Planeringen bör vara skriftlig."),
        _section("3"),
    ]
    section, advice, _ = _statute(items, act="AFS 2023:3").provisions
    assert (section.text, advice.text) == ("Byggherren ska planera.", "Planeringen bör vara skriftlig.")
    assert (advice.id, advice.kind, advice.pinpoint) == ("d/K3/P2/AR", "section", section.pinpoint)
    assert advice.label == "3 kap. 2 § AFS 2023:3, allmänna råd"
    assert advice.heading == ("3 kap. Byggherren", "Allmänna råd")


def test_articles_have_numbered_paragraphs() -> None:
    items = [
        Item("chapter", "KAPITEL I"),
        Item("rubric", "Artikel 1"),
        Item("rubric", "Syfte"),
        Item("point", "Direktivet gäller.", "1."),
        Item("point", "Direktivet gäller inte för", "2."),
        Item("point", "varor.", "a)", 2),
    ]
    (article,) = _statute(items, act="direktiv 2014/24/EU").provisions
    assert (article.id, article.kind, article.label) == ("d/A1", "article", "artikel 1 i direktiv 2014/24/EU")
    assert article.heading == ("KAPITEL I", "Syfte")
    assert [(part.paragraph, part.point) for part in article.parts] == [("1", None), ("2", None), ("2", "a")]


def test_text_that_belongs_to_no_section_is_reported() -> None:
    items = [Item("chapter", "1 kap. Allt"), _section("1"), Item("chapter", "2 kap. Annat"),
             Item("paragraph", "Här står något före första paragrafen."), _section("1")]  # fmt: skip
    result = _statute(items)
    assert result.problems == (
        "page 1: text between provisions was left out: “Här står något före första paragrafen.”",
    )


def test_a_document_without_sections_gives_nothing() -> None:
    assert _statute([Item("title", "Protokoll"), Item("paragraph", "Mötet öppnades.")]) == StatuteResult((), ())
