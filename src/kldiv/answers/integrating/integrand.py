"""What is integrated: p log(p/q), or -p log p, as a function of a chart's coordinate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kldiv.answers.integrating.charts import Place, chart_of, counting_chart
from kldiv.arb import acb, arb, fmpq
from kldiv.oracles.boxes import Scout
from kldiv.oracles.estimate import NoConvergence, ball_values
from kldiv.oracles.known import DISCRETE, INFINITY, Known, LogDensity


class Escapes(ArithmeticError):
    """The first distribution has mass outside the second's support."""


class Integrand:
    """p times a logarithm, over the support of p.

    Attributes:
        chart: the coordinate.
        low: where the coordinate begins.
        high: where it ends.
        start: where p's mass is, roughly.
        other: where q's is; None for the entropy, or if that is not in p's support.
        kinks: where the integrand may not be smooth.

    Args:
        p: the distribution of the data.
        p_values: its parameters, exact.
        q: the other distribution; None for the entropy of p.
        q_values: its parameters.

    Raises:
        Escapes: if p has mass outside q's support.
    """

    def __init__(self, p: Known, p_values: Sequence[Any], q: Known | None = None, q_values: Sequence[Any] = ()) -> None:
        a, b = ball_values(p_values), ball_values(q_values)
        self._log_p = p.log_density(*a)
        self._log_q = None if q is None else _within(p, p_values, q, q_values)
        low, high = _ends(p, p_values)
        centre, width = (arb(arb(v).mid()) for v in p.centre(*a))
        self.low, self.high = arb(-INFINITY), arb(INFINITY)
        if p.kind == DISCRETE:
            self.chart = counting_chart(low, high)
            self.low, self.high = arb(low), arb(high)
        else:
            self.chart = chart_of(low, high, centre, width)
        self.start = self._inside(centre)
        self.other = None if q is None else self._inside(arb(arb(q.centre(*b)[0]).mid()))
        points = [*p.splits(*a), *(q.splits(*b) if q else ()), *self._turns(centre)]
        found = [self._inside(arb(x)) for x in points if p.kind != DISCRETE]
        self.kinks = sorted((u for u in found if u is not None), key=float)

    def _inside(self, x: arb) -> arb | None:
        """The coordinate of x as an exact number, if x is in the support."""
        u = arb(self.chart.inverse(x).mid())
        return u if u.is_finite() and self.low <= u and u <= self.high else None

    def _turns(self, centre: arb) -> list[arb]:
        """The points from which the densities take distances."""
        scout = Scout(acb(centre))
        try:
            self._log_p(scout, scout, scout)
            if self._log_q is not None:
                self._log_q(scout, scout, scout)
        except (ArithmeticError, AttributeError, TypeError):  # a reader's density knows nothing of scouts
            return []
        return scout.kinks

    def logs(self, place: Place) -> tuple[arb, arb]:
        """Evaluate log p and the logarithm that is averaged."""
        log_p = self._log_p(place.x, place.from_low, place.to_high)
        if self._log_q is None:
            return log_p, -log_p
        return log_p, log_p - self._log_q(place.x, place.from_low, place.to_high)

    def value(self, u: arb) -> arb:
        """The integrand with respect to u.

        Raises:
            Escapes: if q is 0 where p is not.
            NoConvergence: if it has no value.
        """
        place = self.chart.place(u)
        log_p, log = self.logs(place)
        weight = (log_p + place.log_speed).exp()
        if weight.is_zero():
            return arb(0)
        if log == arb("inf"):
            raise Escapes("q is zero where p is not")
        found = weight * log
        if not found.is_finite():
            raise NoConvergence("the integrand has no value somewhere: the integral may be infinite")
        return found

    def height(self, u: arb) -> float:
        """The logarithm of a number that the integrand's size does not exceed and that does not change sign."""
        if not (self.low <= u and u <= self.high):
            return -INFINITY
        place = self.chart.place(u)
        log_p, log = self.logs(place)
        return _number(log_p + place.log_speed + (1 + abs(log)).log())

    def other_height(self, u: arb) -> float:
        """The logarithm of q with respect to u."""
        if self._log_q is None or not (self.low <= u and u <= self.high):
            return -INFINITY
        place = self.chart.place(u)
        return _number(self._log_q(place.x, place.from_low, place.to_high) + place.log_speed)


def _number(ball: arb) -> float:
    value = float(ball.mid())
    return value if value == value and value < INFINITY else -INFINITY


def _ends(known: Known, values: Sequence[Any]) -> tuple[Any, Any]:
    """The ends of a support: exact where they can be, so that a common end is seen to be one."""
    try:
        exact = [fmpq(int(v.numerator), int(v.denominator)) for v in values]
        low, high = known.ends(*exact)
    except (AttributeError, TypeError, ArithmeticError):
        low, high = known.ends(*ball_values(values))
    return low, high


def _within(p: Known, p_values: Sequence[Any], q: Known, q_values: Sequence[Any]) -> LogDensity:
    """Make log q take the distances from the ends of p's support."""
    if p.kind != q.kind:
        raise Escapes("one distribution is discrete, the other is not")
    log_q = q.log_density(*ball_values(q_values))
    if p.circular and q.circular:
        return log_q
    (low, high), (below, above) = _ends(p, p_values), _ends(q, q_values)
    left, right = _gap(low, below), _gap(-high, -above)
    return lambda x, a, b: log_q(x, left(a), right(b))


def _gap(inner: Any, outer: Any) -> Callable[[Any], Any]:
    """How a distance from an end of p's support becomes one from q's."""
    if abs(outer) == INFINITY:
        return lambda _: arb(INFINITY)
    gap = inner - outer
    if gap == 0:
        return lambda distance: distance
    if gap < 0:
        raise Escapes("p has mass outside the support of q")
    wider = arb(gap)
    return lambda distance: distance + wider


__all__ = ["Escapes", "Integrand", "NoConvergence"]
