"""The divergence is convex in the pair of its distributions."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import log_sum_bound
from kldiv.algebra.sums import inside, merge
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, r, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

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
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.MERGE_SUM, merge)
    proof.compare(
        further.LOG_SUM,
        ">=",
        inside(log_sum_bound),
        hypothesis="the log-sum inequality for the two terms at each $i$",
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, mixed))
    weights = (Fraction(1, 3), Fraction(1, 2), Fraction(9, 10))
    return proof.close(
        "joint-convexity",
        "The divergence is jointly convex",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, w: share, v: 1 - share})
            for at, share in zip(finite_instances("p", "q", "r", "s", size=K), weights, strict=True)
        ],
        assumptions=(sp.Eq(w + v, 1), *(total_one(distribution) for distribution in (p, q, r, s))),
        references=(("cover2006", "Theorem 2.7.2"),),
        uses=("log-sum-inequality",),
    )
