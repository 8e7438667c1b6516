"""Chains under construction: every step starts where the last one ended, and is made by a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from kldiv.proof.kernel import ByLemma, Made, Rule, run
from kldiv.proof.record import Comparison, Lemma, Step, Words, value_side
from kldiv.proof.statements import Bindings, Refused


@dataclass(frozen=True)
class Use:
    """A lemma with its letters filled in, as it is handed to a rule; the step keeps its name only."""

    lemma: Lemma
    bindings: Bindings = ()
    is_open: bool = False


def use(lemma: Lemma, bindings: Mapping[Any, Any] | None = None, *, is_open: bool = False) -> Use:
    """Hand a lemma to a rule.

    Args:
        lemma: the lemma.
        bindings: what its letters stand for.
        is_open: whether the rule fills in further letters, and sees to the conditions itself.
    """
    return Use(lemma, tuple((bindings or {}).items()), is_open)


#: Relations by their signs.
RELATIONS = {">=": sp.Ge, "<=": sp.Le}


#: Who is told of every step, of lemmas' chains too, in the moment that it is recorded.
_WATCHING: list[Callable[[sp.Basic, Step], None]] = []


@contextmanager
def watched(told: Callable[[sp.Basic, Step], None]) -> Iterator[None]:
    """Be told of every step as it is made; the browser shows them so.

    Args:
        told: called with the left side that a chain began with, and with its newest step.

    Example:
        >>> from kldiv import derive
        >>> seen = []
        >>> with watched(lambda start, step: seen.append(step.rule.slug)):
        ...     _ = derive("normal", "normal")
        >>> seen[0]
        'definition'
    """
    _WATCHING.append(told)
    try:
        yield
    finally:
        _WATCHING.remove(told)


class Chain:
    """Builds a derivation: every step starts where the last one ended, and is made by a rule.

    Args:
        start: the left side.
    """

    #: A chain under construction does not know yet what will be assumed; the checks ask again when it is closed.
    assumptions = None

    def __init__(self, start: sp.Basic) -> None:
        self.start = start
        self._expression = start
        self.steps: list[Step] = []
        self.lemmas: dict[str, Lemma] = {}
        self.conditions: list[sp.Basic] = []

    @property
    def expression(self) -> Any:
        """The current expression; only a recorded step changes it."""
        return self._expression

    def apply(self, rule: Rule, *arguments: Any) -> sp.Basic:
        """Apply a rule to the current expression (past a bound, to the bound) and record the step.

        A rule that changes nothing leaves no step.

        Args:
            rule: the licence.
            *arguments: what the rule is told; lemmas as `use` hands them.

        Returns:
            The new current expression.

        Raises:
            Refused: if the rule does not apply, or a lemma or theorem does not hold here.
        """
        for argument in arguments:
            if isinstance(argument, Use):
                self.add(argument.lemma)
        named = tuple(ByLemma(a.lemma.id, a.bindings, a.is_open) if isinstance(a, Use) else a for a in arguments)
        here = self._expression
        made = run(rule, value_side(here), named, self)
        if sp.false in made.conditions:
            raise Refused(f"{rule.slug}: used outside its conditions")
        after, is_bound = related(self.start, here, made)
        if after == here:
            return here
        self.steps.append((Comparison if is_bound else Step)(rule, here, after, named, made.conditions))
        self.conditions += [c for c in made.conditions if c not in self.conditions and c is not sp.true]
        self._expression = after
        for told in _WATCHING:
            told(self.start, self.steps[-1])
        return after

    def add(self, lemma: Lemma) -> None:
        """Take up a lemma, and those that it cites."""
        for part in (*lemma.lemmas, lemma):
            self.lemmas[part.id] = part

    def lemma(self, name: str, title: str, strategy: Words, *, cases: tuple[Any, ...] = ()) -> Lemma:
        """Close the chain as a lemma; `cases` are its own, if it has letters of its own."""
        steps, further = tuple(self.steps), tuple(self.lemmas.values())
        return Lemma(name, title, self.start, self.expression, tuple(self.conditions), strategy, steps, further, cases)


def related(start: sp.Basic, here: sp.Basic, made: Made) -> tuple[sp.Basic, bool]:
    """The expression that follows: past a bound, or where one is made, a relation of the left side to the bound.

    Raises:
        Refused: if the bound runs the other way than those before.
    """
    if made.relation != "=":
        kind = RELATIONS[made.relation]
        if isinstance(here, Relational) and here.func is not kind:
            raise Refused(f"the chain runs {here.rel_op}, so {made.relation} cannot follow")
        return kind(start, made.after, evaluate=False), True
    if isinstance(here, Relational):
        return here.func(here.lhs, made.after, evaluate=False), False
    return made.after, False
