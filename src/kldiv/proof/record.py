"""What a derivation is: steps, each made from the one before by a rule, and lemmas of the same make."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import sympy as sp
from sympy.core.relational import Relational

from kldiv.distributions.base import Distribution
from kldiv.distributions.declarations import Support
from kldiv.distributions.points import points_for
from kldiv.proof.evidence import Evidence, PairEvidence
from kldiv.proof.kernel import ByLemma, ByTheorem, Rule
from kldiv.proof.statements import Statement
from kldiv.values.at_point import at_points

Kind = TypeVar("Kind", bound=Evidence)


@dataclass(frozen=True, init=False)
class Sentence:
    """Words with expressions between them; how those are written is for `writing` to say.

    Args:
        *parts: text, in which TeX may stand, expressions, and supports.
        display: an expression that stands by itself, on a line of its own, instead.

    Example:
        >>> x = sp.Symbol("x")
        >>> Sentence("The function ", x**2, " has the derivative ", 2 * x, ".").parts[1]
        x**2
    """

    parts: tuple[str | sp.Basic | Support, ...]
    display: sp.Basic | None

    def __init__(self, *parts: str | sp.Basic | Support, display: sp.Basic | None = None) -> None:
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "display", display)


#: Something said in words: text without expressions from the engine, or with them.
Words = str | Sentence


@dataclass(frozen=True)
class Step:
    """One step: a rule with its arguments, and the expressions before and after it.

    Attributes:
        rule: the rule applied.
        before: the expression it was applied to.
        after: what it made.
        arguments: what the rule was told; some name a lemma, a theorem or an assumption.
        conditions: what must hold for it.

    Example:
        >>> import kldiv
        >>> step = kldiv.derive("exponential", "exponential").steps[-1]
        >>> step.rule.slug, step.lemmas
        ('simplify', ())
    """

    rule: Rule
    before: sp.Basic
    after: sp.Basic
    arguments: tuple[Any, ...] = ()
    conditions: tuple[sp.Basic, ...] = ()

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Ids of the lemmas that it cites."""
        return tuple(dict.fromkeys(a.id for a in self.arguments if isinstance(a, ByLemma)))

    @property
    def theorems(self) -> tuple[str, ...]:
        """Ids of the theorems that it takes from the literature."""
        named = [a.id for a in self.arguments if isinstance(a, ByTheorem)]
        return tuple(dict.fromkeys([*named, *([self.rule.theorem] if self.rule.theorem else [])]))

    @property
    def status(self) -> str:
        """How it is licensed: "computed", "by theorem" or "bound"."""
        return "by theorem" if self.theorems else "computed"


@dataclass(frozen=True)
class Comparison(Step):
    """A step that passes to a bound; its `after` is a relation between the left side and the bound."""

    @property
    def status(self) -> str:
        """A bound, whatever it rests on."""
        return "bound"


def value_side(expression: sp.Basic) -> sp.Basic:
    """The side of a relation that a chain works on, its right one; an expression is its own side."""
    return expression.rhs if isinstance(expression, Relational) else expression


@dataclass(frozen=True)
class Lemma:
    """A statement with its own short derivation, to be used by id.

    Attributes:
        id: its permanent id.
        title: one line.
        left: the expression that it evaluates.
        value: the value; a relation if it is a bound.
        conditions: when it holds; elsewhere the left side diverges unless said otherwise.
        strategy: how it was found, one sentence.
        steps: from left to value.
        lemmas: the lemmas that its own steps cite.
        cases: where its steps are evaluated, if it has letters of its own; else where it is used.

    Example:
        >>> import kldiv
        >>> [lemma.value for lemma in kldiv.derive("exponential", "exponential").lemmas.values()][-1]
        1/lambda_p
    """

    id: str
    title: str
    left: sp.Expr
    value: sp.Expr
    conditions: tuple[sp.Basic, ...]
    strategy: Words
    steps: tuple[Step, ...]
    lemmas: tuple[Lemma, ...] = ()
    cases: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    @property
    def statement(self) -> Statement:
        """What it says, for a step to cite."""
        relation = self.value.rel_op if isinstance(self.value, Relational) else "="
        return Statement(self.left, relation, value_side(self.value), self.conditions)

    @property
    def status(self) -> str:
        """How it was reached, read off its steps and those of the lemmas that it cites."""
        return status_of(self.steps, self.lemmas)


def status_of(steps: tuple[Step, ...], lemmas: tuple[Lemma, ...]) -> str:
    """Read off steps how they lead to what they say: by computing, by theorems of the literature, or to a bound."""
    if any(isinstance(step, Comparison) for step in steps):
        return "bound"
    every = (*steps, *(step for lemma in lemmas for step in lemma.steps))
    return "by theorem" if any(step.theorems for step in every) else "computed"


@dataclass(frozen=True)
class Record:
    """A result together with the way to it.

    Attributes:
        id: permanent id, such as "normal-normal".
        title: in words.
        kind: "closed form", "infinite", "undecided" or "identity".
        left: what is derived, such as D(p || q).
        result: its value, free of integrals and sums over the data.
        steps: from left to result.
        lemmas: the lemmas used, by id.
        assumptions: conditions under which the result holds.
        otherwise: the value where the assumptions fail: oo, or None where nothing is claimed.
        references: pairs of a bibliography key and a locator.
        version: raised when the statement changes.
        evidence: what the checks need: the two distributions, or sample points.
        notes: sentences of explanation that go with the statement.
        scope: further conditions outside of which the formula says nothing, though the divergence may be finite:
            a shared parameter, or a point where the formula is a removable 0/0.

    Example:
        >>> import kldiv
        >>> record = kldiv.derive("exponential", "gamma")
        >>> record.id, record.kind, len(record.distributions)
        ('exponential-gamma', 'closed form', 2)
    """

    id: str
    title: str
    kind: str
    left: sp.Basic
    result: sp.Basic
    steps: tuple[Step, ...]
    lemmas: dict[str, Lemma] = field(default_factory=dict)
    assumptions: tuple[sp.Basic, ...] = ()
    otherwise: sp.Basic | None = None
    references: tuple[tuple[str, str], ...] = ()
    version: int = 1
    evidence: Evidence = field(default_factory=Evidence, compare=False, repr=False)
    notes: tuple[Words, ...] = ()
    scope: tuple[sp.Basic, ...] = ()

    @property
    def distributions(self) -> tuple[Distribution, ...]:
        """The two distributions that it is about, p first; none if it is a general statement."""
        return self.evidence.distributions if isinstance(self.evidence, PairEvidence) else ()

    @property
    def uses(self) -> tuple[str, ...]:
        """Ids of the lemmas and results that its steps rest on."""
        return tuple(self.lemmas)

    @property
    def theorems(self) -> tuple[str, ...]:
        """Ids of the theorems that its steps, and those of its lemmas, take from the literature."""
        chains = (self.steps, *(lemma.steps for lemma in self.lemmas.values()))
        return tuple(dict.fromkeys(name for steps in chains for step in steps for name in step.theorems))

    @property
    def status(self) -> str:
        """How it was reached, read off the steps: computed, by theorem, bound, infinite or undecided."""
        if self.kind in {"infinite", "undecided"}:
            return self.kind
        return status_of(self.steps, tuple(self.lemmas.values()))

    def as_lemma(self) -> Lemma:
        """The result as a lemma, for another derivation to cite.

        Example:
            >>> import kldiv
            >>> kldiv.derive("normal", "normal").as_lemma().id
            'normal-normal'
        """
        conditions = (*self.assumptions, *self.scope)
        words, cases = f"Derived by itself as `{self.id}`.", self._cases()
        own = tuple(replace(lemma, cases=lemma.cases or cases) for lemma in self.lemmas.values())
        return Lemma(self.id, self.title, self.left, self.result, conditions, words, self.steps, own, cases)

    def _cases(self) -> tuple[Any, ...]:
        """Where its steps can be evaluated: at the instances of a general statement, at the parameters of a pair."""
        if type(self.evidence) is PairEvidence:
            p, q = self.distributions
            drawn_by = tuple(c for c in (*self.assumptions, *self.scope) if not isinstance(c, sp.Eq))
            return tuple(at_points(points_for(p, q, drawn_by)))
        return tuple(getattr(self.evidence, "instances", ()))

    def evidence_as(self, kind: type[Kind]) -> Kind:
        """Return the evidence, which must be of one kind.

        Raises:
            TypeError: if it is of another.
        """
        if not isinstance(self.evidence, kind):
            raise TypeError(f"{self.id}: its evidence is {type(self.evidence).__name__}, not {kind.__name__}")
        return self.evidence
