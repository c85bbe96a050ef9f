"""The acts that the program knows, and the names that people give them."""

import re

import pytest

from corpus.acts import act_by_name, act_by_sfs, act_pattern, acts, canonical_name, is_eu_act


@pytest.mark.parametrize(
    ("short", "sfs", "chapters"),
    [
        ("LOU", "2016:1145", True),
        ("LUF", "2016:1146", True),
        ("LUK", "2016:1147", True),
        ("LUFS", "2011:1029", True),
        ("LOV", "2008:962", True),
        ("OSL", "2009:400", True),
        ("upphandlingsförordningen", "2016:1162", False),
        ("lagen om upphandlingsstatistik", "2019:668", False),
        ("förvaltningslagen", "2017:900", False),
        ("konkurrenslagen", "2008:579", True),
        ("e-fakturalagen", "2018:1277", False),
        ("lagen om beräkning av lagstadgad tid", "1930:173", False),
    ],
)
def test_each_swedish_act_is_found_by_its_sfs_number(short, sfs, chapters):
    act = act_by_sfs(sfs)
    assert act is not None
    assert (act.short, act.chapters) == (short, chapters)
    assert sfs in act.title


def test_no_name_stands_for_two_acts():
    names = [name.lower() for act in acts() for name in (*act.aliases, *act.capitals)]
    assert len(names) == len(set(names))


def test_every_act_is_found_by_its_short_name_its_title_and_its_aliases():
    for act in acts():
        for name in (act.short, act.title, *act.aliases, *act.capitals):
            assert act_by_name(name) == act, name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("lou", "LOU"),
        ("LOU:s", "LOU"),
        ("upphandlingslagen", "LOU"),
        ("Upphandlingslagens", "LOU"),
        ("lagen (2016:1145) om offentlig upphandling", "LOU"),
        ("lag (2016:1145)  om offentlig\nupphandling", "LOU"),
        ("lagen om offentlig upphandling", "LOU"),
        ("the Public Procurement Act", "LOU"),
        ("the Swedish Public Procurement Act", "LOU"),
        ("försörjningslagen", "LUF"),
        ("lagen (2016:1146)", "LUF"),
        ("FL", "förvaltningslagen"),
        ("förvaltningslag", "förvaltningslagen"),
        ("lagen om upphandling på försvars‑ och säkerhetsområdet", "LUFS"),
        ("offentlighets- och sekretesslagen (2009:400)", "OSL"),
        ("SFS 2016:1162", "upphandlingsförordningen"),
        ("Directive 2014/24/EU", "direktiv 2014/24/EU"),
        ("direktivet 2014/25", "direktiv 2014/25/EU"),
        ("LOU-direktivet", "direktiv 2014/24/EU"),
    ],
)
def test_a_name_as_people_write_it_finds_its_act(name, short):
    act = act_by_name(name)
    assert act is not None
    assert act.short == short


@pytest.mark.parametrize(
    "name",
    [
        "lagen (2007:1091) om offentlig upphandling",
        "LOU 2007:1091",
        "kommunallagen",
        "direktiv 2004/18/EG",
        "upphandling",
    ],
)
def test_a_name_of_another_act_finds_none(name):
    assert act_by_name(name) is None


def test_abbreviations_that_are_words_count_in_running_text_only_in_capitals():
    pattern = re.compile(act_pattern())
    assert pattern.fullmatch("LOV")
    assert pattern.fullmatch("lou")
    assert not pattern.match("lov")
    assert not pattern.match("LOU-upphandling")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("upphandlingslagen", "LOU"),
        ("lag (1962:700)", "lagen (1962:700)"),
        ("arbetsmiljölag (1977:1160)", "arbetsmiljölagen (1977:1160)"),
        ("miljöbalkens", "miljöbalken"),
        ("LOU (2007:1091)", "lagen (2007:1091)"),
        ("(2021:1110)", "SFS 2021:1110"),
        ("AB04", "AB 04"),
        ("BrB", "BrB"),
        ("AFS 2023:3", "AFS 2023:3"),
        ("Directive 2009/81/EC", "direktiv 2009/81/EG"),
        ("Europaparlamentets och rådets förordning (EU) nr 910/2014", "förordning (EU) nr 910/2014"),
        ("fördraget om Europeiska unionens funktionssätt", "EUF-fördraget"),
    ],
)
def test_an_act_has_one_canonical_name(text, name):
    assert canonical_name(text) == name
    assert canonical_name(name) == name


def test_acts_of_the_eu_are_told_from_swedish_ones():
    assert is_eu_act("direktiv 2014/24/EU")
    assert is_eu_act("EUF-fördraget")
    assert not is_eu_act("lagen (2016:1145)")
