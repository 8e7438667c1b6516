"""Maximum likelihood minimises the divergence from the empirical distribution."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import divergence, entropy, i, over_outcomes, p, q
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: The size of the sample, and how often each outcome occurred.
n = sp.Symbol("n", positive=True)
c = sp.IndexedBase("c", positive=True)


@identity("maximum-likelihood")
def maximum_likelihood() -> Record:
    """Derive the mean negative log-likelihood of a sample from its counts."""
    loss = Quantity(r"-\tfrac{1}{n} \log L(q)", "-log L(q)/n", -over_outcomes(c[i] * sp.log(q[i])) / n)
    counts = sp.Eq(c[i], n * p[i])
    proof = Proof(loss)
    proof.apply(rules.unfold)
    proof.apply(general.assumption, Assumed(counts))
    proof.apply(rules.split_sum)
    proof.apply(rules.insert_ratio, p, q)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.recognise, entropy(p), divergence(p, q))
    return proof.close(
        "maximum-likelihood",
        "Maximum likelihood is forward KL to the empirical distribution",
        assumptions=(counts,),
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
        related=("cross-entropy-decomposition",),
    )
