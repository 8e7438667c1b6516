"""Divergences between distributions of vectors, matrices and labels in mpmath, from the textbooks, and differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import mpmath
import numpy as np
from mpmath import matrix, mpf

#: A place in the parameters of p and q: "p" or "q", the parameter's name, and the index of the entry.
Row = tuple[Any, ...]
#: Digits, and the step of differences: what is left of them after two, and their error beside the value.
DIGITS, STEP = 130, mpf(10) ** -30


def covariance(given: dict[str, Any], whole: str = "covariance_matrix", factor: str = "scale_tril") -> matrix:
    """However it is given; a matrix that moves at one entry stands for its mean with its transpose."""
    if whole in given:
        return symmetric(given[whole])
    if factor in given:
        return matrix(given[factor]) * matrix(given[factor]).T
    if "precision_matrix" in given:
        return symmetric(given["precision_matrix"]) ** -1
    low = matrix(given["cov_factor"])
    return low * low.T + mpmath.diag(given["cov_diag"])


def symmetric(entries: Any) -> matrix:
    return (matrix(entries) + matrix(entries).T) / 2


def trace(square: matrix) -> mpf:
    return mpmath.fsum(square[k, k] for k in range(square.rows))


def spread(one: matrix, other: matrix) -> mpf:
    """What two centred normal distributions with these covariances are apart, twice."""
    inverse = other**-1
    return trace(inverse * one) - one.rows - mpmath.log(mpmath.det(one) / mpmath.det(other))


def normal(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    shift, second = matrix(p["loc"]) - matrix(q["loc"]), covariance(q)
    return (spread(covariance(p), second) + (shift.T * second**-1 * shift)[0]) / 2


def matrix_normal(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    sides = [("row_covariance", "scale_row"), ("column_covariance", "scale_column")]
    (u, v), (r, s) = ([covariance(given, *names) for names in sides] for given in (p, q))
    shift = matrix(p["loc"]) - matrix(q["loc"])
    m, n = shift.rows, shift.cols
    logs = n * mpmath.log(mpmath.det(u) / mpmath.det(r)) + m * mpmath.log(mpmath.det(v) / mpmath.det(s))
    means = trace(s**-1 * shift.T * r**-1 * shift)
    return (trace(r**-1 * u) * trace(s**-1 * v) - m * n - logs + means) / 2


def wishart(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    a, b, one, other = p["df"], q["df"], covariance(p), covariance(q)
    n = one.rows
    psi = mpmath.fsum(mpmath.digamma((a - k) / 2) for k in range(n))
    gammas = mpmath.fsum(mpmath.loggamma((b - k) / 2) - mpmath.loggamma((a - k) / 2) for k in range(n))
    logs = mpmath.log(mpmath.det(one) / mpmath.det(other))
    return gammas + (a - b) / 2 * psi + a / 2 * (trace(other**-1 * one) - n) - b / 2 * logs


def normal_gamma(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    a, b, c, d = p["concentration"], p["rate"], q["concentration"], q["rate"]
    shift, second = matrix(p["loc"]) - matrix(q["loc"]), symmetric(q["precision_matrix"])
    vectors = (spread(covariance(p), covariance(q)) + a / b * (shift.T * second * shift)[0]) / 2
    gammas = mpmath.loggamma(c) - mpmath.loggamma(a) + c * mpmath.log(b / d)
    return vectors + (a - c) * mpmath.digamma(a) + gammas + a * (d - b) / b


def dirichlet(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    a, b = p["concentration"], q["concentration"]
    log, psi = mpmath.loggamma, mpmath.digamma
    each = mpmath.fsum(log(y) - log(x) + (x - y) * (psi(x) - psi(mpmath.fsum(a))) for x, y in zip(a, b, strict=True))
    return each + log(mpmath.fsum(a)) - log(mpmath.fsum(b))


def categorical(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    one, other = ([x / mpmath.fsum(given["probs"]) for x in given["probs"]] for given in (p, q))
    return mpmath.fsum(x * mpmath.log(x / y) for x, y in zip(one, other, strict=True))


def directions(p: dict[str, Any], q: dict[str, Any]) -> mpf:
    (u, a), (v, b) = ((given["loc"], given["concentration"]) for given in (p, q))
    order = mpf(len(u)) / 2 - 1
    bessel = mpmath.besseli
    cosine = mpmath.fdot(u, v) / mpmath.sqrt(mpmath.fdot(u, u) * mpmath.fdot(v, v))
    logs = mpmath.log(bessel(order, b) / bessel(order, a)) + order * mpmath.log(a / b)
    return logs + bessel(order + 1, a) / bessel(order, a) * (a - b * cosine)


TRUTHS: dict[str, Callable[[dict[str, Any], dict[str, Any]], mpf]] = {
    "categorical": categorical,
    "dirichlet": dirichlet,
    "matrix-normal": matrix_normal,
    "multivariate-normal": normal,
    "normal-gamma": normal_gamma,
    "von-mises-fisher": directions,
    "wishart": wishart,
}


def rows_of(p: Any, q: Any) -> list[Row]:
    """Every entry of every parameter, but those above the diagonal of a triangular factor."""
    return [(i, *row) for i, one in (("p", p), ("q", q)) for row in entries(one)]


def entries(distribution: Any) -> Iterator[Row]:
    for name, value in distribution.parameters.items():
        for place in product(*(range(k) for k in np.shape(value))):
            if not (name.startswith("scale_") and place[0] < place[1]):
                yield (name, *place)


def by_differences(p: Any, q: Any, *rows: Row, digits: int = DIGITS) -> float:
    """Differentiate in one entry, or in two, by central differences."""
    with mpmath.workdps(digits):
        given = {index: exactly(one) for index, one in (("p", p), ("q", q))}
        return float(_difference(lambda: TRUTHS[p.slug](given["p"], given["q"]), given, rows))


def exactly(distribution: Any) -> dict[str, Any]:
    """The parameters as arrays of exact numbers."""
    found = {}
    for name, value in distribution.parameters.items():
        array = np.asarray(value, dtype=float)
        found[name] = mpf(float(array)) if array.ndim == 0 else np.vectorize(mpf, otypes=[object])(array)
    return {name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in found.items()}


def _difference(function: Callable[[], mpf], given: dict[str, Any], rows: tuple[Row, ...]) -> mpf:
    if not rows:
        return function()
    (index, name, *place), rest = rows[0], rows[1:]
    value = at(given[index], name, place)
    step = STEP * (abs(value) if value else 1)
    sides = []
    for sign in (1, -1):
        put(given[index], name, place, value + sign * step)
        sides.append(_difference(function, given, rest))
    put(given[index], name, place, value)
    return (sides[0] - sides[1]) / (2 * step)


def at(parts: dict[str, Any], name: str, place: list[int]) -> mpf:
    found = parts[name]
    for k in place:
        found = found[k]
    return found


def put(parts: dict[str, Any], name: str, place: list[int], value: mpf) -> None:
    if not place:
        parts[name] = value
        return
    found = parts[name]
    for k in place[:-1]:
        found = found[k]
    found[place[-1]] = value
