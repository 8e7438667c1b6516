"""Derivations spoilt on purpose: a check that lets a wrong step pass checks nothing.

Each expression of a derivation is changed in a small way: the sign of a term flipped, a term dropped, two
parameters swapped. The checks are asked about each; those that they let pass are the survivors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import mpmath
import sympy as sp
from sympy.core.relational import Relational

from kldiv.checks import STEP_DIGITS, agreement, check_lemma, check_steps, compare
from kldiv.derivation import Derivation, Lemma, Step
from kldiv.evaluation import value_at
from kldiv.expressions import Divergence, Expectation
from kldiv.points import points_for
from kldiv.report import Check

Mutant = tuple[str, sp.Expr]


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


def mutants(expression: sp.Expr) -> Iterator[Mutant]:
    """Make small wrong changes.

    Args:
        expression: any expression; what names a law (a density, range, definition) is only changed by swaps.

    Yields:
        What was done, and the changed expression, each different from the original.

    Example:
        >>> a, b = sp.symbols("a b", positive=True)
        >>> [str(m) for _, m in mutants(a - b)]
        ['-a - b', '-b', 'a + b', 'a', '-a + b']
    """
    if isinstance(expression, Relational):  # the side that the chain works on
        for change, made in mutants(expression.rhs):
            yield change, expression.func(expression.lhs, made, evaluate=False)
        return
    seen = {expression}
    for change, made in (*_term_changes(expression, whole=True), *_swaps(expression)):
        if made not in seen and made is not sp.nan:
            seen.add(made)
            yield change, made


def _term_changes(expression: sp.Expr, whole: bool) -> Iterator[Mutant]:
    if not isinstance(expression, sp.Expr):
        return
    terms = sp.Add.make_args(expression)
    if len(terms) > 1 or whole:
        for k, term in enumerate(terms):
            rest = [*terms[:k], *terms[k + 1 :]]
            yield f"sign of {term} flipped", sp.Add(*rest, -term)
            yield f"{term} dropped", sp.Add(*rest)
    for k, inner in enumerate(expression.args):
        if _may_enter(expression, k):
            # the sign of a factor is the sign of its term, which has been flipped above
            for change, made in _term_changes(inner, whole=False):
                yield change, expression.func(*expression.args[:k], made, *expression.args[k + 1 :])


def _may_enter(expression: sp.Expr, k: int) -> bool:
    """Whether an argument is algebra, and not the name of a law, a range or an index."""
    if isinstance(expression, (sp.Sum, sp.Integral, Expectation)):
        return k == 0
    if isinstance(expression, (Divergence, sp.Indexed, sp.Derivative, sp.Limit, sp.KroneckerDelta)):
        return False
    if isinstance(expression, sp.core.function.AppliedUndef):
        return False
    return type(expression).__name__ != "Quantity" and isinstance(expression.args[k], sp.Expr)


def _swaps(expression: sp.Expr) -> Iterator[Mutant]:
    letters: list[Any] = sorted(expression.free_symbols, key=str)
    symbols = [s for s in letters if isinstance(s, sp.Symbol) and not _is_base_label(s, expression)]
    bases = sorted(expression.atoms(sp.IndexedBase), key=str)
    functions = sorted({f.func for f in expression.atoms(sp.core.function.AppliedUndef)}, key=str)
    for group in (symbols, bases, functions):
        for one, other in combinations(group, 2):
            if _alike(one, other):
                yield f"{one} and {other} swapped", swap(expression, one, other)


def _is_base_label(symbol: sp.Symbol, expression: sp.Expr) -> bool:
    return any(base.label == symbol for base in expression.atoms(sp.IndexedBase))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, sp.Symbol):
        return bool(one.assumptions0 == other.assumptions0)
    if isinstance(one, sp.IndexedBase):
        return bool(one.is_positive == other.is_positive)
    return True


def swap(expression: sp.Expr, one: Any, other: Any) -> sp.Expr:
    """Exchange two symbols, two arrays or two undefined functions."""
    if isinstance(one, sp.Symbol):
        return expression.xreplace({one: other, other: one})
    if isinstance(one, sp.IndexedBase):
        table = {}
        for node in expression.atoms(sp.Indexed):
            if node.base in (one, other):
                table[node] = (other if node.base == one else one)[node.indices]
        return expression.xreplace(table)
    calls = [f for f in expression.atoms(sp.core.function.AppliedUndef) if f.func in (one, other)]
    return expression.xreplace({f: (other if f.func == one else one)(*f.args) for f in calls})


def survivors(derivation: Derivation, *, most: int | None = None) -> list[Survivor]:
    """Spoil every step and every lemma, and collect what the checks accept.

    Args:
        derivation: any derivation with steps.
        most: at most so many mutants of each expression; None for all.

    Returns:
        The survivors; an empty list is what one hopes for.
    """
    return list(spoil(derivation, most=most).survivors)


def spoil(derivation: Derivation, *, most: int | None = None) -> Outcome:
    """Spoil every step and every lemma, and ask the checks.

    A mutant replaces what a step made, and the next step then starts from it: the chain stays unbroken, and
    only the mathematics can give it away.

    Args:
        derivation: any derivation with steps.
        most: at most so many mutants of each expression; None for all.

    Returns:
        How many were refused, and those that were not.
    """
    bench = IdentityBench(derivation) if "instances" in derivation.context else PairBench(derivation)
    killed, equivalent, alive = 0, 0, []
    places: list[tuple[str, Sequence[Step], Lemma | None]] = [("step", derivation.steps, None)]
    places += [(f"lemma {lemma.id}, step", lemma.steps, lemma) for lemma in derivation.lemmas.values()]
    for name, steps, lemma in places:
        for k, step in enumerate(steps):
            for count, (change, made) in enumerate(mutants(step.after)):
                if most is not None and count >= most:
                    break
                spoilt = [dataclasses.replace(step, after=made)]
                if k + 1 < len(steps):
                    spoilt.append(dataclasses.replace(steps[k + 1], before=made))
                last = k + 1 == len(steps)
                value = dataclasses.replace(lemma, value=made, steps=()) if lemma and last else None
                if not bench.accepts(spoilt, value):
                    killed += 1
                elif bench.same(step.after, made):
                    equivalent += 1
                else:
                    alive.append(Survivor(f"{name} {k + 1}", change, made))
    return Outcome(derivation.id, killed, equivalent, tuple(alive))


class PairBench:
    """Asks the checks of a pair's derivation, and compares at points that the checks do not use."""

    def __init__(self, derivation: Derivation) -> None:
        p, q = derivation.context["p"], derivation.context["q"]
        every = list(points_for(p, q, derivation.assumptions, count=7))
        self.points, self.fresh = every[:4], every[4:]

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
        return [(value_at(step.after, at), value_at(step.before, at))]

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions agree at points of their own."""
        try:
            return agreement((value_at(other, at), value_at(one, at)) for at in self.fresh)[1] >= 24
        except (ArithmeticError, ValueError, TypeError):
            return False


class IdentityBench:
    """Asks the checks of an identity."""

    def __init__(self, derivation: Derivation) -> None:
        from kldiv.identities.checking import facts_of

        self.instances = derivation.context["instances"]
        self.fresh = derivation.context.get("fresh", ())
        self.facts = facts_of(derivation.assumptions)

    def accepts(self, steps: Sequence[Step], lemma: Lemma | None) -> bool:
        """Whether the checks let a spoilt piece pass."""
        from kldiv.identities.checking import check_identity_lemma, check_identity_steps

        for some in (self.instances[:1], self.instances):
            if not all(c.ok for c in check_identity_steps(steps, some, self.facts)):
                return False
            if lemma is not None and not all(c.ok for c in check_identity_lemma(lemma, some, self.facts)):
                return False
        return True

    def same(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions are equal: symbolically, or at instances that the checks do not use."""
        from kldiv.identities.instances import value_of
        from kldiv.identities.proof import value_side
        from kldiv.identities.sums import normal_form

        one, other = value_side(one), value_side(other)
        try:
            if normal_form(one, self.facts) - normal_form(other, self.facts) == 0:
                return True
            if not self.fresh:
                return False
            with mpmath.workdps(40):
                return agreement((value_of(other, at), value_of(one, at)) for at in self.fresh)[1] >= 24
        except (ArithmeticError, ValueError, TypeError):
            return False
