"""The sum of both directions, which is symmetric."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import divergence, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules


@identity("jeffreys-divergence")
def jeffreys_divergence() -> Record:
    """Derive the closed sum for both directions together."""
    proof = Proof(divergence(p, q) + divergence(q, p))
    proof.apply(rules.unfold)
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.merge_sum)
    proof.apply(general.rewrite, over_outcomes((p[i] - q[i]) * (sp.log(p[i]) - sp.log(q[i]))))
    return proof.close(
        "jeffreys-divergence",
        "Both directions added",
        references=(("kullback1951", "sec. 2"),),
        notes=("No term is negative: $p_i - q_i$ and $\\log p_i - \\log q_i$ have the same sign.",),
        related=("gibbs-inequality",),
    )
