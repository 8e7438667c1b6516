"""When a divergence is finite: how fast p falls at each end of its support against how fast -log q grows there.

This route to the conditions knows nothing of formulas or lemmas, so that it can contradict theirs. D(p || q) is
always in [0, oo]; it is finite exactly when -log q is integrable under p, since p log p is for every distribution here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.base import Distribution


@dataclass(frozen=True)
class End:
    """How -log(density) behaves at one end of a support.

    Attributes:
        kind: at infinity "log" (a power law), "log-squared", "power" (c |x|^order) or "exponential"
            (exp(order |x|)); at a finite end "log", "log-squared" or "pole" (c / t^order, t the distance).
        order: for "log" the exponent a of a density that behaves as x^-a, or as t^a at a finite end; else as above.
        rate: the constant c of a "power".
    """

    kind: str
    order: sp.Expr = sp.S.Zero
    rate: sp.Expr = sp.S.One


def _both(end: Callable[[Distribution], End]) -> Callable[[Distribution], tuple[End, End]]:
    return lambda distribution: (end(distribution), end(distribution))


_LOG2 = End("log-squared")
_FLAT = End("log", sp.S.Zero)
_half, _two = sp.Rational(1, 2), sp.Integer(2)

#: (distribution) -> lower end, upper end.
ENDS: dict[str, Callable[[Distribution], tuple[End, End]]] = {
    "normal": _both(lambda f: End("power", _two, 1 / (2 * f.scale**2))),
    "laplace": _both(lambda f: End("power", sp.S.One, 1 / f.scale)),
    "logistic": _both(lambda f: End("power", sp.S.One, 1 / f.scale)),
    "cauchy": _both(lambda f: End("log", _two)),
    "student-t": _both(lambda f: End("log", f.df + 1)),
    "gumbel": lambda f: (End("exponential", 1 / f.scale), End("power", sp.S.One, 1 / f.scale)),
    "moyal": lambda f: (End("exponential", 1 / f.scale), End("power", sp.S.One, 1 / (2 * f.scale))),
    "exp-gamma": lambda f: (End("power", sp.S.One, f.concentration), End("exponential", sp.S.One)),
    "exp-inverse-gamma": lambda f: (End("exponential", sp.S.One), End("power", sp.S.One, f.concentration)),
    "exponential": lambda f: (_FLAT, End("power", sp.S.One, f.rate)),
    "gamma": lambda f: (End("log", f.concentration - 1), End("power", sp.S.One, f.rate)),
    "chi2": lambda f: (End("log", f.df / 2 - 1), End("power", sp.S.One, _half)),
    "chi": lambda f: (End("log", f.df - 1), End("power", _two, _half)),
    "inverse-gamma": lambda f: (End("pole", sp.S.One), End("log", f.concentration + 1)),
    "weibull": lambda f: (
        End("log", f.concentration - 1),
        End("power", f.concentration, f.scale**-f.concentration),
    ),
    "frechet": lambda f: (End("pole", f.concentration), End("log", f.concentration + 1)),
    "rayleigh": lambda f: (End("log", sp.S.One), End("power", _two, 1 / (2 * f.scale**2))),
    "maxwell": lambda f: (End("log", _two), End("power", _two, 1 / (2 * f.scale**2))),
    "half-normal": lambda f: (_FLAT, End("power", _two, 1 / (2 * f.scale**2))),
    "half-cauchy": lambda f: (_FLAT, End("log", _two)),
    "log-normal": _both(lambda f: _LOG2),
    "lindley": lambda f: (_FLAT, End("power", sp.S.One, f.rate)),
    "inverse-gaussian": lambda f: (End("pole", sp.S.One), End("power", sp.S.One, f.concentration / (2 * f.loc**2))),
    "pareto": lambda f: (_FLAT, End("log", f.alpha + 1)),
    "beta": lambda f: (End("log", f.concentration1 - 1), End("log", f.concentration0 - 1)),
    "kumaraswamy": lambda f: (End("log", f.concentration1 - 1), End("log", f.concentration0 - 1)),
    "continuous-bernoulli": _both(lambda f: _FLAT),
    "logit-normal": _both(lambda f: _LOG2),
    "uniform": _both(lambda f: _FLAT),
    "log-uniform": _both(lambda f: _FLAT),
    "von-mises": _both(lambda f: _FLAT),
}


def finite_when(p: Distribution, q: Distribution) -> sp.Basic:
    """The condition on the parameters under which -log q is integrable under p, supports apart.

    Args:
        p: the distribution of the data.
        q: the other distribution, whose support is taken to hold p's.

    Returns:
        A SymPy Boolean; true where no condition is needed, false where the divergence is always infinite.

    Example:
        >>> from kldiv.distributions import DISTRIBUTIONS
        >>> finite_when(DISTRIBUTIONS["inverse-gamma"].symbolic("p"), DISTRIBUTIONS["gamma"].symbolic("q"))
        alpha_p > 1
    """
    if p.kind == DISCRETE:
        return (
            sp.true
        )  # every discrete distribution here falls geometrically or faster, and -log q grows at most as x log x
    fall, grow = ENDS[p.slug](p), ENDS[q.slug](q)
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
    if fall.kind in {"log", "log-squared"}:  # -log q grows exponentially
        return sp.false
    if fall.kind == "exponential":
        return sp.true
    if fall.order == 1:
        return _decided(fall.rate - grow.order)
    if fall.order.is_number:
        return sp.true if fall.order > 1 else sp.false
    return sp.Or(fall.order > 1, sp.And(sp.Eq(fall.order, 1), _decided(fall.rate - grow.order)))


def _decided(expression: sp.Expr) -> sp.Basic:
    found = positive_condition(expression)
    return sp.And(*found)
