"""The non-negative parts that divergences are written in, for arrays and for single floats alike.

A form such as `forms.gamma` says once how a divergence is put together from these parts. Run on arrays it works block
by block; run on floats it needs no NumPy; run on symbols (answers/proved_forms.py) it shows which formula it is.
No part cancels where its arguments are close: each goes over to a series, or to a rule of Gauss and Jacobi.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from kldiv.answers.kernels import bessel, binet
from kldiv.answers.kernels.binet import Rule, polynomial, rule_for

#: Below this a relative change is near: parts take their series, or a rule.
NEAR = 0.15
#: The same for logarithms, whose difference from x loses fewer digits than a rule costs time.
CLOSE = 0.04
#: A quotient inside these bounds has neither overflowed nor lost digits to underflow.
_SMALL, _LARGE = 1e-290, 1e290
#: A sum this much smaller than its terms is computed again with twice the digits.
_CANCELLED = 0.02
#: The relative error up to which a value is taken.
ACCURATE = 1e-13
EPS = 2.0**-53
_SPLITTER = 134217729.0  # 2^27 + 1

# log((1 + s) / (1 - s)) = 2 s (1 + y/3 + y^2/5 + ...) for y = s^2.
_ODD = tuple(1 / (2 * k + 3) for k in range(20))
# exp(y) - 1 - y = y^2 (1/2 + y/6 + ...).
_FACTORIALS = tuple(1 / math.factorial(k) for k in range(2, 24))
# x coth(x/2) - 2 = sum over n >= 1 of 2 B_2n x^2n / (2n)!; for |x| <= 1 what is left out is below 1e-18.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
_COTH = tuple(2 * b / math.factorial(2 * n) for n, b in enumerate(_BERNOULLI, 1))
# The derivative of log(sinh(x/2) / (x/2)) is half of that over x, less 1/x; and its derivative.
_SINH_SLOPE = tuple(coefficient / 2 for coefficient in _COTH)
_SINH_CURVATURE = tuple((2 * n - 1) * coefficient / 2 for n, coefficient in enumerate(_COTH, 1))

Part = Callable[..., Any]


class Arithmetic:
    """What differs between arrays and floats: elementary functions, and choosing between two ways."""

    exp: Part
    expm1: Part
    log: Part
    log1p: Part
    hypot: Part
    sqrt: Part
    sin: Part
    #: Half a unit in the last place of 1.
    eps = EPS

    def number(self, top: int, bottom: int) -> Any:
        """Return a fraction."""
        return top / bottom

    def split(self, size: Any, near: Part, far: Part, *given: Any, limit: float = NEAR) -> Any:
        """Return near(reach, *given) where size is at most the limit, far(*given) elsewhere."""
        raise NotImplementedError

    def again(self, doubtful: Any, better: Part, value: Any, *given: Any) -> Any:
        """Return better(*given) where it is doubtful, the value elsewhere."""
        raise NotImplementedError

    def mean_of(self, function: Part, start: Any, change: Any, rule: Rule) -> Any:
        """Return the integral over t in [0, 1] of (1 - t) function(start + t change), by a rule of Gauss and Jacobi."""
        raise NotImplementedError

    # --- logarithms ---

    def log_ratio(self, a: Any, b: Any) -> Any:
        """Return log(a / b), also where the quotient leaves the range of a float."""
        ratio = a / b
        return self.again(
            (ratio < _SMALL) | (ratio > _LARGE), lambda c, d: self.log(c) - self.log(d), self.log(ratio), a, b
        )

    def log_beyond(self, x: Any, a: Any, b: Any) -> Any:
        """Return log(a / b), which is log(1 + x), from the x that goes with it, so that its rounding drops out."""
        return self.again((x < -0.99) | (x > _LARGE), self.log_ratio, self.log1p(x), a, b)

    def _series(self, reach: float, x: Any) -> Any:
        """Return x - log(1 + x) for |x| <= reach <= 1/2: with s = x / (2 + x), log(1 + x) is 2 artanh(s)."""
        s = x / (2 + x)
        y = s * s
        largest = (reach / (2 - reach)) ** 2
        terms = 1 if largest < 1e-17 else 1 + math.ceil(-38 / math.log(largest))
        total = polynomial(_ODD[: terms + 1], y)
        total *= y
        total *= -2
        total += x  # as x - 2s = s x
        total *= s
        return total

    def ratio_excess(self, a: Any, b: Any) -> Any:
        """Return a/b - 1 - log(a/b)."""
        x = (a - b) / b
        return self.split(
            abs(x),
            lambda reach, x, *_: self._series(reach, x),
            lambda x, a, b: x - self.log_beyond(x, a, b),
            x,
            a,
            b,
            limit=CLOSE,
        )

    def square_excess(self, a: Any, b: Any) -> Any:
        """Return (a/b)^2 - 1 - 2 log(a/b)."""
        x = (a - b) / b
        x = x * (2 + x)
        return self.split(
            abs(x),
            lambda reach, x, *_: self._series(reach, x),
            lambda x, a, b: x - self.again((x < -0.99) | (x > _LARGE), self._log_square, self.log1p(x), a, b),
            x,
            a,
            b,
            limit=CLOSE,
        )

    def _log_square(self, a: Any, b: Any) -> Any:
        return 2 * self.log_ratio(a, b)

    def shifted_excess(self, change: Any, start: Any, end: Any, weight: Any = 1.0) -> Any:
        """Return weight (x - log(end / start)) for x = change / start, the relative difference of the two."""
        x = change / start
        share = self.split(
            abs(x),
            lambda reach, x, *_: self._series(reach, x),
            lambda x, start, end: x - self.log_beyond(x, end, start),
            x,
            start,
            end,
            limit=CLOSE,
        )
        return weight * share

    def log_quotient(self, a: Any, b: Any) -> Any:
        """Return log(a / b), with its digits where the two are close."""
        x = (a - b) / b
        return self.split(abs(x), lambda _, x, a, b: self.log1p(x), lambda x, a, b: self.log_ratio(a, b), x, a, b)

    def log_grown(self, change: Any, start: Any, end: Any) -> Any:
        """Return log(end / start), from their difference where they are close."""
        x = change / start
        return self.split(
            abs(x),
            lambda _, x, *__: self.log1p(x),
            lambda x, start, end: self.log_ratio(end, start),
            x,
            start,
            end,
        )

    def mass(self, p: Any, q: Any, change: Any = None) -> Any:
        """Return p log(p/q) - p + q, one outcome's share; `change` is q - p, where it is better known."""
        change = q - p if change is None else change
        x = change / p
        share = self.split(
            abs(x),
            lambda reach, x, p, *_: p * self._series(reach, x),
            lambda x, p, q, change: change - p * self.log_beyond(x, q, p),
            x,
            p,
            q,
            change,
            limit=CLOSE,
        )
        return self.again(p == 0, lambda q: q, share, q)

    def exp_excess(self, y: Any) -> Any:
        """Return exp(y) - 1 - y."""
        return self.split(abs(y), self._exp_series, lambda y: self.expm1(y) - y, y)

    def _exp_series(self, reach: float, y: Any) -> Any:
        terms, size = 2, reach / 3
        while size > 1e-17:
            terms += 1
            size *= reach / (terms + 1)
        total = polynomial(_FACTORIALS[:terms], y)
        total *= y
        total *= y
        return total

    def coth_excess(self, x: Any) -> Any:
        """Return x coth(x/2) - 2."""
        return self.split(0.15 * abs(x), self._coth_series, lambda x: abs(x) * (1 + 2 / self.expm1(abs(x))) - 2, x)

    def _coth_series(self, _: float, x: Any) -> Any:
        y = x * x
        total = polynomial(_COTH, y)
        total *= y
        return total

    def half_plane(self, change: Any, one: Any, other: Any) -> Any:
        """Return log(1 + (change^2 + (one - other)^2) / (4 one other)) for positive heights."""
        wider = one - other
        far = (change / one) * (change / other) + (wider / one) * (wider / other)
        return self.again(
            (far > _LARGE) | (abs(change) > _LARGE),
            lambda c, s, t: 2 * self.log(0.25 * self.hypot(2 * c, 2 * (s + t))) - self.log(s) - self.log(t),
            self.log1p(0.25 * far),
            change,
            one,
            other,
        )

    def sinh_gap(self, x: Any, step: Any) -> Any:
        """Return L(x + step) - L(x) - step L'(x) for L(x) = log(sinh(x/2) / (x/2))."""
        reach = abs(step) / self.again(abs(x) < 4, lambda x: 0 * x + 4, abs(x), x)
        return self.split(
            reach,
            lambda reach, x, step: step * (step * self.mean_of(self._sinh_curvature, x, step, rule_for(reach))),
            self._far_sinh_gap,
            x,
            step,
        )

    def _sinh_curvature(self, x: Any) -> Any:
        """Return L''(x) = 1/x^2 - 1/(4 sinh(x/2)^2)."""
        wide = abs(x)
        below = 1 / self.expm1(wide)
        return self.again(wide < 1, lambda x: polynomial(_SINH_CURVATURE, x * x), 1 / (x * x) - below * (1 + below), x)

    def _far_sinh_gap(self, x: Any, step: Any) -> Any:
        """By M(h) = L(h) - h/2 for h = |x|: where both have one sign, the halves drop out."""
        one, end = abs(x), x + step
        other = abs(end)
        slope = self.again(
            one < 1, lambda h: h * polynomial(_SINH_SLOPE, h * h) - 0.5, 1 / self.expm1(one) - 1 / one, one
        )
        along = self.again(x < 0, lambda end: -end, end, end)
        beyond = other - along  # 0, or twice the way beyond the middle
        gap = self._below_half(other) - self._below_half(one) - (along - one) * slope
        return gap + 0.5 * beyond

    def _below_half(self, h: Any) -> Any:
        return self.log(-self.expm1(-h) / h)

    # --- Bessel functions ---

    def bessel_ratio(self, x: Any) -> Any:
        """Return I_1(x) / I_0(x)."""
        return bessel.ratio(x)

    def bessel_gap(self, a: Any, b: Any) -> Any:
        """Return F(b) - F(a) - (b - a) F'(a) for F = log I_0."""
        change = b - a
        return self.split(
            abs(change) / a,
            lambda reach, a, change, _: change * (change * self.mean_of(bessel.curvature, a, change, rule_for(reach))),
            lambda a, change, b: bessel.far_gap(a, b, change),
            a,
            change,
            b,
        )

    # --- gamma functions ---

    def gamma_gap(self, a: Any, b: Any, change: Any = None) -> Any:
        """Return log Gamma(b) - log Gamma(a) - (b - a) psi(a), less the same of x log x - x."""
        change = b - a if change is None else change
        return self.split(
            abs(change) / a,
            lambda reach, a, b, change: change * (change * self.mean_of(self.curvature, a, change, rule_for(reach))),
            self._far_gap,
            a,
            b,
            change,
            limit=NEAR,
        )

    def curvature(self, x: Any) -> Any:
        """Return psi'(x) - 1/x, from x + 1 where x is below 1."""
        below = x < 1
        value = binet.curvature(x + below)
        return self.again(below, lambda value, x: value + 1 / (x * x * (x + 1)), value, value, x)

    def _far_gap(self, a: Any, b: Any, change: Any) -> Any:
        further, below, other_below = self.log_beyond(change / a, b, a), a < 1, b < 1
        one = a + below
        right = change * binet.slope_rest(one)
        right -= binet.rest(one)
        left = binet.rest(b + other_below)
        left = self.again(other_below, lambda x, y: y + ((x + 0.5) * self.log1p(1 / x) - 1), left, b, left)
        left += right
        left = self.again(below, self._from_below, left, a, b, change, further, right)
        return 0.5 * (change / a - further) + left

    def _from_below(self, a: Any, b: Any, change: Any, further: Any, right: Any) -> Any:
        """Return the same from a < 1, moved up by 1: the logarithm of a itself, which may be large, drops out."""
        step = self.log1p(a)
        left = binet.rest(b + 1) + (b + 0.5) * (self.log1p(b) - further) - (a + 0.5) * step
        return left + right + change * ((1 + 0.5 / a) / (a + 1) - step)

    def log_gamma_excess(self, a: Any, b: Any, change: Any = None) -> Any:
        """Return log Gamma(b) - log Gamma(a) - (b - a) psi(a)."""
        change = b - a if change is None else change
        a = a + 0 * b  # a number becomes an array where b is one
        return self.gamma_gap(a, b, change) + self.mass(b, a, -change)

    def digamma(self, at: float) -> float:
        """Return the digamma function at one of the two places that forms ask for."""
        return {1.5: 0.03648997397857652, 2: 0.42278433509846714}[at]

    # --- what holds somewhere only ---

    def difference(self, a: Any, b: Any, unit: Any) -> Any:
        """Return (a - b) / unit, also where the difference alone overflows."""
        change = a - b
        return self.again(
            abs(change) > _LARGE, lambda a, b, unit: (a / 2 - b / 2) / unit * 2, change / unit, a, b, unit
        )

    def shared(self, one: Any, other: Any, value: Any) -> Any:
        """Return the value where a parameter is shared; elsewhere nothing is known."""
        return self.again(one != other, lambda value: value * math.nan, value, value)

    def within(self, inside: Any, value: Any) -> Any:
        """Return the value where the support of p lies inside that of q, infinity elsewhere."""
        return self.again(inside == False, lambda value: 0 * value + math.inf, value, value)  # noqa: E712

    def vouched(self, value: Any, error: Any) -> Any:
        """Return the value where a bound on its error is small enough; elsewhere nothing is known."""
        lost = (error > ACCURATE * value) & (value < math.inf)
        return self.again(lost, lambda value: value * math.nan, value, value)

    # --- products ---

    def product_difference(self, a: Any, b: Any, c: Any, d: Any) -> Any:
        """Return a b - c d, with the digits of the difference where the products nearly agree."""
        one, other = a * b, c * d
        plain = one - other
        return self.again(
            abs(plain) < _CANCELLED * abs(one),
            lambda a, b, c, d, plain: plain + (_left_over(a, b) - _left_over(c, d)),
            plain,
            a,
            b,
            c,
            d,
            plain,
        )

    def mean_excess(self, a: Any, rate: Any, b: Any, other: Any) -> Any:
        """Return m - 1 - log m for m = (a / rate) / (b / other), the ratio of two means."""
        slower, x = (other - rate) / rate, (a - b) / b
        x *= 1 + slower
        x += slower
        size = abs(x)
        x = self.again(
            (size < _CANCELLED) & (size < _CANCELLED * abs(slower)),
            lambda a, rate, b, other: self.product_difference(a, other, b, rate) / (b * rate),
            x,
            a,
            rate,
            b,
            other,
        )
        return self.split(
            size,
            lambda reach, x, *_: self._series(reach, x),
            self._far_mean,
            x,
            a,
            rate,
            b,
            other,
            limit=CLOSE,
        )

    def _far_mean(self, _: Any, a: Any, rate: Any, b: Any, other: Any) -> Any:
        means = a / b * (other / rate)
        logs = self.again(
            (means < _SMALL) | (means > _LARGE),
            lambda a, rate, b, other: self.log(a) - self.log(b) + self.log(other) - self.log(rate),
            self.log(means),
            a,
            rate,
            b,
            other,
        )
        return means - 1 - logs


def _left_over(a: Any, b: Any) -> Any:
    """Return what rounding took from the product of two floats (Dekker)."""
    a_top, b_top = a * _SPLITTER, b * _SPLITTER
    a_top, b_top = a_top - (a_top - a), b_top - (b_top - b)
    a_low, b_low = a - a_top, b - b_top
    return ((a_top * b_top - a * b) + a_top * b_low + a_low * b_top) + a_low * b_low


class Arrays(Arithmetic):
    """Works on arrays of one axis and of a block's length."""

    exp, expm1, log, log1p, hypot, sqrt, sin = np.exp, np.expm1, np.log, np.log1p, np.hypot, np.sqrt, np.sin

    def split(self, size: Any, near: Part, far: Part, *given: Any, limit: float = NEAR) -> Any:
        """Take both ways where a block needs both; the near one only where it is taken."""
        reach = float(size.max())
        if reach <= limit:
            return near(reach, *given)
        found = far(*given)
        close = np.flatnonzero(size <= limit)
        if close.size:
            found[close] = near(limit, *(one[close] for one in given))
        return found

    def again(self, doubtful: Any, better: Part, value: Any, *given: Any) -> Any:
        """Compute what is doubtful again."""
        if doubtful.any():
            places = np.flatnonzero(doubtful)
            value = value.copy()
            value.reshape(-1)[places] = better(*(one.reshape(-1)[places] for one in given))
        return value

    def mean_of(self, function: Part, start: Any, change: Any, rule: Rule) -> Any:
        """Evaluate the function at all nodes at once."""
        nodes, weights = np.array(rule).T
        points = nodes[:, None] * change
        points += start
        return weights @ function(points)


class LongArrays(Arrays):
    """Works on arrays of long doubles, where those are longer than doubles; constants are doubles still."""

    eps = 2.0**-58


class Floats(Arithmetic):
    """Works on Python's floats. What they refuse, such as 1/0, is for `Arrays`."""

    exp, expm1, log, log1p, hypot, sqrt, sin = (
        *(math.exp, math.expm1, math.log, math.log1p, math.hypot, math.sqrt, math.sin),
    )

    def split(self, size: Any, near: Part, far: Part, *given: Any, limit: float = NEAR) -> Any:
        """Take one of two ways."""
        return near(size, *given) if size <= limit else far(*given)

    def again(self, doubtful: Any, better: Part, value: Any, *given: Any) -> Any:
        """Compute again what is doubtful."""
        return better(*given) if doubtful else value

    def bessel_ratio(self, x: Any) -> Any:
        """Leave Bessel functions to arrays."""
        raise ArithmeticError

    def mean_of(self, function: Part, start: Any, change: Any, rule: Rule) -> Any:
        """Evaluate the function node by node."""
        return sum(weight * function(start + node * change) for node, weight in rule)


ARRAYS, LONG_ARRAYS, FLOATS = Arrays(), LongArrays(), Floats()
