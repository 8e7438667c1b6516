"""Derivations spoilt on purpose: a check that lets a wrong step pass checks nothing.

Each expression of a derivation is changed in a small way: the sign of a term flipped, a term dropped, two
parameters swapped. The checks are asked about each; those that they let pass are the survivors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any, Protocol

import sympy as sp

from kldiv.algebra.sums import normal_form
from kldiv.distributions.points import points_for
from kldiv.precision import digit_precision
from kldiv.proof.checks import arrays as checking
from kldiv.proof.checks.conditions import points_in_every_case
from kldiv.proof.checks.identities import at_instance, check_identity_lemma, check_identity_steps, facts_of
from kldiv.proof.checks.pairs import STEP_DIGITS, agreement, check_lemma, check_steps, compare
from kldiv.proof.evidence import ArrayEvidence, IdentityEvidence, ListedEvidence, OutcomesEvidence
from kldiv.proof.inequalities import Comparison, value_side
from kldiv.proof.mutants import mutants
from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.report import Check
from kldiv.values.at_point import value_at
from kldiv.values.instances import value_of


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
    bench = bench_for(derivation)
    killed, equivalent, alive = 0, 0, []
    places: list[tuple[str, Sequence[Step], Lemma | None]] = [("step", derivation.steps, None)]
    new = [lemma for lemma in derivation.lemmas.values() if lemma.id not in spoilt]
    places += [(f"lemma {lemma.id}, step", lemma.steps, lemma) for lemma in new]
    for name, steps, lemma in places:
        for k, step in enumerate(steps):
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


class Bench(Protocol):
    """Asks the checks of one kind of derivation."""

    def accepts(self, steps: Sequence[Step], lemma: Lemma | None) -> bool:
        """Whether the checks let a spoilt piece pass."""

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions are equal, as far as points tell that the checks do not use."""


def bench_for(derivation: Record) -> Bench:
    """Choose the checks that a derivation is asked with."""
    if isinstance(derivation.evidence, ArrayEvidence):
        return ArrayBench(derivation)
    by_instances = isinstance(derivation.evidence, (IdentityEvidence, OutcomesEvidence, ListedEvidence))
    return IdentityBench(derivation) if by_instances else PairBench(derivation)


class PairBench:
    """Asks the checks of a pair's derivation, and compares at points that the checks do not use."""

    def __init__(self, derivation: Record) -> None:
        p, q = derivation.distributions
        every = list(points_for(p, q, derivation.assumptions, count=7))
        self.points, self.fresh = every[:4], every[4:]
        self.points += points_in_every_case(derivation, self.points)
        self.values: dict[sp.Basic, Any] = {}

    def accepts(self, steps: Sequence[Step], lemma: Lemma | None) -> bool:
        """Whether the checks let a spoilt piece pass.

        Every check of a step fails where the numbers differ; so one point is compared first, and the rest of
        the check, which takes longer, is only asked about what got past it.
        """
        for step in steps:
            if not compare("", lambda step=step: self._sides(step), STEP_DIGITS).ok:  # type: ignore[misc]
                return False
        checks: list[Check] = check_steps(tuple(steps), self.points, "step")
        if lemma is not None:
            checks += check_lemma(lemma, self.points)
        return all(c.ok for c in checks)

    def _sides(self, step: Step) -> list[tuple[Any, Any]]:
        at = self.points[0]
        if step.before not in self.values:
            self.values[step.before] = value_at(step.before, at)
        return [(value_at(step.after, at), self.values[step.before])]

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions agree at points of their own."""
        try:
            return agreement((value_at(other, at), value_at(one, at)) for at in self.fresh)[1] >= 24
        except (ArithmeticError, ValueError, TypeError):
            return False


class ArrayBench:
    """Asks the checks of a derivation about arrays, one setting first."""

    def __init__(self, derivation: Record) -> None:
        evidence = derivation.evidence_as(ArrayEvidence)
        self.settings, self.fresh, self.symmetric = evidence.settings, evidence.fresh, evidence.symmetric

    def accepts(self, steps: Sequence[Step], lemma: Lemma | None) -> bool:
        """Whether the checks let a spoilt piece pass."""
        for some in (self.settings[:1], self.settings):
            if not all(c.ok for c in checking.check_steps(steps, some, self.symmetric)):
                return False
            if lemma is not None and not all(c.ok for c in checking.check_lemma(lemma, some, self.symmetric)):
                return False
        return True

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions agree in settings that the checks do not use."""
        try:
            return bool(self.fresh) and agreement((at.value(other), at.value(one)) for at in self.fresh)[1] >= 24
        except (ArithmeticError, ValueError, TypeError):
            return False


class IdentityBench:
    """Asks the checks of an identity."""

    def __init__(self, derivation: Record) -> None:

        self.instances: Any = getattr(derivation.evidence, "instances", ())
        self.fresh = getattr(derivation.evidence, "fresh", ())
        self.facts = facts_of(derivation.assumptions)
        self.values: dict[sp.Basic, Any] = {}

    def accepts(self, steps: Sequence[Step], lemma: Lemma | None) -> bool:
        """Whether the checks let a spoilt piece pass; one instance of each equation is compared first, as for pairs."""
        for step in steps:
            sides = (step.after, step.before)
            if not isinstance(step, Comparison) and not compare("", lambda s=sides: [self._at(s)], STEP_DIGITS).ok:  # type: ignore[misc]
                return False
        for some in (self.instances[:1], self.instances):
            if not all(c.ok for c in check_identity_steps(steps, some, self.facts)):
                return False
            if lemma is not None and not all(c.ok for c in check_identity_lemma(lemma, some, self.facts)):
                return False
        return True

    def _at(self, sides: tuple[sp.Basic, sp.Basic]) -> tuple[Any, ...]:

        for side in sides:
            if side not in self.values:
                self.values[side] = at_instance(side, self.instances[0])
        return tuple(self.values[side] for side in sides)

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions are equal: symbolically, or at instances that the checks do not use."""
        one, other = value_side(one), value_side(other)
        try:
            if normal_form(one, self.facts) - normal_form(other, self.facts) == 0:
                return True
            if not self.fresh:
                return False
            with digit_precision(40):
                return agreement((value_of(other, at), value_of(one, at)) for at in self.fresh)[1] >= 24
        except (ArithmeticError, ValueError, TypeError):
            return False
