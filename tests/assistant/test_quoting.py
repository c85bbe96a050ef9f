"""Which words of a provision are quoted, and whether they are found again on the page."""

import pytest

from assistant.quoting import answering_runs, sentences
from corpus.model import Part, Pinpoint, Provision, Span

FILL = "och det ska prövas i varje enskilt fall med hänsyn till alla omständigheter som parterna har lagt fram"


def provision(*parts):
    made, start = [], 0
    for paragraph, point, text in parts:
        made.append(Part(paragraph, text, (Span(1, start, start + len(text)),), point))
        start += len(text) + 1
    return Provision("d/P1", "d", "section", Pinpoint(act="LOU", section="1"), "1 § LOU", (), tuple(made))


def texts(runs):
    return [run.text for run in runs]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Det gäller enligt 14 kap. 1 § LOU. Annars inte.", ["Det gäller enligt 14 kap. 1 § LOU.", "Annars inte."]),
        ("Avgiften, t.ex. 5 procent, tas ut. Den är liten.", ["Avgiften, t.ex. 5 procent, tas ut.", "Den är liten."]),
        ("Senast kl. 10. Sedan inte.", ["Senast kl. 10. Sedan inte."]),
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text, pieces):
    assert sentences(text) == pieces


def test_a_short_provision_is_one_quote_that_names_no_paragraph():
    section = provision(("1", None, "Spärren är tio dagar."), ("2", None, "Skatten ska vara betald."))
    (run,) = answering_runs(section, ["skatten betald"], "Måste skatten vara betald?")
    assert run.text == "Spärren är tio dagar. Skatten ska vara betald."
    assert run.paragraph is None


def test_of_a_long_provision_the_paragraph_that_answers_is_quoted():
    long = " ".join([FILL] * 6)
    section = provision(("1", None, f"Spärren är tio dagar {long}."), ("2", None, "Skatten ska vara betald."))
    assert texts(answering_runs(section, ["skatten betald"], "Måste skatten vara betald?")) == [
        "Skatten ska vara betald."
    ]


def test_of_a_long_paragraph_the_sentences_that_answer_are_quoted():
    starts = ("Första är grus", "Spärren är tio dagar", "Tredje är sand", "Fjärde är lera")
    long = " ".join(f"{start} {FILL} {FILL}." for start in starts)
    (run,) = answering_runs(provision(("1", None, long)), ["spärren tio dagar"], "Hur lång är spärren?")
    assert run.text.startswith("Spärren är tio dagar")
    assert "grus" not in run.text
    assert run.text in long


def test_of_a_long_list_the_lead_in_and_the_points_that_answer_are_quoted():
    points = [
        ("1", str(n), f"{n}. sak nummer {word} {FILL} {FILL},")
        for n, word in enumerate(["ett", "grus", "tre", "fyra", "fem", "skatt", "sju"], 1)
    ]
    section = provision(("1", None, "En leverantör får uteslutas om"), *points)
    runs = texts(answering_runs(section, ["grus skatt"], "Uteslutas för grus eller skatt?"))
    assert runs[0].startswith("En leverantör får uteslutas")
    assert any("grus" in text for text in runs)
    assert any("skatt" in text for text in runs)
    assert not any("fem" in text.split() for text in runs[1:2])


def test_a_short_list_is_one_quote():
    section = provision(
        ("1", None, "Det gäller om"), ("1", "1", "1. priset är lågt, eller"), ("1", "2", "2. tiden är kort.")
    )
    assert texts(answering_runs(section, ["pris"], "?")) == ["Det gäller om 1. priset är lågt, eller 2. tiden är kort."]


def test_a_named_point_is_quoted_with_its_lead_in():
    points = [("1", str(n), f"{n}. sak {FILL} {FILL},") for n in range(1, 6)]
    section = provision(("1", None, "Det gäller om"), *points)
    runs = answering_runs(section, ["sak"], "?", point="4")
    assert [run.point for run in runs] == [None, "4"]


def test_what_is_quoted_lies_in_the_provisions_spans():
    section = provision(("1", None, "Spärren är tio dagar."), ("2", None, f"Skatten {' '.join([FILL] * 6)}."))
    (run,) = answering_runs(section, ["spärren"], "Hur lång är spärren?")
    assert run.spans == section.parts[0].spans


def test_every_number_that_the_plain_sentence_names_is_quoted():
    section = provision(
        ("1", None, f"Efter elektroniskt besked är spärren tio dagar {FILL}."),
        ("2", None, f"Annars är spärren femton dagar {FILL}."),
        ("3", None, f"Skatten ska vara betald {FILL} {FILL} {FILL}."),
    )
    runs = answering_runs(section, ["Hur lång är spärren?", "Vänta i 10 dagar, eller 15."], "Hur lång är spärren?")
    assert [run.paragraph for run in runs] == ["1", "2"]
