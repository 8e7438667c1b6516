"""The sum of both directions, which is symmetric."""

from __future__ import annotations

from kldiv import rules
from kldiv import rules_identities as further
from kldiv.derivation import Derivation
from kldiv.identities import identity
from kldiv.identities.finite import K, divergence, p, q
from kldiv.identities.instances import finite_instances
from kldiv.identities.proof import Proof
from kldiv.identities.quantities import unfold
from kldiv.identities.rewriting import factor_summands
from kldiv.identities.sums import inside, log_of_ratio, merge


@identity("jeffreys-divergence")
def jeffreys_divergence() -> Derivation:
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
