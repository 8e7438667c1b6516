"""Entropy as the distance from the uniform distribution."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, entropy, i, over_outcomes, p, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as rules


@identity("entropy-from-uniform")
def entropy_from_uniform() -> Record:
    """Derive the divergence of a distribution from the uniform distribution."""
    proof = Proof(Quantity(r"D(p \,\|\, u)", "D(p || u)", over_outcomes(p[i] * sp.log(p[i] / (1 / K)))))
    proof.apply(rules.unfold)
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)))
    proof.apply(rules.recognise, entropy(p))
    return proof.close(
        "entropy-from-uniform",
        "Entropy and the divergence from the uniform distribution",
        assumptions=(total_one(p),),
        references=(("cover2006", "Theorem 2.6.4"),),
        notes=("$u_i = 1/K$. Since no divergence is negative, no entropy on $K$ outcomes is above $\\log K$.",),
        related=("gibbs-inequality",),
    )
