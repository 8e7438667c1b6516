"""Derivations of general statements: equations and inequalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from kldiv.derivation import Chain, Derivation, Lemma, Rule, Step
from kldiv.report import Check, Report

#: How relations are written in TeX.
RELATIONS = {"=": "=", ">=": r"\ge", "<=": r"\le"}


@dataclass(frozen=True)
class Comparison(Step):
    """A step that compares: its sides are related by an inequality.

    Attributes:
        relation: ">=" or "<=", read from before to after.
    """

    relation: str = ">="


@dataclass(frozen=True)
class Identity(Derivation):
    """A general statement.

    Attributes:
        relation: "=", ">=" or "<=", read from left to result.
    """

    relation: str = "="

    @property
    def statement(self) -> str:
        """The statement in TeX."""
        return f"{sp.latex(self.left)} {RELATIONS[self.relation]} {sp.latex(self.result)}"


class Proof(Chain):
    """A chain of equations and inequalities, all in one direction."""

    def __init__(self, start: sp.Basic) -> None:
        super().__init__(start)
        self.start = start
        self.relation = "="

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
            The bound.

        Raises:
            ValueError: if the chain already runs the other way.
        """
        if self.relation not in ("=", relation):
            raise ValueError(f"the chain runs {self.relation}, so {relation} cannot follow")
        after = make(self.expression)
        names = tuple(lemma.id for lemma in lemmas)
        self.steps.append(Comparison(rule, self.expression, after, names, (), hypothesis, relation))
        self.lemmas.update({lemma.id: lemma for lemma in lemmas})
        self.relation = relation
        self.expression = after
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
        notes: tuple[str, ...] = (),
        lean: tuple[str, ...] = (),
        extra: tuple[Callable[[Derivation], Check], ...] = (),
        proof: bool = True,
    ) -> Identity:
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
            proof: whether each step must also be seen symbolically or name its hypothesis.

        Returns:
            The derivation.
        """
        return Identity(
            name,
            title,
            "identity",
            self.start,
            self.expression,
            tuple(self.steps),
            self.lemmas,
            assumptions,
            references=references,
            context={"check": _check, "instances": tuple(instances), "lean": lean, "extra": extra, "proof": proof},
            notes=notes,
            relation=self.relation,
        )


def _check(derivation: Derivation) -> Report:
    from kldiv.identities.checking import check_identity

    return check_identity(derivation)
