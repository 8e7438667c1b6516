"""When a divergence is finite: how fast p falls at each end of its support against how fast -log q grows there.

This route to the conditions knows nothing of formulas or lemmas, so that it can contradict theirs. D(p || q) is
always in [0, oo]; it is finite exactly when -log q is integrable under p, since p log p is for every distribution here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kldiv.algebra.conditions import positive_condition
from kldiv.lazily import sp

if TYPE_CHECKING:
    from kldiv.distributions.base import Distribution


@dataclass(frozen=True)
class End:
    """How -log(density) behaves at one end of a support.

    Attributes:
        kind: at infinity "log" (a power law), "log-squared", "power" (c |x|^order), "x log x" or "exponential"
            (exp(order |x|)); at a finite end "log", "log-squared" or "pole" (c / t^order, t the distance).
        order: for "log" the exponent a of a density that behaves as x^-a, or as t^a at a finite end; else as above.
        rate: the constant c of a "power".
        factor: for a "power" of order 1, the exponent of the power of x that stands before exp(-c x) in the density.
    """

    kind: str
    order: Any = 0
    rate: Any = 1
    factor: Any = 0


#: A density that stays between two positive numbers, and one whose logarithm is as the square of a logarithm.
FLAT, LOG_SQUARED = End("log"), End("log-squared")


def finite_when(p: Distribution, q: Distribution) -> sp.Basic | None:
    """The condition on the parameters under which -log q is integrable under p, supports apart.

    Args:
        p: the distribution of the data.
        q: the other distribution, whose support is taken to hold p's.

    Returns:
        A SymPy Boolean; true where no condition is needed, false where the divergence is always infinite; None if a
        distribution does not say how its tails fall.

    Example:
        >>> from kldiv.distributions import DISTRIBUTIONS
        >>> finite_when(DISTRIBUTIONS["inverse-gamma"].symbolic("p"), DISTRIBUTIONS["gamma"].symbolic("q"))
        alpha_p > 1
    """
    fall, grow = p.tails(), q.tails()
    if fall is None or grow is None:
        return None
    inner, outer = p.support(), q.support()
    low = _at_end(fall[0], grow[0], inner.lower, outer.lower)
    return sp.And(low, _at_end(fall[1], grow[1], inner.upper, outer.upper))


def _at_end(fall: End, grow: End, inner: sp.Expr, outer: sp.Expr) -> sp.Basic:
    if inner in (sp.oo, -sp.oo):
        return _at_infinity(fall, grow)
    if grow.kind != "pole":
        return sp.true  # a logarithm, or its square, is integrable against any power above -1
    touching = _near_pole(fall, grow)
    if inner == outer:
        return touching
    return sp.Or(inner > outer, touching)


def _near_pole(fall: End, grow: End) -> sp.Basic:
    """t^-order is integrable against t^a exactly when a + 1 > order; faster falls bear any pole."""
    if fall.kind in {"pole", "log-squared"}:
        return sp.true
    return _decided(fall.order + 1 - grow.order)


def _at_infinity(fall: End, grow: End) -> sp.Basic:
    if grow.kind in {"log", "log-squared"}:
        return sp.true
    if grow.kind == "power":
        return _decided(fall.order - 1 - grow.order) if fall.kind == "log" else sp.true
    if grow.kind == "x log x":
        return _decided(fall.order - 2) if fall.kind == "log" else sp.true
    if fall.kind in {"log", "log-squared"}:  # -log q grows exponentially
        return sp.false
    if fall.kind == "exponential":
        return sp.true
    if fall.kind == "x log x":
        return sp.true
    if fall.order == 1:
        return _falls_faster(fall, grow)
    if sp.sympify(fall.order).is_number:
        return sp.true if fall.order > 1 else sp.false
    return sp.Or(fall.order > 1, sp.And(sp.Eq(fall.order, 1), _falls_faster(fall, grow)))


def _falls_faster(fall: End, grow: End) -> sp.Basic:
    """x^a exp(-c x) bears exp(k x) where c > k; where c = k the power decides, which is integrable if a < -1."""
    above, equal = _decided(fall.rate - grow.order), sp.Eq(fall.rate, grow.order)
    if (1 + sp.sympify(fall.factor)).is_negative and isinstance(above, sp.StrictGreaterThan):
        return sp.Ge(above.gts, above.lts)
    return sp.Or(above, sp.And(equal, _decided(-1 - sp.sympify(fall.factor))))


def _decided(expression: sp.Expr) -> sp.Basic:
    found = positive_condition(sp.sympify(expression))
    return sp.And(*found)
