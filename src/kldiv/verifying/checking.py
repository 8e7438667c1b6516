"""What an exported derivation must survive, at numbers that the reader's seed draws."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mpmath
import sympy as sp
from sympy.core.relational import Relational

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.precision import digit_precision
from kldiv.values.at_point import DIGITS, AtPoint, value_at
from kldiv.values.cases import Case, value
from kldiv.verifying.drawing import POINTS, Point, cases, holds, number_for, points
from kldiv.verifying.reading import Chain, Export, Step, known_rules, read

#: Two sides agree if they differ by no more than this, relative above one.
TOLERANCE = mpmath.mpf(10) ** -24


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it held, and one line on it."""

    name: str
    held: bool
    detail: str = ""


def verify(path: Path, seed: int = 0) -> list[Finding]:
    """Check an exported derivation at points drawn from a seed; a file that holds none is a ValueError."""
    findings: list[Finding] = []
    export = read(path)
    with digit_precision(DIGITS):
        try:
            findings += _findings(export, random.Random(f"kldiv {seed}"))
        except Exception as error:  # what could not be looked at has not held
            findings.append(Finding("the checks", False, f"stopped by {type(error).__name__}: {error}"))
    return findings


def _findings(export: Export, rng: random.Random) -> Iterator[Finding]:
    yield Finding("content", export.digest_matches, "its hash must be the one in the file")
    texts = ", ".join(export.wrong_texts[:3])
    yield Finding("plain texts", not export.wrong_texts, f"not that of the expression beside it: {texts}")
    yield from (check_chain(chain, export) for chain in export.chains)
    names = [chain.name.removeprefix("lemma ") for chain in export.lemmas]
    used = {name for chain in export.chains for step in chain.steps for name in step.lemmas}
    wrong = sorted(used.symmetric_difference(names)) + sorted({n for n in names if names.count(n) > 1})
    yield Finding("lemmas", not wrong, f"missing, not used, or there twice: {', '.join(wrong)}")
    left, result = export.main.left, export.main.value
    whole = {result, left} if isinstance(result, Relational) or result in (sp.true, left) else set()
    stated = export.statement in {sp.Eq(left, result, evaluate=False), *whole}
    yield Finding("statement", stated, "it must be that the left side is the result")
    yield from check_pair(export, rng) if export.supports else check_statement(export, rng)


def check_chain(chain: Chain, export: Export) -> Finding:
    """Every step must start where the last one ended; an undecided divergence ends in an open expression."""
    ends = [chain.left, *(step.after for step in chain.steps)]
    starts = [*(step.before for step in chain.steps), chain.value]
    if chain is export.main and export.kind == "undecided" and chain.value is sp.nan:
        ends, starts = ends[:-1], starts[:-1]
    broken = next((k for k, (a, b) in enumerate(zip(ends, starts, strict=True), 1) if a != b), len(starts) + 1)
    where = f"before step {broken}" if broken <= len(chain.steps) else "between the last step and the result"
    detail = f"broken {where}" if chain.steps else "there are no steps"
    return Finding(f"{chain.name}: chain", bool(chain.steps) and broken > len(starts), detail)


def check_statement(export: Export, rng: random.Random) -> Iterator[Finding]:
    """Every step of a general statement, or of one about arrays, in every case."""
    drawn = list(cases(export.main.cases, export.assumed, rng))
    said = (f"in {k} {names or 'nothing: the numbers are those exported'}" for k, (names, _) in enumerate(drawn, 1))
    yield Finding("cases drawn", len(drawn) >= POINTS, "; ".join(said) or "the file holds no numbers to begin with")
    at = [case for _, case in drawn]
    yield from check_chains(export, export.chains, at, at, rng)


def check_chains(
    export: Export, chains: Sequence[Chain], at: Sequence[Case], more: Sequence[Case], rng: random.Random
) -> Iterator[Finding]:
    """Every step where numbers were drawn for the derivation; a lemma with letters of its own brings its own."""
    for chain in chains:
        assumed, here, there = export.assumed, at, more
        if chain.cases and chain is not export.main:
            assumed = chain.conditions
            here = there = [case for _, case in cases(chain.cases, assumed, rng)]
        yield from (check_step(step, here) for step in chain.steps)
        owners: list[Chain | Step] = [chain, *chain.steps]
        for owner, condition in ((o.name, c) for o in owners for c in o.conditions):
            held = condition in assumed or (bool(there) and all(holds(condition, one) for one in there))
            yield Finding(f"{owner}: condition {condition}", held, "it is not stated, nor does it follow")


def check_step(step: Step, at: Sequence[Case]) -> Finding:
    """The rule must be known; both sides of an equation must agree, and a bound must hold."""
    name, gaps = f"{step.name} ({step.rule})", []
    if known_rules().get(step.rule) != step.title:
        return Finding(name, False, f"no rule {step.rule!r} has the title {step.title!r}")
    if unknown := [t for t in step.theorems if f"theorem:{t}" not in known_rules()]:
        return Finding(name, False, f"no theorem is called {unknown[0]!r}")
    below, above = isinstance(step.after, (sp.Le, sp.Lt)), isinstance(step.after, (sp.Ge, sp.Gt))
    is_bound = (below or above) and step.status == "bound"
    try:
        for case in at:
            # the side of a relation that a chain works on is its right one
            before, after = (value(getattr(part, "rhs", part), case) for part in (step.before, step.after))
            gap = (before - after) / max(1, abs(before))
            gaps.append(abs(min(gap if above else -gap, mpmath.mpf(0)) if is_bound else gap))
    except Exception as error:  # whatever went wrong, the step has not been shown
        return Finding(name, False, f"could not be evaluated: {type(error).__name__}: {error}")
    held = bool(gaps) and all(mpmath.isfinite(gap) and gap <= TOLERANCE for gap in gaps)
    wrong = f"wrong by {mpmath.nstr(max(gaps), 3)}, in proportion" if gaps else "evaluated nowhere"
    return Finding(name, held, "" if held else wrong)


def check_pair(export: Export, rng: random.Random) -> Iterator[Finding]:
    """The densities, every step at points, and where the divergence is said to be infinite that it is."""
    at, left = points(export, rng), export.main.left
    yield Finding("points", len(at) >= POINTS, f"{len(at)} drawn at which all conditions hold")
    held = isinstance(left, Divergence) and (*left.args[3:5], left.kind) == export.supports["p"]
    yield Finding("left side", held, "it must be a divergence over the support of p")
    if not held:
        return
    for index, density in zip("pq", left.args, strict=False):
        low, high, kind = export.supports[index]
        mass = Expectation(sp.S.One, left.variable, low, high, density, index, kind)
        held = bool(at) and all(abs(value_at(mass, point) - 1) <= TOLERANCE for point in at)
        yield Finding(f"total mass of {index}", held, "its density must integrate to 1")
    spots, chains = [AtPoint(point) for point in at], export.chains
    if export.main.value is sp.oo:
        yield from check_infinite(export, at, rng)
        chains = export.lemmas
    more = [AtPoint(point) for point in points(export, rng, count=10 * POINTS)]
    yield from check_chains(export, chains, spots, [*spots, *more], rng)
    for condition in export.main.conditions if export.otherwise == "oo" else ():
        outside = points(export, rng, violate=condition, count=10 * POINTS)
        gap = condition.lhs - condition.rhs if isinstance(condition, Relational) else sp.S.Zero
        near = sorted((float(abs(gap.subs(point))), k) for k, point in enumerate(outside))
        # the nearest ones: a condition that is too strong is met there
        held = bool(near) and all(is_infinite(export, outside[k]) for _, k in near[:POINTS])
        yield Finding(f"infinite unless {condition}", held, "it is finite outside as well")


def check_infinite(export: Export, at: Sequence[Point], rng: random.Random) -> Iterator[Finding]:
    """All steps but the last hold outcome by outcome; at the last one the divergence must be infinite."""
    left = export.main.left
    p, q, x, low, high, _ = left.args
    for step in export.main.steps[:-1]:
        table = {left: sp.log(p) - sp.log(q)}
        nodes = step.before.atoms(Expectation) | step.after.atoms(Expectation)
        table |= {n: n.body for n in nodes if (n.density, n.variable, n.lower, n.upper) == (p, x, low, high)}
        spots = [AtPoint({**point, x: _outcome(export, point, rng)}) for point in at]
        sides = (side.xreplace(table) for side in (step.before, step.after))
        yield check_step(Step(step.name, step.rule, step.title, *sides), spots)
    for last in export.main.steps[-1:]:
        held = known_rules().get(last.rule) == last.title and bool(at) and all(is_infinite(export, p) for p in at)
        said = "its rule must be known, and p must have mass where q has none, or partial integrals grow"
        yield Finding(f"{last.name} ({last.rule})", held, said)


def _outcome(export: Export, at: Point, rng: random.Random) -> Fraction:
    """Draw an outcome inside the support of p."""
    low, high = (end.subs(at) for end in export.supports["p"][:2])
    if low.is_finite and high.is_finite:
        return _fraction(low + (high - low) * sp.Rational(rng.randint(1, 30), 31))
    drawn = number_for(export.main.left.variable, rng)
    return abs(drawn) + _fraction(low) if low.is_finite else drawn


def _fraction(number: sp.Expr) -> Fraction:
    return Fraction(str(sp.N(number, 30)))


def is_infinite(export: Export, at: Point) -> bool:
    """Whether p has mass where q has none, or partial integrals grow, and faster each time."""
    left, (*ends, kind), (*others, other) = export.main.left, export.supports["p"], export.supports["q"]
    if kind != other:
        return True
    low, high, below, above = (end.subs(at) for end in (*ends, *others))
    left_of, right_of = min(below, high), max(above, low)  # where p's support ends outside of q's, or q's begins
    spots = [(max(low, left_of - 1), left_of)] if low < below else []
    spots += [(min(high, right_of + 1), right_of)] if high > above else []
    outcomes = [(spot + end) / 2 if kind == CONTINUOUS else spot for spot, end in spots]
    if outcomes:
        return any(value_at(left.args[0], {**at, left.variable: _fraction(x)}) > 0 for x in outcomes)
    return kind == CONTINUOUS and grows(left, at, low, high)


def grows(left: Divergence, at: Point, low: sp.Expr, high: sp.Expr) -> bool:
    """Whether the integral over ever more of the support rises, by more each time that twice the digits are added."""
    rises = []
    for first, last in pairwise((2, 4, 8, 16)):
        steps = list(pairwise(sp.Integer(10) ** k for k in range(first, last + 1)))
        pieces = [(a, b) if high == sp.oo else (high - 1 / a, high - 1 / b) for a, b in steps]
        pieces += [(-b, -a) if low == -sp.oo else (low + 1 / b, low + 1 / a) for a, b in steps]
        try:
            p, q, x = left.args[:3]
            rises.append(sum(value_at(Divergence(p, q, x, a, b, left.kind), at) for a, b in pieces))
        except ArithmeticError:  # beyond the range of numbers
            return True
    return bool(rises[-1] > 0) and all(bool(5 * b > 6 * a) for a, b in pairwise(rises))
