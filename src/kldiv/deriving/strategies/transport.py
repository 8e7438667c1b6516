"""Carry an expectation to the standard distribution and read its monomials off the generating functional."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.logarithms import expand_for, fresh, split_terms
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.algebra.tidying import tidy
from kldiv.deriving.functionals import moment as moment_of
from kldiv.deriving.functionals.monomials import monomial_of
from kldiv.distributions.base import Distribution
from kldiv.distributions.standard import StandardDistribution, variable
from kldiv.proof.record import Chain, Sentence, Words
from kldiv.proof.rules import general as rules


def carry(
    chain: Chain, distribution: Distribution, standard: StandardDistribution
) -> tuple[sp.Symbol, tuple[sp.Expr, ...]]:
    """Carry the expectation in the chain to the standard distribution.

    Args:
        chain: holds the expectation; two steps may be added.
        distribution: its distribution.
        standard: where to carry it.

    Returns:
        The standard variable, and what is positive there.
    """
    here = chain.expression
    u = fresh(variable(standard), here)
    shapes = distribution.standard_parameters()
    density = standard.density(u, *shapes)
    lower, upper = standard.lower(*shapes), standard.upper(*shapes)

    def move(_: sp.Expr) -> sp.Expr:
        body = distribution.carry(here.body, here.variable, distribution.transport(u))
        if standard.symmetric:
            body = (body + distribution.carry(here.body, here.variable, distribution.transport(-u))) / 2
        return Expectation(body, u, lower, upper, density, "", standard.kind)

    if distribution.transport(u) != u or (u.name != "z" and standard.kind == CONTINUOUS and not standard.own):
        chain.apply(rules.SYMMETRY if standard.symmetric else rules.TRANSPORT, move)
    else:
        chain.apply(
            rules.NAME_VARIABLE,
            lambda e: Expectation(e.body.subs(e.variable, u), u, lower, upper, density, e.index, e.kind),
        )
    inside = [1 - u] if upper == 1 and standard.kind == CONTINUOUS else []
    return u, (*inside, *distribution.positive_parameters())


def by_monomials(chain: Chain, distribution: Distribution, standard: StandardDistribution) -> Words | None:
    """Expand the statistic into monomials of the standard variable and read each off the functional."""
    u, positive = carry(chain, distribution, standard)
    shapes = distribution.standard_parameters()

    def expand(expression: Expectation) -> sp.Expr:
        pairs = split_terms(expand_for(expression.body, u, positive), u)
        return expression.of(sp.Add(*(factored(c) * t for c, t in pairs)))

    expanded = chain.apply(rules.EXPAND, expand)
    total: list[sp.Expr] = []
    conditions: list[sp.Basic] = []
    functional: sp.Basic = sp.true
    for term in sp.Add.make_args(expanded.body):
        pair = monomial_of(term, u)
        moment = moment_of(standard, pair[1], *shapes) if pair else None
        if pair is None or moment is None:
            return None
        total.append(pair[0] * moment.value)
        conditions.extend(c for c in moment.conditions if c not in conditions)
        functional = moment.functional
    if standard.symmetric:
        conditions.extend(one_sided(distribution, standard, chain.steps[0].before, u, positive))
    conditions = list(dict.fromkeys(conditions))
    chain.apply(rules.FUNCTIONAL, lambda _: sp.Add(*total), conditions=tuple(conditions), keep_if_same=True)
    chain.apply(rules.SIMPLIFY, lambda e: tidy(e, positive))
    return Sentence(f"${standard.tex}$; ", functional, ".")


def one_sided(
    distribution: Distribution,
    standard: StandardDistribution,
    here: Expectation,
    u: sp.Symbol,
    positive: tuple[sp.Expr, ...],
) -> list[sp.Basic]:
    """The conditions of one side alone: what cancels between the signs must still be integrable."""
    conditions: list[sp.Basic] = []
    body = distribution.carry(here.body, here.variable, distribution.transport(u))
    for term in sp.Add.make_args(expand_for(body, u, positive)):
        pair = monomial_of(term, u)
        moment = moment_of(standard, pair[1], *distribution.standard_parameters()) if pair else None
        conditions.extend(moment.conditions if moment else ())
    return conditions


def factored(coefficient: sp.Expr) -> sp.Expr:
    """Factor a small coefficient, so that (m - c)**2 stays visible."""
    return sp.factor(coefficient) if coefficient.is_Add and sp.count_ops(coefficient) < 30 else coefficient
