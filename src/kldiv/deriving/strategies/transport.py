"""Carry an expectation to the standard law and read its monomials off the generating functional."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.logarithms import expand_for, fresh, split_terms
from kldiv.algebra.nodes import CONTINUOUS, Expectation
from kldiv.algebra.tidying import tidy
from kldiv.deriving.functionals import moment as moment_of
from kldiv.deriving.functionals.monomials import monomial_of
from kldiv.distributions.base import Law
from kldiv.distributions.standard import StandardLaw, variable
from kldiv.proof.record import Chain
from kldiv.proof.rules import general as rules


def carry(chain: Chain, law: Law, standard: StandardLaw) -> tuple[sp.Symbol, tuple[sp.Expr, ...]]:
    """Carry the expectation in the chain to the standard law.

    Args:
        chain: holds the expectation; two steps may be added.
        law: its law.
        standard: where to carry it.

    Returns:
        The standard variable, and what is positive there.
    """
    here = chain.expression
    u = fresh(variable(standard), here)
    shapes = law.standard_parameters()
    density = standard.density(u, *shapes)
    lower, upper = standard.lower(*shapes), standard.upper(*shapes)

    def move(_: sp.Expr) -> sp.Expr:
        body = law.carry(here.body, here.variable, law.transport(u))
        if standard.symmetric:
            body = (body + law.carry(here.body, here.variable, law.transport(-u))) / 2
        return Expectation(body, u, lower, upper, density, "", standard.kind)

    if law.transport(u) != u or (u.name != "z" and standard.kind == CONTINUOUS and law.standard not in OWN):
        chain.apply(rules.SYMMETRY if standard.symmetric else rules.TRANSPORT, move)
    else:
        chain.expression = chain.expression  # the law is its own standard law
        body = here.body.subs(here.variable, u)
        chain.expression = Expectation(body, u, lower, upper, density, here.index, here.kind)
    inside = [1 - u] if upper == 1 and standard.kind == CONTINUOUS else []
    return u, (*inside, *law.positive_parameters())


#: Standard laws that stand only for themselves.
OWN = {"tilted-uniform", "lindley", "inverse-gaussian", "von-mises"}


def by_monomials(chain: Chain, law: Law, standard: StandardLaw) -> str | None:
    """Expand the statistic into monomials of the standard variable and read each off the functional."""
    u, positive = carry(chain, law, standard)
    shapes = law.standard_parameters()

    def expand(expression: Expectation) -> sp.Expr:
        pairs = split_terms(expand_for(expression.body, u, positive), u)
        return expression.of(sp.Add(*(factored(c) * t for c, t in pairs)))

    expanded = chain.apply(rules.EXPAND, expand)
    total: list[sp.Expr] = []
    conditions: list[sp.Basic] = []
    functional = ""
    for term in sp.Add.make_args(expanded.body):
        pair = monomial_of(term, u)
        moment = moment_of(standard, pair[1], *shapes) if pair else None
        if pair is None or moment is None:
            return None
        total.append(pair[0] * moment.value)
        conditions.extend(c for c in moment.conditions if c not in conditions)
        functional = moment.functional
    if standard.symmetric:
        conditions.extend(one_sided(law, standard, chain.steps[0].before, u, positive))
    conditions = list(dict.fromkeys(conditions))
    chain.apply(rules.FUNCTIONAL, lambda _: sp.Add(*total), conditions=tuple(conditions), keep_if_same=True)
    chain.apply(rules.SIMPLIFY, lambda e: tidy(e, positive))
    return f"${standard.tex}$; ${functional}$."


def one_sided(
    law: Law, standard: StandardLaw, here: Expectation, u: sp.Symbol, positive: tuple[sp.Expr, ...]
) -> list[sp.Basic]:
    """The conditions of one side alone: what cancels between the signs must still be integrable."""
    conditions: list[sp.Basic] = []
    body = law.carry(here.body, here.variable, law.transport(u))
    for term in sp.Add.make_args(expand_for(body, u, positive)):
        pair = monomial_of(term, u)
        moment = moment_of(standard, pair[1], *law.standard_parameters()) if pair else None
        conditions.extend(moment.conditions if moment else ())
    return conditions


def factored(coefficient: sp.Expr) -> sp.Expr:
    """Factor a small coefficient, so that (m - c)**2 stays visible."""
    return sp.factor(coefficient) if coefficient.is_Add and sp.count_ops(coefficient) < 30 else coefficient
