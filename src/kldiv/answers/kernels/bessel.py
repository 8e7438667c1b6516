"""Modified Bessel functions of any order and size, as the von Mises-Fisher distribution needs them.

Let V >= 0 be the order, k >= 0 the argument, w = sqrt(V^2 + k^2) and t = V/w. The ratio A = I_{V+1}(k) / I_V(k) solves
A' = 1 - A^2 - (2V + 1) A / k. Put A = (k/w) (1/(1 + t) + beta), and the equation becomes

    1/w + 2 beta + 2 beta/w + (1 - t^2) beta^2 + k d/dk (beta/w) = 0,

which the series beta = b_0/w + b_1/w^2 + ... solves, with polynomials b_s in t^2 (`_polynomials`). It is Debye's
expansion, uniform in V and k.

**How far the series cut off after b_K is from A.** Put into the equation, it leaves a residual of at most
M w^-(K+2), where M is known from the polynomials. The difference h of the two sides' beta/w solves
k h' + c h = residual, where c >= 2w - 1 by Amos's bound A >= k / (V + 1 + sqrt((V + 1)^2 + k^2)). So
|h| <= M w^-(K+3) as soon as w >= K + 4, but for what is left of h at w = K + 4, at most 2 / w^2, which dies out as
exp(-2 (w - K - 4)). The derivative misses the equation by the residual and (2w + 3) h, beside w^2 A', which is above
0.4. `series_errors` adds all that: below 1e-17 and 1e-16 for w >= 50.

Where w < 50, the order is raised until w >= 50, and A is brought down by A_V = k / (2V + 2 + k A_{V+1}), which makes
relative errors smaller.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import numpy as np

from kldiv.answers.kernels.registry import FloatArray
from kldiv.lazily import special

#: The last term of the series, and the least w at which it is used.
LAST, FAR = 16, 50.0
_Polynomial = list[Fraction]


def ratio(order: float, k: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return A = I_{V+1}(k) / I_V(k), and its derivative times w^2, or times 1 where w < 1.

    Args:
        order: V >= 0.
        k: numbers from 0 on; an imaginary part that is far smaller is a slope, which both then carry.

    Returns:
        Both, to a few units in the last place.
    """
    if np.iscomplexobj(k):
        value, bend = ratio(order, k.real)
        slope = bend / np.maximum(np.hypot(order, k.real), 1.0) ** 2
        return value + 1j * (slope * k.imag), _by_size(order, np.asarray(k))[1]
    return _by_size(order, np.asarray(k, dtype=np.float64))


def _by_size(order: float, k: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Take the series where it is exact to a float, and else bring it down from where it is."""
    far = np.hypot(order, k.real) >= FAR
    value, bend = np.empty_like(k), np.empty_like(k)
    value[far], bend[far] = _far_ratio(order, k[far])
    value[~far], bend[~far] = _near_ratio(order, k[~far])
    return value, bend


def length(order: float, k: FloatArray) -> FloatArray:
    """Return w = sqrt(V^2 + k^2), with k's slope if it carries one."""
    w = np.hypot(order, k.real)
    return w + 1j * (k.imag * (k.real / np.where(w > 0, w, 1.0))) if np.iscomplexobj(k) else w


def shortfall(order: float, k: FloatArray) -> FloatArray:
    """Return 1 - A, for w >= 50, to a few units in the last place; no term of it is negative."""
    w = length(order, k)
    t = order / w
    return (order + order * (order / (w + k))) / (order + w) - k / w * (_summed(0, t * t, w) / w)


def _near_ratio(order: float, k: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bring A and its derivative down from an order at which the series holds; w is below 50."""
    levels = max(0, math.ceil(FAR - order))
    down, slope = _far_ratio(order + levels, k)
    slope = slope / ((order + levels) ** 2 + k * k)
    for level in range(levels - 1, -1, -1):
        twice = 2 * (order + level) + 2
        below = twice + k * down
        slope = (twice - k * k * slope) / below**2
        down = k / below
    return down, slope * np.maximum(length(order, k), 1.0) ** 2


def _far_ratio(order: float, k: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return A and w^2 A' from the series; w must be at least 50."""
    w = length(order, k)
    t = order / w
    beta, bend, _ = (_summed(which, t * t, w) for which in range(3))
    return k / w * (1 / (1 + t) + beta / w), order / (1 + t) + bend


def log_rest(order: float, k: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return log I_V(k) less w - V log((V + w)/k) - log(2 pi w)/2, and its derivative, for w >= 50."""
    w = np.hypot(order, k)
    u = (order / w) ** 2
    first = _summed(0, u, w) + 0.5  # b_0 = -1/2 belongs to log w
    return _summed(2, u, w), k / w * (first / w)


def log_series(order: float, k: FloatArray) -> FloatArray:
    """Return log(I_V(k) V! (2/k)^V), which is 0 at k = 0, for k of at most 50: the power series, no term negative."""
    square = (k / 2) ** 2
    term = square / (order + 1)
    total = np.zeros_like(square)
    for j in range(2, 140):
        total = total + term
        term = term * square / (j * (order + j))
    return np.log1p(total)


def log_at_zero(order: float) -> float:
    """Return the limit of log(I_V(k) / k^V) for k towards 0."""
    return -order * math.log(2) - float(special.gammaln(order + 1))


def series_errors(w: float) -> tuple[float, float]:
    """Return bounds on the errors of A and of A' from the series, relative to each.

    Args:
        w: at least 50.

    Returns:
        The bounds that the module's docstring derives.

    Example:
        >>> max(series_errors(50.0)) < 1e-16
        True
    """
    start = LAST + 4.0
    left = 2 / start**2 * math.exp(-2 * (w - start)) * w / start
    residual = _residual() * w ** -(LAST + 2.0)
    apart = residual / w + left
    return apart * 2 * w / (1 - 4 / w), (residual + (2 * w + 3) * apart) * w**2 / 0.4


def _summed(which: int, u: FloatArray, w: FloatArray) -> FloatArray:
    """Return the sum over s of polynomial s in u, times w^-s."""
    total = np.zeros_like(w)
    for coefficients in reversed(_as_floats()[which]):
        total = total / w + np.polynomial.polynomial.polyval(u, coefficients)
    return total


@cache
def _as_floats() -> tuple[list[FloatArray], ...]:
    """Return, as floats, b_s; those of w^2 A'; and those of the logarithm, which is the integral of A."""
    value, bend, logarithm = [], [], []
    for s, b in enumerate(_polynomials()):
        fall = [-(2 * i + s + 2) * c for i, c in enumerate(b)]  # k d/dk (b_s / w^(s+2)) = (k/w)^2 fall / w^(s+2)
        value.append(b)
        bend.append(_sum(b, _times([Fraction(1), Fraction(-1)], fall)))
        logarithm.append([-c / (2 * i + s) if s else Fraction(0) for i, c in enumerate(b)])
    return tuple([np.array([float(c) for c in p]) for p in series] for series in (value, bend, logarithm))


@cache
def _polynomials() -> list[_Polynomial]:
    """Return b_0, ..., b_K as lists of coefficients of powers of t^2."""
    found: list[_Polynomial] = [[Fraction(-1, 2)]]
    for _ in range(LAST):
        found.append(_next(found))
    return found


def _next(found: list[_Polynomial]) -> _Polynomial:
    s = len(found) - 1
    inside = [(2 * i + s + 2) * c for i, c in enumerate(found[s])]
    for i in range(s + 1):
        inside = _sum(inside, [-c for c in _times(found[i], found[s - i])])
    return _sum([-c for c in found[s]], [c / 2 for c in _times([Fraction(1), Fraction(-1)], inside)])


@cache
def _residual() -> float:
    """Return M: what the cut series leaves of the equation is at most M w^-(K+2) for w >= 16."""
    known = _polynomials()
    total = 2 * _largest(_next(known))
    for m in range(LAST + 1, 2 * LAST + 1):
        crossed: _Polynomial = []
        for i in range(m - LAST, LAST + 1):
            crossed = _sum(crossed, _times(known[i], known[m - i]))
        total += _largest(crossed) * Fraction(1, 16) ** (m - LAST)
    return float(total)


def _largest(polynomial: _Polynomial) -> Fraction:
    """Return a bound on a polynomial over [0, 1]: its largest Bernstein coefficient in a high degree."""
    n = 150
    weights = [[Fraction(math.comb(j, i), math.comb(n, i)) for i in range(len(polynomial))] for j in range(n + 1)]
    return max(abs(sum((w * c for w, c in zip(row, polynomial, strict=True)), Fraction(0))) for row in weights)


def _sum(one: _Polynomial, other: _Polynomial) -> _Polynomial:
    size = max(len(one), len(other))
    padded = [p + [Fraction(0)] * (size - len(p)) for p in (one, other)]
    return [a + b for a, b in zip(*padded, strict=True)]


def _times(one: _Polynomial, other: _Polynomial) -> _Polynomial:
    product = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            product[i + j] += a * b
    return product
