"""What every identity must survive: an unbroken chain, each step numerically, and assumptions that hold there."""

from __future__ import annotations

from collections.abc import Sequence

import mpmath
import sympy as sp

from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare
from kldiv.proof.checks.steps import check_way
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.values.at_instance import value_of
from kldiv.values.instances import Instance


def check_identity(derivation: Record) -> Report:
    """Check the derivation of an identity.

    Args:
        derivation: one made by `Proof.close`.

    Returns:
        The report.
    """
    instances = derivation.evidence_as(IdentityEvidence).instances
    checks = []
    if derivation.assumptions:
        checks.append(check_assumptions(derivation, instances))
    checks.extend(check_way(derivation, instances))
    checks.extend(extra(derivation) for extra in derivation.evidence.extra)
    return Report(derivation.id, tuple(checks))


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
