"""Chernoff's exponent: how well two distributions can be told apart when both errors count."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from itertools import pairwise

import mpmath
import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import distribute, inside, merge, split, totals
from kldiv.distributions.finite import K, divergence, i, j, over_outcomes, p, q, r, total_one
from kldiv.identities import identity
from kldiv.identities.stein import COINS, LENGTHS, coin_sums, log_of
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: The place on the way from p to q.
s = sp.Symbol("s", positive=True)


def normaliser() -> sp.Expr:
    """Z(s), the sum of p^(1-s) q^s."""
    return sp.Sum(p[j] ** (1 - s) * q[j] ** s, (j, 1, K))


def tilt() -> sp.Expr:
    """The distribution on the way from p to q, at s."""
    return p[i] ** (1 - s) * q[i] ** s / normaliser()


def points(*distributions: str, seed: str = "finite") -> list[Instance]:
    """Distributions, and a place on the way."""
    places = (Fraction(1, 3), Fraction(1, 2), Fraction(4, 5))
    return [
        dataclasses.replace(at, symbols={**at.symbols, s: place})
        for at, place in zip(finite_instances(*distributions, size=K, seed=seed), places, strict=True)
    ]


@identity("chernoff-tilt")
def chernoff_tilt() -> Record:
    """Derive which distribution lies best between p and q, and what is left there."""
    start = (1 - s) * divergence(r, p) + s * divergence(r, q)
    gap = Quantity(r"D(r \,\|\, g_s)", "D(r || g_s)", over_outcomes(r[i] * sp.log(r[i] / tilt())))
    proof = Proof(start)
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.MERGE_SUM, merge)
    proof.apply(rules.LOG_RATIO, lambda e: over_outcomes(r[i] * (sp.log(r[i] / tilt()) - sp.log(normaliser()))))
    proof.apply(rules.DISTRIBUTE, distribute)
    proof.apply(rules.SPLIT_SUM, split)
    proof.apply(further.NORMALISED, totals(total_one(r)))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, gap))
    return proof.close(
        "chernoff-tilt",
        "The distribution that lies best between two distributions",
        instances=points("p", "q", "r"),
        fresh=points("p", "q", "r", seed="fresh"),
        assumptions=(total_one(p), total_one(q), total_one(r)),
        references=(("cover2006", "sec. 11.9"), ("vanerven2014", "")),
        notes=(
            "$g_s \\propto p^{1-s} q^s$, and the sum in the last term is its normaliser $Z(s)$. The weighted "
            "divergence from $r$ is least at $r = g_s$, where $-\\log Z(s)$ is left: $(1 - s)$ times the Rényi "
            "divergence of order $s$ of $q$ from $p$.",
        ),
        uses=("gibbs-inequality", "renyi-limit"),
    )


@identity("chernoff-balance")
def chernoff_balance() -> Record:
    """Derive the slope of -log Z(s): it vanishes where the tilted distribution is equally far from both."""
    proof = Proof(sp.Derivative(-sp.log(normaliser()), s))
    far, near = (
        Quantity(
            rf"D(g_s \,\|\, {distribution.label})",
            f"D(g_s || {distribution.label})",
            over_outcomes(tilt() * sp.log(tilt() / distribution[i])),
        )
        for distribution in (p, q)
    )
    proof.apply(further.DIFFERENTIATE, lambda e: e.doit())
    proof.apply(rules.SIMPLIFY, recognise_tilt)
    proof.apply(
        further.INSERT_RATIO,
        inside(lambda body: sp.Add(tilt() * sp.log(tilt() / q[i]), -tilt() * sp.log(tilt() / p[i]))),
    )
    proof.apply(rules.SPLIT_SUM, lambda e: sp.Add(*(over_outcomes(term) for term in e.function.args)))
    proof.apply(
        rules.RECOGNISE, lambda e: e.xreplace({over_outcomes(-far.definition.function): -far, near.definition: near})
    )
    return proof.close(
        "chernoff-balance",
        "Chernoff's exponent: the point halfway, in divergence",
        instances=points("p", "q"),
        fresh=points("p", "q", seed="fresh"),
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "sec. 11.9"),),
        notes=(
            "$g_s \\propto p^{1-s} q^s$, and $Z(s)$ is its normaliser. Since $-\\log Z$ is concave and zero at both "
            "ends, its greatest value, the Chernoff information, is reached at the $s$ where "
            "$D(g_s\\,\\|\\,p) = D(g_s\\,\\|\\,q)$, and by `chernoff-tilt` it is that common value.",
        ),
        uses=("chernoff-tilt",),
    )


def recognise_tilt(expression: sp.Expr) -> sp.Expr:
    """Write the derivative of -log Z as one sum over the tilted distribution."""
    bodies = [node.function for node in expression.atoms(sp.Sum) if node.has(sp.log)]
    (body,) = bodies
    weight = p[j] ** (1 - s) * q[j] ** s
    slope = sp.expand(sp.simplify(body / weight)).xreplace({j: i})
    return over_outcomes(-tilt() * slope)


def check_chernoff(_: Record) -> Check:
    """Exact binomial sums: the error of the best guess obeys the bound, and its exponent approaches it."""
    one, other = COINS

    def log_z(place: mpmath.mpf) -> mpmath.mpf:
        pairs = ((one, other), (1 - one, 1 - other))
        return mpmath.log(sum(mpmath.exp((1 - place) * log_of(a) + place * log_of(b)) for a, b in pairs))

    best = mpmath.findroot(lambda v: mpmath.diff(log_z, v), mpmath.mpf(1) / 2)
    information = -log_z(best)
    rates = [
        -log_of(sum((min(pair) for pair in coin_sums(count, one, other)), Fraction(0))) / count for count in LENGTHS
    ]
    gaps = [rate - information for rate in rates]
    held = all(gap > 0 for gap in gaps) and all(b < a / 2 for a, b in pairwise(gaps))
    words = ", ".join(mpmath.nstr(gap, 3) for gap in gaps)
    return Check("error exponent", bool(held), len(gaps), None, f"excess over C at {LENGTHS} tosses: {words} nats")


@identity("chernoff-bound")
def chernoff_bound() -> Record:
    """Derive that the overlap of two distributions is at most Z(s), for every s."""
    least = sp.Min(p[i], q[i])
    proof = Proof(over_outcomes(least))
    proof.apply(further.REWRITE, inside(lambda body: least ** (1 - s) * sp.Pow(least, s, evaluate=False)))
    proof.compare(
        further.TERMWISE,
        "<=",
        lambda e: over_outcomes(p[i] ** (1 - s) * q[i] ** s),
        hypothesis="$\\min(p_i, q_i) \\le p_i$ and $\\le q_i$, and $0 < s < 1$",
    )
    whole = Quantity("Z(s)", "Z(s)", over_outcomes(p[i] ** (1 - s) * q[i] ** s))
    proof.apply(rules.RECOGNISE, lambda e: fold(e, whole))
    return proof.close(
        "chernoff-bound",
        "Chernoff's bound: how fast the best guess stops erring",
        instances=points("p", "q"),
        fresh=points("p", "q", seed="fresh"),
        assumptions=(total_one(p), total_one(q), s < 1),
        references=(("cover2006", "sec. 11.9"),),
        notes=(
            "Half of the left side is the error of the best guess when $p$ and $q$ are equally likely beforehand. For "
            "$n$ independent outcomes the right side is $Z(s)^n$, so the error falls at least like "
            "$e^{-nC}$ with $C = \\max_s -\\log Z(s)$, the Chernoff information.",
        ),
        extra=(check_chernoff,),
        uses=("chernoff-tilt", "chernoff-balance"),
    )
