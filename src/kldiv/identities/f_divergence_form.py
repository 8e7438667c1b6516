"""D(p || q) as an f-divergence whose every term is non-negative."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules


def as_f_divergence() -> Proof:
    """Bring D(p || q) to the form sum q_i f(p_i/q_i) with f(t) = t log t - t + 1."""
    proof = Proof(divergence(p, q))
    zero = over_outcomes(q[i]) - over_outcomes(p[i])
    proof.apply(rules.unfold)
    proof.apply(general.rewrite, proof.expression + zero, Assumed(total_one(p)), Assumed(total_one(q)))
    proof.apply(rules.merge_sum)
    ratio = p[i] / q[i]
    proof.apply(general.rewrite, over_outcomes(q[i] * (ratio * sp.log(ratio) - ratio + 1)))
    return proof


@identity("f-divergence-form")
def f_divergence_form() -> Record:
    """Derive the f-divergence form for K outcomes."""
    return as_f_divergence().close(
        "f-divergence-form",
        "The divergence as an f-divergence",
        assumptions=(total_one(p), total_one(q)),
        references=(("csiszar1967", "sec. 1"), ("amari2016", "sec. 3.3.1")),
        notes=(
            "Each term is $q_i f(p_i/q_i)$ with $f(t) = t \\log t - t + 1$, which is convex, never "
            "negative, and zero "
            "only at $t = 1$; $f(t) = t \\log t$ alone gives the same total, but not term by term.",
        ),
        lean=("InformationTheory.klDiv_eq_integral_klFun", "InformationTheory.klFun_nonneg"),
    )
