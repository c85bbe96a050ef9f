import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Answer, RefusalReason, Statement
from tests.ui.faking import QUOTED, FakeAssistant, FakeLibrary, FakeProgress, citation
from ui import markup
from ui.markup import Turn, duration, pieces
from ui.strings import texts

SV = texts("sv")
EVIL = "<script>alert(1)</script> \" ' & ${alert(2)} {{ 7*7 }}"


class Tags(HTMLParser):
    """The tags of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return FakeLibrary(tmp_path)


@pytest.fixture
def answer(library: FakeLibrary) -> Answer:
    return FakeAssistant(library).ask("Får vi?")


def shown(*turns: Turn) -> str:
    return markup.thread(turns, SV, 3)


def test_everything_an_answer_and_a_question_hold_is_escaped(library: FakeLibrary):
    document = replace(library.documents()[0], title=EVIL, wording=EVIL, id=f"x:{EVIL}", short=None)
    cited = replace(citation(library), document=document, label=EVIL, quote=EVIL)
    answer = Answer(EVIL, "sv", (EVIL,), EVIL, (Statement(EVIL, "direct", (1,)),), (cited,), notices=(EVIL,))
    refusal = Answer(EVIL, "sv", (), EVIL, reason="outside", closest=(cited,))
    tags = Tags(shown(Turn(EVIL, answer, True), Turn(EVIL, refusal, True), Turn(EVIL, failure=EVIL, done=True)))
    assert "script" not in tags.names
    assert tags.text.count("<script>alert(1)</script>") >= 9
    assert {name for name, _ in tags.attributes} <= {
        "class", "role", "aria-label", "aria-busy", "aria-hidden", "lang", "href", "target", "rel", "id",
        "data-source", "data-citation",
    }  # fmt: skip


def test_what_documents_are_called_is_escaped(library: FakeLibrary):
    documents = [replace(item, title=EVIL, short=EVIL, procurement=EVIL) for item in library.documents()]
    tags = Tags(markup.document_list(documents, SV))
    assert "script" not in tags.names
    assert "<script>alert(1)</script>" in tags.text


@given(st.text(max_size=60))
def test_any_question_comes_back_as_the_text_it_was(question: str):
    tags = Tags(markup.thread((Turn(question),), SV, 1))
    assert {"script", "b", "img"}.isdisjoint(tags.names)
    clean = question.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    assert clean in tags.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def test_kinds_of_statement_stand_apart_direct_ones_first(answer: Answer):
    mixed = replace(answer, statements=tuple(reversed(answer.statements)))
    html = shown(Turn("?", mixed, True))
    places = [html.index(text) for text in ("Ja. Ni får", SV("answer.ground"), SV("answer.mind"), SV("answer.sources"))]
    assert places == sorted(places)


def test_a_citation_links_to_the_page_and_carries_what_the_panel_shows(answer: Answer):
    html = shown(Turn("?", answer, True))
    assert '<a class="cite" href="/pdf/sfs:2016:1146@2025:361#page=2"' in html
    told = json.loads(unescape(re.findall(r"id=\"t1-c1\" data-citation='([^']*)'", html)[0]))
    assert told["label"] == "4 kap. 1 § första stycket LUF"
    assert (told["first"], told["pages"], told["verified"]) == (2, 4, True)
    assert told["wording"] == "t.o.m. SFS 2025:361"
    assert told["quote"] == QUOTED
    assert list(told["boxes"]) == ["2"]
    assert len(told["boxes"]["2"][0]) == 4


def test_each_citation_of_a_thread_has_an_id_of_its_own(answer: Answer, library: FakeLibrary):
    refusal = FakeAssistant(library).ask("Vem vinner?")
    html = shown(Turn("a", answer, True), Turn("b", answer, True), Turn("c", refusal, True))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 7
    assert set(re.findall(r' data-source="([^"]+)"', html)) == set(ids)


def test_a_marker_stands_where_the_text_has_it_and_else_at_the_end():
    assert pieces(Statement("Ja [1], men [9] nej.", "direct", (1, 2))) == ["Ja", 1, ", men [9] nej.", 2]
    assert pieces(Statement("Ja.", "direct", (3,))) == ["Ja.", 3]
    assert pieces(Statement("[2] Ja [2]", "direct", (2,))) == [2, " Ja", 2]


def test_a_marker_whose_citation_has_not_come_yet_is_plain_text(answer: Answer):
    html = shown(Turn("?", replace(answer, citations=())))
    assert "[1]" in html
    assert 'class="cite"' not in html


@pytest.mark.parametrize("reason", get_args(RefusalReason))
def test_every_refusal_says_why_and_shows_the_closest(reason: RefusalReason, library: FakeLibrary):
    refusal = Answer("?", "sv", (), "Därför att.", reason=reason, closest=(citation(library),))
    html = shown(Turn("?", refusal, True))
    assert SV(f"refused.{reason}") in html
    assert "Därför att." in html
    assert 'id="t1-n1"' in html


def test_a_thread_is_a_log_that_is_busy_while_an_answer_grows(answer: Answer):
    growing, whole = shown(Turn("?", answer)), shown(Turn("?", answer, True))
    assert 'role="log"' in whole
    assert 'aria-busy="true"' in growing
    assert 'aria-busy="false"' in whole
    assert SV("answer.done") in whole
    assert SV("answer.done") not in growing


def test_nothing_is_shown_of_no_turns_and_no_progress():
    assert shown().strip() == ""
    assert markup.progress_bar(None, SV) == ""
    assert markup.progress_bar(FakeProgress(total=0), SV) == ""


def test_progress_says_how_much_and_how_long():
    html = markup.progress_bar(FakeProgress(done=320, total=900, seconds_left=125), SV)
    assert "35\u00a0% klart, ungefär 2\u00a0min kvar" in html
    assert 'value="35"' in html
    assert "kvar" not in markup.progress_bar(FakeProgress(seconds_left=None), SV)
    assert 'value="100"' in markup.progress_bar(FakeProgress(done=1000), SV)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3, "mindre än en minut"), (60, "ungefär en minut"), (125, "ungefär 2 min"), (4000, "ungefär 67 min"),
     (7500, "ungefär 2 tim 5 min")],
)  # fmt: skip
def test_a_time_left_is_said_in_words(seconds: float, said: str):
    assert duration(seconds, SV).replace("\u00a0", " ") == said


def test_the_documents_are_counted_and_laws_name_their_wording(library: FakeLibrary):
    html = markup.document_list(library.documents(), SV)
    assert "3 dokument" in html
    assert "lydelse t.o.m. SFS 2025:361" in html
    assert html.index(SV("documents.laws")) < html.index(SV("documents.guides")) < html.index("<h3>Bana 1</h3>")
    assert SV("notice.advice") in html
    assert SV("documents.none") in markup.document_list((), SV)


def test_the_other_language_is_offered_in_its_own_name():
    assert 'href="/en/?lang=en" hreflang="en" lang="en"' in markup.header(SV)
    assert 'href="/?lang=sv" hreflang="sv" lang="sv"' in markup.header(texts("en"))
