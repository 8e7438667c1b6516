"""What is integrated: p times a function, such as log(p/q), over a chart's coordinate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kldiv.arb import acb, arb, fmpq
from kldiv.oracles.boxes import Scout
from kldiv.oracles.estimate import NoConvergence, ball_values
from kldiv.oracles.known import DISCRETE, INFINITY, Known
from kldiv.values.integrating.charts import Place, chart_of, counting_chart

#: A place and log p there -> what is averaged.
Averaged = Callable[[Place, arb], arb]

#: A place of p's support -> the logarithm of another density there.
LogAt = Callable[[Place], arb]


class Escapes(ArithmeticError):
    """The first distribution has mass outside the second's support."""


class Integrand:
    """The density of p times what is averaged, over the support of p.

    Attributes:
        chart: the coordinate.
        low: where the coordinate begins.
        high: where it ends.
        start: where p's mass is, roughly.
        others: the same of other densities, each with the logarithm of its height.
        kinks: where the integrand may not be smooth.

    Args:
        p: the distribution of the data.
        p_values: its parameters, exact.
        averaged: what is averaged under p.
        others: other distributions that it depends on, their parameters, and their log-densities.
        cuts: points of the line at which it may not be smooth.
    """

    def __init__(
        self,
        p: Known,
        p_values: Sequence[Any],
        averaged: Averaged,
        others: Sequence[tuple[Known, Sequence[Any], LogAt]] = (),
        cuts: Sequence[Any] = (),
    ) -> None:
        a = ball_values(p_values)
        self._log_p, self._averaged = p.log_density(*a), averaged
        low, high = ends_of(p, p_values)
        centre, width = (arb(arb(v).mid()) for v in p.centre(*a))
        self.low, self.high = arb(-INFINITY), arb(INFINITY)
        if p.kind == DISCRETE:
            self.chart = counting_chart(low, high)
            self.low, self.high = arb(low), arb(high)
        else:
            self.chart = chart_of(low, high, centre, width)
        start = self._inside(centre)
        self.start = arb(0) if start is None else start
        self.others: list[tuple[arb, Callable[[arb], float]]] = []
        points = [*p.splits(*a), *turns_of(p, a), *cuts]
        for q, q_values, log_q in others:
            b = ball_values(q_values)
            points += [*q.splits(*b), *turns_of(q, b)]
            there = self._inside(arb(arb(q.centre(*b)[0]).mid()))
            if there is not None:
                self.others.append((there, self._height_of(log_q)))
        found = [self._inside(arb(x)) for x in points if p.kind != DISCRETE]
        self.kinks = sorted((u for u in found if u is not None), key=float)

    def _inside(self, x: arb) -> arb | None:
        """The coordinate of x as an exact number, if x is in the support."""
        u = arb(self.chart.inverse(x).mid())
        return u if u.is_finite() and self.low <= u and u <= self.high else None

    def _height_of(self, log_q: LogAt) -> Callable[[arb], float]:
        """The logarithm of another density with respect to u."""

        def height(u: arb) -> float:
            if not (self.low <= u and u <= self.high):
                return -INFINITY
            place = self.chart.place(u)
            return _number(log_q(place) + place.log_speed)

        return height

    def value(self, u: arb) -> arb:
        """The integrand with respect to u.

        Raises:
            Escapes: if q is 0 where p is not.
            NoConvergence: if it has no value.
        """
        place = self.chart.place(u)
        log_p = self._log_p(place.x, place.from_low, place.to_high)
        weight = (log_p + place.log_speed).exp()
        if weight.is_zero():
            return arb(0)
        averaged = self._averaged(place, log_p)
        if averaged == arb("inf"):
            raise Escapes("q is zero where p is not")
        found = weight * averaged
        if not found.is_finite():
            raise NoConvergence("the integrand has no value somewhere: the integral may be infinite")
        return found

    def height(self, u: arb) -> float:
        """The logarithm of a number that the integrand's size does not exceed and that does not change sign."""
        if not (self.low <= u and u <= self.high):
            return -INFINITY
        place = self.chart.place(u)
        log_p = self._log_p(place.x, place.from_low, place.to_high)
        averaged = self._averaged(place, log_p)
        if averaged == arb("inf"):
            return _number(log_p + place.log_speed)
        return _number(log_p + place.log_speed + (1 + abs(averaged)).log())


def divergence_integrand(p: Known, p_values: Sequence[Any], q: Known, q_values: Sequence[Any]) -> Integrand:
    """The integrand p log(p/q).

    Args:
        p: the distribution of the data.
        p_values: its parameters, exact.
        q: the other distribution.
        q_values: its parameters.

    Raises:
        Escapes: if p has mass outside q's support.
    """
    log_q = log_within(p, p_values, q, q_values)
    return Integrand(p, p_values, lambda place, log_p: log_p - log_q(place), [(q, q_values, log_q)])


def entropy_integrand(p: Known, p_values: Sequence[Any]) -> Integrand:
    """The integrand -p log p."""
    return Integrand(p, p_values, lambda _, log_p: -log_p)


def _number(ball: arb) -> float:
    value = float(ball.mid())
    return value if value == value and value < INFINITY else -INFINITY


def turns_of(known: Known, values: Sequence[arb]) -> list[arb]:
    """The points from which a density takes distances."""
    scout = Scout(acb(arb(arb(known.centre(*values)[0]).mid())))
    try:
        known.log_density(*values)(scout, scout, scout)
    except (ArithmeticError, AttributeError, TypeError):  # a reader's density knows nothing of scouts
        return []
    return scout.kinks


def ends_of(known: Known, values: Sequence[Any]) -> tuple[Any, Any]:
    """The ends of a support: exact where they can be, so that a common end is seen to be one."""
    try:
        exact = [fmpq(int(v.numerator), int(v.denominator)) for v in values]
        low, high = known.ends(*exact)
    except (AttributeError, TypeError, ArithmeticError):
        low, high = known.ends(*ball_values(values))
    return low, high


def log_within(p: Known, p_values: Sequence[Any], q: Known, q_values: Sequence[Any]) -> LogAt:
    """Log q at a place of p's support.

    Raises:
        Escapes: if p has mass outside q's support.
    """
    if p.kind != q.kind:
        raise Escapes("one distribution is discrete, the other is not")
    log_q = q.log_density(*ball_values(q_values))
    if p.circular and q.circular:
        return lambda place: log_q(place.x, place.from_low, place.to_high)
    (low, high), (below, above) = ends_of(p, p_values), ends_of(q, q_values)
    left, right = _gap(low, below), _gap(-high, -above)
    return lambda place: log_q(place.x, left(place.from_low), right(place.to_high))


def _gap(inner: Any, outer: Any) -> Callable[[Any], Any]:
    """How a distance from an end of p's support becomes one from q's."""
    if abs(outer) == INFINITY:
        return lambda _: arb(INFINITY)
    if abs(inner) == INFINITY:
        raise Escapes("p has mass outside the support of q")
    gap = inner - outer
    if gap == 0:
        return lambda distance: distance
    if gap < 0:
        raise Escapes("p has mass outside the support of q")
    wider = arb(gap)
    return lambda distance: distance + wider


__all__ = ["Escapes", "Integrand", "NoConvergence", "divergence_integrand", "entropy_integrand"]
