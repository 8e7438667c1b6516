"""Derivations of general statements: equations and inequalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.proof.chain import Chain
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.record import Record, Words
from kldiv.proof.report import Check
from kldiv.values.drawing import draw_instances
from kldiv.values.planning import plan_for
from kldiv.values.plans import Plan


class Proof(Chain):
    """A chain of equations and inequalities, all in one direction."""

    def close(
        self,
        name: str,
        title: str,
        *,
        instances: Iterable[Any] | None = None,
        assumptions: tuple[sp.Basic, ...] = (),
        references: tuple[tuple[str, str], ...] = (),
        notes: tuple[Words, ...] = (),
        lean: tuple[str, ...] = (),
        extra: tuple[Callable[[Record], Check], ...] = (),
        fresh: Iterable[Any] = (),
        related: tuple[str, ...] = (),
        distribution: Distribution | None = None,
        directions: Mapping[sp.Symbol, sp.Symbol] | None = None,
        version: int = 1,
    ) -> Record:
        """Close the chain as an identity.

        Args:
            name: its permanent id.
            title: in words.
            instances: concrete instances at which every step is tested; drawn from the assumptions if not given.
            assumptions: what must hold, such as Eq(Sum(p_i), 1).
            references: bibliography keys and locators.
            notes: sentences that go with the statement.
            lean: names under which the identity is formally proved in Mathlib.
            extra: further checks.
            fresh: instances that the checks do not use, to tell whether a mutant changed anything.
            related: ids of results to read next to it; what the steps rest on is read off them.
            distribution: the distribution that it is about, if it is about one.
            directions: for a Fisher information, the direction in which each parameter is changed.
            version: raised when the statement changes.

        Returns:
            The derivation.
        """
        if instances is None:
            plan = self._plan(assumptions)
            instances = draw_instances(plan, seed=name)
            fresh = (*fresh, *draw_instances(plan, count=2, seed=f"{name}, afresh"))
        return Record(
            name,
            title,
            "identity",
            self.start,
            self.expression,
            tuple(self.steps),
            self.lemmas,
            assumptions,
            references=references,
            version=version,
            evidence=IdentityEvidence(
                tuple(instances),
                fresh=tuple(fresh),
                lean=lean,
                extra=extra,
                related=related,
                distribution=distribution,
                directions=directions or {},
            ),
            notes=(*notes, *formal_note(lean)),
        )

    def _plan(self, assumptions: tuple[sp.Basic, ...]) -> Plan:
        """How the objects of the chain are drawn."""
        expressions = [self.start, *(step.after for step in self.steps)]
        return plan_for(expressions, assumptions)


def formal_note(lean: tuple[str, ...]) -> tuple[str, ...]:
    """Say where the statement has been proved formally."""
    if not lean:
        return ()
    names = ", ".join(f"`{name}`" for name in lean)
    return (f"Proved formally in Lean's Mathlib as {names}: the statement is, not the derivation below.",)
