"""Passages cover their provisions, keep their spans apart, and say in their context where they stand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold, page_texts, text_of
from corpus.model import Document, Page, Part, Pinpoint, Provision, Span
from ingest.passages import FEWEST, WHOLE, context_of, cut, name_of

ACT = Document(
    "sfs:2016:1145@2025:360", "statute", "Lag (2016:1145) om offentlig upphandling", "lou.pdf", "0" * 64, "LOU"
)
HEADING = ("20 kap. Avtalsspärr", "Avtalsspärr")


def provision(*parts: tuple[str, str | None, str], **fields) -> tuple[Provision, Page]:
    """A provision of parts (paragraph, point, text), and the page it stands on, a line a part."""
    made: list[Part] = []
    at = 0
    for paragraph, point, text in parts:
        made.append(Part(paragraph, text, (Span(1, at, at + len(text)),), point))
        at += len(text) + 1
    page = Page(ACT.id, 1, "".join(f"{text}\n" for _, _, text in parts), (), 595, 842)
    whole = Provision(
        f"{ACT.id}/K20/P1", ACT.id, "section", Pinpoint("LOU", "20", "1"), "20 kap. 1 § LOU", HEADING, tuple(made)
    )
    return replace(whole, **fields), page


def words(count: int, word: str = "ord") -> str:
    return " ".join([word] * count)


def ids(passages) -> list[str]:
    return [passage.id.removeprefix(f"{ACT.id}/K20/P1") for passage in passages]


def test_a_short_provision_of_one_paragraph_is_one_passage():
    whole, _ = provision(("1", None, "Ett avtal får inte ingås under avtalsspärren."))
    (only,) = cut(ACT, [whole])
    assert (only.id, only.provision_id, only.text, only.spans) == (whole.id, whole.id, whole.parts[0].text, whole.spans)


def test_paragraphs_are_passages_beside_the_whole():
    whole, _ = provision(("1", None, words(10)), ("2", None, words(12)))
    assert ids(cut(ACT, [whole])) == ["", "/S1", "/S2"]


def test_a_long_provision_is_cut_into_groups_of_parts():
    whole, _ = provision(*[(str(n), None, words(150)) for n in range(1, 6)])
    passages = cut(ACT, [whole])
    assert ids(passages) == ["/G1", "/G2", "/G3", "/S1", "/S2", "/S3", "/S4"]
    assert [len(p.text.split()) for p in passages[:3]] == [300, 300, 150]


def test_a_last_word_is_not_left_in_a_group_of_its_own():
    whole, _ = provision(("1", None, words(200)), ("2", None, words(150)), ("3", None, "Slut."))
    assert ids(cut(ACT, [whole])) == ["/G1", "/S1", "/S2"]


def test_points_of_a_long_list_are_passages_with_the_lead_in_as_context():
    whole, _ = provision(
        ("1", None, "Anbudet ska innehålla"), ("1", "1", f"1. {words(90)}"), ("1", "2", f"2. {words(90)}")
    )
    passages = {passage.id.rsplit("/", 1)[1]: passage for passage in cut(ACT, [whole])}
    assert set(passages) == {"P1", "N1", "N2"}
    assert passages["N2"].text == whole.parts[2].text
    assert passages["N2"].context.endswith("> 1 §: Anbudet ska innehålla")


def test_a_short_list_is_not_cut():
    whole, _ = provision(("1", None, "Anbudet ska innehålla"), ("1", "1", "1. ett pris"), ("1", "2", "2. ett bevis"))
    assert ids(cut(ACT, [whole])) == [""]


def test_nested_points_go_with_theirs_and_a_lettered_number_does_not():
    whole, _ = provision(
        ("1", None, "Med sådana avses"),
        ("1", "8", f"8. {words(80)}"),
        ("1", "8 a", f"8 a. {words(80)}"),
        ("1", "9", f"9. {words(40)}"),
        ("1", "9 a", f"a) {words(30)}"),
    )
    passages = {passage.id.rsplit("/", 1)[1]: passage for passage in cut(ACT, [whole])}
    assert set(passages) == {"P1", "N8", "N8-a", "N9"}
    assert len(passages["N9"].spans) == 2


def test_a_long_lead_in_is_cut_at_its_front():
    lead = " ".join(f"o{n}" for n in range(100))
    whole, _ = provision(("1", None, lead), ("1", "1", f"1. {words(90)}"))
    context = next(p.context for p in cut(ACT, [whole]) if p.id.endswith("/N1"))
    assert context.endswith("o98 o99")
    assert "… o40" in context


def test_a_table_row_is_not_cut():
    whole, _ = provision(("1", None, "KV-01"), ("2", None, words(20)), ("3", None, "Ska"), kind="row")
    assert ids(cut(ACT, [whole])) == [""]


def test_a_word_alone_is_a_passage_only_when_it_is_all():
    one, _ = provision(("1", None, "Nej."))
    two, _ = provision(("1", None, "Nej."), ("2", None, "Ingen ersättning betalas ut."))
    assert ids(cut(ACT, [one])) == [""]
    assert ids(cut(ACT, [two])) == ["", "/S2"]


def test_a_provision_without_text_gives_no_passage():
    assert cut(ACT, [provision()[0]]) == []


def test_a_hyphen_at_the_end_of_a_part_is_read_as_its_spans_read():
    whole, page = provision(("1", None, "anbuds-"), ("1", "1", "handlingar och annat som behövs"))
    (first, *_) = cut(ACT, [whole])
    assert first.text == text_of(page_texts([page]), first.spans)


def test_the_context_names_document_path_and_number():
    whole, _ = provision(("1", None, "Text."))
    assert context_of(ACT, whole) == "LOU, lagen om offentlig upphandling > 20 kap. Avtalsspärr > Avtalsspärr > 1 §"


def test_the_context_does_not_repeat_a_number_that_heads_the_path():
    tender = replace(ACT, kind="tender", title="Administrativa föreskrifter", short=None)
    whole, _ = provision(
        ("1", None, "Text."), pinpoint=Pinpoint(code="AFB.32"), heading=("AFB.3 Anbud", "AFB.32 Anbudstid")
    )
    assert context_of(tender, whole) == "Administrativa föreskrifter > AFB.3 Anbud > AFB.32 Anbudstid"
    annex = replace(whole, pinpoint=Pinpoint(annex="2"), heading=())
    assert context_of(ACT, annex) == "LOU, lagen om offentlig upphandling > bilaga 2"


def test_a_name_is_what_one_says():
    assert name_of(replace(ACT, title="Förvaltningslag (2017:900)", short=None)) == "Förvaltningslag"
    assert name_of(replace(ACT, title="AFS 2023:3", short="AFS 2023:3")) == "AFS 2023:3"


PARTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.one_of(st.none(), st.sampled_from(["1", "2", "3", "3 a", "8 a", "b"])),
        st.tuples(st.integers(1, 400), st.sampled_from(["ord", "anbuds-", "Slut.", "2 §"])),
    ),
    max_size=12,
)


@given(PARTS)
def test_passages_cover_every_part_and_their_spans_give_them_back(drawn):
    paragraph = 1
    parts = []
    for step, point, (count, word) in drawn:
        paragraph += step
        parts.append((str(paragraph), point, fold(words(count, word))))
    whole, page = provision(*parts)
    passages = cut(ACT, [whole])
    assert {span for passage in passages for span in passage.spans} == set(whole.spans)
    assert all(passage.text == text_of(page_texts([page]), passage.spans) for passage in passages)
    assert len({passage.spans for passage in passages}) == len({passage.id for passage in passages}) == len(passages)
    longest = max((len(part.text.split()) for part in whole.parts), default=0)
    assert all(len(passage.text.split()) < max(WHOLE, longest) + 2 * FEWEST for passage in passages)
    assert all(len(passage.text.split()) >= FEWEST for passage in passages) or len(passages) == 1
