"""What a statute says of itself above its first section."""

from ingest.lines import Line
from ingest.statute_front import StatuteFront, read_front


def _lines(*rows: tuple[str, float]) -> list[Line]:
    return [
        Line(1, 0, len(text), text, 50.0, 80.0 + 20 * n, 300.0, 90.0 + 20 * n, size, False, 0, baseline=90.0 + 20 * n)
        for n, (text, size) in enumerate(rows)
    ]


def test_labelled_rows_are_read_also_as_cells() -> None:
    lines = _lines(
        ("Lag (2099:1145) om prov", 19.0),
        ("av varor", 19.0),
        ("SFS nr:", 10.0),
        ("2099:1145", 10.0),
        ("Utfärdad: 2098-12-01", 10.0),
        ("Ändrad:", 10.0),
        ("t.o.m. SFS 2100:360", 10.0),
        ("Ikraft: 2099-01-01", 10.0),
        ("1 § Lagen gäller t.o.m. SFS 2101:1", 10.0),
    )
    assert read_front(lines) == StatuteFront(
        title="Lag (2099:1145) om prov av varor",
        number="2099:1145",
        wording="t.o.m. SFS 2100:360",
        issued="2098-12-01",
        in_force="2099-01-01",
    )


def test_an_official_print_has_dates_in_words_and_no_wording() -> None:
    lines = _lines(
        ("SFS 2099:7", 10.0), ("Lag", 14.0), ("om prov;", 14.0), ("utfärdad den 3 maj 2098.", 10.0), ("1 § Lagen", 10.0)
    )  # fmt: skip
    front = read_front(lines)
    assert (front.title, front.number) == ("Lag om prov", "2099:7")
    assert (front.issued, front.wording, front.in_force) == ("2098-05-03", None, None)


def test_a_regulation_names_its_series() -> None:
    front = read_front(_lines(("Föreskrifter (AFS 2023:3) om prov", 25.0), ("(Ändrad: t.o.m. AFS 2024:1)", 11.0)))
    assert (front.number, front.wording) == ("2023:3", "t.o.m. AFS 2024:1")
