"""The hole of the continuous Bernoulli distribution at one half: nearly there digits are kept, and bounds hold."""

from __future__ import annotations

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

import kldiv
from kldiv.answers import long_floats, univariate
from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.answers.near_a_half import near_a_half

#: Both sides of one half, from as far as it is used to nearly there.
PROBS = np.array([0.376, 0.4917, 0.49999, 0.5 - 1e-9, 0.5 + 1e-9, 0.5021, 0.62])
SCALES = np.array([0.21, 1.3])

#: Minus the logarithm of the density, by hand.
SURPRISES = {
    kldiv.HalfNormal: lambda x, s: x * x / (2 * s * s) + mp.log(s * mp.sqrt(mp.pi / 2)),
    kldiv.Rayleigh: lambda x, s: x * x / (2 * s * s) - mp.log(x / s**2),
    kldiv.Maxwell: lambda x, s: x * x / (2 * s * s) - mp.log(mp.sqrt(2 / mp.pi) * x * x / s**3),
}


def by_quadrature(kind, probs, scale):
    """The integral of the density times the logarithm of the ratio, to thirty digits."""
    with mp.workdps(40):
        probs, scale = mp.mpf(float(probs)), mp.mpf(float(scale))
        odds = probs / (1 - probs)
        total = mp.quad(lambda x: odds**x, [0, 1])
        return mp.quad(
            lambda x: odds**x / total * (mp.log(odds**x / total) + SURPRISES[kind](x, scale)), [0, 0.001, 0.1, 1]
        )


def grid():
    probs, scales = np.meshgrid(PROBS, SCALES)
    return probs.ravel(), scales.ravel()


@pytest.mark.parametrize("kind", SURPRISES)
def test_bounds_hold_and_are_small(kind):
    probs, scales = grid()
    formula = formula_of(kldiv.ContinuousBernoulli, kind)
    (pi,), (sigma,) = symbols_of(kldiv.ContinuousBernoulli, "p").values(), symbols_of(kind, "q").values()
    given = {pi: (probs, True), sigma: (scales, True)}
    value, error = near_a_half(given, formula, np.full(probs.shape, True))
    for k in range(probs.size):
        right = by_quadrature(kind, probs[k], scales[k])
        assert abs(mp.mpf(value[k]) - right) <= error[k] * 1.01, (probs[k], scales[k])
    ordinary = abs(probs - 0.5) > 1e-4
    if long_floats.LONGER:
        assert (error[ordinary] <= univariate.ACCURATE * value[ordinary]).all()


def test_what_is_not_exact_is_not_vouched_for():
    """An integer too long for a float has been rounded: the bound says what that does."""
    formula = formula_of(kldiv.ContinuousBernoulli, kldiv.HalfNormal)
    (pi,), (sigma,) = symbols_of(kldiv.ContinuousBernoulli, "p").values(), symbols_of(kldiv.HalfNormal, "q").values()
    where = np.array([True])
    bounds = [
        near_a_half({pi: (np.array([0.49]), exact), sigma: (np.array([0.2]), True)}, formula, where)[1][0]
        for exact in (True, False)
    ]
    moved = [by_quadrature(kldiv.HalfNormal, value, 0.2) for value in (0.49, np.nextafter(0.49, 1))]
    assert bounds[0] < bounds[1]
    assert abs(moved[0] - moved[1]) <= bounds[1]


def test_elsewhere_nothing_is_said():
    formula = formula_of(kldiv.ContinuousBernoulli, kldiv.HalfNormal)
    (pi,), (sigma,) = symbols_of(kldiv.ContinuousBernoulli, "p").values(), symbols_of(kldiv.HalfNormal, "q").values()
    probs = np.array([0.01, 0.4, 0.45, 0.99])
    given = {pi: (probs, True), sigma: (np.ones(4), True)}
    _, error = near_a_half(given, formula, np.array([True, False, True, True]))
    assert np.isfinite(error).tolist() == [False, False, True, False]
    two_holes = formula_of(kldiv.ContinuousBernoulli, kldiv.ContinuousBernoulli)
    given = dict.fromkeys(two_holes.result.free_symbols, (probs, True))
    assert np.isinf(near_a_half(given, two_holes, np.full(4, True))[1]).all()


@pytest.mark.parametrize("kind", [*SURPRISES, kldiv.Chi, kldiv.Normal, kldiv.Uniform])
def test_little_is_left_to_balls(kind, monkeypatch):
    asked = []
    single = univariate.divergence_of
    monkeypatch.setattr(univariate, "divergence_of", lambda *given: asked.append(given) or single(*given))
    rng = np.random.default_rng(6)
    probs = 0.5 + rng.choice([-1, 1], 500) * 10 ** rng.uniform(-4, -1, 500)
    sides = {kldiv.Normal: (0.3, 1.2), kldiv.Uniform: (-1, 2)}
    q = kind(*sides.get(kind, (np.exp(rng.uniform(-1.6, 1.6, 500)),)))
    assert np.isfinite(kldiv.kl_divergence(kldiv.ContinuousBernoulli(probs), q)).all()
    if long_floats.LONGER:
        assert len(asked) <= 2


def test_at_one_half_and_next_to_it_one_value():
    half = kldiv.kl_divergence(kldiv.ContinuousBernoulli(Fraction(1, 2)), kldiv.Rayleigh(0.7))
    beside = kldiv.kl_divergence(
        kldiv.ContinuousBernoulli(np.array([0.5 - 1e-15, 0.5, 0.5 + 1e-15])), kldiv.Rayleigh(0.7)
    )
    assert beside == pytest.approx([half] * 3, rel=1e-14)
