"""D(p || q) >= 0, by Jensen's inequality."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import K, divergence, i, j, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.gibbs_inequality import log_below_tangent
from kldiv.identities.gibbs_inequality import t as number
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: Positive numbers, whose mean is taken with the weights p.
t = sp.IndexedBase("t", positive=True)
MEAN = sp.Sum(p[j] * t[j], (j, 1, K))


def mean_of_logarithms() -> Lemma:
    """Derive Jensen's inequality for the logarithm: the mean of a logarithm is at most the logarithm of the mean."""
    proof = Proof(sp.Sum(p[i] * sp.log(t[i]), (i, 1, K)))
    proof.apply(rules.peel, MEAN)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)))
    proof.apply(general.bound, use(log_below_tangent(), {number: t[i] / MEAN}))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(general.rewrite, sp.log(MEAN.xreplace({j: i})), Assumed(total_one(p)))
    return proof.close(
        "jensen-for-logarithms",
        "The mean of a logarithm is at most the logarithm of the mean",
        assumptions=(total_one(p),),
    ).as_lemma()


@identity("gibbs-inequality-by-jensen")
def gibbs_inequality_by_jensen() -> Record:
    """Derive Gibbs' inequality from the concavity of the logarithm."""
    proof = Proof(divergence(p, q))
    proof.apply(rules.unfold)
    proof.apply(rules.flip)
    proof.apply(rules.split_sum)
    proof.apply(general.bound, use(mean_of_logarithms(), {t: sp.Lambda(i, q[i] / p[i])}))
    proof.apply(rules.normalised, Assumed(total_one(q)))
    return proof.close(
        "gibbs-inequality-by-jensen",
        "No divergence is negative: a third way",
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.6.3"), ("kullback1951", "sec. 3")),
        lean=("InformationTheory.integral_llr_add_sub_measure_univ_nonneg",),
        notes=("Where $p_i = 0$ the sum over $q_i$ falls short of one, and the bound holds all the more.",),
    )
