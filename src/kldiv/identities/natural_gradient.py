"""The natural gradient: the steepest descent when steps are priced by the Fisher information."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, i, j
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: A factor of the Fisher information, F = L L^T; the gradient as L c; a step; the price of divergence.
L = sp.IndexedBase("L", real=True)
c = sp.IndexedBase("c", real=True)
d = sp.IndexedBase("d", real=True)
price = sp.Symbol("lambda", positive=True)

#: Entry i of L^T d: the step, measured along the columns of L.
ALONG = sp.Sum(L[j, i] * d[j], (j, 1, K))


@identity("natural-gradient")
def natural_gradient() -> Record:
    """Derive the least value of the penalised loss over all steps, and where it is reached."""
    penalised = sp.Sum(c[i] * ALONG + price * ALONG**2 / 2, (i, 1, K))
    name = Quantity(r"g^{\mathsf T} d + \tfrac{\lambda}{2} d^{\mathsf T} F d", "g.d + lambda/2 d.F d", penalised)
    norm = Quantity(r"g^{\mathsf T} F^{-1} g", "g.F^-1 g", sp.Sum(c[i] ** 2, (i, 1, K)))
    squares = price * sp.Sum((ALONG + c[i] / price) ** 2, (i, 1, K)) / 2
    proof = Proof(name)
    proof.apply(rules.unfold)
    proof.apply(general.rewrite, squares - norm.definition / (2 * price))
    proof.apply(rules.non_negative, squares)
    proof.apply(rules.recognise, norm)
    return proof.close(
        "natural-gradient",
        "The natural gradient is the steepest descent when steps are priced by the Fisher information",
        references=(("amari2016", "sec. 12.1.2"),),
        notes=(
            "$d$ is a small step in $K$ parameters, $g$ the gradient of a loss. $F = L L^{\\mathsf T}$ is the Fisher "
            "information, as Cholesky's factor gives it, so that $d^{\\mathsf T} F d$ is the sum of the squares of "
            "$L^{\\mathsf T} d$; and $c = L^{-1} g$, so that $g^{\\mathsf T} d = c^{\\mathsf T} L^{\\mathsf T} d$ and "
            "$g^{\\mathsf T} F^{-1} g$ is the sum of the squares of $c$.",
            "What the step costs in divergence is $\\tfrac12 d^{\\mathsf T} F d$ to second order "
            "(`fisher-information-matrix`), and $\\lambda$ is its price. The least value is reached where every square "
            "vanishes, $L^{\\mathsf T} d = -c/\\lambda$: at $d = -\\tfrac1\\lambda F^{-1} g$, the natural gradient.",
        ),
        related=("fisher-information-matrix", "fisher-information"),
        version=2,
    )
