"""What a derivation is: steps, each made from the one before by a rule, and lemmas of the same make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.distributions.declarations import Support
from kldiv.proof.evidence import Evidence, PairEvidence

Kind = TypeVar("Kind", bound=Evidence)


@dataclass(frozen=True)
class Rule:
    """A licence to pass from one expression to the next.

    Attributes:
        slug: its name in code and in links.
        title: its name in words.
        reason: why it is allowed, one sentence (Markdown with TeX).

    Example:
        >>> Rule("tidy", "Tidy up", "Collects like terms.").title
        'Tidy up'
    """

    slug: str
    title: str
    reason: str


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
    """One step: a rule, and the expressions before and after it.

    Attributes:
        rule: the rule applied.
        before: the expression it was applied to.
        after: what it made.
        lemmas: ids of the lemmas it used.
        conditions: what must hold for it.
        hypothesis: a theorem or assumption that stands in where no computation can decide, or "".

    Example:
        >>> x = sp.Symbol("x")
        >>> Step(Rule("tidy", "Tidy up", "Collects like terms."), sp.Add(x, x, evaluate=False), 2 * x).after
        2*x
    """

    rule: Rule
    before: sp.Basic
    after: sp.Basic
    lemmas: tuple[str, ...] = ()
    conditions: tuple[sp.Basic, ...] = ()
    hypothesis: str = ""


@dataclass(frozen=True)
class Lemma:
    """A statement with its own short derivation, to be used by id.

    Attributes:
        id: its permanent id.
        title: one line.
        left: the expression that it evaluates.
        value: the value.
        conditions: when it holds; elsewhere the left side diverges unless said otherwise.
        strategy: how it was found, one sentence.
        steps: from left to value.

    Example:
        >>> import kldiv
        >>> [lemma.value for lemma in kldiv.derive("exponential", "exponential").lemmas.values()]
        [1/lambda_p]
    """

    id: str
    title: str
    left: sp.Expr
    value: sp.Expr
    conditions: tuple[sp.Basic, ...]
    strategy: Words
    steps: tuple[Step, ...]


class Chain:
    """Builds a derivation: every step starts where the last one ended."""

    def __init__(self, start: sp.Basic) -> None:
        self._expression = start
        self.steps: list[Step] = []
        self.lemmas: dict[str, Lemma] = {}
        self.conditions: list[sp.Basic] = []

    @property
    def expression(self) -> Any:
        """The current expression; only a recorded step changes it."""
        return self._expression

    def apply(
        self,
        rule: Rule,
        make: Callable[[Any], sp.Basic],
        *,
        lemmas: tuple[Lemma, ...] = (),
        conditions: tuple[sp.Basic, ...] = (),
        hypothesis: str = "",
        keep_if_same: bool = False,
    ) -> sp.Basic:
        """Apply a rule to the current expression and record the step.

        Args:
            rule: the licence.
            make: computes the next expression from the current one.
            lemmas: the lemmas that `make` uses.
            conditions: what must hold.
            hypothesis: what stands in where nothing can be computed.
            keep_if_same: record the step even if it changed nothing.

        Returns:
            The new current expression.

        Raises:
            ValueError: if a lemma's conditions do not hold.
        """
        for lemma in lemmas:
            if sp.false in lemma.conditions:
                raise ValueError(f"lemma {lemma.id}: used outside its conditions")
        after = make(self.expression)
        if after != self.expression or keep_if_same:
            names = tuple(lemma.id for lemma in lemmas)
            self.steps.append(Step(rule, self.expression, after, names, conditions, hypothesis))
        for lemma in lemmas:
            self.lemmas[lemma.id] = lemma
        for condition in (*conditions, *(c for lemma in lemmas for c in lemma.conditions)):
            if condition not in self.conditions and condition is not sp.true:
                self.conditions.append(condition)
        self._expression = after
        return after


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

    def evidence_as(self, kind: type[Kind]) -> Kind:
        """Return the evidence, which must be of one kind.

        Raises:
            TypeError: if it is of another.
        """
        if not isinstance(self.evidence, kind):
            raise TypeError(f"{self.id}: its evidence is {type(self.evidence).__name__}, not {kind.__name__}")
        return self.evidence
