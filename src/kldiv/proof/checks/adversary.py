"""The adversary of an inequality: it looks for the place where the inequality is closest to failing.

Everything is drawn from what the statement assumes: spread out, close to the corners, and with all distributions close
to one another. From the worst draws a local search goes on. It knows nothing of the derivation.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from kldiv.proof.checks.undefined import Pool, pool_of
from kldiv.proof.record import Comparison, Record
from kldiv.proof.report import Check
from kldiv.values.functions import Unsupported
from kldiv.values.plain import Values, plain
from kldiv.values.planning import plan_for
from kldiv.values.plans import Plan, Rejected

#: How many draws.
DRAWS = 2000

#: From how many of the worst draws a search starts, and how many steps it takes.
STARTS, SEARCH = 3, 150

#: What rounding may do: relative to both sides, and at all.
RELATIVE, ABSOLUTE = 1e-9, 1e-12

#: Where both sides are smaller than this together, rounding would have the say.
VISIBLE = 1e-7

#: How much of the numbers is told.
LONGEST = 150

#: Below this excess over the bound, as a part of it, an inequality counts as tight.
TIGHT = 0.02

#: How draws are spread: over a few powers of e, over many, or all letters close together.
MODES = ("spread", "corners", "together")

SIZES = (2, 3, 5)

#: What share of the raw numbers a step of the search moves, and how close to 0 and 1 it may bring them.
MOVED, EDGE = 0.4, 1e-9


class Floats:
    """Floats for a plan, made of raw numbers between 0 and 1 that can be changed a little and used again.

    Args:
        mode: how draws are spread.
        raw: the raw numbers; more are drawn as they are needed.
        rng: where those come from.
    """

    exact = False

    def __init__(self, mode: str, raw: list[float], rng: random.Random) -> None:
        self.mode, self.raw, self.rng = mode, raw, rng
        self.rewind()

    def rewind(self) -> None:
        """Start from the first raw number again."""
        self._used = 0
        self._first: list[float] = []
        self._count: dict[Any, int] = {}
        self._close = 10 ** (-0.5 - 2.5 * self.next())

    def next(self) -> float:
        """The next raw number."""
        if self._used == len(self.raw):
            self.raw.append(self.rng.random())
        self._used += 1
        return self.raw[self._used - 1]

    def size(self, letter: sp.Symbol) -> int:
        """A number of outcomes."""
        del letter
        return SIZES[int(self.next() * len(SIZES)) % len(SIZES)]

    def place(self, count: int) -> int:
        """One of the numbers from 1 to count."""
        return 1 + int(self.next() * count) % count

    def number(self, letter: Any, *, whole: bool = False) -> float:
        """A number for a symbol or an entry."""
        u = self.next()
        if whole or letter.is_integer:
            return int(u * 6) - (0 if letter.is_nonnegative else 3) + (1 if letter.is_positive else 0)
        if not letter.is_positive and u < 0.3:
            return float(u < 0.15)
        return self._near(letter, u) if letter.is_positive else self._signed(letter, u)

    def _near(self, letter: Any, u: float) -> float:
        drawn = self._spread(u)
        if self.mode != "together":
            return drawn
        place = self._count.get(letter, 0)
        self._count[letter] = place + 1
        if place == len(self._first):
            self._first.append(drawn)
            return drawn
        return self._first[place] * math.exp(self._close * (2 * u - 1))

    def _spread(self, u: float) -> float:
        if self.mode == "corners":
            return math.exp(-16 * u)
        return 2 * u if u < 0.5 else math.exp(6 * (u - 0.5))

    def _signed(self, letter: Any, u: float) -> float:
        part = (u - 0.3) / 0.7
        if letter.is_nonnegative:
            return self._spread(part)
        return self._spread(2 * part) if part < 0.5 else -self._spread(2 * part - 1)


@dataclass
class Draw:
    """One try.

    Attributes:
        excess: by how much the inequality holds there; relative to the bound, where that is not 0.
        gap: the same, absolutely.
        scale: the size of the sides.
        at: the numbers.
        source: what they were made of.
    """

    excess: float
    gap: float
    scale: float
    at: Values
    source: Floats

    @property
    def fails(self) -> bool:
        """Whether the inequality fails by more than rounding."""
        return self.gap < -(RELATIVE * self.scale + ABSOLUTE)


@dataclass
class Adversary:
    """Tries one inequality.

    Attributes:
        plan: how its objects are drawn.
        greater: the side that must not be less.
        lesser: the other.
        bound: which of the two is the bound: the relative excess is measured by it.
        pool: functions to try for those that are left undefined.
    """

    plan: Plan
    greater: Callable[[Values], float]
    lesser: Callable[[Values], float]
    bound: Callable[[Values], float]
    pool: Pool

    def worst(self) -> tuple[Draw, int]:
        """Draw, search on from the worst, and return the worst of all, and how many there were."""
        rng = random.Random("adversary")
        found = [d for k in range(DRAWS) if (d := self.draw(Floats(MODES[k % len(MODES)], [], rng))) is not None]
        if not found:
            raise Rejected("no draw satisfied the assumptions")
        found.sort(key=lambda d: d.excess)
        ends = [self.search(start, rng) for start in found[:STARTS]]
        failed = [d for d in (*ends, *found) if d.fails]
        return min(failed or ends, key=lambda d: d.excess), len(found)

    def draw(self, source: Floats) -> Draw | None:
        """Try one draw; None where nothing can be drawn, or a side has no value in floats."""
        try:
            at = self.plan.draw(source)
            for function, choices in self.pool.items():
                at[function] = choices[source.place(len(choices)) - 1]
            greater, lesser, bound = self.greater(at), self.lesser(at), abs(self.bound(at))
        except (Rejected, ArithmeticError, ValueError, TypeError, StopIteration):
            return None
        gap = greater - lesser
        if not math.isfinite(gap) or abs(greater) + abs(lesser) < VISIBLE:
            return None
        return Draw(gap / bound if bound > ABSOLUTE else gap, gap, abs(greater) + abs(lesser), at, source)

    def search(self, start: Draw, rng: random.Random) -> Draw:
        """Change the raw numbers a little, ever less, and keep what is worse."""
        best, width = start, 0.2
        for _ in range(SEARCH):
            raw = [moved(u, width, rng) for u in best.source.raw]
            tried = self.draw(Floats(best.source.mode, raw, rng))
            if tried is not None and tried.excess < best.excess:
                best = tried
            else:
                width = max(width * 0.96, 1e-3)
        return best


def moved(u: float, width: float, rng: random.Random) -> float:
    """A raw number, now and then moved a little; it stays between 0 and 1."""
    return min(max(u + width * rng.gauss(0, 1), EDGE), 1 - EDGE) if rng.random() < MOVED else u


def check_adversary(derivation: Record) -> Check | None:
    """Let the adversary try an inequality.

    Args:
        derivation: a general statement.

    Returns:
        The check: it fails at a counterexample, and says where the inequality is tight. None for an equation.
    """
    if not any(isinstance(step, Comparison) for step in derivation.steps):
        return None
    statement = derivation.result
    if not isinstance(statement, Relational):
        return Check("adversary", False, 0, None, "the derivation passes to a bound, but states no inequality")
    try:
        pool = pool_of(derivation)
    except Unsupported as missing:
        return Check("adversary", False, 0, None, f"not run: {missing}")
    for left in left_sides(derivation):
        found = tried(statement.func(left, statement.rhs, evaluate=False), derivation.assumptions, pool)
        if found.points:
            break
    return found


def left_sides(derivation: Record) -> list[sp.Basic]:
    """The left side, and what equations make of it before the first bound: an integral may be beyond plain floats."""
    first = next(k for k, step in enumerate(derivation.steps) if isinstance(step, Comparison))
    return [derivation.left, *(step.after for step in derivation.steps[:first])]


def tried(statement: Relational, assumptions: Sequence[sp.Basic], pool: Pool) -> Check:
    """Let the adversary try a statement."""
    try:
        plan = plan_for([statement.lhs, statement.rhs], assumptions)
        sides = plain(statement.lhs), plain(statement.rhs)
        greater, lesser = sides if statement.rel_op in {">=", ">"} else sides[::-1]
        adversary = Adversary(plan, greater, lesser, sides[1], pool)
        worst, count = adversary.worst()
    except (Rejected, Unsupported) as missing:
        return Check("adversary", False, 0, None, f"not run: {missing}")
    return Check("adversary", not worst.fails, count, None, told(worst, plan))


def told(worst: Draw, plan: Plan) -> str:
    """Say how close the inequality comes to failing, and where."""
    names = {k: v for k, v in worst.at.items() if isinstance(k, (sp.IndexedBase, sp.Symbol)) and k not in plan.sizes}
    listed = ", ".join(f"{k} = {shown(v)}" for k, v in sorted(names.items(), key=lambda pair: str(pair[0])))
    at = (listed if len(listed) < LONGEST else f"{listed[:LONGEST]}...") or "one pair of densities"
    if worst.fails:
        return f"fails by {-worst.gap:.3g} at {at}"
    gap = 0.0 if abs(worst.gap) <= RELATIVE * worst.scale + ABSOLUTE else worst.gap
    share = f", {100 * max(worst.excess, 0):.2g} % of the bound" if gap and worst.excess != worst.gap else ""
    return f"smallest gap {gap:.2g}{share}; {tightness(worst)} at {at}"


def tightness(worst: Draw) -> str:
    """Whether the inequality is tight, and in which way."""
    if worst.excess > TIGHT:
        return "nowhere tight, closest"
    ways = {"spread": "tight", "corners": "tight in a corner,", "together": "tight where the letters are close,"}
    return ways[worst.source.mode]


def shown(value: Any) -> str:
    """A number, or an array, shortly."""
    if isinstance(value, tuple):
        return f"({', '.join(map(shown, value))})"
    return f"{value:.4g}"
