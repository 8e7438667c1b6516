"""D(p || q) >= 0, from log t <= t - 1."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import divergence, i, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

t = sp.Symbol("t", positive=True)
u = sp.Symbol("u", positive=True)

#: Values of t at which statements about one positive number are tested.
POSITIVE_NUMBERS = tuple(Instance({t: v}) for v in (sp.Rational(1, 7), sp.Rational(9, 10), sp.Rational(11, 3)))


def log_below_tangent() -> Lemma:
    """Derive log t <= t - 1 from Taylor's formula."""
    proof = Proof(sp.log(t))
    proof.apply(calculus.taylor_on_unit, sp.log(t), t, sp.S.One, 2, u)
    remainder = next(term for term in proof.expression.args if term.has(sp.Integral))
    proof.apply(rules.non_negative, remainder)
    return proof.lemma(
        "log-below-tangent",
        "The logarithm lies below its tangent at 1",
        "Taylor's formula at $t = 1$: the remainder is never positive, and vanishes only at $t = 1$.",
        cases=POSITIVE_NUMBERS,
    )


@identity("gibbs-inequality")
def gibbs_inequality() -> Record:
    """Derive Gibbs' inequality for K outcomes."""
    proof = Proof(divergence(p, q))
    proof.apply(rules.unfold)
    proof.apply(rules.flip)
    proof.apply(general.bound, use(log_below_tangent(), {t: q[i] / p[i]}))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)), Assumed(total_one(q)))
    return proof.close(
        "gibbs-inequality",
        "No divergence is negative",
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.6.3"), ("mackay2003", "sec. 2.6")),
        notes=("Equality holds only if $q_i = p_i$ wherever $p_i > 0$, since $\\log t = t - 1$ only at $t = 1$.",),
        lean=(
            "InformationTheory.integral_llr_add_sub_measure_univ_nonneg",
            "InformationTheory.klDiv_eq_zero_iff",
        ),
    )
