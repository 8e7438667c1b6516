"""Derivations of pairs: what they say, on which conditions, and what is refused."""

import mpmath
import pytest
import sympy as sp

import kldiv
from kldiv import derive
from kldiv.algebra.nodes import Expectation
from kldiv.deriving.functionals.rules import outcomes
from kldiv.deriving.table import special
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.proof.kernel import Refused
from kldiv.values.at_point import to_mpf, value_at
from kldiv.writing.words import said

half, third = sp.Rational(1, 2), sp.Rational(1, 3)


def truth(p, q):
    """What quadrature says of two distributions with numbers in them."""
    p, q = p.exact(), q.exact()
    with mpmath.workdps(40):
        return to_mpf(divergence_by_quadrature(p.slug, p.parameters, q.slug, q.parameters).value)


def agrees(result, number, digits=25):
    with mpmath.workdps(40):
        return abs(value_at(result, {}) - number) < mpmath.mpf(10) ** -digits * max(1, abs(number))


def equal(one, other):
    """Whether SymPy sees two expressions as equal, after what it may need to be told of logarithms."""
    return sp.simplify(sp.expand_log(sp.expand_func(one - other), force=True)) == 0


@pytest.mark.parametrize("loc", [-2, 0, third, 1, 3])
def test_laplace_left_of_inside_and_right_of_the_interval(loc):
    p, q = kldiv.Uniform(0, 1), kldiv.Laplace(loc, 2)
    assert agrees(derive(p, q).result, truth(p, q))
    a, b, m, s = (
        derive("uniform", "laplace").distributions[0].symbols()
        + derive("uniform", "laplace").distributions[1].symbols()
    )
    symbolic = derive("uniform", "laplace").result.subs({a: 0, b: 1, m: loc, s: 2})
    assert agrees(symbolic, truth(p, q))


def test_inverse_gamma_gamma_needs_a_mean():
    found = derive("inverse-gamma", "gamma")
    shape = found.distributions[0].concentration
    assert found.assumptions == (shape > 1,)
    assert found.otherwise == sp.oo
    for concentration in (half, 1):
        below = derive(kldiv.InverseGamma(concentration, 1), kldiv.Gamma(1, 1))
        assert (below.kind, below.result) == ("infinite", sp.oo)
        assert below.check()
    above = kldiv.InverseGamma(2, 1), kldiv.Gamma(3, 1)
    assert agrees(derive(*above).result, truth(*above))


def test_laplace_gumbel_needs_the_narrower_tail():
    found = derive("laplace", "gumbel")
    assert [str(c) for c in found.assumptions] == ["beta_q > b_p"]
    assert derive(kldiv.Laplace(0, 3), kldiv.Gumbel(0, 1)).result == sp.oo
    assert derive(kldiv.Laplace(0, 1), kldiv.Gumbel(0, 1)).result == sp.oo
    assert derive(kldiv.Laplace(0, half), kldiv.Gumbel(0, 1)).result == third


@pytest.mark.parametrize("q", [kldiv.Beta(2, 3), kldiv.ContinuousBernoulli(third)])
def test_an_interval_that_reaches_outside_the_unit_interval(q):
    for low, high in [(-1, 1), (0, 2), (2, 3)]:
        assert derive(kldiv.Uniform(low, high), q).result == sp.oo
    inside = kldiv.Uniform(sp.Rational(1, 4), half)
    assert agrees(derive(inside, q).result, truth(inside, q))


def test_the_removable_point_of_the_continuous_bernoulli():
    one, other = kldiv.Beta(2, 3), kldiv.ContinuousBernoulli(half)
    uniform = kldiv.Uniform(0, 1)
    assert agrees(derive(one, other).result, truth(one, uniform))
    assert agrees(derive(other, one).result, truth(uniform, one))
    assert derive(other, other).result == 0
    assert derive(one, other).id == "beta-continuous-bernoulli"
    assert derive(one, other).check()
    assert derive("beta", "continuous-bernoulli").scope == (
        sp.Ne(derive("beta", "continuous-bernoulli").distributions[1].probs, half),
    )


@pytest.mark.parametrize(
    ("p", "q", "result"),
    [
        (kldiv.Bernoulli(1), kldiv.Bernoulli(half), sp.log(2)),
        (kldiv.Bernoulli(0), kldiv.Bernoulli(0), 0),
        (kldiv.Bernoulli(0), kldiv.Bernoulli(1), sp.oo),
        (kldiv.Bernoulli(half), kldiv.Bernoulli(1), sp.oo),
        (kldiv.Bernoulli(0), kldiv.Geometric(half), sp.log(2)),
    ],
)
def test_certain_outcomes(p, q, result):
    found = derive(p, q)
    assert sp.simplify(found.result - result) == 0 if result != sp.oo else found.result == sp.oo
    assert found.check()


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (kldiv.LogNormal, kldiv.Pareto),
        (kldiv.Cauchy, kldiv.Normal),
        (kldiv.Normal, kldiv.LogNormal),
        (kldiv.Poisson, kldiv.Binomial),
        (kldiv.Normal, kldiv.Poisson),
        (kldiv.LogNormal, kldiv.ExpGamma),
    ],
)
def test_infinite_whatever_the_parameters(p, q):
    found = derive(p, q)
    assert (found.kind, found.result, found.assumptions) == ("infinite", sp.oo, ())
    assert said(found.notes[0]).endswith(".")


@pytest.mark.parametrize(
    ("p", "q", "finite"),
    [
        (kldiv.StudentT(1, 0, 1), kldiv.Laplace(0, 1), False),
        (kldiv.StudentT(3, 0, 1), kldiv.Laplace(0, 1), True),
        (kldiv.Pareto(1, half), kldiv.Exponential(1), False),
        (kldiv.Pareto(1, 2), kldiv.Exponential(1), True),
        (kldiv.Pareto(1, 2), kldiv.Pareto(2, 2), False),
        (kldiv.Pareto(2, 2), kldiv.Pareto(1, 2), True),
        (kldiv.Gamma(1, 1), kldiv.InverseGamma(2, 1), False),
        (kldiv.Gamma(2, 1), kldiv.InverseGamma(2, 1), True),
        (kldiv.Frechet(1, half), kldiv.Gamma(1, 1), False),
        (kldiv.DiscreteUniform(0, 4), kldiv.DiscreteUniform(0, 3), False),
        (kldiv.DiscreteUniform(0, 3), kldiv.DiscreteUniform(0, 4), True),
        (kldiv.Binomial(5, half), kldiv.Binomial(3, half), False),
    ],
)
def test_numbers_on_either_side_of_a_condition(p, q, finite):
    found = derive(p, q)
    assert found.kind == ("closed form" if finite else "infinite")
    assert found.assumptions == ()
    assert found.check(), str(found.check())
    if finite:
        assert agrees(found.result, truth(p, q))


def renamed(name_of_pair, target):
    """A pair's result in the letters of another pair."""
    one, other = derive(*name_of_pair), derive(*target)
    mine = one.distributions[0].symbols() + one.distributions[1].symbols()
    theirs = other.distributions[0].symbols() + other.distributions[1].symbols()
    return one.result.subs(dict(zip(mine, theirs, strict=True)), simultaneous=True), other.result


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("log-normal", "log-normal"), ("normal", "normal")),
        (("logit-normal", "logit-normal"), ("normal", "normal")),
        (("inverse-gamma", "inverse-gamma"), ("gamma", "gamma")),
        (("exp-gamma", "exp-gamma"), ("gamma", "gamma")),
    ],
)
def test_a_transformation_of_both_changes_nothing(one, other):
    mine, theirs = renamed(one, other)
    assert equal(mine, theirs)


def test_frechet_is_weibull_turned_over():
    """1/X turns a Frechet distribution of scale s into a Weibull distribution of scale 1/s."""
    frechet, weibull = derive("frechet", "frechet"), derive("weibull", "weibull")
    names = "scale", "concentration"
    table = {}
    for index in "pq":
        scale, shape = (frechet.distributions["pq".index(index)].parameters[n] for n in names)
        over, same = (weibull.distributions["pq".index(index)].parameters[n] for n in names)
        table |= {over: 1 / scale, same: shape}
    assert equal(weibull.result.subs(table, simultaneous=True), frechet.result)


def test_limits():
    normal = derive("normal", "normal")
    scale_q, loc_q = normal.distributions[1].scale, normal.distributions[1].loc
    assert sp.limit(normal.result, scale_q, sp.oo) == sp.oo
    assert sp.limit(normal.result, scale_q, 0, "+") == sp.oo
    assert sp.limit(normal.result, loc_q, sp.oo) == sp.oo
    exponential = derive("exponential", "exponential")
    rate_p, rate_q = exponential.distributions[0].rate, exponential.distributions[1].rate
    assert sp.limit(exponential.result, rate_q, rate_p) == 0
    assert sp.limit(exponential.result, rate_q, 0, "+") == sp.oo
    poisson = derive("poisson", "poisson")
    assert sp.limit(poisson.result, poisson.distributions[0].rate, 0, "+") == poisson.distributions[1].rate


def test_gamma_holds_exponential_and_chi_squared():
    rate = sp.Symbol("r", positive=True)
    one = derive(kldiv.Gamma(1, rate), kldiv.Gamma(1, 2)).result
    assert equal(one, derive(kldiv.Exponential(rate), kldiv.Exponential(2)).result)
    degrees = sp.Symbol("k", positive=True)
    assert equal(
        derive(kldiv.Gamma(degrees / 2, half), kldiv.Gamma(3, half)).result,
        derive(kldiv.Chi2(degrees), kldiv.Chi2(6)).result,
    )


def test_a_shared_parameter_is_part_of_the_statement():
    found = derive("binomial", "binomial")
    p, q = derive("binomial", "poisson").distributions[0], derive("poisson", "binomial").distributions[1]
    assert sp.Eq(q.total_count, p.total_count) in found.scope


def test_what_cannot_be_derived_is_refused_by_name():
    with pytest.raises(ValueError, match="unknown distribution 'norml'; did you mean Normal"):
        derive("norml", "normal")
    with pytest.raises(TypeError, match="expected a distribution, its class or its name, got 3"):
        derive(3, "normal")
    with pytest.raises(ValueError, match="Normal: scale must be positive, got -1"):
        derive(kldiv.Normal(0, -1), "normal")
    with pytest.raises(ValueError, match="Gamma: rate must be positive, got 0"):
        kldiv.Gamma(1, sp.Integer(0))
    with pytest.raises(ValueError, match="no derivation joins distributions of these spaces"):
        derive("normal", "dirichlet")


def test_a_pair_is_registered_once():
    derive("categorical", "categorical")
    with pytest.raises(ValueError, match="categorical-categorical: a derivation is registered already"):
        special("categorical", "categorical")(lambda p, q: None)


def test_what_is_certain_of_an_outcome_with_a_letter_can_be_printed():
    n, r = sp.Symbol("n", positive=True, integer=True), sp.Symbol("r", positive=True)
    found = kldiv.derive(kldiv.Binomial(n, 1), kldiv.Poisson(r))
    assert found.result == r - n * sp.log(r) + sp.log(sp.factorial(n))
    assert found.fingerprint()
    assert found.to_latex()
    assert found.to_dict()["kind"] == "closed form"


@pytest.mark.parametrize("place", [sp.Rational(1, 2), sp.Symbol("a"), sp.oo])
def test_a_sum_over_one_place_is_one_over_a_whole_number(place):
    x = sp.Symbol("x")
    with pytest.raises(Refused, match="finitely many whole numbers"):
        outcomes.run(Expectation(x, x, place, place, sp.S.One, "p", "discrete"))
