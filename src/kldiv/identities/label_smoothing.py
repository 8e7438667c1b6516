"""Label smoothing is a pull towards the uniform distribution."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import distribute, split
from kldiv.distributions.finite import K, cross_entropy, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

e = sp.Symbol("epsilon", positive=True)


@identity("label-smoothing")
def label_smoothing() -> Record:
    """Derive the smoothed loss as a mixture of the plain loss and a divergence from the uniform distribution."""
    smoothed = (1 - e) * p[i] + e / K
    loss = Quantity(r"H(p_\varepsilon,\, q)", "H(p_eps, q)", -over_outcomes(smoothed * sp.log(q[i])))
    uniform = Quantity(r"D(u \,\|\, q)", "D(u || q)", over_outcomes(sp.log((1 / K) / q[i]) / K))
    proof = Proof(loss)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    plain = cross_entropy(p, q)
    proof.apply(rules.RECOGNISE, lambda w: fold(w, plain))
    missing = over_outcomes(sp.log(q[i]))
    proof.apply(
        rules.RECOGNISE,
        lambda w: sp.expand(w.xreplace({missing: -K * (uniform + sp.log(K))})),
    )
    shares = (Fraction(1, 10), Fraction(1, 3), Fraction(1, 2))
    return proof.close(
        "label-smoothing",
        "What label smoothing adds to the loss",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, e: share})
            for at, share in zip(finite_instances("p", "q", size=K), shares, strict=True)
        ],
        assumptions=(total_one(p), total_one(q), e < 1),
        references=(("szegedy2016", "sec. 7"), ("goodfellow2016", "sec. 7.5.1")),
        notes=(
            "$p_\\varepsilon = (1 - \\varepsilon) p + \\varepsilon u$ with $u_i = 1/K$. The last term is "
            "constant; the divergence "
            "runs from the uniform distribution, so it punishes every class that the model gives almost nothing.",
        ),
        uses=("cross-entropy-decomposition",),
    )
