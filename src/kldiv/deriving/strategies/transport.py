"""Carry an expectation to the standard distribution and read its monomials off the generating functional."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.logarithms import expand_for, fresh, split_terms
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.deriving.functionals import functionals
from kldiv.deriving.functionals.continuous import standard_expectation
from kldiv.deriving.functionals.reading import functional, read
from kldiv.distributions.base import Distribution
from kldiv.distributions.standard import STANDARDS, StandardDistribution, variable
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import Made, rule
from kldiv.proof.record import Sentence, Words
from kldiv.proof.rules import general
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused, Statement


def standard_of(distribution: Distribution) -> StandardDistribution:
    """The standard distribution that a distribution is carried from."""
    if distribution.standard is None:
        raise Refused(f"transport: the {distribution.name} distribution is carried from no standard one")
    return STANDARDS[distribution.standard]


def of_distribution(expectation: sp.Basic, distribution: Distribution, name: str) -> Expectation:
    """Ask that an expectation is under a distribution."""
    e: Expectation = want(Expectation, expectation, name)
    support = distribution.support()
    if e.part or (e.lower, e.upper) != (support.lower, support.upper):
        raise Refused(f"{name}: takes an expectation over the whole support")
    if e.density != distribution.density(e.variable):
        raise Refused(f"{name}: the density is not that of {distribution!r}")
    return e


def carried(body: sp.Expr, x: sp.Symbol, distribution: Distribution, u: sp.Expr) -> sp.Expr:
    """A statistic of X as one of the standard variable, which may be put in with its sign turned."""
    return distribution.carry(body, x, distribution.transport(u))


@rule(
    "transport",
    "Transport to the standard distribution",
    "The variable is distributed as a function of a standard variable, so the expectation may be taken there.",
)
def transport(expectation: sp.Basic, distribution: Distribution) -> Expectation:
    """Carry an expectation to the standard distribution."""
    e, standard = of_distribution(expectation, distribution, "transport"), standard_of(distribution)
    if standard.symmetric:
        raise Refused("transport: the standard variable has a random sign")
    u = fresh(variable(standard), e)
    return standard_expectation(standard, carried(e.body, e.variable, distribution, u), u, *shapes_of(distribution))


def shapes_of(distribution: Distribution) -> tuple[sp.Expr, ...]:
    """The parameters of the standard distribution."""
    return distribution.standard_parameters()


@rule(
    "symmetry",
    "Average over the sign",
    "Both signs are equally likely, so the expectation is the mean of the two; each must be finite by itself.",
    fills_in=True,
)
def symmetry(expectation: sp.Basic, distribution: Distribution, *statements: Statement) -> Made:
    """Carry an expectation to a standard distribution with a random sign, and take the mean over the sign.

    What cancels between the signs must still be integrable: the conditions are those of one side alone.
    """
    e, standard = of_distribution(expectation, distribution, "symmetry"), standard_of(distribution)
    if not standard.symmetric:
        raise Refused("symmetry: the standard variable has no random sign")
    u, shapes = fresh(variable(standard), e), shapes_of(distribution)
    sides = [carried(e.body, e.variable, distribution, sign * u) for sign in (1, -1)]
    alone = standard_expectation(standard, expand_for(sides[0], u, positive_inside(u, distribution)), u, *shapes)
    conditions = read(alone, statements).conditions
    return Made(standard_expectation(standard, (sides[0] + sides[1]) / 2, u, *shapes), conditions)


@rule(
    "name-variable",
    "Name the variable",
    "The letter of the variable does not matter; here the distribution is its own standard distribution.",
)
def name_variable(expectation: sp.Basic, distribution: Distribution) -> Expectation:
    """Write an expectation over the variable of the standard distribution, which is the distribution itself."""
    e, standard = of_distribution(expectation, distribution, "name-variable"), standard_of(distribution)
    u, shapes = fresh(variable(standard), e), shapes_of(distribution)
    if distribution.transport(u) != u:
        raise Refused("name-variable: the distribution is not its own standard distribution")
    whole = standard_expectation(standard, e.body.subs(e.variable, u), u, *shapes)
    body, _, lower, upper, density = whole.args[:5]
    return Expectation(body, u, lower, upper, density, e.index, e.kind)


def positive_inside(u: sp.Symbol, distribution: Distribution) -> tuple[sp.Expr, ...]:
    """What is positive under the standard distribution of a distribution."""
    standard = standard_of(distribution)
    inside = [1 - u] if standard.upper(*shapes_of(distribution)) == 1 and standard.kind == CONTINUOUS else []
    return (*inside, *distribution.positive_parameters())


@rule(
    "expand",
    "Expand",
    "Products and powers of sums are multiplied out, and logarithms of products opened.",
)
def expand(expression: sp.Basic, distribution: Distribution) -> sp.Basic:
    """Write the body of each expectation as a sum of coefficients times monomials."""

    def opened(e: Expectation) -> Expectation:
        pairs = split_terms(expand_for(e.body, e.variable, positive_inside(e.variable, distribution)), e.variable)
        return e.of(sp.Add(*(factored(c) * t for c, t in pairs)))

    if not expression.has(Expectation):
        raise Refused("expand: there is no expectation here")
    return expression.xreplace({node: opened(node) for node in expression.atoms(Expectation)})


def factored(coefficient: sp.Expr) -> sp.Expr:
    """Factor a small coefficient, so that (m - c)**2 stays visible."""
    return sp.factor(coefficient) if coefficient.is_Add and sp.count_ops(coefficient) < 30 else coefficient


def carry(chain: Chain, distribution: Distribution, standard: StandardDistribution) -> None:
    """Carry the expectation in the chain to the standard distribution."""
    u = fresh(variable(standard), chain.expression)
    if distribution.transport(u) != u or (u.name != "z" and standard.kind == CONTINUOUS and not standard.own):
        if standard.symmetric:
            chain.apply(symmetry, distribution, *functionals(standard, *shapes_of(distribution)))
        else:
            chain.apply(transport, distribution)
    else:
        chain.apply(name_variable, distribution)


def by_monomials(chain: Chain, distribution: Distribution, standard: StandardDistribution) -> Words | None:
    """Expand the statistic into monomials of the standard variable and read each off the functional."""
    known = functionals(standard, *shapes_of(distribution))
    if not known:
        return None
    carry(chain, distribution, standard)
    chain.apply(expand, distribution)
    chain.apply(functional, distribution, *known)
    chain.apply(general.tidy, distribution)
    return Sentence(f"${standard.tex}$.")
