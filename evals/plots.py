"""Figures → plots as SVG, written by hand so that a report needs nothing from elsewhere and no plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.intervals import Mean
from evals.refusal_curve import CurvePoint

_WIDTH, _LEFT, _RIGHT = 720, 150, 60
_ROW = 22
_SIDE, _PAD = 300, 44


def bars(rows: Sequence[tuple[str, Mean]], title: str) -> str:
    """A bar a row with its interval as a line and n behind; values from 0 to 1."""
    span = _WIDTH - _LEFT - _RIGHT
    pieces = []
    for number, (name, mean) in enumerate(rows):
        y = 10 + number * _ROW
        x0, x1 = (_LEFT + span * value for value in (mean.low, mean.high))
        pieces += [
            f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="bar" x="{_LEFT}" y="{y}" width="{span * mean.value:.1f}" height="15"/>',
            f'<line class="whisker" x1="{x0:.1f}" x2="{x1:.1f}" y1="{y + 7.5}" y2="{y + 7.5}"/>',
            f'<text x="{_WIDTH - _RIGHT + 8}" y="{y + 12}">{mean.value:.2f} ({mean.n})</text>',
        ]
    return _svg(_WIDTH, 20 + len(rows) * _ROW, title, pieces)


def refusal_curve(points: Sequence[CurvePoint], now: tuple[float, float] | None, title: str) -> str:
    """Precision over recall as the threshold falls; ``now`` is (recall, precision) as the program stands."""
    path = " ".join(f"{_x(point.recall):.1f},{_y(point.precision):.1f}" for point in points)
    pieces = [*_axes("recall", "precision", "0", "1"), f'<polyline class="line" points="{path}"/>']
    if now is not None:
        pieces.append(f'<circle class="now" cx="{_x(now[0]):.1f}" cy="{_y(now[1]):.1f}" r="5"/>')
    return _svg(_SIDE + 2 * _PAD, _SIDE + 2 * _PAD, title, pieces)


def latency(milliseconds: Sequence[float], title: str) -> str:
    """The share of answers that were there after so many milliseconds."""
    known = sorted(milliseconds)
    most = known[-1] if known else 1.0
    steps = [(value / most, (number + 1) / len(known)) for number, value in enumerate(known)]
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in steps)
    pieces = [*_axes("ms", "share of answers", "0", f"{most:.0f}"), f'<polyline class="line" points="{path}"/>']
    return _svg(_SIDE + 2 * _PAD, _SIDE + 2 * _PAD, title, pieces)


def _axes(across: str, up: str, low: str, high: str) -> list[str]:
    bottom, right = _PAD + _SIDE, _PAD + _SIDE
    return [
        f'<path class="axis" d="M{_PAD} {_PAD}V{bottom}H{right}"/>',
        f'<text x="{_PAD}" y="{bottom + 16}">{low}</text>',
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end">{high}</text>',
        f'<text x="{_PAD + _SIDE / 2}" y="{bottom + 32}" text-anchor="middle">{across}</text>',
        f'<text x="{_PAD}" y="{_PAD - 10}">{up}</text>',
        f'<text x="{_PAD - 6}" y="{_PAD + 10}" text-anchor="end">1</text>',
        f'<text x="{_PAD - 6}" y="{bottom}" text-anchor="end">0</text>',
    ]


def _x(value: float) -> float:
    return _PAD + _SIDE * value


def _y(value: float) -> float:
    return _PAD + _SIDE * (1 - value)


def _svg(width: int, height: int, title: str, pieces: Sequence[str]) -> str:
    shown = escape(title)
    head = f'<svg role="img" aria-label="{shown}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return f"{head}<title>{shown}</title>{''.join(pieces)}</svg>"
