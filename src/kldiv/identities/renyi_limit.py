"""KL is the limit of the Renyi divergence at order 1."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules

alpha = sp.Symbol("alpha", positive=True)


@identity("renyi-limit")
def renyi_limit() -> Record:
    """Derive the limit by l'Hopital's rule."""
    above = sp.log(over_outcomes(p[i] ** alpha * q[i] ** (1 - alpha)))
    below = alpha - 1
    proof = Proof(sp.Limit(above / below, alpha, 1, "+-"))
    proof.apply(calculus.lhopital, above, below, Assumed(total_one(p)))
    proof.apply(calculus.continuity)
    proof.apply(general.rewrite, over_outcomes(p[i] * sp.log(p[i] / q[i])), Assumed(total_one(p)))
    proof.apply(rules.recognise, divergence(p, q))
    return proof.close(
        "renyi-limit",
        "KL is the Rényi divergence of order 1",
        assumptions=(total_one(p), total_one(q)),
        references=(("vanerven2014", "Theorem 5"), ("gil2013", "sec. 1")),
    )
