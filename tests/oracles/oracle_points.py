"""Random exact parameters for every distribution of the oracle, drawn without asking the distributions."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from flint import arb

Values = dict[str, Fraction]


def positive(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(3, 21), 7)


def real(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-21, 21), 8)


def probability(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(2, 17), 19)


def count(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(1, 9))


PARAMETERS: dict[str, dict[str, Callable[[random.Random], Fraction]]] = {
    "bernoulli": {"probs": probability},
    "binomial": {"total_count": count, "probs": probability},
    "geometric": {"probs": probability},
    "poisson": {"rate": positive},
    "negative-binomial": {"total_count": count, "probs": probability},
    "discrete-uniform": {"low": count, "high": count},
    "uniform": {"low": real, "high": positive},
    "log-uniform": {"low": positive, "high": positive},
    "beta": {"concentration1": positive, "concentration0": positive},
    "kumaraswamy": {"concentration1": positive, "concentration0": positive},
    "continuous-bernoulli": {"probs": probability},
    "logit-normal": {"loc": real, "scale": positive},
    "exponential": {"rate": positive},
    "gamma": {"concentration": positive, "rate": positive},
    "chi2": {"df": positive},
    "chi": {"df": positive},
    "inverse-gamma": {"concentration": positive, "rate": positive},
    "exp-gamma": {"concentration": positive, "rate": positive},
    "exp-inverse-gamma": {"concentration": positive, "scale": positive},
    "weibull": {"scale": positive, "concentration": positive},
    "frechet": {"scale": positive, "concentration": positive},
    "rayleigh": {"scale": positive},
    "maxwell": {"scale": positive},
    "pareto": {"scale": positive, "alpha": positive},
    "half-normal": {"scale": positive},
    "half-cauchy": {"scale": positive},
    "log-normal": {"loc": real, "scale": positive},
    "lindley": {"rate": positive},
    "normal": {"loc": real, "scale": positive},
    "laplace": {"loc": real, "scale": positive},
    "gumbel": {"loc": real, "scale": positive},
    "logistic": {"loc": real, "scale": positive},
    "cauchy": {"loc": real, "scale": positive},
    "student-t": {"df": positive, "loc": real, "scale": positive},
    "moyal": {"loc": real, "scale": positive},
    "inverse-gaussian": {"loc": positive, "concentration": positive},
    "von-mises": {"loc": real, "concentration": positive},
}


def draw(slug: str, seed: Any) -> Values:
    """Draw parameters; the upper end of an interval is drawn as its distance from the lower."""
    rng = random.Random(f"{slug} {seed}")
    values = {name: one(rng) for name, one in PARAMETERS[slug].items()}
    if "high" in values:
        values["high"] += values["low"]
    return values


def to_mpf(ball: arb) -> mpmath.mpf:
    return mpmath.mpf(ball.mid().str(45, radius=False))


def floats(values: Values) -> list[float]:
    return [float(v) for v in values.values()]
