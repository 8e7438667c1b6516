"""What every identity must survive: an unbroken chain, and each step symbolically, numerically, or both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import mpmath
import sympy as sp

from kldiv.algebra.quantities import unfold
from kldiv.algebra.sums import Ranged, normal_form
from kldiv.algebra.tidying import is_zero
from kldiv.proof.checks.pairs import STEP_DIGITS, Sides, compare
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.inequalities import Comparison, value_side
from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.report import Check, Report
from kldiv.values.instances import Instance, value_of

#: An inequality may fail by no more than rounding.
SLACK = mpmath.mpf(10) ** -28


def check_identity(derivation: Record) -> Report:
    """Check the derivation of an identity.

    Args:
        derivation: one made by `Proof.close`.

    Returns:
        The report.
    """
    instances = derivation.evidence_as(IdentityEvidence).instances
    facts = facts_of(derivation.assumptions)
    checks = [check_unbroken(derivation)]
    if derivation.assumptions:
        checks.append(check_assumptions(derivation, instances))
    checks.extend(check_identity_steps(derivation.steps, instances, facts))
    for lemma in derivation.lemmas.values():
        checks.extend(check_identity_lemma(lemma, instances, facts))
    checks.extend(extra(derivation) for extra in derivation.evidence.extra)
    return Report(derivation.id, tuple(checks))


def facts_of(assumptions: Iterable[sp.Basic]) -> tuple[sp.Eq, ...]:
    """The assumptions that are equations about a sum or an integral."""
    return tuple(a for a in assumptions if isinstance(a, sp.Eq) and isinstance(a.lhs, (sp.Sum, sp.Integral)))


def check_unbroken(derivation: Record) -> Check:
    """Each step must start where the last ended, and the ends must be the statement's sides."""
    ends = [derivation.left, *(s.after for s in derivation.steps)]
    starts = [*(s.before for s in derivation.steps), derivation.result]
    broken = [k for k, (end, start) in enumerate(zip(ends, starts, strict=True)) if end != start]
    detail = f"broken before step {broken[0] + 1}" if broken else "from the left side to the right side"
    return Check("chain", not broken and bool(derivation.steps), len(starts), None, detail)


def check_assumptions(derivation: Record, instances: Sequence[Instance]) -> Check:
    """The instances must satisfy what the statement assumes."""
    equations = [a for a in derivation.assumptions if isinstance(a, sp.Eq)]
    others = [a for a in derivation.assumptions if not isinstance(a, sp.Eq)]

    def sides() -> Sides:
        for at in instances:
            for equation in equations:
                for one in every_index(equation, at):
                    yield value_of(equation.lhs, one), value_of(equation.rhs, one)
            for other in others:
                held = all(holds(part, one) for part in sp.And.make_args(other) for one in every_index(part, at))
                yield mpmath.mpf(0 if held else 1), mpmath.mpf(0)

    return compare("assumptions hold at the instances", sides, STEP_DIGITS)


def every_index(condition: sp.Basic, at: Instance) -> list[Instance]:
    """The instance itself; a free index that it leaves open takes the value 1."""
    free = {s for s in condition.free_symbols if isinstance(s, sp.Symbol) and s.is_integer} - set(at.symbols)
    if not free:
        return [at]
    return [Instance({**at.symbols, **dict.fromkeys(free, 1)}, at.arrays, at.functions)]


def holds(relation: sp.Basic, at: Instance) -> bool:
    """Whether an inequality holds at an instance."""
    if not isinstance(relation, sp.core.relational.Relational):
        return relation is sp.true
    left, right = value_of(relation.lhs, at), value_of(relation.rhs, at)
    return bool(relation.func(sp.Float(left, 30), sp.Float(right, 30)))


def check_identity_steps(
    steps: Sequence[Step], instances: Sequence[Instance], facts: tuple[sp.Eq, ...] = (), name: str = "step"
) -> list[Check]:
    """Check each step at every instance, and symbolically where SymPy decides."""
    checks = []
    for number, step in enumerate(steps, 1):
        title = f"{name} {number}: {step.rule.title.lower()}"
        if isinstance(step, Comparison):
            checks.append(check_comparison(title, step, instances))
            continue
        seen = symbolic(step, facts)
        words = ["symbolic zero, and numerically" if seen else "numerically"]
        if step.hypothesis:
            words.append(step.hypothesis)
        checks.append(
            compare(
                title,
                lambda step=step: ((at_instance(step.after, at), at_instance(step.before, at)) for at in instances),  # type: ignore[misc]
                STEP_DIGITS,
                "; ".join(words),
            )
        )
    return checks


def at_instance(expression: sp.Basic, at: Instance) -> mpmath.mpf:
    """The value of an expression, or of a relation's right side, at an instance."""
    return value_of(value_side(expression), at)


def symbolic(step: Step, facts: tuple[sp.Eq, ...] = ()) -> bool:
    """Whether the two sides are seen to be equal without numbers."""
    before, after = unfold(value_side(step.before)), unfold(value_side(step.after))
    if before == after:
        return True
    try:
        left = normal_form(before, facts) - normal_form(after, facts)
        # simplify() is slow on sums and integrals, and finds nothing there that the normal form has not
        return bool(left == 0 or (not left.has(*Ranged) and is_zero(left, most=60)))
    except (TypeError, ValueError, NotImplementedError):
        return False  # some node has no normal form: the numbers decide


def check_comparison(title: str, step: Comparison, instances: Sequence[Instance]) -> Check:
    """An inequality must hold at every instance, and say what it rests on."""
    sign = 1 if isinstance(step.after, sp.Ge) else -1
    try:
        gaps = [sign * (at_instance(step.before, at) - at_instance(step.after, at)) for at in instances]
    except Exception as error:  # whatever went wrong, the check has failed and says why
        return Check(title, False, 0, None, f"{type(error).__name__}: {error}")
    held = bool(step.hypothesis) and all(gap >= -SLACK for gap in gaps)
    smallest = mpmath.nstr(min(gaps), 3) if gaps else "none"
    return Check(title, held, len(gaps), None, f"smallest gap {smallest}; {step.hypothesis}")


def check_identity_lemma(lemma: Lemma, instances: Sequence[Instance], facts: tuple[sp.Eq, ...] = ()) -> list[Check]:
    """Check a lemma's steps, and its value against its left side."""
    found = check_identity_steps(lemma.steps, instances, facts, f"lemma {lemma.id}, step")
    if not any(isinstance(s, Comparison) for s in lemma.steps):
        found.append(
            compare(
                f"lemma {lemma.id}: value",
                lambda: ((value_of(lemma.value, at), value_of(lemma.left, at)) for at in instances),
                STEP_DIGITS,
            )
        )
    return found
