"""D(p || q) >= 0 for densities."""

from __future__ import annotations

from kldiv.identities import identity
from kldiv.identities.densities import divergence, integral_one, p, pairs, q, x
from kldiv.identities.gibbs_inequality import log_below_tangent, t
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules


@identity("gibbs-inequality-densities")
def gibbs_inequality_densities() -> Record:
    """Derive Gibbs' inequality for undefined densities p and q."""
    proof = Proof(divergence(p, q))
    proof.apply(rules.unfold)
    proof.apply(rules.flip)
    proof.apply(general.bound, use(log_below_tangent(), {t: q(x) / p(x)}))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(integral_one(p)), Assumed(integral_one(q)))
    return proof.close(
        "gibbs-inequality-densities",
        "No divergence between densities is negative",
        instances=pairs(),
        assumptions=(integral_one(p), integral_one(q)),
        references=(("cover2006", "Theorem 8.6.1"), ("kullback1951", "sec. 3")),
        lean=(
            "InformationTheory.integral_llr_add_sub_measure_univ_nonneg",
            "InformationTheory.klDiv_eq_zero_iff",
        ),
        related=("gibbs-inequality",),
    )
