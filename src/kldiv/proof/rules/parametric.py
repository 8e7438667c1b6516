"""Rules about families with a parameter: scores, drifts, entries picked out of sums, completed squares."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.algebra.quantities import Quantity
from kldiv.proof.equality import are_equal
from kldiv.proof.kernel import Made, rule
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused, Statement


@rule("open-names", "Say what the name stands for", "A named quantity is replaced by what it abbreviates.")
def open_names(expression: sp.Basic) -> sp.Basic:
    """Replace names by what they stand for, and leave expectations as they are."""
    names = expression.atoms(Quantity)
    if not names:
        raise Refused("open-names: there is no name here")
    return expression.xreplace({name: name.definition for name in names})


@rule(
    "sift",
    "Evaluate the Kronecker delta",
    "In a sum against a Kronecker delta only the term of that index is left, which must be one of those summed over.",
)
def sift(expression: sp.Basic) -> Made:
    """Evaluate sums in which a Kronecker delta of the summation index stands."""
    conditions: list[sp.Basic] = []

    def picked(node: sp.Sum) -> sp.Expr:
        index, low, high = want(sp.Sum, node, "sift").limits[0]
        terms = []
        for term in sp.Add.make_args(sp.expand_mul(node.function)):
            deltas = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.KroneckerDelta) and f.has(index)]
            if not deltas:
                terms.append(sp.Sum(term, *node.limits))
                continue
            (other,) = set(deltas[0].args) - {index}
            if other.has(index) or not other.is_integer:
                raise Refused(f"sift: {deltas[0]} does not pick one term")
            for condition in (sp.Ge(other, low), sp.Le(other, high)):
                if condition is sp.false:
                    raise Refused(f"sift: {other} is not among the indices")
                conditions.append(condition)
            terms.append((term / deltas[0]).xreplace({index: other}))
        return sp.Add(*terms)

    if not any(n.has(sp.KroneckerDelta) and len(n.limits) == 1 for n in expression.atoms(sp.Sum)):
        raise Refused("sift: there is no sum against a Kronecker delta here")
    after = expression.replace(
        lambda n: isinstance(n, sp.Sum) and len(n.limits) == 1 and n.function.has(sp.KroneckerDelta), picked
    )
    return Made(after, tuple(c for c in dict.fromkeys(conditions) if c is not sp.true))


@rule("product-rule", "Product rule", "$(ab)' = a'b + ab'$, term by term of a finite sum.")
def product_rule(expression: sp.Basic, factor: sp.Expr) -> sp.Expr:
    """Differentiate each product of a finite sum in two parts: the factor, and what it multiplies."""

    def parts(node: sp.Derivative) -> sp.Expr:
        if not isinstance(node.expr, sp.Sum) or node.derivative_count != 1:
            raise Refused("product-rule: takes the first derivative of a sum")
        (variable,) = node.variables
        if factor not in sp.Mul.make_args(node.expr.function):
            raise Refused(f"product-rule: {factor} is no factor")
        other = node.expr.function / factor
        first = sp.Sum(sp.Derivative(factor, variable) * other, *node.expr.limits)
        return first + sp.Sum(factor * sp.Derivative(other, variable), *node.expr.limits)

    nodes = [n for n in expression.atoms(sp.Derivative) if n.expr.has(sp.Sum)]
    if not nodes:
        raise Refused("product-rule: there is no derivative of a sum here")
    return expression.xreplace({node: parts(node) for node in nodes})


@rule(
    "add-zero",
    "Add what is zero",
    "A multiple of an equation whose right side is zero may be added.",
)
def add_zero(expression: sp.Basic, zero: Statement, times: sp.Expr = sp.S.One) -> sp.Expr:
    """Add a multiple of the left side of an assumed equation, which says that this is zero."""
    if not isinstance(zero, Statement) or zero.source != "assumption" or zero.relation != "=" or zero.right != 0:
        raise Refused("add-zero: takes an assumed equation whose right side is zero")
    return expression + times * zero.left


@rule(
    "score",
    "Bring in the score",
    "$\\partial_t p = p \\, \\partial_t \\log p$ for positive $p$; the derivative of the logarithm is the score.",
)
def score(expression: sp.Basic, weight: sp.Expr) -> sp.Expr:
    """Write the first derivative of a positive weight as the weight times the derivative of its logarithm."""
    if not weight.is_positive:
        raise Refused(f"score: {weight} is not known to be positive")
    slopes = [n for n in expression.atoms(sp.Derivative) if n.expr == weight and n.derivative_count == 1]
    if not slopes:
        raise Refused(f"score: there is no derivative of {weight} here")
    return expression.xreplace({n: weight * sp.Derivative(sp.log(weight), *n.variables) for n in slopes})


@rule(
    "read-as-derivative",
    "Read as a derivative",
    "A finite sum is differentiated term by term; here that is read from right to left.",
)
def read_as_derivative(expression: sp.Basic, whole: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    """Name the derivative of a finite sum, if that is what the expression is."""
    if whole.has(sp.Integral, Expectation):
        raise Refused("read-as-derivative: under an integral another rule is needed")
    slope = sp.Derivative(whole, variable)
    if not are_equal(slope.doit(), expression):
        raise Refused(f"read-as-derivative: this is not the derivative of {str(whole)[:80]}")
    return slope


@rule("put-in-point", "Put in the point", "The derivative is taken first, and then evaluated at the point.")
def put_in_point(expression: sp.Basic) -> sp.Expr:
    """Carry out evaluations at a point that is a symbol; a derivative at it is one in that symbol."""

    def put(node: sp.Subs) -> sp.Expr:
        table = dict(zip(node.variables, node.point, strict=True))
        for inner in node.expr.atoms(sp.Derivative):
            moved = {v: table[v] for v in inner.variables if table.get(v, v) != v}
            if any(inner.has(point) for point in moved.values()):
                raise Refused(f"put-in-point: {inner} cannot be evaluated there by renaming")
        return node.expr.xreplace(table)

    def ready(node: sp.Basic) -> bool:
        return isinstance(node, sp.Subs) and all(isinstance(point, sp.Symbol) for point in node.point)

    if not any(ready(node) for node in expression.atoms(sp.Subs)):
        raise Refused("put-in-point: nothing here is evaluated at a symbol")
    return expression.replace(ready, put)


@rule(
    "collect-directions",
    "Collect by directions",
    "Like products of the directions are collected, and their coefficients simplified.",
)
def collect_directions(expression: sp.Basic, *directions: sp.Symbol) -> sp.Expr:
    """Write an expression as a polynomial in the directions, with short coefficients."""
    whole = sp.expand(sp.expand_func(expression))
    return sp.collect(whole, list(directions), lambda part: without_minus(sp.factor(part)))


def without_minus(term: sp.Expr) -> sp.Expr:
    """Write -1/(a - 1) as 1/(1 - a), and -(a - 1) b as (1 - a) b."""
    if not term.could_extract_minus_sign():
        return term
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if isinstance(base, sp.Add) and exponent.is_odd and any(t.could_extract_minus_sign() for t in base.args):
            return sp.Mul(-term / factor, (-base) ** exponent)
    return term


@rule("put-in-value", "Put in the value", "The formula has a value at the point, and that is it.")
def put_in_value(expression: sp.Basic) -> sp.Expr:
    """Evaluate a formula, free of derivatives and integrals, at a point that is a number."""
    node = want(sp.Subs, expression, "put-in-value")
    if node.expr.has(sp.Derivative, sp.Integral, sp.Sum, Expectation):
        raise Refused("put-in-value: takes a formula free of derivatives, integrals and sums")
    value = node.expr.subs(list(zip(node.variables, node.point, strict=True)), simultaneous=True)
    if value.has(sp.nan, sp.zoo, sp.oo):
        raise Refused("put-in-value: the formula has no value there")
    return value


@rule(
    "limit-of-formula",
    "Take the limit of the formula",
    "The formula is 0/0 at the point; its limit is read off its expansion there.",
)
def limit_of_formula(expression: sp.Basic) -> sp.Expr:
    """Take the limit of a formula that is free of derivatives and integrals."""
    body, variable, point, side = want(sp.Limit, expression, "limit-of-formula").args
    if body.has(sp.Derivative, sp.Integral, sp.Sum, Expectation):
        raise Refused("limit-of-formula: takes a formula free of derivatives, integrals and sums")
    value = sp.limit(body, variable, point, str(side))
    if value.has(sp.Limit, sp.nan, sp.zoo, sp.oo, sp.AccumBounds):
        raise Refused("limit-of-formula: no finite limit was found")
    return value


@rule(
    "cases",
    "Distinguish the cases",
    "The larger of two numbers is the first where the second is below it, and else the second.",
)
def cases(expression: sp.Basic) -> sp.Expr:
    """Write each maximum of two as cases."""

    def larger(node: sp.Max) -> sp.Expr:
        if len(node.args) != 2:
            raise Refused("cases: takes the larger of two")
        first, second = sorted(node.args, key=sp.count_ops)
        return sp.Piecewise((first, second < first), (second, True))

    if not expression.has(sp.Max):
        raise Refused("cases: there is no maximum here")
    return expression.replace(lambda n: isinstance(n, sp.Max), larger)


@rule(
    "differentiate-cases",
    "Differentiate in each case",
    "Off the border between two cases only one of them matters near a point, so each is differentiated by itself.",
)
def differentiate_cases(expression: sp.Basic) -> Made:
    """Differentiate the branches of a function that is given by cases; the border is left out."""
    function = want(sp.Piecewise, want(sp.Derivative, expression, "differentiate-cases").expr, "differentiate-cases")
    (variable,) = expression.variables
    borders = [condition for _, condition in function.args if condition is not sp.true]
    if any(not isinstance(border, sp.core.relational.Relational) for border in borders):
        raise Refused("differentiate-cases: the cases must be told apart by inequalities")
    after = sp.Piecewise(*((sp.diff(branch, variable), condition) for branch, condition in function.args))
    return Made(after, tuple(sp.Ne(border.lhs, border.rhs) for border in borders))
