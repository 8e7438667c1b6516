"""How long an expression is to read: what stands on paper is counted, not what SymPy stores."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

#: What is written behind a fraction rather than in its numerator.
BEHIND = (sp.log, sp.loggamma, sp.polygamma, sp.exp, sp.Piecewise, sp.Sum, sp.Integral)


def size(expression: sp.Basic) -> int:
    """Count the signs that a reader sees: letters, numbers, signs, bars, exponents, functions.

    A product has no sign of its own, brackets are free, and a root or a function counts one.

    Args:
        expression: any expression.

    Returns:
        The number of signs.

    Example:
        >>> a, b = sp.symbols("a b")
        >>> size((a - b) ** 2), size(a**2 - 2 * a * b + b**2), size(a / 2 + b / 2)
        (4, 9, 5)
    """
    return _unsigned(expression) + (1 if _is_negative(expression) else 0)


def _is_negative(term: sp.Basic) -> bool:
    if isinstance(term, sp.Mul):
        term = term.args[0]
    return bool(term.is_Rational and term < 0)


@lru_cache(maxsize=1 << 16)
def _unsigned(expression: sp.Basic) -> int:
    """The size without the minus sign in front, which a sum counts as one of its signs."""
    if isinstance(expression, sp.Rational):
        return _digits(expression.p) + (0 if expression.q == 1 else _digits(expression.q))
    if not expression.args:
        return 1
    if isinstance(expression, sp.Add):
        content, inside = drawn_out(expression)
        return _sum(expression) if content == 1 else _product(content, (inside,))
    if isinstance(expression, sp.Mul):
        return _product(sp.S.One, expression.args)
    if isinstance(expression, sp.Pow):
        return _product(sp.S.One, (expression,)) if _is_below(expression) else _power(expression)
    if isinstance(expression, sp.Piecewise):
        return sum(1 + size(value) + (1 if holds == sp.true else size(holds)) for value, holds in expression.args)
    if isinstance(expression, sp.polygamma):
        order, argument = expression.args
        return 1 + (0 if order == 0 else 1) + size(argument)
    if isinstance(expression, sp.exp):
        return 1 + size(expression.args[0])
    if not isinstance(expression, sp.Expr):
        return 1 + sum(map(size, expression.args))
    return len(expression.args) + sum(map(size, expression.args))


def _digits(number: int) -> int:
    return len(str(abs(number)))


@lru_cache(maxsize=1 << 16)
def drawn_out(expression: sp.Add) -> tuple[sp.Rational, sp.Expr]:
    """Draw a number out of a sum where that shortens it.

    Example:
        >>> a, b = sp.symbols("a b")
        >>> drawn_out(a / 2 + b / 2), drawn_out(a / 2 + b)
        ((1/2, a + b), (1, a/2 + b))
    """
    content, inside = expression.primitive()
    if all(map(_is_negative, expression.args)):
        content, inside = -content, -inside
    if content in (1, -1) or not isinstance(inside, sp.Add) or _product(content, (inside,)) > _sum(expression):
        return sp.S.One, expression
    return content, inside


@lru_cache(maxsize=1 << 16)
def drawn_from_factor(expression: sp.Add) -> tuple[sp.Rational, sp.Expr]:
    """Draw a number out of a sum that is a factor: a fraction, where most of the terms are fractions."""
    content, inside = expression.primitive()
    if all(map(_is_negative, expression.args)):
        content, inside = -content, -inside
    broken = sum(term.as_coeff_Mul()[0].q != 1 for term in expression.args)
    if content.q != 1 and 2 * broken <= len(expression.args):
        return sp.S.One, expression
    return content, inside


def in_halves(expression: sp.Add) -> list[sp.Expr]:
    """The terms of a sum, those with one fraction as their number taken together: a/2 + b/2 - c is (a + b)/2 - c."""
    groups: dict[int, list[sp.Expr]] = {}
    for term in expression.args:
        number, rest = term.as_coeff_Mul()
        plain = all(f.is_Symbol or (f.is_number and not f.has(*BEHIND)) for f in sp.Mul.make_args(rest))
        groups.setdefault(number.q if plain and number.is_Rational else 1, []).append(term)
    if len(groups) < 2:
        return list(expression.args)
    found: list[sp.Expr] = []
    for under, terms in groups.items():
        whole = sp.Add(*terms)
        together = under != 1 and len(terms) > 1 and drawn_out(whole)[0] != 1
        found += [whole] if together else terms
    return found


@lru_cache(maxsize=1 << 16)
def _sum(expression: sp.Add) -> int:
    terms = in_halves(expression)
    return len(terms) - 1 + all(map(_is_negative, expression.args)) + sum(map(_unsigned, terms))


def _is_below(factor: sp.Basic) -> bool:
    return isinstance(factor, sp.Pow) and factor.exp.as_coeff_Mul()[0].is_negative and not factor.exp.is_Add


def _power(power: sp.Pow, exponent: sp.Expr | None = None) -> int:
    base, exponent = power.base, power.exp if exponent is None else exponent
    if exponent == 1:
        return _bare(base)
    if exponent == sp.S.Half:
        return 1 + size(base)
    return size(base) + size(exponent)


def _bare(factor: sp.Basic) -> int:
    return _sum(factor) if isinstance(factor, sp.Add) else _unsigned(factor)


def _product(number: sp.Rational, factors: tuple[sp.Basic, ...]) -> int:
    """Numerator, denominator, the bar between them, and what stands behind."""
    above, below, behind = 0, 0, 0
    is_quotient = any(_is_below(f) and f.base.has(*BEHIND) for f in factors)  # log a / log b is written as a fraction
    for factor in factors:
        if factor.is_Rational:
            number *= factor
        elif _is_below(factor):
            below += _power(factor, -factor.exp)
        elif isinstance(factor, BEHIND):
            behind += _unsigned(factor)
        elif isinstance(factor, sp.Add):
            content, inside = drawn_from_factor(factor)
            number *= content
            above += _sum(inside)
        else:
            above += _unsigned(factor)
    above += _digits(number.p) if number.p not in (1, -1) else 0
    below += _digits(number.q) if number.q != 1 else 0
    return above + below + behind + (1 + (above == 0 and not (behind and is_quotient)) if below else 0)
