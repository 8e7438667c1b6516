"""What a detour costs, and when it costs nothing: the Pythagorean identity."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, r, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: A statistic, and the base of its exponential tilt.
t = sp.IndexedBase("t", real=True)
s, Z = sp.symbols("s Z", positive=True)


def three_points() -> Proof:
    """Bring D(p || q) to D(p || r) + D(r || q) and a correction."""
    proof = Proof(divergence(p, q))
    proof.apply(rules.unfold)
    proof.apply(rules.peel, p[i] / r[i])
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    detour = over_outcomes(r[i] * sp.log(r[i] / q[i]))
    correction = over_outcomes((p[i] - r[i]) * sp.log(r[i] / q[i]))
    proof.apply(rules.recognise, divergence(p, r))
    proof.apply(general.rewrite, divergence(p, r) + correction + detour)
    proof.apply(rules.recognise, divergence(r, q))
    return proof


@identity("three-point-identity")
def three_point_identity() -> Record:
    """Derive the identity for any three distributions."""
    return three_points().close(
        "three-point-identity",
        "What a detour costs",
        references=(("cover2006", "Theorem 11.6.1"), ("amari2016", "sec. 1.6")),
        notes=("The sum with $p_i - r_i$ may be negative: then the way over $r$ is shorter than the direct one.",),
    )


@identity("pythagorean-identity")
def pythagorean_identity() -> Record:
    """Derive D(p || q) = D(p || r) + D(r || q) for the exponential tilt r of q with the mean of p."""
    tilt = sp.Eq(r[i], q[i] * s ** t[i] / Z)
    same_mean = sp.Eq(over_outcomes(p[i] * t[i]), over_outcomes(r[i] * t[i]))
    proof = three_points()
    slope = over_outcomes((p[i] - r[i]) * (t[i] * sp.log(s) - sp.log(Z)))
    proof.apply(general.rewrite, divergence(p, r) + divergence(r, q) + slope, Assumed(tilt))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)), Assumed(total_one(r)))
    proof.apply(general.assumption, Assumed(same_mean))
    return proof.close(
        "pythagorean-identity",
        "The Pythagorean identity",
        assumptions=(tilt, same_mean, total_one(p), total_one(r)),
        references=(("cover2006", "Theorem 11.6.1"), ("amari2016", "Theorem 1.2")),
        notes=(
            "$r$ is the distribution nearest to $q$, in the sense $D(\\cdot\\,\\|\\,q)$, among all that give the "
            "statistic $t$ the "
            "mean that $p$ gives it: by Gibbs' inequality $D(p\\,\\|\\,q) \\ge D(r\\,\\|\\,q)$.",
        ),
        related=("three-point-identity",),
    )
