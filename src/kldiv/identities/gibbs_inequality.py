"""D(p || q) >= 0, from log t <= t - 1."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import unfold
from kldiv.algebra.ratios import flip_logs
from kldiv.algebra.sums import distribute, split, totals
from kldiv.distributions.finite import K, divergence, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities
from kldiv.values.instances import Instance, finite_instances

t = sp.Symbol("t", positive=True)
u = sp.Symbol("u", positive=True)

#: Values of t at which statements about one positive number are tested.
POSITIVE_NUMBERS = tuple(Instance({t: v}) for v in (sp.Rational(1, 7), sp.Rational(9, 10), sp.Rational(11, 3)))


def tangent_lemma() -> Lemma:
    """Derive t - 1 - log t as an integral of something never negative."""
    gap = t - 1 - sp.log(t)
    proof = Proof(gap)
    proof.apply(
        rules_identities.REMAINDER,
        lambda g: (
            g.subs(t, 1)
            + sp.diff(g, t).subs(t, 1) * (t - 1)
            + (t - 1) ** 2 * sp.Integral((1 - u) * sp.diff(g, t, 2).subs(t, 1 + u * (t - 1)), (u, 0, 1))
        ),
    )
    return proof.lemma(
        "log-below-tangent",
        "The logarithm lies below its tangent at 1",
        "Taylor's formula at $t = 1$: the integrand is never negative, and the integral vanishes only at $t = 1$.",
    )


@identity("gibbs-inequality")
def gibbs_inequality() -> Record:
    """Derive Gibbs' inequality for K outcomes."""
    proof = Proof(divergence(p, q))
    proof.apply(rules_identities.UNFOLD, unfold)
    proof.apply(rules_identities.FLIP, flip_logs)
    proof.compare(
        rules_identities.TERMWISE,
        ">=",
        lambda e: e.replace(sp.log, lambda ratio: ratio - 1),
        hypothesis="$\\log t \\le t - 1$ in every term, with $t = q_i/p_i$ and a weight that is negative",
        lemmas=(tangent_lemma(),),
    )
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules_identities.NORMALISED, totals(total_one(p), total_one(q)))
    return proof.close(
        "gibbs-inequality",
        "No divergence is negative",
        instances=[with_t(at, v) for at, v in zip(finite_instances("p", "q", size=K), (2, 5, 9), strict=True)],
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Theorem 2.6.3"), ("mackay2003", "sec. 2.6")),
        notes=("Equality holds only if $q_i = p_i$ wherever $p_i > 0$, since $\\log t = t - 1$ only at $t = 1$.",),
        lean=(
            "InformationTheory.integral_llr_add_sub_measure_univ_nonneg",
            "InformationTheory.klDiv_eq_zero_iff",
        ),
    )


def with_t(at: Instance, value: int) -> Instance:
    """Add a value of t to an instance, a quarter of the number given."""
    return Instance({**at.symbols, t: sp.Rational(value, 4)}, at.arrays)
