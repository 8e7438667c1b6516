"""Integrals and sums of known value."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb, ctx

from kldiv.oracles.quadrature import (
    EXPONENTIAL,
    FAST,
    POWER,
    NoConvergence,
    add_up,
    integrate,
    integrate_pieces,
    integrate_with_ends,
)

INFINITY = arb("inf")
TINY = arb(10) ** -27


@pytest.fixture(autouse=True)
def _precision() -> object:
    old, ctx.prec = ctx.prec, 200
    yield
    ctx.prec = old


def test_each_kind_of_interval() -> None:
    for found, known in [
        (integrate(lambda x: (-x * x).exp(), -INFINITY, INFINITY), arb.pi().sqrt()),
        (integrate(lambda x: 1 / (1 + x * x), -INFINITY, INFINITY), arb.pi()),
        (integrate(lambda x: (-x).exp(), 0, INFINITY), arb(1)),
        (integrate(lambda x: x.exp(), -INFINITY, 0), arb(1)),
        (integrate(lambda x: x.log(), 0, 1), arb(-1)),
        (integrate_pieces(lambda x: (-abs(x)).exp(), [-INFINITY, arb(0), INFINITY]), arb(2)),
    ]:
        assert abs(found.value - known) < TINY
        assert abs(found.value - known) <= found.error + arb(10) ** -50


@pytest.mark.parametrize("tail", [FAST, EXPONENTIAL, POWER])
def test_the_hint_about_tails_changes_the_cost_only(tail: str) -> None:
    found = integrate_with_ends(lambda x, _a, _b: (-x * x).exp(), -INFINITY, INFINITY, tails=(tail, tail))
    assert abs(found.value - arb.pi().sqrt()) < TINY


def test_distances_to_the_ends_are_accurate() -> None:
    # (1 - x) ** -0.99 keeps a tenth of its integral within 1e-100 of 1, where x itself is 1 to sixty digits
    found = integrate_with_ends(lambda _x, _a, b: (b.log() * arb("-0.99")).exp(), 0, 1)
    assert abs(found.value - 100) < arb(10) ** -24


@pytest.mark.parametrize(
    ("f", "lower", "upper"),
    [
        (lambda x: 1 / x, 1, INFINITY),
        (lambda x: 1 / x, 0, 1),
        (lambda x: arb(1), 0, INFINITY),
        (lambda x: x.exp(), 0, INFINITY),
        (lambda x: arb(1) / (1 + abs(x)), -INFINITY, INFINITY),
    ],
)
def test_divergent_integrals_are_refused(f: object, lower: object, upper: object) -> None:
    with pytest.raises(NoConvergence):
        integrate(f, lower, upper)


def test_a_jump_inside_is_refused_rather_than_smoothed() -> None:
    with pytest.raises(NoConvergence):
        integrate(lambda x: arb(1) if x < arb(1) / 3 else arb(2), 0, 1)


def test_sums() -> None:
    assert add_up(lambda k: k, 1, 10).value == 55
    half = add_up(lambda k: arb(2) ** -k, 0, None)
    assert abs(half.value - 2) <= half.error < arb(10) ** -30
    slow = add_up(lambda k: arb("0.9") ** k, 0, None)
    assert abs(slow.value - 10) <= slow.error < arb(10) ** -30


def test_sums_that_do_not_settle_are_refused() -> None:
    with pytest.raises(NoConvergence):
        add_up(lambda k: 1 / (k + 1), 0, None, most=300)


def test_a_sum_that_starts_small_is_not_cut_off() -> None:
    # Poisson weights of rate 1000: the first terms are far below what is negligible
    weights = add_up(lambda k: (k * arb(1000).log() - 1000 - (k + 1).lgamma()).exp(), 0, None, beyond=1000)
    assert abs(weights.value - 1) <= weights.error + arb(10) ** -50


@pytest.mark.parametrize(
    ("f", "lower", "upper", "known"),
    [
        (lambda x: 1 / (1 + x**2) ** 2, -INFINITY, INFINITY, lambda: arb.pi() / 2),
        (lambda x: x.log() ** 2 / x.sqrt(), 0, 1, lambda: arb(16)),
        (lambda x: (20 * x).cos() ** 2, 0, 1, lambda: arb(1) / 2 + arb(40).sin() / 80),
        (lambda x: 1 / (x * x + arb(10) ** -4), -1, 1, lambda: 200 * arb(100).atan()),
        (lambda x: (-x).exp() * (3 * x).sin(), 0, INFINITY, lambda: arb(3) / 10),
    ],
    ids=["a power", "singular", "waves", "a peak", "damped"],
)
def test_the_error_that_is_foreseen_is_not_exceeded(f: Any, lower: Any, upper: Any, known: Any) -> None:
    found = integrate(f, lower, upper)
    assert abs(found.value - known()) <= found.error + abs(known()) * arb(10) ** -50


def test_no_more_is_foreseen_of_a_kink_than_was_seen() -> None:
    with pytest.raises(NoConvergence, match="still differ"):
        integrate(lambda x: abs(x - arb(1) / 3), 0, 1)
