"""What a derivation about categorical distributions must survive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath
import sympy as sp

from kldiv.distributions.finite import total_one
from kldiv.distributions.nodes import divergence_between
from kldiv.precision import digit_precision
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare, needs_balls
from kldiv.proof.checks.steps import (
    Citing,
    check_chain,
    check_replayed,
    check_stated,
    check_step,
    check_steps,
    check_way,
)
from kldiv.proof.evidence import ListedEvidence, OutcomesEvidence
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.proof.rules.outcomes import divergence_of_size
from kldiv.values.at_instance import value_of
from kldiv.values.instances import Instance, random_distribution
from kldiv.values.settings import generator


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

    p, q = derivation.distributions
    held = derivation.left == divergence_between(p, q, derivation.left.variable)
    return Report(
        derivation.id,
        (
            Check("left side", held, 1, None, "the divergence of these two distributions, by their probabilities"),
            check_totals(derivation),
            *check_way(derivation, instances),
            compare("oracle", oracle, STEP_DIGITS, "a plain loop over exact probabilities"),
            sign(),
            compare("zero at p = q", identical, STEP_DIGITS),
            *(extra(derivation) for extra in derivation.evidence.extra),
        ),
    )


def check_totals(derivation: Record) -> Check:
    """What makes the two lists of symbols probabilities must be assumed: that each adds up to one."""
    names = derivation.evidence_as(OutcomesEvidence).names
    wanted = {total_one(sp.IndexedBase(name, positive=True)) for name in names}
    held = set(derivation.assumptions) == wanted
    return Check("total probability", held, len(wanted), None, "each list of probabilities is assumed to add up to one")


def check_listed(derivation: Record) -> Report:
    """Check the derivation for listed probabilities.

    What is done before they are put in holds for any, and is tested where all are positive: an outcome of
    probability 0 has no logarithm to evaluate.
    """
    evidence = derivation.evidence_as(ListedEvidence)
    size = len(evidence.probs[0])
    anywhere = tuple(
        Instance({}, {name: random_distribution(generator("listed", name, size, k), size) for name in "pq"})
        for k in range(3)
    )
    citing = Citing(derivation.left, derivation.lemmas, derivation.assumptions)
    *general, last = derivation.steps or (None,)
    positive = [at for at in evidence.instances if all(v for row in at.arrays.values() for v in row)]

    def oracle() -> Sides:
        for at in evidence.instances:
            yield value_of(derivation.result, at), plain_sum(at.arrays["p"], at.arrays["q"])

    checks = [
        check_left_of_size(derivation),
        check_chain("chain", derivation.left, derivation.steps, derivation.result),
        *check_stated("conditions", derivation.steps, derivation.assumptions),
        *check_steps(general, anywhere, citing),
    ]
    if last is not None:
        name = f"step {len(derivation.steps)}: {last.rule.title.lower()}"
        checks += (
            [check_step(name, last, positive, citing)] if positive else check_replayed([last], citing, "last step")
        )
    checks.append(compare("oracle", oracle, STEP_DIGITS, "a plain loop over exact probabilities"))
    return Report(derivation.id, tuple(checks))


def check_left_of_size(derivation: Record) -> Check:
    """The left side must be the divergence between two distributions on so many outcomes, those of the two lists."""
    probs = derivation.evidence_as(ListedEvidence).probs
    given = tuple(tuple(d.parameters["probs"]) for d in derivation.distributions)
    held = probs == given and derivation.left == divergence_of_size(len(probs[0]))
    return Check("left side", held, 1, None, "the divergence between two distributions on so many outcomes")


def check_escape(derivation: Record) -> Report:
    """Find the outcome to which p gives something and q nothing; run the rule again that found it."""
    evidence = derivation.evidence_as(ListedEvidence)
    (first, second), k = evidence.probs, evidence.escaped
    held = k is not None and second[k] == 0 and first[k] != 0
    return Report(
        derivation.id,
        (
            check_left_of_size(derivation),
            check_chain("chain", derivation.left, derivation.steps, derivation.result),
            *check_stated("conditions", derivation.steps, derivation.assumptions),
            *check_replayed(derivation.steps, Citing(derivation.left, {}, derivation.assumptions)),
            Check("infinite", derivation.result == sp.oo, 1, None, "the result is infinity"),
            Check("mass outside the support", held, int(held), None, f"outcome {k}"),
        ),
    )
