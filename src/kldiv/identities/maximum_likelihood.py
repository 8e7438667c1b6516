"""Maximum likelihood minimises the divergence from the empirical distribution."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import insert_ratio
from kldiv.algebra.sums import distribute, inside, split
from kldiv.distributions.finite import K, divergence, entropy, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: The size of the sample, and how often each outcome occurred.
n = sp.Symbol("n", positive=True)
c = sp.IndexedBase("c", positive=True)


@identity("maximum-likelihood")
def maximum_likelihood() -> Record:
    """Derive the mean negative log-likelihood of a sample from its counts."""
    loss = Quantity(r"-\tfrac{1}{n} \log L(q)", "-log L(q)/n", -over_outcomes(c[i] * sp.log(q[i])) / n)
    proof = Proof(loss)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.SUBSTITUTE, lambda e: split(inside(lambda b: b.subs(c[i], n * p[i]))(e)))
    proof.apply(further.INSERT_RATIO, insert_ratio(p, q))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(rules.RECOGNISE, lambda e: fold(e, entropy(p), divergence(p, q)))
    instances = []
    for size, at in zip((10, 60, 1000), finite_instances("p", "q", size=K), strict=True):
        counts = tuple(Fraction(size) * v for v in at.arrays["p"])
        instances.append(Instance({**at.symbols, n: size}, {**at.arrays, "c": counts}))
    return proof.close(
        "maximum-likelihood",
        "Maximum likelihood is forward KL to the empirical distribution",
        instances=instances,
        assumptions=(sp.Eq(c[i], n * p[i]),),
        references=(
            ("goodfellow2016", "sec. 5.5"),
            ("bishop2006", "sec. 1.6.1"),
            ("murphy2022", "sec. 6.2"),
        ),
        notes=(
            "$p_i = c_i/n$ is the empirical distribution of $n$ observations. $H(p)$ does not depend on the model "
            "$q$, so the "
            "likelihood is largest where $D(p\\,\\|\\,q)$ is smallest.",
        ),
        uses=("cross-entropy-decomposition",),
    )
