"""Parts made of logarithms, and products whose difference keeps its digits."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from kldiv.answers.kernels.binet import polynomial
from kldiv.answers.kernels.choosing import CLOSE, LARGE, SMALL, TINY, Choosing
from kldiv.answers.kernels.economized import economized, halvings

#: A sum this much smaller than its terms is computed again with twice the digits.
_CANCELLED = 0.02
_SPLITTER = 134217729.0  # 2^27 + 1


@cache
def _coefficients(halvings: int) -> tuple[float, ...]:
    """Of 2 - log((1 + s) / (1 - s)) / s = -2 y/3 - 2 y^2/5 - ..., over y = s^2, for |x| up to CLOSE halved so often.

    What y times it is added to is x, which is (2 - reach)^2 / reach times as large as y at least.
    """
    reach = CLOSE / 2**halvings
    odd = (Fraction(-2, 2 * k + 3) for k in range(10))
    return economized(odd, 0, (reach / (2 - reach)) ** 2, TINY * (2 - reach) ** 2 / reach)


class Logarithms(Choosing):
    """Differences of logarithms, near and far."""

    def log_ratio(self, a: Any, b: Any) -> Any:
        """Return log(a / b), also where the quotient leaves the range of a float."""
        ratio = a / b
        return self.again(
            (ratio < SMALL) | (ratio > LARGE), lambda c, d: self.log(c) - self.log(d), self.log(ratio), a, b
        )

    def log_beyond(self, x: Any, a: Any, b: Any) -> Any:
        """Return log(a / b), which is log(1 + x), from the x that goes with it, so that its rounding drops out."""
        return self.again((x < -0.99) | (x > LARGE), self.log_ratio, self.log1p(x), a, b)

    def _series(self, reach: float, x: Any) -> Any:
        """Return x - log(1 + x) for |x| <= reach <= 1/2: with s = x / (2 + x), log(1 + x) is 2 artanh(s)."""
        s = x / (2 + x)
        y = s * s
        total = polynomial(_coefficients(halvings(CLOSE, reach)), y)
        total *= y
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
            lambda x, a, b: x - self.again((x < -0.99) | (x > LARGE), self._log_square, self.log1p(x), a, b),
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
        return self.split(
            abs(x),
            lambda reach, x, p, *_: p * self._series(reach, x),
            self._far_mass,
            x,
            p,
            q,
            change,
            limit=CLOSE,
        )

    def _far_mass(self, x: Any, p: Any, q: Any, change: Any) -> Any:
        return self.again(p == 0, lambda q: q, change - p * self.log_beyond(x, q, p), q)

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

    def turn(self, a: Any, b: Any, c: Any, d: Any, first: Any, second: Any) -> Any:
        """Return a d - b c, given c - a and d - b.

        Of pairs that are not far apart its error is small beside the gaps of the shapes that are added to what comes
        of it; its relative error need not be small.
        """
        one = a * second
        plain = one - b * first
        size, most = abs(plain), abs(one)
        return self.again(
            (size < _CANCELLED * most) & (((a + b) * size > most) | (most > 0.5 * a * b)),
            lambda a, b, c, d: self.product_difference(a, d, b, c),
            plain,
            a,
            b,
            c,
            d,
        )

    def mean_excess(self, a: Any, rate: Any, b: Any, other: Any) -> Any:
        """Return m - 1 - log m for m = (a / rate) / (b / other), the ratio of two means.

        The error of b times it is small beside `gamma_gap` of the shapes, which is added; its relative error need not
        be small.
        """
        means = other / rate
        means *= a / b
        return self.split(abs(means - 1), self._near_mean, self._far_mean, a, rate, b, other, means)

    def _near_mean(self, reach: float, a: Any, rate: Any, b: Any, other: Any, _: Any) -> Any:
        slower, x = (other - rate) / rate, (a - b) / b
        x *= other / rate
        x += slower
        size, most = abs(x), abs(slower)
        # Beside b x^2 / 2 stands a gap of ((a - b) / a)^2 / 4 at least: about slower^2 / 4 where x cancels. It always
        # does where q's rate is more than twice p's.
        x = self.again(
            (most > 1) | ((size < _CANCELLED * most) & (b * size > most)),
            lambda a, rate, b, other: self.product_difference(a, other, b, rate) / (b * rate),
            x,
            a,
            rate,
            b,
            other,
        )
        return self._series(reach + 1e-15, x)

    def _far_mean(self, a: Any, rate: Any, b: Any, other: Any, means: Any) -> Any:
        logs = self.again(
            (means < SMALL) | (means > LARGE),
            lambda a, rate, b, other: self.log(a) - self.log(b) + self.log(other) - self.log(rate),
            self.log(means),
            a,
            rate,
            b,
            other,
        )
        logs += 1
        return means - logs


def _left_over(a: Any, b: Any) -> Any:
    """Return what rounding took from the product of two floats (Dekker)."""
    a_top, b_top = a * _SPLITTER, b * _SPLITTER
    a_top, b_top = a_top - (a_top - a), b_top - (b_top - b)
    a_low, b_low = a - a_top, b - b_top
    return ((a_top * b_top - a * b) + a_top * b_low + a_low * b_top) + a_low * b_low
