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

    Of a strict bound and one that allows equality, at the same number, the strict one is the tighter.

    Args:
        conditions: conditions on parameters.

    Returns:
        Those that say something, in their order.

    Example:
        >>> a = sp.Symbol("a", positive=True)
        >>> strongest([a > 1, a > 2, a < 7, a < 5])
        [a > 2, a < 5]
    """
    bounds: dict[tuple[sp.Basic, bool], tuple[sp.Expr, bool]] = {}
    for condition in conditions:
        if found := _bound(condition):
            side, here = found
            if side not in bounds or _is_tighter(here, bounds[side], from_below=side[1]):
                bounds[side] = here
    kept = []
    for condition in dict.fromkeys(conditions):
        found = _bound(condition)
        if found is None or bounds[found[0]] == found[1]:
            kept.append(condition)
    return kept


def _is_tighter(one: tuple[sp.Expr, bool], other: tuple[sp.Expr, bool], *, from_below: bool) -> bool:
    """Whether a bound, a number and whether it is strict, says more than another on the same side."""
    if one[0] == other[0]:
        return one[1] and not other[1]
    return bool(one[0] > other[0]) is from_below


def _bound(condition: sp.Basic) -> tuple[tuple[sp.Basic, bool], tuple[sp.Expr, bool]] | None:
    """Read an inequality with a number on one side: what is bounded, whether from below, by what, and if strictly."""
    if not isinstance(condition, (sp.Gt, sp.Lt, sp.Ge, sp.Le)):
        return None
    larger, smaller = condition.gts, condition.lts
    is_strict = isinstance(condition, (sp.Gt, sp.Lt))
    if smaller.is_number:
        return (larger, True), (smaller, is_strict)
    return ((smaller, False), (larger, is_strict)) if larger.is_number else None
