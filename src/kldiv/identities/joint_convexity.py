"""The divergence is convex in the pair of its distributions."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, r, total_one
from kldiv.identities import identity
from kldiv.identities.log_sum_inequality import a1, a2, b1, b2, log_sum_of_two
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

s = sp.IndexedBase("s", positive=True)
w = sp.Symbol("w", positive=True)
v = sp.Symbol("v", positive=True)


@identity("joint-convexity")
def joint_convexity() -> Record:
    """Derive joint convexity from the log-sum inequality, term by term."""
    top, bottom = w * p[i] + v * r[i], w * q[i] + v * s[i]
    mixed = Quantity(
        r"D(w p + v r \,\|\, w q + v s)",
        "D(w p + v r || w q + v s)",
        over_outcomes(top * sp.log(top / bottom)),
    )
    proof = Proof(w * divergence(p, q) + v * divergence(r, s))
    terms = {a1: w * p[i], a2: v * r[i], b1: w * q[i], b2: v * s[i]}
    proof.apply(rules.unfold)
    proof.apply(rules.merge_sum)
    proof.apply(general.bound, use(log_sum_of_two(), terms))
    proof.apply(rules.recognise, mixed)
    return proof.close(
        "joint-convexity",
        "The divergence is jointly convex",
        assumptions=(sp.Eq(w + v, 1), *(total_one(distribution) for distribution in (p, q, r, s))),
        references=(("cover2006", "Theorem 2.7.2"),),
        related=("log-sum-inequality",),
    )
