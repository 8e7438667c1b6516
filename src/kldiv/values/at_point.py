"""The value of any expression of a derivation at one parameter point, to thirty digits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.notation import CONTINUOUS, DISCRETE
from kldiv.arb import arb
from kldiv.oracles.quadrature import EXPONENTIAL, PRECISION, Estimate, NoConvergence, add_up, integrate_with_ends, total
from kldiv.precision import ball_precision, digit_precision
from kldiv.values.balls import BallWalker, balls, decided, to_digits
from kldiv.values.compiling import Compiler, Softplus, Varying, near_one

#: Digits carried by mpmath, of which thirty are compared, and how many of them need not be proved.
DIGITS, SPARE = 40, 5

Point = Mapping[sp.Symbol, Fraction]


def to_mpf(number: arb, digits: int = DIGITS) -> mpmath.mpf:
    """Turn the midpoint of a ball into an mpmath number, whatever precision is set."""
    with digit_precision(digits):
        return mpmath.mpf(number.mid().str(digits, radius=False))


def value_at(expression: sp.Expr, point: Point, digits: int = DIGITS) -> mpmath.mpf:
    """Evaluate an expression, its expectations and divergences by quadrature.

    Args:
        expression: anything a step may hold.
        point: an exact value for each free symbol.
        digits: how many digits to carry.

    Returns:
        The value to about thirty digits.

    Example:
        >>> s = sp.Symbol("s")
        >>> print(mpmath.nstr(value_at(sp.log(s), {s: Fraction(2)}), 10))
        0.6931471806
    """
    used = sorted(((s, point[s]) for s in expression.free_symbols if s in point), key=str)
    return _value(expression, tuple(used), digits)


def ball_at(expression: sp.Expr, point: Point, digits: int = DIGITS) -> arb:
    """Evaluate a closed form, with a proof of its digits.

    Args:
        expression: free of integrals, sums and expectations.
        point: an exact value for each free symbol.
        digits: how many are wanted: relative above 1, absolute below.

    Returns:
        A ball no wider than that.

    Raises:
        kldiv.values.balls.NoValue: if there is none.

    Example:
        >>> s = sp.Symbol("s")
        >>> ball_at(sp.exp(sp.log(s)), {s: Fraction(2)}).contains(2)
        True
    """
    return to_digits(choose(expression, point), point, digits)


@lru_cache(maxsize=20000)
def _value(expression: sp.Expr, at: tuple[tuple[sp.Symbol, Fraction], ...], digits: int) -> mpmath.mpf:
    """The value at the part of a point that matters: pairs that share a lemma meet it at the same points."""
    point = dict(at)
    expression = choose(expression, point)
    given: dict[sp.Basic, Fraction | arb] = dict(point)
    expression = expression.replace(_is_range, _counted)
    for node in expression.atoms(Expectation, Divergence):
        wanted = {s: v for s, v in point.items() if s in node.free_symbols}
        given[node] = quadrature(node, tuple(sorted(wanted.items(), key=str))).value
    return to_mpf(to_digits(expression, given, digits - SPARE), digits)


def _is_range(node: sp.Basic) -> bool:
    return isinstance(node, (sp.Sum, sp.Integral)) and len(node.limits) == 1 and len(node.limits[0]) == 3


def _counted(node: sp.Sum | sp.Integral) -> Expectation:
    """A sum or an integral as what the quadrature knows: a mass that is added up, of a statistic that is 1."""
    ((x, low, high),) = node.limits
    kind = DISCRETE if isinstance(node, sp.Sum) else CONTINUOUS
    return Expectation(sp.S.One, x, low, high, node.function, "", kind)


@dataclass(frozen=True)
class AtPoint:
    """A parameter point as a case.

    Attributes:
        point: an exact value for each symbol.
    """

    point: Point


def at_points(points: Iterable[Point]) -> list[AtPoint]:
    """Turn points into cases."""
    return [AtPoint(point) for point in points]


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
    body = open_logs(body, x)  # a density may underflow where its logarithm does not
    end = upper if node.kind != DISCRETE else None
    weigh, inside = (near_one(each, x, _GAP) for each in (density, body)) if end == 1 else (density, body)
    free = tuple(sorted((weigh.free_symbols | inside.free_symbols) - {x, _GAP}, key=str))
    with ball_precision(PRECISION):
        compiler = Compiler(balls({s: values[s] for s in free}), (x, _GAP))
        weight, statistic = compiler.function(weigh), compiler.function(inside)

        def term(t: arb, _: arb, gap: arb) -> arb:
            point = (t, gap)
            mass = weight(point)
            value = mass * statistic(point)
            # far out both may leave the range of numbers; nothing of the integral is left there
            return value if value.is_finite() or not mass.abs_upper() < NOTHING else arb(0)

        low, high = (_end(e, values) for e in (lower, upper))
        if node.kind == DISCRETE:
            return add_up(
                lambda k: term(k, k, k), round(float(low)), None if high == arb("inf") else round(float(high))
            )
        kinks = sorted((_end(k, values) for k in _kinks(body, x) | _kinks(density, x)), key=float)
        ends = [low, *(k for k in kinks if low < k < high), high]
        heavy = _is_heavy(weight, low, high)
        return total(_piece(term, a, b, heavy, last=b == high) for a, b in pairwise(ends))


def open_logs(expression: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Open logarithms of products into the factors that hold x, each positive on the support, and the rest."""

    def one(node: sp.Expr) -> sp.Expr:
        constant, varying = node.args[0].as_independent(x, as_Add=False)
        if constant.is_negative:  # -2 (x - 1) is 2 (1 - x)
            constant, varying = -constant, -varying
        total = sp.log(constant) if constant != 1 else sp.S.Zero
        for factor in sp.Mul.make_args(varying):
            base, exponent = factor.as_base_exp()
            total += factor.args[0] if isinstance(factor, sp.exp) else exponent * sp.log(base)
        return total

    def wanted(node: sp.Expr) -> bool:
        return (
            isinstance(node, sp.log)
            and node.has(x)
            and (node.args[0].is_Mul or isinstance(node.args[0], (sp.exp, sp.Pow)))
        )

    def is_softplus(node: sp.Expr) -> bool:
        return isinstance(node, sp.log) and node.args[0].is_Add and isinstance(node.args[0] - 1, sp.exp)

    opened = expression.replace(wanted, one)
    return opened.replace(is_softplus, lambda node: Softplus((node.args[0] - 1).args[0]))


def choose(expression: sp.Expr, point: Point) -> sp.Expr:
    """Keep of every piecewise expression only the branch that holds at a point."""
    if not expression.has(sp.Piecewise):
        return expression

    def branch(node: sp.Piecewise) -> sp.Expr:
        for value, condition in node.args:
            held = decided(condition, point)
            if held is None:  # it speaks of a letter that the point gives no value to
                return node
            if held:
                return value
        return sp.nan

    return expression.replace(lambda node: isinstance(node, sp.Piecewise), branch)


def _piece(term: Any, low: arb, high: arb, heavy: bool, *, last: bool) -> Estimate:
    """Integrate over one piece, as if it fell exponentially at its ends, or like a power."""

    def inner(x: arb, below: arb, above: arb) -> arb:
        return term(x, below, above if last else 1 - x)

    if not heavy:
        try:
            return integrate_with_ends(inner, low, high, enough=ENOUGH, tails=(EXPONENTIAL, EXPONENTIAL))
        except NoConvergence:
            pass
    return integrate_with_ends(inner, low, high, enough=ENOUGH)


#: Where a density is probed, and above which value there its tail counts as a power.
FAR, HEAVY = 10**8, 1e-120


def _is_heavy(weight: Varying, low: arb, high: arb) -> bool:
    """Whether a density falls no faster than a power towards an infinite end."""
    spots = [arb(FAR)] * (not high.is_finite()) + [arb(-FAR)] * (not low.is_finite())
    return any(bool(weight((x, x)) > HEAVY) for x in spots)


#: The distance to the upper end, where it is finite: 1 - x must not be computed from an x that is nearly 1.
_GAP = sp.Symbol("gap", positive=True)

#: Density below which a term that is not a number counts as nothing, and an absolute accuracy that will do.
NOTHING, ENOUGH = 1e-150, 1e-40


def _kinks(expression: sp.Expr, x: sp.Symbol) -> set[sp.Expr]:
    """Where an absolute value of something linear in x turns."""
    found = set()
    for node in expression.atoms(sp.Abs):
        if node.has(x):
            slope = sp.diff(node.args[0], x)
            if not slope.has(x):
                found.add(sp.expand(x - node.args[0] / slope))
    return found


def _end(expression: sp.Expr, values: Mapping[sp.Symbol, Fraction]) -> arb:
    if expression == sp.oo:
        return arb("inf")
    if expression == -sp.oo:
        return arb("-inf")
    return BallWalker(balls(values)).value(expression)
