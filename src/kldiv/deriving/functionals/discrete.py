"""Discrete distributions: the probability generating function, summed once and differentiated."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.deriving.functionals.monomials import Moment, Monomial
from kldiv.deriving.functionals.monomials import functional as named
from kldiv.distributions.standard import constant, negative_binomial_mass

_k = sp.Dummy("k", integer=True, nonnegative=True)


def _summed(term: sp.Expr, lower: sp.Expr, upper: sp.Expr) -> sp.Expr:
    """Sum a series; where SymPy answers by cases, take the one where it converges (its radius is kept apart)."""
    value = sp.summation(term, (_k, lower, upper))
    cases = value.atoms(sp.Piecewise)
    value = value.xreplace({case: case.args[0][0] for case in cases})
    if value.has(sp.Sum):
        raise ArithmeticError(f"no closed form for the sum of {term}")
    return sp.powsimp(sp.simplify(value))


def by_generating_function(
    mass: Callable[..., sp.Expr],
    upper: Callable[..., sp.Expr],
    radius: Callable[..., sp.Expr] | None = None,
) -> Callable[..., Moment | None]:
    """Build the moments of a distribution on 0, 1, 2, ... from E[t^K].

    Args:
        mass: (k, *shapes) -> probability.
        upper: (*shapes) -> the last value.
        radius: (*shapes) -> what t must stay below; None if any t will do.

    Returns:
        A function from monomials to moments.
    """

    @lru_cache(maxsize=64)
    def functional(*shapes: sp.Expr) -> tuple[sp.Expr, sp.Symbol]:
        t = sp.Dummy("t", positive=True)
        return _summed(mass(_k, *shapes) * t**_k, sp.S.Zero, upper(*shapes)), t

    def moment(m: Monomial, *shapes: sp.Expr) -> Moment | None:
        if not m.is_polynomial:
            return None
        value, t = functional(*shapes)
        for _ in range(int(m.power)):
            value = t * sp.diff(value, t)
        value = sp.factor(sp.simplify(value.subs(t, sp.exp(m.rate))))
        conditions = positive_condition(radius(*shapes) - sp.exp(m.rate)) if radius and m.rate != 0 else ()
        return Moment(value, conditions, named(r"\operatorname{E}[t^K]", "E[t^K]", functional(*shapes)[0]))

    return moment


_a, _b, _n, _j = sp.symbols("a b n k", integer=True)
_POWERS = named(r"\operatorname{E}[K^n]", "E[K^n]", sp.Sum(_j**_n, (_j, _a, _b)) / (_b - _a + 1))


def _discrete_uniform_moment(m: Monomial, low: sp.Expr, high: sp.Expr) -> Moment | None:
    """Sums of powers over low, ..., high."""
    if not m.is_polynomial or m.rate != 0:
        return None
    j = sp.Dummy("j", integer=True)
    total = sp.summation(j ** int(m.power), (j, low, high))
    value = sp.factor(sp.cancel(total / (high - low + 1)))
    return Moment(value, (), _POWERS)


def _bernoulli(k: sp.Expr, p: sp.Expr) -> sp.Expr:
    return sp.Piecewise((1 - p, sp.Eq(k, 0)), (p, True))


_endless = constant(sp.oo)

MOMENTS: dict[str, Callable[..., Moment | None]] = {
    "bernoulli": by_generating_function(_bernoulli, constant(1)),
    "binomial": by_generating_function(lambda k, n, p: sp.binomial(n, k) * p**k * (1 - p) ** (n - k), lambda n, _: n),
    "geometric": by_generating_function(lambda k, p: p * (1 - p) ** k, _endless, lambda p: 1 / (1 - p)),
    "poisson": by_generating_function(lambda k, m: m**k * sp.exp(-m) / sp.factorial(k), _endless),
    "negative-binomial": by_generating_function(negative_binomial_mass, _endless, lambda r, p: 1 / p),
    "discrete-uniform": _discrete_uniform_moment,
}
