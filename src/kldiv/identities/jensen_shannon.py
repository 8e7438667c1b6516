"""The Jensen-Shannon divergence: in entropies, and its bound."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import entropy, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules
from kldiv.values.drawing import draw_points
from kldiv.values.instances import Instance

#: The mixture in equal parts.
m = sp.IndexedBase("m", positive=True)
MIXTURE = sp.Eq(m[i], (p[i] + q[i]) / 2)


def divergence_of(bottom: object) -> Quantity:
    """The mean divergence of p and q from the mixture."""
    parts = [over_outcomes(distribution[i] * sp.log(distribution[i] / bottom)) / 2 for distribution in (p, q)]
    return Quantity(r"\operatorname{JS}(p, q)", "JS(p, q)", sp.Add(*parts))


@identity("jensen-shannon-entropies")
def jensen_shannon_entropies() -> Record:
    """Derive JS(p, q) = H(m) - (H(p) + H(q))/2."""
    proof = Proof(divergence_of(m[i]))
    proof.apply(rules.unfold)
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, entropy(p), entropy(q))
    mixed = -over_outcomes(m[i] * sp.log(m[i]))
    proof.apply(general.rewrite, mixed - entropy(p) / 2 - entropy(q) / 2, Assumed(MIXTURE))
    proof.apply(rules.recognise, entropy(m))
    return proof.close(
        "jensen-shannon-entropies",
        "The Jensen-Shannon divergence in entropies",
        assumptions=(MIXTURE,),
        references=(("lin1991", "sec. IV"), ("amari2016", "sec. 4.6.3")),
        notes=("It is the mutual information between the outcome and a fair coin that chose its distribution.",),
    )


#: Two positive numbers.
a, b = sp.symbols("a b", positive=True)


def log_at_most_two() -> Lemma:
    """Derive that a number is at most twice its mean with another one, in logarithms."""
    proof = Proof(sp.log(a / ((a + b) / 2)))
    rest = -sp.log(1 + b / a)
    proof.apply(general.rewrite, sp.log(2) + rest)
    proof.apply(rules.non_negative, rest)
    return proof.lemma(
        "at-most-twice-the-mean",
        "A positive number is at most twice its mean with another",
        "The logarithm of a number above 1 is not negative.",
        cases=tuple(Instance(dict(point)) for point in draw_points((a, b))),
    )


@identity("jensen-shannon-bound")
def jensen_shannon_bound() -> Record:
    """Derive JS(p, q) <= log 2."""
    proof = Proof(divergence_of((p[i] + q[i]) / 2))
    proof.apply(rules.unfold)
    at_most = log_at_most_two()
    proof.apply(general.bound, use(at_most, {a: p[i], b: q[i]}), use(at_most, {a: q[i], b: p[i]}))
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(p)), Assumed(total_one(q)))
    return proof.close(
        "jensen-shannon-bound",
        "The Jensen-Shannon divergence is at most log 2",
        assumptions=(total_one(p), total_one(q)),
        references=(("lin1991", "sec. IV"),),
        notes=(
            "That is one bit. With every $p_i$ and $q_i$ positive it is approached as $p$ and $q$ share less and less, "
            "and not reached; once zeros are allowed, it is reached if and only if they share no outcome.",
        ),
        related=("jensen-shannon-entropies",),
    )
