"""Which sections of different acts say the same."""

from corpus.model import Part, Pinpoint, Provision
from corpus.twins import find_twins

BANKS = "Banken ska ställa säkerhet för lånet inom tio dagar."
BOATS = "Båten får lägga till vid kajen när vinden mojnar."
BEES = "Bikupor flyttas om natten till blommande rapsfält."


def section(act, number, text, kind="section", heading=()):
    place = Pinpoint(act=act, section=str(number))
    return Provision(f"{act}/P{number}", act or "?", kind, place, f"{number} §", heading, (Part("1", text, ()),))


def test_the_same_rule_under_other_numbers_is_a_pair_of_twins():
    found = find_twins(
        [section("LOU", 1, BANKS), section("LOU", 2, BOATS), section("LUF", 7, BOATS), section("LUF", 8, BANKS)]
    )
    assert found == {"LOU/P1": ("LUF/P8",), "LOU/P2": ("LUF/P7",), "LUF/P7": ("LOU/P2",), "LUF/P8": ("LOU/P1",)}


def test_the_buyers_name_in_each_act_is_the_same_word():
    act, other = "Myndigheten prövar kajplatsen.", "Enheten prövar kajplatsen."
    others = [section("LOU", 2, BANKS), section("LUF", 9, BEES)]
    assert find_twins([section("LOU", 1, act), section("LUF", 7, other), *others])["LOU/P1"] == ("LUF/P7",)


def test_what_has_no_counterpart_is_left_out():
    found = find_twins([section("LOU", 1, BANKS), section("LOU", 2, BEES), section("LUF", 7, BANKS)])
    assert found.keys() == {"LOU/P1", "LUF/P7"}


def test_sections_of_one_act_are_no_twins():
    assert find_twins([section("LOU", 1, BANKS), section("LOU", 2, BANKS)]) == {}


def test_a_section_has_one_twin_an_act_the_nearest():
    near = f"{BANKS} {BOATS}"
    found = find_twins(
        [section("LOU", 1, near), section("LUF", 7, BANKS), section("LUF", 8, near), section("LUK", 9, near)]
    )
    assert found["LOU/P1"] == ("LUF/P8", "LUK/P9")
    assert "LUF/P7" not in found


def test_a_rubric_tells_apart_what_the_text_does_not():
    found = find_twins(
        [
            section("LOU", 1, "Detta gäller.", heading=("Båtar",)),
            section("LUF", 7, "Detta gäller.", heading=("Båtar",)),
            section("LUF", 8, "Detta gäller.", heading=("Bikupor",)),
        ]
    )
    assert found == {"LOU/P1": ("LUF/P7",), "LUF/P7": ("LOU/P1",)}


def test_only_sections_of_an_act_have_twins():
    parts = [section("LOU", 1, BANKS), section(None, 7, BANKS), section("LUF", 8, BANKS, kind="annex")]
    assert find_twins(parts) == {}
    assert find_twins([]) == {}


def test_the_order_in_which_the_acts_come_does_not_matter():
    given = [section(act, number, text) for number, text in enumerate((BANKS, BOATS, BEES)) for act in ("LUF", "LOU")]
    assert find_twins(given) == find_twins(given[::-1])
    assert len(find_twins(given)) == 6
