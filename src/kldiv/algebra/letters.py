"""Which parts of an expression are rational, and letters in the place of those that are not."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp


@lru_cache(maxsize=1 << 16)
def is_rational(expression: sp.Basic) -> bool:
    """Whether an expression is made of letters and numbers by addition, multiplication and whole powers."""
    if isinstance(expression, sp.Pow):
        return bool(expression.exp.is_Integer) and is_rational(expression.base)
    if isinstance(expression, (sp.Add, sp.Mul)):
        return all(map(is_rational, expression.args))
    return isinstance(expression, (sp.Symbol, sp.Rational, sp.NumberSymbol))


def split(term: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Split a term into its rational factor and the rest."""
    factors = sp.Mul.make_args(term)
    rest = [f for f in factors if not is_rational(f)]
    return sp.Mul(*(f for f in factors if is_rational(f))), sp.Mul(*rest)


def hidden(expression: sp.Expr) -> tuple[sp.Expr, dict[sp.Basic, sp.Basic]]:
    """Put letters for all that is not rational, so that polynomials can be made of it; and the way back."""
    found: dict[sp.Basic, sp.Basic] = {}

    def put(node: sp.Expr) -> sp.Expr:
        if is_rational(node):
            return node
        if isinstance(node, (sp.Add, sp.Mul)) or (isinstance(node, sp.Pow) and node.exp.is_Integer):
            return node.func(*map(put, node.args))
        return found.setdefault(node, sp.Symbol(f"hidden{len(found)}"))

    inside = put(expression)
    return inside, {letter: node for node, letter in found.items()}


def is_below(factor: sp.Expr) -> bool:
    """Whether a factor is written below the bar."""
    return isinstance(factor, sp.Pow) and factor.exp.could_extract_minus_sign()


def has_bar(term: sp.Expr) -> bool:
    """Whether a term is a fraction, by more than a number."""
    return any(is_below(f) and not f.is_number for f in sp.Mul.make_args(term))
