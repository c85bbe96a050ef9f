"""References to law: every written form, the traps, and what they mean where they stand."""

import logging
import pathlib
import re
import subprocess
import sys
import time

import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus.references
from corpus.acts import acts
from corpus.errors import PinpointError
from corpus.model import Pinpoint
from corpus.references import find_references, format_pinpoint, parse_pinpoint


def labels(text, **context):
    return [format_pinpoint(reference.pinpoint) for reference in find_references(text, **context)]


# ---- forms that name one provision; they parse as a whole and are found in a sentence ----

ONE = {
    # full
    "4 kap. 1 §": "4 kap. 1 §",
    "20 kap. 13 a §": "20 kap. 13 a §",
    "19 a kap. 2 §": "19 a kap. 2 §",
    "14 kap. 1 § första stycket 2 LOU": "14 kap. 1 § första stycket 2 LOU",
    "14 kap. 1 § första stycket lagen (2016:1145) om offentlig upphandling": "14 kap. 1 § första stycket LOU",
    "20 kap. 6 § LOU andra stycket": "20 kap. 6 § andra stycket LOU",
    "14 kap. 6 § första stycket andra meningen LOU": "14 kap. 6 § första stycket LOU",
    "19 kap. 7 § enligt LOU": "19 kap. 7 § LOU",
    "3 kap. 7 c § sista stycket arbetsmiljölagen": "3 kap. 7 c § arbetsmiljölagen",
    "19 kap. LOU": "19 kap. LOU",
    # the space between, breaks, dashes, case
    "14\nkap. 6 §": "14 kap. 6 §",
    "14 kap.\u00a06\u00a0§\u2009LOU": "14 kap. 6 § LOU",
    "14 kap. 6 § förs\u00adta \r\n stycket LOU": "14 kap. 6 § första stycket LOU",
    "19kap 7§": "19 kap. 7 §",
    "19a kap. 7a §": "19 a kap. 7 a §",
    "19 KAP. 7 § lou": "19 kap. 7 § LOU",
    # everyday forms
    "19 kap 7 § LOU": "19 kap. 7 § LOU",
    "LOU 19:7": "19 kap. 7 § LOU",
    "19:7 LOU": "19 kap. 7 § LOU",
    "LOU 19 a:2": "19 a kap. 2 § LOU",
    "LOU 20:5 d": "20 kap. 5 d § LOU",
    "LOU 14:1 1 st. 2": "14 kap. 1 § första stycket 2 LOU",
    "LOU, 2:1": "2 kap. 1 § LOU",
    "LOU: 2:1 § 3": "2 kap. 1 § 3 LOU",
    "LOU – 19 kap. 7 §": "19 kap. 7 § LOU",
    "19 kap. 7 § (LOU)": "19 kap. 7 § LOU",
    "19 a kapitel LOU": "19 a kap. LOU",
    "2 § i LOU:s 19 kap.": "19 kap. 2 § LOU",
    "7 §, 19 kap. LOU": "19 kap. 7 § LOU",
    "14 kap 1§ 1st 2p LOU": "14 kap. 1 § första stycket 2 LOU",
    "14 kap. 1 § 1:a st. första punkten": "14 kap. 1 § första stycket 1",
    "kap 11, § 8": "11 kap. 8 §",
    "kapitel 19 § 7 LOU": "19 kap. 7 § LOU",
    "19 kap. § 7 LUF": "19 kap. 7 § LUF",
    "LOU 2016:1145 kap 17 § 12": "17 kap. 12 § LOU",
    "LOU:s 19 kap. 7 §": "19 kap. 7 § LOU",
    "9 kapitlet 8 paragrafen 1 stycket": "9 kap. 8 § första stycket",
    "nionde kapitlet åttonde paragrafen": "9 kap. 8 §",
    "paragraf 7 i kapitel 19": "19 kap. 7 §",
    "§ 7 kap 19 LOU": "19 kap. 7 § LOU",
    "7 § 19 kap. LOU": "19 kap. 7 § LOU",
    "andra stycket 2 i 7 § i 19 kap. LOU": "19 kap. 7 § andra stycket 2 LOU",
    "punkt 2 i 3 §": "3 § 2",
    "15 kap. 5 § punkten 2": "15 kap. 5 § 2",
    "§ 7 st. 2": "7 § andra stycket",
    "20 kap. 6 § 1 st.": "20 kap. 6 § första stycket",
    "20 kap. 6 § 2 st p. 3": "20 kap. 6 § andra stycket 3",
    "7 §, andra stycket, punkten 2": "7 § andra stycket 2",
    "13 kap. 3 § 2 p. lag (2016:1145) om offentlig upphandling": "13 kap. 3 § 2 LOU",
    "13 kap. 3 § 8 a LOU": "13 kap. 3 § 8 a LOU",
    "3 § 2 a": "3 § 2 a",
    "andra stycket punkten 2": "andra stycket 2",
    "3 kap. 5 § stycke 21 punkt 4": "3 kap. 5 § stycke 21 punkt 4",
    # English
    "chapter 20, section 1 of LOU": "20 kap. 1 § LOU",
    "Chapter 19 a section 2 LOU": "19 a kap. 2 § LOU",
    "chapter 19 section 7 of the Public Procurement Act": "19 kap. 7 § LOU",
    "section 10 FL": "10 § förvaltningslagen",
    "Section 1, first paragraph, point 2 LOU": "1 § första stycket 2 LOU",
    "second paragraph of section 7 of chapter 19 LOU": "19 kap. 7 § andra stycket LOU",
    "art. 59(2) of Directive 2014/24/EU": "artikel 59.2 i direktiv 2014/24/EU",
    "Article 57(4)(a) of Directive 2014/24/EU": "artikel 57.4 a i direktiv 2014/24/EU",
    "annex 2 to LUF": "bilaga 2 LUF",
    # other acts
    "2 kap. tryckfrihetsförordningen": "2 kap. tryckfrihetsförordningen",
    "13 kap. kommunallagen (2017:725)": "13 kap. kommunallagen (2017:725)",
    "3 kap. 6 § arbetsmiljölagen\n(1977:1160)": "3 kap. 6 § arbetsmiljölagen (1977:1160)",
    "10 kap. 3 § offentlighets- och sekretesslagen (2009:400)": "10 kap. 3 § OSL",
    "5 § lagen (1962:700)": "5 § lagen (1962:700)",
    "5 § lagen om anställningsskydd": "5 § lagen om anställningsskydd",
    "15 kap. 3 § lagen (2007:1091)": "15 kap. 3 § lagen (2007:1091)",
    "10 § upphandlingsförordningen (2016:1162)": "10 § upphandlingsförordningen",
    "3 kap. 7 § AFS 2023:3": "3 kap. 7 § AFS 2023:3",
    "2 kap. 12 § RF": "2 kap. 12 § RF",
    "AB 04 kap. 2 § 3": "2 kap. 3 § AB 04",
    "AB 04 kap 1 § 3": "1 kap. 3 § AB 04",
    "2:3 AB 04": "2 kap. 3 § AB 04",
    "ABT 06 kap. 5 § 1": "5 kap. 1 § ABT 06",
    # the EU
    "artikel 59.2 i direktiv 2014/24/EU": "artikel 59.2 i direktiv 2014/24/EU",
    "artikel 2.1 i rådets rambeslut 2003/568/RIF": "artikel 2.1 i rambeslut 2003/568/RIF",
    "artikel 57.4 första stycket a i LOU-direktivet": "artikel 57.4 första stycket a i direktiv 2014/24/EU",
    "artikel 346 i fördraget om Europeiska unionens funktionssätt (EUF-fördraget)": "artikel 346 i EUF-fördraget",
    "artikel K 3.2 c i fördraget om Europeiska unionen": "artikel K 3.2 c i EU-fördraget",
    "artikel 2.1": "artikel 2.1",
    "förordning (EU) nr 910/2014": "förordning (EU) nr 910/2014",
    "(EU) 2022/1031": "(EU) 2022/1031",
    "2004/18/EG": "2004/18/EG",
    # annexes, acts alone, tenders
    "bilaga 2": "bilaga 2",
    "bilaga 2 till LOU": "bilaga 2 LOU",
    "bilaga V del B avsnitt I till direktiv 2014/24/EU": "bilaga V del B avsnitt I till direktiv 2014/24/EU",
    "SFS 2016:1145": "LOU",
    "(2016:1145)": "LOU",
    "2016:1145": "LOU",
    "SFS 2025:360": "SFS 2025:360",
    "AFB.52": "AFB.52",
    "AFB 5.2": "AFB.52",
    "afb.5.2": "AFB.52",
    "AFC.111": "AFC.111",
    "AUB.513": "AUB.513",
    "AFB.52 KV-03": "AFB.52 KV-03",
    "AFB.22 rad 4": "AFB.22 rad 4",
    "krav KV-03": "rad KV-03",
    "punkt 1.2": "1.2",
    "avsnitt 1.4.5": "1.4.5",
    "avsnitt 3": "avsnitt 3",
    "AF 1.2": "1.2",
}


@pytest.mark.parametrize(("text", "label"), ONE.items(), ids=map(repr, ONE))
def test_a_form_is_read_alone_and_in_a_sentence(text, label):
    assert format_pinpoint(parse_pinpoint(text)) == label
    (reference,) = find_references(f"Vad säger {text}, och varför?")
    assert format_pinpoint(reference.pinpoint) == label
    assert (reference.start, reference.text) == (10, text)


# ---- lists, ranges, several acts ----

MANY = {
    "13 kap. 1–5 §§": ["13 kap. 1 §", "13 kap. 2 §", "13 kap. 3 §", "13 kap. 4 §", "13 kap. 5 §"],
    "6 kap. 12-13 §§": ["6 kap. 12 §", "6 kap. 13 §"],
    "1\u20123 §§": ["1 §", "2 §", "3 §"],
    "1 a–1 c §§": ["1 a §", "1 b §", "1 c §"],
    "20 kap. 13–13 b §§": ["20 kap. 13 §", "20 kap. 13 a §", "20 kap. 13 b §"],
    "3 a–5 §§": ["3 a §", "4 §", "5 §"],
    "4–5 a §§": ["4 §", "5 §", "5 a §"],
    "5 kap. 1–900 §§": ["5 kap. 1 §", "5 kap. 900 §"],
    "9–7 §§": ["9 §", "7 §"],
    "2 kap. 2 och 3 §§": ["2 kap. 2 §", "2 kap. 3 §"],
    "19 kap. 6 och 26 §§": ["19 kap. 6 §", "19 kap. 26 §"],
    "5 kap. 1 eller 2 §": ["5 kap. 1 §", "5 kap. 2 §"],
    "1 kap. 7, 8, 9 eller 10 §": ["1 kap. 7 §", "1 kap. 8 §", "1 kap. 9 §", "1 kap. 10 §"],
    "13, 13 a eller 13 b §": ["13 §", "13 a §", "13 b §"],
    "13 a och b §§ LOU": ["13 a § LOU", "13 b § LOU"],
    "10–12, 16 och 23–24 §§": ["10 §", "11 §", "12 §", "16 §", "23 §", "24 §"],
    "11 § 1 och 2": ["11 § 1", "11 § 2"],
    "första och andra styckena": ["första stycket", "andra stycket"],
    "första–tredje styckena": ["första stycket", "andra stycket", "tredje stycket"],
    "andra stycket 2 och 3": ["andra stycket 2", "andra stycket 3"],
    "första stycket 2 a och b": ["första stycket 2 a", "första stycket 2 b"],
    "7 § 1, 2 och 3 samt 9 § LOU": ["7 § 1 LOU", "7 § 2 LOU", "7 § 3 LOU", "9 § LOU"],
    "LOU 13:1-3": ["13 kap. 1 § LOU", "13 kap. 2 § LOU", "13 kap. 3 § LOU"],
    "13:1-13:2 LOU": ["13 kap. 1 § LOU", "13 kap. 2 § LOU"],
    "13–15 kap.": ["13 kap.", "14 kap.", "15 kap."],
    "19 eller 19 a kap.": ["19 kap.", "19 a kap."],
    "§§ 7–8 och 11 i 19 kap. LOU": ["19 kap. 7 § LOU", "19 kap. 8 § LOU", "19 kap. 11 § LOU"],
    "sections 6 and 8": ["6 §", "8 §"],
    "artiklarna 3 och 5–6 i direktiv (EU) 2017/541": [f"artikel {n} i direktiv (EU) 2017/541" for n in (3, 5, 6)],
    "bilagorna 1 och 2 LUF": ["bilaga 1 LUF", "bilaga 2 LUF"],
    "avsnitt 4.1 och 4.2": ["4.1", "4.2"],
    "14 kap. 1–2 §§ lagen (2016:1145) om offentlig upphandling": ["14 kap. 1 § LOU", "14 kap. 2 § LOU"],
    "4 kap. 8 § och 13 kap. 3 § första stycket 7": ["4 kap. 8 §", "13 kap. 3 § första stycket 7"],
    "13 kap. 1 och 2 §§ samt 3 § 2": ["13 kap. 1 §", "13 kap. 2 §", "13 kap. 3 § 2"],
    "12 § första stycket 2, 13 § första stycket 2": ["12 § första stycket 2", "13 § första stycket 2"],
    "16 kap. 1 § och 17 kap. 2 § LOU": ["16 kap. 1 § LOU", "17 kap. 2 § LOU"],
    "10 kap., 17 kap. 16 § och 18 kap. 2 § LUF": ["10 kap. LUF", "17 kap. 16 § LUF", "18 kap. 2 § LUF"],
    "LOU 2:1 och 2:3 samt LUF 3:4": ["2 kap. 1 § LOU", "2 kap. 3 § LOU", "3 kap. 4 § LUF"],
    "10 kap. 3 § LOU, 10 kap. 4 § LUF": ["10 kap. 3 § LOU", "10 kap. 4 § LUF"],
    "19 a kap. 2 § LOU och LUF": ["19 a kap. 2 § LOU", "19 a kap. 2 § LUF"],
    "17 kap. 2 § LOU och 10 § förvaltningslagen": ["17 kap. 2 § LOU", "10 § förvaltningslagen"],
    "LOU, LUF och LUK": ["LOU", "LUF", "LUK"],
}


@pytest.mark.parametrize(("text", "expected"), MANY.items(), ids=map(repr, MANY))
def test_a_list_gives_every_provision_that_it_names(text, expected):
    assert labels(f"Se {text}.") == expected
    with pytest.raises(PinpointError):
        parse_pinpoint(text)


# ---- what is no reference ----

TRAPS = [
    "senast kl. 14:30 eller 23:59",
    "kl. 09:15 LOU-möte",
    "skala 1:2000, 1:50 och förhållandet 2:1",
    "Anbud enligt avtalet ska lämnas 2026-11-23, 12.5.2026 eller den 3 maj 2026",
    "100 000 kr, 1,5 miljoner, 5 procent, 30 dagar och 2 st. pumpar",
    "Version 1.2 av dokumentet, tabell 3 och 12 st",
    "8 kap. i Norges upphandlingslag",
    "8 kap. 2 § i den norska upphandlingslagen (FOA)",
    "31 § i Finlands upphandlingslag",
    "finska upphandlingslagen 31 §",
    "chapter 8 of the Norwegian Public Procurement Act",
    "8 kap. i FOA",
    "§ 5 i entreprenadkontraktet",
    "lämnas enligt LOU-reglerna, 14:30",
    "3 kap. 2 § i avtalet",
    "15 kap. 3 § gamla LOU",
    "som följer. Lag (2021:1110).",
    "prop. 2015/16:195 s. 435, HFD 2022 ref. 4, C-461/20, TDOK 2012:93, Ds 2014:1",
    "Lagen har 22 kapitel, andra kapitel och andra stycken, 3 paragrafer och flera artiklar",
    "Får man lov? Det är lov m.fl. skäl.",
    "Med utgångspunkt i tidpunkten för förslagen om innovationspartnerskap",
    "AMA AF 21 och AF-delen",
    "artikelnummer 7 och bilagan, avsnittet, punkten, paragrafen",
    "COVID-19 och ISO-9001",
    "",
]


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_like_a_reference_is_left_alone(text):
    assert labels(text) == []
    assert labels(text, act="LOU", chapter="3", section="1") == []


@pytest.mark.parametrize(
    "text", ["", "hej", "1.2 kap", "19:7", "se 5 §", "5 § och 6 §", "LOU 19:7 gäller", "denna lag"]
)
def test_what_is_not_exactly_one_reference_is_refused_with_the_forms_that_work(text):
    with pytest.raises(PinpointError, match=re.escape(text) + ".*14 kap"):
        parse_pinpoint(text)


def test_a_lone_heading_number_and_an_amendment_note_are_read_only_when_they_are_the_whole_text():
    assert parse_pinpoint("1.4.5") == Pinpoint(code="1.4.5")
    assert parse_pinpoint("1.4.5 KV-03") == Pinpoint(code="1.4.5", row="KV-03")
    assert parse_pinpoint("Lag (2025:360)") == Pinpoint(act="lagen (2025:360)")
    assert labels("1.4.5 Allmänt. Lag (2025:360).") == []


def test_an_amendment_note_does_not_become_the_act_of_the_chapter_before_it():
    assert labels("tilldelas enligt 19 kap. Lag (2021:1110).", act="LOU") == ["19 kap. LOU"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enligt 5 § 10 arbetsdagar", "5 §"),
        ("enligt 1 § 30 dagar", "1 §"),
        ("2 § 3 procent", "2 §"),
        ("3 § 100 000 kronor", "3 §"),
        ("2 § 2016", "2 §"),
        ("13 kap. 1 § och 30 anbud", "13 kap. 1 §"),
        ("Under section 10 a supplier may", "10 §"),
        ("Under chapter 19 a supplier may", "19 kap."),
        ("AFC 12 veckor", "AFC"),
        ("bilaga 2-tjänster", "bilaga 2"),
        ("punkt 1.2.", "1.2"),
    ],
)
def test_a_number_that_belongs_to_the_sentence_is_no_part_of_the_reference(text, expected):
    assert labels(text) == [expected]


# ---- where the text stands ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enligt 5 §", ["3 kap. 5 § LUF"]),
        ("9–10 §§", ["3 kap. 9 § LUF", "3 kap. 10 § LUF"]),
        ("första stycket 3", ["3 kap. 8 § första stycket 3 LUF"]),
        ("andra stycket eller 5 §", ["3 kap. 8 § andra stycket LUF", "3 kap. 5 § LUF"]),
        ("5 § och andra stycket", ["3 kap. 5 § LUF", "3 kap. 8 § andra stycket LUF"]),
        ("5 §, andra stycket", ["3 kap. 5 § andra stycket LUF"]),
        ("punkt 3", ["3 kap. 8 § 3 LUF"]),
        ("10 kap. eller 5 §", ["10 kap. LUF", "3 kap. 5 § LUF"]),
        ("7 kap. 7 eller 8 § samt 9 §", ["7 kap. 7 § LUF", "7 kap. 8 § LUF", "7 kap. 9 § LUF"]),
        ("3 kap. 26 § denna lag", ["3 kap. 26 § LUF"]),
        ("i denna lag", ["LUF"]),
        ("enligt detta kapitel eller 14 kap. 3 §", ["14 kap. 3 § LUF"]),
        ("19 kap. 2 § gäller. 4 § samma kapitel", ["19 kap. 2 § LUF", "19 kap. 4 § LUF"]),
        ("bilaga 2", ["bilaga 2 LUF"]),
        ("artikel 5", ["artikel 5"]),
        ("AFB.52 och avsnitt 3", ["AFB.52", "avsnitt 3"]),
        ("2 § förvaltningslagen och 5 §", ["2 § förvaltningslagen", "3 kap. 5 § LUF"]),
        ("5 § och 10 kap. 3 § LOU", ["3 kap. 5 § LUF", "10 kap. 3 § LOU"]),
        ("2 kap. 3 § AB 04", ["2 kap. 3 § AB 04"]),
        ("lagen (2016:1147) om upphandling av koncessioner. 10 och 25 §§ i den lagen", ["LUK", "10 § LUK", "25 § LUK"]),
        (
            "bilaga 2 till LOU och till LUK, 5 kap. 1 § i samma lagar",
            ["bilaga 2 LOU", "LUK", "5 kap. 1 § LOU", "5 kap. 1 § LUK"],
        ),
        (
            "direktiv 2014/25/EU och artikel 17 i direktivet",
            ["direktiv 2014/25/EU", "artikel 17 i direktiv 2014/25/EU"],
        ),
    ],
)
def test_what_a_form_leaves_open_comes_from_where_the_text_stands(text, expected):
    assert labels(text, act="LUF", chapter="3", section="8") == expected


def test_without_context_a_relative_form_says_only_what_it_says():
    assert [r.pinpoint for r in find_references("enligt 5 § eller första stycket 3")] == [
        Pinpoint(section="5"),
        Pinpoint(paragraph="1", point="3"),
    ]
    assert [r.pinpoint for r in find_references("10 § i den lagen")] == [Pinpoint(section="10")]


def test_articles_are_at_home_in_an_act_of_the_eu():
    assert labels("artikel 5", act="direktiv 2014/24/EU") == ["artikel 5 i direktiv 2014/24/EU"]


def test_an_empty_line_ends_a_reference_but_a_line_break_does_not():
    assert labels("enligt 14 kap.\n6 §") == ["14 kap. 6 §"]
    assert labels("enligt 14 kap.\n\n6 §") == ["14 kap.", "6 §"]


def test_printing_without_the_act_and_printing_nothing():
    assert format_pinpoint(Pinpoint(act="LOU", chapter="19 a", section="2"), act_form=False) == "19 a kap. 2 §"
    with pytest.raises(PinpointError):
        format_pinpoint(Pinpoint())


# ---- properties ----

NUMBER = st.integers(1, 120).map(str)
LETTERED = st.builds(lambda n, letter: f"{n} {letter}", NUMBER, st.sampled_from("abcdefgh"))
NUMBERS = NUMBER | LETTERED
MAYBE_PARAGRAPH = st.none() | st.integers(1, 40).map(str)
MAYBE_POINT = st.none() | NUMBERS | st.sampled_from("abcd")
OTHER_ACTS = ["lagen (1962:700)", "arbetsmiljölagen (1977:1160)", "förordningen (2001:100)", "AB 04", "AFS 2023:3"]
SWEDISH = st.sampled_from([act.short for act in acts() if act.sfs] + OTHER_ACTS)
LETTERLESS = st.sampled_from(["miljöbalken", "TF"])  # only beside a provision
EU = st.sampled_from(["direktiv 2014/24/EU", "direktiv 2009/81/EG", "förordning (EU) nr 910/2014", "EUF-fördraget"])
ROW = st.from_regex(r"(KV-|SK-|K|U|P|ÄT-)[1-9][0-9]?", fullmatch=True) | NUMBER
CODE = st.from_regex(r"AF[A-J]\.[1-9]{1,4}", fullmatch=True) | st.sampled_from(["AFB", "AUB.513", "BBC.11", "3"])
DOTTED = st.lists(st.integers(1, 20), min_size=2, max_size=5).map(lambda ns: ".".join(map(str, ns)))
ANNEX = NUMBER.filter(lambda n: len(n) < 3) | st.sampled_from(["I", "V", "A", "2 A", "V del B avsnitt I"])

PINPOINTS = st.one_of(
    st.builds(
        Pinpoint,
        act=st.none() | SWEDISH | LETTERLESS,
        chapter=st.none() | NUMBERS,
        section=NUMBERS,
        paragraph=MAYBE_PARAGRAPH,
        point=MAYBE_POINT,
    ),
    st.builds(Pinpoint, act=st.none() | SWEDISH, chapter=NUMBERS),
    st.builds(Pinpoint, act=st.none() | SWEDISH, paragraph=st.integers(1, 40).map(str), point=MAYBE_POINT),
    st.builds(Pinpoint, act=st.none() | SWEDISH, point=NUMBERS),
    st.builds(
        Pinpoint,
        act=st.none() | EU,
        article=NUMBER | st.builds("{}.{}".format, st.integers(1, 120), st.integers(1, 20)),
        paragraph=MAYBE_PARAGRAPH,
        point=MAYBE_POINT,
    ),
    st.builds(Pinpoint, act=st.none() | SWEDISH | EU, annex=ANNEX, point=st.none() | NUMBER, row=st.none() | ROW),
    st.builds(Pinpoint, act=SWEDISH | EU),
    st.builds(Pinpoint, code=CODE, row=st.none() | ROW),
    st.builds(Pinpoint, row=ROW),
)
BARE_HEADINGS = st.builds(Pinpoint, code=DOTTED, row=st.none() | ROW)
FILLERS = [
    "Det följer av {} att anbudet ska prövas.",
    "Se {}.",
    "{}",
    "Myndigheten (jfr {}) får inte godta det, men leverantören har rätt att yttra sig.",
    "Hur ska vi läsa {}?\n\nVi undrar.",
]


@given(PINPOINTS | BARE_HEADINGS)
@settings(deadline=None, max_examples=300)
def test_a_printed_pinpoint_reads_back_as_itself(pinpoint):
    assert parse_pinpoint(format_pinpoint(pinpoint)) == pinpoint


@given(st.lists(st.tuples(PINPOINTS, st.sampled_from(FILLERS)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=300)
def test_printed_pinpoints_are_found_in_sentences_with_their_offsets(sentences):
    text, expected = "", []
    for pinpoint, filler in sentences:
        before, after = filler.split("{}")
        start, printed = len(text) + len(before), format_pinpoint(pinpoint)
        expected.append((pinpoint, start, start + len(printed), printed))
        text += before + printed + after + "\n\n"
    assert [(r.pinpoint, r.start, r.end, r.text) for r in find_references(text)] == expected


PIECES = [
    *("§", "§§", "kap.", "kapitel", "kapitlet", "stycket", "styckena", "st.", "p.", "punkt", "första", "andra", "och"),
    *("samt", ",", "-", ".", ":", "i", "of", "till", "enligt", "1", "2", "13", "19 a", "b", "7 §", "19:7", "23:59"),
    *(
        "59.2",
        "59(2)",
        "2016:1145",
        "(2016:1145)",
        "LOU",
        "LUF",
        "lagen",
        "artikel",
        "bilaga",
        "direktiv",
        "2014/24/EU",
    ),
    *("direktivet", "AFB.52", "KV-03", "rad", "avsnitt", "denna lag", "den lagen", "samma kapitel", "detta kapitel"),
    *(
        "AB 04",
        "Norges",
        "upphandlingslag",
        "section",
        "chapter",
        "paragraph",
        "Lag (2021:1110).",
        "\n\n",
        "ord",
        "kl.",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=60))
@settings(deadline=None, max_examples=300)
def test_no_text_makes_it_fail_and_offsets_always_hold(text):
    references = find_references(text, act="LOU", chapter="3", section="5")
    assert all(text[r.start : r.end] == r.text and r.text for r in references)
    assert [r.start for r in references] == sorted(r.start for r in references)


# ---- the grammar ----


def test_the_grammar_has_no_conflicts(caplog):
    grammar = pathlib.Path(corpus.references.__file__).with_suffix(".lark").read_text(encoding="utf-8")
    with caplog.at_level(logging.DEBUG, logger="lark"):
        lark.Lark(grammar, parser="lalr", lexer="basic", start=["phrase", "alone", "other"], debug=True)
    assert "onflict" not in caplog.text


# ---- cost ----


def test_importing_the_module_does_not_build_the_grammar():
    code = "import corpus.references; from corpus.reference_tokens import grammar; print(grammar.cache_info().currsize)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "0"
    )


@pytest.mark.slow
def test_two_hundred_pages_take_a_few_seconds_and_a_question_under_two_milliseconds():
    page = (
        "En myndighet som tillämpar 13 kap. 1–3 §§ eller 14 kap. 6 § första stycket 2 ska pröva om anbudet får godtas. "
        "Den ska lämna leverantören tillfälle att yttra sig inom en skälig tid, och sedan meddela sitt beslut med de "
        "skäl som har bestämt utgången, om det inte är uppenbart obehövligt eller skadligt för det allmänna. "
    )
    question = "Vad säger 19 kap. 7 § första stycket LOU om annonsering?"
    find_references(question)
    begun = time.process_time()
    find_references(page * (500_000 // len(page)))
    assert time.process_time() - begun < 10  # about 3 s of one core
    begun = time.process_time()
    for _ in range(100):
        find_references(question)
    assert (time.process_time() - begun) / 100 < 0.002  # about 0.4 ms


# ---- the reference corpus ----


def sections(path):
    """The chapter, number and text of every section of a statute in Markdown."""
    chapter, number, lines = None, None, []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "# end"]:
        if line.startswith("#"):
            if number:
                yield chapter, number, "\n".join(lines)
            heading = re.match(r"#+ (\d+(?: [a-z])?) (kap|§)", line)
            number, lines = (heading[1] if heading and heading[2] == "§" else None), []
            chapter = heading[1] if heading and heading[2] == "kap" else chapter
        else:
            lines.append(line)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "act"), [("lou-2016-1145.md", "LOU"), ("luf-2016-1146.md", "LUF")])
def test_every_own_reference_in_the_acts_leads_to_a_section_that_exists(reference, file, act):
    statute = list(sections(reference / "corpus" / "lagar" / file))
    exists = {(chapter, number) for chapter, number, _ in statute}
    found = [
        r.pinpoint
        for chapter, number, text in statute
        for r in find_references(text, act=act, chapter=chapter, section=number)
    ]
    own = {(p.chapter, p.section) for p in found if p.act == act and p.section}
    assert own <= exists
    assert {p.chapter for p in found if p.act == act and p.chapter} <= {chapter for chapter, _ in exists}
    assert 800 < len(found) < 1100


@pytest.mark.slow
def test_the_forms_are_as_frequent_in_the_two_acts_as_counted_by_hand(reference):
    spans = {
        (file, chapter, number, r.start): r.text
        for file in ("lou-2016-1145.md", "luf-2016-1146.md")
        for chapter, number, text in sections(reference / "corpus" / "lagar" / file)
        for r in find_references(text, act="LOU", chapter=chapter, section=number)
    }
    counted = {
        r"\d+(?: a)? kap\. \d+(?: [a-z])?[-–]": 46,
        r"\d+(?: [a-z])?[-–]\d+(?: [a-z])? §§": 42,
        r"\d+(?: a)? kap\. \d+(?: [a-z])? §": 191,
        r"(?:.* )?\w+ stycket \d": 55,
        r"(?:artikel|artiklarna) ": 36,
    }
    for pattern, count in counted.items():
        assert sum(bool(re.match(pattern, text)) for text in spans.values()) == pytest.approx(
            count, abs=0.15 * count
        ), pattern
