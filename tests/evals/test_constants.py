"""Settings of a run: set where they are made and taken from, put back after, and never misspelt in silence."""

import pytest

from assistant import fuse, structure
from corpus.errors import SettingsError
from evals.constants import constants_set, parse_pairs


def test_a_constant_is_set_wherever_it_is_used_and_put_back():
    before = fuse.OTHER_ACT
    with constants_set({"fuse.OTHER_ACT": "0.75"}):
        assert (fuse.OTHER_ACT, structure.OTHER_ACT) == (0.75, 0.75)
    assert (before, before) == (fuse.OTHER_ACT, structure.OTHER_ACT)


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        ("fuse.OTHER", "in fuse these can: .*OTHER_ACT"),
        ("structure.OTHER_ACT", "can't be set"),
        ("fusion.OTHER_ACT", "has no module fusion"),
        ("depth=1", "depth is no setting"),
        ("fuse.OTHER_ACT=much", "must be a float"),
        ("model_timeout=long", "number of seconds"),
    ],
)
def test_a_setting_that_is_none_is_refused(program, pair, told):
    pairs = parse_pairs([pair if "=" in pair else f"{pair}=1"])
    with pytest.raises(SettingsError, match=told):
        program.with_settings(pairs)


def test_a_setting_needs_a_value():
    with pytest.raises(SettingsError, match="KEY=VALUE"):
        parse_pairs(["encoder"])


def test_a_field_of_the_calibration_that_is_none_is_refused(program):
    with pytest.raises(SettingsError, match="there are bias"):
        program.with_settings({"calibration.treshold": "1"}).assistant()


def test_settings_of_the_program_are_its_own(program):
    assert program.with_settings({"encoder": "other", "model_timeout": "5"}).model_timeout == 5.0
