"""The evidence lower bound and the divergence that is missing from it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold
from kldiv.algebra.ratios import peel
from kldiv.algebra.sums import distribute, inside, split
from kldiv.distributions.finite import K, i, over_outcomes, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

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
    proof.apply(further.NORMALISED, lambda e: over_outcomes(q[i] * e))
    proof.apply(rules.LOG_RATIO, inside(peel(a[i] / q[i])))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules.RECOGNISE, lambda e: fold(e, bound, gap))
    joints = (
        (Fraction(1, 7), Fraction(1, 3)),
        (Fraction(1, 5), Fraction(2, 9), Fraction(1, 30)),
        (Fraction(1, 9),) * 5,
    )
    return proof.close(
        "elbo",
        "The evidence lower bound",
        instances=[
            dataclasses.replace(at, arrays={**at.arrays, "a": row})
            for at, row in zip(finite_instances("q", size=K), joints, strict=True)
        ],
        assumptions=(total_one(q),),
        references=(("kingma2014", "eq. 1"), ("bishop2006", "eq. 9.70")),
        notes=(
            "$a_i$ is the joint probability of the data and of latent state $i$. Since the divergence is "
            "never negative, "
            "ELBO is a lower bound of the log evidence, reached where $q$ is the posterior.",
        ),
        uses=("gibbs-inequality",),
    )
