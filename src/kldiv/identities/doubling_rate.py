"""What a wrong belief costs a gambler, and a coder."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import cross_entropy, divergence, entropy, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.identities.cross_entropy_decomposition import cross_entropy_decomposition
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: What a bet on outcome i pays for one unit.
o = sp.IndexedBase("o", positive=True)


def growth(bets: sp.IndexedBase) -> Quantity:
    """The expected logarithm of the wealth factor when bets are placed in the proportions given."""
    return Quantity(f"W({bets.label})", f"W({bets.label})", over_outcomes(p[i] * sp.log(bets[i] * o[i])))


@identity("doubling-rate")
def doubling_rate() -> Record:
    """Derive W(p) - W(q) = D(p || q), whatever the odds."""
    proof = Proof(growth(p) - growth(q))
    proof.apply(rules.unfold)
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.merge_sum)
    proof.apply(general.rewrite, over_outcomes(p[i] * sp.log(p[i] / q[i])))
    proof.apply(rules.recognise, divergence(p, q))
    return proof.close(
        "doubling-rate",
        "What a wrong belief costs a gambler",
        references=(("cover2006", "sec. 6.1"),),
        notes=("In bits, $D(p\\,\\|\\,q)$ is the number of doublings lost on each race by betting $q$ and not $p$.",),
        related=("gibbs-inequality",),
    )


@identity("code-length-excess")
def code_length_excess() -> Record:
    """Derive the extra length of a code made for q when p holds."""
    length = Quantity(r"\operatorname{E}_p[-\log_2 q]", "E_p[-log2 q]", -over_outcomes(p[i] * sp.log(q[i])) / sp.log(2))
    least = Quantity(r"\operatorname{E}_p[-\log_2 p]", "E_p[-log2 p]", -over_outcomes(p[i] * sp.log(p[i])) / sp.log(2))
    proof = Proof(length - least)
    proof.apply(rules.unfold)
    proof.apply(rules.recognise, cross_entropy(p, q), entropy(p))
    proof.apply(general.lemmas, use(cross_entropy_decomposition().as_lemma()))
    proof.apply(general.rewrite, divergence(p, q) / sp.log(2))
    return proof.close(
        "code-length-excess",
        "What a code for the wrong distribution costs, in bits",
        references=(("cover2006", "Theorem 5.4.3"), ("mackay2003", "ch. 5")),
        notes=("Lengths are ideal, $-\\log_2 q_i$, without rounding up. Dividing by $\\log 2$ turns nats into bits.",),
    )
