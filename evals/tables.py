"""Runs and comparisons → Markdown tables for the terminal and the report, and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evals.compare import Comparison
from evals.intervals import Mean
from evals.measures.catalogue import MEASURES
from evals.runs import Run
from evals.summary import OURS, Group, Line, groups_of, lines_of, readable

SEARCH = ("hit@1", "hit@5", "every-needed@10", "MRR", "nDCG@10")
GROUPED = ("hit@1", "hit@5", "every-needed@10", "right-act", "citation-recall", "facts", "answered", "refusal-recall")


def run_table(run: Run) -> str:
    """The figures of a run: every measure over all cases, the searches beside the rivals, and by group."""
    groups = list(groups_of(run.records))
    whole = next(line for line in lines_of(groups[:1]) if line.system == OURS)
    errors = sum(record.error is not None for record in run.records)
    pieces = [f"## {run.name}: {len(run.records)} cases" + (f", {errors} with an error" if errors else "")]
    pieces.append(measures_table(whole))
    searched = [group for group in groups if group.by in ("all", "set")]
    pieces.append(lines_table(lines_of(searched, SEARCH), SEARCH))
    pieces.append(lines_table([line for line in lines_of(groups[1:], GROUPED) if line.system == OURS], GROUPED))
    return "\n\n".join(pieces)


def measures_table(line: Line) -> str:
    """Every measure of one system on one group, with its interval and the number of cases."""
    rows = [
        [key, figure(mean.value, key), f"{figure(mean.low, key)}–{figure(mean.high, key)}", str(mean.n), measure.says]
        for key, measure in MEASURES.items()
        if (mean := line.means.get(key)) is not None
    ]
    return table(["measure", "mean", "95 %", "n", "what it says"], rows)


def lines_table(lines: Iterable[Line], measures: Sequence[str]) -> str:
    """Several systems and groups, a line each, the mean with its interval and n."""
    shown = [line for line in lines if any(key in line.means for key in measures)]
    rows = [
        [_group(line.group), line.system, *(with_interval(line.means.get(key), key) for key in measures)]
        for line in shown
    ]
    return table(["cases", "system", *measures], rows)


def comparison_table(comparison: Comparison, cases: int) -> str:
    """Two runs, measure by measure, and the first of the lost cases with what changed."""
    head = f"## {comparison.first} → {comparison.second}: {comparison.shared} cases in both"
    if comparison.apart:
        head += f", {comparison.apart} in one only or rewritten"
    rows = [
        [
            item.measure, figure(item.first.value, item.measure), figure(item.second.value, item.measure),
            with_interval(item.difference, item.measure, sign=True), str(item.wins), str(item.ties), str(item.losses),
            f"{item.p:.3f}", str(item.needed or "–"),
        ]
        for item in comparison.differences
    ]  # fmt: skip
    columns = [
        "measure", "first", "second", "difference", "wins", "ties", "losses", "p", "cases for 5 points",
    ]  # fmt: skip
    pieces = [head, table(columns, rows), f"{len(comparison.lost)} cases lost in some measure."]
    for lost in [item for item in comparison.lost if readable(item.record)][:cases]:
        worse = ", ".join(f"{key} {was:.2f} → {now:.2f}" for key, (was, now) in lost.measures.items())
        lines = [f"- {lost.record.set} {lost.record.case.id}: {lost.record.case.question[:100]}", f"  {worse}"]
        pieces.append("\n".join([*lines, *(f"  {change}" for change in lost.changes)]))
    return "\n\n".join(pieces)


def run_json(run: Run) -> dict[str, Any]:
    """The figures of a run as an object."""
    lines = [
        {
            "by": line.group.by, "group": line.group.name, "system": line.system,
            "measures": {
                key: {"mean": mean.value, "low": mean.low, "high": mean.high, "n": mean.n}
                for key, mean in line.means.items()
            },
        }
        for line in lines_of(groups_of(run.records))
    ]  # fmt: skip
    errors = sum(record.error is not None for record in run.records)
    return {"run": run.name, "cases": len(run.records), "errors": errors, "figures": lines}


def with_interval(mean: Mean | None, key: str, *, sign: bool = False) -> str:
    """A mean as "0.812 [0.70–0.90] 60"; a dash where the measure applies to no case."""
    if mean is None:
        return "–"
    lead = "+" if sign and mean.value > 0 else ""
    if MEASURES[key].unit == "share":
        return f"{lead}{mean.value:.3f} [{mean.low:.2f}, {mean.high:.2f}] {mean.n}"
    return f"{lead}{mean.value:.0f} [{mean.low:.0f}, {mean.high:.0f}] {mean.n}"


def figure(value: float, key: str) -> str:
    """A value in the measure's unit."""
    return f"{value:.3f}" if MEASURES[key].unit == "share" else f"{value:.0f}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in lines)


def _group(group: Group) -> str:
    return group.name if group.by in ("all", "set") else f"{group.by}: {group.name}"
