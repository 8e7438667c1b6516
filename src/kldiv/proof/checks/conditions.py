"""Conditions tested from both sides: where they hold the divergence is finite, where one fails it is not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.distributions.containment import support_conditions
from kldiv.distributions.points import holds, numbers, points_for
from kldiv.distributions.tails import finite_when
from kldiv.oracles.quadrature import NoConvergence
from kldiv.oracles.truth import divergence_by_quadrature, partial_divergences
from kldiv.proof.checks.agreement import needs_balls
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.values.known import known_of

Point = dict[sp.Symbol, Fraction]

#: At how many points each condition is violated.
VIOLATIONS = 2

#: How many points are moved to the edge of the support.
EDGES = 12

#: How often the part of the support that is integrated over is widened.
CUTS = (1, 2, 3, 4)


def check_conditions(derivation: Record, points: list[Point]) -> list[Check]:
    """Test the assumptions of a closed form.

    Args:
        derivation: of two distributions.
        points: where all assumptions hold.

    Returns:
        One check that the tails agree the divergence is finite at the points, and one for each assumption that
        it is infinite where that one fails.
    """
    p, q = derivation.distributions
    tails = finite_when(p, q)
    checks = [] if tails is None else [check_tails(derivation, tails, points)]
    return [*checks, *(check_violated(p, q, condition) for condition in derivation.assumptions)]


def check_violated(p: Distribution, q: Distribution, condition: sp.Basic) -> Check:
    """Where a condition fails the divergence must be infinite."""
    name = f"infinite unless {condition}"

    @needs_balls(name)
    def check() -> Check:
        outside = points_for(p, q, violate=condition, count=VIOLATIONS)
        found = [is_infinite(p, q, at) for at in outside]
        said = "where it fails, mass escapes or partial integrals grow without bound"
        return Check(name, all(found), len(found), None, said)

    return check()


def check_tails(derivation: Record, tails: sp.Basic, points: list[Point]) -> Check:
    """The tails must say finite where the assumptions hold, and too heavy only where one of them fails."""
    p, q = derivation.distributions
    agreed = [holds(tails, at) for at in points]
    if tails is not sp.true:
        heavy = points_for(p, q, violate=tails, count=VIOLATIONS)
        agreed += [not all(holds(c, at) for c in derivation.assumptions) for at in heavy]
    agreed += [holds(sp.And(*derivation.assumptions), at) == holds(tails, at) for at in edge_points(p, q)]
    said = "a route that knows no formula says finite at the same points"
    return Check("finite by the tails", all(agreed), len(agreed), None, said)


def edge_points(p: Distribution, q: Distribution) -> Iterator[Point]:
    """Yield points at which an end of p's support is just at an end of q's: the edge of what containment allows.

    Args:
        p: the distribution of the data.
        q: the other distribution.

    Yields:
        Points with p's support inside q's, one end of it on the edge; none where no end can be moved there.
    """
    contained = support_conditions(p, q) or ()
    for condition in contained:
        for end, other in ((condition.lhs, condition.rhs), (condition.rhs, condition.lhs)):
            if end not in p.symbols():
                continue
            for at in points_for(p, q, count=EDGES):
                there = other.subs(at)
                if not there.is_Rational:
                    continue
                moved = {**at, end: Fraction(int(there.p), int(there.q))}
                ends = [e.subs(moved) for e in (p.support().lower, p.support().upper)]
                if ends[0] < ends[1] and all(holds(c, moved) for c in contained):
                    yield moved


def is_infinite(p: Distribution, q: Distribution, at: Point) -> bool:
    """Whether the oracle finds the divergence infinite at a point.

    Args:
        p: the distribution of the data.
        q: the other distribution.
        at: exact values of the parameters.

    Returns:
        True if p has mass outside q's support, or partial integrals grow faster the wider they reach.
    """
    a, b = numbers(p, at), numbers(q, at)
    try:
        truth = divergence_by_quadrature(known_of(p), a, known_of(q), b)
    except NoConvergence:
        return grows(p, q, at)
    return not truth.value.is_finite()


def grows(p: Distribution, q: Distribution, at: Point) -> bool:
    """Whether partial integrals over ever more of the support grow, and faster each time."""
    a, b = numbers(p, at), numbers(q, at)
    values = [part.value for part in partial_divergences(known_of(p), a, known_of(q), b, CUTS)]
    rises = [later - earlier for earlier, later in pairwise(values)]
    endless = any(not v.is_finite() for v in values)
    return endless or (bool(rises[-1] > 0) and all(bool(5 * b > 6 * a) for a, b in pairwise(rises)))


def points_in_every_case(derivation: Record, points: list[Point]) -> Iterator[Point]:
    """Yield further points until each case of a formula by cases has been met.

    Args:
        derivation: of two distributions.
        points: those there are already.

    Yields:
        Points in cases that none of them meets.
    """
    p, q = derivation.distributions
    for node in sorted(derivation.result.atoms(sp.Piecewise), key=sp.default_sort_key):
        earlier: list[sp.Basic] = []
        for _, condition in node.args:
            here = (*(sp.Not(c) for c in earlier), *([condition] if condition is not sp.true else []))
            earlier.append(condition)
            if not any(all(holds(c, at) for c in here) for at in points):
                yield from points_for(p, q, (*derivation.assumptions, *here), count=1)


def check_cases(derivation: Record, points: list[Point]) -> Check | None:
    """Every case of a formula by cases must have been tested.

    Args:
        derivation: of two distributions.
        points: where the formula was tested.

    Returns:
        The check, or None for a formula without cases.
    """
    nodes = derivation.result.atoms(sp.Piecewise)
    if not nodes:
        return None
    met = total = 0
    for node in nodes:
        earlier: list[sp.Basic] = []
        for _, condition in node.args:
            here = (*(sp.Not(c) for c in earlier), *([condition] if condition is not sp.true else []))
            earlier.append(condition)
            total += 1
            met += any(all(holds(c, at) for c in here) for at in points)
    return Check("every case tested", met == total, met, None, f"{met} of {total} cases met")
