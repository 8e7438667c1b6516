"""Pinsker's inequality for two outcomes, in full."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.identities import identity
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

a, b, u = sp.symbols("a b u", positive=True)
t = sp.Symbol("t", real=True)

#: A point on the way from b to a, and what is missing there from 1.
POINT = u * a + (1 - u) * b
REST = u * (1 - a) + (1 - u) * (1 - b)


def two_outcomes() -> Quantity:
    """The divergence between the distributions (a, 1 - a) and (b, 1 - b)."""
    whole = a * sp.log(a / b) + (1 - a) * sp.log((1 - a) / (1 - b))
    return Quantity(r"d(a \,\|\, b)", "d(a || b)", whole)


def variance_lemma() -> Lemma:
    """Derive that 1/t + 1/(1 - t) is 4 and a square over something positive."""
    proof = Proof(1 / t - 1 / (t - 1))
    proof.apply(general.rewrite, 4 + (2 * t - 1) ** 2 / (t * (1 - t)))
    return proof.lemma(
        "four-below-inverse-variance",
        "The variance of a coin is at most a quarter",
        "Over a common denominator the numerator is the square $(2t - 1)^2$, and $0 < t < 1$.",
        cases=tuple(Instance({t: v}) for v in (sp.Rational(3, 10), sp.Rational(4, 5), sp.Rational(1, 9))),
    )


def weight_lemma() -> Lemma:
    """Derive that the weight of Taylor's remainder has the integral 1/2."""
    proof = Proof(sp.Integral(1 - u, (u, 0, 1)))
    proof.apply(rules.integrate)
    return proof.lemma(
        "weight-of-the-remainder",
        "The weight of the remainder of the second order",
        "An elementary integral.",
        cases=(Instance(),),
    )


@identity("pinsker-binary")
def pinsker_binary() -> Record:
    """Derive d(a || b) >= 2 (a - b)**2."""
    way = (a - b) ** 2
    weight = sp.Integral(1 - u, (u, 0, 1))
    excess = sp.Integral((1 - u) * (2 * POINT - 1) ** 2 / (POINT * REST), (u, 0, 1))
    proof = Proof(two_outcomes())
    proof.apply(rules.unfold)
    proof.apply(calculus.taylor_on_unit, proof.expression, a, b, 2, u)
    proof.apply(general.lemmas, use(variance_lemma(), {t: b + u * (a - b)}))
    proof.apply(general.rewrite, 4 * way * weight + way * excess)
    proof.apply(general.lemmas, use(weight_lemma()))
    proof.apply(rules.non_negative, way * excess, Assumed(a < 1), Assumed(b < 1))
    return proof.close(
        "pinsker-binary",
        "Pinsker's inequality for two outcomes",
        assumptions=(a < 1, b < 1),
        references=(("cover2006", "Lemma 11.6.1"), ("csiszar1967", "Theorem 4.1")),
        notes=("The constant 2 is the best: at $b = 1/2$ the quotient of both sides tends to 1 as $a \\to 1/2$.",),
    )
