"""What the steps of every derivation must survive, whatever it is about.

A derivation about two distributions of numbers is tested at parameter points, one about arrays in settings, a general
statement at instances. Each is a case: in it every expression of the derivation has a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp
from sympy.core.relational import Relational

from kldiv.algebra.conditions import strongest
from kldiv.algebra.signs import is_above_zero
from kldiv.arb import NoBalls
from kldiv.proof.chain import related
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare, left_out
from kldiv.proof.equality import are_equal
from kldiv.proof.kernel import as_statement, run
from kldiv.proof.record import Comparison, Lemma, Record, Step, value_side
from kldiv.proof.report import Check
from kldiv.values.cases import Case, value

STRICT = (sp.StrictGreaterThan, sp.StrictLessThan)

#: An inequality may fail by no more than rounding.
SLACK = mpmath.mpf(10) ** -28


@dataclass(frozen=True)
class Citing:
    """What the steps of one chain may cite.

    Attributes:
        left: the left side of the chain.
        lemmas: the lemmas of the derivation.
        assumptions: what the derivation, or the lemma, assumes.
    """

    left: sp.Basic
    lemmas: Mapping[str, Any] = field(default_factory=dict)
    assumptions: tuple[sp.Basic, ...] | None = ()


def check_way(derivation: Record, cases: Sequence[Case]) -> list[Check]:
    """Check the way from the left side to the result: no gap, no lemma missing, every rule run again.

    Args:
        derivation: any derivation.
        cases: where the steps are evaluated.

    Returns:
        The checks.
    """
    allowed = (*derivation.assumptions, *derivation.scope)
    checks = [
        check_chain("chain", derivation.left, derivation.steps, derivation.result),
        *check_lemmas_named(derivation),
        *check_stated("conditions", derivation.steps, allowed),
        *check_steps(derivation.steps, cases, Citing(derivation.left, derivation.lemmas, allowed)),
    ]
    for lemma in derivation.lemmas.values():
        checks.extend(check_lemma(lemma, derivation, cases))
    return checks


def check_stated(name: str, steps: Sequence[Step], stated: Sequence[sp.Basic]) -> list[Check]:
    """Every condition of a step must be among those stated, or follow from them."""
    needed = list(dict.fromkeys(c for step in steps for c in step.conditions))
    if not needed:
        return []
    missing = [c for c in needed if not follows(c, stated)]
    said = f"not stated: {missing[0]}" if missing else "each condition of a step is stated, or follows"
    return [Check(name, not missing, len(needed), None, said)]


def follows(condition: sp.Basic, stated: Sequence[sp.Basic]) -> bool:
    """Whether a condition is one of those stated, weaker than the strongest, or made true by assumed equations."""
    if condition in stated or condition not in strongest([*stated, condition]):
        return True
    if isinstance(condition, STRICT):
        gap, above = condition.gts - condition.lts, [fact.gts - fact.lts for fact in stated if isinstance(fact, STRICT)]
        return any(sp.expand(gap - known) == 0 for known in above) or is_above_zero(gap, above)
    if not isinstance(condition, sp.Eq):
        return isinstance(condition, Relational) and condition.reversed in stated
    facts = [as_statement(fact) for fact in stated if isinstance(fact, sp.Eq)]
    return are_equal(condition.lhs, condition.rhs, tuple(facts))


def check_chain(name: str, left: sp.Basic, steps: Sequence[Step], result: sp.Basic) -> Check:
    """The first step must start at the left side, each other where the last ended, and the last end in the result."""
    ends = [left, *(step.after for step in steps)]
    starts = [*(step.before for step in steps), result]
    broken = [k for k, (end, start) in enumerate(zip(ends, starts, strict=True), 1) if end != start]
    if not steps:
        return Check(name, False, 0, None, "there are no steps")
    if isinstance(left, Relational):
        return Check(name, False, 0, None, "the left side is a relation: that is for the steps to reach")
    if broken:
        where = f"before step {broken[0]}" if broken[0] <= len(steps) else "between the last step and the result"
        return Check(name, False, len(starts), None, f"broken {where}")
    return Check(name, True, len(starts), None, "from the left side to the result without a gap")


def check_lemmas_named(derivation: Record) -> list[Check]:
    """Every lemma that a step names must be there, and every one there must be named."""
    chains = (derivation.steps, *(lemma.steps for lemma in derivation.lemmas.values()))
    named = {name for steps in chains for step in steps for name in step.lemmas}
    if not named and not derivation.lemmas:
        return []
    missing, idle = sorted(named - derivation.lemmas.keys()), sorted(derivation.lemmas.keys() - named)
    misfiled = sorted(name for name, lemma in derivation.lemmas.items() if lemma.id != name)
    nested = (part for lemma in derivation.lemmas.values() for part in lemma.lemmas)
    other = sorted({part.id for part in nested if derivation.lemmas.get(part.id) != part})
    wrong = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not used: {', '.join(idle)}"] * bool(idle)
    wrong += [f"under another name: {', '.join(misfiled)}"] * bool(misfiled)
    circles = circular(derivation.lemmas)
    wrong += [f"proved by way of themselves: {', '.join(circles)}"] * bool(circles)
    wrong += [f"not the one that was cited: {', '.join(other)}"] * bool(other)
    detail = "; ".join(wrong) or "each one that is named is there, each one there is named"
    return [Check("lemmas", not wrong, len(named | derivation.lemmas.keys()), None, detail)]


def circular(lemmas: Mapping[str, Lemma]) -> list[str]:
    """The lemmas that are left when those that cite no other one that is left are taken away, again and again."""
    left = {name: {cited for step in lemma.steps for cited in step.lemmas} for name, lemma in lemmas.items()}
    while free := [name for name, cited in left.items() if not cited & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def check_steps(steps: Sequence[Step], cases: Sequence[Case], citing: Citing, name: str = "step") -> list[Check]:
    """Every rule, run again, must make what the step says; then both sides are compared in every case."""
    return [
        check_step(f"{name} {number}: {step.rule.title.lower()}", step, cases, citing)
        for number, step in enumerate(steps, 1)
    ]


def check_step(title: str, step: Step, cases: Sequence[Case], citing: Citing) -> Check:
    """Check one step."""
    fault = replayed(step, citing)
    return Check(title, False, 0, None, fault) if fault else check_values(title, step, cases)


def check_values(title: str, step: Step, cases: Sequence[Case]) -> Check:
    """Compare both sides of a step in every case: what is left of the check when the rule is not run again."""
    if isinstance(step, Comparison):
        return check_bound(title, step, cases)

    def sides() -> Sides:
        return ((side(step.after, at), side(step.before, at)) for at in cases)

    return compare(title, sides, STEP_DIGITS, "the rule, run again, makes the same; compared numerically")


def check_replayed(steps: Sequence[Step], citing: Citing, name: str = "step") -> list[Check]:
    """Every rule, run again, must make what the step says; nothing is evaluated, where what it is about is infinite."""
    found = []
    for number, step in enumerate(steps, 1):
        fault, title = replayed(step, citing), f"{name} {number}: {step.rule.title.lower()}"
        found.append(Check(title, not fault, int(not fault), None, fault or "the rule, run again, makes the same"))
    return found


def replayed(step: Step, citing: Citing) -> str:
    """Run the rule of a step again; say what differs, or nothing."""
    if step.before == step.after:
        return "nothing is changed"
    try:
        made = run(step.rule, value_side(step.before), step.arguments, citing)
        after, is_bound = related(citing.left, step.before, made)
    except Exception as error:  # whatever went wrong, the rule does not license this step
        return f"the rule, run again, refuses: {error}"
    if is_bound != isinstance(step, Comparison):
        return "a bound is given out for an equation, or the other way round"
    if after != step.after:
        return "the rule, run again, makes something else"
    if set(made.conditions) != set(step.conditions):
        return "the rule, run again, has other conditions"
    return ""


def side(expression: sp.Basic, at: Case) -> mpmath.mpf:
    """The value of an expression, or of the bound in a relation."""
    return value(value_side(expression), at)


def check_bound(title: str, step: Comparison, cases: Sequence[Case]) -> Check:
    """A bound must hold in every case."""
    sign = 1 if isinstance(step.after, sp.Ge) else -1
    try:
        gaps = [sign * (side(step.before, at) - side(step.after, at)) for at in cases]
    except NoBalls as missing:
        return left_out(title, missing)
    except Exception as error:  # whatever went wrong, the check has failed and says why
        return Check(title, False, 0, None, f"{type(error).__name__}: {error}")
    held = bool(gaps) and all(gap >= -SLACK for gap in gaps)
    smallest = mpmath.nstr(min(gaps), 3) if gaps else "none"
    return Check(title, held, len(gaps), None, f"the rule, run again, makes the same; smallest gap {smallest}")


def check_lemma(lemma: Lemma, derivation: Record, cases: Sequence[Case]) -> list[Check]:
    """A lemma's way from its left side to its value, and the value against its left side."""
    return check_lemma_alone(lemma) if lemma.cases else check_lemma_there(lemma, derivation.lemmas, cases)


@lru_cache(maxsize=1024)
def check_lemma_alone(lemma: Lemma) -> list[Check]:
    """Check a lemma with letters and cases of its own: wherever it is cited, its checks are the same."""
    return check_lemma_there(lemma, {part.id: part for part in lemma.lemmas}, lemma.cases)


def check_lemma_there(lemma: Lemma, lemmas: Mapping[str, Lemma], cases: Sequence[Case]) -> list[Check]:
    """Check a lemma in cases where it is used."""
    name, citing = f"lemma {lemma.id}", Citing(lemma.left, lemmas, lemma.conditions)
    found = [check_chain(f"{name}: chain", lemma.left, lemma.steps, lemma.value)]
    found += check_stated(f"{name}: conditions", lemma.steps, lemma.conditions)
    found += check_steps(lemma.steps, cases, citing, f"{name}, step")
    if not any(isinstance(step, Comparison) for step in lemma.steps):
        found.append(check_lemma_value(lemma, cases))
    return found


def check_lemma_value(lemma: Lemma, cases: Sequence[Case]) -> Check:
    """A lemma's value against numerical evaluation of its left side."""
    return compare(
        f"lemma {lemma.id}: value",
        lambda: ((side(lemma.value, at), side(lemma.left, at)) for at in cases),
        STEP_DIGITS,
        "against numerical evaluation of its left side",
    )
