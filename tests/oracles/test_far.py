"""Functions on a whole tail enclose what they are at each of its points, and bounds exceed what they bound."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import pytest
from flint import arb, fmpq

import kldiv.distributions  # noqa: F401 - they tell the oracle of themselves
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.far import Far, NotBounded
from kldiv.oracles.known import DISCRETE, INFINITY
from kldiv.oracles.remainders import settled_tail, tail_bound
from kldiv.precision import ball_precision
from tests.oracles.oracle_points import draw

START = 6


def value(function: Far, u: arb) -> arb:
    """The ball that a function is said to lie in at u."""
    return sum((c * m.at(u) for m, c in function.terms), arb(0))


def finite_distances(ends: list[arb], x: Any, gone: Any, side: int, power: int) -> tuple[Any, Any]:
    """The distances of x from both ends, infinite where there is none; beside an end the near one is given."""
    endless = arb(INFINITY)
    if power > 0:
        return (x - ends[0] if ends[0].is_finite() else endless), (ends[1] - x if ends[1].is_finite() else endless)
    rest = ends[1] - ends[0] - gone if ends[0].is_finite() and ends[1].is_finite() else endless
    return (gone, rest) if side > 0 else (rest, gone)


#: Those that have a tail, or an end at which a density may be singular.
WITH_TAILS = sorted(slug for slug in KNOWN if KNOWN[slug].kind != DISCRETE or slug in {"geometric", "poisson"})


@pytest.mark.parametrize("slug", [*WITH_TAILS, "negative-binomial"])
def test_every_log_density_is_enclosed_on_its_tails(slug):
    known = KNOWN[slug]
    with ball_precision(300):
        values = ball_values(list(draw(slug, 0).values()))
        log_density, ends = known.log_density(*values), [arb(end) for end in known.ends(*values)]
        exact = known.ends(*(fmpq(v.numerator, v.denominator) for v in draw(slug, 0).values()))
        for side, end in ((1, exact[0]), (-1, exact[1])):
            open_ended = abs(end) == INFINITY
            if known.kind == DISCRETE and not open_ended:
                continue
            begin, towards, power = (0, -side, 1) if open_ended else (end, side, -1)
            gone = Far.variable(arb(START), power)
            x = towards * gone + begin
            far = Far.of(log_density(x, *finite_distances(ends, x, gone, side, power)), arb(START))
            for u in (START, START + arb(1) / 3, START + 2, START + 5, START + 20):
                gone = (power * arb(u)).exp()
                x = towards * gone + begin
                truth = log_density(x, *finite_distances(ends, x, gone, side, power))
                assert value(far, arb(u)).overlaps(truth), (side, u)
                assert not value(far, arb(u)).overlaps(truth + 9 * (1 + abs(truth))), (side, u)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (lambda x: (x * x - 3 * x + 1).log(), lambda x: mp.log(x * x - 3 * x + 1)),
        (lambda x: (1 / x).log1p(), lambda x: mp.log1p(1 / x)),
        (lambda x: (-2 * x.log()).expm1(), lambda x: mp.expm1(-2 * mp.log(x))),
        (lambda x: (-x).exp() + 1, lambda x: mp.exp(-x) + 1),
        (lambda x: (x + arb(1) / 2).lgamma(), lambda x: mp.loggamma(x + mp.mpf(1) / 2)),
        (lambda x: (x + 1) / (x - 1), lambda x: (x + 1) / (x - 1)),
        (lambda x: x.distance(arb(3)), lambda x: abs(x - 3)),
        (lambda x: (-x).distance(arb(3)), lambda x: abs(-x - 3)),
    ],
)
def test_functions_far_out_hold_what_mpmath_says(written, plain):
    with ball_precision(200), mp.workdps(50):
        far = written(Far.variable(arb(3)))
        for u in (3, 4, 7, 15):
            truth = plain(mp.exp(u))
            held = value(far, arb(u))
            assert held.overlaps(arb(mp.nstr(truth, 40)) * arb(1, 1e-30)), (u, held, truth)
            assert held.rad() <= 0.2 * abs(held)


@pytest.mark.parametrize(
    "written",
    [
        lambda x: (3 - x).log(),
        lambda x: (x - x * 1.0000001).lgamma(),
        lambda x: (x * x).exp(),
        lambda x: x.log().exp().cos().log(),
        lambda x: 1 / (x.cos() * x),
    ],
)
def test_what_cannot_be_bounded_is_refused(written):
    with pytest.raises(NotBounded):
        written(Far.variable(arb(3)))


def test_a_bound_exceeds_the_tail_and_not_by_much():
    with ball_precision(128), mp.workdps(30):
        for start in (3, 5, 9):
            x = Far.variable(arb(start))
            bound = tail_bound(-2 * x.log(), Far.of(0, arb(start)), 1)
            truth = mp.quad(lambda x: 2 * mp.log(x) / x**2, [mp.exp(start), mp.exp(2 * start), mp.inf])
            assert truth < float(bound) < 2 * truth
            log_p, log_q = -(x * x), -3 * x
            bound = tail_bound(log_p, log_q, 1)
            assert bound < (arb(start).exp() ** 2 * -1).exp() * arb(start).exp() ** 2
            assert bound > 0


def test_a_tail_that_does_not_fall_has_no_bound():
    with ball_precision(128):
        with pytest.raises(NotBounded, match="not seen to fall"):
            tail_bound(-Far.variable(arb(5)).log(), Far.of(0, arb(5)), 1)
        with pytest.raises(NotBounded):
            settled_tail(lambda start: (-Far.variable(start).log(), Far.of(0, start)), 1, 1e-10)
