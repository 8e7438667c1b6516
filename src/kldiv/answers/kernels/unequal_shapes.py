"""Beta distributions one of whose shapes is far smaller than the other, where the shares of `forms.beta` cancel.

What cancels are gamma functions at a and at a + b for a b much smaller than a. Their difference is an integral over
the short way from a to a + b, by Gauss's rule.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kldiv.answers.kernels.arithmetic import ARRAYS
from kldiv.answers.kernels.binet import RULES
from kldiv.answers.kernels.choosing import ACCURATE, EPS, NEAR
from kldiv.answers.kernels.registry import FloatArray, Parameters
from kldiv.lazily import special

#: Gauss and Legendre on [0, 1]: exact to a float for these functions from a to 2 a.
_NODES, _WEIGHTS = (
    0.5 * (part + shift) for part, shift in zip(np.polynomial.legendre.leggauss(12), (1, 0), strict=True)
)
#: Rounding errors that one term of a sum may bring along, in units of EPS.
_ULPS = 16


def _over_way(function: Any, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the integral of a function from a to a + b."""
    return np.asarray(b * (_WEIGHTS @ function(a + _NODES[:, None] * b)))


def _judged(terms: list[FloatArray]) -> FloatArray:
    """Add terms up; no number where rounding may have cost too much."""
    total = sum(terms)
    error = _ULPS * EPS * sum(abs(term) for term in terms)
    return np.where(error <= ACCURATE * total, total, np.nan)


def _hessian_along(a: FloatArray, b: FloatArray, first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the divergence of a close pair: the second derivative along the segment, by a rule of Gauss and Jacobi."""
    parts: list[list[FloatArray]] = []
    for node, weight in RULES[-1][1]:
        x, y = a + node * first, b + node * second
        whole = special.zeta(2.0, x + y)  # the trigamma function
        larger = _over_way(lambda z: 2 * special.zeta(3.0, z), x, y)
        smaller = special.zeta(2.0, y) - whole
        parts.append([weight * larger * first**2, weight * smaller * second**2, -2 * weight * whole * first * second])
    return _judged([sum(terms) for terms in zip(*parts, strict=True)])


def _above_one(x: FloatArray) -> FloatArray:
    """Return log Gamma(1 + x)."""
    return np.asarray(ARRAYS.log_gamma_excess(1.0, 1 + x, x) - np.euler_gamma * x)


def _far(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> FloatArray:
    """Return the divergence of a pair that is not close, for b <= a."""
    way = _over_way(lambda z: special.zeta(2.0, z), a, b)  # psi(a + b) - psi(a)
    along, back = (c - a) * way, _over_way(special.digamma, a, b)
    # where d is the smaller one too, the logarithms in log Gamma(d) and log Gamma(b) are taken together
    first = [
        ARRAYS.ratio_excess(d, b),
        _above_one(d),
        -_over_way(special.digamma, c, d),
        -_above_one(b),
        back,
        along,
        (d - b) * (special.digamma(a + b) - special.digamma(1 + b)),
    ]
    second = [
        special.gammaln(c),
        -_over_way(special.digamma, d, c),
        -special.gammaln(b),
        back,
        along,
        (d - b) * (special.digamma(a + b) - special.digamma(b)),
    ]
    return np.where(d <= c, _judged(first), _judged(second))


def beta(p: Parameters, q: Parameters) -> FloatArray:
    """Return D(p || q) for beta distributions in a row.

    Args:
        p: the shapes of the first.
        q: those of the second.

    Returns:
        The divergences; no number where this road cannot vouch for them either.
    """
    a, b, c, d = (side[name] for side in (p, q) for name in ("concentration1", "concentration0"))
    turned = a < b
    a, b, c, d = np.where(turned, b, a), np.where(turned, a, b), np.where(turned, d, c), np.where(turned, c, d)
    first, second = c - a, d - b
    near = (abs(first) <= NEAR * a) & (abs(second) <= NEAR * b)
    return np.where(near, _hessian_along(a, b, first, second), _far(a, b, c, d))
