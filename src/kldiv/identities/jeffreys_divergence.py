"""The sum of both directions, which is symmetric."""

from __future__ import annotations

from kldiv.algebra.quantities import unfold
from kldiv.algebra.ratios import factor_summands
from kldiv.algebra.sums import inside, log_of_ratio, merge
from kldiv.distributions.finite import K, divergence, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances


@identity("jeffreys-divergence")
def jeffreys_divergence() -> Record:
    """Derive the closed sum for both directions together."""
    proof = Proof(divergence(p, q) + divergence(q, p))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, inside(log_of_ratio))
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(rules.SIMPLIFY, factor_summands)
    return proof.close(
        "jeffreys-divergence",
        "Both directions added",
        instances=finite_instances("p", "q", size=K),
        references=(("kullback1951", "sec. 2"),),
        notes=("No term is negative: $p_i - q_i$ and $\\log p_i - \\log q_i$ have the same sign.",),
        uses=("gibbs-inequality",),
    )
