"""A hunt for counterexamples: the letters of a theorem are drawn from what it assumes, and both sides compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import mpmath
import sympy as sp

from kldiv.arb import NoBalls
from kldiv.proof.checks.agreement import STEP_DIGITS, agreement, left_out
from kldiv.proof.report import Check
from kldiv.proof.statements import Statement
from kldiv.values.at_point import at_points
from kldiv.values.cases import Case, value
from kldiv.values.drawing import draw_points

#: At how many draws a theorem is tried.
DRAWS = 12


def hunted(statement: Statement, instances: Iterable[Case]) -> Check:
    """Compare both sides of a statement at instances.

    Args:
        statement: an equation or a bound.
        instances: where its conditions hold.

    Returns:
        A check that fails at a counterexample.
    """
    tried = list(instances)
    try:
        sides = [(value(statement.left, at), value(statement.right, at)) for at in tried]
    except NoBalls as missing:
        return left_out("hunt", missing)
    if statement.relation == "=":
        count, digits = agreement(sides)
        return Check("hunt", digits >= STEP_DIGITS, count, digits, "no counterexample among the draws")
    sign = 1 if statement.relation == ">=" else -1
    gaps = [sign * (left - right) for left, right in sides]
    held = all(gap >= -(mpmath.mpf(10) ** -28) for gap in gaps)
    return Check("hunt", held, len(gaps), None, f"smallest gap {mpmath.nstr(min(gaps), 3)}")


def drawn(statement: Statement, *, count: int = DRAWS) -> Callable[[], Check]:
    """A hunt for a statement whose letters are numbers."""

    def test() -> Check:
        free = (part.free_symbols for part in (statement.left, statement.right, *statement.conditions))
        letters = sorted(set().union(*free), key=str)
        points = draw_points((s for s in letters if isinstance(s, sp.Symbol)), statement.conditions, count=count)
        return hunted(statement, at_points(points))

    return test
