"""D(p || q) as a sum of squares: never negative, and zero only at p = q."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.sums import inside
from kldiv.distributions.finite import K, i, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.f_divergence_form import as_f_divergence
from kldiv.identities.gibbs_inequality import t, u, with_t
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

#: The convex function of the f-divergence form.
F = t * sp.log(t) - t + 1


def remainder_lemma() -> Lemma:
    """Derive t log t - t + 1 = (t - 1)**2 times an integral of something positive."""
    proof = Proof(F)
    proof.apply(
        further.REMAINDER,
        lambda f: (
            f.subs(t, 1)
            + sp.diff(f, t).subs(t, 1) * (t - 1)
            + (t - 1) ** 2 * sp.Integral((1 - u) * sp.diff(f, t, 2).subs(t, 1 + u * (t - 1)), (u, 0, 1))
        ),
    )
    return proof.lemma(
        "t-log-t-as-a-square",
        "A square inside t log t",
        "Taylor's formula at $t = 1$, where the function and its derivative vanish; its second derivative is $1/t$.",
    )


def as_squares() -> Proof:
    """Bring D(p || q) to a sum of squares with positive weights."""
    lemma = remainder_lemma()
    proof = as_f_divergence()
    ratio = p[i] / q[i]
    proof.apply(
        rules.LEMMAS,
        inside(lambda body: body.xreplace({F.subs(t, ratio): lemma.value.subs(t, ratio)})),
        lemmas=(lemma,),
    )
    return proof


@identity("gibbs-inequality-by-squares")
def gibbs_inequality_by_squares() -> Record:
    """Derive Gibbs' inequality from the sum of squares."""
    proof = as_squares()
    proof.compare(
        further.NON_NEGATIVE,
        ">=",
        lambda _: sp.Integer(0),
        hypothesis="squares times positive weights and integrals",
    )
    return proof.close(
        "gibbs-inequality-by-squares",
        "No divergence is negative: a second way",
        instances=[with_t(at, v) for at, v in zip(finite_instances("p", "q", size=K), (2, 5, 9), strict=True)],
        assumptions=(total_one(p), total_one(q)),
        references=(("csiszar1967", "pp. 299–318"), ("amari2016", "ch. 3")),
        lean=("InformationTheory.klFun_nonneg", "InformationTheory.klFun_eq_zero_iff"),
    )


@identity("equality-only-when-equal")
def equality_only_when_equal() -> Record:
    """Derive the form from which D = 0 only at p = q is read off."""
    return as_squares().close(
        "equality-only-when-equal",
        "The divergence vanishes only at p = q",
        instances=[with_t(at, v) for at, v in zip(finite_instances("p", "q", size=K), (2, 5, 9), strict=True)],
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.6.3"),),
        notes=(
            "Every term holds $(p_i/q_i - 1)^2$ times something positive, so the sum is zero if and only "
            "if $p_i = q_i$ "
            "for every $i$.",
        ),
        lean=("InformationTheory.klDiv_eq_zero_iff", "InformationTheory.klFun_eq_zero_iff"),
        uses=("gibbs-inequality-by-squares",),
    )
