"""The value of an expression at an instance of what it leaves open, to thirty digits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

import mpmath
import sympy as sp

from kldiv.algebra.quantities import unfold
from kldiv.oracles.estimate import PRECISION
from kldiv.precision import ball_precision, digit_precision
from kldiv.values.at_point import DIGITS, SPARE, to_mpf
from kldiv.values.balls import balls, to_digits
from kldiv.values.compiling import Compiler
from kldiv.values.instances import Instance

#: How far from its end a limit is evaluated, and with how many digits.
NEAR = sp.Rational(1, 10**40)
LIMIT_DIGITS = 150


def concrete(expression: sp.Basic, instance: Instance) -> tuple[sp.Expr, dict[sp.Symbol, Fraction]]:
    """Write all sums out and name every entry of an array by a symbol of its own.

    Args:
        expression: any expression.
        instance: the numbers.

    Returns:
        The expression without sums and arrays, and the value of each symbol in it.
    """
    values: dict[sp.Symbol, Fraction] = {}

    def go(node: sp.Basic, env: Mapping[sp.Basic, sp.Expr]) -> sp.Basic:
        if isinstance(node, sp.Symbol):
            return env.get(node, node)
        if isinstance(node, sp.Sum):
            return write_out(node.function, list(node.limits), env)
        if isinstance(node, sp.Product):
            body, (index, low, high) = node.function, node.limits[0]
            span = range(int(go(low, env)), int(go(high, env)) + 1)
            return sp.Mul(*(go(body, {**env, index: sp.Integer(k)}) for k in span))
        if isinstance(node, sp.Indexed):
            return entry(node, tuple(int(go(k, env)) for k in node.indices))
        if isinstance(node, sp.Derivative):
            variables = [go(v, env) for v, times in node.variable_count for _ in range(int(times))]
            return sp.diff(go(node.expr, env), *variables)
        if isinstance(node, sp.Subs):
            ends = [go(end, env) for end in node.point]
            return go(node.expr, env).subs(list(zip(node.variables, ends, strict=True)), simultaneous=True)
        if isinstance(node, sp.Integral):
            limits = [tuple(go(part, env) if k else part for k, part in enumerate(limit)) for limit in node.limits]
            return sp.Integral(go(node.function, env), *limits)
        if not node.args:
            return node
        made = [go(a, env) for a in node.args]
        if node.func in instance.functions:
            return instance.functions[node.func](*made)
        return node.func(*made)

    def write_out(body: sp.Expr, limits: list[sp.Tuple], env: Mapping[sp.Basic, sp.Expr]) -> sp.Expr:
        if not limits:
            return go(body, env)
        index, low, high = limits[-1]
        span = range(int(go(low, env)), int(go(high, env)) + 1)
        return sp.Add(*(write_out(body, limits[:-1], {**env, index: sp.Integer(k)}) for k in span))

    def entry(node: sp.Indexed, indices: tuple[int, ...]) -> sp.Symbol:
        name = str(node.base.label)
        symbol = sp.Symbol(f"{name}_{'_'.join(map(str, indices))}", real=True, positive=node.is_positive)
        found = instance.arrays[name]
        for k in indices:
            found = found[k - 1]
        values[symbol] = Fraction(found)
        return symbol

    whole = {s: sp.Integer(v) for s, v in instance.symbols.items() if s.is_integer}
    made = go(unfold(expression), whole)
    for symbol, value in instance.symbols.items():
        values[symbol] = Fraction(value)
    return made, values


@lru_cache(maxsize=20000)
def value_of(expression: sp.Basic, instance: Instance) -> mpmath.mpf:
    """Evaluate an expression at an instance: sums written out, then integrals, then the rest in balls.

    Args:
        expression: may hold sums of symbolic size, integrals of undefined densities, derivatives, limits.
        instance: the numbers.

    Returns:
        The value to about thirty digits.
    """
    made, values = concrete(expression, instance)
    return _number(made, values, DIGITS)


def _number(made: sp.Expr, values: Mapping[sp.Symbol, Fraction], digits: int) -> mpmath.mpf:
    limits = [n for n in made.atoms(sp.Limit) if not any(m is not n and m.has(n) for m in made.atoms(sp.Limit))]
    if limits:
        table, found = {}, dict(values)
        for k, node in enumerate(limits):
            body, variable, end, side = node.args
            sign = -1 if str(side) == "-" else 1
            near = 1 / NEAR if end == sp.oo else end + sign * NEAR
            with digit_precision(LIMIT_DIGITS):
                number = _number(body, {**values, variable: Fraction(near.p, near.q)}, LIMIT_DIGITS)
                name = sp.Symbol(f"limit{k}", real=True)
                table[node] = name
                found[name] = Fraction(int(mpmath.nint(number * 10**60)), 10**60)
        return _number(made.xreplace(table), found, digits)
    if made.has(sp.Integral):
        with ball_precision(PRECISION):
            return to_mpf(Compiler(balls(values)).value(made))
    return to_mpf(to_digits(made, values, digits - SPARE), digits)
