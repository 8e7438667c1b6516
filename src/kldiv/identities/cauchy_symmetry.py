"""Cauchy distributions: the divergence is symmetric, because it depends on an invariant of the pair."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import mpmath
import sympy as sp

from kldiv.identities import identity
from kldiv.identities.known_pairs import closed_form, named, stated
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.proof.chain import Use
from kldiv.proof.checks.agreement import ORACLE_DIGITS, compare
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules
from kldiv.values.at_instance import value_of
from kldiv.values.at_point import to_mpf

#: The two distributions: centres and half-widths.
m, n = sp.symbols("m n", real=True)
a, b = sp.symbols("a b", positive=True)
P, Q = (m, a), (n, b)

Parameters = tuple[sp.Expr, sp.Expr]


#: The divergence as a function of an invariant of the pair.
INVARIANT = sp.log(1 + ((m - n) ** 2 + (a - b) ** 2) / (4 * a * b))


def between(one: Parameters, other: Parameters) -> Use:
    """Cite the divergence between two Cauchy distributions."""
    return closed_form("cauchy", one, other)


def both_ways(derivation: Record) -> Check:
    """Quadrature of the densities, in both directions."""

    def sides() -> Iterator[tuple[mpmath.mpf, mpmath.mpf]]:
        for at in derivation.evidence_as(IdentityEvidence).instances:
            exact = {k: sp.Rational(Fraction(v)) for k, v in at.symbols.items()}
            one, other = ({"loc": exact[c], "scale": exact[w]} for c, w in (P, Q))
            for first, second in ((one, other), (other, one)):
                truth = divergence_by_quadrature("cauchy", first, "cauchy", second)
                yield value_of(derivation.left, at), to_mpf(truth.value)

    return compare("both directions", sides, ORACLE_DIGITS, "quadrature of D(p || q) and of D(q || p)")


@identity("cauchy-symmetry")
def cauchy_symmetry() -> Record:
    """Derive that the divergence between two Cauchy distributions is symmetric."""
    forth, back = between(P, Q), between(Q, P)
    proof = Proof(named(r"D(p \,\|\, q)", "D(p || q)", forth))
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, forth)
    proof.apply(general.rewrite, INVARIANT)
    proof.apply(general.rewrite, INVARIANT.xreplace({m: n, n: m, a: b, b: a}))
    proof.apply(general.rewrite, stated(back).right)
    proof.apply(general.lemmas_back, back)
    proof.apply(rules.unfold)
    proof.apply(rules.recognise, named(r"D(q \,\|\, p)", "D(q || p)", back))
    return proof.close(
        "cauchy-symmetry",
        "Between Cauchy distributions the divergence is symmetric",
        references=(("chyzak2019", "Theorem 1"), ("nielsen2022cauchy", "abstract")),
        notes=(
            "$p$ has centre $m$ and half-width $a$, $q$ has $n$ and $b$. The value depends on "
            "$((m-n)^2 + (a-b)^2)/(4ab)$ alone, which does not say which distribution comes first.",
        ),
        extra=(both_ways,),
        related=("cauchy-inversion",),
    )


@identity("cauchy-inversion")
def cauchy_inversion() -> Record:
    """Derive that the closed form does not change when both variables are replaced by -1/X."""

    def inverted(distribution: Parameters) -> Parameters:
        centre, width = distribution
        moved = sp.simplify(-1 / (centre + sp.I * width))
        parts = sp.re(sp.expand_complex(moved)), sp.im(sp.expand_complex(moved))
        return sp.simplify(parts[0]), sp.simplify(parts[1])

    moved, plain = between(inverted(P), inverted(Q)), between(P, Q)
    proof = Proof(named(r"D(p' \,\|\, q')", "D(p' || q')", moved))
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, moved)
    proof.apply(general.rewrite, INVARIANT)
    proof.apply(general.rewrite, stated(plain).right)
    proof.apply(general.lemmas_back, plain)
    proof.apply(rules.unfold)
    proof.apply(rules.recognise, named(r"D(p \,\|\, q)", "D(p || q)", plain))
    return proof.close(
        "cauchy-inversion",
        "Two Cauchy distributions keep their divergence when both are inverted",
        references=(("nielsen2022cauchy", "the maximal invariant"),),
        notes=(
            "If $X$ has the Cauchy distribution with $z = m + ia$, then $-1/X$ has the one with $-1/z$: its centre and "
            "half-width are $p'$. With shifts and scalings, under which the divergence does not change either, "
            "inversions move the points $z$ of the upper half-plane like the rigid motions of a plane; one of "
            "them, a half turn, exchanges the two distributions, so every quantity that it leaves alone is symmetric.",
        ),
        related=("cauchy-symmetry", "reparametrisation-invariance-intervals"),
    )
