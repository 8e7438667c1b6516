"""E|X - c|: split where the absolute value turns, with an answer for c left of, inside and right of the support."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from kldiv.algebra.logarithms import expand_terms, fresh, open_exponentials, split_terms
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.algebra.tidying import tidy
from kldiv.deriving.functionals import moment as moment_of
from kldiv.deriving.functionals.monomials import Monomial, monomial_of
from kldiv.deriving.strategies.antiderivative import antiderivative
from kldiv.deriving.strategies.transport import by_monomials
from kldiv.distributions.base import Distribution
from kldiv.distributions.standard import StandardDistribution, variable
from kldiv.proof.record import Chain
from kldiv.proof.rules import general as rules


def by_splitting(chain: Chain, distribution: Distribution, standard: StandardDistribution) -> str | None:
    """E|X - c| = E[X] - c + 2 (c P(X <= c) - E[X; X <= c]) for c inside the support."""
    here = chain.expression
    x, body = here.variable, here.body
    if not isinstance(body, sp.Abs) or distribution.kind != CONTINUOUS:
        return None
    inner = body.args[0]
    slope = sp.diff(inner, x)
    if slope not in (1, -1):
        return None
    turn = sp.expand(x - inner / slope)
    mean_chain = Chain(here.of(x))
    if not by_monomials(mean_chain, distribution, standard):
        return None
    mean = mean_chain.expression
    if standard.symmetric:
        return _symmetric(chain, distribution, standard, turn, mean_chain)
    below = _below(distribution, standard, turn)
    if below is None:
        return None
    part, mass = below
    support = distribution.support()
    left = Expectation((turn - x), x, support.lower, turn, distribution.density(x), here.index, here.kind)

    def split(_: sp.Expr) -> sp.Expr:
        return _cases(
            support.lower, support.upper, turn, here.of(x) - turn, turn - here.of(x), here.of(x) - turn + 2 * left
        )

    def fill(_: sp.Expr) -> sp.Expr:
        inside = mean - turn + 2 * (turn * mass - part)
        return _cases(
            support.lower,
            support.upper,
            turn,
            mean - turn,
            turn - mean,
            tidy(inside, distribution.positive_parameters()),
        )

    chain.apply(rules.SPLIT, split, conditions=tuple(mean_chain.conditions))
    chain.apply(rules.PARTIAL, fill)
    return "Split at the turning point; the part below it is an incomplete form of the generating functional."


def _cases(lower: sp.Expr, upper: sp.Expr, turn: sp.Expr, left: sp.Expr, right: sp.Expr, inside: sp.Expr) -> sp.Expr:
    """The answer for a turning point left of, right of, or inside the support."""
    pieces = []
    if lower != -sp.oo:
        pieces.append((left, turn <= lower))
    if upper != sp.oo:
        pieces.append((right, turn >= upper))
    return sp.Piecewise(*pieces, (inside, True))


def _below(distribution: Distribution, standard: StandardDistribution, turn: sp.Expr) -> tuple[sp.Expr, sp.Expr] | None:
    """E[X; X <= turn] and P(X <= turn), through the standard variable."""
    u = fresh(variable(standard), *distribution.symbols(), turn)
    shapes = distribution.standard_parameters()
    edge = distribution.inverse(turn)
    positive = (*distribution.positive_parameters(), *([1 - u] if standard.upper(*shapes) == 1 else []))
    opened = open_exponentials(expand_terms(distribution.transport(u), positive), u)
    total: sp.Expr = sp.S.Zero
    for coefficient, statistic in [*split_terms(sp.expand_mul(opened), u)]:
        pair = monomial_of(statistic, u)
        low = lower_moment(standard, pair[1], edge, shapes) if pair else None
        if pair is None or low is None:
            return None
        whole = moment_of(standard, pair[1], *shapes) if distribution.transport_decreases else None
        total += coefficient * pair[0] * ((whole.value - low) if whole else low)
    mass = lower_moment(standard, Monomial(), edge, shapes)
    if mass is None:
        return None
    return total, (1 - mass if distribution.transport_decreases else mass)


def _symmetric(
    chain: Chain, distribution: Distribution, standard: StandardDistribution, turn: sp.Expr, mean: Chain
) -> str | None:
    """For loc + sign h(U): the mean over both signs is max(h(U), |loc - c|)."""
    here = chain.expression
    u, shapes = fresh(variable(standard), here), distribution.standard_parameters()
    reach = sp.expand_mul(distribution.transport(u) - distribution.parameters["loc"])
    gap = sp.Abs(distribution.parameters["loc"] - turn)
    edge = _edge(distribution, standard, gap)
    density = standard.density(u, *shapes)
    lower, upper = standard.lower(*shapes), standard.upper(*shapes)
    mass = lower_moment(standard, Monomial(), edge, shapes)
    pairs = [(c, monomial_of(t, u)) for c, t in split_terms(open_exponentials(expand_terms(reach, (1 - u,)), u), u)]
    if mass is None or any(pair is None for _, pair in pairs):
        return None
    above: sp.Expr = sp.S.Zero
    conditions = list(mean.conditions)
    for coefficient, pair in pairs:
        low, whole = lower_moment(standard, pair[1], edge, shapes), moment_of(standard, pair[1], *shapes)  # type: ignore[index]
        if low is None or whole is None:
            return None
        above += coefficient * pair[0] * (whole.value - low)  # type: ignore[index]
        conditions.extend(c for c in whole.conditions if c not in conditions)

    def average(_: sp.Expr) -> sp.Expr:
        low = Expectation(sp.S.One, u, lower, edge, density, "", here.kind)
        high = Expectation(reach, u, edge, upper, density, "", here.kind)
        return gap * low + high

    chain.apply(rules.SYMMETRY, average, conditions=tuple(conditions))
    chain.apply(rules.PARTIAL, lambda _: tidy(gap * mass + above))
    return "The mean over both signs is the larger of the gap and the deviation; it is split where they are equal."


def _edge(distribution: Distribution, standard: StandardDistribution, gap: sp.Expr) -> sp.Expr:
    """Where the deviation equals the gap, in the standard variable."""
    if standard.slug == "signed-gamma":
        return gap / distribution.parameters["scale"]
    squared = gap**2 / (distribution.parameters["scale"] ** 2 * distribution.parameters.get("df", 1))
    return squared / (1 + squared)


@lru_cache(maxsize=4096)
def lower_moment(
    standard: StandardDistribution, m: Monomial, edge: sp.Expr, shapes: tuple[sp.Expr, ...]
) -> sp.Expr | None:
    """E[monomial(U); U <= edge] under a standard distribution, or None where no incomplete form is known.

    Args:
        standard: the distribution of U.
        m: the monomial.
        edge: where to stop.
        shapes: the standard distribution's shape parameters.

    Returns:
        The partial expectation.
    """
    slug = standard.slug
    if slug == "normal" and m.is_polynomial:
        s = sp.Symbol("s", real=True)
        functional = sp.exp(s**2 / 2) * sp.erfc(-(edge - s) / sp.sqrt(2)) / 2
        return sp.simplify(sp.diff(functional, s, int(m.power)).subs(s, m.rate))
    if slug in {"gamma", "signed-gamma"}:
        return _lower_gamma(m, edge, shapes[0])
    if slug in {"beta", "signed-beta"} and not (m.rate or m.logs or m.co_logs):
        a, b = shapes[0] + m.power, shapes[1] + m.co_power
        whole = moment_of(standard, m, *shapes)
        return whole.value * sp.betainc_regularized(a, b, 0, edge) if whole else None
    if slug == "uniform":
        return _lower_uniform(m, edge)
    if slug == "tilted-uniform" and m.is_polynomial:
        tilt = sp.log(shapes[0]) - sp.log(1 - shapes[0])
        s = sp.Symbol("s", real=True, nonzero=True)
        mass = (sp.exp(s * edge) - 1) / s
        scale = tilt / (shapes[0] / (1 - shapes[0]) - 1)
        return scale * sp.diff(mass, s, int(m.power)).subs(s, tilt + m.rate)
    return None


def _lower_gamma(m: Monomial, edge: sp.Expr, shape: sp.Expr) -> sp.Expr | None:
    if m.co_power or m.co_logs:
        return None
    if m.logs == 0:
        a, rate = shape + m.power, 1 - m.rate
        if a == 1:
            return (1 - sp.exp(-rate * edge)) / rate / sp.gamma(shape)
        if a.is_Integer and a > 0:
            return sp.expand_func(sp.lowergamma(a, rate * edge)) * rate ** (-a) / sp.gamma(shape)
        return rate ** (-a) * sp.lowergamma(a, rate * edge) / sp.gamma(shape)
    if m.logs == 1 and shape + m.power == 1 and m.rate == 0 and shape == 1:
        w = sp.Symbol("w", positive=True)
        return _log_below().subs(w, edge)
    return None


@lru_cache(maxsize=1)
def _log_below() -> sp.Expr:
    """E[log U; U <= w] for a standard exponential, by one integral."""
    u, w = sp.symbols("u w", positive=True)
    return sp.integrate(sp.log(u) * sp.exp(-u), (u, 0, w))


def _lower_uniform(m: Monomial, edge: sp.Expr) -> sp.Expr | None:
    u = sp.Symbol("u", positive=True)
    body = u**m.power * sp.exp(m.rate * u) * sp.log(u) ** m.logs * sp.log(1 - u) ** m.co_logs
    if m.co_power or (m.logs and m.co_logs):
        return None
    found = antiderivative(body, u)
    if found is None:
        return None
    return found.subs(u, edge) - sp.limit(found, u, 0, "+")
