"""Whether two expressions can be shown to be equal: by normal forms, by cases, and by what is assumed."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.array_logs import is_positive_special
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.quantities import Quantity, unfold
from kldiv.algebra.sums import inside, log_of_ratio, merge, normal_form
from kldiv.algebra.tidying import is_zero
from kldiv.algebra.traces import normal_form as trace_form
from kldiv.distributions.matrix_letters import has_positive_determinant, symmetric_letters
from kldiv.proof.statements import Refused, Statement, refuse_caught

Ranged = (sp.Sum, sp.Integral)


def are_equal(one: sp.Basic, other: sp.Basic, facts: tuple[Statement, ...] = ()) -> bool:
    """Whether two expressions can be shown to be equal by algebra, and by assumed equations."""
    one, other = same_expectations(one, other, facts)
    if one == other:
        return True
    if any(f.source != "assumption" or f.relation != "=" for f in facts):
        raise Refused("rewrite: facts must be assumed equations")
    refuse_caught(sp.Tuple(one, other), facts, "rewrite")
    known = tuple(sp.Eq(f.left, f.right, evaluate=False) for f in facts if isinstance(f.left, Ranged))
    values = {f.left: f.right for f in facts if not isinstance(f.left, Ranged)}
    logarithms = {sp.log(a): sp.expand_log(sp.log(b), deep=True) for a, b in values.items()}

    def put_in(node: sp.Basic) -> sp.Basic:
        return unfold(node).xreplace(values)

    def put_in_logs(node: sp.Basic) -> sp.Basic:
        return inside(log_of_ratio)(unfold(node)).xreplace(logarithms)

    ways = (
        lambda: normal_form(case_by_case(unfold(one - other)), known) == 0,
        lambda: bodies_cancel(one - other),
        lambda: normal_form(one, known) - normal_form(other, known) == 0,
        lambda: bool(values) and normal_form(put_in(one), known) - normal_form(put_in(other), known) == 0,
        lambda: bool(values) and normal_form(put_in_logs(one), known) - normal_form(put_in_logs(other), known) == 0,
        lambda: normal_form(in_traces(one) - in_traces(other), known) == 0,
        lambda: bool(is_zero(one - other)),
        lambda: sp.simplify(normal_form(one - other, known)) == 0,
        lambda: is_log_of_one(one - other),
    )
    for way in ways:
        try:
            if way():
                return True
        except (TypeError, AttributeError, ValueError, NotImplementedError):
            continue  # this way does not know such expressions; another may
    return False


def is_log_of_one(expression: sp.Expr) -> bool:
    """Whether the logarithms of positive numbers in a sum join into log 1."""
    joined = sp.logcombine(sp.expand_log(expression))
    return isinstance(joined, sp.log) and sp.simplify(joined.args[0] - 1) == 0


def case_by_case(expression: sp.Basic) -> sp.Basic:
    """Fold absolute values, least values and cases, where every case comes to the same."""
    if not expression.has(sp.Abs, sp.Min, sp.Max, sp.Piecewise):
        return expression
    if expression.has(*Ranged):
        joined = merge(expression)
        table = {n: n.func(case_by_case(n.function), *n.limits) for n in joined.atoms(*Ranged)}
        return joined.xreplace(table)
    forms = (sp.expand(sp.piecewise_fold(expression.rewrite(kind))) for kind in (sp.Piecewise, sp.Abs))
    return min(forms, key=sp.count_ops)


def bodies_cancel(difference: sp.Basic) -> bool:
    """Whether sums and integrals cancel once those over one range are joined; for rational bodies."""
    nodes = difference.atoms(*Ranged)
    if not nodes or difference.has(sp.log, sp.exp, sp.Piecewise, Quantity):
        return False
    terms = sp.Add.make_args(merge(sp.expand_mul(difference, deep=False)))
    return all(isinstance(term, Ranged) and sp.cancel(term.function) == 0 for term in terms)


def same_expectations(one: sp.Basic, other: sp.Basic, facts: tuple[Statement, ...]) -> tuple[sp.Basic, sp.Basic]:
    """Write expectations under one distribution alike where their bodies can be shown to be equal."""
    table: dict[sp.Basic, sp.Basic] = {}
    mine = one.atoms(Expectation)
    for node in other.atoms(Expectation) - mine:
        for known in sorted(mine, key=sp.default_sort_key):
            if node.args[1:] == known.args[1:] and are_equal(node.body, known.body, facts):
                table[node] = known
                break
    return one, other.xreplace(table)


def in_traces(expression: sp.Basic) -> sp.Expr:
    """The normal form of what is made of traces and determinants; expectations are left whole."""
    whole = {n: sp.Symbol(f"mean:{sp.srepr(n)}", real=True) for n in expression.atoms(Expectation, Divergence)}
    inside = expression.xreplace(whole)
    special = [n for n in inside.atoms(sp.Function) if is_positive_special(n)]
    inside = inside.xreplace({n: sp.Symbol(f"special:{sp.srepr(n)}", positive=True) for n in special})
    return trace_form(inside, symmetric_letters(inside), has_positive_determinant)
