"""Rewritings that the derivations share; each takes an expression and returns an equal one."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from kldiv.algebra.arrays import MultivariateGamma, under
from kldiv.algebra.logarithms import multiply_out
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.tidying import join_logs
from kldiv.distributions.arrays import whole_number
from kldiv.proof.record import Chain, Lemma
from kldiv.proof.rules import general as rules

#: The dimension, where it is a symbol, and a second one for distributions that have two.
N, M = whole_number("n"), whole_number("m")


def start(left: Divergence) -> Chain:
    """Begin with the definition, and open the logarithm of the ratio."""
    chain = Chain(left)
    chain.apply(rules.DEFINITION, define)
    chain.apply(rules.EXPAND_LOG, lambda e: e.of(open_logs(e.body)))
    return chain


def define(divergence: Divergence) -> Expectation:
    """Write a divergence as the expectation under p of the log-likelihood ratio."""
    p, q, x = divergence.args[:3]
    return under(p, sp.log(p / q), x, "p")


#: Scalars that SymPy does not know to be real, and those that it does not know to be positive.
_REAL, _POSITIVE = (sp.Trace, sp.Sum), (sp.Determinant, MultivariateGamma, sp.besseli)


def open_logs(expression: sp.Expr) -> sp.Expr:
    """Open logarithms of products and powers; determinants are positive, traces and sums real.

    Args:
        expression: a scalar.

    Returns:
        A sum of terms, equal to it.
    """
    expression = expression.replace(lambda e: isinstance(e, sp.log), lambda e: _products_out(e.args[0]))
    parts = [n for n in sp.preorder_traversal(expression) if isinstance(n, _REAL + _POSITIVE)]
    outer = [n for n in dict.fromkeys(parts) if not any(m != n and m.has(n) for m in parts)]
    table = {n: sp.Dummy(f"part{k}", real=True, positive=isinstance(n, _POSITIVE) or None) for k, n in enumerate(outer)}
    opened = multiply_out(sp.expand_log(expression.xreplace(table), deep=True))
    return opened.xreplace({dummy: n for n, dummy in table.items()})


def _products_out(inside: sp.Expr) -> sp.Expr:
    """The logarithm of an expression, that of a finite product as a sum."""
    total: sp.Expr = sp.S.Zero
    rest: sp.Expr = sp.S.One
    for factor in sp.Mul.make_args(inside):
        base, exponent = factor.as_base_exp()
        if isinstance(base, sp.Product):
            total += exponent * sp.Sum(sp.expand_log(log_of(base.function), force=False), *base.limits)
        elif isinstance(base, sp.gamma):
            total += exponent * sp.loggamma(base.args[0])
        else:
            rest *= factor
    return total + sp.log(rest)


def log_of(factor: sp.Expr) -> sp.Expr:
    """The logarithm of one factor, that of a gamma function by its own name."""
    return sp.loggamma(factor.args[0]) if isinstance(factor, sp.gamma) else sp.log(factor)


def separate(varies: Callable[[sp.Expr], bool]) -> Callable[[Expectation], sp.Expr]:
    """Apply linearity: each part that varies keeps its own expectation, coefficients and constants come out.

    Args:
        varies: whether a factor holds the variable.

    Returns:
        A function of an expectation.
    """

    def apart(expectation: Expectation) -> sp.Expr:
        terms = []
        for term in sp.Add.make_args(expectation.body):
            factors = sp.Mul.make_args(term)
            inside = [f for f in factors if varies(f)]
            outside = sp.Mul(*(f for f in factors if not varies(f)))
            terms.append(outside * expectation.of(sp.Mul(*inside)) if inside else outside)
        return sp.Add(*terms)

    return apart


def join(expression: sp.Expr) -> sp.Expr:
    """Join logarithms of determinants with opposite coefficients."""
    return join_logs(expression)


def lemma_of(
    chain: Chain, start_: sp.Expr, name: str, title: str, strategy: str, conditions: tuple[sp.Basic, ...] = ()
) -> Lemma:
    """Close a chain as a lemma."""
    return Lemma(name, title, start_, chain.expression, conditions, strategy, tuple(chain.steps))
