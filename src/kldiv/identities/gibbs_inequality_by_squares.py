"""D(p || q) as a sum of squares: never negative, and zero only at p = q."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import i, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.f_divergence_form import as_f_divergence
from kldiv.identities.gibbs_inequality import POSITIVE_NUMBERS, t, u
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules

#: The convex function of the f-divergence form.
F = t * sp.log(t) - t + 1


def remainder_lemma() -> Lemma:
    """Derive t log t - t + 1 = (t - 1)**2 times an integral of something positive."""
    proof = Proof(F)
    proof.apply(calculus.taylor_on_unit, F, t, sp.S.One, 2, u)
    return proof.lemma(
        "t-log-t-as-a-square",
        "A square inside t log t",
        "Taylor's formula at $t = 1$, where the function and its derivative vanish; its second derivative is $1/t$.",
        cases=POSITIVE_NUMBERS,
    )


def as_squares() -> Proof:
    """Bring D(p || q) to a sum of squares with positive weights."""
    proof = as_f_divergence()
    proof.apply(general.lemmas, use(remainder_lemma(), {t: p[i] / q[i]}))
    return proof


@identity("gibbs-inequality-by-squares")
def gibbs_inequality_by_squares() -> Record:
    """Derive Gibbs' inequality from the sum of squares."""
    proof = as_squares()
    proof.apply(rules.non_negative, proof.expression)
    return proof.close(
        "gibbs-inequality-by-squares",
        "No divergence is negative: a second way",
        assumptions=(total_one(p), total_one(q)),
        references=(("csiszar1967", "sec. 1"), ("amari2016", "sec. 1.2.2")),
        lean=("InformationTheory.klFun_nonneg", "InformationTheory.klFun_eq_zero_iff"),
    )


@identity("equality-only-when-equal")
def equality_only_when_equal() -> Record:
    """Derive the form from which D = 0 only at p = q is read off."""
    return as_squares().close(
        "equality-only-when-equal",
        "The divergence vanishes only at p = q",
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.6.3"),),
        notes=(
            "Every term holds $(p_i/q_i - 1)^2$ times something positive, so the sum is zero if and only "
            "if $p_i = q_i$ "
            "for every $i$.",
        ),
        lean=("InformationTheory.klDiv_eq_zero_iff", "InformationTheory.klFun_eq_zero_iff"),
        related=("gibbs-inequality-by-squares",),
    )
