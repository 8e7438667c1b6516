"""D(p || q) as an f-divergence whose every term is non-negative."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import unfold
from kldiv.algebra.sums import inside, merge
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances


def as_f_divergence() -> Proof:
    """Bring D(p || q) to the form sum q_i f(p_i/q_i) with f(t) = t log t - t + 1."""
    proof = Proof(divergence(p, q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.ADD_ZERO, lambda e: e - over_outcomes(p[i]) + over_outcomes(q[i]))
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(further.REWRITE, inside(lambda body: q[i] * sp.expand_mul(body / q[i])))
    return proof


@identity("f-divergence-form")
def f_divergence_form() -> Record:
    """Derive the f-divergence form for K outcomes."""
    return as_f_divergence().close(
        "f-divergence-form",
        "The divergence as an f-divergence",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("csiszar1967", "pp. 299–318"), ("amari2016", "ch. 3")),
        notes=(
            "Each term is $q_i f(p_i/q_i)$ with $f(t) = t \\log t - t + 1$, which is convex, never "
            "negative, and zero "
            "only at $t = 1$; $f(t) = t \\log t$ alone gives the same total, but not term by term.",
        ),
        lean=("InformationTheory.klDiv_eq_integral_klFun", "InformationTheory.klFun_nonneg"),
    )
