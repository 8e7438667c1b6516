"""Concrete instances of general statements: numbers, distributions, densities, and values to thirty digits."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp
from flint import arb

from kldiv.algebra.quantities import unfold
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.quadrature import PRECISION, integrate
from kldiv.precision import ball_precision, digit_precision
from kldiv.values.at_point import DIGITS, to_mpf
from kldiv.values.compiling import to_ball_function

#: A density, or a family of probabilities, as a function that makes an expression.
Formula = Callable[..., sp.Expr]

#: A function of balls, given by the symbols that they stand for.
Compiled = Callable[[Mapping[sp.Symbol, arb]], arb]

#: How far from its end a limit is evaluated, and with how many digits.
NEAR = sp.Rational(1, 10**40)
LIMIT_DIGITS = 150


@dataclass(frozen=True, eq=False)
class Instance:
    """Numbers for everything that a statement leaves open.

    Attributes:
        symbols: a rational for each free symbol, a whole number for sizes and free indices.
        arrays: for each IndexedBase its entries, numbered from 1; rows of rows for two indices.
        functions: for each undefined function an expression in x that stands for it.
    """

    symbols: Mapping[sp.Symbol, Any] = field(default_factory=dict)
    arrays: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[Any, Formula] = field(default_factory=dict)

    def value(self, expression: sp.Basic) -> mpmath.mpf:
        """Evaluate an expression at this instance."""
        return value_of(expression, self)


def random_distribution(rng: random.Random, size: int) -> tuple[Fraction, ...]:
    """Draw positive rational probabilities that sum to one."""
    weights = [rng.randint(1, 30) for _ in range(size)]
    return tuple(Fraction(w, sum(weights)) for w in weights)


def random_rows(rng: random.Random, rows: int, columns: int) -> tuple[tuple[Fraction, ...], ...]:
    """Draw a table whose every row is a distribution."""
    return tuple(random_distribution(rng, columns) for _ in range(rows))


def finite_instances(
    *distributions: str, size: sp.Symbol, sizes: tuple[int, ...] = (2, 3, 5), seed: str = "finite"
) -> tuple[Instance, ...]:
    """Make instances for several distributions on the same K outcomes.

    Args:
        *distributions: the names of the distributions' IndexedBases.
        size: the symbol K.
        sizes: the values that it takes.
        seed: changes the draw.

    Returns:
        One instance for each size.
    """
    made = []
    for count in sizes:
        rng = random.Random(f"{seed} {count}")
        made.append(Instance({size: count}, {name: random_distribution(rng, count) for name in distributions}))
    return tuple(made)


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
def value_of(expression: sp.Basic, instance: Instance, digits: int = DIGITS) -> mpmath.mpf:
    """Evaluate an expression at an instance.

    Args:
        expression: may hold sums of symbolic size, integrals of undefined densities, derivatives, limits.
        instance: the numbers.
        digits: the working precision.

    Returns:
        The value.
    """
    made, values = concrete(expression, instance)
    with digit_precision(digits):
        return _number(made, values, digits)


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
            symbols = tuple(sorted(made.free_symbols, key=str))
            start = dict(zip(symbols, ball_values([values[s] for s in symbols]), strict=True))
            return to_mpf(_ball(made)(start))
    with digit_precision(digits):
        symbols = tuple(sorted(made.free_symbols, key=str))
        numbers = [mpmath.mpf(values[s].numerator) / values[s].denominator for s in symbols]
        return mpmath.mpf(sp.lambdify(symbols, made, modules=["mpmath"])(*numbers))


def _ball(expression: sp.Expr) -> Compiled:
    """Compile an expression with (nested) integrals into a function of balls."""
    outer = list(expression.atoms(sp.Integral))
    outer = [n for n in outer if not any(m is not n and m.has(n) for m in outer)]
    names = {node: sp.Symbol(f"integral{k}", real=True) for k, node in enumerate(outer)}
    rest = expression.xreplace(names)
    symbols = tuple(sorted(rest.free_symbols, key=str))
    plain = to_ball_function(rest, symbols)
    parts = {}
    for node, name in names.items():
        (x, low, high), *more = node.limits[::-1]
        inner = sp.Integral(node.function, *node.limits[:-1]) if more else node.function
        parts[name] = (x, _end(low), _end(high), _ball(inner))

    def call(env: Mapping[sp.Symbol, arb]) -> arb:
        def part(x: sp.Symbol, low: Compiled, high: Compiled, body: Compiled) -> arb:
            return integrate(lambda t: body({**env, x: t}), low(env), high(env)).value

        known = {**env, **{name: part(*how) for name, how in parts.items()}}
        return plain(*(known[s] for s in symbols))

    return call


def _end(limit: sp.Expr) -> Compiled:
    if limit in (sp.oo, -sp.oo):
        return lambda _: arb("inf") if limit == sp.oo else arb("-inf")
    symbols = tuple(sorted(limit.free_symbols, key=str))
    plain = to_ball_function(limit, symbols)
    return lambda env: plain(*(env[s] for s in symbols))


def table_instances(
    distributions: tuple[str, ...],
    columns: tuple[str, ...],
    tables: tuple[str, ...],
    size: sp.Symbol,
    width: sp.Symbol,
    seed: str = "table",
) -> tuple[Instance, ...]:
    """Make instances with distributions on K and on M outcomes, and K-by-M tables whose rows are distributions.

    Args:
        distributions: names of distributions on K outcomes.
        columns: names of distributions on M outcomes.
        tables: names of tables.
        size: the symbol K.
        width: the symbol M.
        seed: changes the draw.

    Returns:
        Three instances.
    """
    made = []
    for rows, wide in ((2, 3), (3, 2), (4, 3)):
        rng = random.Random(f"{seed} {rows}")
        arrays: dict[str, Any] = {name: random_distribution(rng, rows) for name in distributions}
        arrays |= {name: random_distribution(rng, wide) for name in columns}
        arrays |= {name: random_rows(rng, rows, wide) for name in tables}
        made.append(Instance({size: rows, width: wide}, arrays))
    return tuple(made)
