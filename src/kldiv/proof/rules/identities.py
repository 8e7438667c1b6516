"""Rules of general statements: sums and integrals over distributions that are left undefined."""

from __future__ import annotations

from typing import Any

import sympy as sp

from kldiv.algebra import quantities, ratios, sums
from kldiv.algebra.continuity import smooth_between
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import DISCRETE
from kldiv.algebra.quantities import Quantity
from kldiv.algebra.signs import sign_of
from kldiv.proof.kernel import Made, rule
from kldiv.proof.rules.general import replaced, want
from kldiv.proof.statements import Refused, Statement, apart

Ranged = (sp.Sum, sp.Integral)


@rule("unfold", "Write out the definitions", "Each named quantity is replaced by what it abbreviates.")
def unfold(expression: sp.Basic) -> sp.Basic:
    """Write out named quantities, expectations and divergences."""
    return quantities.unfold(expression)


@rule("write-out", "Write out the expectation", "An expectation is a weighted sum over the outcomes, or an integral.")
def write_out(expectation: sp.Basic, *index: sp.Symbol) -> sp.Expr:
    """Write an expectation as a sum or an integral, over another index if one is given."""
    e = want(Expectation, expectation, "write-out")
    variable = index[0] if index else e.variable
    if variable != e.variable and (e.body * e.density).has(variable):
        raise Refused(f"write-out: {variable} has another meaning here")
    kind = sp.Sum if e.kind == DISCRETE else sp.Integral
    return kind((e.density * e.body).xreplace({e.variable: variable}), (variable, e.lower, e.upper))


@rule("log-of-ratio", "Logarithm of a ratio", "$\\log(a/b) = \\log a - \\log b$ for positive $a$ and $b$.")
def log_of_ratio(expression: sp.Basic) -> sp.Expr:
    """Open the logarithms of products, quotients and powers of positive parts."""
    return sums.inside(sums.log_of_ratio)(expression) if expression.has(*Ranged) else sums.log_of_ratio(expression)


@rule("flip", "Turn the ratio over", "$\\log(a/b) = -\\log(b/a)$ for positive $a$ and $b$.")
def flip(expression: sp.Basic, *ratio: sp.Expr) -> sp.Expr:
    """Turn the ratio in each logarithm over, or in those of one ratio only."""
    if not all(log.args[0].is_positive for log in expression.atoms(sp.log) if not ratio or log.args[0] == ratio[0]):
        raise Refused("flip: takes logarithms of what is positive")
    if not ratio:
        return ratios.flip_logs(expression)
    if not expression.has(sp.log(ratio[0])):
        raise Refused(f"flip: log({ratio[0]}) does not occur")
    return expression.xreplace({sp.log(ratio[0]): -sp.log(1 / ratio[0])})


@rule("insert-ratio", "Bring in the ratio", "$\\log b = \\log a - \\log(a/b)$ for positive $a$ and $b$.")
def insert_ratio(expression: sp.Basic, top: Any, bottom: Any) -> sp.Expr:
    """Write log of the bottom distribution as log of the top one less log of the ratio."""
    return ratios.insert_ratio(top, bottom)(expression)


@rule("peel-ratio", "Split off a ratio", "$\\log a = \\log c + \\log(a/c)$ for positive $a$ and $c$.")
def peel(expression: sp.Basic, ratio: sp.Expr) -> sp.Expr:
    """Split a positive ratio off each logarithm."""
    if not ratio.is_positive:
        raise Refused(f"peel-ratio: {ratio} is not known to be positive")
    return ratios.peel(ratio)(expression)


@rule("distribute", "Multiply out", "The factor is distributed over the difference.")
def distribute(expression: sp.Basic) -> sp.Expr:
    """Multiply out products of sums, inside sums and integrals too."""
    return sums.distribute(expression)


@rule(
    "split-sum",
    "Split the sum",
    "The sum (or integral) of a difference is the difference of the two, when both are finite.",
)
def split_sum(expression: sp.Basic) -> sp.Expr:
    """Split sums and integrals of several terms, and take constants out."""
    return sums.split(expression)


@rule("merge-sum", "Join the sums", "Sums (or integrals) over the same range are joined term by term.")
def merge_sum(expression: sp.Basic) -> sp.Expr:
    """Join sums and integrals over the same range."""
    return sums.merge(expression)


@rule("exchange-order", "Exchange the order", "A finite double sum may be taken in either order.")
def exchange(expression: sp.Basic, *parts: sp.Expr) -> sp.Expr:
    """Exchange the order of each double sum; where parts are given, in the terms that hold one of them."""
    terms = sp.Add.make_args(expression)
    if not all(expression.has(part) for part in parts):
        raise Refused("exchange-order: a part that is named does not occur")
    for node in expression.atoms(sp.Sum):
        limits = [limit for inner in node.atoms(sp.Sum) for limit in inner.limits]
        indices = {limit[0] for limit in limits}
        if any(end.free_symbols & indices for limit in limits for end in limit[1:]):
            raise Refused("exchange-order: the range of one index depends on the other")
    return sp.Add(*(ratios.exchange(t) if not parts or t.has(*parts) else t for t in terms))


@rule("normalised", "Total probability", "The probabilities of a distribution sum (or integrate) to one.")
def normalised(expression: sp.Basic, *totals: Statement) -> sp.Basic:
    """Use assumed totals: a sum, or an integral, equals a number."""
    if not all(isinstance(t.left, Ranged) and sp.sympify(t.right).is_number for t in totals):
        raise Refused("normalised: takes totals, such as that probabilities sum to one")
    return replaced(expression, totals, "assumption", "normalised")


@rule("recognise", "Recognise", "Each part is the definition of a named quantity.")
def recognise(expression: sp.Basic, *names: Quantity) -> sp.Expr:
    """Replace definitions by their names; each must be there."""
    try:
        return quantities.fold(expression, *names)
    except ValueError as absent:
        raise Refused(f"recognise: {absent}") from None


def _has_no_end(expression: sp.Basic) -> bool:
    return any(limit.has(sp.oo, -sp.oo) for node in expression.atoms(sp.Sum) for limit in node.limits)


@rule("differentiate", "Differentiate", "A finite sum is differentiated term by term, by the chain rule.")
def differentiate(expression: sp.Basic) -> sp.Expr:
    """Carry out the derivatives of finite sums and of elementary functions, and nothing else."""
    nodes = expression.atoms(sp.Derivative)
    if not nodes:
        raise Refused("differentiate: there is no derivative here")
    if any(node.expr.has(sp.Integral, Expectation) for node in nodes):
        raise Refused("differentiate: under an integral another rule is needed")
    if any(node.expr.has(sp.Limit, sp.Product) or _has_no_end(node.expr) for node in nodes):
        raise Refused("differentiate: takes finite sums; a limit, a product or a sum without end needs another rule")
    outermost = [n for n in nodes if not any(other != n and other.has(n) for other in nodes)]
    return expression.xreplace({node: sp.diff(node.expr, *node.variable_count) for node in outermost})


@rule(
    "integrate",
    "Integrate",
    "The integral is the difference of an antiderivative at the ends; the antiderivative is verified by "
    "differentiation.",
)
def integrate(expression: sp.Basic) -> Made:
    """Carry out integrals with an elementary antiderivative."""
    conditions: list[sp.Basic] = []

    def carry_out(node: sp.Integral) -> sp.Expr:
        ((x, low, high),) = node.limits
        rate = sp.cancel(node.function.args[0] / x) if isinstance(node.function, sp.exp) else x
        if not rate.has(x):  # the antiderivative of an exponential divides by its rate
            found = node.function / rate
            conditions.extend(apart(sp.Ne(rate, 0)))
        else:
            found = sp.integrate(node.function, x)
        if found.has(sp.Integral, sp.Piecewise) or sp.simplify(sp.diff(found, x) - node.function) != 0:
            raise Refused(f"integrate: no antiderivative of {node.function} was found and verified")
        smooth = smooth_between(node.function, x, low, high)
        if smooth is None:
            raise Refused(f"integrate: whether {node.function} is smooth between the ends cannot be told")
        conditions.extend(smooth)
        return found.subs(x, high) - found.subs(x, low)

    if not expression.has(sp.Integral):
        raise Refused("integrate: there is no integral here")
    return Made(expression.replace(lambda n: isinstance(n, sp.Integral), carry_out), tuple(conditions))


@rule("evaluate-sum", "Evaluate", "A sum over so many outcomes is written out term by term.")
def evaluate_sum(expression: sp.Basic, size: Statement) -> sp.Expr:
    """Write sums out, their number of terms being assumed to be a whole number."""
    if size.source != "assumption" or size.relation != "=" or not sp.sympify(size.right).is_Integer:
        raise Refused("evaluate-sum: takes an assumption such as K = 2")

    def terms(node: sp.Sum) -> sp.Expr:
        if len(node.limits) != 1:
            raise Refused("evaluate-sum: takes sums over one index")
        (index, low, high) = node.xreplace({size.left: size.right}).limits[0]
        return sp.Add(*(node.function.subs(index, k) for k in range(int(low), int(high) + 1)))

    return expression.replace(lambda n: isinstance(n, sp.Sum), terms)


@rule(
    "non-negative",
    "No term is negative",
    "A sum (or integral) of terms that are never negative is not negative.",
)
def non_negative(expression: sp.Basic, part: sp.Expr, *signs: Statement) -> Made:
    """Leave a term out whose sign is known; assumed inequalities tell signs."""
    terms = list(sp.Add.make_args(expression))
    if part not in terms:
        raise Refused(f"non-negative: {part} is no term of this sum")
    known = [s.left - s.right if s.relation == ">=" else s.right - s.left for s in signs]
    sign = sign_of(part, known)
    if sign is None:
        raise Refused(f"non-negative: the sign of {part} is not known")
    terms.remove(part)
    return Made(sp.Add(*terms), relation=">=" if sign == 1 else "<=")
