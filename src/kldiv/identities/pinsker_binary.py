"""Pinsker's inequality for two outcomes, in full."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Lemma, Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance

a, b, t = sp.symbols("a b t", positive=True)


def two_outcomes() -> Quantity:
    """The divergence between the distributions (a, 1 - a) and (b, 1 - b)."""
    whole = a * sp.log(a / b) + (1 - a) * sp.log((1 - a) / (1 - b))
    return Quantity(r"d(a \,\|\, b)", "d(a || b)", whole)


def variance_lemma() -> Lemma:
    """Derive 1/(t(1 - t)) - 4 as a square over something positive."""
    proof = Proof(1 / (t * (1 - t)) - 4)
    proof.apply(rules.SIMPLIFY, lambda e: sp.factor(sp.together(e)))
    return proof.lemma(
        "four-below-inverse-variance",
        "The variance of a coin is at most a quarter",
        "Over a common denominator the numerator is the square $(2t - 1)^2$, and $0 < t < 1$.",
    )


@identity("pinsker-binary")
def pinsker_binary() -> Record:
    """Derive d(a || b) >= 2 (a - b)**2."""
    proof = Proof(two_outcomes())
    proof.apply(further.UNFOLD, unfold)
    proof.apply(
        further.FUNDAMENTAL,
        lambda e: sp.Integral(sp.factor(-sp.diff(e, b).subs(b, t)), (t, b, a)),
        hypothesis="both sides vanish at $b = a$ and have the same derivative in $b$",
    )
    proof.compare(
        further.TERMWISE,
        ">=",
        lambda e: sp.Integral(4 * sp.cancel(e.function * t * (1 - t)), *e.limits),
        hypothesis="$1/(t(1 - t)) \\ge 4$, and $(a - t)\\,\\mathrm{d}t$ is never negative on the way from $b$ to $a$",
        lemmas=(variance_lemma(),),
    )
    proof.apply(further.INTEGRATE, lambda e: sp.factor(e.doit()))
    points = ((1, 7, 3), (9, 2, 4), (5, 6, 1), (3, 11, 9))
    return proof.close(
        "pinsker-binary",
        "Pinsker's inequality for two outcomes",
        instances=[Instance({a: Fraction(x, 12), b: Fraction(y, 12), t: Fraction(z, 10)}) for x, y, z in points],
        fresh=[Instance({a: Fraction(2, 9), b: Fraction(5, 7), t: Fraction(1, 5)})],
        assumptions=(a < 1, b < 1),
        references=(("cover2006", "Lemma 11.6.1"), ("csiszar1967", "")),
        notes=("The constant 2 is the best: at $b = 1/2$ the quotient of both sides tends to 1 as $a \\to 1/2$.",),
    )
