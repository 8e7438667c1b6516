"""Expectations that want one idea of their own."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from kldiv.algebra.logarithms import expand_logs
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.tidying import tidy
from kldiv.deriving.strategies.antiderivative import antiderivative
from kldiv.distributions.base import Distribution
from kldiv.distributions.bernoulli import Bernoulli
from kldiv.distributions.cauchy import Cauchy
from kldiv.distributions.half_cauchy import HalfCauchy
from kldiv.distributions.logistic import Logistic
from kldiv.distributions.standard import StandardDistribution
from kldiv.distributions.uniform import Uniform
from kldiv.distributions.von_mises import VonMises
from kldiv.proof.record import Chain
from kldiv.proof.rules import general as rules


def two_outcomes(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """A Bernoulli expectation is a sum of two terms."""
    if not isinstance(distribution, Bernoulli):
        return None
    here = chain.expression
    x = here.variable

    def add(_: sp.Expr) -> sp.Expr:
        return (1 - distribution.probs) * here.body.subs(x, 0) + distribution.probs * here.body.subs(x, 1)

    chain.apply(rules.OUTCOMES, add)
    chain.apply(rules.SIMPLIFY, lambda e: tidy(sp.expand_func(sp.combsimp(e)), distribution.positive_parameters()))
    return "Only two outcomes carry mass."


def log_quadratic_under_cauchy(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E log((X - a)^2 + c^2) under a Cauchy distribution, by Poisson's formula for the upper half-plane."""
    here = chain.expression
    if not isinstance(distribution, (Cauchy, HalfCauchy)) or not isinstance(here.body, sp.log):
        return None
    x = here.variable
    inside = sp.together(here.body.args[0])
    top, bottom = sp.fraction(inside)
    if bottom.has(x) or not top.is_polynomial(x) or sp.degree(top, x) != 2:
        return None
    lead, linear, _ = sp.Poly(sp.expand(top), x).all_coeffs()
    centre = sp.cancel(-linear / (2 * lead))
    if isinstance(distribution, HalfCauchy) and centre != 0:
        return None
    loc = distribution.parameters.get("loc", sp.S.Zero)
    depth = sp.sqrt(sp.factor(sp.cancel(top.subs(x, centre) / lead)))
    if not depth.is_positive:
        depth = sp.Abs(depth)

    def poisson(_: sp.Expr) -> sp.Expr:
        real, imaginary = loc - centre, distribution.scale + depth  # log(x - a + i c) at x = loc + i scale
        return sp.log(real**2 + imaginary**2) + sp.log(lead / bottom)

    chain.apply(
        rules.POISSON,
        poisson,
        hypothesis="Poisson's formula for the upper half-plane, for a harmonic function of logarithmic growth",
    )
    chain.apply(rules.SIMPLIFY, lambda e: tidy(e))
    return r"$\log((x-a)^2 + c^2) = 2 \operatorname{Re} \log(x - a + ic)$ is harmonic above the real line."


def cosine_under_von_mises(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E cos(X - c) = cos(loc - c) times the derivative of the log-partition function."""
    here = chain.expression
    x = here.variable
    if not isinstance(distribution, VonMises) or not isinstance(here.body, sp.cos):
        return None
    angle = here.body.args[0]
    shift = sp.expand(angle - x) if not sp.expand(angle - x).has(x) else sp.expand(-angle - x)  # the cosine is even
    if shift.has(x):
        return None
    k = sp.Symbol("k", positive=True)
    slope = sp.diff(sp.log(sp.besseli(0, k)), k).subs(k, distribution.concentration)

    def turn(e: sp.Expr) -> sp.Expr:
        around = sp.cos(x - distribution.loc) * sp.cos(distribution.loc + shift) - sp.sin(
            x - distribution.loc
        ) * sp.sin(distribution.loc + shift)
        return e.of(around)

    if distribution.loc + shift != 0:
        chain.apply(rules.ANGLE_SUM, turn)
    chain.apply(rules.LOG_PARTITION, lambda _: slope * sp.cos(distribution.loc + shift), keep_if_same=True)
    return r"$\operatorname{E}\cos(X - \mu) = \frac{d}{d\kappa} \log I_0(\kappa)$, and the sine averages to zero."


def log_of_one_plus(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E log(1 + X) by parts, where the survival function is a fraction times exp(-rate x)."""
    here = chain.expression
    x = here.variable
    survival = distribution.survival(x)
    if survival is None or here.body != sp.log(1 + x):
        return None
    rate = distribution.parameters["rate"]
    if sp.simplify(sp.diff(survival, x) + distribution.density(x)) != 0:
        raise ArithmeticError(f"{distribution.name}: the survival function does not differentiate to the density")
    parts = sp.apart(sp.cancel(survival * sp.exp(rate * x) / (1 + x)), x)
    total: sp.Expr = sp.S.Zero
    for term in sp.Add.make_args(parts):
        coefficient, rest = term.as_independent(x, as_Add=False)
        if rest == 1:
            total += coefficient / rate
        else:
            scale = sp.cancel(rest * (1 + x))
            if scale.has(x):
                slope = sp.cancel(1 / rest)
                scale = sp.cancel((1 + x) / slope)
            total += coefficient * scale * _shifted_exponential().subs(_RATE, rate)
    chain.apply(rules.BY_PARTS, lambda _: total)
    chain.apply(rules.SIMPLIFY, lambda e: tidy(e))
    return r"By parts, with $\int_0^\infty \frac{e^{-\lambda x}}{1 + x}\,dx = e^{\lambda} E_1(\lambda)$."


_RATE = sp.Symbol("r", positive=True)


@lru_cache(maxsize=1)
def _shifted_exponential() -> sp.Expr:
    """The integral of exp(-r x) / (1 + x) over the half line, through y = 1 + x."""
    y = sp.Symbol("y", positive=True)
    return sp.exp(_RATE) * sp.expint(1, _RATE) + 0 * y


def log_of_logistic(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E log(1 + exp(-(X - m)/s)) under a logistic distribution of the same scale s."""
    here = chain.expression
    if not isinstance(distribution, Logistic) or not isinstance(here.body, sp.log):
        return None
    x = here.variable
    decay = sp.expand_log(sp.log(here.body.args[0] - 1))
    centre = sp.simplify(x + decay * distribution.scale)
    if centre.has(x):
        return None
    u, c = sp.symbols("u c", positive=True)
    gap = (centre - distribution.loc) / distribution.scale
    spread = u + c * (1 - u)
    one = sp.S.One + 0 * u

    def move(_: sp.Expr) -> sp.Expr:
        return Expectation(sp.log(spread.subs(c, sp.exp(gap))) - sp.log(u), u, 0, 1, one, "", here.kind)

    def integrate(_: sp.Expr) -> sp.Expr:
        found = [antiderivative(body, u) or sp.nan for body in (sp.log(spread), sp.log(u))]
        spread_part = sp.simplify(found[0].subs(u, 1) - found[0].subs(u, 0))
        whole = sp.factor(spread_part - found[1].subs(u, 1) + sp.limit(found[1], u, 0))
        return whole.subs(sp.log(c), gap).subs(c, sp.exp(gap))

    if centre == distribution.loc:
        return None
    chain.apply(rules.TRANSPORT, move, conditions=(sp.Ne(distribution.loc, centre),))
    chain.apply(rules.FUNDAMENTAL, integrate)
    return "With equal scales the logarithm becomes that of a linear function of a uniform variable."


def cosine_under_uniform(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E cos(X - c) under a uniform distribution."""
    here = chain.expression
    if not isinstance(distribution, Uniform) or not isinstance(here.body, sp.cos):
        return None
    x = here.variable
    found = sp.integrate(here.body, x)
    low, high = distribution.support().lower, distribution.support().upper
    chain.apply(rules.FUNDAMENTAL, lambda _: (found.subs(x, high) - found.subs(x, low)) / (high - low))
    return "The sine is an antiderivative of the cosine."


def discrete_powers(expression: sp.Expr) -> sp.Expr:
    """Open logarithms of factorials and binomials so that equal parts cancel."""
    return expand_logs(sp.expand_func(expression))
