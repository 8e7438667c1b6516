"""The divergence as the gap between negative entropy and its tangent plane."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import join_ratio
from kldiv.algebra.sums import distribute, inside, merge, split, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

t = sp.Symbol("t", positive=True)
PHI = t * sp.log(t)


@identity("bregman-form")
def bregman_form() -> Record:
    """Derive that the Bregman divergence of negative entropy is the KL divergence."""
    slope = sp.diff(PHI, t)
    gap = (
        over_outcomes(PHI.subs(t, p[i]))
        - over_outcomes(PHI.subs(t, q[i]))
        - over_outcomes(slope.subs(t, q[i]) * (p[i] - q[i]))
    )
    proof = Proof(Quantity(r"B_{-H}(p, q)", "B(p, q)", gap))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p), total_one(q)))
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(rules.RECOGNISE, lambda e: fold(inside(join_ratio(p[i], q[i]))(e), divergence(p, q)))
    return proof.close(
        "bregman-form",
        "The divergence is a Bregman divergence",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("amari2016", "sec. 1.3"),),
        notes=(
            "$B_\\varphi(p, q) = \\varphi(p) - \\varphi(q) - \\nabla\\varphi(q) \\cdot (p - q)$ with "
            "$\\varphi(p) = \\sum_i p_i \\log p_i = -H(p)$.",
        ),
    )
