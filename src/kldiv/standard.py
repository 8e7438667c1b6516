"""Standard laws, and the form in which their expectations are asked for.

Each standard law has one generating functional, found by one integral or sum (see `generating`). Every expectation
that the engine takes is a value or a derivative of it, under the condition that the integral converges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from kldiv.laws.base import CONTINUOUS


@dataclass(frozen=True)
class Monomial:
    """u**power (1-u)**co_power exp(rate u) log(u)**logs log(1-u)**co_logs, all but u constant.

    Attributes:
        power: exponent of u.
        co_power: exponent of 1 - u.
        rate: coefficient of u in the exponential.
        logs: how many factors log(u).
        co_logs: how many factors log(1 - u).
    """

    power: sp.Expr = sp.S.Zero
    co_power: sp.Expr = sp.S.Zero
    rate: sp.Expr = sp.S.Zero
    logs: int = 0
    co_logs: int = 0

    @property
    def is_polynomial(self) -> bool:
        """Whether it is a whole power of u, perhaps times an exponential."""
        return bool(self.power.is_Integer and self.power >= 0 and not (self.co_power or self.logs or self.co_logs))


@dataclass(frozen=True)
class Moment:
    """The expectation of a monomial, with its conditions.

    Attributes:
        value: the expectation.
        conditions: when the integral converges.
        functional: the generating functional that it was taken from, as an equation in TeX.
    """

    value: sp.Expr
    conditions: tuple[sp.Basic, ...]
    functional: str


@dataclass(frozen=True)
class StandardLaw:
    """A law without location or scale, that others are transported from.

    Attributes:
        slug: its name.
        lower: (shapes) -> the lower end of its support.
        upper: (shapes) -> the upper end.
        kind: continuous or discrete.
        density: (u, *shapes) -> the density.
        moment: (monomial, *shapes) -> its expectation, or None where the functional does not reach.
        symmetric: whether the law is U or -U with equal chance, so that signs average out.
        tex: how the law is written.
    """

    slug: str
    lower: Callable[..., sp.Expr]
    upper: Callable[..., sp.Expr]
    kind: str
    density: Callable[..., sp.Expr]
    moment: Callable[..., Moment | None]
    symmetric: bool = False
    tex: str = ""


STANDARDS: dict[str, StandardLaw] = {}


def add_standard(law: StandardLaw) -> StandardLaw:
    """Register a standard law.

    Raises:
        ValueError: if the name is taken.
    """
    if law.slug in STANDARDS:
        raise ValueError(f"{law.slug}: a standard law of this name is registered already")
    STANDARDS[law.slug] = law
    return law


def constant(value: object) -> Callable[..., sp.Expr]:
    """A function that returns the same expression whatever the shapes."""
    fixed = sp.sympify(value)
    return lambda *_: fixed


def variable(standard: StandardLaw) -> sp.Symbol:
    """The symbol of a standard law's variable, with the assumptions that its support gives."""
    if standard.kind != CONTINUOUS:
        return sp.Symbol("k", integer=True, nonnegative=True if standard.slug != "discrete-uniform" else None)
    if standard.slug in {"normal", "von-mises"}:
        return sp.Symbol("z", real=True)
    return sp.Symbol("u", positive=True)


def monomial_of(term: sp.Expr, u: sp.Symbol) -> tuple[sp.Expr, Monomial] | None:
    """Read a product as coefficient times monomial.

    Args:
        term: a product.
        u: the variable.

    Returns:
        The pair, or None if the term is of another kind.

    Example:
        >>> u, a = sp.symbols("u a", positive=True)
        >>> monomial_of(3 * u**a * sp.log(u), u)[1].logs
        1
    """
    if term == 0:
        return sp.S.Zero, Monomial()
    coefficient, rest = term.as_independent(u, as_Add=False)
    power = co_power = rate = sp.S.Zero
    logs = co_logs = 0
    for factor in sp.Mul.make_args(rest):
        if isinstance(factor, sp.exp):
            slope = sp.cancel(factor.args[0] / u)
            if slope.has(u):
                return None
            rate += slope
            continue
        base, exponent = factor.as_base_exp()
        if exponent.has(u):
            if base.has(u):
                return None
            slope = sp.cancel(exponent / u)
            if slope.has(u):
                return None
            rate += slope * sp.log(base)
        elif base == u:
            power += exponent
        elif base == 1 - u:
            co_power += exponent
        elif base == sp.log(u) and exponent.is_Integer and exponent > 0:
            logs += int(exponent)
        elif base == sp.log(1 - u) and exponent.is_Integer and exponent > 0:
            co_logs += int(exponent)
        elif factor != 1:
            return None
    return coefficient, Monomial(power, co_power, rate, logs, co_logs)


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
