"""A run → its report: one HTML file that needs nothing from elsewhere, and the same in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markdown_it import MarkdownIt

from evals import plots
from evals.asking import Record
from evals.compare import Comparison, compare
from evals.intervals import mean_of
from evals.measures.catalogue import MEASURES
from evals.refusal_curve import curve
from evals.runs import Run
from evals.summary import OURS, groups_of, lines_of, readable, values_of
from evals.tables import GROUPED, SEARCH, comparison_table, lines_table, measures_table, run_table, table

WORST = 25
LOST = 40
_TAG_MEASURES = ("hit@1", "every-needed@10", "citation-recall", "facts")
_SHARES = tuple(key for key, measure in MEASURES.items() if measure.unit == "share")


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot and what stands under it."""

    svg: str
    caption: str


def write_report(run: Run, earlier: Run | None, folder: Path) -> tuple[Path, Path]:
    """Write `report.html` and `report.md` into a folder; compared with an earlier run where one is given."""
    comparison = compare(earlier, run) if earlier else None
    folder.mkdir(parents=True, exist_ok=True)
    html, text = folder / "report.html", folder / "report.md"
    html.write_text(report_html(run, comparison), encoding="utf-8")
    text.write_text(report_markdown(run, comparison), encoding="utf-8")
    return html, text


def report_html(run: Run, comparison: Comparison | None = None) -> str:
    """The report as one HTML page."""
    loader = FileSystemLoader(Path(__file__).with_name("templates"))
    template = Environment(loader=loader, autoescape=select_autoescape()).get_template("report.html")
    groups = list(groups_of(run.records))
    lines = lines_of(groups)
    ours = [line for line in lines if line.system == OURS]
    searched = [line for line in lines if line.group.by in ("all", "set")]
    return template.render(
        run=run,
        errors=sum(record.error is not None for record in run.records),
        facts=_html(table(["what", "which"], list(_facts(run)))),
        measures=_html(measures_table(ours[0])),
        rivals=_html(lines_table(searched, SEARCH)),
        groups=_html(lines_table([line for line in ours if line.group.by != "all"], GROUPED)),
        comparison=comparison,
        differences=_html(comparison_table(comparison, 0)) if comparison else None,
        plots=list(_plots(run)),
        worst=worst_cases(run.records)[:WORST],
        shares=_SHARES,
        lost=[item for item in comparison.lost if readable(item.record)][:LOST] if comparison else [],
    )


def report_markdown(run: Run, comparison: Comparison | None = None) -> str:
    """The report as Markdown: the tables, the comparison, and the worst cases in short."""
    pieces = [f"# Evaluation {run.name}", table(["what", "which"], list(_facts(run))), run_table(run)]
    if comparison is not None:
        pieces.append(comparison_table(comparison, LOST))
    pieces.append("## The worst cases")
    pieces += [_short(record) for record in worst_cases(run.records)[:WORST]]
    return "\n\n".join(pieces) + "\n"


def worst_cases(records: Sequence[Record]) -> list[Record]:
    """The cases that are not wholly right, those with the lowest mean share first; errors before all.

    Those of test sets are left out.
    """
    marked = [(_mark(record), record) for record in records if readable(record)]
    return [record for mark, record in sorted(marked, key=lambda pair: pair[0]) if mark < 1]


def _mark(record: Record) -> float:
    if record.error is not None:
        return -1.0
    shares = [value for key, value in record.scores.items() if key in _SHARES]
    return sum(shares) / len(shares) if shares else 1.0


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    state = run.manifest.state
    for item in run.manifest.sets:
        yield "set", f"{item.name}: {item.cases} cases ({item.sha256})"
    yield (
        "program",
        f"{state.version}, commit {state.commit or '–'}{' (changed)' if state.changed else ''}, {state.code}",
    )
    yield "embedding model", state.encoder
    yield "answers by", f"{state.model} (prompts {state.prompts})"
    for shelf in state.shelves:
        yield "shelf", f"{shelf.name} v{shelf.version}: {', '.join(shelf.documents)} (layer {shelf.layer[:12]})"
    for key, value in state.settings.items():
        yield "setting", f"{key} = {value}"


def _plots(run: Run) -> Iterator[Plot]:
    tagged = [group for group in groups_of(run.records) if group.by == "tag"]
    for key in _TAG_MEASURES:
        means = [(group.name, mean_of(values_of(group.records, key))) for group in tagged]
        rows = [(name, mean) for name, mean in means if mean is not None]
        if rows:
            yield Plot(plots.bars(rows, f"{key} by tag"), f"{key} by tag, with 95 % intervals and (n).")
    chances = [
        (record.chance, bool(record.case.must_decline))
        for record in run.records
        if record.chance is not None and record.case.must_decline is not None
    ]
    if any(must for _, must in chances):
        recall, precision = (mean_of(values_of(run.records, f"refusal-{each}")) for each in ("recall", "precision"))
        now = (recall.value, precision.value) if recall and precision else None
        yield Plot(
            plots.refusal_curve(curve(chances), now, "refusal curve"),
            "Refusals: precision over recall as the threshold falls; the dot is the program as it stands "
            "(it also declines sections that do not exist, which no threshold governs).",
        )
    times = values_of(run.records, "wall")
    if times:
        yield Plot(plots.latency(times, "latency"), "The share of answers that were whole after so many ms.")


def _html(markdown: str) -> str:
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return html


def _short(record: Record) -> str:
    answer = record.error or (record.answer.text if record.answer else "")
    gold = "; ".join(f"{item.label} ({item.file} p. {', '.join(map(str, item.pages))})" for item in record.gold)
    lines = [
        f"### {record.set} {record.case.id}",
        f"- question: {record.case.question}",
        f"- answer: {' '.join(answer.split())[:600]}",
        f"- gold: {gold or record.case.expected or 'none'}",
        f"- found first: {'; '.join(hit.label for hit in record.hits[:5])}",
    ]
    return "\n".join(lines)
