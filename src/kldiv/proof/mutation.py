"""Expressions spoilt on purpose, for the numerical half of the checks alone.

Each expression of a derivation is changed in a small way: the sign of a term flipped, a term dropped, two
parameters swapped. No rule makes such a step, so running the rule again refuses every one; here that is left out, and
the comparison of both sides at points is asked by itself. Those that it lets pass are the survivors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

import sympy as sp

from kldiv.algebra.sums import normal_form
from kldiv.distributions.points import POINTS, points_for
from kldiv.precision import digit_precision
from kldiv.proof.checks.agreement import STEP_DIGITS, agreement, compare
from kldiv.proof.checks.conditions import points_in_every_case
from kldiv.proof.checks.pairs import STEPS
from kldiv.proof.checks.steps import check_lemma_value, check_values, side
from kldiv.proof.evidence import ArrayEvidence, IdentityEvidence, ListedEvidence, OutcomesEvidence
from kldiv.proof.mutants import mutants
from kldiv.proof.record import Comparison, Lemma, Record, Step, value_side
from kldiv.values.at_point import AtPoint, at_points
from kldiv.values.cases import Case, value
from kldiv.values.drawing import draw_instances, draw_points
from kldiv.values.planning import plan_for

#: At so many further points a spoilt expression is told from one that has the same value.
FRESH = 3


@dataclasses.dataclass(frozen=True)
class Survivor:
    """A wrong expression that the checks accepted.

    Attributes:
        where: which step or lemma.
        change: what was done to it.
        mutant: the wrong expression.
    """

    where: str
    change: str
    mutant: sp.Expr


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of spoiling a derivation.

    Attributes:
        id: the derivation's id.
        killed: how many mutants the checks refused.
        equivalent: how many were no change of value at all, and so not counted.
        survivors: those that the checks accepted.
    """

    id: str
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]


def survivors(derivation: Record, *, most: int | None = None) -> list[Survivor]:
    """Spoil every step and every lemma, and collect what the checks accept.

    Args:
        derivation: any derivation with steps.
        most: at most so many mutants of each expression; None for all.

    Returns:
        The survivors; an empty list is what one hopes for.
    """
    return list(spoil(derivation, most=most).survivors)


def spoil(derivation: Record, *, most: int | None = None, spoilt: Collection[str] = ()) -> Outcome:
    """Spoil every step and every lemma, and ask the checks.

    A mutant replaces what a step made, and the next step then starts from it: the chain stays unbroken, and
    only the mathematics can give it away.

    Args:
        derivation: any derivation with steps.
        most: at most so many mutants of each expression; None for all.
        spoilt: ids of lemmas that have been spoilt before, in another derivation.

    Returns:
        How many were refused, and those that were not.
    """
    main = Bench(derivation)
    killed, equivalent, alive = 0, 0, []
    places: list[tuple[str, Sequence[Step], Lemma | None]] = [("step", derivation.steps, None)]
    new = [lemma for lemma in derivation.lemmas.values() if lemma.id not in spoilt]
    places += [(f"lemma {lemma.id}, step", lemma.steps, lemma) for lemma in new]
    for name, steps, lemma in places:
        bench = Bench(derivation, lemma) if lemma is not None and lemma.cases else main
        for k, step in enumerate(steps):
            if isinstance(step, Comparison):  # numbers can only notice what breaks a bound, not what weakens it
                continue
            for change, made in islice(mutants(step.after), most):
                touched = [dataclasses.replace(step, after=made)]
                if k + 1 < len(steps):
                    touched.append(dataclasses.replace(steps[k + 1], before=made))
                last = k + 1 == len(steps)
                value = dataclasses.replace(lemma, value=made, steps=()) if lemma and last else None
                if not bench.accepts(touched, value):
                    killed += 1
                elif bench.same(step.after, made):
                    equivalent += 1
                else:
                    alive.append(Survivor(f"{name} {k + 1}", change, made))
    return Outcome(derivation.id, killed, equivalent, tuple(alive))


class Bench:
    """Asks the checks about a spoilt piece of one derivation.

    Args:
        derivation: any derivation with steps.
        lemma: one of its lemmas that has letters, and cases, of its own.
    """

    def __init__(self, derivation: Record, lemma: Lemma | None = None) -> None:
        self.cases: Sequence[Case]
        self.fresh: Sequence[Case]
        self.cases, self.fresh = cases_of(derivation) if lemma is None else (lemma.cases, fresh_of(lemma))
        is_identity = isinstance(derivation.evidence, IdentityEvidence)
        self.facts = facts_of(derivation.assumptions) if is_identity else None
        self.values: dict[sp.Basic, Any] = {}

    def accepts(self, steps: Sequence[Step], lemma: Lemma | None) -> bool:
        """Whether the checks let a spoilt piece pass.

        Every check of a step fails where the numbers differ; so one case is compared first, and the rest of the
        check, which takes longer, is only asked about what got past it.
        """
        for step in steps:
            if not isinstance(step, Comparison) and not self._agree(step):
                return False
        for some in (self.cases[:1], self.cases):
            if not all(check_values("", step, some).ok for step in steps):
                return False
            if lemma is not None and not check_lemma_value(lemma, some).ok:
                return False
        return True

    def _agree(self, step: Step) -> bool:
        """Whether both sides agree in the first case; what was evaluated there is kept."""

        def sides() -> list[tuple[Any, Any]]:
            for expression in (step.after, step.before):
                if expression not in self.values:
                    self.values[expression] = side(expression, self.cases[0])
            return [(self.values[step.after], self.values[step.before])]

        return compare("", sides, STEP_DIGITS).ok

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions are equal: symbolically, or in cases that the checks do not use."""
        one, other = value_side(one), value_side(other)
        try:
            if self.facts is not None and normal_form(one, self.facts) - normal_form(other, self.facts) == 0:
                return True
            with digit_precision(40):
                if self.fresh and agreement((value(other, at), value(one, at)) for at in self.fresh)[1] >= STEP_DIGITS:
                    return True
        except (ArithmeticError, ValueError, TypeError):
            pass  # one of them may be 0/0 in a case: as fractions they can be equal still
        both = (one, other)
        return not any(e.has(sp.MatrixExpr) for e in both) and all(map(rational, both)) and sp.cancel(one - other) == 0


def rational(expression: sp.Expr) -> bool:
    """Whether an expression is a fraction of polynomials in its letters."""
    return expression.is_rational_function(*expression.free_symbols) is True


def fresh_of(lemma: Lemma) -> Sequence[Case]:
    """Cases that the checks of a lemma do not use, drawn from what it assumes; none if it leaves functions open."""
    points = [case.point for case in lemma.cases if isinstance(case, AtPoint)]
    if points:
        held = [c for c in lemma.conditions if c.free_symbols <= set(points[0])]
        return at_points(draw_points(points[0], held, count=3, seed="fresh"))
    plan = plan_for([lemma.left, *(step.after for step in lemma.steps)], lemma.conditions)
    return () if plan.functions else draw_instances(plan, count=2, seed="fresh")


def cases_of(derivation: Record) -> tuple[Sequence[Case], Sequence[Case]]:
    """The cases that the checks use, and some that they do not."""
    evidence = derivation.evidence
    if isinstance(evidence, ArrayEvidence):
        return evidence.settings, evidence.fresh
    if isinstance(evidence, (IdentityEvidence, OutcomesEvidence, ListedEvidence)):
        return evidence.instances, getattr(evidence, "fresh", ())
    p, q = derivation.distributions
    every = list(points_for(p, q, derivation.assumptions, count=POINTS + FRESH))
    points = every[:STEPS] + list(points_in_every_case(derivation, every[:STEPS]))
    return at_points(points), at_points(every[POINTS:])


def facts_of(assumptions: Iterable[sp.Basic]) -> tuple[sp.Eq, ...]:
    """The assumptions that are equations about a sum or an integral."""
    return tuple(a for a in assumptions if isinstance(a, sp.Eq) and isinstance(a.lhs, (sp.Sum, sp.Integral)))
