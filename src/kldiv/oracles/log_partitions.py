"""D(p || q) of exponential families by their log-partition functions alone, differentiated numerically.

With natural parameters a and b, D = A(b) - A(a) - (slope of A at a, towards b). No expectation is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kldiv.arb import arb, arb_mat
from kldiv.oracles.matrices import column, gamma_n, matrix, number, quadratic, vector
from kldiv.precision import ball_precision

#: Working precision in bits, and the step of the central difference: its error is far below the step squared.
_BITS, _DIGITS = 600, 40

#: A point on the straight line between two natural parameters, as parts that can be added and scaled.
Parts = tuple[Any, ...]


def _dirichlet(concentration: Any) -> Parts:
    return tuple(vector(concentration))


def _dirichlet_partition(*shares: arb) -> arb:
    return sum((a.lgamma() for a in shares), arb(0)) - sum(shares, arb(0)).lgamma()


def _normal(loc: Any, covariance_matrix: Any) -> Parts:
    precision = matrix(covariance_matrix).inv()
    return precision * column(loc), precision


def _normal_partition(pull: arb_mat, precision: arb_mat) -> arb:
    return (quadratic(precision.inv(), pull) - precision.det().log()) / 2


def _matrix_normal(loc: Any, row_covariance: Any, column_covariance: Any) -> Parts:
    """The normal distribution of the columns set one below the other."""
    mean, rows, columns = matrix(loc), matrix(row_covariance), matrix(column_covariance)
    m, n = mean.nrows(), mean.ncols()
    stacked = arb_mat(m * n, 1, [mean[j, k] for k in range(n) for j in range(m)])
    places = [(j, k) for k in range(n) for j in range(m)]
    joint = arb_mat([[rows[j, a] * columns[k, b] for a, b in places] for j, k in places])
    return _normal(stacked, joint)


def _normal_gamma(loc: Any, precision_matrix: Any, concentration: Any, rate: Any) -> Parts:
    mean, precision = column(loc), matrix(precision_matrix)
    return number(concentration), number(rate) + quadratic(precision, mean) / 2, precision * mean, precision


def _normal_gamma_partition(a: arb, lifted: arb, pull: arb_mat, precision: arb_mat) -> arb:
    rate = lifted - quadratic(precision.inv(), pull) / 2
    return a.lgamma() - a * rate.log() - precision.det().log() / 2


def _wishart(df: Any, covariance_matrix: Any) -> Parts:
    return number(df), matrix(covariance_matrix).inv()


def _wishart_partition(df: arb, inverse: arb_mat) -> arb:
    n = inverse.nrows()
    return df * n * arb(2).log() / 2 - df * inverse.det().log() / 2 + gamma_n(n, df / 2)


def _von_mises_fisher(loc: Any, concentration: Any) -> Parts:
    return (column(loc) * number(concentration),)


def _von_mises_fisher_partition(pull: arb_mat) -> arb:
    kappa = sum((pull[k, 0] * pull[k, 0] for k in range(pull.nrows())), arb(0)).sqrt()
    order = arb(pull.nrows()) / 2 - 1
    return kappa.bessel_i(order).log() - order * kappa.log()


#: Natural parameters (up to constants that cancel), and the log-partition function of them.
FAMILIES: dict[str, tuple[Callable[..., Parts], Callable[..., arb]]] = {
    "dirichlet": (_dirichlet, _dirichlet_partition),
    "multivariate-normal": (_normal, _normal_partition),
    "matrix-normal": (_matrix_normal, _normal_partition),
    "normal-gamma": (_normal_gamma, _normal_gamma_partition),
    "wishart": (_wishart, _wishart_partition),
    "von-mises-fisher": (_von_mises_fisher, _von_mises_fisher_partition),
}


def divergence_by_log_partition(slug: str, p: tuple[Any, ...], q: tuple[Any, ...]) -> arb:
    """Compute D(p || q) from the log-partition function of the family.

    Args:
        slug: the distribution of both.
        p: the parameters of p, nested tuples of rationals.
        q: the parameters of q.

    Returns:
        The divergence in nats to some fifty digits.

    Example:
        >>> print(divergence_by_log_partition("dirichlet", ((1, 1),), ((2, 1),)).str(10, radius=False))
        0.3068528194
    """
    with ball_precision(_BITS):
        natural, partition = FAMILIES[slug]
        start, end = natural(*p), natural(*q)

        def along(t: arb) -> arb:
            return partition(*(a + (b - a) * t for a, b in zip(start, end, strict=True)))

        step = arb(10) ** -_DIGITS
        slope = (along(step) - along(-step)) / (2 * step)
        return along(arb(1)) - along(arb(0)) - slope
