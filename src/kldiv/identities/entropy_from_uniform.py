"""Entropy as the distance from the uniform law."""

from __future__ import annotations

import sympy as sp

from kldiv import rules
from kldiv import rules_identities as further
from kldiv.derivation import Derivation
from kldiv.identities import identity
from kldiv.identities.finite import K, entropy, i, over_outcomes, p, total_one
from kldiv.identities.instances import finite_instances
from kldiv.identities.proof import Proof
from kldiv.identities.quantities import Quantity, fold, unfold
from kldiv.identities.sums import distribute, inside, log_of_ratio, split, totals


@identity("entropy-from-uniform")
def entropy_from_uniform() -> Derivation:
    """Derive the divergence of a law from the uniform law."""
    proof = Proof(Quantity(r"D(p \,\|\, u)", "D(p || u)", over_outcomes(p[i] * sp.log(p[i] / (1 / K)))))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, inside(log_of_ratio))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p)))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, entropy(p)))
    return proof.close(
        "entropy-from-uniform",
        "Entropy and the divergence from the uniform law",
        instances=finite_instances("p", size=K),
        assumptions=(total_one(p),),
        references=(("cover2006", "Theorem 2.6.4"),),
        notes=("$u_i = 1/K$. Since no divergence is negative, no law on $K$ outcomes has an entropy above $\\log K$.",),
        uses=("gibbs-inequality",),
    )
