"""KL is the limit of the Renyi divergence at order 1."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import fold
from kldiv.algebra.ratios import join_ratio
from kldiv.algebra.sums import inside, totals
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

alpha = sp.Symbol("alpha", positive=True)


@identity("renyi-limit")
def renyi_limit() -> Record:
    """Derive the limit by l'Hopital's rule."""
    above = sp.log(over_outcomes(p[i] ** alpha * q[i] ** (1 - alpha)))
    below = alpha - 1
    proof = Proof(sp.Limit(above / below, alpha, 1))
    proof.apply(
        further.LIMIT,
        lambda e: sp.Limit(sp.diff(above, alpha) / sp.diff(below, alpha), *e.args[1:3]),
        hypothesis="numerator and denominator both vanish at order 1 and are differentiable there",
    )
    proof.apply(
        further.SUBSTITUTE,
        lambda e: e.args[0].subs(alpha, 1),
        hypothesis="the quotient is continuous at order 1",
    )
    proof.apply(further.NORMALISED, totals(total_one(p)))
    proof.apply(
        rules.SIMPLIFY,
        inside(join_ratio(p[i], q[i])),
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, divergence(p, q)))
    return proof.close(
        "renyi-limit",
        "KL is the Rényi divergence of order 1",
        instances=finite_instances("p", "q", size=K),
        assumptions=(total_one(p), total_one(q)),
        references=(("vanerven2014", ""), ("gil2013", "sec. 1")),
    )
