"""E|X - c|: split where the absolute value turns, with an answer for c left of, inside and right of the support."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from kldiv.algebra.logarithms import fresh
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.algebra.tidying import tidy
from kldiv.deriving.functionals import functionals, functionals_below
from kldiv.deriving.functionals.continuous import standard_expectation
from kldiv.deriving.functionals.reading import Unreachable, functional
from kldiv.deriving.strategies.antiderivative import antiderivative
from kldiv.deriving.strategies.transport import carried, expand, of_distribution, shapes_of, standard_of
from kldiv.distributions.base import Distribution
from kldiv.distributions.nodes import expectation_under
from kldiv.distributions.standard import StandardDistribution, variable
from kldiv.proof.chain import Chain, use
from kldiv.proof.kernel import rule
from kldiv.proof.record import Lemma
from kldiv.proof.statements import Refused, Statement


def turning_point(e: Expectation) -> sp.Expr:
    """Where the absolute value of something linear in the variable turns."""
    inner = e.body.args[0] if isinstance(e.body, sp.Abs) else sp.S.Zero
    slope = sp.diff(inner, e.variable)
    if slope not in (1, -1) or e.kind != CONTINUOUS:
        raise Refused("split: takes the absolute value of a difference, under a continuous distribution")
    return sp.expand(e.variable - inner / slope)


@rule(
    "split",
    "Split where the absolute value turns",
    "On each side of the turning point the absolute value is a plain difference.",
)
def split(expectation: sp.Basic, distribution: Distribution, mean: Statement) -> sp.Expr:
    """E|X - c| = E[X] - c + 2 E[c - X; X <= c] for c inside the support, +-(E[X] - c) beside it."""
    e = of_distribution(expectation, distribution, "split")
    x, turn, support = e.variable, turning_point(e), distribution.support()
    if mean.left != e.of(x) or mean.relation != "=" or mean.source != "lemma":
        raise Refused("split: takes the lemma of the mean, which must be finite")
    below = e.of(turn - x).below(turn)
    pieces = []
    if support.lower != -sp.oo:
        pieces.append((mean.right - turn, turn <= support.lower))
    if support.upper != sp.oo:
        pieces.append((turn - mean.right, turn >= support.upper))
    return sp.Piecewise(*pieces, (mean.right - turn + 2 * below, True))


@rule(
    "transport-part",
    "Transport the part below the turning point",
    "Where the transport rises, the part of $X$ below a point is the part of the standard variable below its image; "
    "where it falls, the part above.",
)
def transport_part(expression: sp.Basic, distribution: Distribution) -> sp.Basic:
    """Carry an expectation that stops at a point inside the support to the standard distribution."""
    standard, shapes = standard_of(distribution), shapes_of(distribution)

    def moved(e: Expectation) -> Expectation:
        u = fresh(variable(standard), e)
        try:
            edge = distribution.inverse(e.upper)
        except NotImplementedError as missing:
            raise Refused(f"transport-part: {missing}") from None
        whole = standard_expectation(standard, carried(e.body, e.variable, distribution, u), u, *shapes)
        return whole.above(edge) if distribution.transport_decreases else whole.below(edge)

    nodes = [e for e in expression.atoms(Expectation) if e.lower == distribution.support().lower]
    nodes = [e for e in nodes if e.density == distribution.density(e.variable)]
    if not nodes:
        raise Refused("transport-part: there is no partial expectation of this distribution")
    return expression.xreplace({e: moved(e) for e in nodes})


@rule(
    "split-symmetric",
    "Average over the sign, and split where deviation and gap are equal",
    "The mean of $|d - g|$ and $|d + g|$ is the larger of the deviation $d$ and the gap $|g|$.",
)
def split_symmetric(expectation: sp.Basic, distribution: Distribution, mean: Statement) -> sp.Expr:
    """For loc + sign h(U): the gap times the chance of less, plus the deviation where it is more."""
    e, standard = of_distribution(expectation, distribution, "split-symmetric"), standard_of(distribution)
    turn, shapes, loc = turning_point(e), shapes_of(distribution), distribution.parameters["loc"]
    if not standard.symmetric or mean.left != e.of(e.variable) or mean.relation != "=" or mean.source != "lemma":
        raise Refused("split-symmetric: takes a distribution with a random sign, and the lemma of its mean")
    u = fresh(variable(standard), e)
    reach, gap = sp.expand_mul(distribution.transport(u) - loc), sp.Abs(loc - turn)
    edge = edge_of(distribution, standard, gap)
    near, far = (standard_expectation(standard, body, u, *shapes) for body in (sp.S.One, reach))
    return gap * near.below(edge) + far.above(edge)


def edge_of(distribution: Distribution, standard: StandardDistribution, gap: sp.Expr) -> sp.Expr:
    """Where the deviation equals the gap, in the standard variable."""
    if standard.slug == "signed-gamma":
        return gap / distribution.parameters["scale"]
    squared = gap**2 / (distribution.parameters["scale"] ** 2 * distribution.parameters.get("df", 1))
    return squared / (1 + squared)


@rule(
    "fundamental-below",
    "Fundamental theorem of calculus, up to a point",
    "The integral is the difference of an antiderivative at the ends; the antiderivative is verified by "
    "differentiation.",
)
def fundamental_below(expression: sp.Basic) -> sp.Basic:
    """Take expectations of a uniform variable that stop inside the unit interval by antiderivatives."""

    def integrated(e: Expectation) -> sp.Expr:
        total: sp.Expr = sp.S.Zero
        for term in sp.Add.make_args(e.body):
            coefficient, statistic = term.as_independent(e.variable, as_Add=False)
            found = antiderivative(statistic, e.variable)
            if found is None:
                raise Refused(f"fundamental-below: no antiderivative of {statistic} was found")
            ends = (e.lower, "+"), (e.upper, "-")
            low, high = (
                sp.limit(found, e.variable, end, side) if end in (0, 1) else found.subs(e.variable, end)
                for end, side in ends
            )
            total += coefficient * (high - low)
        return total

    nodes = [e for e in expression.atoms(Expectation) if e.density == 1]
    if not nodes:
        raise Refused("fundamental-below: there is no expectation of a uniform variable")
    return expression.xreplace({e: integrated(e) for e in nodes})


@rule("simplify-cases", "Simplify", "In each case terms are cancelled and collected; the value does not change.")
def tidy_cases(expression: sp.Basic, distribution: Distribution) -> sp.Expr:
    """Find a short equal form in the last case of a formula by cases."""
    if not isinstance(expression, sp.Piecewise):
        return tidy(expression)
    *beside, (inside, rest) = expression.args
    return sp.Piecewise(*beside, (tidy(inside, distribution.positive_parameters()), rest))


def by_splitting(
    chain: Chain,
    distribution: Distribution,
    standard: StandardDistribution,
    find: Callable[[Distribution, sp.Expr, sp.Symbol, str], Lemma],
) -> str | None:
    """Split E|X - c| at c; the parts are incomplete forms of the generating functional."""
    here = chain.expression
    if not isinstance(here.body, sp.Abs) or distribution.kind != CONTINUOUS:
        return None
    if here != expectation_under(distribution, here.body, here.variable, here.index):
        return None
    mean = find(distribution, here.variable, here.variable, here.index)
    shapes = shapes_of(distribution)
    if standard.symmetric:
        chain.apply(split_symmetric, distribution, use(mean))
        said = "The mean over both signs is the larger of the gap and the deviation; it is split where they are equal."
    else:
        chain.apply(split, distribution, use(mean))
        if chain.expression.has(Expectation):
            chain.apply(transport_part, distribution)
        said = "Split at the turning point; the part below it is an incomplete form of the generating functional."
    if not chain.expression.has(Expectation):  # the turning point is known to lie beside the support
        chain.apply(tidy_cases, distribution)
        return said
    chain.apply(expand, distribution)
    edges = {end for e in chain.expression.atoms(Expectation) for end in (e.lower, e.upper)}
    edges -= {standard.lower(*shapes), standard.upper(*shapes)}
    known = [f for edge in sorted(edges, key=sp.default_sort_key) for f in functionals_below(standard, edge, *shapes)]
    try:
        chain.apply(functional, distribution, *known, *functionals(standard, *shapes))
    except Unreachable:
        chain.apply(fundamental_below)
    chain.apply(tidy_cases, distribution)
    return said
