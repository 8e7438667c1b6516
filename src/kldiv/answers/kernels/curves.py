"""Parts made of exponential, hyperbolic and Bessel functions."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any

from kldiv.answers.kernels import bessel_zero
from kldiv.answers.kernels.binet import polynomial, rule_for
from kldiv.answers.kernels.choosing import LARGE, NEAR, TINY, Choosing
from kldiv.answers.kernels.economized import economized, halvings

# x coth(x/2) - 2 = sum over n >= 1 of 2 B_2n x^2n / (2n)!; for |x| <= 1 what is left out is below 1e-18.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
_COTH = tuple(2 * b / math.factorial(2 * n) for n, b in enumerate(_BERNOULLI, 1))
# The derivative of log(sinh(x/2) / (x/2)) is half of that over x, less 1/x; and its derivative.
_SINH_SLOPE = tuple(coefficient / 2 for coefficient in _COTH)
_SINH_CURVATURE = tuple((2 * n - 1) * coefficient / 2 for n, coefficient in enumerate(_COTH, 1))


@cache
def _exp_coefficients(halvings: int) -> tuple[float, ...]:
    """Of (exp(y) - 1 - y) / y^2 = 1/2 + y/6 + ... for |y| up to NEAR, halved so often; its value is 0.4 at least."""
    reach = NEAR / 2**halvings
    return economized((Fraction(1, math.factorial(k)) for k in range(2, 17)), -reach, reach, 0.4 * TINY)


class Curves(Choosing):
    """What convex functions have above their tangents."""

    def exp_excess(self, y: Any, size: Any = None) -> Any:
        """Return exp(y) - 1 - y; `size` is |y|, where it is known."""
        return self.split(abs(y) if size is None else size, self._exp_series, lambda y: self.expm1(y) - y, y)

    def _exp_series(self, reach: float, y: Any) -> Any:
        total = polynomial(_exp_coefficients(halvings(NEAR, reach)), y)
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
            (far > LARGE) | (abs(change) > LARGE),
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

    def bessel_ratio(self, x: Any) -> Any:
        """Return I_1(x) / I_0(x)."""
        return bessel_zero.ratio(x)

    def bessel_gap(self, a: Any, b: Any) -> Any:
        """Return F(b) - F(a) - (b - a) F'(a) for F = log I_0."""
        change = b - a
        return self.split(
            abs(change) / a,
            lambda reach, a, change, _: (
                change * (change * self.mean_of(bessel_zero.curvature, a, change, rule_for(reach)))
            ),
            lambda a, change, b: bessel_zero.far_gap(a, b, change),
            a,
            change,
            b,
        )
