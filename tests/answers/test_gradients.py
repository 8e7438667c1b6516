"""Gradients and Hessians, held to differences of the formulas at sixty digits and of integrals at thirty."""

from __future__ import annotations

import math
import pickle
import random
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv.answers.differentiated import differentiable
from kldiv.answers.formulas import formula_of, rows
from kldiv.distributions import DISTRIBUTIONS
from kldiv.oracles.truth import divergence_by_quadrature

CLOSED = sorted(name for name, row in rows().items() if row["kind"] == "closed form")
#: Every eleventh of the pairs that have a formula, and some whose derivatives have no name.
PAIRS = {
    *CLOSED[::11],
    "beta-continuous-bernoulli",
    "gamma-laplace",
    "inverse-gamma-inverse-gaussian",
    "laplace-laplace",
    "student-t-laplace",
    "uniform-gumbel",
    "von-mises-von-mises",
}
#: SymPy takes mpmath's function without dividing it by the whole.
REGULARIZED = {"betainc_regularized": lambda *args: mpmath.betainc(*args, regularized=True)}
STEP = mpmath.mpf(10) ** -22


def classes(pair: str) -> tuple[type, type]:
    return next(
        (p, q) for one, p in DISTRIBUTIONS.items() for other, q in DISTRIBUTIONS.items() if f"{one}-{other}" == pair
    )


def drawn(pair: str, count: int = 3) -> list[tuple[kldiv.Distribution, kldiv.Distribution]]:
    """Draw parameters at which the divergence is finite."""
    p, q = classes(pair)
    rng, found = random.Random(pair), []
    for _ in range(4000):
        one, other = (
            kind.from_parameters({name: Fraction(float(v)) for name, v in kind.draw(rng).items()}) for kind in (p, q)
        )
        if q.shared and p is q:
            other = other.with_parameter(q.shared, one.parameters[q.shared])
        at = letters(one, other)
        if all(c.xreplace(at) == sp.true for c in (*formula_of(p, q).assumptions, *formula_of(p, q).scope)):
            found.append((one, other))
        if len(found) == count:
            return found
    raise AssertionError(f"{pair}: no parameters were found")


def letters(p: kldiv.Distribution, q: kldiv.Distribution) -> dict[sp.Symbol, sp.Rational]:
    at = {}
    for index, one in (("p", p), ("q", q)):
        for name, symbol in type(one).symbolic(index).parameters.items():
            value = Fraction(one.parameters[name])
            at[symbol] = sp.Rational(value.numerator, value.denominator)
    return at


def by_difference(p: kldiv.Distribution, q: kldiv.Distribution, index: str, name: str) -> float:
    """Differentiate the formula by a central difference at sixty digits."""
    formula = formula_of(type(p), type(q)).result
    at, symbol = letters(p, q), type(p if index == "p" else q).symbolic(index).parameters[name]
    function = sp.lambdify(list(at), formula, modules=[REGULARIZED, "mpmath"])
    with mpmath.workdps(60):
        values = {s: mpmath.mpf(int(v.p)) / int(v.q) for s, v in at.items()}
        above, below = ({**values, symbol: values[symbol] + step} for step in (STEP, -STEP))
        return float((function(*above.values()) - function(*below.values())).real / (2 * STEP))


def plainly(distribution: kldiv.Distribution) -> kldiv.Distribution:
    return type(distribution)(**{name: float(v) for name, v in distribution.parameters.items()})


def places(p: kldiv.Distribution, q: kldiv.Distribution) -> list[tuple[str, str]]:
    shared = type(p).shared if type(p) is type(q) else ""
    ours, theirs = differentiable(type(p)), differentiable(type(q))
    return [(i, name) for i, names in (("p", ours), ("q", theirs)) for name in names if name != shared]


@pytest.mark.parametrize("pair", sorted(PAIRS))
def test_a_gradient_is_the_difference_quotient_of_the_formula(pair):
    for p, q in drawn(pair):
        found = kldiv.kl_divergence_grad(plainly(p), plainly(q))
        for index, name in places(p, q):
            wanted = by_difference(p, q, index, name)
            assert getattr(found, index)[name] == pytest.approx(wanted, rel=1e-12, abs=1e-35), (p, q, index, name)


NEAR = [
    (kldiv.Normal(0, 1), "loc"),
    (kldiv.Normal(0.5, 2), "scale"),
    (kldiv.Laplace(1, 2), "loc"),
    (kldiv.Gamma(2.5, 1), "concentration"),
    (kldiv.Beta(2, 3), "concentration0"),
    (kldiv.Poisson(3), "rate"),
    (kldiv.Bernoulli(0.25), "probs"),
    (kldiv.Cauchy(0, 1), "loc"),
    (kldiv.VonMises(1, 2), "concentration"),
]


@pytest.mark.parametrize("eps", [1e-3, 1e-9, 1e-13])
@pytest.mark.parametrize(("p", "name"), NEAR, ids=lambda v: getattr(v, "name", v))
def test_near_p_no_digits_are_lost(p, name, eps):
    q = type(p)(**{**p.parameters, name: p.parameters[name] + eps})
    found = kldiv.kl_divergence_grad(p, q)
    for index, other in places(p, q):
        wanted = by_difference(p, q, index, other)
        assert getattr(found, index)[other] == pytest.approx(wanted, rel=1e-12, abs=1e-33), (index, other)


@pytest.mark.parametrize("eps", [1e-3, 1e-6, 1e-10, 1e-14])
@pytest.mark.parametrize("kind", [kldiv.Gamma, kldiv.Beta, kldiv.Weibull, kldiv.Laplace, kldiv.VonMises])
def test_near_p_whole_arrays_keep_their_digits_without_balls(kind, eps, monkeypatch):
    """What floats vouch for is right, and they vouch for most."""
    left: list[object] = []
    monkeypatch.setattr("kldiv.answers.gradients.slope_of", lambda *given: left.append(given) or math.nan)
    rng = np.random.default_rng(5)
    parameters = {parameter.name: rng.uniform(0.5, 3, size=40) for parameter in kind.spec}
    moved = {name: value * (1 + eps * rng.uniform(0.2, 1, size=40)) for name, value in parameters.items()}
    found = kldiv.kl_divergence_grad(kind(**parameters), kind(**moved))
    assert len(left) <= 0.4 * 40 * 2 * len(parameters)
    for k in range(0, 40, 8):
        one, other = (kind(**{name: float(v[k]) for name, v in given.items()}) for given in (parameters, moved))
        for index, name in places(one, other):
            value = getattr(found, index)[name][k]
            wanted = by_difference(one, other, index, name)
            assert math.isnan(value) or value == pytest.approx(wanted, rel=2e-12, abs=1e-35)


@pytest.mark.parametrize("p", [p for p, _ in NEAR] + [kldiv.StudentT(3, 0, 1), kldiv.Logistic(1, 2)])
def test_where_both_are_the_same_it_is_exactly_zero(p):
    found = kldiv.kl_divergence_grad(p, p)
    assert {*found.p.values(), *found.q.values()} == {0.0}


@pytest.mark.parametrize("coin", [kldiv.Bernoulli, lambda probs: kldiv.Binomial(3, probs)])
def test_at_the_ends_of_a_probability_it_is_the_limit(coin):
    n = kldiv.evaluate(coin(0), coin(0.5)).value / math.log(2)
    found = kldiv.kl_divergence_grad(coin(0), coin(0.25))
    assert found.p["probs"] == -math.inf
    assert found.q["probs"] == pytest.approx(n / 0.75)
    found = kldiv.kl_divergence_grad(coin(1), coin(0.25))
    assert found.p["probs"] == math.inf
    assert found.q["probs"] == pytest.approx(-n / 0.25)
    found = kldiv.kl_divergence_grad(coin(0), coin(0))
    assert (found.p["probs"], found.q["probs"]) == (math.inf, pytest.approx(n))


def test_arrays_hold_what_single_numbers_give():
    rng = np.random.default_rng(1)
    shapes, rates = rng.gamma(2, size=(2, 5)), rng.gamma(2, size=(2, 5))
    shapes[0, 0], rates[0, 0] = shapes[1, 0] * (1 + 1e-12), rates[1, 0]
    p, q = (kldiv.Gamma(shapes[k], rates[k]) for k in (0, 1))
    found, second = kldiv.kl_divergence_grad(p, q, base=2), kldiv.kl_divergence_hessian(p, q, base=2)
    assert found.unit == second.unit == "bits"
    assert second.matrix.shape == (5, 4, 4)
    for k in range(5):
        one, other = (kldiv.Gamma(float(shapes[j, k]), float(rates[j, k])) for j in (0, 1))
        single = kldiv.kl_divergence_grad(one, other)
        for index in "pq":
            for name, value in getattr(single, index).items():
                assert getattr(found, index)[name][k] == pytest.approx(value / math.log(2), rel=1e-12)
        assert second.matrix[k] == pytest.approx(kldiv.kl_divergence_hessian(one, other).matrix / math.log(2))


def test_where_some_are_infinite_those_have_none():
    found = kldiv.kl_divergence_grad(kldiv.Uniform([0.0, 0.0], [1.0, 3.0]), kldiv.Uniform(-1, 2))
    assert found.q["high"] == pytest.approx([1 / 3, math.nan], nan_ok=True)
    for p, q in ((kldiv.Bernoulli(0.5), kldiv.Bernoulli(0)), (kldiv.Normal(0, 1), kldiv.Gamma(1, 1))):
        with pytest.raises(ValueError, match=r"^\w+ against \w+: the divergence is infinite here, so it has no deriv"):
            kldiv.kl_divergence_grad(p, q)


INTEGRATED = [
    (kldiv.Normal(0, 1), kldiv.StudentT(3, 0.5, 1)),
    (kldiv.StudentT(5, 0, 1), kldiv.StudentT(4, 0.5, 2)),
    (kldiv.Logistic(0, 1), kldiv.Logistic(0.5, 2)),
    (kldiv.Kumaraswamy(2, 3), kldiv.Kumaraswamy(3, 2)),
    (kldiv.Kumaraswamy(2, 0.25), kldiv.Kumaraswamy(3, 0.5)),
    (kldiv.NegativeBinomial(2, 0.25), kldiv.NegativeBinomial(3, 0.5)),
    (kldiv.ContinuousBernoulli(0.25), kldiv.Cauchy(0, 1)),
    (kldiv.Poisson(3), kldiv.NegativeBinomial(2, 0.5)),
    (kldiv.Uniform(1, 2), kldiv.Logistic(0, 1)),
    (kldiv.Pareto(1, 2.5), kldiv.Cauchy(0, 1)),
    (kldiv.LogUniform(0.25, 0.5), kldiv.Beta(2, 3)),
]


@pytest.mark.parametrize(("p", "q"), INTEGRATED, ids=lambda d: d.name)
def test_without_a_formula_it_is_that_of_the_integral(p, q):
    found = kldiv.kl_divergence_grad(p, q)
    kinds, step = {"p": type(p), "q": type(q)}, Fraction(1, 2**20)
    for index, one in (("p", p), ("q", q)):
        for name, value in one.parameters.items():
            moved = {}
            for move in (-2, -1, 1, 2):
                given = {i: {k: Fraction(v) for k, v in d.parameters.items()} for i, d in (("p", p), ("q", q))}
                given[index][name] = Fraction(value) + move * step
                moved[move] = divergence_by_quadrature(kinds["p"].slug, given["p"], kinds["q"].slug, given["q"]).value
            wanted = (8 * (moved[1] - moved[-1]) - (moved[2] - moved[-2])) / 12 * step.denominator
            assert getattr(found, index)[name] == pytest.approx(float(wanted), rel=1e-11, abs=1e-15)


def test_a_hole_of_the_formula_is_filled():
    at, near = (kldiv.ContinuousBernoulli(0.5 + d) for d in (0.0, 1e-7))
    for q in (kldiv.ContinuousBernoulli(0.25), kldiv.Normal(0, 1)):
        ours, theirs = kldiv.kl_divergence_grad(at, q), kldiv.kl_divergence_grad(near, q)
        assert ours.p["probs"] == pytest.approx(theirs.p["probs"], rel=1e-5)
        assert list(ours.q.values()) == pytest.approx(list(theirs.q.values()), rel=1e-5)


HESSIANS = [
    (kldiv.Normal(0, 1), kldiv.Normal(1, 2)),
    (kldiv.Laplace(0, 1), kldiv.Laplace(0, 1)),
    (kldiv.Laplace(0, 1), kldiv.Laplace(1e-9, 1)),
    (kldiv.Gamma(2, 1), kldiv.Weibull(1, 1.5)),
    (kldiv.Normal(0, 1), kldiv.StudentT(3, 0.5, 1)),
    (kldiv.Logistic(0, 1), kldiv.Logistic(0.5, 2)),
]


@pytest.mark.parametrize(("p", "q"), HESSIANS, ids=lambda d: d.name)
def test_a_hessian_is_the_difference_of_gradients(p, q):
    found, step = kldiv.kl_divergence_hessian(p, q), 2.0**-17
    assert np.array_equal(found.matrix, found.matrix.T)
    for column, (index, name) in enumerate(found.parameters):
        sides = []
        for move in (step, -step):
            given = {"p": p, "q": q}
            one = given[index]
            given[index] = type(one)(**{**one.parameters, name: one.parameters[name] + move})
            gradient = kldiv.kl_divergence_grad(given["p"], given["q"])
            sides.append([getattr(gradient, i)[n] for i, n in found.parameters])
        wanted = (np.array(sides[0]) - np.array(sides[1])) / (2 * step)
        assert found.matrix[:, column] == pytest.approx(wanted, rel=1e-5, abs=2e-5)


def test_whole_numbers_have_no_derivatives():
    p, q = kldiv.DiscreteUniform(0, 3), kldiv.DiscreteUniform([-1, 0], 5)
    assert kldiv.kl_divergence_grad(p, q).q == {}
    found = kldiv.kl_divergence_hessian(p, q)
    assert (found.parameters, found.matrix.shape) == ((), (2, 0, 0))


def test_symbols_give_expressions():
    a, b = sp.symbols("a b", positive=True)
    found = kldiv.kl_divergence_grad(kldiv.Exponential(a), kldiv.Exponential(b), base=2)
    assert sp.simplify(found.q["rate"] - (1 / a - 1 / b) / sp.log(2)) == 0
    assert found.unit == "bits"
    second = kldiv.kl_divergence_hessian(kldiv.Exponential(a), kldiv.Exponential(b))
    assert second.matrix[1, 1] == 1 / b**2
    with pytest.raises(ValueError, match="no formula is known of the derivative in concentration of p"):
        kldiv.kl_divergence_grad(kldiv.Gamma(2, a), kldiv.StudentT(1, 0, 1))


def test_what_it_cannot_do_is_said_in_one_line():
    matrix = kldiv.MatrixNormal([[0.0]], row_covariance=[[1.0]], column_covariance=[[1.0]])
    with pytest.raises(ValueError, match="no derivative is known of distributions like matrix normal"):
        kldiv.kl_divergence_grad(matrix, kldiv.Wishart(2, [[1.0]]))
    with pytest.raises(TypeError, match="kl_divergence_grad: expected a distribution"):
        kldiv.kl_divergence_grad(1, 2)
    with pytest.raises(ValueError, match="no second derivative in low, which moves the support of p"):
        kldiv.kl_divergence_hessian(kldiv.Uniform(1, 2), kldiv.Logistic(0, 1))


def test_a_record_survives_pickling():
    found = kldiv.kl_divergence_grad(kldiv.Normal(0, 1), kldiv.Normal(1, 1))
    assert pickle.loads(pickle.dumps(found)) == found
