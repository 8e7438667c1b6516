"""The result against a ball that certainly contains the integral, or the sum, that defines the divergence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Any

import sympy as sp

from kldiv.arb import arb
from kldiv.distributions.base import Distribution
from kldiv.distributions.points import numbers
from kldiv.oracles.enclosure import BITS, Enclosure, NotEnclosed, divergence_enclosure
from kldiv.oracles.estimate import Estimate
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.precision import ball_precision
from kldiv.proof.checks.agreement import needs_balls
from kldiv.proof.report import PROVED, Check
from kldiv.values.at_point import ball_at
from kldiv.values.known import known_of

#: At how many points a result is enclosed, at how many an estimate, and to how many digits the result is evaluated
#: there: to more than are enclosed.
ENCLOSED, ESTIMATES, DIGITS = 2, 1, 50

#: How far the result may be from an estimate where nothing is proved, relative above 1.
ESTIMATED = 1e-20

Point = Mapping[sp.Symbol, Fraction]


def enclosed(p: Distribution, q: Distribution, at: Point) -> Enclosure:
    """Enclose D(p || q) at a point.

    Args:
        p: the distribution of the data.
        q: the other distribution.
        at: an exact value for each of their symbols.

    Returns:
        The ball and its digits.

    Raises:
        NotEnclosed: if there is none.
    """
    return _enclosed(p, q, tuple(sorted(at.items(), key=str)))


@lru_cache(maxsize=64)  # what the check has found, the pair's page shows
def _enclosed(p: Distribution, q: Distribution, at: tuple[tuple[sp.Symbol, Fraction], ...]) -> Enclosure:
    return divergence_enclosure(*_oracles(p, q, dict(at)))


@needs_balls(PROVED)
def check_proved_result(result: sp.Expr, p: Distribution, q: Distribution, points: Iterable[Point]) -> Check:
    """A result must lie in the ball that contains the defining integral.

    Args:
        result: the closed form of D(p || q).
        p: the distribution of the data.
        q: the other distribution.
        points: exact values for their symbols, of which the first are used.

    Returns:
        A check that has digits where it is a proof; where no ball was found, a comparison with an estimate.
    """
    return _check(
        p,
        q,
        list(islice(points, ENCLOSED)),
        lambda at: ball_at(result, at, DIGITS),
        lambda ball, value: bool(ball.contains(value)),
        "an interval that contains the result",
    )


@needs_balls(PROVED)
def check_proved_estimate(p: Distribution, q: Distribution, points: Iterable[Point]) -> Check:
    """Where there is no closed form, what quadrature says must agree with the ball that contains the defining integral.

    Args:
        p: the distribution of the data.
        q: the other distribution.
        points: exact values for their symbols, of which the first are used.

    Returns:
        A check as of `check_proved_result`.
    """

    def value(at: Point) -> arb:
        found = _estimate(p, q, at)
        return arb(found.value, found.error.abs_upper())

    return _check(
        p,
        q,
        list(islice(points, ESTIMATES)),
        value,
        lambda ball, estimate: bool(ball.overlaps(estimate)),
        "an interval that agrees with quadrature, whose error is estimated",
    )


def _check(
    p: Distribution,
    q: Distribution,
    chosen: list[Point],
    value: Callable[[Point], arb],
    agree: Callable[[arb, arb], bool],
    where: str,
) -> Check:
    try:
        found = [enclosed(p, q, at) for at in chosen]
    except NotEnclosed as reason:
        return _estimated(p, q, chosen, value, str(reason))
    try:
        with ball_precision(2 * BITS):
            held = all(agree(ball.value, value(at)) for ball, at in zip(found, chosen, strict=True))
    except (ArithmeticError, TypeError, ValueError) as error:
        return Check(PROVED, False, 0, None, f"{type(error).__name__}: {error}")
    digits = min((ball.digits for ball in found), default=0)
    kind = "sum" if p.kind == "discrete" else "integral"
    said = f"proved to {digits} digits: the defining {kind} lies in {where}"
    return Check(PROVED, held, len(found), digits, said if held else f"the defining {kind} does not lie in {where}")


def _estimated(
    p: Distribution, q: Distribution, points: list[Point], value: Callable[[Point], arb], reason: str
) -> Check:
    """Compare with quadrature where nothing is enclosed."""
    try:
        with ball_precision(BITS):
            pairs = [(value(at), _estimate(p, q, at).value) for at in points]
            held = all(bool(abs(mine - theirs) < ESTIMATED * max(1, abs(theirs))) for mine, theirs in pairs)
    except (ArithmeticError, TypeError, ValueError) as error:
        return Check(PROVED, False, 0, None, f"{type(error).__name__}: {error}")
    return Check(PROVED, held, len(pairs), None, f"estimated: {reason}")


def _estimate(p: Distribution, q: Distribution, at: Point) -> Estimate:
    return divergence_by_quadrature(*_oracles(p, q, at))


def _oracles(p: Distribution, q: Distribution, at: Point) -> tuple[Any, Any, Any, Any]:
    return known_of(p), numbers(p, dict(at)), known_of(q), numbers(q, dict(at))
