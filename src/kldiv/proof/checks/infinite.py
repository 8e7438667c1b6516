"""Checks of an infinite divergence: p must really put mass where q has none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import sympy as sp

from kldiv.algebra.notation import CONTINUOUS, DISCRETE
from kldiv.arb import arb
from kldiv.distributions.base import Distribution
from kldiv.distributions.points import numbers, points_for
from kldiv.oracles.truth import expectation_by_quadrature
from kldiv.proof.checks.agreement import needs_balls
from kldiv.proof.checks.conditions import grows
from kldiv.proof.checks.pairs import check_left
from kldiv.proof.checks.steps import Citing, check_chain, check_replayed
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.values.known import known_of

#: How far a total mass may be from 1.
TOLERANCE = 1e-20


def check_infinite(derivation: Record) -> Report:
    """Find, at every point, an outcome where p has mass and q has none.

    Args:
        derivation: one of kind "infinite".

    Returns:
        The report.
    """
    p, q = derivation.distributions
    points = list(points_for(p, q, derivation.assumptions))
    statement = [
        check_left(derivation),
        check_chain("chain", derivation.left, derivation.steps, derivation.result),
        *check_replayed(derivation.steps, Citing(derivation.left)),
        Check("infinite", derivation.result == sp.oo, 1, None, "the result is infinity"),
    ]
    return Report(derivation.id, (*statement, check_reason(p, q, points)))


def check_reason(p: Distribution, q: Distribution, points: list[dict[sp.Symbol, Any]]) -> Check:
    """Find at every point what makes the divergence infinite."""
    if p.kind != q.kind:
        return check_singular(p, q, points)
    found = [next(witnesses(p, q, at), None) for at in points]
    if all(value is None for value in found):
        return check_growth(p, q, points)
    detail = f"such as x = {found[0]}" if found[0] is not None else "no witness"
    return Check("mass outside the support", None not in found, len(found), None, detail)


@needs_balls("mutually singular")
def check_singular(p: Distribution, q: Distribution, points: list[dict[sp.Symbol, Any]]) -> Check:
    """One must carry mass 1 on whole numbers, and the other mass 1 by a density, so none on whole numbers."""
    name = "mutually singular"
    known = known_of(p), known_of(q)
    if {k.kind for k in known} != {CONTINUOUS, DISCRETE} or {p.kind, q.kind} != {CONTINUOUS, DISCRETE}:
        return Check(name, False, 0, None, "both distributions are of one kind")
    masses = [total_mass(d, tuple(numbers(d, at).items())) for at in points for d in (p, q)]
    held = all(bool(abs(mass - 1) < TOLERANCE) for mass in masses)
    said = "all of the mass of one is on whole numbers, all of the other's has a density: each adds up to 1"
    return Check(name, held, len(points), None, said)


def total_mass(distribution: Distribution, values: tuple[tuple[str, Any], ...]) -> arb:
    """The mass that a distribution carries, added up or integrated."""
    return _mass(type(distribution), values)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _mass(kind: type[Distribution], values: tuple[tuple[str, Any], ...]) -> arb:
    return expectation_by_quadrature(known_of(kind), dict(values), lambda _: arb(1)).value


@needs_balls("partial integrals grow")
def check_growth(p: Distribution, q: Distribution, points: list[dict[sp.Symbol, Any]]) -> Check:
    """Partial integrals over ever more of the support must grow, and grow faster each time."""
    grown = [grows(p, q, at) for at in points]
    detail = "partial integrals over ever more of the support grow without bound"
    return Check("partial integrals grow", all(grown), len(grown), None, detail)


def witnesses(p: Distribution, q: Distribution, at: dict[sp.Symbol, Any]) -> Iterator[sp.Expr]:
    """Yield values inside p's support, where its density is positive, and outside q's.

    Args:
        p: the first distribution.
        q: the second.
        at: exact values of the parameters.

    Yields:
        Exact numbers; for a discrete distribution whole numbers.
    """
    exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}
    inner, outer = p.support(), q.support()
    low, high = inner.lower.subs(exact), inner.upper.subs(exact)
    below, above = outer.lower.subs(exact), outer.upper.subs(exact)
    step = sp.Integer(1) if p.kind == "discrete" else sp.Rational(1, 1000)
    tried = [below - step, above + step] if below.is_finite and above.is_finite else []
    tried += [below - step] if below.is_finite else []
    tried += [above + step] if above.is_finite else []
    tried += [low + step] if low.is_finite else []
    tried += [high - step] if high.is_finite else []
    if low.is_finite and high.is_finite:
        tried += [(low + min(high, below)) / 2, (high + max(low, above)) / 2] if p.kind == CONTINUOUS else [low, high]
    x = sp.Symbol("x")
    for value in tried:
        inside = low < value < high if p.kind == CONTINUOUS else low <= value <= high
        outside = value < below or value > above
        if inside and outside and p.density(x).xreplace({x: value, **exact}).evalf() > 0:
            yield value
