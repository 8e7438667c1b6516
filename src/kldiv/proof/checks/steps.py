"""What the steps of every derivation must survive, whatever it is about.

A derivation about two distributions of numbers is tested at parameter points, one about arrays in settings, a general
statement at instances. Each is a case: in it every expression of the derivation has a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import mpmath
import sympy as sp

from kldiv.arb import NoBalls
from kldiv.proof.checks.agreement import STEP_DIGITS, compare, left_out
from kldiv.proof.inequalities import Comparison, value_side
from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.report import Check
from kldiv.values.cases import Case, value

#: An inequality may fail by no more than rounding.
SLACK = mpmath.mpf(10) ** -28


def check_way(derivation: Record, cases: Sequence[Case]) -> list[Check]:
    """Check the way from the left side to the result: no gap, no lemma missing, no step that changes the value.

    Args:
        derivation: any derivation.
        cases: where the steps are evaluated.

    Returns:
        The checks.
    """
    checks = [
        check_chain("chain", derivation.left, derivation.steps, derivation.result),
        *check_lemmas_named(derivation),
        *check_steps(derivation.steps, cases),
    ]
    for lemma in derivation.lemmas.values():
        checks.extend(check_lemma(lemma, cases))
    return checks


def check_chain(name: str, left: sp.Basic, steps: Sequence[Step], result: sp.Basic) -> Check:
    """The first step must start at the left side, each other where the last ended, and the last end in the result."""
    ends = [left, *(step.after for step in steps)]
    starts = [*(step.before for step in steps), result]
    broken = [k for k, (end, start) in enumerate(zip(ends, starts, strict=True), 1) if end != start]
    if not steps:
        return Check(name, False, 0, None, "there are no steps")
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
    wrong = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not used: {', '.join(idle)}"] * bool(idle)
    wrong += [f"under another name: {', '.join(misfiled)}"] * bool(misfiled)
    detail = "; ".join(wrong) or "each one that is named is there, each one there is named"
    return [Check("lemmas", not wrong, len(named | derivation.lemmas.keys()), None, detail)]


def check_steps(steps: Iterable[Step], cases: Sequence[Case], name: str = "step") -> list[Check]:
    """Both sides of every equation must agree in every case; a bound must hold in every case."""
    return [
        check_step(f"{name} {number}: {step.rule.title.lower()}", step, cases) for number, step in enumerate(steps, 1)
    ]


def check_step(title: str, step: Step, cases: Sequence[Case]) -> Check:
    """Check one step."""
    if isinstance(step, Comparison):
        return check_bound(title, step, cases)
    detail = "; ".join(["numerically", step.hypothesis][: 1 + bool(step.hypothesis)])
    return compare(title, lambda: ((side(step.after, at), side(step.before, at)) for at in cases), STEP_DIGITS, detail)


def side(expression: sp.Basic, at: Case) -> mpmath.mpf:
    """The value of an expression, or of the bound in a relation."""
    return value(value_side(expression), at)


def check_bound(title: str, step: Comparison, cases: Sequence[Case]) -> Check:
    """A bound must hold in every case, and say what it rests on."""
    sign = 1 if isinstance(step.after, sp.Ge) else -1
    try:
        gaps = [sign * (side(step.before, at) - side(step.after, at)) for at in cases]
    except NoBalls as missing:
        return left_out(title, missing)
    except Exception as error:  # whatever went wrong, the check has failed and says why
        return Check(title, False, 0, None, f"{type(error).__name__}: {error}")
    held = bool(step.hypothesis) and all(gap >= -SLACK for gap in gaps)
    smallest = mpmath.nstr(min(gaps), 3) if gaps else "none"
    return Check(title, held, len(gaps), None, f"smallest gap {smallest}; {step.hypothesis}")


def check_lemma(lemma: Lemma, cases: Sequence[Case]) -> list[Check]:
    """A lemma's way from its left side to its value, and the value against its left side."""
    found = [check_chain(f"lemma {lemma.id}: chain", lemma.left, lemma.steps, lemma.value)]
    found += check_steps(lemma.steps, cases, f"lemma {lemma.id}, step")
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
