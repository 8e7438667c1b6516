"""Families with parameters: what their derivations may not be turned into, and what is known of them otherwise."""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from kldiv.algebra.quantities import unfold
from kldiv.entries import catalogue
from kldiv.identities import exponential_families, natural_gradient
from kldiv.proof.rules import calculus, general, parametric
from kldiv.proof.statements import Refused, Statement
from kldiv.proof.tampering import refusal, tampered
from tests.today import todays

#: Those whose tampering is refused within a second or two; `make tampering` does them all.
QUICK = (
    *("softmax-cross-entropy-gradient", "distillation-temperature", "posterior-collapse", "free-bits"),
    *("kl-penalty-in-reward", "k3-unbiased", "k1-gradient", "k2-gradient", "k3-gradient", "k3-importance-gradient"),
    *("k2-mean-normal", "k3-variance-normal", "equal-variance-normals", "vae-kl-log-variance", "moment-matching"),
    *("fisher-information-densities", "fisher-information-matrix", "exponential-family-mean"),
    *("exponential-family-expansion", "natural-gradient", "cauchy-symmetry"),
    *("reparametrisation-invariance", "reparametrisation-invariance-intervals", "fisher-normal", "fisher-laplace"),
)


@pytest.mark.parametrize("name", todays(QUICK, 3))
def test_nothing_that_is_changed_passes(name):
    derivation, other = catalogue()[name], catalogue()["inverse-gaussian-gamma"]
    tried = [(one.kind, one.where, refusal(one.record)) for one in tampered(derivation, other)]
    assert len(tried) > 8
    assert [one for one in tried if not one[2]] == []


def test_the_importance_ratio_gives_the_gradient_that_k3_misses():
    """Three answers, softmax logits, finite differences: right with the differentiated ratio, wrong without."""
    slopes, reference, old = np.array([1.0, -1.0, 0.5]), np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])

    def policy(t):
        weights = np.exp(slopes * t)
        return weights / weights.sum()

    def k3(t):
        ratio = reference / policy(t)
        return ratio - 1 - np.log(ratio)

    def slope(function, t, step=1e-5):
        return (function(t + step) - function(t - step)) / (2 * step)

    t = 0.7
    exact = slope(lambda u: policy(u) @ np.log(policy(u) / reference), t)
    weighted = slope(lambda u: old @ (policy(u) / old * k3(u)), t)
    held = slope(lambda u: policy(t) @ k3(u), t)
    assert weighted == pytest.approx(exact, rel=1e-8)
    assert abs(held - exact) > 0.01


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_natural_gradient_beats_every_other_step(size):
    rng = np.random.default_rng(11)
    root = rng.normal(size=(size, size))
    fisher, gradient, price = root @ root.T + np.eye(size), rng.normal(size=size), 0.7
    factor = np.linalg.cholesky(fisher)
    whitened = np.linalg.solve(factor, gradient)
    letters = {natural_gradient.K: size, natural_gradient.price: price}
    least = unfold(catalogue()["natural-gradient"].result.rhs).subs(letters).doit()
    least = float(least.subs({natural_gradient.c[k + 1]: whitened[k] for k in range(size)}))
    best = -np.linalg.solve(fisher, gradient) / price

    def loss(step):
        return step @ gradient + price * np.einsum("...i,ij,...j", step, fisher, step) / 2

    assert loss(best) == pytest.approx(least)
    assert least == pytest.approx(-gradient @ np.linalg.solve(fisher, gradient) / (2 * price))
    assert np.all(loss(best + rng.normal(size=(10_000, size))) > least)


def test_what_a_step_costs_is_the_quadratic_form_of_the_fisher_information():
    rng = np.random.default_rng(12)
    factor, whitened, step = np.tril(rng.normal(size=(3, 3))), rng.normal(size=3), rng.normal(size=3)
    L, c, d = natural_gradient.L, natural_gradient.c, natural_gradient.d
    values = {L[j + 1, i + 1]: factor[j, i] for i in range(3) for j in range(3)}
    values |= {c[k + 1]: whitened[k] for k in range(3)} | {d[k + 1]: step[k] for k in range(3)}
    stated = unfold(catalogue()["natural-gradient"].left).subs({natural_gradient.K: 3, natural_gradient.price: 0.7})
    gradient, fisher = factor @ whitened, factor @ factor.T
    assert float(stated.doit().subs(values)) == pytest.approx(gradient @ step + 0.35 * step @ fisher @ step)


def normal_density(x, mean, log_scale):
    scale = np.exp(log_scale)
    return np.exp(-((x - mean) ** 2) / (2 * scale**2)) / np.sqrt(2 * np.pi) / scale


@pytest.mark.parametrize(("first", "second", "expected"), [(0, 0, np.exp(-0.6)), (0, 1, 0.0), (1, 1, 2.0)])
def test_the_hessian_of_a_normal_divergence_is_the_fisher_information(first, second, expected):
    """Mean and log standard deviation: by quadrature of the divergence and a difference quotient, for n = 2."""
    here, step = np.array([0.4, 0.3]), 1e-3

    def divergence(there):
        ratio = lambda x: np.log(normal_density(x, *here) / normal_density(x, *there))  # noqa: E731
        return quad(lambda x: normal_density(x, *here) * ratio(x), -15, 15, epsabs=1e-13)[0]

    def at(one, other):
        moved = here.copy()
        moved[first] += one * step
        moved[second] += other * step
        return divergence(moved)

    hessian = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step**2)
    assert hessian == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("parameter", [0.3, -0.7])
def test_the_divergence_in_an_exponential_family_is_that_of_its_members(parameter):
    """Hyperbolic secants, tilted: the gap of -log cos against quadrature of the two densities."""
    step = 0.4
    log_partition = {theta: -np.log(np.cos(theta)) for theta in (parameter, parameter + step)}

    def density(x, theta):
        return np.exp(theta * x - log_partition[theta]) / (2 * np.cosh(np.pi * x / 2))

    def integrand(x):
        return density(x, parameter) * np.log(density(x, parameter) / density(x, parameter + step))

    derived = catalogue()["exponential-family-divergence"].result
    table = {exponential_families.theta: parameter, exponential_families.delta: step}
    value = derived.replace(exponential_families.A, lambda t: -sp.log(sp.cos(t))).doit().subs(table)
    assert float(value) == pytest.approx(quad(integrand, -60, 60, epsabs=1e-12)[0], abs=1e-9)


@pytest.mark.parametrize("change", [np.log, lambda v: 1 / v, lambda v: -(v**3)])
def test_a_one_to_one_map_keeps_the_divergence(change):
    """Histograms of two gamma samples, on the old scale and on the new one, in the same cells."""
    rng = np.random.default_rng(12)
    one, other = rng.gamma(2, 1, 100_000), rng.gamma(3, 0.5, 100_000)
    cells = np.linspace(0.2, 6, 12)

    def divergence(p, q, edges):
        p, q = (np.histogram(sample, np.sort(edges))[0] + 0.5 for sample in (p, q))
        return np.sum(p / p.sum() * np.log(p / p.sum() / (q / q.sum())))

    assert divergence(change(one), change(other), change(cells)) == pytest.approx(divergence(one, other, cells))


J, T, X, Y = (sp.Symbol("i", integer=True), *sp.symbols("t x y", real=True))
F, G, U = (sp.Function(name, positive=name == "f", real=True) for name in "fgu")
N = sp.Symbol("N", integer=True, positive=True)

REFUSED = {
    "no delta": (parametric.sift, sp.Sum(F(J), (J, 1, N)), ()),
    "no factor": (parametric.product_rule, sp.Derivative(sp.Sum(F(T) * J, (J, 1, N)), T), (F(X),)),
    "not zero": (parametric.add_zero, T, (Statement(T, "=", sp.S.One, source="assumption"),)),
    "not assumed": (parametric.add_zero, T, (Statement(T, "=", sp.S.Zero, source="lemma"),)),
    "sign unknown": (parametric.score, sp.Derivative(G(T), T), (G(T),)),
    "another derivative": (parametric.read_as_derivative, 2 * T, (T**3, T)),
    "point in use": (parametric.put_in_point, sp.Subs(sp.Derivative(G(T) * F(X), T), T, X), ()),
    "no maximum": (parametric.cases, T, ()),
    "no value": (parametric.put_in_value, sp.Subs(1 / T, T, 0), ()),
    "no limit": (parametric.limit_of_formula, sp.Limit(1 / T, T, 0), ()),
    "no inverse": (
        calculus.change_by_map,
        sp.Integral(F(Y), (Y, 0, 1)),
        (
            Statement(U(G(X)), "=", X, source="assumption"),
            Statement(U(G(Y)), "=", Y, source="assumption"),
            *(sp.S.Zero, sp.S.One),
        ),
    ),
    "not its derivative": (
        calculus.read_derivative_inside,
        sp.Integral(X * F(X), (X, 0, 1)),
        (sp.Integral(F(X), (X, 0, 1)), T),
    ),
    "another value": (general.lemmas_back, T + 1, (Statement(G(T), "=", T + 2, source="lemma"),)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_rule_refuses_what_it_does_not_apply_to(case):
    applied, expression, arguments = REFUSED[case]
    with pytest.raises(Refused):
        applied.run(expression, *arguments)


def test_a_kronecker_delta_asks_for_its_index_to_be_in_range():
    m = sp.Symbol("m", integer=True, positive=True)
    made = parametric.sift.run(sp.Sum(F(J) * sp.KroneckerDelta(J, m), (J, 1, N)))
    assert made.after == F(m)
    assert made.conditions == (sp.Le(m, N),)


def test_the_border_of_two_cases_is_left_out():
    function = sp.Piecewise((sp.S.One, T < X), (T**2, True))
    made = parametric.differentiate_cases.run(sp.Derivative(function, T))
    assert made.after == sp.Piecewise((sp.S.Zero, T < X), (2 * T, True))
    assert made.conditions == (sp.Ne(T, X),)


def test_a_letter_that_is_differentiated_by_can_be_filled_in():
    said = Statement(sp.Derivative(G(T), T), "=", T).put({T: X + 1})
    assert said.left == sp.Subs(sp.Derivative(G(T), T), T, X + 1)
    with pytest.raises(Refused, match="rename"):
        Statement(sp.Derivative(G(T) * X, T), "=", T).put({T: Y + 1, X: T})
