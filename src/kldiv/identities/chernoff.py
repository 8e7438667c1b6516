"""Chernoff's exponent: how well two distributions can be told apart when both errors count."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, divergence, i, j, over_outcomes, p, q, r, total_one
from kldiv.identities import identity
from kldiv.identities.stein import COINS, LENGTHS, coin_sums, log_of
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules
from kldiv.values.drawing import draw_points
from kldiv.values.instances import Instance

#: The place on the way from p to q.
s = sp.Symbol("s", positive=True)


def normaliser() -> sp.Expr:
    """Z(s), the sum of p^(1-s) q^s."""
    return sp.Sum(p[j] ** (1 - s) * q[j] ** s, (j, 1, K))


def tilt() -> sp.Expr:
    """The distribution on the way from p to q, at s."""
    return p[i] ** (1 - s) * q[i] ** s / normaliser()


@identity("chernoff-tilt")
def chernoff_tilt() -> Record:
    """Derive which distribution lies best between p and q, and what is left there."""
    start = (1 - s) * divergence(r, p) + s * divergence(r, q)
    gap = Quantity(r"D(r \,\|\, g_s)", "D(r || g_s)", over_outcomes(r[i] * sp.log(r[i] / tilt())))
    proof = Proof(start)
    proof.apply(rules.unfold)
    proof.apply(rules.merge_sum)
    proof.apply(general.rewrite, over_outcomes(r[i] * (sp.log(r[i] / tilt()) - sp.log(normaliser()))))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(total_one(r)))
    proof.apply(rules.recognise, gap)
    return proof.close(
        "chernoff-tilt",
        "The distribution that lies best between two distributions",
        assumptions=(total_one(p), total_one(q), total_one(r)),
        references=(("cover2006", "sec. 11.9"), ("vanerven2014", "Theorem 30")),
        notes=(
            "$g_s \\propto p^{1-s} q^s$, and the sum in the logarithm is its normaliser $Z(s)$. The weighted "
            "divergence from $r$ is least at $r = g_s$, where $-\\log Z(s)$ is left: $(1 - s)$ times the Rényi "
            "divergence of order $s$ from $q$ to $p$.",
        ),
        related=("gibbs-inequality", "renyi-limit"),
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
    proof.apply(rules.differentiate)
    proof.apply(general.rewrite, near.definition - far.definition)
    proof.apply(rules.recognise, near, far)
    return proof.close(
        "chernoff-balance",
        "Chernoff's exponent: the point halfway, in divergence",
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "sec. 11.9"),),
        notes=(
            "$g_s \\propto p^{1-s} q^s$, and $Z(s)$ is its normaliser. The slope vanishes at the $s$ "
            "where $D(g_s\\,\\|\\,p) = D(g_s\\,\\|\\,q)$, and there, by `chernoff-tilt`, $-\\log Z$ is that common "
            "value. Why it is the greatest: at every $s$, with $r = g_t$, `chernoff-tilt` gives "
            "$-\\log Z(s) \\le (1 - s) D(g_t\\,\\|\\,p) + s D(g_t\\,\\|\\,q)$, which for the balanced $t$ is the "
            "common value. It is called the Chernoff information.",
        ),
        related=("chernoff-tilt", "gibbs-inequality"),
    )


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


#: Two positive numbers.
a, b = sp.symbols("a b", positive=True)


def least_share() -> Lemma:
    """Derive that the smaller of two numbers is at most the first of them."""
    proof = Proof(sp.Min(a, b) / a)
    excess = -sp.Max(a - b, 0) / a
    proof.apply(general.rewrite, 1 + excess)
    proof.apply(rules.non_negative, excess)
    return proof.lemma(
        "least-at-most-each",
        "The smaller of two numbers is at most each of them",
        "What a number exceeds the smaller one by is not negative.",
        cases=tuple(Instance(dict(point)) for point in draw_points((a, b))),
    )


@identity("chernoff-bound")
def chernoff_bound() -> Record:
    """Derive that the overlap of two distributions is at most Z(s), for every s."""
    least = sp.Min(p[i], q[i])
    proof = Proof(over_outcomes(least))
    between = p[i] ** (1 - s) * q[i] ** s
    shares = (least / p[i]) ** (1 - s) * (least / q[i]) ** s
    proof.apply(general.rewrite, over_outcomes(between * shares))
    at_most = least_share()
    shares_at_most_one = use(at_most, {a: p[i], b: q[i]}), use(at_most, {a: q[i], b: p[i]})
    proof.apply(general.bound, *shares_at_most_one, Assumed(s < 1))
    proof.apply(rules.recognise, Quantity("Z(s)", "Z(s)", over_outcomes(between)))
    return proof.close(
        "chernoff-bound",
        "Chernoff's bound: how fast the best guess stops erring",
        assumptions=(total_one(p), total_one(q), s < 1),
        references=(("cover2006", "sec. 11.9"),),
        notes=(
            "Half of the left side is the error of the best guess when $p$ and $q$ are equally likely beforehand. For "
            "$n$ independent outcomes the right side is $Z(s)^n$, so the error falls at least like "
            "$e^{-nC}$ with $C = \\max_s -\\log Z(s)$, the Chernoff information.",
        ),
        extra=(check_chernoff,),
        related=("chernoff-tilt", "chernoff-balance"),
    )
