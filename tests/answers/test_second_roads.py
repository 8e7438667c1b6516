"""What the first road cannot vouch for: long doubles, unequal shapes, and what is put together again."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest

import kldiv
from kldiv.answers import long_floats, univariate
from kldiv.answers.floats import RoundedWalker
from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.answers.kernels import unequal_shapes
from kldiv.answers.parts import BLOCK
from kldiv.arb import arb
from kldiv.precision import ball_precision
from kldiv.values.balls import settled
from scripts.tools.benchmarks.points import drawn_across

PAIRS = [("Gamma", "Weibull"), ("Chi", "Laplace"), ("Normal", "Laplace"), ("InverseGaussian", "Frechet")]


def at_symbols(kinds, sides):
    return {
        symbol: side[name]
        for kind, index, side in zip(kinds, "pq", sides, strict=True)
        for name, symbol in symbols_of(kind, index).items()
    }


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_long_doubles_keep_their_bound_and_vouch_for_more(p, q):
    kinds = getattr(kldiv, p), getattr(kldiv, q)
    formula = formula_of(*kinds)
    values = at_symbols(kinds, drawn_across(*kinds, 60))
    given = {symbol: (value, True) for symbol, value in values.items()}
    with np.errstate(all="ignore"):
        plain = RoundedWalker.at(given).value(formula.result)
        value, error = long_floats.look_again(given, formula.result, np.full(60, True))
    compared = 0
    for k in range(60):
        right = settled(formula.result, {s: Fraction(float(v[k])) for s, v in values.items()})
        if right is None or not np.isfinite(error[k]):
            continue
        with ball_precision(300):
            for found, bound in ((value[k], error[k]), (plain.value[k], plain.error[k])):
                assert abs(arb(float(found)) - right) <= arb(float(bound)) * 1.01, (k, found, bound)
        compared += 1
    assert compared > 20
    if long_floats.LONGER:
        assert np.nansum(error) < np.nansum(plain.error)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        *(("InverseGaussian", "Weibull"), ("InverseGaussian", "Frechet")),  # Bessel's K
        *(("Chi", "Laplace"), ("Gamma", "Laplace")),  # the lower incomplete gamma function
        *(("Gumbel", "Laplace"), ("Exponential", "Lindley"), ("Exponential", "BetaPrime"), ("Lindley", "Exponential")),
    ],
)
def test_little_is_left_to_balls(p, q, monkeypatch):
    asked = []
    single = univariate.divergence_of
    monkeypatch.setattr(univariate, "divergence_of", lambda *given: asked.append(given) or single(*given))
    rng = np.random.default_rng(4)
    sides = [kind(*np.exp(rng.normal(0, 1, (len(kind.spec), 300)))) for kind in (getattr(kldiv, p), getattr(kldiv, q))]
    assert np.isfinite(kldiv.kl_divergence(*sides)).all()
    if long_floats.LONGER:
        assert len(asked) <= 3


def test_where_long_doubles_are_doubles_nothing_is_vouched_for(monkeypatch):
    monkeypatch.setattr(long_floats, "LONGER", False)
    formula = formula_of(kldiv.Gamma, kldiv.Weibull)
    given = {s: (np.array([1.5]), True) for s in formula.result.free_symbols}
    _, error = long_floats.look_again(given, formula.result, np.array([True]))
    assert np.isinf(error).all()


def test_unequal_shapes_against_balls():
    rng = np.random.default_rng(5)
    small, large = 10.0 ** rng.uniform(-8, -1, 80), 10.0 ** rng.uniform(0, 6, 80)
    near = 1 + 10.0 ** -rng.uniform(1, 12, (2, 80))
    p = {"concentration1": large, "concentration0": small}
    kinds, known = (kldiv.Beta, kldiv.Beta), 0
    formula = formula_of(*kinds).result
    for q in (
        {"concentration1": large * near[0], "concentration0": small * near[1]},
        {"concentration1": large * near[0], "concentration0": small},
        {"concentration1": large[::-1], "concentration0": small[::-1]},
    ):
        found = unequal_shapes.beta(p, q)
        for k, value in enumerate(found.tolist()):
            if np.isnan(value):
                continue
            at = at_symbols(kinds, [{n: Fraction(float(v[k])) for n, v in side.items()} for side in (p, q)])
            right = settled(formula, at)
            with ball_precision(300):
                assert abs(arb(value) / right - 1) < 1e-13, (at, value)
            known += 1
    assert known > 120


def test_long_arrays_without_a_kernel_are_put_together_again():
    size = BLOCK + 100
    scale = np.linspace(1, 2, size)
    found = kldiv.evaluate(kldiv.Normal(0, scale), kldiv.Laplace(0.5, 1))
    assert found.value.shape == (size,)
    assert found.method == "closed form"
    for k in (0, BLOCK - 1, BLOCK, size - 1):
        assert found.value[k] == kldiv.kl_divergence(kldiv.Normal(0, scale[k]), kldiv.Laplace(0.5, 1))


def test_some_infinite_some_not():
    p, q = kldiv.Uniform([0.0, -1.0, 0.5], [1.0, 1.0, 1.0]), kldiv.Uniform(0.0, 2.0)
    found = kldiv.evaluate(p, q)
    assert found.method == "closed form"
    assert found.value.tolist() == pytest.approx([np.log(2), np.inf, np.log(4)])
    assert kldiv.evaluate(kldiv.Uniform([-1.0, -2.0], 1.0), q).method == "infinite"


def test_only_what_a_kernel_left_is_found_one_by_one(monkeypatch):
    asked = []
    single = univariate.divergence_of
    monkeypatch.setattr(univariate, "divergence_of", lambda *given: asked.append(given) or single(*given))
    p, q = kldiv.Kumaraswamy([1.0, 2.0, 3.0], 2.0), kldiv.Kumaraswamy([1.0, 2.5, 3.0], 3.0)
    with pytest.warns(kldiv.QuadratureNotice):
        found = kldiv.kl_divergence(p, q)
    assert len(asked) == 1
    assert found[0] == found[2] == kldiv.kl_divergence(kldiv.Kumaraswamy(1.0, 2.0), kldiv.Kumaraswamy(1.0, 3.0))


def test_the_slope_of_a_sine_is_bounded_far_out():
    loc = 1e150
    value = kldiv.kl_divergence(kldiv.VonMises(loc, 2.0), kldiv.VonMises(-loc, 3.0))
    kinds = kldiv.VonMises, kldiv.VonMises
    at = at_symbols(kinds, [{"loc": Fraction(s * loc), "concentration": Fraction(c)} for s, c in ((1, 2), (-1, 3))])
    assert value == pytest.approx(float(settled(formula_of(*kinds).result, at)), rel=1e-12)


def test_an_infinite_bound_beside_an_infinite_value_vouches_for_nothing():
    # exp(1e5) and E_1(1e5) leave the range of every float; their product does not
    theta = mpmath.mpf(10) ** 5

    def integrand(t):  # x = t/theta
        log_p = 2 * mpmath.log(theta) - mpmath.log1p(theta) + mpmath.log1p(t / theta) - t
        return mpmath.exp(log_p) / theta * (log_p - mpmath.log(t / theta) + t / theta)

    right = mpmath.quad(integrand, [0, 1, 5, 20, 60, mpmath.inf])
    found = kldiv.kl_divergence(kldiv.Lindley(1e5), kldiv.Gamma(2, 1))
    assert found == pytest.approx(float(right), rel=1e-13)
