"""Pinsker's inequality for K outcomes, from the one for two."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.gibbs_inequality import log_below_tangent, t
from kldiv.identities.pinsker_binary import a, b, pinsker_binary
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: The event on which p is at least q, as weights 1 and 0.
EVENT = sp.Piecewise((1, p[i] - q[i] >= 0), (0, True))
P = Quantity(r"p(\{p_i \ge q_i\})", "p(p_i >= q_i)", over_outcomes(p[i] * EVENT))
Q = Quantity(r"q(\{p_i \ge q_i\})", "q(p_i >= q_i)", over_outcomes(q[i] * EVENT))

#: Weights of the outcomes in a group, and what p and q give the group.
w = sp.IndexedBase("w", nonnegative=True)
A, B = sp.symbols("A B", positive=True)


def group_bound() -> Lemma:
    """Derive the log-sum inequality for a group of outcomes, of which p has A and q has B."""
    ours, theirs = sp.Eq(over_outcomes(w[i] * p[i]), A), sp.Eq(over_outcomes(w[i] * q[i]), B)
    ratio = A * q[i] / (B * p[i])
    proof = Proof(over_outcomes(w[i] * p[i] * sp.log(p[i] / q[i])))
    proof.apply(general.rewrite, A * sp.log(A / B) - over_outcomes(w[i] * p[i] * sp.log(ratio)), Assumed(ours))
    proof.apply(general.bound, use(log_below_tangent(), {t: ratio}))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(general.rewrite, A * sp.log(A / B), Assumed(ours), Assumed(theirs))
    return proof.close(
        "log-sum-for-a-group",
        "What a group of outcomes contributes to the divergence",
        assumptions=(ours, theirs),
    ).as_lemma()


@identity("pinsker-inequality")
def pinsker_inequality() -> Record:
    """Derive D(p || q) >= (sum |p_i - q_i|)**2 / 2."""
    distance = Quantity(r"\|p - q\|_1", "|p - q|", over_outcomes(sp.Abs(p[i] - q[i])))
    totals = Assumed(total_one(p)), Assumed(total_one(q))
    group = group_bound()
    proof = Proof(divergence(p, q))
    proof.apply(rules.unfold)
    term = p[i] * sp.log(p[i] / q[i])
    proof.apply(general.rewrite, over_outcomes(EVENT * term) + over_outcomes((1 - EVENT) * term))
    proof.apply(
        general.bound,
        use(group, {w: sp.Lambda(i, EVENT), A: P, B: Q}),
        use(group, {w: sp.Lambda(i, 1 - EVENT), A: 1 - P, B: 1 - Q}),
    )
    proof.apply(general.bound, use(pinsker_binary().as_lemma(), {a: P, b: Q}))
    proof.apply(rules.unfold)
    positive_part = over_outcomes((p[i] - q[i]) * EVENT)
    proof.apply(general.rewrite_part, P.definition - Q.definition, positive_part)
    half = over_outcomes((sp.Abs(p[i] - q[i]) + p[i] - q[i]) / 2)
    proof.apply(general.rewrite_part, positive_part, half)
    proof.apply(general.rewrite_part, half, over_outcomes(sp.Abs(p[i] - q[i])) / 2, *totals)
    proof.apply(rules.recognise, distance)
    return proof.close(
        "pinsker-inequality",
        "Pinsker's inequality",
        assumptions=(total_one(p), total_one(q), P > 0, P < 1, Q > 0, Q < 1),
        references=(("cover2006", "Lemma 11.6.1"), ("csiszar1967", "Theorem 4.1")),
        notes=(
            "$p(\\{p_i \\ge q_i\\})$ and $q(\\{p_i \\ge q_i\\})$ are what $p$ and $q$ give to the outcomes that $p$ "
            "gives at least as much as $q$. They lie between 0 and 1 unless $p = q$, and then both sides are 0.",
            "In bits the right side is divided by $\\log 2$. Half of $\\|p - q\\|_1$ is the total variation distance.",
        ),
        related=("data-processing",),
        version=2,
    )
