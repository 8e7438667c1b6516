"""k1, k2 and k3 between two normal distributions a step apart: derived mean and variance, and a sample that settles."""

from __future__ import annotations

import math

import numpy as np
import sympy as sp

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed

DISTANCE = 1.0
KINDS = ("k1", "k2", "k3")
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(120)


def values(draws: np.ndarray) -> dict[str, np.ndarray]:
    """Return what each estimator makes of single draws from p, which is standard normal.

    Args:
        draws: the draws.

    Returns:
        Estimator -> its values.
    """
    log = DISTANCE * draws - DISTANCE**2 / 2  # of q/p
    return {"k1": -log, "k2": log**2 / 2, "k3": np.expm1(log) - log}


def moments() -> dict[str, tuple[float, float]]:
    """Put the distance into the derived means and variances; a quadrature must agree.

    Returns:
        Estimator -> mean and standard deviation of a single draw.
    """
    entries = kldiv.catalogue()
    truth = kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(DISTANCE, 1))
    means = {"k1": truth, "k2": at_distance(entries["k2-mean-normal"].result), "k3": truth}
    weights = WEIGHTS / WEIGHTS.sum()
    out = {}
    for name, each in values(NODES).items():
        mean = agreed(name, means[name], float(weights @ each))
        variance = at_distance(entries[f"{name}-variance-normal"].result)
        agreed(name, variance, float(weights @ (each - mean) ** 2))
        out[name] = mean, math.sqrt(variance)
    return out


def at_distance(formula: sp.Expr) -> float:
    """Put the distance into a formula that has it as its only symbol."""
    (symbol,) = formula.free_symbols
    return float(formula.subs(symbol, DISTANCE))


def numbers() -> Numbers:
    """Compute the numbers of the figure and of the explorer in its place.

    Returns:
        Name -> value, unit and text.
    """
    out = {"settling.distance": number(DISTANCE, "", None)}
    for name, (mean, deviation) in moments().items():
        out[f"settling.{name}.mean.nats"] = number(mean, "nats", 3)
        out[f"settling.{name}.deviation.nats"] = number(deviation, "nats", 2)
    return out
