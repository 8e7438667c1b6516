"""Conditions on parameters: what must be positive, and which of several bounds is the strongest."""

from __future__ import annotations

from kldiv.lazily import sp


def positive_condition(expression: sp.Expr) -> tuple[sp.Basic, ...]:
    """State that an expression is positive, unless it plainly is.

    Args:
        expression: what must be positive.

    Returns:
        Nothing where it always is; else one condition.
    """
    expression = sp.sympify(expression)
    if expression.is_positive:
        return ()
    numerator, denominator = sp.fraction(sp.together(sp.factor(expression)))
    held = sp.expand(numerator) if denominator.is_positive else sp.expand(expression)
    if held.is_positive:
        return ()
    scale = sp.Integer(1)
    for term in sp.Add.make_args(held):
        scale = sp.ilcm(scale, sp.fraction(term.as_coeff_Mul()[0])[1])
    terms = [scale * term for term in sp.Add.make_args(held)]
    minus = [term for term in terms if term.could_extract_minus_sign()]
    left, right = sp.Add(*(t for t in terms if t not in minus)), sp.Add(*(-t for t in minus))
    common = sp.gcd_terms(left).as_coeff_Mul()[0] if left.is_Mul else sp.S.One
    if right.is_number and common.is_positive:
        left, right = left / common, right / common
    condition = sp.Gt(left, right)
    return () if condition is sp.true else (condition,)


def strongest(conditions: list[sp.Basic]) -> list[sp.Basic]:
    """Drop what follows from the rest: of two bounds on the same side of an expression the tighter is kept.

    Args:
        conditions: conditions on parameters.

    Returns:
        Those that say something, in their order.

    Example:
        >>> a = sp.Symbol("a", positive=True)
        >>> strongest([a > 1, a > 2, a < 7, a < 5])
        [a > 2, a < 5]
    """
    bounds: dict[tuple[sp.Basic, bool], sp.Expr] = {}
    for condition in conditions:
        if found := _bound(condition):
            side, number = found
            tighter = sp.Max if side[1] else sp.Min
            bounds[side] = tighter(bounds.get(side, number), number)
    kept = []
    for condition in dict.fromkeys(conditions):
        found = _bound(condition)
        if found is None or bounds[found[0]] == found[1]:
            kept.append(condition)
    return kept


def _bound(condition: sp.Basic) -> tuple[tuple[sp.Basic, bool], sp.Expr] | None:
    """Read a strict inequality with a number on one side: what is bounded, whether from below, and by what."""
    if not isinstance(condition, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return None
    larger, smaller = condition.gts, condition.lts
    if smaller.is_number:
        return (larger, True), smaller
    return ((smaller, False), larger) if larger.is_number else None
