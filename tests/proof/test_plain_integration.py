"""Wishart and multivariate normal results against plain integration of their densities, in one and two dimensions.

The derivations rest on theorems: the mean of a Wishart matrix, that of its log-determinant, the moments of a normal
vector. Here none is used. The densities are written as in the books (Muirhead, Aspects of Multivariate Statistical
Theory, 3.2.1), in coordinates in which they die away at every end, and p log(p/q) is added up over a grid: the
trapezoidal rule then converges exponentially. That the densities add up to one on the same grid shows that it is fine
enough.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp
from scipy.special import gammaln

import kldiv
from kldiv import MultivariateNormal, Wishart

Log = Callable[..., np.ndarray]

#: Both must agree to this many digits, relative above 1.
DIGITS = 9

HALF = sp.Rational(1, 2)


def log_normal(loc: list, covariance: list) -> Log:
    mean, spread = np.array(loc, dtype=float), np.array(covariance, dtype=float)
    inverse, n = np.linalg.inv(spread), len(loc)

    def at(*x: np.ndarray) -> np.ndarray:
        gap = np.stack(x, axis=-1) - mean
        form = np.einsum("...i,ij,...j", gap, inverse, gap)
        return -form / 2 - (n * np.log(2 * np.pi) + np.log(np.linalg.det(spread))) / 2

    return at


def log_wishart(df: float, scale: list) -> Log:
    """Of the entries of a matrix: w, or w11, w22 and w12."""
    spread, df = np.array(scale, dtype=float), float(df)
    inverse, n = np.linalg.inv(spread), len(scale)
    multigamma = gammaln(df / 2) if n == 1 else np.log(np.pi) / 2 + gammaln(df / 2) + gammaln(df / 2 - 1 / 2)
    constant = df * n / 2 * np.log(2) + df / 2 * np.log(np.linalg.det(spread)) + multigamma

    def at(a: np.ndarray, b: np.ndarray | float = 1.0, c: np.ndarray | float = 0.0) -> np.ndarray:
        trace = inverse[0, 0] * a if n == 1 else inverse[0, 0] * a + inverse[1, 1] * b + 2 * inverse[0, 1] * c
        # far out in the corners a b - c^2 rounds to nothing, where the weight is nothing too
        with np.errstate(divide="ignore"):
            return (df - n - 1) / 2 * np.log(a * b - c * c) - trace / 2 - constant

    return at


def line(low: float, high: float, step: float) -> np.ndarray:
    return np.arange(low, high + step / 2, step)


def integrals(
    log_p: Log, log_q: Log, places: tuple[np.ndarray, ...], volume: np.ndarray | float
) -> tuple[float, float]:
    """The integrals of p and of p log(p/q) over a grid."""
    p, q = log_p(*places), log_q(*places)
    weight = np.exp(p) * volume
    body = np.where(weight > 0, weight * (p - q), 0.0)
    return float(weight.sum()), float(body.sum())


def grid_of_vectors(n: int) -> tuple[tuple[np.ndarray, ...], float]:
    step = 0.1
    return tuple(np.meshgrid(*[line(-14, 14, step)] * n)), step**n


def grid_of_matrices(n: int) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Positive definite matrices: w = exp(s); in two dimensions w12 = sqrt(w11 w22) tanh(z) as well."""
    if n == 1:
        w = np.exp(line(-30, 6, 0.02))
        return (w,), w * 0.02
    s, t, z = np.meshgrid(line(-14, 5, 0.2), line(-14, 5, 0.2), line(-8, 8, 0.1), sparse=True)
    a, b = np.exp(s), np.exp(t)
    root = np.sqrt(a * b)
    return (a, b, root * np.tanh(z)), a * b * root / np.cosh(z) ** 2 * (0.2 * 0.2 * 0.1)


MEANS = {1: ([1], [-HALF]), 2: ([1, 0], [-HALF, 1])}
SPREADS = {1: ([[2]], [[HALF]]), 2: ([[2, HALF], [HALF, 1]], [[1, -HALF], [-HALF, 3]])}


@pytest.mark.parametrize("n", [1, 2])
def test_multivariate_normals(n):
    parameters = list(zip(MEANS[n], SPREADS[n], strict=True))
    mass, truth = integrals(*(log_normal(*own) for own in parameters), *grid_of_vectors(n))
    assert mass == pytest.approx(1, abs=10**-DIGITS)
    p, q = (MultivariateNormal(sp.Matrix(loc), sp.Matrix(spread)) for loc, spread in parameters)
    result = float(kldiv.derive(p, q).result)
    assert result == pytest.approx(truth, rel=10**-DIGITS, abs=10**-DIGITS)
    assert truth != pytest.approx(float(kldiv.derive(q, p).result), rel=1e-2)


@pytest.mark.parametrize("n", [1, 2])
def test_wishart_matrices(n):
    parameters = list(zip((sp.Rational(9, 2), sp.Rational(17, 4)), SPREADS[n], strict=True))
    mass, truth = integrals(*(log_wishart(*own) for own in parameters), *grid_of_matrices(n))
    assert mass == pytest.approx(1, abs=10**-DIGITS)
    p, q = (Wishart(df, sp.Matrix(spread)) for df, spread in parameters)
    result = float(kldiv.derive(p, q).result)
    assert result == pytest.approx(truth, rel=10**-DIGITS, abs=10**-DIGITS)
    assert truth != pytest.approx(float(kldiv.derive(q, p).result), rel=1e-2)
