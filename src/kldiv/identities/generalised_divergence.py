"""The divergence between measures whose totals are not one."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as rules
from kldiv.proof.rules import ratios

s, t = sp.symbols("s t", positive=True)


def generalised(a: sp.Expr, b: sp.Expr) -> Quantity:
    """The divergence of s p and t q with the correction for their totals."""
    return Quantity(r"D(s p \,\|\, t q)", "D(s p || t q)", over_outcomes(a * sp.log(a / b) - a + b))


@identity("generalised-divergence")
def generalised_divergence() -> Record:
    """Derive the generalised divergence of two distributions multiplied by constants."""
    proof = Proof(generalised(s * p[i], t * q[i]))
    proof.apply(rules.unfold)
    proof.apply(rules.peel, s / t)
    proof.apply(ratios.open_log, s / t)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)), Assumed(total_one(q)))
    proof.apply(rules.recognise, divergence(p, q))
    return proof.close(
        "generalised-divergence",
        "The divergence between unnormalised measures",
        assumptions=(total_one(p), total_one(q)),
        references=(("amari2016", "sec. 1.2.2, eq. 1.31"),),
        notes=(
            "The measures are $s p_i$ and $t q_i$, and each term is $a \\log(a/b) - a + b$: SciPy's "
            "`kl_div`, term by "
            "term, and Mathlib's `klDiv`.",
        ),
        related=("gibbs-inequality",),
    )
