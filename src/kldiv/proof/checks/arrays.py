"""What a derivation about arrays must survive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.traces import Symmetric, normal_form
from kldiv.oracles.log_partitions import divergence_by_log_partition
from kldiv.oracles.multivariate import divergence_by_cubature
from kldiv.precision import digit_precision
from kldiv.proof.checks.pairs import ORACLE_DIGITS, STEP_DIGITS, Sides, body_of, compare
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.report import Check, Report
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
    settings, symmetric = evidence.settings, evidence.symmetric
    checks = [check_chain(derivation), check_free(derivation)]
    checks += check_steps(derivation.steps, settings, symmetric)
    for lemma in derivation.lemmas.values():
        checks += check_lemma(lemma, settings, symmetric)
    checks += check_truths(derivation)
    checks.append(check_sign(derivation))
    checks.append(check_joined(derivation))
    checks += [extra(derivation) for extra in evidence.extra]
    return Report(derivation.id, tuple(checks))


def check_chain(derivation: Record) -> Check:
    """Each step must start where the last ended, and the ends must be those of the statement."""
    ends = [derivation.left, *(s.after for s in derivation.steps)]
    starts = [*(s.before for s in derivation.steps), derivation.result]
    broken = [k for k, (end, start) in enumerate(zip(ends, starts, strict=True), 1) if end != start]
    detail = f"broken before step {broken[0]}" if broken else "from the divergence to the result"
    return Check("chain", not broken and bool(derivation.steps), len(starts), None, detail)


def check_free(derivation: Record) -> Check:
    """No expectation may be left in the result."""
    left = derivation.result.atoms(Expectation, Divergence, sp.Integral)
    return Check("closed form", not left, 1, None, f"left over: {left}" if left else "no expectation is left")


def check_steps(
    steps: Sequence[Step], settings: Sequence[Setting], symmetric: Symmetric, name: str = "step"
) -> list[Check]:
    """Both sides of each step must agree in every setting; where traces can be compared, symbolically too."""
    return [
        compare(
            f"{name} {number}: {step.rule.title.lower()}",
            lambda step=step: ((at.value(step.after), at.value(step.before)) for at in settings),  # type: ignore[misc]
            STEP_DIGITS,
            "symbolic zero, and numerically" if symbolic(step, symmetric) else "numerically",
        )
        for number, step in enumerate(steps, 1)
    ]


def symbolic(step: Step, symmetric: Symmetric) -> bool:
    """Whether both sides of a step have the same normal form; an expectation counts by what it averages."""
    if step.lemmas or step.rule.slug in {"transport", "standard-moments", "bartlett"}:
        return False
    try:
        gap = normal_form(body_of(step.before), symmetric) - normal_form(body_of(step.after), symmetric)
        return bool(sp.expand(gap) == 0)
    except (TypeError, ValueError, AttributeError, NotImplementedError):
        return False  # the numbers decide


def check_lemma(lemma: Lemma, settings: Sequence[Setting], symmetric: Symmetric) -> list[Check]:
    """A lemma's steps, and its value against its left side."""
    found = check_steps(lemma.steps, settings, symmetric, f"lemma {lemma.id}, step")
    found.append(
        compare(
            f"lemma {lemma.id}: value",
            lambda: ((at.value(lemma.value), at.value(lemma.left)) for at in settings),
            STEP_DIGITS,
            "against numerical integration of its left side",
        )
    )
    return found


def check_truths(derivation: Record) -> list[Check]:
    """The result against two computations that know nothing of the derivation."""
    evidence, result = derivation.evidence_as(ArrayEvidence), derivation.result
    slug = evidence.oracle

    def by(truth: Callable[[str, Any, Any], Any], settings: Sequence[Setting]) -> Callable[[], Sides]:
        def sides() -> Sides:
            for at in settings:
                yield at.value(result), to_mpf(truth(slug, at.truth["p"], at.truth["q"]))

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


def check_sign(derivation: Record) -> Check:
    """No divergence is negative."""
    values = [at.value(derivation.result) for at in every(derivation)]
    return Check("never negative", all(v >= 0 for v in values), len(values), None, "D ≥ 0 in every setting")


def check_joined(derivation: Record) -> Check:
    """D(p || p) = 0, and next to it D falls faster than the distance."""

    def sides() -> Sides:
        for at in derivation.evidence_as(ArrayEvidence).joined:
            yield at.value(derivation.result), mpmath.mpf(0)
        for at in derivation.evidence_as(ArrayEvidence).near:
            with digit_precision(60):
                magnified = at.value(derivation.result) * mpmath.mpf(10) ** NEAR
            yield magnified, mpmath.mpf(0)

    said = f"D vanishes, and at a distance of 1e-{NEAR} it is far less than that"
    return compare("zero at p = q", sides, STEP_DIGITS, said)
