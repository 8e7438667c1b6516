"""The Jensen-Shannon divergence: in entropies, and its bound."""

from __future__ import annotations

import dataclasses

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import distribute, inside, log_of_ratio, merge, split, totals
from kldiv.distributions.finite import K, entropy, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: The mixture in equal parts.
m = sp.IndexedBase("m", positive=True)
MIXTURE = sp.Eq(m[i], (p[i] + q[i]) / 2)


def with_mixture(at: Instance) -> Instance:
    """Add the mixture to an instance."""
    mixed = tuple((a + b) / 2 for a, b in zip(at.arrays["p"], at.arrays["q"], strict=True))
    return dataclasses.replace(at, arrays={**at.arrays, "m": mixed})


def divergence_of(bottom: object) -> Quantity:
    """The mean divergence of p and q from the mixture."""
    parts = [over_outcomes(distribution[i] * sp.log(distribution[i] / bottom)) / 2 for distribution in (p, q)]
    return Quantity(r"\operatorname{JS}(p, q)", "JS(p, q)", sp.Add(*parts))


@identity("jensen-shannon-entropies")
def jensen_shannon_entropies() -> Record:
    """Derive JS(p, q) = H(m) - (H(p) + H(q))/2."""
    proof = Proof(divergence_of(m[i]))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, inside(log_of_ratio))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules.RECOGNISE, lambda e: fold(e, entropy(p), entropy(q)))
    proof.apply(further.MERGE_SUM, merge)
    average = p[i] / 2 + q[i] / 2
    proof.apply(
        further.SUBSTITUTE,
        inside(lambda body: sp.collect(body, sp.log(m[i])).xreplace({-average: -m[i]})),
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(split(e), entropy(m)))
    return proof.close(
        "jensen-shannon-entropies",
        "The Jensen-Shannon divergence in entropies",
        instances=[with_mixture(at) for at in finite_instances("p", "q", size=K)],
        assumptions=(MIXTURE,),
        references=(("lin1991", ""), ("murphy2012", "sec. 2.8.2")),
        notes=("It is the mutual information between the outcome and a fair coin that chose its distribution.",),
    )


@identity("jensen-shannon-bound")
def jensen_shannon_bound() -> Record:
    """Derive JS(p, q) <= log 2."""
    proof = Proof(divergence_of((p[i] + q[i]) / 2))
    proof.apply(further.UNFOLD, unfold)
    proof.compare(
        further.TERMWISE,
        "<=",
        lambda e: e.replace(sp.log, lambda _: sp.log(2)),
        hypothesis="$p_i / (p_i + q_i) \\le 1$ and $q_i / (p_i + q_i) \\le 1$, so no logarithm exceeds $\\log 2$",
    )
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(p), total_one(q)))
    return proof.close(
        "jensen-shannon-bound",
        "The Jensen-Shannon divergence is at most log 2",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("lin1991", ""),),
        notes=("That is one bit; it is reached if and only if $p$ and $q$ share no outcome.",),
        uses=("jensen-shannon-entropies",),
    )
