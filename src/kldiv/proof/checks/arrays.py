"""What a derivation about arrays must survive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.oracles.log_partitions import divergence_by_log_partition
from kldiv.oracles.multivariate import divergence_by_cubature
from kldiv.precision import digit_precision
from kldiv.proof.checks.agreement import ORACLE_DIGITS, STEP_DIGITS, Sides, compare, needs_balls
from kldiv.proof.checks.steps import check_way
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.values.arrays import value_in
from kldiv.values.at_point import to_mpf
from kldiv.values.settings import Setting

#: How far apart p and q are where the gradient is tested.
NEAR = 30


def check_arrays(derivation: Record) -> Report:
    """Check a derivation about distributions of arrays.

    Args:
        derivation: one whose evidence is an `ArrayEvidence`.

    Returns:
        The report.
    """
    evidence = derivation.evidence_as(ArrayEvidence)
    checks = [check_free(derivation), *check_way(derivation, evidence.settings)]
    checks += check_truths(derivation)
    checks.append(check_sign(derivation))
    checks.append(check_joined(derivation))
    checks += [extra(derivation) for extra in evidence.extra]
    return Report(derivation.id, tuple(checks))


def check_free(derivation: Record) -> Check:
    """No expectation may be left in the result."""
    left = derivation.result.atoms(Expectation, Divergence, sp.Integral)
    return Check("closed form", not left, 1, None, f"left over: {left}" if left else "no expectation is left")


def check_truths(derivation: Record) -> list[Check]:
    """The result against two computations that know nothing of the derivation."""
    evidence, result = derivation.evidence_as(ArrayEvidence), derivation.result
    slug = evidence.oracle

    def by(truth: Callable[[str, Any, Any], Any], settings: Sequence[Setting]) -> Callable[[], Sides]:
        def sides() -> Sides:
            for at in settings:
                yield value_in(at, result), to_mpf(truth(slug, at.truth["p"], at.truth["q"]))

        return sides

    said = "the expectation of log p - log q, from densities that the engine never saw"
    other = "the log-partition function, differentiated numerically"
    return [
        compare("oracle", by(divergence_by_cubature, evidence.settings), ORACLE_DIGITS, said),
        compare("second oracle", by(divergence_by_log_partition, every(derivation)), ORACLE_DIGITS, other),
    ]


def every(derivation: Record) -> tuple[Setting, ...]:
    """The settings of the steps, and those of higher dimension, in which no expectation is evaluated."""
    return (*derivation.evidence_as(ArrayEvidence).settings, *derivation.evidence_as(ArrayEvidence).large)


@needs_balls("never negative")
def check_sign(derivation: Record) -> Check:
    """No divergence is negative."""
    values = [value_in(at, derivation.result) for at in every(derivation)]
    return Check("never negative", all(v >= 0 for v in values), len(values), None, "D ≥ 0 in every setting")


def check_joined(derivation: Record) -> Check:
    """D(p || p) = 0, and next to it D falls faster than the distance."""

    def sides() -> Sides:
        for at in derivation.evidence_as(ArrayEvidence).joined:
            yield value_in(at, derivation.result), mpmath.mpf(0)
        for at in derivation.evidence_as(ArrayEvidence).near:
            with digit_precision(60):
                magnified = value_in(at, derivation.result) * mpmath.mpf(10) ** NEAR
            yield magnified, mpmath.mpf(0)

    said = f"D vanishes, and at a distance of 1e-{NEAR} it is far less than that"
    return compare("zero at p = q", sides, STEP_DIGITS, said)
