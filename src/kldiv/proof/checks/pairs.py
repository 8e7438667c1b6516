"""What a derivation about two distributions of numbers must survive."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.distributions.base import Distribution
from kldiv.distributions.nodes import divergence_between
from kldiv.distributions.points import POINTS, holds, numbers, points_for
from kldiv.distributions.standard import STANDARDS, variable
from kldiv.distributions.tails import finite_when
from kldiv.oracles.estimate import Estimate, NoConvergence
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.proof.checks.agreement import ORACLE_DIGITS, STEP_DIGITS, Sides, compare, needs_balls
from kldiv.proof.checks.bregman import bregman_value, has_bregman_route
from kldiv.proof.checks.conditions import check_cases, check_conditions, points_in_every_case
from kldiv.proof.checks.proved import check_proved_estimate, check_proved_result
from kldiv.proof.checks.steps import Citing, check_chain, check_steps, check_way, follows
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.proof.rules.general import taken_apart
from kldiv.values.at_point import at_points, to_mpf, value_at
from kldiv.values.known import known_of

#: At so many points, and in every case, the steps and lemmas are evaluated; the result is at one point more.
STEPS = 2


def check_undecided(derivation: Record) -> Report:
    """Check a pair without a closed form: its steps, and that quadrature settles where it is said to be finite."""
    p, q = derivation.distributions
    points = list(points_for(p, q, derivation.assumptions))
    ending = derivation.steps[-1].after if derivation.steps else derivation.left
    checks = [check_left(derivation), check_chain("chain", derivation.left, derivation.steps, ending)]
    apart = ending == taken_apart(p, q)
    checks.append(Check("taken apart", apart, 1, None, "the steps end in one expectation for each statistic"))
    checks.append(Check("no formula claimed", derivation.result is sp.nan, 1, None, "the result is left open"))
    citing = Citing(derivation.left, derivation.lemmas, (*derivation.assumptions, *derivation.scope))
    checks.extend(check_steps(derivation.steps, at_points(points[:STEPS]), citing))
    checks.append(check_tails_stated(derivation))
    checks.append(check_settles(p, q, points))
    checks.append(check_proved_estimate(p, q, points))
    checks.extend(check_conditions(derivation, points))
    return Report(derivation.id, tuple(checks))


def check_tails_stated(derivation: Record) -> Check:
    """All that the tails ask for, so that the divergence is finite, must be stated, or follow."""
    tails = finite_when(*derivation.distributions)
    needed = [] if tails in (None, sp.true) else list(sp.And.make_args(tails))
    missing = [c for c in needed if not follows(c, derivation.assumptions)]
    said = f"not stated: {missing[0]}" if missing else "what the tails ask for is stated"
    return Check("tails stated", not missing, 1 + len(needed), None, said)


@needs_balls("quadrature")
def check_settles(p: Distribution, q: Distribution, points: list[Any]) -> Check:
    """Quadrature must settle on a finite value."""
    try:
        errors = [by_quadrature(p, q, at).error for at in points]
    except NoConvergence as error:
        return Check("quadrature", False, 0, None, str(error))
    said = "quadrature settles, with an error below 1e-20"
    return Check("quadrature", all(bool(e < 1e-20) for e in errors), len(errors), None, said)


def check_pair(derivation: Record) -> Report:
    """Check the derivation of D(p || q) for two distributions."""
    p, q = derivation.distributions
    points = list(points_for(p, q, (*derivation.assumptions, *_open(derivation.scope))))
    in_cases = list(points_in_every_case(derivation, points[:STEPS]))  # a step is evaluated in every case as well
    way = check_way(derivation, at_points([*points[:STEPS], *in_cases]))
    points += in_cases
    checks = [check_left(derivation), check_closed(derivation), *way]
    if p.standard is not None:
        checks.append(check_transport(p, points))
    checks.append(check_oracle(derivation, points))
    checks.append(check_proved_result(derivation.result, p, q, points))
    checks.append(check_sign(derivation, points))
    checks.extend(check_conditions(derivation, points))
    by_cases = check_cases(derivation, points)
    if by_cases is not None:
        checks.append(by_cases)
    if has_bregman_route(p, q):
        checks.append(check_bregman(derivation, points))
    if type(p) is type(q) and can_coincide(p, q):
        checks.append(check_identical(derivation, points))
    return Report(derivation.id, tuple(checks))


def _open(scope: tuple[sp.Basic, ...]) -> tuple[sp.Basic, ...]:
    """The conditions of a scope that points are drawn by; a shared parameter is shared in the distributions already."""
    return tuple(c for c in scope if not isinstance(c, sp.Eq))


def check_left(derivation: Record) -> Check:
    """The left side must be the divergence of the two distributions that the derivation is about."""
    p, q = derivation.distributions
    left = derivation.left
    held = isinstance(left, Divergence) and left == divergence_between(p, q, left.variable)
    told = bool(derivation.steps) and derivation.steps[0].arguments == (p, q)  # whose supports the first rule compares
    said = "the divergence of these two distributions, by their densities; the first step compares their supports"
    return Check("left side", held and told, 1, None, said)


def check_closed(derivation: Record) -> Check:
    """The result must hold no integral, sum over the data, or expectation."""
    left = derivation.result.atoms(sp.Integral, sp.Sum, Expectation, Divergence)
    known = derivation.distributions[0].symbols() + derivation.distributions[1].symbols()
    strange = derivation.result.free_symbols - set(known)
    said = "no integral, sum or stray symbol left" if not (left or strange) else f"left over: {left or strange}"
    return Check("closed form", not (left or strange), 1, None, said)


def check_transport(distribution: Distribution, points: list[Any]) -> Check:
    """The density carried back through the transport must be the standard density."""
    if distribution.standard is None:
        return Check("transport", False, 0, None, "no standard distribution: nothing to check")
    standard = STANDARDS[distribution.standard]
    u = variable(standard)
    image = distribution.transport(u)
    jacobian = sp.Integer(1) if standard.kind == "discrete" else sp.Abs(sp.diff(image, u))
    base = standard.density(u, *distribution.standard_parameters())
    carried = distribution.density(image) * jacobian * (2 if standard.symmetric else 1)
    spots = (
        (sp.Rational(1, 7), sp.Rational(3, 5))
        if standard.upper(*distribution.standard_parameters()) == 1
        else (sp.Rational(2, 7), sp.Rational(5, 3))
    )
    if standard.kind == "discrete":
        spots = (sp.Integer(0), sp.Integer(1))

    def sides() -> Sides:
        for at in points:
            for spot in spots:
                yield value_at(carried.subs(u, spot), at), value_at(base.subs(u, spot), at)

    return compare(
        "transport", sides, STEP_DIGITS, f"the density of {distribution.name} carried to its standard distribution"
    )


def by_quadrature(p: Distribution, q: Distribution, at: dict[sp.Symbol, Fraction]) -> Estimate:
    """D(p || q) at a point, as the oracle sees it."""
    return divergence_by_quadrature(known_of(p), numbers(p, at), known_of(q), numbers(q, at))


def check_oracle(derivation: Record, points: list[Any]) -> Check:
    """The result against quadrature of hand-written densities."""
    p, q = derivation.distributions
    settled = [at for at in points if holds(within(finite_when(p, q)), at)]

    def sides() -> Sides:
        for at in settled:
            yield value_at(derivation.result, at), to_mpf(by_quadrature(p, q, at).value)

    own = [d for d in (p, q) if not known_of(d).independent]
    said = "quadrature of densities that the engine never saw"
    if own:
        names = " and ".join(dict.fromkeys(d.name for d in own))
        said = f"quadrature, not independent: {names} brings no oracle, so the density that the engine used stands in"
    return compare("oracle", sides, ORACLE_DIGITS, said)


def within(tails: sp.Basic | None) -> sp.Basic:
    """What the tails ask for, without its edge: there the integrand falls too slowly for quadrature to settle."""
    if tails is None:
        return sp.true
    return tails.replace(lambda node: isinstance(node, sp.Ge), lambda node: sp.Gt(*node.args))


def check_bregman(derivation: Record, points: list[Any]) -> Check:
    """The result against the Bregman form of the exponential family."""
    p, q = derivation.distributions

    def sides() -> Sides:
        for at in points:
            yield value_at(derivation.result, at), bregman_value(p, q, at)

    return compare("Bregman form", sides, STEP_DIGITS, "the gap between the log-partition and its tangent")


@needs_balls("never negative")
def check_sign(derivation: Record, points: list[Any]) -> Check:
    """No divergence is negative."""
    try:
        values = [value_at(derivation.result, at) for at in points]
    except (ArithmeticError, TypeError, ValueError) as error:  # a pole, or a complex value
        return Check("never negative", False, 0, None, f"{type(error).__name__}: {error}")
    return Check("never negative", all(v >= 0 for v in values), len(values), None, "D ≥ 0 at every point")


def can_coincide(p: Distribution, q: Distribution) -> bool:
    """Whether two distributions of a family are equal for some values of their symbols; numbers may keep them apart."""
    pairs = zip(p.parameters.values(), q.parameters.values(), strict=True)
    return all(mine == theirs or isinstance(theirs, sp.Symbol) for mine, theirs in pairs)


def check_identical(derivation: Record, points: list[Any]) -> Check:
    """D(p || p) = 0 and its gradient in q vanishes there."""
    p, q = derivation.distributions
    join = dict(zip(q.parameters.values(), p.parameters.values(), strict=True))
    same = {k: v for k, v in join.items() if isinstance(k, sp.Symbol) and k != v}
    if not same:
        return Check("zero at p = q", derivation.result == 0, 1, None, "no parameter is left to join")
    ends = set().union(*(e.free_symbols for e in (q.support().lower, q.support().upper)))
    parts = [derivation.result, *(sp.diff(derivation.result, s) for s in same if not (s.is_integer or s in ends))]

    def sides() -> Sides:
        for at in points[:POINTS]:
            for part in parts:
                yield _joined(part, same, at), mpmath.mpf(0)

    return compare("zero at p = q", sides, STEP_DIGITS, "D vanishes, and so does its gradient where p is smooth in it")


def _joined(part: sp.Expr, same: dict[sp.Symbol, sp.Symbol], at: dict[sp.Symbol, Any]) -> mpmath.mpf:
    """A part's value at q = p; where that is a removable 0/0, its value so near that it must be below 1e-25."""
    try:
        value = value_at(part, {**at, **{k: at[v] for k, v in same.items()}})
        if mpmath.isfinite(value):
            return value
    except (ZeroDivisionError, ValueError):
        pass
    nudge = Fraction(1, 10**30)
    return value_at(part, {**at, **{k: at[v] + nudge for k, v in same.items()}}, digits=160)
