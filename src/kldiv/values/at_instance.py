"""The value of an expression at an instance of what it leaves open, to thirty digits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.quantities import Quantity, unfold
from kldiv.oracles.estimate import PRECISION
from kldiv.precision import ball_precision, digit_precision
from kldiv.values.at_point import DIGITS, SPARE, quadrature, to_mpf
from kldiv.values.balls import balls, to_digits
from kldiv.values.compiling import Compiler
from kldiv.values.instances import Formula, Instance

#: How far from its end a limit is evaluated, and with how many digits.
NEAR = sp.Rational(1, 10**40)
LIMIT_DIGITS = 150

#: The same where there is an integral, whose value has not so many digits to lose.
NEAR_INTEGRAL = sp.Rational(1, 10**28)


def concrete(expression: sp.Basic, instance: Instance) -> tuple[sp.Expr, dict[sp.Symbol, Fraction]]:
    """Write all sums out and name every entry of an array by a symbol of its own.

    Args:
        expression: any expression.
        instance: the numbers.

    Returns:
        The expression without arrays, and without sums but those that have no end, and the value of each symbol in it.
    """
    whole = {s: sp.Integer(v) for s, v in instance.symbols.items() if s.is_integer}
    infinite = {s: v for s, v in instance.symbols.items() if v in (sp.oo, -sp.oo)}
    given, functions = tuple({**whole, **infinite}.items()), tuple(instance.functions.items())
    made, entries = _written_out(expression, given, functions)
    values: dict[sp.Symbol, Fraction] = {}
    for symbol, (name, indices) in entries.items():
        found = instance.arrays[name]
        for k in indices:
            found = found[k - 1]
        values[symbol] = Fraction(found)
    for symbol, value in instance.symbols.items():
        if symbol not in infinite:
            values[symbol] = Fraction(value)
    return made, values


#: The entry of an array that a symbol stands for: the array's name, and where in it.
Entries = dict[sp.Symbol, tuple[str, tuple[int, ...]]]


@lru_cache(maxsize=4096)
def _written_out(
    expression: sp.Basic, given: tuple[tuple[sp.Symbol, sp.Expr], ...], functions: tuple[tuple[Any, Formula], ...]
) -> tuple[sp.Expr, Entries]:
    """What is the same at all instances of the same sizes and functions."""
    entries: Entries = {}

    def go(node: sp.Basic, env: Mapping[sp.Basic, sp.Expr]) -> sp.Basic:
        if isinstance(node, sp.Symbol):
            return env.get(node, node)
        if isinstance(node, sp.Sum) and any(limit.has(sp.oo, -sp.oo) for limit in node.limits):  # it stays a sum
            ends = [tuple(go(part, env) if k else part for k, part in enumerate(limit)) for limit in node.limits]
            return sp.Sum(go(node.function, env), *ends)
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
            return sp.diff(go(node.expr, env).replace(is_integral, at_kinks), *variables, simplify=False)
        if isinstance(node, sp.Subs):
            ends = [go(end, env) for end in node.point]
            return go(node.expr, env).subs(list(zip(node.variables, ends, strict=True)), simultaneous=True)
        if isinstance(node, sp.Integral):
            limits = [tuple(go(part, env) if k else part for k, part in enumerate(limit)) for limit in node.limits]
            return sp.Integral(go(node.function, env), *limits)
        if not node.args:
            return node
        made = [go(a, env) for a in node.args]
        if node.func in formulas:
            return formulas[node.func](*made)
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
        entries[symbol] = name, indices
        return symbol

    expression, slopes = slopes_inside(expression)
    formulas = {**dict(functions), **slopes}
    return go(unfold(expression), dict(given)), entries


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
    if made in (sp.oo, -sp.oo):
        return mpmath.mpf(str(made).replace("oo", "inf"))
    with digit_precision(DIGITS):  # what is remembered must not hang on the precision of whoever asked first
        return _number(made, values, DIGITS)


def under_quadrature(node: Expectation, given: tuple[tuple[sp.Symbol, Fraction], ...]) -> Fraction:
    """The value of an expectation whose letters are known."""
    number = to_mpf(quadrature(node, tuple(pair for pair in given if pair[0] in node.free_symbols)).value)
    return Fraction(int(mpmath.nint(number * 10**60)), 10**60)


@lru_cache(maxsize=1024)
def slopes_inside(expression: sp.Basic) -> tuple[sp.Basic, dict[Any, Formula]]:
    """Take derivatives of divergences, in what q depends on, under the integral: no digits are lost to p log(p/q).

    Returns:
        The expression with an undefined function for each such derivative, and what the functions stand for.
    """
    while expression.has(Quantity):
        expression = expression.xreplace({name: name.definition for name in expression.atoms(Quantity)})
    functions: dict[Any, Formula] = {}
    table = {}
    for slope in sorted(expression.atoms(sp.Derivative), key=sp.default_sort_key):
        node = slope.expr
        if not isinstance(node, Divergence) or node.args[0].has(*slope.variables):
            continue
        p, q, x, low, high, kind = node.args
        log_density = sp.expand_log(sp.log(q), force=True)
        body = -sp.diff(log_density, *slope.variables)
        if log_density.has(sp.Abs):
            continue  # a kink that moves is left to the integrals, which are cut there
        mean = Expectation(body, x, low, high, p, "p", kind)
        letters = sorted(mean.free_symbols, key=str)
        function = sp.Function(f"slope_of_divergence_{len(functions)}", real=True)
        functions[function] = sp.Lambda(tuple(letters), mean)
        table[slope] = function(*letters)
    return expression.xreplace(table), functions


def is_integral(node: sp.Basic) -> bool:
    """Whether a node is an integral."""
    return isinstance(node, sp.Integral)


def at_kinks(node: sp.Integral) -> sp.Expr:
    """Cut an integral where an absolute value of something linear in its variable turns, if their order is known."""
    if len(node.limits) != 1 or len(node.limits[0]) != 3:
        return node
    ((x, low, high),) = node.limits
    turns = {}
    for size in node.function.atoms(sp.Abs):
        slope = sp.diff(size.args[0], x)
        if slope.is_nonzero and not slope.has(x):
            turns[size] = sp.expand(x - size.args[0] / slope), sp.sign(slope)
    spots = sorted(dict.fromkeys(spot for spot, _ in turns.values()), key=sp.default_sort_key)
    if not spots or len(spots) > 2 or (len(spots) == 2 and (spots[1] - spots[0]).is_positive is None):
        return node
    if len(spots) == 2 and not (spots[1] - spots[0]).is_positive:
        spots.reverse()
    pieces = []
    for k, (start, end) in enumerate(pairwise([low, *spots, high])):
        signs = {size: (1 if spots.index(spot) < k else -1) * way * size.args[0] for size, (spot, way) in turns.items()}
        pieces.append(sp.Integral(node.function.xreplace(signs), (x, start, end)))
    return sp.Add(*pieces)


def _number(made: sp.Expr, values: Mapping[sp.Symbol, Fraction], digits: int) -> mpmath.mpf:
    limits = [n for n in made.atoms(sp.Limit) if not any(m is not n and m.has(n) for m in made.atoms(sp.Limit))]
    if limits:
        table, found = {}, dict(values)
        for k, node in enumerate(limits):
            body, variable, end, side = node.args
            sign = -1 if str(side) == "-" else 1
            step = NEAR_INTEGRAL if body.has(sp.Integral) else NEAR
            near = 1 / step if end == sp.oo else end + sign * step
            with digit_precision(LIMIT_DIGITS):
                number = _number(body, {**values, variable: Fraction(near.p, near.q)}, LIMIT_DIGITS)
                name = sp.Symbol(f"limit{k}", real=True)
                table[node] = name
                found[name] = Fraction(int(mpmath.nint(number * 10**60)), 10**60)
        return _number(made.xreplace(table), found, digits)
    if made.has(Expectation):
        given = tuple(sorted(values.items(), key=str))
        found = {node: under_quadrature(node, given) for node in made.atoms(Expectation)}
        names = {node: sp.Symbol(f"mean{k}", real=True) for k, node in enumerate(found)}
        return _number(made.xreplace(names), {**values, **{names[n]: v for n, v in found.items()}}, digits)
    if made.has(sp.Integral):
        with ball_precision(PRECISION):
            return to_mpf(Compiler(balls(values)).value(made))
    return to_mpf(to_digits(made, values, digits - SPARE), digits)
