"""Exponential families with one natural parameter: the mean of the statistic, and the divergence of two members."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.identities import identity
from kldiv.identities.densities import over_line, x
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, general
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

#: A natural parameter, and a step from it.
theta = sp.Symbol("theta", real=True)
delta = sp.Symbol("delta", real=True)

#: The log-partition function, the statistic, and what stands before the exponential.
A = sp.Function("A", real=True)
T = sp.Function("T", real=True)
h = sp.Function("h", positive=True)

#: Log-partition function, statistic and base of three families, with a parameter and a step: normal densities of
#: variance one, hyperbolic secants that are tilted, and gamma densities of the logarithm.
FAMILIES = (
    (lambda t: t**2 / 2 + t, lambda v: v, lambda v: sp.exp(-((v - 1) ** 2) / 2) / sp.sqrt(2 * sp.pi), (1, 3), (3, 4)),
    (lambda t: -sp.log(sp.cos(t)), lambda v: v, lambda v: 1 / (2 * sp.cosh(sp.pi * v / 2)), (-1, 2), (2, 3)),
    (lambda t: sp.loggamma(t), lambda v: v, lambda v: sp.exp(-sp.exp(v)), (5, 2), (-1, 2)),
)


def instances(shift: Fraction = Fraction(0)) -> list[Instance]:
    """Each family at one parameter, and one step."""
    return [
        Instance(
            {theta: Fraction(*at) + shift, delta: Fraction(*step) + shift / 2},
            functions={A: log_partition, T: statistic, h: base},
        )
        for log_partition, statistic, base, at, step in FAMILIES
    ]


def member(at: sp.Expr) -> sp.Expr:
    """The density with a natural parameter."""
    return h(x) * sp.exp(at * T(x) - A(at))


def partition(at: sp.Expr) -> sp.Eq:
    """What the log-partition function is: the logarithm of the integral that makes the density integrate to one."""
    return sp.Eq(over_line(h(x) * sp.exp(at * T(x))), sp.exp(A(at)))


def divergence(one: sp.Expr, other: sp.Expr, names: tuple[str, str]) -> Quantity:
    """The divergence between two members, by the names of their parameters in TeX and in text."""
    tex, text = names
    return Quantity(tex, text, over_line(member(one) * sp.log(member(one) / member(other))))


FORTH = (r"D(p_\theta \,\|\, p_{\theta+\delta})", "D(p_theta || p_theta+delta)")
SOURCES = (("amari2016", "sec. 1.3.2, Example 1.3"),)
FAMILY = "$p_\\theta(x) = h(x)\\, e^{\\theta T(x) - A(\\theta)}$ is a density for every $\\theta$ of an open interval."


@identity("exponential-family-mean")
def mean() -> Record:
    """Derive that the mean of the statistic is the slope of the log-partition function."""
    proof = Proof(over_line(T(x) * member(theta)))
    proof.apply(general.rewrite, sp.exp(-A(theta)) * over_line(T(x) * h(x) * sp.exp(theta * T(x))))
    proof.apply(calculus.read_derivative_inside, over_line(h(x) * sp.exp(theta * T(x))), theta)
    proof.apply(general.assumption, Assumed(partition(theta)))
    proof.apply(rules.differentiate)
    return proof.close(
        "exponential-family-mean",
        "In an exponential family the mean of the statistic is the slope of the log-partition function",
        instances=instances(),
        fresh=instances(Fraction(1, 7)),
        assumptions=(partition(theta),),
        references=SOURCES,
        notes=(FAMILY,),
        related=("exponential-family-divergence",),
    )


@identity("exponential-family-divergence")
def family_divergence() -> Record:
    """Derive the divergence between two members of an exponential family from its log-partition function."""
    proof = Proof(divergence(theta, theta + delta, FORTH))
    proof.apply(rules.unfold)
    proof.apply(rules.log_of_ratio)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    mean_of_statistic = over_line(T(x) * member(theta))
    proof.apply(general.rewrite, A(theta + delta) - A(theta) - delta * mean_of_statistic, Assumed(partition(theta)))
    proof.apply(general.lemmas, use(mean().as_lemma()))
    proof.apply(rules.distribute)
    return proof.close(
        "exponential-family-divergence",
        "In an exponential family the divergence is the Bregman gap of the log-partition function",
        instances=instances(),
        fresh=instances(Fraction(1, 7)),
        assumptions=(partition(theta),),
        references=SOURCES,
        notes=(FAMILY, "The gap is that between $A$ at $\\theta + \\delta$ and its tangent at $\\theta$."),
        related=("bregman-form", "exponential-family-expansion"),
    )
