"""Numbers for the letters of a statement, drawn from what is assumed of them: rationals, for the checks of steps."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.values.instances import Instance
from kldiv.values.plans import Plan

#: How many draws may be refused before giving up.
ATTEMPTS = 4000


def draw_points(
    letters: Iterable[sp.Symbol], conditions: Iterable[sp.Basic] = (), *, count: int = 4, seed: str = "letters"
) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Draw values that satisfy the assumptions of each symbol and all conditions.

    Args:
        letters: the symbols.
        conditions: relations between them.
        count: how many points.
        seed: changes the draw.

    Yields:
        A rational for each symbol, never one of the special numbers 0, 1, 2, ... unless it must be whole.

    Raises:
        ValueError: if hardly any draw satisfies the conditions.

    Example:
        >>> a = sp.Symbol("a", positive=True)
        >>> [point[a] > 3 for point in draw_points([a], [a > 3], count=2)]
        [True, True]
    """
    symbols, wanted, rng, found = sorted(set(letters), key=str), tuple(conditions), random.Random(seed), 0
    for _ in range(ATTEMPTS):
        point = {symbol: _value(symbol, rng) for symbol in symbols}
        exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in point.items()}
        if all(_holds(condition, exact) for condition in wanted):
            found += 1
            yield point
            if found == count:
                return
    raise ValueError(f"{', '.join(map(str, wanted))}: no values were found that satisfy this")


def _value(symbol: sp.Symbol, rng: random.Random) -> Fraction:
    if symbol.is_integer:
        low = 1 if symbol.is_positive else 0 if symbol.is_nonnegative else -4
        return Fraction(rng.randint(low, 6))
    seventh = rng.choice([n for n in range(1, 28) if n % 7])
    sign = 1 if symbol.is_nonnegative else rng.choice((-1, 1))
    return Fraction(sign * seventh, 7)


def _holds(condition: sp.Basic, at: dict[sp.Symbol, sp.Rational]) -> bool:
    decided = condition.subs(at)
    return bool(sp.simplify(decided) if decided not in (sp.true, sp.false) else decided)


#: The sizes that the checks of steps use, in turn: two outcomes, three, five.
SIZES = (2, 3, 5)


class Rationals:
    """Small rationals for a plan.

    Args:
        sizes: the numbers of outcomes, for each size in its turn.
        seed: changes the draw.
    """

    exact = True

    def __init__(self, sizes: tuple[int, ...], seed: str) -> None:
        self.rng, self.sizes = random.Random(seed), sizes
        self._given: dict[sp.Symbol, int] = {}

    def size(self, letter: sp.Symbol) -> int:
        """The first size is the first letter's, and so on."""
        return self._given.setdefault(letter, self.sizes[len(self._given) % len(self.sizes)])

    def place(self, count: int) -> int:
        """One of the numbers from 1 to count."""
        return self.rng.randint(1, count)

    def number(self, letter: Any, *, whole: bool = False) -> Fraction:
        """A rational; often between 0 and 1, where much is assumed to lie, and 0 or 1 where that is allowed."""
        rng = self.rng
        if letter.is_integer:
            return _value(letter, rng)
        if whole:
            return Fraction(rng.randint(1 if letter.is_positive else -2, 3))
        if not letter.is_positive and rng.random() < 0.4:
            return Fraction(rng.randint(0, 1))
        if rng.random() < 0.6:
            return Fraction(rng.randint(1, 30), 31)
        sign = 1 if letter.is_nonnegative else rng.choice((-1, 1))
        return Fraction(sign * rng.randint(2, 30), 7)


def draw_instances(plan: Plan, *, count: int = 3, seed: str = "instances") -> tuple[Instance, ...]:
    """Draw instances of a statement from what it assumes.

    Args:
        plan: how to draw, made of the statement and its assumptions.
        count: how many.
        seed: changes the draw.

    Returns:
        The instances, of two outcomes, of three, of five, and so on.

    Raises:
        ValueError: if a function is left undefined, or the assumptions are hardly ever satisfied.

    Example:
        >>> from kldiv.distributions.finite import divergence, p, q, total_one
        >>> from kldiv.values.planning import plan_for
        >>> plan = plan_for([divergence(p, q)], [total_one(p), total_one(q)])
        >>> [sum(at.arrays["p"]) for at in draw_instances(plan)]
        [Fraction(1, 1), Fraction(1, 1), Fraction(1, 1)]
    """
    if plan.functions:
        names = ", ".join(sorted(map(str, plan.functions)))
        raise ValueError(f"{names}: a function that is left undefined cannot be drawn; give instances")
    made = []
    for k in range(count):
        sizes = (*SIZES[k % len(SIZES) :], *SIZES[: k % len(SIZES)])
        values = plan.draw(Rationals(sizes, f"{seed} {k}"))
        symbols = {s: v for s, v in values.items() if isinstance(s, sp.Symbol)}
        arrays = {str(b.label): v for b, v in values.items() if isinstance(b, sp.IndexedBase)}
        made.append(Instance(symbols, arrays))
    return tuple(made)
