"""A run, an earlier one and thresholds.toml → pass or fail: what a release is stopped by."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SettingsError
from evals.asking import Record
from evals.compare import shared_pairs
from evals.measures.catalogue import MEASURES
from evals.runs import Run
from evals.summary import values_of

THRESHOLDS = Path(__file__).with_name("thresholds.toml")
_SAME = 1e-9

Pairs = Sequence[tuple[Record, Record]]


class _InASet(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    drop: float
    cases: int


class Thresholds(BaseModel):
    """The thresholds file: drops, floors and ceilings by measure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    drop: dict[str, float] = Field(default_factory=dict)
    in_a_set: _InASet | None = Field(default=None, alias="in-a-set")
    least: dict[str, float] = Field(default_factory=dict)
    most: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was looked at."""

    passed: bool
    text: str


def load_thresholds(path: Path = THRESHOLDS) -> Thresholds:
    """Read a thresholds file; SettingsError for a key that is none or a measure that does not exist."""
    try:
        read = Thresholds.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        told = error.errors()[0] if isinstance(error, ValidationError) else None
        what = f"{'.'.join(map(str, told['loc']))}: {told['msg']}" if told else str(error)
        raise SettingsError(f"{path.name} is no thresholds file: {what}.") from error
    unknown = [key for key in (*read.drop, *read.least, *read.most) if key not in MEASURES]
    if unknown:
        raise SettingsError(f"{path.name}: there is no measure {unknown[0]}; there are {', '.join(MEASURES)}.")
    return read


def gate(earlier: Run, later: Run, thresholds: Thresholds) -> list[Verdict]:
    """Everything that was looked at; the run passes when all of it does."""
    pairs = shared_pairs(earlier, later)
    verdicts = [_whole(earlier, later, pairs), *_errors(later)]
    for measure, allowed in thresholds.drop.items():
        verdicts += _drops(measure, allowed, pairs, "all sets")
        if thresholds.in_a_set is not None:
            verdicts += _drops_in_sets(measure, thresholds.in_a_set, pairs)
    for measure, least in thresholds.least.items():
        verdicts += _bound(measure, later, least, at_least=True)
    for measure, most in thresholds.most.items():
        verdicts += _bound(measure, later, most, at_least=False)
    return verdicts


def _whole(earlier: Run, later: Run, pairs: Pairs) -> Verdict:
    missing = len(earlier.records) - len(pairs)
    if later.manifest.finished is None:
        return Verdict(False, f"{later.name} is not finished")
    if missing or not pairs:
        return Verdict(False, f"{missing} cases of {earlier.name} are not in {later.name} as they were")
    return Verdict(True, f"all {len(pairs)} cases of {earlier.name} are in {later.name}")


def _errors(later: Run) -> Iterator[Verdict]:
    for record in later.records:
        if record.error is not None:
            yield Verdict(False, f"{record.set} {record.case.id} ended in an error: {record.error}")


def _drops(measure: str, allowed: float, pairs: Pairs, where: str) -> Iterator[Verdict]:
    before, after = _values(measure, pairs)
    if not before:
        return
    if not after:
        yield Verdict(MEASURES[measure].key == "refusal-precision", f"{measure}, {where}: has no value any more")
        return
    was, now = sum(before) / len(before), sum(after) / len(after)
    text = f"{measure}, {where}: {was:.3f} → {now:.3f} (n = {len(after)}), may fall by {allowed:g}"
    yield Verdict(was - now <= allowed + _SAME, text)


def _drops_in_sets(measure: str, rule: _InASet, pairs: Pairs) -> Iterator[Verdict]:
    for name in dict.fromkeys(before.set for before, _ in pairs):
        members = [pair for pair in pairs if pair[0].set == name]
        lost = sum(
            after.scores[measure] < before.scores[measure] - _SAME
            for before, after in members
            if measure in before.scores and measure in after.scores
        )
        if lost >= rule.cases:
            yield from (verdict for verdict in _drops(measure, rule.drop, members, name) if not verdict.passed)


def _bound(measure: str, run: Run, bound: float, *, at_least: bool) -> Iterator[Verdict]:
    values = values_of(run.records, measure)
    if values:
        mean = sum(values) / len(values)
        passed = mean >= bound - _SAME if at_least else mean <= bound + _SAME
        yield Verdict(passed, f"{measure}: {mean:.3f}, must be {'at least' if at_least else 'at most'} {bound:g}")


def _values(measure: str, pairs: Pairs) -> tuple[list[float], list[float]]:
    before = values_of([pair[0] for pair in pairs], measure)
    return before, values_of([pair[1] for pair in pairs], measure)
