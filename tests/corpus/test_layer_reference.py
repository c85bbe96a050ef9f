"""The plain-language layer that comes with the program, held against the acts of the reference corpus."""

from pathlib import Path

import pytest

from corpus.acts import act_by_sfs
from corpus.plain_check import check
from ingest.facts import read_metadata
from ingest.identify import identify
from ingest.read import read_pdf
from ingest.statute import recognise_statute

ACTS = (
    "forvaltningslag-2017-900",
    "lag-om-upphandlingsstatistik-2019-668",
    "lou-2016-1145",
    "lov-2008-962",
    "luf-2016-1146",
    "luk-2016-1147",
    "osl-2009-400-utdrag",
    "upphandlingsforordning-2016-1162",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTS)
def test_every_section_has_an_entry_bound_to_its_wording_that_says_nothing_it_does_not(reference: Path, name: str):
    data = (reference / "corpus" / "lagar" / f"{name}.pdf").read_bytes()
    read = read_pdf(data, "?")
    document = identify(read, f"{name}.pdf", "0", read_metadata(data)).document
    act = act_by_sfs(str(document.sfs))
    assert act is not None
    sections = recognise_statute(document.id, act.short, read.lines, read.pages).provisions
    assert [str(finding) for finding in check(sections)] == []
