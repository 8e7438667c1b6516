"""Bounds between KL and two other divergences: Hellinger's and the chi-square."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.gibbs_inequality import log_below_tangent, t
from kldiv.identities.gibbs_inequality_by_jensen import mean_of_logarithms
from kldiv.identities.gibbs_inequality_by_jensen import t as numbers
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules


@identity("hellinger-bound")
def hellinger_bound() -> Record:
    """Derive D(p || q) >= sum (sqrt p - sqrt q)**2."""
    squares = over_outcomes((sp.sqrt(p[i]) - sp.sqrt(q[i])) ** 2)
    distance = Quantity(r"\sum_i (\sqrt{p_i} - \sqrt{q_i})^2", "sum (sqrt p - sqrt q)^2", squares)
    proof = Proof(divergence(p, q))
    root = sp.sqrt(q[i] / p[i])
    proof.apply(rules.unfold)
    proof.apply(general.rewrite, over_outcomes(-2 * p[i] * sp.log(root)))
    proof.apply(general.bound, use(log_below_tangent(), {t: root}))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(general.rewrite, squares, Assumed(total_one(p)), Assumed(total_one(q)))
    proof.apply(rules.recognise, distance)
    return proof.close(
        "hellinger-bound",
        "KL and the Hellinger distance",
        assumptions=(total_one(p), total_one(q)),
        references=(("tsybakov2009", "Lemma 2.4"),),
        notes=("The right side is twice the squared Hellinger distance, in the convention that keeps it below 1.",),
        related=("gibbs-inequality",),
    )


@identity("chi-square-bound")
def chi_square_bound() -> Record:
    """Derive D(p || q) <= chi-square(p, q)."""
    whole = over_outcomes((p[i] - q[i]) ** 2 / q[i])
    chi_square = Quantity(r"\chi^2(p \,\|\, q)", "chi2(p || q)", whole)
    proof = Proof(divergence(p, q))
    proof.apply(rules.unfold)
    proof.apply(general.bound, use(mean_of_logarithms(), {numbers: sp.Lambda(i, p[i] / q[i])}))
    proof.apply(general.bound, use(log_below_tangent(), {t: over_outcomes(p[i] ** 2 / q[i])}))
    proof.apply(general.rewrite, whole, Assumed(total_one(p)), Assumed(total_one(q)))
    proof.apply(rules.recognise, chi_square)
    return proof.close(
        "chi-square-bound",
        "KL and the chi-square divergence",
        assumptions=(total_one(p), total_one(q)),
        references=(("tsybakov2009", "Lemma 2.7"),),
        notes=("On the way stands the sharper bound $D(p\\,\\|\\,q) \\le \\log(1 + \\chi^2)$.",),
        related=("gibbs-inequality",),
    )
