"""What a derivation about categorical distributions must survive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath

from kldiv.precision import digit_precision
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare, needs_balls
from kldiv.proof.checks.steps import check_chain, check_steps, check_way
from kldiv.proof.evidence import ListedEvidence, OutcomesEvidence
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.values.at_instance import value_of
from kldiv.values.instances import Instance


def plain_sum(first: Sequence[Any], second: Sequence[Any]) -> mpmath.mpf:
    """The divergence by a loop over rationals: it knows nothing of the derivation."""
    total = mpmath.mpf(0)
    with digit_precision(40):
        for a, b in zip(first, second, strict=True):
            if a:
                total += (
                    mpmath.mpf(a.numerator)
                    / a.denominator
                    * mpmath.log(mpmath.mpf(a.numerator * b.denominator) / (a.denominator * b.numerator))
                )
    return total


def check_symbolic_size(derivation: Record) -> Report:
    """Check the derivation for symbolic K."""
    instances = derivation.evidence_as(OutcomesEvidence).instances
    one, other = derivation.evidence_as(OutcomesEvidence).names
    result = derivation.result

    def oracle() -> Sides:
        for at in instances:
            yield value_of(result, at), plain_sum(at.arrays[one], at.arrays[other])

    def identical() -> Sides:
        for at in instances:
            same = Instance(at.symbols, {one: at.arrays[one], other: at.arrays[one]})
            yield value_of(result, same), mpmath.mpf(0)

    @needs_balls("never negative")
    def sign() -> Check:
        values = [value_of(result, at) for at in instances]
        return Check("never negative", all(v >= 0 for v in values), len(values), None, "D ≥ 0 at every point")

    return Report(
        derivation.id,
        (
            *check_way(derivation, instances),
            compare("oracle", oracle, STEP_DIGITS, "a plain loop over exact probabilities"),
            sign(),
            compare("zero at p = q", identical, STEP_DIGITS),
            *(extra(derivation) for extra in derivation.evidence.extra),
        ),
    )


def check_listed(derivation: Record) -> Report:
    """Check the derivation for listed probabilities."""
    instances = derivation.evidence_as(ListedEvidence).instances

    def oracle() -> Sides:
        for at in instances:
            yield value_of(derivation.result, at), plain_sum(at.arrays["p"], at.arrays["q"])

    # an outcome of probability 0 has no logarithm to evaluate: the first steps are tested where there is none
    every = all(v for at in instances for row in at.arrays.values() for v in row)
    steps = derivation.steps if every else derivation.steps[-1:]
    return Report(
        derivation.id,
        (
            check_chain("chain", derivation.left, derivation.steps, derivation.result),
            *check_steps(steps, instances),
            compare("oracle", oracle, STEP_DIGITS, "a plain loop over exact probabilities"),
        ),
    )


def check_escape(derivation: Record) -> Report:
    """Find the outcome to which p gives something and q nothing."""
    evidence = derivation.evidence_as(ListedEvidence)
    (first, second), k = evidence.probs, evidence.escaped
    if k is None:
        return Report(derivation.id, (Check("mass outside the support", False, 0, None, "no outcome is named"),))
    held = second[k] == 0 and first[k] != 0
    return Report(derivation.id, (Check("mass outside the support", held, 1, None, f"outcome {k}"),))
