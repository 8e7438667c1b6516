"""Two hand-written log-densities side by side: at a number, on a complex box, and on a whole tail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kldiv.arb import acb, arb, fmpq
from kldiv.oracles.boxes import Box, Scout
from kldiv.oracles.charts import Chart
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.far import Far, NotBounded
from kldiv.oracles.known import DISCRETE, INFINITY, Known


class NotEnclosed(ArithmeticError):
    """There is no ball that certainly contains a divergence, or too wide a one; the message says why."""


class TwoDensities:
    """The log-densities of p and q at rational parameters, over the support of p.

    Attributes:
        discrete: whether both are mass functions.
        low: the lower end of p's support, exact.
        high: the upper end.
        centre: a typical value of p.
        width: how wide p is there, or on a half line how far that is from its end.

    Raises:
        NotEnclosed: if p is not certainly concentrated on q's support, or a parameter is not rational.
    """

    def __init__(self, p: Known, p_values: list[Any], q: Known, q_values: list[Any]) -> None:
        if p.kind != q.kind:
            raise NotEnclosed("one distribution is discrete, the other is not")
        exact_p, exact_q = _rationals(p_values), _rationals(q_values)
        balls_p, balls_q = ball_values(p_values), ball_values(q_values)
        self.discrete = p.kind == DISCRETE
        self._log_p, self._log_q = p.log_density(*balls_p), q.log_density(*balls_q)
        self.low, self.high = p.ends(*exact_p)
        self.centre, self.width = (arb(arb(v).mid()) for v in p.centre(*balls_p))
        self._inside: tuple[Any, Any] = (0, 0)
        if not (p.circular and q.circular):
            below, above = q.ends(*exact_q)
            self._inside = _gap(self.low, below), _gap(-self.high, -above)

    def logs(self, x: Any, from_low: Any, to_high: Any) -> tuple[Any, Any]:
        """Evaluate both.

        Args:
            x: a ball, a box or a function far out.
            from_low: its distance from the lower end of p's support; infinite if there is none.
            to_high: its distance from the upper end.

        Returns:
            The logarithms of p and of q.

        Raises:
            NotEnclosed: if a density was written with what boxes do not offer.
        """
        left, right = _moved(from_low, self._inside[0]), _moved(to_high, self._inside[1])
        try:
            return self._log_p(x, from_low, to_high), self._log_q(x, left, right)
        except NotBounded:
            raise
        except (ArithmeticError, AttributeError, TypeError) as error:
            told = f"{type(error).__name__}: {error}"
            raise NotEnclosed(f"a density is written with what boxes do not offer ({told})") from None

    def integrand(self, chart: Chart, between: tuple[arb, arb] | None) -> Callable[[acb, bool], acb]:
        """Give p log(p/q) dx/dy as a function of boxes.

        Args:
            chart: y -> x.
            between: the real interval of x that is integrated over; None if it may hold a kink.

        Returns:
            A function for `acb.integral`.
        """

        def at(y: acb, analytic: bool) -> acb:
            if not analytic and y.imag.is_zero():  # a node of the rule, or a piece of the real line: balls will do
                x, from_low, to_high, speed = chart.image(y.real)
                log_p, log_q = self.logs(x, from_low, to_high)
                return acb(log_p.exp() * speed * (log_p - log_q))
            x, from_low, to_high, speed = chart.image(Box(y, analytic))
            x.between = between
            log_p, log_q = (_boxed(value) for value in self.logs(x, from_low, to_high))
            return log_p.exp() * _boxed(speed) * (log_p - log_q)

        return at

    def kinks(self) -> list[arb]:
        """The points from which the densities take distances."""
        scout = Scout(acb(self.centre))
        self.logs(scout, scout, scout)
        return scout.kinks

    def smooth_at(self, end: Any, side: int) -> bool:
        """Whether both log-densities are finite at the lower (side 1) or the upper end (side -1) of p's support."""
        span = arb(INFINITY) if INFINITY in (-self.low, self.high) else arb(self.high - self.low)
        distances = (arb(0), span) if side > 0 else (span, arb(0))
        return all(value.is_finite() for value in self.logs(arb(end), *distances))

    def to_infinity(self, side: int) -> Callable[[arb], tuple[Far, Far]]:
        """Both log-densities beyond exp(start), or with side -1 below -exp(start), as functions of the start."""

        def at(start: arb) -> tuple[Far, Far]:
            x = Far.variable(start) * side
            from_low = arb(INFINITY) if self.low == -INFINITY else x - self.low
            to_high = arb(INFINITY) if self.high == INFINITY else self.high - x
            return self._far(start, x, from_low, to_high)

        return at

    def to_end(self, end: Any, side: int) -> Callable[[arb], tuple[Far, Far]]:
        """Both log-densities within exp(-start) of the lower (side 1) or the upper end of p's support."""

        def at(start: arb) -> tuple[Far, Far]:
            gone = Far.variable(start, -1)
            other = self.high if side > 0 else self.low
            rest = arb(INFINITY) if abs(other) == INFINITY else arb(abs(other - end)) - gone
            return self._far(start, gone * side + end, *((gone, rest) if side > 0 else (rest, gone)))

        return at

    def _far(self, start: arb, x: Any, from_low: Any, to_high: Any) -> tuple[Far, Far]:
        log_p, log_q = self.logs(x, from_low, to_high)
        return Far.of(log_p, start), Far.of(log_q, start)


def _rationals(values: list[Any]) -> list[fmpq]:
    if not all(getattr(v, "is_Rational", True) for v in values):
        raise NotEnclosed("a parameter is not rational")
    return [fmpq(int(getattr(v, "numerator", v)), int(getattr(v, "denominator", 1))) for v in values]


def _gap(inner: Any, outer: Any) -> Any:
    """How far the end of p's support lies inside q's: exactly 0 where both are the same number."""
    if abs(outer) == INFINITY:
        return INFINITY
    gap = inner - outer
    if gap == 0:
        return 0
    if gap > 0:
        return arb(gap)
    raise NotEnclosed("p has mass outside q's support" if gap < 0 else "it is not certain which support ends first")


def _moved(distance: Any, by: Any) -> Any:
    if by == INFINITY:
        return arb(INFINITY)
    return distance if by == 0 else distance + by


def _boxed(value: Any) -> acb:
    return value.z if isinstance(value, Box) else acb(value)
