"""Measures of answers, worked by hand on small ones."""

from dataclasses import replace

import pytest

from corpus.model import Answer, Citation, Document, Pinpoint, Span, Statement
from evals.cases import EvalCase, Gold
from evals.measures import citations, key_facts, must_not, quotes, refusal
from evals.measures.act import right_act
from evals.measures.catalogue import MEASURES, score
from evals.measures.outcome import Outcome, QuoteCheck

LOU = Document("lou", "statute", "Lag", "lou.pdf", "0" * 64, short="LOU", sfs="2016:1145")
LUF = Document("luf", "statute", "Lag", "luf.pdf", "1" * 64, short="LUF", sfs="2016:1146")


def cited(marker, document, section, paragraph=None, point=None, quote="tio dagar"):
    place = Pinpoint(act=document.short, chapter="20", section=section, paragraph=paragraph, point=point)
    return Citation(marker, document, f"{document.id}/{section}", place, "label", quote, (), (), True)


def outcome(case, *cites, kinds=None, text="Spärren är tio dagar.", reason=None, checks=None):
    kinds = kinds or ["direct"] * len(cites)
    statements = tuple(Statement("x", kind, (item.marker,)) for kind, item in zip(kinds, cites, strict=True))
    answer = Answer("?", "sv", (), text, statements, cites, reason=reason)
    return Outcome(case, [], answer, checks)


def case(*golds, required=((0,),), **more):
    kind = more.pop("kind", "statute")
    return EvalCase("a", "sv", kind, "?", gold=golds, required=required if golds else (), **more)


ONE_FIRST = Gold("2016:1145", "20", "1", "1")
TWO = Gold("2016:1145", "20", "2")


def test_precision_is_the_share_of_cited_places_that_are_gold():
    given = outcome(case(ONE_FIRST), cited(1, LOU, "1", "1"), cited(2, LOU, "1", "2"), cited(3, LOU, "9"))
    assert citations.provision_precision(given) == 1 / 2
    assert citations.paragraph_precision(given) == 1 / 3


def test_support_is_no_fault_to_cite_and_never_needed():
    given = outcome(case(ONE_FIRST, TWO), cited(1, LOU, "1", "1"), cited(2, LOU, "2"))
    assert citations.provision_precision(given) == 1.0
    assert citations.provision_recall(given) == 1.0


def test_recall_is_the_share_of_groups_of_which_one_alternative_is_cited():
    two_groups = case(ONE_FIRST, Gold("2016:1146", "20", "1"), TWO, required=((0, 1), (2,)))
    assert citations.provision_recall(outcome(two_groups, cited(1, LUF, "1"))) == 1 / 2
    assert citations.paragraph_recall(outcome(two_groups, cited(1, LOU, "1", "2"), cited(2, LOU, "2"))) == 1 / 2


def test_what_is_quoted_decides_the_paragraph_not_the_label():
    given = outcome(case(ONE_FIRST), cited(1, LOU, "1"))
    assert citations.paragraph_recall(replace(given, quoted={1: (("1", None), ("2", None))})) == 1.0
    assert citations.paragraph_recall(replace(given, quoted={1: (("2", None),)})) == 0.0


def test_a_point_of_the_gold_must_be_quoted():
    third = case(Gold("2016:1145", "20", "1", "1", "3"))
    given = outcome(third, cited(1, LOU, "1"))
    assert citations.paragraph_recall(replace(given, quoted={1: (("1", None), ("1", "3 a"))})) == 1.0
    assert citations.paragraph_recall(replace(given, quoted={1: (("1", None), ("1", "2"))})) == 0.0


def test_what_is_only_to_be_minded_neither_helps_nor_harms():
    given = outcome(case(ONE_FIRST), cited(1, LOU, "9"), cited(2, LOU, "1", "1"), kinds=["ground", "mind"])
    assert citations.provision_precision(given) == 0.0
    assert citations.provision_recall(given) == 0.0


def test_a_declined_question_has_no_precision_and_recalls_nothing():
    given = outcome(case(ONE_FIRST), reason="outside")
    assert citations.provision_precision(given) is None
    assert citations.provision_recall(given) == 0.0


def test_a_page_is_cited_when_the_quote_stands_on_it():
    page = EvalCase("a", "sv", "tender", "?", file="lou.pdf", pages=(3,))
    there = replace(cited(1, LOU, "1"), spans=(Span(3, 0, 5),))
    elsewhere = replace(cited(2, LOU, "1"), spans=(Span(4, 0, 5),))
    assert citations.provision_recall(outcome(page, there)) == 1.0
    assert citations.provision_recall(outcome(page, elsewhere)) == 0.0


@pytest.mark.parametrize(
    ("documents", "kinds", "value"),
    [([LOU], ["direct"], 1.0), ([LUF], ["direct"], 0.0), ([LOU, LUF], ["direct", "mind"], 1.0), ([], [], 0.0)],
)
def test_the_right_act_is_that_of_every_direct_statement(documents, kinds, value):
    cites = [cited(number, document, "1") for number, document in enumerate(documents, start=1)]
    assert right_act(outcome(case(ONE_FIRST), *cites, kinds=kinds)) == value


@pytest.mark.parametrize(
    ("fact", "text", "there"),
    [
        ("tre veckor|3 veckor", "Minst 3\nveckor.", True),
        ("10 dagar", "Efter 110 dagar.", False),
        ("10 000", "Högst 10000 kronor", True),
        ("Anbud", "ett anbud", True),
        ("75 %", "50 %", False),
    ],
)
def test_a_fact_is_there_when_one_of_its_alternatives_is(fact, text, there):
    assert key_facts.has_fact(fact, text) is there


def test_facts_are_looked_for_in_the_answer_and_with_its_quotes():
    wanted = case(ONE_FIRST, key_facts=("tio dagar", "elektroniskt"))
    given = outcome(wanted, cited(1, LOU, "1", quote="skickas elektroniskt"))
    assert key_facts.facts_in_answer(given) == 1 / 2
    assert key_facts.facts_in_answer_or_quotes(given) == 1.0


def test_what_must_not_be_said_is_seen():
    assert must_not.nothing_forbidden(outcome(case(ONE_FIRST, must_not=("tio dagar",)))) == 0.0
    assert must_not.nothing_forbidden(outcome(case(ONE_FIRST, must_not=("femton",)))) == 1.0


@pytest.mark.parametrize(
    ("kind", "declined", "recall", "precision", "answered"),
    [
        ("decline", "outside", 1.0, 1.0, None),
        ("decline", None, 0.0, None, None),
        ("statute", "outside", None, 0.0, 0.0),
        ("statute", None, None, None, 1.0),
        ("premise", "outside", None, None, None),
    ],
)
def test_refusals_are_counted_where_they_are_due_and_where_they_came(kind, declined, recall, precision, answered):
    given = outcome(case(kind=kind), reason=declined)
    assert refusal.refusal_recall(given) == recall
    assert refusal.refusal_precision(given) == precision
    assert refusal.answered(given) == answered


def test_the_reason_counts_only_for_what_was_rightly_declined():
    assert refusal.refusal_reason(outcome(case(kind="decline", reason="forecast"), reason="outside")) == 0.0
    assert refusal.refusal_reason(outcome(case(kind="decline", reason="forecast"))) is None


def test_quotes_are_shares_and_nothing_without_quotes():
    checks = (QuoteCheck(1, True, True), QuoteCheck(2, True, False))
    assert quotes.quotes_on_page(outcome(case(ONE_FIRST), checks=checks)) == 1.0
    assert quotes.quotes_in_boxes(outcome(case(ONE_FIRST), checks=checks)) == 1 / 2
    assert quotes.quotes_on_page(outcome(case(ONE_FIRST))) is None


def test_a_measure_that_does_not_apply_has_no_value():
    scored = score(outcome(case(kind="decline"), text="Nej.", reason="outside"))
    assert set(scored) == {"refusal-recall", "refusal-precision"}
    assert set(scored) <= set(MEASURES)
