"""Expectations that want one idea of their own."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.deriving.strategies.antiderivative import antiderivative
from kldiv.deriving.strategies.transport import of_distribution
from kldiv.distributions.base import Distribution
from kldiv.distributions.cauchy import Cauchy
from kldiv.distributions.half_cauchy import HalfCauchy
from kldiv.distributions.logistic import Logistic
from kldiv.distributions.standard import StandardDistribution
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import ByTheorem, Made, rule
from kldiv.proof.literature import integrals
from kldiv.proof.rules import general
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Bindings, Refused


@rule(
    "quadratic-in-logarithm",
    "Complete the square in the logarithm",
    "A quadratic function without a real root is a positive multiple of $(x-a)^2 + c^2$; the factor comes out of the "
    "logarithm.",
)
def quadratic(expectation: sp.Basic) -> sp.Expr:
    """Write the mean of the logarithm of a quadratic as that of (x - a)^2 + c^2 and a constant."""
    e: Expectation = want(Expectation, expectation, "quadratic-in-logarithm")
    x = e.variable
    top, bottom = sp.fraction(sp.together(want(sp.log, e.body, "quadratic-in-logarithm").args[0]))
    if bottom.has(x) or not top.is_polynomial(x) or sp.degree(top, x) != 2:
        raise Refused("quadratic-in-logarithm: takes the logarithm of a quadratic")
    lead, linear, _ = sp.Poly(sp.expand(top), x).all_coeffs()
    centre = sp.cancel(-linear / (2 * lead))
    square = sp.factor(sp.cancel(top.subs(x, centre) / lead))
    if not (square.is_nonnegative and (lead / bottom).is_positive):
        raise Refused("quadratic-in-logarithm: the quadratic function may have a real root, or be negative")
    depth = sp.sqrt(square)
    if not depth.is_positive:
        depth = sp.Abs(depth)
    return e.of(sp.log((x - centre) ** 2 + depth**2)) + sp.log(lead / bottom)


@rule(
    "whole-line",
    "Take both halves of the line",
    "The statistic is even, so its mean under the half-Cauchy distribution is its mean under the Cauchy distribution.",
)
def whole_line(expression: sp.Basic, distribution: HalfCauchy) -> sp.Expr:
    """Write the mean of an even statistic under a half-Cauchy distribution as one under a Cauchy distribution."""

    def doubled(e: Expectation) -> Expectation:
        t = sp.Dummy("t", real=True)
        if sp.expand(e.body.subs(e.variable, -t) - e.body.subs(e.variable, t)) != 0:
            raise Refused("whole-line: the statistic is not even")
        x = sp.Symbol(e.variable.name, real=True)
        body = e.body.subs(e.variable, x)
        return Expectation(body, x, -sp.oo, sp.oo, Cauchy(sp.S.Zero, distribution.scale).density(x), "", e.kind)

    nodes = [e for e in expression.atoms(Expectation) if e.density == distribution.density(e.variable)]
    if not nodes:
        raise Refused("whole-line: there is no expectation under this distribution")
    return expression.xreplace({e: doubled(e) for e in nodes})


def log_quadratic_under_cauchy(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E log((X - a)^2 + c^2) under a Cauchy distribution, by Poisson's formula for the upper half-plane."""
    if not isinstance(distribution, (Cauchy, HalfCauchy)) or not isinstance(chain.expression.body, sp.log):
        return None
    chain.apply(quadratic)
    if isinstance(distribution, HalfCauchy):
        chain.apply(whole_line, distribution)
    (node,) = chain.expression.atoms(Expectation)
    chain.apply(name_plainly, node)
    (node,) = chain.expression.atoms(Expectation)
    shift, depth = _centre_and_depth(node)
    loc = distribution.parameters.get("loc", sp.S.Zero)
    letters = (integrals.m, loc), (integrals.r, distribution.scale), (integrals.centre, shift), (integrals.depth, depth)
    chain.apply(general.theorem, ByTheorem("poisson-formula", letters))
    chain.apply(general.tidy)
    return r"$\log((x-a)^2 + c^2) = 2 \operatorname{Re} \log(x - a + ic)$ is harmonic above the real line."


@rule("name-plainly", "Name the variable", "The letter of the variable does not matter.")
def name_plainly(expression: sp.Basic, node: Expectation) -> sp.Expr:
    """Write an expectation over x, without the name of the distribution."""
    if not expression.has(node):
        raise Refused("name-plainly: the expectation does not occur")
    if node.variable != integrals.x and (node.body * node.density).has(integrals.x):
        raise Refused(f"name-plainly: {integrals.x} has another meaning here")
    body, density = (part.xreplace({node.variable: integrals.x}) for part in (node.body, node.density))
    return expression.xreplace({node: Expectation(body, integrals.x, node.lower, node.upper, density, "", node.kind)})


def _centre_and_depth(node: Expectation) -> tuple[sp.Expr, sp.Expr]:
    inside = sp.expand(node.body.args[0])
    shift = -inside.coeff(node.variable, 1) / 2
    return shift, sp.sqrt(sp.expand(inside.coeff(node.variable, 0) - shift**2))


@rule(
    "by-parts",
    "Integrate by parts",
    "$\\operatorname{E} g(X) = g(0) + \\int_0^\\infty g'(x)\\,P(X > x)\\,\\mathrm{d}x$; that the survival function "
    "differentiates to the density is verified.",
)
def by_parts(expectation: sp.Basic, distribution: Distribution) -> sp.Expr:
    """Write the mean of a function of a positive variable with the survival function."""
    e = of_distribution(expectation, distribution, "by-parts")
    x, survival = e.variable, distribution.survival(e.variable)
    if survival is None or (e.lower, e.upper) != (0, sp.oo):
        raise Refused("by-parts: takes a distribution on the half-line with a survival function")
    if sp.simplify(sp.diff(survival, x) + e.density) != 0 or sp.limit(survival * e.body, x, sp.oo) != 0:
        raise Refused("by-parts: the survival function does not fit, or the boundary term does not vanish")
    return e.body.subs(x, 0) + sp.Integral(sp.diff(e.body, x) * survival, (x, 0, sp.oo))


@rule(
    "partial-fractions",
    "Partial fractions",
    "The rational factor of the integrand is written as a sum of simple fractions.",
)
def partial_fractions(expression: sp.Basic, rate: sp.Expr) -> sp.Expr:
    """Write each integrand, up to exp(-rate x) rational in x, as a sum; constants come out."""

    def apart(node: sp.Integral) -> sp.Expr:
        ((x, *ends),) = node.limits
        fall = sp.exp(-rate * x)
        parts = sp.apart(sp.cancel(node.function / fall), x)
        total: sp.Expr = sp.S.Zero
        for term in sp.Add.make_args(parts):
            coefficient, rest = term.as_independent(x, as_Add=False)
            lead = sp.Poly(1 / rest, x).LC() if rest != 1 else sp.S.One  # 1/(b + b x) is (1/b)/(1 + x)
            total += coefficient / lead * sp.Integral(sp.cancel(rest * lead) * fall, (x, *ends))
        return total

    if not expression.has(sp.Integral):
        raise Refused("partial-fractions: there is no integral here")
    return expression.replace(lambda n: isinstance(n, sp.Integral), apart)


def log_of_one_plus(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E log(1 + X) by parts, where the survival function is a fraction times exp(-rate x)."""
    here = chain.expression
    if here.body != sp.log(1 + here.variable) or distribution.survival(here.variable) is None:
        return None
    rate = distribution.parameters["rate"]
    chain.apply(by_parts, distribution)
    chain.apply(partial_fractions, rate)
    for node in sorted(chain.expression.atoms(sp.Integral), key=sp.default_sort_key):
        chain.apply(name_integral, node, integrals.u)
    named: dict[str, Bindings] = {"exponential-integral": ((integrals.c, rate),)}
    if any(n.function == sp.exp(-rate * integrals.u) for n in chain.expression.atoms(sp.Integral)):
        named["gamma-integral"] = ((integrals.w, sp.S.One), (integrals.c, rate))
    chain.apply(general.theorem, *(ByTheorem(name, letters) for name, letters in named.items()))
    chain.apply(general.tidy)
    return r"By parts, with $\int_0^\infty \frac{e^{-\lambda x}}{1 + x}\,dx = e^{\lambda} E_1(\lambda)$."


@rule("name-integral", "Name the variable of integration", "The letter of the variable does not matter.")
def name_integral(expression: sp.Basic, node: sp.Integral, new: sp.Symbol) -> sp.Basic:
    """Give the variable of an integral another letter."""
    ((x, *ends),) = node.limits
    if not expression.has(node) or (node.function.has(new) and new != x):
        raise Refused("name-integral: the integral does not occur, or the letter is in use")
    return expression.xreplace({node: sp.Integral(node.function.xreplace({x: new}), (new, *ends))})


@rule(
    "logistic-to-uniform",
    "Transport to the uniform distribution",
    "$X = \\mu + s\\log\\frac{U}{1-U}$, and $1 + e^{-(X-m)/s}$ is $(U + c(1-U))/U$ with $c = e^{(m-\\mu)/s}$.",
)
def logistic_to_uniform(expectation: sp.Basic, distribution: Logistic) -> Made:
    """Carry the mean of log(1 + exp(-(X - m)/s)) under a logistic distribution of the same scale to a uniform one."""
    e, x = of_distribution(expectation, distribution, "logistic-to-uniform"), expectation.args[1]
    decay = sp.expand_log(sp.log(want(sp.log, e.body, "logistic-to-uniform").args[0] - 1))
    centre = sp.simplify(x + decay * distribution.scale)
    if centre.has(x):
        raise Refused("logistic-to-uniform: the scales differ")
    u = sp.Symbol("u", positive=True)
    odds = sp.exp((centre - distribution.loc) / distribution.scale)
    body = sp.log(u + odds * (1 - u)) - sp.log(u)
    conditions = () if centre == distribution.loc else (sp.Ne(distribution.loc, centre),)
    return Made(Expectation(body, u, 0, 1, sp.S.One, "", e.kind), conditions)


@rule(
    "log-linear",
    "Integrate the logarithm of a linear function",
    "The antiderivative of a logarithm is verified by differentiation, and taken at both ends.",
)
def log_linear(expectation: sp.Basic) -> sp.Expr:
    """The mean of log(u + c (1 - u)) - log u for a uniform u."""
    e: Expectation = want(Expectation, expectation, "log-linear")
    u, c = e.variable, sp.Symbol("c", positive=True)
    spread, least = next(n for n in e.body.atoms(sp.log) if n.args[0] != u), sp.log(u)
    odds = sp.expand(spread.args[0]).subs(u, 0)
    if (
        e.density != 1
        or (e.lower, e.upper) != (0, 1)
        or sp.expand(spread.args[0] - u - odds * (1 - u)) != 0
        or e.body != spread - least
    ):
        raise Refused("log-linear: takes log(u + c (1 - u)) - log u")
    found = [antiderivative(body, u) or sp.nan for body in (sp.log(u + c * (1 - u)), least)]
    part = sp.simplify(found[0].subs(u, 1) - found[0].subs(u, 0))
    whole = sp.factor(part - found[1].subs(u, 1) + sp.limit(found[1], u, 0))
    return whole.subs(sp.log(c), sp.log(odds)).subs(c, odds)


def log_of_logistic(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> str | None:
    """E log(1 + exp(-(X - m)/s)) under a logistic distribution of the same scale s."""
    if not isinstance(distribution, Logistic) or not isinstance(chain.expression.body, sp.log):
        return None
    chain.apply(logistic_to_uniform, distribution)
    if not chain.conditions:  # the same location: the logarithm under itself is found otherwise
        return None
    chain.apply(log_linear)
    return "With equal scales the logarithm becomes that of a linear function of a uniform variable."
