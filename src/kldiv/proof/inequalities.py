"""Derivations of general statements: equations and inequalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from kldiv.distributions.base import Distribution
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.record import Chain, Lemma, Record, Rule, Step, Words
from kldiv.proof.report import Check

#: Relations by their signs.
RELATIONS = {">=": sp.Ge, "<=": sp.Le}


@dataclass(frozen=True)
class Comparison(Step):
    """A step that passes to a bound; its `after` is a relation between the left side and the bound."""


def value_side(expression: sp.Basic) -> sp.Basic:
    """The side of a relation that a chain works on, its right one; an expression is its own side."""
    return expression.rhs if isinstance(expression, Relational) else expression


class Proof(Chain):
    """A chain of equations and inequalities, all in one direction."""

    def __init__(self, start: sp.Basic) -> None:
        super().__init__(start)
        self.start = start

    def apply(self, rule: Rule, make: Callable[[Any], sp.Basic], **options: Any) -> sp.Basic:
        """Apply a rule; past a comparison, to the bound."""
        here = self.expression
        if isinstance(here, Relational):
            return super().apply(rule, lambda r: r.func(r.lhs, make(r.rhs), evaluate=False), **options)
        return super().apply(rule, make, **options)

    def compare(
        self,
        rule: Rule,
        relation: str,
        make: Callable[[Any], sp.Basic],
        *,
        hypothesis: str,
        lemmas: tuple[Lemma, ...] = (),
    ) -> sp.Basic:
        """Pass to a bound.

        Args:
            rule: the licence.
            relation: ">=" or "<=".
            make: computes the bound from the current expression.
            hypothesis: the theorem, or the lemma in words, that gives the bound.
            lemmas: lemmas used.

        Returns:
            The relation between the left side and the bound.

        Raises:
            ValueError: if the chain already runs the other way.
        """
        here, kind = self.expression, RELATIONS[relation]
        if isinstance(here, Relational) and here.func is not kind:
            raise ValueError(f"the chain runs {here.rel_op}, so {relation} cannot follow")
        after = kind(self.start, make(value_side(here)), evaluate=False)
        self.steps.append(Comparison(rule, here, after, tuple(m.id for m in lemmas), (), hypothesis))
        self.lemmas.update({m.id: m for m in lemmas})
        self._expression = after
        return after

    def lemma(self, name: str, title: str, strategy: str, conditions: tuple[sp.Basic, ...] = ()) -> Lemma:
        """Close the chain as a lemma."""
        return Lemma(name, title, self.start, self.expression, conditions, strategy, tuple(self.steps))

    def close(
        self,
        name: str,
        title: str,
        *,
        instances: Iterable[Any],
        assumptions: tuple[sp.Basic, ...] = (),
        references: tuple[tuple[str, str], ...] = (),
        notes: tuple[Words, ...] = (),
        lean: tuple[str, ...] = (),
        extra: tuple[Callable[[Record], Check], ...] = (),
        fresh: Iterable[Any] = (),
        uses: tuple[str, ...] = (),
        distribution: Distribution | None = None,
        directions: Mapping[sp.Symbol, sp.Symbol] | None = None,
    ) -> Record:
        """Close the chain as an identity.

        Args:
            name: its permanent id.
            title: in words.
            instances: concrete instances at which every step is tested.
            assumptions: what must hold, such as Eq(Sum(p_i), 1).
            references: bibliography keys and locators.
            notes: sentences that go with the statement.
            lean: names under which the identity is formally proved in Mathlib.
            extra: further checks.
            fresh: instances that the checks do not use, to tell whether a mutant changed anything.
            uses: ids of the results that a step, its hypothesis or the choice of the formulas rests on.
            distribution: the distribution that it is about, if it is about one.
            directions: for a Fisher information, the direction in which each parameter is changed.

        Returns:
            The derivation.
        """
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
            evidence=IdentityEvidence(
                tuple(instances),
                fresh=tuple(fresh),
                lean=lean,
                extra=extra,
                uses=uses,
                distribution=distribution,
                directions=directions or {},
            ),
            notes=(*notes, *formal_note(lean)),
        )


def formal_note(lean: tuple[str, ...]) -> tuple[str, ...]:
    """Say where the statement has been proved formally."""
    if not lean:
        return ()
    names = ", ".join(f"`{name}`" for name in lean)
    return (f"Proved formally in Lean's Mathlib as {names}: the statement is, not the derivation below.",)
