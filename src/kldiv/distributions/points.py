"""Exact rational parameter points at which a derivation is tested, the same in every run."""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations, zip_longest

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.distributions.remembering import remembered

#: How many points each result is tested at.
POINTS = 3

#: How many draws may be refused before giving up, and how many of q's are tried with one of p's.
ATTEMPTS, TRIES = 4000, 20

#: Where factors, logarithms and those of the gamma function vanish.
SPECIAL = frozenset({Fraction(0), Fraction(1), Fraction(2)})

#: How fractions are compared.
COMPARISONS: dict[type[sp.Basic], Callable[[Fraction, Fraction], bool]] = {
    sp.Gt: operator.gt,
    sp.Ge: operator.ge,
    sp.Lt: operator.lt,
    sp.Le: operator.le,
    sp.Eq: operator.eq,
    sp.Ne: operator.ne,
}


@remembered
def _draw(kind: type[Distribution], index: str, number: int) -> dict[str, Fraction]:
    """The parameters of the distribution's draw of this number; the same for every pair, so that work can be shared."""
    return kind.draw(random.Random(f"{kind.slug} {index} {number}"))


def assign(distribution: Distribution, index: str, number: int) -> dict[sp.Symbol, Fraction] | None:
    """Give each symbol of a distribution a value; None if the drawn numbers don't fit fixed parameters."""
    drawn = _draw(type(distribution), index, number)
    point = {}
    for name, value in distribution.parameters.items():
        if isinstance(value, sp.Symbol):
            point[value] = drawn[name]
        elif isinstance(value, sp.Basic):
            for k, symbol in enumerate(sorted(value.free_symbols, key=str)):
                point[symbol] = drawn[name] if k == 0 else Fraction(k + 2, 3)
    return point


def holds(condition: sp.Basic, point: dict[sp.Symbol, Fraction]) -> bool:
    """Whether a condition holds at a point."""
    return _holds(condition, tuple((s, point[s]) for s in _letters(condition) if s in point))


@lru_cache(maxsize=4096)
def _letters(condition: sp.Basic) -> tuple[sp.Symbol, ...]:
    return tuple(sorted(condition.free_symbols, key=str))


@lru_cache(maxsize=1 << 15)
def _holds(condition: sp.Basic, at: tuple[tuple[sp.Symbol, Fraction], ...]) -> bool:
    """Whether a condition holds for these letters: the points of one distribution are met in all its pairs."""
    exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in at}
    compare = COMPARISONS.get(condition.func)
    if compare is not None:  # fractions are compared much faster than SymPy's numbers are
        left, right = (side.xreplace(exact) for side in condition.args)
        if left.is_Rational and right.is_Rational:
            return compare(Fraction(int(left.p), int(left.q)), Fraction(int(right.p), int(right.q)))
    decided = condition.xreplace(exact)
    return bool(sp.simplify(decided) if decided not in (sp.true, sp.false) else decided)


def points_for(
    p: Distribution,
    q: Distribution,
    conditions: tuple[sp.Basic, ...] = (),
    *,
    violate: sp.Basic | None = None,
    count: int = POINTS,
) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Draw points at which all conditions hold, or at which one of them fails.

    Those at which a check would see any wrong term come first; others only where there are too few of them.

    Args:
        p: the first distribution.
        q: the second.
        conditions: what must hold.
        violate: a condition that must fail instead (the others are then not asked for).
        count: how many points.

    Yields:
        An exact value for each symbol of both distributions.
    """
    wanted = (sp.Not(violate),) if violate is not None else conditions
    turn, good = 0, []
    weak: list[list[dict[sp.Symbol, Fraction]]] = []  # by what p was
    for mine in range(ATTEMPTS // TRIES):
        weak.append([])
        for _ in range(TRIES):
            first, second = assign(p, "p", mine), assign(q, "q", turn)
            turn += 1
            if first is None or second is None:
                continue
            point = {**first, **second}
            if point in good or not all(holds(c, point) for c in wanted):
                continue
            if tells_apart(point):
                good.append(point)
                yield point
                break
            weak[mine].append(point)
        if len(good) == count:
            return
    for point in filter(None, chain(*zip_longest(*weak))):  # nothing better fits, as for outcomes that are 0 or 1
        if len(good) < count and point not in good:
            good.append(point)
            yield point


def tells_apart(point: Mapping[sp.Symbol, Fraction]) -> bool:
    """Whether a check there sees wrong terms: none vanishes for being at 0, 1 or 2, and no two letters can be swapped.

    Letters can be, unseen, where they have the same value, or values that sum to 1.
    """
    values = list(point.values())
    return not SPECIAL & set(values) and not any(a == b or a + b == 1 for a, b in combinations(values, 2))


def numbers(distribution: Distribution, at: dict[sp.Symbol, Fraction]) -> dict[str, sp.Expr]:
    """The exact parameters of a distribution at a point."""
    exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}
    # Nearly every parameter is a letter: what stands for it is looked up, which is much faster than put in.
    return {
        name: exact[value] if value in exact else _in_lowest_terms(value.subs(exact))
        for name, value in distribution.parameters.items()
    }


def _in_lowest_terms(value: sp.Expr) -> sp.Expr:
    """Simplify a number; a rational one, which nearly all are, is as simple as it gets."""
    return value if value.is_Rational else sp.nsimplify(value)
