"""Divergences of vectors and matrices in ball arithmetic: as many digits as it takes, each of them proved.

A matrix of floats is taken for what it is, exactly. This is far slower than the kernels, and meant for where
a kernel's bound on its error is too large.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kldiv.answers.kernels.registry import FloatArray, Parameters
from kldiv.arb import NoBalls, arb, arb_mat
from kldiv.precision import ball_precision

__all__ = ["BALLS", "ENTROPIES", "NoBalls", "entropy_precisely", "precisely"]

#: Bits of precision, tried in turn.
_PRECISIONS = (192, 400, 800, 1600, 3200)
_GOOD = 2.0**-62


def precisely(slug: str, p: Parameters, q: Parameters) -> float:
    """Return the float nearest to D(p || q).

    Args:
        slug: the slug of both distributions, one of those in `BALLS`.
        p: the parameters of one distribution.
        q: those of another.

    Returns:
        The divergence in nats.

    Raises:
        ValueError: if a matrix is singular, so that no number of digits would do.
    """
    return max(0.0, _settled(lambda: BALLS[slug](p, q)))


def entropy_precisely(slug: str, p: Parameters) -> float:
    """Return the float nearest to H(p).

    Args:
        slug: the slug of the distribution, one of those in `ENTROPIES`.
        p: its parameters.

    Returns:
        The entropy in nats.

    Raises:
        ValueError: if a matrix is singular, so that no number of digits would do.
    """
    return _settled(lambda: ENTROPIES[slug](p))


def _settled(way: Callable[[], arb]) -> float:
    """Compute with more and more digits until the first ones are sure."""
    for bits in _PRECISIONS:
        with ball_precision(bits):
            try:
                found = way()
            except ZeroDivisionError:  # singular at this precision
                continue
            if found.is_finite() and (found.rad() <= abs(found.mid()) * _GOOD or found.is_zero()):
                return float(found.mid())
            if bits == _PRECISIONS[-1] and found.contains(0) and float(found.rad()) < 1e-300:
                return 0.0  # p and q are the same
    raise ValueError("no value was found: a matrix is singular, or so nearly that 3200 bits do not tell")


def _matrix(entries: FloatArray) -> arb_mat:
    return arb_mat(entries.tolist())


def _column(entries: FloatArray) -> arb_mat:
    return arb_mat([[v] for v in entries.tolist()])


def _number(value: FloatArray) -> arb:
    return arb(float(value))


def _symmetric(entries: FloatArray) -> arb_mat:
    given = _matrix(entries)
    return (given + given.transpose()) * arb(0.5)


def _gram(factor: FloatArray) -> arb_mat:
    given = _matrix(factor)
    return given * given.transpose()


def _covariance(given: Parameters) -> arb_mat:
    if "covariance_matrix" in given:
        return _symmetric(given["covariance_matrix"])
    if "scale_tril" in given:
        return _gram(given["scale_tril"])
    if "precision_matrix" in given:
        return _symmetric(given["precision_matrix"]).inv()
    return _gram(given["cov_factor"]) + _matrix(np.diag(given["cov_diag"]))


def _log_det(matrix: arb_mat) -> arb:
    return matrix.det().log()


def _trace(matrix: arb_mat) -> arb:
    return sum((matrix[i, i] for i in range(matrix.nrows())), arb(0))


def _distance(solved: arb_mat, gap: arb_mat) -> arb:
    return _trace(gap.transpose() * solved)


def _multivariate_normal(p: Parameters, q: Parameters) -> arb:
    one, other = _covariance(p), _covariance(q)
    gap = _column(p["loc"]) - _column(q["loc"])
    spread = _trace(other.solve(one)) - one.nrows() + _log_det(other) - _log_det(one)
    return (spread + _distance(other.solve(gap), gap)) / 2


def _side(given: Parameters, side: str) -> arb_mat:
    factor = given.get(f"scale_{side}")
    return _symmetric(given[f"{side}_covariance"]) if factor is None else _gram(factor)


def _matrix_normal(p: Parameters, q: Parameters) -> arb:
    rows, columns = ((_side(p, side), _side(q, side)) for side in ("row", "column"))
    gap = _matrix(p["loc"]) - _matrix(q["loc"])
    m, n = gap.nrows(), gap.ncols()
    spread = _trace(rows[1].solve(rows[0])) * _trace(columns[1].solve(columns[0])) - m * n
    logs = n * (_log_det(rows[1]) - _log_det(rows[0])) + m * (_log_det(columns[1]) - _log_det(columns[0]))
    distance = _trace(columns[1].solve(gap.transpose()) * rows[1].solve(gap))
    return (spread + logs + distance) / 2


def _normal_gamma(p: Parameters, q: Parameters) -> arb:
    one, other = _symmetric(p["precision_matrix"]), _symmetric(q["precision_matrix"])
    gap = _column(p["loc"]) - _column(q["loc"])
    a, b, rate, other_rate = (_number(d[name]) for name in ("concentration", "rate") for d in (p, q))
    spread = _trace(one.solve(other)) - one.nrows() + _log_det(one) - _log_det(other)
    normal = (spread + a / rate * _distance(other * gap, gap)) / 2
    gamma = (a - b) * a.digamma() - a.lgamma() + b.lgamma() + b * (rate / other_rate).log()
    return normal + gamma + a * (other_rate - rate) / rate


def _wishart(p: Parameters, q: Parameters) -> arb:
    one, other = _covariance(p), _covariance(q)
    n, a, b = one.nrows(), _number(p["df"]) / 2, _number(q["df"]) / 2
    steps = [arb(i) / 2 for i in range(n)]
    gammas = sum(((b - s).lgamma() - (a - s).lgamma() + (a - b) * (a - s).digamma() for s in steps), arb(0))
    return b * (_log_det(other) - _log_det(one)) + a * (_trace(other.solve(one)) - n) + gammas


def _dirichlet(p: Parameters, q: Parameters) -> arb:
    one, other = ([arb(v) for v in d["concentration"].tolist()] for d in (p, q))
    total, other_total = sum(one, arb(0)), sum(other, arb(0))
    mean = total.digamma()
    shares = ((a - b) * (a.digamma() - mean) + b.lgamma() - a.lgamma() for a, b in zip(one, other, strict=True))
    return sum(shares, total.lgamma() - other_total.lgamma())


def _log_two_pi() -> arb:
    return (2 * arb.pi()).log()


def _gamma_entropy(a: arb, rate: arb) -> arb:
    return a - rate.log() + a.lgamma() + (1 - a) * a.digamma()


def _normal_gamma_entropy(p: Parameters) -> arb:
    precision, a, rate = _symmetric(p["precision_matrix"]), _number(p["concentration"]), _number(p["rate"])
    normal = precision.nrows() * (1 + _log_two_pi() - a.digamma() + rate.log()) - _log_det(precision)
    return normal / 2 + _gamma_entropy(a, rate)


def _matrix_normal_entropy(p: Parameters) -> arb:
    m, n = p["loc"].shape
    return (m * n * (1 + _log_two_pi()) + n * _log_det(_side(p, "row")) + m * _log_det(_side(p, "column"))) / 2


def _wishart_entropy(p: Parameters) -> arb:
    spread, half = _covariance(p), _number(p["df"]) / 2
    n = spread.nrows()
    steps = [half - arb(i) / 2 for i in range(n)]
    gammas = sum((s.lgamma() for s in steps), n * (n - 1) * arb.pi().log() / 4)
    mean = sum((s.digamma() for s in steps), arb(0))
    return arb(n + 1) / 2 * (_log_det(spread) + n * arb(2).log()) + gammas - (half - arb(n + 1) / 2) * mean + half * n


#: Entropies, by the slug of p.
ENTROPIES: dict[str, Callable[[Parameters], arb]] = {
    "multivariate-normal": lambda p: (p["loc"].shape[0] * (1 + _log_two_pi()) + _log_det(_covariance(p))) / 2,
    "normal-gamma": _normal_gamma_entropy,
    "matrix-normal": _matrix_normal_entropy,
    "wishart": _wishart_entropy,
}
#: What there is, by the slug of p and q.
BALLS: dict[str, Callable[[Parameters, Parameters], arb]] = {
    "multivariate-normal": _multivariate_normal,
    "matrix-normal": _matrix_normal,
    "normal-gamma": _normal_gamma,
    "wishart": _wishart,
    "dirichlet": _dirichlet,
}
