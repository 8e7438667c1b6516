"""A bound on the divergence between mixtures."""

from __future__ import annotations

import sympy as sp

from kldiv import rules
from kldiv import rules_identities as further
from kldiv.derivation import Derivation
from kldiv.identities import identity
from kldiv.identities.finite import K, M, i, j
from kldiv.identities.instances import table_instances
from kldiv.identities.proof import Proof
from kldiv.identities.quantities import Quantity, fold, unfold
from kldiv.identities.rewriting import exchange, flatten, join_ratio, log_sum_bound
from kldiv.identities.sums import inside, log_of_ratio, merge

#: Weights of the M components, and the components themselves, one in each row.
w = sp.IndexedBase("w", positive=True)
v = sp.IndexedBase("v", positive=True)
a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)


@identity("mixture-bound")
def mixture_bound() -> Derivation:
    """Derive that pairing the components bounds the divergence between mixtures."""
    weights = sp.Sum(w[j] * sp.log(w[j] / v[j]), (j, 1, M))
    parts = sp.Sum(w[j] * sp.Sum(a[j, i] * sp.log(a[j, i] / b[j, i]), (i, 1, K)), (j, 1, M))
    one, other = sp.Sum(w[j] * a[j, i], (j, 1, M)), sp.Sum(v[j] * b[j, i], (j, 1, M))
    first = Quantity(r"D(w \,\|\, v)", "D(w || v)", weights)
    second = Quantity(r"\sum_j w_j D(a_j \,\|\, b_j)", "sum w_j D(a_j || b_j)", parts)
    mixed = Quantity(
        r"D(\textstyle\sum_j w_j a_j \,\|\, \sum_j v_j b_j)",
        "D(sum w_j a_j || sum v_j b_j)",
        sp.Sum(one * sp.log(one / other), (i, 1, K)),
    )
    proof = Proof(first + second)
    proof.apply(further.UNFOLD, unfold)
    spread = sp.Sum(a[j, i] * weights.function, (i, 1, K), (j, 1, M))
    proof.apply(further.NORMALISED, lambda e: e.xreplace({weights: spread}))
    proof.apply(further.MERGE_SUM, lambda e: merge(flatten(e)))
    top, bottom = w[j] * a[j, i], v[j] * b[j, i]
    proof.apply(rules.LOG_RATIO, lambda e: inside(join_ratio(top, bottom))(inside(log_of_ratio)(e)))
    proof.apply(further.SYMMETRISE, exchange)
    proof.compare(
        further.LOG_SUM,
        ">=",
        lambda e: sp.Sum(log_sum_bound(sp.Sum(e.function, e.limits[0])), e.limits[1]),
        hypothesis="the log-sum inequality at each outcome $i$",
    )
    proof.apply(rules.RECOGNISE, lambda e: fold(e, mixed))
    rows = sp.Eq(sp.Sum(a[j, i], (i, 1, K)), 1)
    return proof.close(
        "mixture-bound",
        "A bound on the divergence between mixtures",
        instances=table_instances(("w", "v"), (), ("a", "b"), M, K),
        assumptions=(rows,),
        references=(("cover2006", "sec. 2.7"),),
        notes=(
            "It depends on how the components are paired; the best pairing gives the best bound. The "
            "divergence between "
            "mixtures itself has no closed form in general.",
        ),
        uses=("log-sum-inequality",),
    )
