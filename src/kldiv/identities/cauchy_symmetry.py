"""Cauchy distributions: the divergence is symmetric, because it depends on an invariant of the pair."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import mpmath
import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.deriving.derive import derive
from kldiv.identities import identity
from kldiv.identities.between_normals import equal_or_refuse
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.proof.checks.agreement import ORACLE_DIGITS, compare
from kldiv.proof.evidence import IdentityEvidence
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.at_instance import value_of
from kldiv.values.at_point import to_mpf
from kldiv.values.instances import Instance

#: The two distributions: centres and half-widths.
m, n = sp.symbols("m n", real=True)
a, b = sp.symbols("a b", positive=True)
P, Q = (m, a), (n, b)

Parameters = tuple[sp.Expr, sp.Expr]


def value(one: Parameters, other: Parameters) -> sp.Expr:
    """The closed form of the catalogue."""
    pair = derive("cauchy", "cauchy")
    symbols = tuple(s for distribution in pair.distributions for s in distribution.parameters.values())
    found: sp.Expr = pair.result.xreplace(dict(zip(symbols, (*one, *other), strict=True)))
    return found


def named(tex: str, text: str, one: Parameters, other: Parameters) -> Quantity:
    """A divergence by name."""
    return Quantity(tex, text, value(one, other))


def through_invariant(expression: sp.Expr) -> sp.Expr:
    """Write the divergence as log(1 + c), with c factorised."""
    ratio = sp.exp(sp.logcombine(expression, force=True))
    excess = sp.cancel(sp.simplify(ratio) - 1)
    top, bottom = sp.fraction(excess)
    scale, squares = top.as_content_primitive()
    tidy = sum(sp.factor(part) for part in in_squares(sp.expand(squares)))
    return sp.log(1 + scale * tidy / bottom)


def in_squares(polynomial: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Part what depends on the centres from what depends on the widths."""
    of_widths, of_centres = polynomial.as_independent(m, n)
    return of_centres, of_widths


def instances() -> list[Instance]:
    """Centres and widths of both distributions."""
    rows = ((0, 1, 1, 2), (Fraction(-1, 2), 3, Fraction(3, 2), Fraction(1, 3)), (2, Fraction(1, 3), 1, Fraction(5, 4)))
    return [Instance(dict(zip((m, n, a, b), row, strict=True))) for row in rows]


FRESH = (Instance({m: Fraction(1, 5), n: 4, a: 3, b: Fraction(1, 2)}),)


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
    proof = Proof(named(r"D(p \,\|\, q)", "D(p || q)", P, Q))
    back = named(r"D(q \,\|\, p)", "D(q || p)", Q, P)
    proof.apply(further.KNOWN_DIVERGENCE, unfold)
    proof.apply(rules.SIMPLIFY, through_invariant)
    proof.apply(further.EXCHANGE_DISTRIBUTIONS, lambda e: e.xreplace({m: n, n: m, a: b, b: a}))
    proof.apply(rules.RECOGNISE, lambda e: equal_or_refuse(e, through_invariant(back.definition), back))
    return proof.close(
        "cauchy-symmetry",
        "Between Cauchy distributions the divergence is symmetric",
        instances=instances(),
        fresh=FRESH,
        references=(("chyzak2019", ""), ("nielsen2022cauchy", "")),
        notes=(
            "$p$ has centre $m$ and half-width $a$, $q$ has $n$ and $b$. The value depends on "
            "$((m-n)^2 + (a-b)^2)/(4ab)$ alone, which does not say which distribution comes first.",
        ),
        extra=(both_ways,),
        uses=("cauchy-cauchy", "cauchy-inversion"),
    )


@identity("cauchy-inversion")
def cauchy_inversion() -> Record:
    """Derive that the closed form does not change when both variables are replaced by -1/X."""

    def inverted(distribution: Parameters) -> Parameters:
        centre, width = distribution
        moved = sp.simplify(-1 / (centre + sp.I * width))
        parts = sp.re(sp.expand_complex(moved)), sp.im(sp.expand_complex(moved))
        return sp.simplify(parts[0]), sp.simplify(parts[1])

    proof = Proof(named(r"D(p' \,\|\, q')", "D(p' || q')", inverted(P), inverted(Q)))
    plain = named(r"D(p \,\|\, q)", "D(p || q)", P, Q)
    proof.apply(further.KNOWN_DIVERGENCE, unfold)
    proof.apply(rules.SIMPLIFY, through_invariant)
    proof.apply(rules.RECOGNISE, lambda e: equal_or_refuse(e, through_invariant(plain.definition), plain))
    return proof.close(
        "cauchy-inversion",
        "Why it is symmetric: what two Cauchy distributions keep under inversion",
        instances=instances(),
        fresh=FRESH,
        references=(("nielsen2022cauchy", ""),),
        notes=(
            "If $X$ has the Cauchy distribution with $z = m + ia$, then $-1/X$ has the one with $-1/z$: its centre and "
            "half-width are $p'$. With shifts and scalings, under which the divergence does not change either, "
            "inversions move the points $z$ of the upper half-plane like the rigid motions of a plane; one of "
            "them, a half turn, exchanges the two distributions, so every quantity that it leaves alone is symmetric.",
        ),
        uses=("cauchy-cauchy", "reparametrisation-invariance"),
    )
