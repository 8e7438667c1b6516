"""Parts made of gamma functions."""

from __future__ import annotations

from functools import partial
from typing import Any

from kldiv.answers.kernels import binet
from kldiv.answers.kernels.binet import Rule, rule_for
from kldiv.answers.kernels.choosing import NEAR
from kldiv.answers.kernels.logarithms import Logarithms

#: How far pairs may be apart for shorter rules than the one that is exact for all near ones.
_SHORT = (1e-8, 1e-4, 2e-2)


class Gammas(Logarithms):
    """What the logarithm of the gamma function has above its tangent."""

    def gamma_gap(self, a: Any, b: Any, change: Any = None) -> Any:
        """Return log Gamma(b) - log Gamma(a) - (b - a) psi(a), less the same of x log x - x."""
        change = b - a if change is None else change
        return self.parted(abs(change) / a, (NEAR,), (self._near_gap, self._far_gap), a, b, change)

    def _near_gap(self, a: Any, b: Any, change: Any) -> Any:
        ways = [partial(self._by_rule, rule_for(limit)) for limit in (*_SHORT, NEAR)]
        return self.parted(abs(change) / a, _SHORT, ways, a, change)

    def _by_rule(self, rule: Rule, a: Any, change: Any) -> Any:
        return change * (change * self.mean_of(self.curvature, a, change, rule))

    def curvature(self, x: Any) -> Any:
        """Return psi'(x) - 1/x, from x + 1: both parts are positive."""
        beyond = x + 1
        value = binet.curvature(beyond)
        beyond *= x
        beyond *= x
        value += 1 / beyond
        return value

    def _far_gap(self, a: Any, b: Any, change: Any) -> Any:
        return self.parted(a, (1.0,), (self._from_below, self._from_above), a, b, change)

    def _from_above(self, a: Any, b: Any, change: Any) -> Any:
        x, other_below = change / a, b < 1
        slope, whole = binet.slope_and_rest(a)
        slope *= change
        slope -= whole
        x -= self.log_beyond(x, b, a)
        x *= 0.5
        left = binet.rest(b + other_below)
        left = self.again(other_below, lambda y, left: left + ((y + 0.5) * self.log1p(1 / y) - 1), left, b, left)
        left += slope
        left += x
        return left

    def _from_below(self, a: Any, b: Any, change: Any) -> Any:
        """Return the same from a <= 1, moved up by 1: the logarithm of a itself, which may be large, drops out."""
        x, one = change / a, a + 1
        further = self.log_beyond(x, b, a)
        slope, whole = binet.slope_and_rest(one)
        step = self.log1p(a)
        slope -= step
        slope += (1 + 0.5 / a) / one
        slope *= change
        slope -= whole
        slope -= (a + 0.5) * step
        x -= further
        x *= 0.5
        further -= self.log1p(b)
        further *= b + 0.5
        left = binet.rest(b + 1)
        left -= further
        left += slope
        left += x
        return left

    def log_gamma_excess(self, a: Any, b: Any, change: Any = None) -> Any:
        """Return log Gamma(b) - log Gamma(a) - (b - a) psi(a)."""
        change = b - a if change is None else change
        a = a + 0 * b  # a number becomes an array where b is one
        return self.gamma_gap(a, b, change) + self.mass(b, a, -change)

    def digamma(self, at: float) -> float:
        """Return the digamma function at one of the two places that forms ask for."""
        return {1.5: 0.03648997397857652, 2: 0.42278433509846714}[at]
