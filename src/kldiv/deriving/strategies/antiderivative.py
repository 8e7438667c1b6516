"""Expectations under a uniform distribution by an antiderivative, which is verified by differentiating it."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.algebra.continuity import smooth_between
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.algebra.tidying import is_zero
from kldiv.distributions.base import Distribution
from kldiv.distributions.standard import StandardDistribution
from kldiv.distributions.uniform import Uniform
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import Made, rule
from kldiv.proof.record import Sentence, Words
from kldiv.proof.rules import general
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused


@rule(
    "fundamental-theorem",
    "Fundamental theorem of calculus",
    "The integral is the difference of an antiderivative at the ends; the antiderivative is verified by "
    "differentiation.",
)
def fundamental(expectation: sp.Basic) -> Made:
    """Take an expectation under a constant density by an antiderivative."""
    e: Expectation = want(Expectation, expectation, "fundamental-theorem")
    if e.kind != CONTINUOUS or e.part:
        raise Refused("fundamental-theorem: takes an expectation under a density, over the whole support")
    x, found = e.variable, antiderivative(e.body, e.variable)
    if found is None or e.density.has(x):
        raise Refused(f"fundamental-theorem: no antiderivative of {e.body} was found, or the density is not constant")
    smooth = smooth_between(e.body, x, e.lower, e.upper)
    if smooth is None:
        raise Refused(f"fundamental-theorem: whether {e.body} is smooth between the ends cannot be told")
    at_ends = _value(found, x, e.upper) - _value(found, x, e.lower)
    if not at_ends.is_finite and at_ends.is_number:
        raise Refused("fundamental-theorem: the antiderivative has no value at an end")
    poles = (n.base for n in found.atoms(sp.Pow) if n.exp == -1 and not n.base.is_number and not n.has(x))
    reached = (*value_reached(found, x, e.lower, 1), *value_reached(found, x, e.upper, -1))
    conditions = dict.fromkeys((*smooth, *reached, *(sp.Ne(base, 0) for base in poles)))
    return Made(e.density * at_ends, tuple(c for c in conditions if c is not sp.true))


def by_antiderivative(chain: Chain, distribution: Distribution, _standard: StandardDistribution) -> Words | None:
    """Integrate the statistic over [low, high] and divide by its length."""
    if not isinstance(distribution, Uniform):
        return None
    here = chain.expression
    found = antiderivative(here.body, here.variable)
    chain.apply(fundamental)
    chain.apply(general.tidy, distribution)
    return Sentence("The function ", found, " has the derivative ", here.body, ".")


def _value(found: sp.Expr, x: sp.Symbol, end: sp.Expr) -> sp.Expr:
    """The antiderivative at an end; at a plain number as a limit from inside, so that 0 log 0 is 0."""
    if end.is_number and found.subs(x, end).has(sp.nan, sp.zoo, sp.oo):
        return sp.limit(found, x, end, "+" if end == 0 else "-")
    return found.subs(x, end)


def value_reached(found: sp.Expr, x: sp.Symbol, end: sp.Expr, inward: int) -> tuple[sp.Basic, ...]:
    """Say when an antiderivative has a finite value at an end with symbols in it, which may lie on a singular point.

    Args:
        found: the antiderivative, a sum of products of powers and logarithms.
        x: the variable.
        end: an end of the interval.
        inward: 1 at the lower end, -1 at the upper one.

    Returns:
        For each base t of a power or logarithm that may be 0 there: t > 0, unless each term t^a (log t)^k has a > 0.

    Example:
        >>> x, a = sp.Symbol("x", positive=True), sp.Symbol("a", real=True)
        >>> [value_reached(f, x, a, 1) for f in (sp.log(x), x * sp.log(x) - x)]
        [(a > 0,), ()]
    """
    if end.is_number:
        return ()
    nodes = [node.args[0] for node in found.atoms(sp.log, sp.Pow) if node.args[0].has(x)]
    t = sp.Dummy(positive=True)
    conditions: list[sp.Basic] = []
    for base in sorted(dict.fromkeys(nodes), key=sp.default_sort_key):
        slope, there = sp.diff(base, x), base.subs(x, end)
        if there.is_positive or slope.has(x) or (inward * slope).is_nonpositive:
            continue  # what falls from this end inwards is larger here than at the other
        near = sp.expand(found.subs(x, sp.expand((t - base.subs(x, 0)) / slope)), power_exp=False)
        for term in sp.Add.make_args(near):
            powers = term.as_powers_dict()
            if (t in powers or sp.log(t) in powers) and not powers.get(t, sp.S.Zero).is_positive:
                bears = positive_condition(powers.get(t, sp.S.Zero))
                conditions.append(sp.Or(sp.Gt(there, 0), sp.And(*bears)))
    return tuple(c for c in dict.fromkeys(conditions) if c is not sp.true)


@lru_cache(maxsize=512)
def antiderivative(body: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Find an antiderivative and verify it by differentiation.

    Args:
        body: an expression in x.
        x: the variable.

    Returns:
        A function with that derivative, or None.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> antiderivative(sp.log(x), x)
        x*log(x) - x
    """
    plain = sp.sin(body.args[0]) / sp.diff(body.args[0], x) if isinstance(body, sp.cos) else _by_kind(body, x)
    if plain is None or plain.has(sp.Integral, sp.Piecewise):
        return None
    return plain if is_zero(sp.diff(plain, x) - body) else None


def _by_kind(body: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Only kinds of integrand for which SymPy is known to answer quickly."""
    if body.has(sp.Abs):
        return None
    for quadratic in (node.args[0] for node in body.atoms(sp.log) if body == node and node.args[0].is_polynomial(x)):
        return _log_polynomial(quadratic, x)
    if any(node.args[0] not in (x, 1 - x) for node in body.atoms(sp.log) if node.has(x)):
        return None
    if body.is_Pow and body.base == x and not body.exp.has(x) and body.exp != -1:
        return x ** (body.exp + 1) / (body.exp + 1)
    if body.has(1 - x) and body.has(sp.log(x)):
        return None
    return sp.integrate(body, x, conds="none")


def _log_polynomial(inside: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """log(c + b x) and log(c + b x + a x^2) with a positive minimum."""
    coefficients = sp.Poly(inside, x).all_coeffs()
    if len(coefficients) == 2:
        slope = coefficients[0]
        return (inside * sp.log(inside) - inside) / slope
    if len(coefficients) == 3:
        a, b, _ = coefficients
        centre = -b / (2 * a)
        rest = sp.simplify(inside.subs(x, centre) / a)
        root = sp.sqrt(sp.factor(rest))
        return (x - centre) * sp.log(inside) - 2 * x + 2 * root * sp.atan((x - centre) / root)
    return None
