"""The Bregman route: within an exponential family D is the gap between the log-partition and its tangent.

D(p || q) = A(eta_q) - A(eta_p) - (eta_q - eta_p) . grad A(eta_p). The gradient is the mean of the sufficient
statistics; it is found by solving J^T m = dA/dtheta, so the natural parameters are never inverted.
"""

from __future__ import annotations

from fractions import Fraction

import mpmath
import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.precision import digit_precision
from kldiv.values.at_point import DIGITS, value_at

Point = dict[sp.Symbol, Fraction]


def has_bregman_route(p: Distribution, q: Distribution) -> bool:
    """Whether two distributions are of one exponential family with as many natural as plain free parameters."""
    if type(p) is not type(q):
        return False
    x = sp.Symbol("x", positive=True)
    family = p.exponential_family(x)
    if family is None or family.carrier != q.exponential_family(x).carrier:  # type: ignore[union-attr]
        return False
    return len(family.natural) == len(_free(p))


def _free(distribution: Distribution) -> list[sp.Symbol]:
    """The symbols that the natural parameters and the log-partition vary with."""
    return [v for v in distribution.parameters.values() if isinstance(v, sp.Symbol) and not v.is_integer]


def bregman_value(p: Distribution, q: Distribution, at: Point) -> mpmath.mpf:
    """D(p || q) by the Bregman form at one point.

    Args:
        p: a distribution of an exponential family, its parameters symbols.
        q: another of the same family.
        at: exact values of the parameters.

    Returns:
        The divergence to about thirty digits.

    Example:
        >>> from kldiv.distributions import DISTRIBUTIONS
        >>> p, q = DISTRIBUTIONS["exponential"].symbolic("p"), DISTRIBUTIONS["exponential"].symbolic("q")
        >>> point = dict(zip((*p.symbols(), *q.symbols()), (Fraction(1), Fraction(2))))
        >>> print(mpmath.nstr(bregman_value(p, q, point), 10))
        0.3068528194
    """
    x = sp.Symbol("x", positive=True)
    first, second = p.exponential_family(x), q.exponential_family(x)
    if first is None or second is None:
        raise ValueError(f"{p.name} has no exponential-family form")
    symbols = _free(p)
    with digit_precision(DIGITS):
        jacobian = mpmath.matrix([[value_at(sp.diff(eta, s), at) for s in symbols] for eta in first.natural])
        slope = mpmath.matrix([value_at(sp.diff(first.log_partition, s), at) for s in symbols])
        means = mpmath.lu_solve(jacobian.T, slope)
        gap = [value_at(b, at) - value_at(a, at) for a, b in zip(first.natural, second.natural, strict=True)]
        partition = value_at(second.log_partition, at) - value_at(first.log_partition, at)
        return partition - sum(g * m for g, m in zip(gap, means, strict=True))
