"""Expectations E_p[T(X)] as lemmas: carried to a standard law, expanded, and read off its generating functional."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import sympy as sp

import kldiv.generating  # noqa: F401 - registers the standard laws
from kldiv import rules
from kldiv.algebra import expand_terms, open_exponentials, split_terms, tidy
from kldiv.derivation import Chain, Lemma
from kldiv.expressions import Expectation, expectation_under
from kldiv.laws.base import Law
from kldiv.standard import STANDARDS, StandardLaw, monomial_of, variable


class NoLemma(LookupError):
    """No strategy evaluates this expectation in closed form."""


def find_expectation(law: Law, statistic: sp.Expr, x: sp.Symbol, index: str = "p") -> Lemma:
    """Derive the expectation of a statistic under a law.

    Args:
        law: the law of X.
        statistic: an expression in x.
        x: the variable.
        index: what the law is called.

    Returns:
        A lemma with its steps and conditions.

    Raises:
        NoLemma: if no strategy reaches it.

    Example:
        >>> from kldiv.laws.normal import Normal
        >>> x = sp.Symbol("x", real=True)
        >>> find_expectation(Normal.symbolic("p"), x**2, x).value
        mu_p**2 + sigma_p**2
    """
    return _find(type(law), tuple(law.parameters.values()), statistic, x, index)


@lru_cache(maxsize=8192)
def _find(kind: type[Law], values: tuple[sp.Expr, ...], statistic: sp.Expr, x: sp.Symbol, index: str) -> Lemma:
    law = kind.__new__(kind)
    law.parameters = dict(zip((p.name for p in kind.spec), values, strict=True))
    if law.standard is None:
        raise NoLemma(f"{law.name} has no standard law")
    standard = STANDARDS[law.standard]
    left = expectation_under(law, statistic, x, index)
    for strategy in STRATEGIES:
        chain = Chain(left)
        described = strategy(chain, law, standard)
        if described:
            return Lemma(
                lemma_id(law, statistic, x),
                f"An expectation under the {law.name} law",
                left,
                chain.expression,
                tuple(chain.conditions),
                described,
                tuple(chain.steps),
            )
    raise NoLemma(f"no lemma for E[{statistic}] under {law.name}")


def lemma_id(law: Law, statistic: sp.Expr, x: sp.Symbol) -> str:
    """Name a lemma by its law and statistic, the same in every run."""
    text = sp.srepr(statistic.xreplace({x: sp.Symbol("x")}))
    values = "".join(sp.srepr(v) for v in law.parameters.values())
    return f"mean-{law.slug}-{hashlib.sha256((text + values).encode()).hexdigest()[:8]}"


def carry(chain: Chain, law: Law, standard: StandardLaw) -> tuple[sp.Symbol, tuple[sp.Expr, ...]]:
    """Carry the expectation in the chain to the standard law; return its variable and what is positive there."""
    u = variable(standard)
    shapes = law.standard_parameters()
    here = chain.expression
    carried = law.transport(u)
    density = standard.density(u, *shapes)

    def move(_: sp.Expr) -> sp.Expr:
        body = law.carry(here.body, here.variable, carried)
        return Expectation(body, u, standard.lower(*shapes), standard.upper(*shapes), density, "u" if u.name == "u" else u.name, standard.kind)

    def average(expression: Expectation) -> sp.Expr:
        there = law.carry(here.body, here.variable, law.transport(-u))
        return expression.of((expression.body + there) / 2)

    chain.apply(rules.TRANSPORT, move)
    if standard.symmetric:
        chain.apply(rules.SYMMETRY, average)
    inside = [1 - u] if standard.upper(*shapes) == 1 and standard.kind == "continuous" else []
    parameters = [f(law.parameters[p.name]) for p in law.spec for f in p.domain.positive]
    return u, tuple(inside + [e for e in parameters if isinstance(e, sp.Basic) and e.free_symbols])


def by_monomials(chain: Chain, law: Law, standard: StandardLaw) -> str | None:
    """Expand the statistic into monomials of the standard variable and read each off the functional."""
    u, positive = carry(chain, law, standard)
    shapes = law.standard_parameters()

    def expand(expression: Expectation) -> sp.Expr:
        opened = open_exponentials(expand_terms(expression.body, positive), u)
        pairs = split_terms(sp.expand_mul(opened), u)
        return expression.of(sp.Add(*(_factored(c) * t for c, t in pairs)))

    expanded = chain.apply(rules.EXPAND, expand)
    read = [(term, monomial_of(term, u)) for term in sp.Add.make_args(expanded.body)]
    if any(pair is None for _, pair in read):
        return None
    total, conditions, functional = [], [], ""
    for _, pair in read:
        assert pair is not None
        coefficient, monomial = pair
        moment = standard.moment(monomial, *shapes)
        if moment is None:
            return None
        total.append(coefficient * moment.value)
        conditions.extend(c for c in moment.conditions if c not in conditions)
        functional = moment.functional
    chain.apply(rules.FUNCTIONAL, lambda _: sp.Add(*total), conditions=tuple(conditions), keep_if_same=True)
    chain.apply(rules.SIMPLIFY, lambda e: tidy(e, positive))
    return f"Carried to ${standard.tex}$ and read off ${functional}$."


def _factored(coefficient: sp.Expr) -> sp.Expr:
    """Factor a small coefficient, so that (m - c)**2 stays visible."""
    return sp.factor(coefficient) if coefficient.is_Add and sp.count_ops(coefficient) < 30 else coefficient


#: Tried in order; each returns a sentence on how it went, or None.
STRATEGIES = [by_monomials]
