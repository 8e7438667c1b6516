"""How many observations a divergence needs to reach given odds: the bound, and the average itself, by two routes."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed

ODDS = 20
SIZES = {"small": (0.01, 0), "middling": (0.1, 1), "large": (1.0, 1)}  # nats, and digits to show
RUNS = 4000
DEEPEST = 40  # the sum falls this far below its start with a probability of e^-40


@cache
def mean_observations(nats: float) -> float:
    """Return how long the sum of log-ratios takes on average, for normal distributions of equal scale.

    A log-ratio is normal with mean D and variance 2D. The expected number m(x) from a sum of x satisfies
    m(x) = 1 + integral of m(y) over all y below the mark, weighted by the density of the step from x to y: a linear
    system on the nodes of a Gauss-Legendre rule.

    Args:
        nats: the divergence D.

    Returns:
        The average.
    """
    mark, scale = math.log(ODDS), math.sqrt(2 * nats)
    pieces = np.linspace(-DEEPEST, mark, max(12, round((DEEPEST + mark) / scale)) + 1)
    x, w = np.polynomial.legendre.leggauss(6)
    half = np.diff(pieces) / 2
    nodes = (pieces[:-1, None] + half[:, None] * (1 + x)).ravel()
    weights = (half[:, None] * w).ravel()

    def steps(start: np.ndarray) -> np.ndarray:
        z = (nodes - start[:, None] - nats) / scale
        return np.asarray(np.exp(-(z**2) / 2) / (scale * math.sqrt(2 * math.pi)) * weights)

    solved = np.linalg.solve(np.eye(nodes.size) - steps(nodes), np.ones(nodes.size))
    return float(1 + (steps(np.zeros(1)) @ solved)[0])


def simulated(nats: float, rng: np.random.Generator) -> tuple[float, float]:
    """Watch many sums until they reach the mark.

    Args:
        nats: the divergence.
        rng: where the log-ratios come from.

    Returns:
        The average number of observations, and its standard error.
    """
    sums, taken = np.zeros(RUNS), np.zeros(RUNS)
    running = np.full(RUNS, True)
    while running.any():
        sums[running] += rng.normal(nats, math.sqrt(2 * nats), int(running.sum()))
        taken[running] += 1
        running = sums < math.log(ODDS)
    return float(taken.mean()), float(taken.std(ddof=1) / math.sqrt(RUNS))


def numbers() -> Numbers:
    """Compute the bound and the average for three divergences.

    Returns:
        Name -> value, unit and text.
    """
    rng = np.random.default_rng(1945)
    out: Numbers = {"evidence.odds": number(ODDS, "", None)}
    for name, (nats, digits) in SIZES.items():
        shift = math.sqrt(2 * nats)
        agreed("shift", kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(shift, 1)), nats)
        average, (mean, error) = mean_observations(nats), simulated(nats, rng)
        if abs(average - mean) > 4 * error:
            raise ArithmeticError(f"{nats} nats: {average} observations, but {mean} were simulated")
        if average < math.log(ODDS) / nats:
            raise ArithmeticError("Wald's bound")
        out |= {
            f"evidence.{name}.nats": number(nats, "nats", None),
            f"evidence.{name}.bound": number(math.log(ODDS) / nats, "", digits, how=f"log({ODDS})/{nats}"),
            f"evidence.{name}.mean": number(average, "", digits),
            f"evidence.{name}.shift": number(shift, "", 2, how=f"sqrt(2*{nats})"),
        }
    return out
