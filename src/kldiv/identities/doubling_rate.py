"""What a wrong belief costs a gambler, and a coder."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import join_ratio
from kldiv.algebra.sums import inside, log_of_ratio, merge
from kldiv.distributions.finite import K, cross_entropy, divergence, entropy, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

#: What a bet on outcome i pays for one unit.
o = sp.IndexedBase("o", positive=True)
ODDS = ((2, 3), (4, Fraction(5, 2), 3), (6, 7, Fraction(9, 2), 5, 3))


def growth(bets: sp.IndexedBase) -> Quantity:
    """The expected logarithm of the wealth factor when bets are placed in the proportions given."""
    return Quantity(f"W({bets.label})", f"W({bets.label})", over_outcomes(p[i] * sp.log(bets[i] * o[i])))


@identity("doubling-rate")
def doubling_rate() -> Record:
    """Derive W(p) - W(q) = D(p || q), whatever the odds."""
    proof = Proof(growth(p) - growth(q))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.LOG_RATIO, inside(log_of_ratio))
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(
        rules.SIMPLIFY,
        inside(join_ratio(p[i], q[i])),
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, q)))
    return proof.close(
        "doubling-rate",
        "What a wrong belief costs a gambler",
        instances=[
            dataclasses.replace(at, arrays={**at.arrays, "o": row})
            for at, row in zip(finite_instances("p", "q", size=K), ODDS, strict=True)
        ],
        references=(("cover2006", "sec. 6.1"),),
        notes=("In bits, $D(p\\,\\|\\,q)$ is the number of doublings lost on each race by betting $q$ and not $p$.",),
        uses=("gibbs-inequality",),
    )


@identity("code-length-excess")
def code_length_excess() -> Record:
    """Derive the extra length of a code made for q when p holds."""
    length = Quantity(r"\operatorname{E}_p[-\log_2 q]", "E_p[-log2 q]", -over_outcomes(p[i] * sp.log(q[i])) / sp.log(2))
    least = Quantity(r"\operatorname{E}_p[-\log_2 p]", "E_p[-log2 p]", -over_outcomes(p[i] * sp.log(p[i])) / sp.log(2))
    proof = Proof(length - least)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.RECOGNISE, lambda e: fold(e, cross_entropy(p, q), entropy(p)))
    proof.apply(further.UNFOLD, lambda e: merge(sp.expand(unfold(e) * sp.log(2))) / sp.log(2))
    proof.apply(
        rules.SIMPLIFY,
        inside(join_ratio(p[i], q[i])),
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, q)))
    return proof.close(
        "code-length-excess",
        "What a code for the wrong distribution costs, in bits",
        instances=finite_instances("p", "q", size=K),
        references=(("cover2006", "Theorem 5.4.3"), ("mackay2003", "ch. 5")),
        notes=("Lengths are ideal, $-\\log_2 q_i$, without rounding up. Dividing by $\\log 2$ turns nats into bits.",),
        uses=("cross-entropy-decomposition",),
    )
