"""Sixty digits to hold floats to: balls, which know their own error, at the floats' exact values.

For distributions of numbers the derived formula is evaluated, at several hundred bits: independent of how floats are
computed, not of the derivation, which the checks hold to quadrature. For arrays the formulas below are written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from kldiv.arb import arb, arb_mat
from kldiv.precision import ball_precision
from kldiv.values.balls import BallWalker, NoValue, Undecided, balls
from kldiv.values.walking import Unsupported

#: Bits tried in turn, and how small a radius must be beside the value: sixty digits.
PRECISIONS, ENOUGH = (320, 1300, 5000), 2.0**-200

Numbers = Mapping[str, Any]


def exact(formula: sp.Expr, at: Mapping[sp.Symbol, Fraction]) -> arb | None:
    """Evaluate a formula to sixty digits.

    Args:
        formula: free of integrals and sums.
        at: an exact number for each symbol.

    Returns:
        A ball; None where there are no such digits.
    """
    return settled(lambda: BallWalker(balls(at)).value(formula))


def settled(compute: Callable[[], arb]) -> arb | None:
    """Compute with ever more bits until sixty digits are proved."""
    for bits in PRECISIONS:
        with ball_precision(bits):
            try:
                value = compute()
            except (Undecided, Unsupported, NoValue, ZeroDivisionError):
                continue
            if value.is_finite() and value.rad() <= abs(value) * ENOUGH:
                return value
    return None


def relative_error(value: float, truth: arb) -> float:
    """Return how far a float is from a ball, relative to it."""
    if not np.isfinite(value):
        return float("inf")
    with ball_precision(320):
        return float(abs(arb(value) / truth - 1).mid())


# --- arrays, by hand ---


def _matrix(rows: Any) -> arb_mat:
    return arb_mat([[arb(float(cell)) for cell in row] for row in rows])


def _spread(given: Numbers, name: str) -> arb_mat:
    factor = _matrix(given[name])
    return factor * factor.transpose()


def _normal(step: arb_mat, one: arb_mat, other: arb_mat) -> arb:
    """Between normal distributions whose means differ by a step."""
    back = other.inv()
    stretch = (back * one).trace() - one.nrows() - (back * one).det().log()
    return (stretch + (step.transpose() * back * step)[0, 0]) / 2


def _step(p: Numbers, q: Numbers) -> arb_mat:
    cells = zip(np.ravel(p["loc"], "F"), np.ravel(q["loc"], "F"), strict=True)
    return arb_mat([[arb(float(a)) - arb(float(b))] for a, b in cells])


def multivariate_normal(p: Numbers, q: Numbers) -> arb:
    """Between multivariate normal distributions, by their factors."""
    return _normal(_step(p, q), _spread(p, "scale_tril"), _spread(q, "scale_tril"))


def matrix_normal(p: Numbers, q: Numbers) -> arb:
    """Between matrix normal distributions: multivariate ones whose covariance is a Kronecker product."""
    one, other = (_kronecker(_spread(side, "scale_column"), _spread(side, "scale_row")) for side in (p, q))
    return _normal(_step(p, q), one, other)


def _kronecker(a: arb_mat, b: arb_mat) -> arb_mat:
    size, inner = a.nrows() * b.nrows(), b.nrows()
    cells = [[a[j // inner, k // inner] * b[j % inner, k % inner] for k in range(size)] for j in range(size)]
    return arb_mat(cells)


def _gamma(a: arb, rate: arb, b: arb, other: arb) -> arb:
    return a * (other / rate - 1) + b * (rate / other).log() + (a - b) * a.digamma() - a.lgamma() + b.lgamma()


def normal_gamma(p: Numbers, q: Numbers) -> arb:
    """Between normal-gamma distributions: normal ones at the mean precision, and gamma ones."""
    one, other = _matrix(p["precision_matrix"]), _matrix(q["precision_matrix"])
    a, rate, b, other_rate = (arb(float(side[name])) for side in (p, q) for name in ("concentration", "rate"))
    still = arb_mat(one.nrows(), 1)
    step = _step(p, q)
    moved = (step.transpose() * other * step)[0, 0]
    return _normal(still, one.inv(), other.inv()) + a / rate * moved / 2 + _gamma(a, rate, b, other_rate)


def wishart(p: Numbers, q: Numbers) -> arb:
    """Between Wishart distributions."""
    one, other = _spread(p, "scale_tril"), _spread(q, "scale_tril")
    a, b, size = arb(float(p["df"])) / 2, arb(float(q["df"])) / 2, one.nrows()
    back = other.inv()
    total = a * ((back * one).trace() - size) - b * (back * one).det().log()
    for k in range(size):
        x, y = a - arb(k) / 2, b - arb(k) / 2
        total += y.lgamma() - x.lgamma() + (a - b) * x.digamma()
    return total


def dirichlet(p: Numbers, q: Numbers) -> arb:
    """Between Dirichlet distributions."""
    one, other = ([arb(float(x)) for x in side["concentration"]] for side in (p, q))
    a, b = sum(one, arb(0)), sum(other, arb(0))
    total = a.lgamma() - b.lgamma()
    for x, y in zip(one, other, strict=True):
        total += y.lgamma() - x.lgamma() + (x - y) * (x.digamma() - a.digamma())
    return total


def categorical(p: Numbers, q: Numbers) -> arb:
    """Between lists of probabilities, each divided by its sum."""
    one, other = ([arb(float(x)) for x in side["probs"]] for side in (p, q))
    a, b = sum(one, arb(0)), sum(other, arb(0))
    shares = [x / a * ((x / a) / (y / b)).log() for x, y in zip(one, other, strict=True)]
    return sum(shares, arb(0))


def von_mises_fisher(p: Numbers, q: Numbers) -> arb:
    """Between von Mises-Fisher distributions on the sphere in three dimensions, the directions taken as unit ones."""
    u, v = ([arb(float(x)) for x in side["loc"]] for side in (p, q))
    a, b = arb(float(p["concentration"])), arb(float(q["concentration"]))
    inner = sum((x * y for x, y in zip(u, v, strict=True)), arb(0))
    lengths = (sum((x * x for x in u), arb(0)) * sum((y * y for y in v), arb(0))).sqrt()
    mean = a.cosh() / a.sinh() - 1 / a
    return mean * (a - b * inner / lengths) + (a / b).log() + (b.sinh() / a.sinh()).log()


ARRAYS: dict[str, Callable[[Numbers, Numbers], arb]] = {
    "categorical": categorical,
    "dirichlet": dirichlet,
    "matrix-normal": matrix_normal,
    "multivariate-normal": multivariate_normal,
    "normal-gamma": normal_gamma,
    "von-mises-fisher": von_mises_fisher,
    "wishart": wishart,
}
