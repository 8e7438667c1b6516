"""What every identity must survive: an unbroken chain, each step numerically, and assumptions that hold there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import mpmath
import sympy as sp

from kldiv.proof.checks.adversary import check_adversary
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
    checks = [] if (declared := check_declared(derivation)) is None else [declared]
    if derivation.assumptions:
        checks.append(check_assumptions(derivation, instances))
    checks.extend(check_way(derivation, instances))
    adversary = check_adversary(derivation)
    checks.extend([] if adversary is None else [adversary])
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


def check_declared(derivation: Record) -> Check | None:
    """Every free symbol must stand in an assumption, or say by itself what it may be; None where there is none."""
    free = derivation.left.free_symbols | derivation.result.free_symbols
    if not free:
        return None
    assumed = set().union(*(a.free_symbols for a in derivation.assumptions))
    silent = [s for s in free - assumed if isinstance(s, sp.Symbol) and s.is_real is None and not is_array(s, free)]
    names = ", ".join(sorted(map(str, silent)))
    said = f"nothing is said of {names}" if silent else "each stands in an assumption, or is declared"
    return Check("free symbols", not silent, len(free), None, said)


def is_array(symbol: sp.Symbol, free: set[sp.Basic]) -> bool:
    """Whether a symbol is the name of an array; the array then says what its entries may be."""
    return any(isinstance(s, sp.Indexed) and s.base.label == symbol for s in free)


def every_index(condition: sp.Basic, at: Instance) -> list[Instance]:
    """The instance with every value of the free indices that it leaves open."""
    free = {s for s in condition.free_symbols if isinstance(s, sp.Symbol) and s.is_integer} - set(at.symbols)
    spans = [[(index, k) for k in range(1, extent(condition, index, at) + 1)] for index in sorted(free, key=str)]
    return [Instance({**at.symbols, **dict(values)}, at.arrays, at.functions) for values in product(*spans)]


def extent(condition: sp.Basic, index: sp.Symbol, at: Instance) -> int:
    """How far a free index runs: as far as the arrays that it numbers; one that numbers none takes the value 1."""
    found = []
    for node in condition.atoms(sp.Indexed):
        if index in node.indices and str(node.base.label) in at.arrays:
            array = at.arrays[str(node.base.label)]
            for _ in range(node.indices.index(index)):
                array = array[0]
            found.append(len(array))
    return min(found, default=1)


def holds(relation: sp.Basic, at: Instance) -> bool:
    """Whether an inequality holds at an instance."""
    if not isinstance(relation, sp.core.relational.Relational):
        return relation is sp.true
    left, right = value_of(relation.lhs, at), value_of(relation.rhs, at)
    return bool(relation.func(sp.Float(left, 30), sp.Float(right, 30)))
