"""The value of any expression of a derivation at one parameter point, to thirty digits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp
from flint import arb, ctx

from kldiv.expressions import Divergence, Expectation
from kldiv.laws.base import DISCRETE
from kldiv.oracles.compiling import ball_values, to_ball_function
from kldiv.oracles.quadrature import PRECISION, Estimate, add_up, integrate_pieces

#: Digits carried by mpmath; thirty are compared.
DIGITS = 40

Point = Mapping[sp.Symbol, Fraction]


def to_mpf(ball: arb) -> mpmath.mpf:
    """Turn the midpoint of a ball into an mpmath number."""
    text = ball.mid().str(DIGITS, radius=False)
    return mpmath.mpf(text)


@lru_cache(maxsize=4096)
def _lambdified(expression: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Any:
    return sp.lambdify(symbols, expression, modules=["mpmath"])


def value_at(expression: sp.Expr, point: Point) -> mpmath.mpf:
    """Evaluate an expression, its expectations and divergences by quadrature.

    Args:
        expression: anything a step may hold.
        point: an exact value for each free symbol.

    Returns:
        The value to about thirty digits.

    Example:
        >>> s = sp.Symbol("s")
        >>> print(mpmath.nstr(value_at(sp.log(s), {s: Fraction(2)}), 10))
        0.6931471806
    """
    with mpmath.workdps(DIGITS):
        whole = expression.atoms(Expectation, Divergence)
        table = {}
        numbers = {}
        for k, node in enumerate(sorted(whole, key=sp.default_sort_key)):
            name = sp.Symbol(f"atom{k}", real=True)
            table[node] = name
            numbers[name] = to_mpf(quadrature(node, tuple(sorted(point.items(), key=str))).value)
        rest = expression.xreplace(table)
        symbols = tuple(sorted(rest.free_symbols, key=str))
        arguments = [
            numbers[s] if s in numbers else mpmath.mpf(point[s].numerator) / point[s].denominator for s in symbols
        ]
        value = _lambdified(rest, symbols)(*arguments)
        if isinstance(value, mpmath.mpc) and abs(value.imag) < mpmath.mpf(10) ** -30 * (1 + abs(value.real)):
            value = value.real
        return mpmath.mpf(value)


@lru_cache(maxsize=20000)
def quadrature(node: Expectation | Divergence, point: tuple[tuple[sp.Symbol, Fraction], ...]) -> Estimate:
    """Integrate or sum an unevaluated expectation or divergence at one point.

    Args:
        node: the expression.
        point: pairs of symbol and exact value.

    Returns:
        The value and a bound on its error.
    """
    values = dict(point)
    if isinstance(node, Divergence):
        p, q, x, lower, upper, _ = node.args
        density, body = p, sp.log(p) - sp.log(q)
    else:
        x, lower, upper, density, body = node.variable, node.lower, node.upper, node.density, node.body
    free = tuple(sorted((density.free_symbols | body.free_symbols) - {x}, key=str))
    weigh, inside = to_ball_function(density, (x, *free)), to_ball_function(body, (x, *free))
    old, ctx.prec = ctx.prec, PRECISION
    try:
        arguments = ball_values([values[s] for s in free])

        def term(t: arb) -> arb:
            return weigh(t, *arguments) * inside(t, *arguments)

        low, high = (_end(e, values) for e in (lower, upper))
        if node.kind == DISCRETE:
            return add_up(term, int(float(low)), None if high == arb("inf") else int(float(high)))
        kinks = sorted((_end(k, values) for k in _kinks(body, x) | _kinks(density, x)), key=float)
        return integrate_pieces(term, [low, *(k for k in kinks if low < k < high), high])
    finally:
        ctx.prec = old


def _kinks(expression: sp.Expr, x: sp.Symbol) -> set[sp.Expr]:
    """Where an absolute value of something linear in x turns."""
    found = set()
    for node in expression.atoms(sp.Abs):
        if node.has(x):
            slope = sp.diff(node.args[0], x)
            if slope.has(x):
                continue
            found.add(sp.simplify(x - node.args[0] / slope))
    return found


def _end(expression: sp.Expr, values: Mapping[sp.Symbol, Fraction]) -> arb:
    if expression == sp.oo:
        return arb("inf")
    if expression == -sp.oo:
        return arb("-inf")
    symbols = tuple(sorted(expression.free_symbols, key=str))
    result: arb = to_ball_function(expression, symbols)(*ball_values([values[s] for s in symbols]))
    return result
