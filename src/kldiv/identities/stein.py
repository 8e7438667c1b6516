"""What the divergence means for telling two distributions apart: types, and a test that asks for odds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.report import Check
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules

#: How often each outcome was seen, and how often in all.
n = sp.IndexedBase("n", positive=True)
N = sp.Symbol("N", positive=True)
#: Whether a test accepts p after outcome i, and how many times likelier than under q that outcome must be.
accept = sp.IndexedBase("alpha", real=True)
kappa = sp.Symbol("kappa", positive=True)


@identity("probability-of-a-type")
def probability_of_a_type() -> Record:
    """Derive the probability of a sequence from the frequencies in it."""
    frequency = n[i] / N
    log_probability = Quantity(
        r"\log \textstyle\prod_i q_i^{n_i}", "log prod q_i^n_i", over_outcomes(n[i] * sp.log(q[i]))
    )
    missing = Quantity("H(t)", "H(t)", -over_outcomes(frequency * sp.log(frequency)))
    gap = Quantity(r"D(t \,\|\, q)", "D(t || q)", over_outcomes(frequency * sp.log(frequency / q[i])))
    proof = Proof(log_probability)
    proof.apply(rules.unfold)
    proof.apply(general.rewrite, over_outcomes(n[i] * (sp.log(frequency) - sp.log(frequency / q[i]))))
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(general.rewrite, -N * missing.definition - N * gap.definition)
    proof.apply(rules.recognise, missing, gap)
    return proof.close(
        "probability-of-a-type",
        "How probable a sequence is depends on its frequencies",
        assumptions=(sp.Eq(sp.Sum(n[i], (i, 1, K)), N),),
        references=(("cover2006", "Theorem 11.1.2"),),
        notes=(
            "$n_i$ of $N$ independent draws from $q$ gave outcome $i$, so $t_i = n_i/N$. There are about "
            "$e^{N H(t)}$ sequences with these frequencies: together they have probability about "
            "$e^{-N D(t\\,\\|\\,q)}$, and $D$ is the price, per draw, of $q$ passing for $t$.",
        ),
        related=("cross-entropy-decomposition",),
    )


def coin_sums(count: int, one: Fraction, other: Fraction) -> list[tuple[Fraction, Fraction]]:
    """The exact probability of each number of heads under two coins."""
    ways = [int(sp.binomial(count, k)) for k in range(count + 1)]
    return [
        (w * one**k * (1 - one) ** (count - k), w * other**k * (1 - other) ** (count - k)) for k, w in enumerate(ways)
    ]


COINS = (Fraction(1, 2), Fraction(1, 5))
LENGTHS = (20, 80, 320)


def log_of(x: Fraction) -> mpmath.mpf:
    """The logarithm of an exact number, however small."""
    return mpmath.log(mpmath.mpf(x.numerator)) - mpmath.log(mpmath.mpf(x.denominator))


def coin_divergence(one: Fraction, other: Fraction) -> mpmath.mpf:
    """D between two coins."""
    return sum(
        (mpmath.mpf(a.numerator) / a.denominator * log_of(a / b) for a, b in ((one, other), (1 - one, 1 - other))),
        mpmath.mpf(0),
    )


def stein_rates(count: int) -> mpmath.mpf:
    """-(1/n) log of the least error of the second kind when the first is at most 1/2, exactly."""
    one, other = COINS
    errors, mass = Fraction(0), Fraction(0)
    for under_p, under_q in reversed(coin_sums(count, one, other)):  # heads speak for the first coin
        if mass + under_p >= Fraction(1, 2):
            errors += under_q * (Fraction(1, 2) - mass) / under_p  # the last number of heads decides by lot
            break
        mass, errors = mass + under_p, errors + under_q
    return -log_of(errors) / count


def check_stein(_: Record) -> Check:
    """Exact binomial sums: the error exponent approaches D(p || q) as the number of tosses grows."""
    goal = coin_divergence(*COINS)
    gaps = [abs(stein_rates(count) - goal) for count in LENGTHS]
    held = all(later < earlier / 2 for earlier, later in pairwise(gaps)) and gaps[-1] < 0.02
    words = ", ".join(mpmath.nstr(gap, 3) for gap in gaps)
    return Check("error exponent", bool(held), len(gaps), None, f"gap to D at {LENGTHS} tosses: {words} nats")


@identity("stein-bound")
def stein_bound() -> Record:
    """Derive that a likelihood-ratio test mistakes q for p with probability at most 1/kappa."""
    proof = Proof(Quantity(r"q(\text{accept } p)", "q(accept p)", over_outcomes(accept[i] * q[i])))
    proof.apply(rules.unfold)
    bar = accept[i] * (p[i] - kappa * q[i])
    excess, refused = over_outcomes(bar) / kappa, over_outcomes((1 - accept[i]) * p[i]) / kappa
    likelier, at_most_one = sp.Ge(bar, 0), sp.Le(accept[i], 1)
    proof.apply(general.rewrite, over_outcomes(accept[i] * p[i]) / kappa - excess)
    proof.apply(rules.non_negative, -excess, Assumed(likelier))
    proof.apply(general.rewrite, over_outcomes(p[i]) / kappa - refused)
    proof.apply(rules.non_negative, -refused, Assumed(at_most_one))
    proof.apply(rules.normalised, Assumed(total_one(p)))
    return proof.close(
        "stein-bound",
        "A test that asks for odds of kappa errs with probability at most 1/kappa",
        assumptions=(total_one(p), total_one(q), sp.Ge(accept[i], 0), at_most_one, likelier),
        references=(("cover2006", "Theorem 11.8.3"),),
        notes=(
            "A test accepts $p$ after outcome $i$ with probability $\\alpha_i$; the last assumption says that it does "
            "so only where $p_i \\ge \\kappa q_i$.",
            "What is cited and not derived: with $n$ independent outcomes the log-ratios add up, their mean under $p$ "
            "is $D(p\\,\\|\\,q)$ each, and by the law of large numbers odds of $\\kappa = e^{n(D - \\delta)}$ are "
            "passed under $p$ with a probability that tends to 1. So a test may accept $p$ nearly always when it "
            "holds, and mistake $q$ for it with probability at most $e^{-n(D-\\delta)}$. Stein's lemma says besides "
            "that no test has a better exponent than $D$.",
        ),
        extra=(check_stein,),
        version=2,
        related=("additivity", "gibbs-inequality"),
    )
