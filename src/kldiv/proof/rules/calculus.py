"""Rules of calculus: Taylor's formula, limits, derivatives under an integral, changes of variable."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.continuity import smooth_between
from kldiv.algebra.nodes import Expectation
from kldiv.proof.equality import are_equal
from kldiv.proof.kernel import Made, rule
from kldiv.proof.literature import calculus, parametric  # noqa: F401 - they register the theorems that rules apply
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused, Statement

#: What may jump.
JUMPS = (sp.sign, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling)


@rule(
    "taylor",
    "Taylor's formula with integral remainder",
    "A function is its Taylor polynomial plus an integral of its next derivative, weighted.",
    theorem="taylor",
)
def taylor(
    expression: sp.Basic, part: sp.Expr, variable: sp.Expr, centre: sp.Expr, order: int, letter: sp.Symbol
) -> Made:
    """Expand a part of the expression, a function of the variable, at a centre; the remainder runs to the variable."""
    terms, slope, smooth = polynomial(expression, part, variable, centre, order, letter)
    if letter.is_positive and not (variable.is_positive and centre.is_positive):
        raise Refused(f"taylor: {letter} is assumed to be positive, and runs between {centre} and {variable}")
    weight = (variable - letter) ** (order - 1) / sp.factorial(order - 1)
    rest = sp.Integral(weight * slope(letter), (letter, centre, variable))
    return Made(expression.xreplace({part: sp.Add(*terms, rest)}), smooth)


@rule(
    "taylor-on-unit",
    "Taylor's formula on the unit interval",
    "A function is its Taylor polynomial plus an integral of its next derivative, weighted, along the way to the "
    "point, which is measured from 0 to 1.",
    theorem="taylor",
)
def taylor_on_unit(
    expression: sp.Basic, part: sp.Expr, variable: sp.Expr, centre: sp.Expr, order: int, letter: sp.Symbol
) -> Made:
    """The same, the remainder measured from 0 to 1."""
    terms, slope, smooth = polynomial(expression, part, variable, centre, order, letter)
    way = variable - centre
    weight = (1 - letter) ** (order - 1) / sp.factorial(order - 1)
    rest = way**order * sp.Integral(weight * slope(centre + letter * way), (letter, 0, 1))
    return Made(expression.xreplace({part: sp.Add(*terms, rest)}), smooth)


def polynomial(
    expression: sp.Basic, part: sp.Expr, variable: sp.Expr, centre: sp.Expr, order: int, letter: sp.Symbol
) -> tuple[list[sp.Expr], sp.Lambda, tuple[sp.Basic, ...]]:
    """The terms of the Taylor polynomial, the next derivative as a function, and where the function is smooth."""
    if not expression.has(part) or not part.has(variable):
        raise Refused(f"taylor: {part} does not occur, or does not hold {variable}")
    if order < 1 or part.has(letter):
        raise Refused("taylor: takes an order from 1 up, and a letter that is not in use")
    positive = bool(variable.is_positive and centre.is_positive)
    at = sp.Dummy("at", positive=True) if positive else sp.Dummy("at", real=True)
    function = part.xreplace({variable: at})
    up, down = smooth_between(function, at, centre, variable), smooth_between(function, at, variable, centre)
    if up is None or down is None:
        raise Refused(f"taylor: takes a function that is smooth from {centre} to {variable}, which is not known here")
    smooth = tuple(c for c in (sp.Lt(c.lts, c.gts) for c in (*up, *down)) if c is not sp.true)
    terms = [
        sp.diff(function, at, k).subs(at, centre) * (variable - centre) ** k / sp.factorial(k) for k in range(order)
    ]
    return terms, sp.Lambda(at, sp.diff(function, at, order)), tuple(dict.fromkeys(smooth))


@rule(
    "limit",
    "Take the limit",
    "Numerator and denominator vanish, so the quotient tends to what the quotient of their derivatives tends to.",
    theorem="lhopital",
)
def lhopital(expression: sp.Basic, numerator: sp.Expr, denominator: sp.Expr, *facts: Statement) -> sp.Expr:
    """Differentiate both sides of a quotient that is 0/0, which assumed equations may tell."""
    body, variable, point, towards = want(sp.Limit, expression, "limit").args
    if sp.simplify(body.doit() - (numerator / denominator).doit()) != 0:
        raise Refused("limit: this is not the quotient of the two")
    for side in (numerator, denominator):
        if not are_equal(side.doit().subs(variable, point).doit(), sp.S.Zero, facts):
            raise Refused(f"limit: {str(side)[:60]} does not vanish at {point}")
    return sp.Limit(sp.diff(numerator, variable) / sp.diff(denominator, variable), variable, point, str(towards))


@rule("continuity", "Put in the limit point", "The function is continuous there, so its limit is its value.")
def continuity(expression: sp.Basic) -> sp.Expr:
    """The limit of an elementary function that is defined at the point."""
    body, variable, point, _ = want(sp.Limit, expression, "continuity").args
    value = body.subs(variable, point).doit()
    if value.has(sp.nan, sp.zoo, sp.oo, sp.Limit) or body.has(*JUMPS):
        raise Refused(f"continuity: the function has no value at {point}")
    return value


@rule(
    "differentiate-inside",
    "Differentiate under the integral",
    "The derivative of the integrand is dominated by an integrable function, so it may be taken inside.",
    theorem="differentiate-under-integral",
)
def differentiate_inside(expression: sp.Basic) -> sp.Expr:
    """Take a derivative under an integral, or an expectation whose density does not depend on the parameter."""

    def inside(node: sp.Derivative) -> sp.Expr:
        inner, parameters = node.expr, node.variables
        coefficient, whole = inner.as_independent(sp.Integral, Expectation, as_Add=False)
        if coefficient.has(*parameters) or not isinstance(whole, (sp.Integral, Expectation)):
            raise Refused("differentiate-inside: takes one integral, or one expectation")
        if isinstance(whole, Expectation):
            if any(part.has(*parameters) for part in (whole.density, whole.lower, whole.upper)):
                raise Refused("differentiate-inside: the density depends on the parameter")
            return coefficient * whole.of(sp.diff(whole.body, *parameters))
        if any(end.has(*parameters) for limit in whole.limits for end in limit[1:]):
            raise Refused("differentiate-inside: the range depends on the parameter")
        return coefficient * sp.Integral(sp.diff(whole.function, *parameters), *whole.limits)

    if not expression.has(sp.Derivative):
        raise Refused("differentiate-inside: there is no derivative here")
    return expression.replace(lambda n: isinstance(n, sp.Derivative) and n.expr.has(sp.Integral, Expectation), inside)


@rule(
    "read-derivative-inside",
    "Read as the derivative of an integral",
    "A derivative may be taken under the integral; here that is read from right to left.",
    theorem="differentiate-under-integral",
)
def read_derivative_inside(expression: sp.Basic, whole: sp.Integral, parameter: sp.Symbol) -> sp.Expr:
    """Name the derivative of an integral, where the integral of the derivative stands."""
    slope = sp.Derivative(whole, parameter)
    inside = differentiate_inside.run(slope)
    if not expression.has(inside):
        raise Refused(f"read-derivative-inside: {str(inside)[:80]} does not occur")
    return expression.xreplace({inside: slope})


@rule(
    "change-variable",
    "Change the variable",
    "An increasing, smooth change of variable carries an integral over, with its derivative as a factor.",
)
def change_variable(expression: sp.Basic, old: sp.Symbol, image: sp.Lambda, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """Put x = image(u) in each integral over x; u then runs from low to high.

    The image must rise, and reach the old ends at the new ones.
    """
    (new,) = image.variables
    slope = sp.diff(image.expr, new)
    if not slope.is_positive:
        raise Refused(f"change-variable: {image.expr} is not known to rise with {new}")
    if new.is_nonnegative and not low.is_extended_nonnegative:
        raise Refused(f"change-variable: {new} is assumed to be positive, and runs from {low}")

    def carried(node: sp.Integral) -> sp.Expr:
        ((_, start, end),) = node.limits
        within = {s for inner in sp.preorder_traversal(node.function) for s in getattr(inner, "bound_symbols", ())}
        if within & (image.expr.free_symbols | low.free_symbols | high.free_symbols):
            raise Refused("change-variable: a letter of the image is bound inside the integral")
        if node.function.has(new) and new != old:
            raise Refused(f"change-variable: {new} is in use")
        for here, there in ((low, start), (high, end)):
            if sp.simplify(sp.limit(image.expr, new, here) - there) != 0 and sp.limit(image.expr, new, here) != there:
                raise Refused(f"change-variable: {there} is not reached at {here}")
        body = node.function.subs(old, image.expr).doit() * slope
        return sp.Integral(body, (new, low, high))

    nodes = [n for n in expression.atoms(sp.Integral) if n.limits[0][0] == old]
    if not nodes:
        raise Refused(f"change-variable: there is no integral over {old}")
    return expression.xreplace({node: carried(node) for node in nodes})


@rule(
    "change-variable-by-map",
    "Change the variable by a one-to-one map",
    "A one-to-one map, rising or falling, carries an integral over, with the size of its derivative as a factor.",
    theorem="change-of-variables",
)
def change_by_map(expression: sp.Basic, back: Statement, forth: Statement, low: sp.Expr, high: sp.Expr) -> Made:
    """Put y = g(x) in each integral over y; that g has an inverse u is assumed, in both orders.

    Args:
        expression: holds integrals over y.
        back: u(g(x)) = x, for x between low and high.
        forth: g(u(y)) = y, for y in the range of the integral.
        low: where x starts.
        high: where x ends.
    """
    x, y, image, inverse = _inverses(back, forth)
    nodes = [n for n in expression.atoms(sp.Integral) if n.limits[0][0] == y]
    if not nodes:
        raise Refused(f"change-variable-by-map: there is no integral over {y}")
    slope = sp.Derivative(image, x)
    conditions: list[sp.Basic] = [sp.Ne(slope, 0), *_between(inverse, low, high)]
    table = {}
    for node in nodes:
        ((_, start, end),) = node.limits
        if node.has(x):
            raise Refused(f"change-variable-by-map: {x} is in use")
        conditions += _between(image, start, end)
        table[node] = sp.Integral(node.function.xreplace({y: image}) * sp.Abs(slope), (x, low, high))
    return Made(expression.xreplace(table), tuple(dict.fromkeys(conditions)))


def _inverses(back: Statement, forth: Statement) -> tuple[sp.Symbol, sp.Symbol, sp.Expr, sp.Expr]:
    """Read a map and its inverse off two assumed equations."""
    for fact in (back, forth):
        if not isinstance(fact, Statement) or fact.source != "assumption" or fact.relation != "=":
            raise Refused("change-variable-by-map: takes two assumed equations, u(g(x)) = x and g(u(y)) = y")
    x, y = back.right, forth.right
    if not isinstance(x, sp.Symbol) or not isinstance(y, sp.Symbol) or len(back.left.args) != 1:
        raise Refused("change-variable-by-map: takes the equations u(g(x)) = x and g(u(y)) = y")
    image = back.left.args[0]
    inverse = back.left.func(y)
    if forth.left != image.func(inverse) or image != image.func(x):
        raise Refused("change-variable-by-map: the two equations are not those of one map and its inverse")
    return x, y, image, inverse


def _between(value: sp.Expr, low: sp.Expr, high: sp.Expr) -> list[sp.Basic]:
    """That a value lies between two ends; an infinite end says nothing."""
    below = [] if low == -sp.oo else [sp.Gt(value, low)]
    return below + ([] if high == sp.oo else [sp.Lt(value, high)])
