"""A bound on the divergence between mixtures."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, M, i, j
from kldiv.identities import identity
from kldiv.identities.log_sum_inequality import a as above
from kldiv.identities.log_sum_inequality import b as below
from kldiv.identities.log_sum_inequality import log_sum_inequality
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

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
    proof.apply(rules.unfold)
    rows = sp.Eq(sp.Sum(a[j, i], (i, 1, K)), 1)
    top, bottom = w[j] * a[j, i], v[j] * b[j, i]
    proof.apply(general.rewrite, sp.Sum(top * sp.log(top / bottom), (j, 1, M), (i, 1, K)), Assumed(rows))
    over_components = {i: j, K: M, above: sp.Lambda(j, top), below: sp.Lambda(j, bottom)}
    proof.apply(general.bound, use(log_sum_inequality().as_lemma(), over_components))
    proof.apply(rules.recognise, mixed)
    return proof.close(
        "mixture-bound",
        "A bound on the divergence between mixtures",
        assumptions=(rows,),
        references=(("cover2006", "sec. 2.7"),),
        notes=(
            "It depends on how the components are paired; the best pairing gives the best bound. The "
            "divergence between "
            "mixtures itself has no closed form in general.",
        ),
    )


#: How the components are shared out between each other, and the number and index of those of the second mixture.
phi = sp.IndexedBase("phi", positive=True)
psi = sp.IndexedBase("psi", positive=True)
N = sp.Symbol("N", integer=True, positive=True)
k = sp.Symbol("k", integer=True, positive=True)


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
    facts = (
        sp.Eq(sp.Sum(a[j, i], (i, 1, K)), 1),
        sp.Eq(sp.Sum(phi[j, k], (k, 1, N)), w[j]),
        sp.Eq(sp.Sum(psi[j, k], (j, 1, M)), v[k]),
    )
    proof = Proof(first + second)
    proof.apply(rules.unfold)
    pairs = sp.Sum(top * sp.log(top / bottom), (k, 1, N), (j, 1, M), (i, 1, K))
    proof.apply(general.rewrite, pairs, *(Assumed(fact) for fact in facts))
    log_sum = log_sum_inequality().as_lemma()
    ours, theirs = (sp.Sum(part, (k, 1, N)) for part in (top, bottom))
    over_theirs = {i: k, j: k, K: N, above: sp.Lambda(k, top), below: sp.Lambda(k, bottom)}
    over_ours = {i: j, K: M, above: sp.Lambda(j, ours), below: sp.Lambda(j, theirs)}
    proof.apply(general.bound, use(log_sum, over_theirs))
    proof.apply(general.bound, use(log_sum, over_ours))
    proof.apply(general.rewrite, mixed.definition, *(Assumed(fact) for fact in facts))
    proof.apply(rules.recognise, mixed)
    return proof.close(
        "mixture-variational-bound",
        "The variational bound on the divergence between mixtures",
        assumptions=facts,
        references=(("hershey2007", "sec. 8"),),
        notes=(
            "$\\varphi_{jk}$ shares the weight of component $j$ of the first mixture out among the components of "
            "the second, $\\psi_{jk}$ the other way round. The best shares give the best bound; pairing the "
            "components one by one is a special case. What sampling says must lie below it.",
        ),
        related=("mixture-bound",),
    )
