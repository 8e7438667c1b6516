"""D(p || q) >= 0, by Jensen's inequality."""

from __future__ import annotations

from kldiv.algebra.quantities import unfold
from kldiv.algebra.ratios import flip_logs, log_of_mean
from kldiv.algebra.sums import split, totals
from kldiv.distributions.finite import K, divergence, i, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances


@identity("gibbs-inequality-by-jensen")
def gibbs_inequality_by_jensen() -> Record:
    """Derive Gibbs' inequality from the concavity of the logarithm."""
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.FLIP, lambda e: split(flip_logs(e)))
    proof.compare(
        further.JENSEN,
        ">=",
        lambda e: log_of_mean(e, p[i]),
        hypothesis="Jensen's inequality: the mean of a logarithm is at most the logarithm of the mean",
    )
    proof.apply(further.NORMALISED, totals(total_one(q)))
    return proof.close(
        "gibbs-inequality-by-jensen",
        "No divergence is negative: a third way",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.6.3"), ("kullback1951", "sec. 3")),
        lean=("InformationTheory.integral_llr_add_sub_measure_univ_nonneg",),
        notes=("Where $p_i = 0$ the sum over $q_i$ falls short of one, and the bound holds all the more.",),
    )
