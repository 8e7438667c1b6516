"""What the case of a formula that is given by cases says about the signs in it."""

from __future__ import annotations

import sympy as sp


def with_known_signs(expression: sp.Expr) -> sp.Expr:
    """Write |a - b| without its bars in every case that compares a with b, as m <= 0 compares m with 0.

    A size that a sum or an integral in the case binds a letter of is left as it is: the case does not speak of it.

    Args:
        expression: any.

    Returns:
        An equal expression.

    Example:
        >>> m = sp.Symbol("m", real=True)
        >>> with_known_signs(sp.Piecewise((abs(m), m <= 0), (m - abs(m) + 1, True)))
        Piecewise((-m, m <= 0), (1, True))
    """
    return expression.replace(lambda node: isinstance(node, sp.Piecewise), _case_by_case)


def _case_by_case(piecewise: sp.Piecewise) -> sp.Expr:
    cases, excluded = [], list[sp.Basic]()
    for value, condition in piecewise.args:
        facts = [*sp.And.make_args(condition), *excluded]
        sizes = [fact.gts - fact.lts for fact in facts if isinstance(fact, (sp.Ge, sp.Gt, sp.Le, sp.Lt))]
        bound = {letter for node in sp.preorder_traversal(value) for letter in getattr(node, "bound_symbols", ())}
        table = {abs(size): size for size in sizes if not size.free_symbols & bound}
        cases.append((value.xreplace(table), condition))
        excluded.append(sp.Not(condition))
    return sp.Piecewise(*cases)
