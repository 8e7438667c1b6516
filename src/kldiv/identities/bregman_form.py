"""The divergence as the gap between negative entropy and its tangent plane."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

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
    proof.apply(rules.unfold)
    proof.apply(rules.merge_sum)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)), Assumed(total_one(q)))
    proof.apply(general.rewrite, over_outcomes(p[i] * sp.log(p[i] / q[i])))
    proof.apply(rules.recognise, divergence(p, q))
    return proof.close(
        "bregman-form",
        "The divergence is a Bregman divergence",
        assumptions=(total_one(p), total_one(q)),
        references=(("amari2016", "sec. 1.3.2, eq. 1.50"),),
        notes=(
            "$B_\\varphi(p, q) = \\varphi(p) - \\varphi(q) - \\nabla\\varphi(q) \\cdot (p - q)$ with "
            "$\\varphi(p) = \\sum_i p_i \\log p_i = -H(p)$.",
        ),
    )
