"""Label smoothing is a pull towards the uniform distribution."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, cross_entropy, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

e = sp.Symbol("epsilon", positive=True)


@identity("label-smoothing")
def label_smoothing() -> Record:
    """Derive the smoothed loss as a mixture of the plain loss and a divergence from the uniform distribution."""
    smoothed = (1 - e) * p[i] + e / K
    loss = Quantity(r"H(p_\varepsilon,\, q)", "H(p_eps, q)", -over_outcomes(smoothed * sp.log(q[i])))
    uniform = Quantity(r"D(u \,\|\, q)", "D(u || q)", sp.expand(over_outcomes(sp.log((1 / K) / q[i]) / K)))
    proof = Proof(loss)
    proof.apply(rules.unfold)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    plain = cross_entropy(p, q)
    proof.apply(rules.recognise, plain)
    proof.apply(general.rewrite, plain - e * plain + e * uniform + e * sp.log(K))
    return proof.close(
        "label-smoothing",
        "What label smoothing adds to the loss",
        assumptions=(total_one(p), total_one(q), e < 1),
        references=(("szegedy2016", "sec. 7"), ("goodfellow2016", "sec. 7.5.1")),
        notes=(
            "$p_\\varepsilon = (1 - \\varepsilon) p + \\varepsilon u$ with $u_i = 1/K$. The term "
            "$\\varepsilon \\log K$ is constant; the divergence runs from the uniform distribution, so it punishes "
            "every class that the model gives almost nothing.",
        ),
        related=("cross-entropy-decomposition",),
    )
