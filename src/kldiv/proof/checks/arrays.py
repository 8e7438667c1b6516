"""What a derivation about arrays must survive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.distributions.nodes import divergence_of
from kldiv.oracles.log_partitions import divergence_by_log_partition
from kldiv.oracles.multivariate import BITS, LOG_DENSITIES, cubature, divergence_by_cubature
from kldiv.precision import ball_precision, digit_precision
from kldiv.proof.checks.agreement import ORACLE_DIGITS, STEP_DIGITS, Sides, compare, needs_balls
from kldiv.proof.checks.steps import check_way
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.proof.theorems import THEOREMS
from kldiv.values.arrays import ArrayCompiler, value_in
from kldiv.values.at_point import to_mpf
from kldiv.values.settings import Draw, Setting

#: How far apart p and q are where the gradient is tested.
NEAR = 30

#: At about how many points of a setting two densities are compared.
SPOTS = 5

#: The theorem that the cubature of a distribution rests on: draws are made of simpler ones by it.
RESTS_ON = {
    "multivariate-normal": "normal-image",
    "matrix-normal": "normal-image",
    "normal-gamma": "normal-image",
    "wishart": "bartlett",
}


def check_arrays(derivation: Record) -> Report:
    """Check a derivation about distributions of arrays.

    Args:
        derivation: one whose evidence is an `ArrayEvidence`.

    Returns:
        The report.
    """
    evidence = derivation.evidence_as(ArrayEvidence)
    checks = [check_left(derivation), check_free(derivation), *check_densities(derivation)]
    checks += check_way(derivation, evidence.settings)
    checks += check_truths(derivation)
    checks.append(check_sign(derivation))
    checks.append(check_joined(derivation))
    checks += [extra(derivation) for extra in evidence.extra]
    return Report(derivation.id, tuple(checks))


def check_left(derivation: Record) -> Check:
    """The left side must be the divergence of the two distributions that the derivation is about."""
    evidence = derivation.evidence_as(ArrayEvidence)
    held = derivation.left == divergence_of(evidence.p, evidence.q)
    return Check("left side", held, 1, None, "the divergence of these two distributions, by their densities")


def check_densities(derivation: Record) -> list[Check]:
    """The densities that are printed, and those of all expectations on the way, against the oracle's at points."""
    evidence = derivation.evidence_as(ArrayEvidence)
    p, q, x = derivation.left.args[:3]
    checks = []
    for index, density in (("p", p), ("q", q)):
        draws = [(at, at.distributions[index]) for at in evidence.settings]
        checks.append(check_density(f"density of {index}", density, x, draws))
    inner = sorted(inner_densities(derivation), key=sp.default_sort_key)
    for node in inner:
        found = [(at, at.draw_of(node.density, node.index)) for at in evidence.settings]
        draws = [(at, draw) for at, draw in found if draw is not None and draw.variable == node.variable]
        if draws:
            checks.append(
                check_density(f"density of E_{node.index}[...{node.variable}]", node.density, node.variable, draws)
            )
    return checks


def inner_densities(derivation: Record) -> set[Expectation]:
    """One expectation for each density, letter and index that occurs on the way."""
    lemmas = derivation.lemmas.values()
    steps = (step for chain in (derivation.steps, *(lemma.steps for lemma in lemmas)) for step in chain)
    sides = [
        derivation.left,
        *(lemma.left for lemma in lemmas),
        *(s for step in steps for s in (step.before, step.after)),
    ]
    nodes = {node.of(sp.S.One) for side in sides for node in side.atoms(Expectation)}
    return {node for node in nodes if isinstance(node.variable, sp.MatrixSymbol) or node.density.has(sp.Indexed)}


def check_density(name: str, density: sp.Expr, letter: sp.Basic, draws: Sequence[tuple[Setting, Draw]]) -> Check:
    """A density against the oracle's, in its logarithm, at some points of the cubature."""

    def sides() -> Sides:
        for at, draw in draws:
            with ball_precision(BITS):
                mine = ArrayCompiler(at, draw.letters()).function(sp.log(density))
                theirs = LOG_DENSITIES[draw.slug](*draw.values)
                nodes = cubature(draw.slug, draw.values)
                points = [point for _, point in nodes[:: max(1, len(nodes) // SPOTS)]]
                pairs = [(mine(draw.parts(point)), theirs(point)) for point in points]
            yield from ((to_mpf(a), to_mpf(b)) for a, b in pairs if b.is_finite())

    return compare(name, sides, STEP_DIGITS, f"of {letter}, by the oracle's own, at points of the cubature")


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
    if slug in RESTS_ON:
        said += f"; its draws rest on a theorem, {THEOREMS[RESTS_ON[slug]].title}"
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
