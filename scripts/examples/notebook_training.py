"""What the notebooks' training and fitting come to when a task changes them: run again, apart from the notebooks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import kldiv
from scripts.examples.display import Numbers, number

NOTEBOOKS = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
Array = np.ndarray[Any, np.dtype[np.float64]]


def logistic(features: Array, targets: Array, steps: int, rate: float) -> tuple[float, float]:
    """Train a logistic regression by gradient descent.

    Args:
        features: a row for each example.
        targets: the probability of the second class that each should be given.
        steps: how many.
        rate: how long they are.

    Returns:
        The average cross-entropy and the average divergence at the end, in nats.
    """
    weights = np.zeros(features.shape[1])
    for _ in range(steps):
        error = 1 / (1 + np.exp(-features @ weights)) - targets
        weights = weights - rate * features.T @ error / len(targets)
    score = features @ weights
    loss = float(np.mean(np.logaddexp(0, score) - targets * score))
    own = [kldiv.entropy(kldiv.Categorical([1 - t, t])) for t in targets]
    return loss, loss - float(np.mean(own))


def _ears() -> Numbers:
    """Ears that are all right: the loss of the small classifier falls as long as it is trained."""
    ears = np.array([-2.1, -1.4, -0.9, -0.6, 0.5, 0.8, 1.5, 2.0])
    features, labels = np.stack([np.ones(8), ears], axis=1), np.repeat([0.0, 1.0], 4)
    bits = [logistic(features, labels, steps, 0.5)[0] / math.log(2) for steps in (100, 1000, 10_000)]
    if not bits[0] > bits[1] > bits[2] > 0:
        raise ArithmeticError(f"the losses {bits} were to fall")
    names = ("hundred", "thousand", "ten-thousand")
    return {f"notebook.cats.{name}.bits": number(value, "bits", 5) for name, value in zip(names, bits, strict=True)}


def _petals() -> tuple[Array, Array]:
    """The notebook's flowers: length and width in standard units, and which kind they are."""
    source = (NOTEBOOKS / "classifier.py").read_text(encoding="utf-8")
    kinds = [re.search(rf'{name} = """([\d\s]+)"""', source) for name in ("VERSICOLOR", "VIRGINICA")]
    rows = [(int(four[:2]), int(four[2:])) for kind in kinds if kind for four in kind[1].split()]
    flowers = np.array(rows, dtype=float)
    return (flowers - flowers.mean(axis=0)) / flowers.std(axis=0), np.repeat([0.0, 1.0], len(rows) // 2)


def _flowers() -> Numbers:
    """The width alone, and labels that are softened more."""
    standard, labels = _petals()
    ones = np.ones((len(labels), 1))
    both = np.hstack([ones, standard])
    # Two scores that move in opposite directions, at rate one, are one score at rate two.
    whole, _ = logistic(both, labels, 300, 2.0)
    width, _ = logistic(both[:, [0, 2]], labels, 300, 2.0)
    out = {
        "notebook.classifier.both.nats": number(whole, "nats"),
        "notebook.classifier.width.nats": number(width, "nats"),
        "notebook.classifier.more.nats": number(width - whole, "nats"),
    }
    for name, share in (("soft", 0.9), ("softer", 0.6)):
        loss, divergence = logistic(both, share * labels + (1 - share) / 2, 300, 2.0)
        out[f"notebook.classifier.{name}.loss.nats"] = number(loss, "nats")
        out[f"notebook.classifier.{name}.divergence.nats"] = number(divergence, "nats")
    return out


GRID = np.linspace(-40, 40, 8001)


def _log_normal(loc: float, scale: float) -> Array:
    return np.asarray(-(((GRID - loc) / scale) ** 2) / 2 - np.log(scale * np.sqrt(2 * np.pi)))


def _reverse(half: float) -> Callable[[Array], float]:
    """D(q‖p) of a bell and two bumps that lie twice `half` apart; a point is a location and a log scale."""
    target = np.logaddexp(np.log(0.6) + _log_normal(-half, 0.7), np.log(0.4) + _log_normal(half, 0.7))

    def objective(point: Array) -> float:
        log_q = _log_normal(point[0], float(np.exp(point[1])))
        return float(np.sum(np.exp(log_q) * (log_q - target)) * (GRID[1] - GRID[0]))

    return objective


def descend(objective: Callable[[Array], float], start: tuple[float, float], steps: int = 1500) -> Array:
    """Return where the notebook's gradient descent ends."""
    point, rate = np.array(start, dtype=float), 1.0
    for _ in range(steps):
        slope = np.array([objective(point + e) - objective(point - e) for e in 1e-5 * np.eye(2)]) / 2e-5
        if float(np.abs(slope).max()) < 1e-7:
            break
        rate = min(rate, 0.5 / float(np.abs(slope).max()))
        while rate > 1e-12 and objective(point - rate * slope) > objective(point):
            rate /= 2
        point = point - rate * slope
        rate *= 1.5
    return point


def valleys(half: float) -> int:
    """Count the places where the reverse walk ends, from the bumps and from between them."""
    objective = _reverse(half)
    ends = {round(float(descend(objective, start)[0]), 1) for start in ((-half, -0.4), (0.0, 0.7), (half, -0.4))}
    return len(ends)


def _bumps() -> Numbers:
    """How near the bumps must be for one valley, and a walk that begins very wide."""
    low, high = 0.7, 2.0  # half the distance: one valley, several valleys
    if valleys(low) != 1 or valleys(high) < 2:
        raise ArithmeticError("one valley was expected for near bumps, several for far ones")
    for _ in range(7):
        middle = (low + high) / 2
        low, high = (middle, high) if valleys(middle) == 1 else (low, middle)
    out = {"notebook.fitting.one-valley": number(low + high, "", 1)}
    end = descend(_reverse(2.0), (0.5, math.log(3)))
    between = descend(_reverse(2.0), (0.5, -0.5))
    if abs(end - between).max() > 0.05:
        raise ArithmeticError(f"the wide walk ends at {end}, and not in the valley between, at {between}")
    out["notebook.fitting.wide.location"] = number(float(end[0]), "", 2)
    out["notebook.fitting.wide.scale"] = number(float(np.exp(end[1])), "", 2)
    return out


def numbers() -> Numbers:
    """Compute the numbers of the solutions.

    Returns:
        Name -> value, unit and text.
    """
    return _ears() | _flowers() | _bumps()
