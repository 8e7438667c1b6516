"""What a detour costs, and when it costs nothing: the Pythagorean identity."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import fold, unfold
from kldiv.algebra.ratios import peel
from kldiv.algebra.sums import distribute, inside, log_of_ratio, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, r, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: A statistic, and the base of its exponential tilt.
t = sp.IndexedBase("t", real=True)
s, Z = sp.symbols("s Z", positive=True)


def three_points() -> Proof:
    """Bring D(p || q) to D(p || r) + D(r || q) and a correction."""
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, peel(p[i] / r[i]))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    detour = over_outcomes(r[i] * sp.log(r[i] / q[i]))
    correction = over_outcomes((p[i] - r[i]) * sp.log(r[i] / q[i]))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, r)))
    proof.apply(
        further.ADD_ZERO,
        lambda e: e.xreplace({over_outcomes(p[i] * sp.log(r[i] / q[i])): correction + detour}),
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(r, q)))
    return proof


@identity("three-point-identity")
def three_point_identity() -> Record:
    """Derive the identity for any three distributions."""
    return three_points().close(
        "three-point-identity",
        "What a detour costs",
        instances=finite_instances("p", "q", "r", size=K),
        references=(("cover2006", "Theorem 11.6.1"), ("amari2016", "sec. 1.6")),
        notes=("The last sum may be negative: then the way over $r$ is shorter than the direct one.",),
    )


@identity("pythagorean-identity")
def pythagorean_identity() -> Record:
    """Derive D(p || q) = D(p || r) + D(r || q) for the exponential tilt r of q with the mean of p."""
    same_mean = sp.Eq(over_outcomes(p[i] * t[i]), over_outcomes(r[i] * t[i]))
    proof = three_points()
    proof.apply(further.SUBSTITUTE, lambda e: e.xreplace({r[i] / q[i]: s ** t[i] / Z}))
    proof.apply(rules.LOG_RATIO, inside(log_of_ratio))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p), total_one(r), same_mean))
    return proof.close(
        "pythagorean-identity",
        "The Pythagorean identity",
        instances=tilted("tilt"),
        fresh=tilted("another tilt"),
        assumptions=(sp.Eq(r[i], q[i] * s ** t[i] / Z), same_mean, total_one(p), total_one(r)),
        references=(("cover2006", "Theorem 11.6.1"), ("amari2016", "Theorem 1.2")),
        notes=(
            "$r$ is the distribution nearest to $q$, in the sense $D(\\cdot\\,\\|\\,q)$, among all that give the "
            "statistic $t$ the "
            "mean that $p$ gives it: by Gibbs' inequality $D(p\\,\\|\\,q) \\ge D(r\\,\\|\\,q)$.",
        ),
        uses=("three-point-identity",),
    )


def tilted(seed: str) -> list[Instance]:
    """Three triples of distributions: q, its tilt r, and p, which is r plus something orthogonal to 1 and t."""
    made = []
    for at, base, statistic, shift in (
        (0, Fraction(2), (0, 1, 2), (1, -2, 1)),
        (1, Fraction(1, 3), (0, 1, 2, 3), (1, -1, -1, 1)),
        (2, Fraction(3, 2), (1, -1, 0, 2), (0, 2, -3, 1)),
    ):
        distribution = finite_instances("q", size=K, sizes=(len(statistic),), seed=f"{seed} {at}")[0].arrays["q"]
        weights = [v * base**k for v, k in zip(distribution, statistic, strict=True)]
        total = sum(weights)
        tilt = tuple(v / total for v in weights)
        room = min(v for v, k in zip(tilt, shift, strict=True) if k < 0) / 4
        other = tuple(v + room * k for v, k in zip(tilt, shift, strict=True))
        arrays = {"q": distribution, "r": tilt, "p": other, "t": statistic}
        made.append(Instance({K: len(distribution), s: base, Z: total}, arrays))
    return made
