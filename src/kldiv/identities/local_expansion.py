"""Beyond the Fisher information: the next term, and how asymmetric the divergence is close by."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.identities import identity
from kldiv.identities.exponential_families import (
    FAMILY,
    FORTH,
    A,
    delta,
    divergence,
    family_divergence,
    instances,
    partition,
    theta,
)
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, general, parametric
from kldiv.proof.rules import identities as rules

#: A variable of integration between the two parameters.
s = sp.Symbol("s", real=True)

#: The other parameter.
end = theta + delta

BACK = (r"D(p_{\theta+\delta} \,\|\, p_\theta)", "D(p_theta+delta || p_theta)")
SOURCES = (("amari2016", "sec. 6.2"),)


@identity("exponential-family-expansion")
def expansion() -> Record:
    """Derive the divergence in an exponential family to the third order, with the remainder."""
    proof = Proof(divergence(theta, end, FORTH))
    proof.apply(general.lemmas, use(family_divergence().as_lemma()))
    proof.apply(calculus.taylor, A(end), end, theta, 4, s)
    return proof.close(
        "exponential-family-expansion",
        "The next term after the Fisher information",
        instances=instances(),
        fresh=instances(Fraction(1, 7)),
        assumptions=(partition(theta),),
        references=SOURCES,
        notes=(
            FAMILY,
            "$A''$ is the Fisher information and the variance of $T$, $A'''$ the third central moment of $T$.",
        ),
        related=("fisher-information-densities", "asymmetry-close-by"),
        version=2,
    )


@identity("asymmetry-close-by")
def asymmetry() -> Record:
    """Derive the difference between the two directions as one integral of the third derivative."""
    gap = family_divergence().as_lemma()
    proof = Proof(divergence(theta, end, FORTH) - divergence(end, theta, BACK))
    proof.apply(general.lemmas, use(gap))
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, use(gap, {theta: end, delta: -delta}))
    slope = sp.Subs(sp.Derivative(A(theta), theta), theta, end)
    proof.apply(calculus.taylor, A(end), end, theta, 3, s)
    proof.apply(calculus.taylor, slope, end, theta, 2, s)
    proof.apply(parametric.put_in_point)
    proof.apply(rules.distribute)
    proof.apply(rules.merge_sum)
    third = sp.Derivative(A(s), (s, 3))
    proof.apply(general.rewrite, sp.Integral((s - theta) * (s - theta - delta) * third, (s, theta, end)))
    return proof.close(
        "asymmetry-close-by",
        "Close by, the asymmetry of the divergence is of third order",
        instances=instances(),
        fresh=instances(Fraction(1, 7)),
        assumptions=(partition(theta), partition(end)),
        references=SOURCES,
        notes=(
            FAMILY,
            "The integral is about $-\\tfrac16 A'''(\\theta)\\,\\delta^3$: the two directions share the Fisher "
            "information, and differ by the skewness.",
        ),
        related=("exponential-family-expansion",),
        version=2,
    )
