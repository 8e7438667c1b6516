"""The kernel: a rule is a function that is run, and run again by whoever checks.

Nothing else makes a step. A rule takes the expression before and its arguments, and returns the expression after. What
no rule computes is a statement: a lemma of the same derivation, a registered theorem, or an assumption. An argument
names it, and the kernel looks it up; free text licenses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

import sympy as sp

from kldiv.proof.statements import Bindings, Refused, Statement, over_ranges
from kldiv.proof.theorems import THEOREMS

__all__ = ["RULES", "Assumed", "ByLemma", "ByTheorem", "Made", "Refused", "Rule", "Scope", "Statement", "rule", "run"]


@dataclass(frozen=True)
class Made:
    """What a rule returns if there is more to say than the expression after.

    Attributes:
        after: the expression.
        conditions: what must hold for it.
        relation: "=", or ">=" or "<=" if the rule passes to a bound.
    """

    after: sp.Basic
    conditions: tuple[sp.Basic, ...] = ()
    relation: str = "="


@dataclass(frozen=True)
class Rule:
    """A licence to pass from one expression to the next.

    Attributes:
        slug: its name in code and in links.
        title: its name in words.
        reason: why it is allowed, one sentence (Markdown with TeX).
        run: a pure function of the expression before and of the arguments.
        theorem: id of the theorem that it applies, or "" where everything is computed.
        fills_in: whether it fills in further letters of the lemmas that it cites, and sees to their conditions itself.

    Example:
        >>> RULES["definition"].title
        'Definition'
    """

    slug: str
    title: str
    reason: str
    run: Callable[..., sp.Basic | Made] = field(compare=False, repr=False)
    theorem: str = ""
    fills_in: bool = False

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        """A copy of a rule is the rule itself, found by its name."""
        return registered, (self.slug,)


def registered(slug: str) -> Rule:
    """Return the rule of a name."""
    return RULES[slug]


#: Every rule by its slug. A module that brings rules of its own adds them by being imported.
RULES: dict[str, Rule] = {}


def rule(
    slug: str, title: str, reason: str, *, theorem: str = "", fills_in: bool = False
) -> Callable[[Callable[..., Any]], Rule]:
    """Register a rule.

    Args:
        slug: its name in code and in links.
        title: its name in words.
        reason: why it is allowed.
        theorem: id of the theorem that it applies, if it applies one.
        fills_in: whether it fills in further letters of the lemmas that it cites.

    Returns:
        A decorator that turns a function into the rule.

    Raises:
        ValueError: if the name is taken, or the theorem is not registered.
    """

    def register(function: Callable[..., sp.Basic | Made]) -> Rule:
        if slug in RULES:
            raise ValueError(f"{slug}: a rule of this name is registered already")
        if theorem and theorem not in THEOREMS:
            raise ValueError(f"{slug}: applies the theorem {theorem}, which is not registered")
        RULES[slug] = Rule(slug, title, reason, function, theorem, fills_in)
        return RULES[slug]

    return register


@dataclass(frozen=True)
class Assumed:
    """An argument: one of the assumptions of the derivation."""

    fact: sp.Basic


@dataclass(frozen=True)
class ByLemma:
    """An argument: a lemma of the derivation, its letters filled in.

    Attributes:
        id: the lemma.
        bindings: what its letters stand for.
        is_open: whether the rule fills in further letters, and sees to the conditions itself.
    """

    id: str
    bindings: Bindings = ()
    is_open: bool = False


@dataclass(frozen=True)
class ByTheorem:
    """An argument: a registered theorem, its letters filled in."""

    id: str
    bindings: Bindings = ()


class Scope(Protocol):
    """What a step may cite: the lemmas of its derivation and, where they are known, its assumptions."""

    @property
    def lemmas(self) -> Mapping[str, Any]:
        """The lemmas of the derivation, by id."""

    @property
    def assumptions(self) -> tuple[sp.Basic, ...] | None:
        """What is assumed; None where that is not known yet."""


def run(applied: Rule, before: sp.Basic, arguments: tuple[Any, ...], scope: Scope) -> Made:
    """Run a rule.

    Args:
        applied: the rule.
        before: the expression it is applied to.
        arguments: its arguments; those that name a statement are looked up.
        scope: what may be cited.

    Returns:
        What it makes, with all conditions: its own, and those of the statements that it uses.

    Raises:
        Refused: if the rule is not registered, does not apply, or cites what is not there.
    """
    if RULES.get(applied.slug) is not applied:
        raise Refused(f"{applied.slug}: no such rule")
    if not applied.fills_in and any(getattr(argument, "is_open", False) for argument in arguments):
        raise Refused(f"{applied.slug}: takes no lemma with letters left open")
    resolved = [resolve(argument, scope) for argument in arguments]
    found = applied.run(before, *resolved)
    made = found if isinstance(found, Made) else Made(found)
    closed = [r for a, r in zip(arguments, resolved, strict=True) if not getattr(a, "is_open", False)]
    cited = (over_ranges(c, before) for r in closed if isinstance(r, Statement) for c in r.conditions)
    return Made(made.after, tuple(dict.fromkeys((*made.conditions, *cited))), made.relation)


def resolve(argument: Any, scope: Scope) -> Any:
    """Look up the statement that an argument names; any other argument is itself, but for a statement from nowhere."""
    if isinstance(argument, Statement) or (
        isinstance(argument, tuple) and any(isinstance(a, Statement) for a in argument)
    ):
        raise Refused("a statement is cited by name, as a lemma, a theorem or an assumption")
    if isinstance(argument, Assumed):
        if scope.assumptions is not None and argument.fact not in scope.assumptions:
            raise Refused(f"{argument.fact}: not among the assumptions")
        return as_statement(argument.fact)
    if isinstance(argument, ByLemma):
        lemma = scope.lemmas.get(argument.id)
        if lemma is None:
            raise Refused(f"{argument.id}: no lemma of this name")
        return replace(filled(lemma.statement, argument.bindings), source="lemma")
    if isinstance(argument, ByTheorem):
        theorem = THEOREMS.get(argument.id)
        if theorem is None or theorem.statement is None:
            raise Refused(f"{argument.id}: no theorem of this name can be filled in")
        return replace(filled(theorem.statement, argument.bindings), source="theorem")
    return argument


@lru_cache(maxsize=8192)
def filled(statement: Statement, bindings: Bindings) -> Statement:
    """Fill the letters of a statement in; many steps cite the same instance."""
    return statement.put(bindings)


def as_statement(fact: sp.Basic) -> Statement:
    """An assumption as a statement; one that is no equation is a condition and nothing else."""
    if isinstance(fact, sp.Eq):
        return Statement(fact.lhs, "=", fact.rhs, source="assumption")
    if isinstance(fact, sp.core.relational.Relational) and fact.rel_op in {">=", "<=", ">", "<"}:
        return Statement(fact.lhs, fact.rel_op[0] + "=", fact.rhs, source="assumption")
    raise Refused(f"{fact}: neither an equation nor an inequality")
