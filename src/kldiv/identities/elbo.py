"""The evidence lower bound and the divergence that is missing from it."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, i, over_outcomes, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: The joint probability of the data and of latent state i; its total is the evidence.
a = sp.IndexedBase("a", positive=True)
j = sp.Symbol("j", integer=True, positive=True)
EVIDENCE = sp.Sum(a[j], (j, 1, K))


@identity("elbo")
def evidence_lower_bound() -> Record:
    """Derive log evidence = ELBO + D(q || posterior)."""
    bound = Quantity(r"\operatorname{ELBO}(q)", "ELBO(q)", over_outcomes(q[i] * sp.log(a[i] / q[i])))
    posterior = a[i] / EVIDENCE
    gap = Quantity(
        r"D(q \,\|\, a/\textstyle\sum_j a_j)",
        "D(q || posterior)",
        over_outcomes(q[i] * sp.log(q[i] / posterior)),
    )
    proof = Proof(sp.log(EVIDENCE))
    proof.apply(general.rewrite, over_outcomes(q[i] * sp.log(EVIDENCE)), Assumed(total_one(q)))
    proof.apply(rules.peel, a[i] / q[i])
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, bound, gap)
    return proof.close(
        "elbo",
        "The evidence lower bound",
        assumptions=(total_one(q),),
        references=(("kingma2014", "eq. 1"), ("bishop2006", "eq. 9.70")),
        notes=(
            "$a_i$ is the joint probability of the data and of latent state $i$. Since the divergence is "
            "never negative, "
            "ELBO is a lower bound of the log evidence, reached where $q$ is the posterior.",
        ),
        related=("gibbs-inequality",),
    )
