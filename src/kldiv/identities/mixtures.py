"""A bound on the divergence between mixtures."""

from __future__ import annotations

import random

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.ratios import exchange, flatten, join_ratio, log_sum_bound
from kldiv.algebra.sums import inside, log_of_ratio, merge
from kldiv.distributions.finite import K, M, i, j
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, random_distribution, random_rows, table_instances

#: Weights of the M components, and the components themselves, one in each row.
w = sp.IndexedBase("w", positive=True)
v = sp.IndexedBase("v", positive=True)
a = sp.IndexedBase("a", positive=True)
b = sp.IndexedBase("b", positive=True)


@identity("mixture-bound")
def mixture_bound() -> Record:
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


#: How the components are shared out between each other, and the number and index of those of the second mixture.
phi = sp.IndexedBase("phi", positive=True)
psi = sp.IndexedBase("psi", positive=True)
N = sp.Symbol("N", integer=True, positive=True)
k = sp.Symbol("k", integer=True, positive=True)


def shared_instances(seed: str) -> list[Instance]:
    """Mixtures of different sizes, and how their weights are shared out."""
    made = []
    for size, ours, theirs in ((2, 2, 3), (3, 3, 2), (3, 1, 2)):
        rng = random.Random(f"{seed} {size} {ours}")
        one, other = random_distribution(rng, ours * theirs), random_distribution(rng, ours * theirs)
        first, second = (
            tuple(distribution[r * theirs : (r + 1) * theirs] for r in range(ours)) for distribution in (one, other)
        )
        arrays = {
            "phi": first,
            "psi": second,
            "w": tuple(sum(row) for row in first),
            "v": tuple(sum(column) for column in zip(*second, strict=True)),
            "a": random_rows(rng, ours, size),
            "b": random_rows(rng, theirs, size),
        }
        made.append(Instance({K: size, M: ours, N: theirs}, arrays))
    return made


@identity("mixture-variational-bound")
def mixture_variational_bound() -> Record:
    """Derive the bound in which every component is compared with every other, in shares that can be chosen."""
    shares = sp.Sum(phi[j, k] * sp.log(phi[j, k] / psi[j, k]), (k, 1, N), (j, 1, M))
    within = sp.Sum(a[j, i] * sp.log(a[j, i] / b[k, i]), (i, 1, K))
    parts = sp.Sum(phi[j, k] * within, (k, 1, N), (j, 1, M))
    one, other = sp.Sum(w[j] * a[j, i], (j, 1, M)), sp.Sum(v[k] * b[k, i], (k, 1, N))
    mixed = Quantity(
        r"D(\textstyle\sum_j w_j a_j \,\|\, \sum_k v_k b_k)",
        "D(sum w_j a_j || sum v_k b_k)",
        sp.Sum(one * sp.log(one / other), (i, 1, K)),
    )
    first = Quantity(r"D(\varphi \,\|\, \psi)", "D(phi || psi)", shares)
    second = Quantity(r"\sum_{j,k} \varphi_{jk} D(a_j \,\|\, b_k)", "sum phi_jk D(a_j || b_k)", parts)
    top, bottom = phi[j, k] * a[j, i], psi[j, k] * b[k, i]
    limits = ((i, 1, K), (k, 1, N), (j, 1, M))
    proof = Proof(first + second)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.NORMALISED, lambda e: e.xreplace({shares: sp.Sum(a[j, i] * shares.function, *limits)}))
    flat = sp.Sum(phi[j, k] * within.function, *limits)
    proof.apply(further.MERGE_SUM, lambda e: merge(e.xreplace({parts: flat})))
    proof.apply(rules.LOG_RATIO, lambda e: inside(join_ratio(top, bottom))(inside(log_of_ratio)(e)))
    proof.apply(further.SYMMETRISE, lambda e: sp.Sum(e.function, *limits[1:], limits[0]))
    proof.compare(
        further.LOG_SUM,
        ">=",
        lambda e: sp.Sum(log_sum_bound(sp.Sum(e.function, *e.limits[:2])), e.limits[2]),
        hypothesis="the log-sum inequality over all pairs $j, k$, at each outcome $i$",
    )
    above, below = (sp.Sum(part, *limits[1:]) for part in (top, bottom))
    proof.apply(further.NORMALISED, lambda e: e.xreplace({above: one, below: other}))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, mixed))
    return proof.close(
        "mixture-variational-bound",
        "The variational bound on the divergence between mixtures",
        instances=shared_instances("shares"),
        fresh=shared_instances("other shares"),
        assumptions=(
            sp.Eq(sp.Sum(a[j, i], (i, 1, K)), 1),
            sp.Eq(sp.Sum(phi[j, k], (k, 1, N)), w[j]),
            sp.Eq(sp.Sum(psi[j, k], (j, 1, M)), v[k]),
        ),
        references=(("hershey2007", ""),),
        notes=(
            "$\\varphi_{jk}$ shares the weight of component $j$ of the first mixture out among the components of "
            "the second, $\\psi_{jk}$ the other way round. The best shares give the best bound; pairing the "
            "components one by one is a special case. What sampling says must lie below it.",
        ),
        uses=("log-sum-inequality", "mixture-bound"),
    )
