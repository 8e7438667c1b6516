"""The normal, the gamma, the beta and the uniform: from these most distributions are transported."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.deriving.functionals.monomials import Moment, Monomial
from kldiv.deriving.functionals.monomials import functional as named


@lru_cache(maxsize=1)
def _normal_functional() -> tuple[sp.Expr, sp.Symbol]:
    s, z = sp.Dummy("s", real=True), sp.Dummy("z", real=True)
    value = sp.integrate(sp.exp(s * z - z**2 / 2) / sp.sqrt(2 * sp.pi), (z, -sp.oo, sp.oo))
    return sp.simplify(value), s


def normal_moment(m: Monomial) -> Moment | None:
    """E[Z^n e^(tZ)] as the n-th derivative of E[e^(sZ)] at t."""
    if not m.is_polynomial:
        return None
    functional, s = _normal_functional()
    value = sp.diff(functional, s, int(m.power)).subs(s, m.rate)
    return Moment(value, (), named(r"\operatorname{E}[e^{sZ}]", "E[e^(sZ)]", functional))


@lru_cache(maxsize=1)
def _gamma_functional() -> tuple[sp.Expr, sp.Symbol, sp.Symbol, sp.Symbol, sp.Expr]:
    """E[U^s e^(tU)] from one Mellin transform, with the lower end of its strip of convergence."""
    u, c, a = (sp.Dummy(n, positive=True) for n in "uca")
    s, t, w = (sp.Dummy(n, real=True) for n in "stw")
    transform, strip, _ = sp.mellin_transform(sp.exp(-c * u), u, w)
    value = transform.subs(w, a + s).subs(c, 1 - t) / sp.gamma(a)
    return value, s, t, a, strip[0]


def gamma_moment(m: Monomial, shape: sp.Expr) -> Moment | None:
    """E[U^s log(U)^n e^(tU)] as a derivative of the Mellin transform."""
    if m.co_power or m.co_logs:
        return None
    functional, s, t, a, lowest = _gamma_functional()
    value = sp.diff(functional, s, m.logs).subs({t: m.rate, a: shape}).subs(s, m.power)
    value = _short_gamma(value, m.power)
    conditions = positive_condition(shape + m.power - lowest) + positive_condition(1 - m.rate)
    return Moment(value, conditions, named(r"\operatorname{E}[U^s e^{tU}]", "E[U^s e^(tU)]", functional))


def _short_gamma(value: sp.Expr, *powers: sp.Expr) -> sp.Expr:
    """Cancel gamma functions whose arguments differ by whole numbers."""
    if any(p.free_symbols for p in powers):
        return sp.expand_mul(value)
    return sp.Add(*(sp.gammasimp(term) for term in sp.Add.make_args(sp.expand(value))))


@lru_cache(maxsize=1)
def _beta_functional() -> tuple[sp.Expr, sp.Symbol, sp.Symbol, sp.Symbol, sp.Symbol]:
    """E[U^s (1-U)^t] through Euler's integral in the variable u / (1 - u)."""
    r, a, b = (sp.Dummy(n, positive=True) for n in "rab")
    s, t, w = (sp.Dummy(n, real=True) for n in "stw")
    transform, strip, _ = sp.mellin_transform((1 + r) ** (-(a + b)), r, w)
    if sp.simplify(strip[0]) != 0 or sp.simplify(strip[1] - a - b) != 0:
        raise ArithmeticError("Euler's integral came back with another strip of convergence")
    euler = sp.gammasimp(transform.subs(w, a))
    value = euler.subs({a: a + s, b: b + t}, simultaneous=True) / euler
    return value, s, t, a, b


def beta_moment(m: Monomial, shape1: sp.Expr, shape0: sp.Expr) -> Moment | None:
    """E[U^s (1-U)^t log(U)^j log(1-U)^k] as a derivative of Euler's integral."""
    if m.rate != 0:
        return None
    functional, s, t, a, b = _beta_functional()
    value = sp.diff(functional, s, m.logs, t, m.co_logs).subs({a: shape1, b: shape0})
    value = _short_gamma(value.subs({s: m.power, t: m.co_power}), m.power, m.co_power)
    conditions = positive_condition(shape1 + m.power) + positive_condition(shape0 + m.co_power)
    return Moment(value, conditions, named(r"\operatorname{E}[U^s (1-U)^t]", "E[U^s (1-U)^t]", functional))


@lru_cache(maxsize=1)
def _uniform_functional() -> tuple[sp.Expr, sp.Symbol]:
    s, u = sp.Dummy("s", real=True, nonzero=True), sp.Dummy("u", real=True)
    return sp.integrate(sp.exp(s * u), (u, 0, 1)), s


def uniform_moment(m: Monomial) -> Moment | None:
    """Powers and logarithms by Euler's integral with a = b = 1, exponentials by E[e^(sU)]."""
    if m.rate == 0:
        return beta_moment(m, sp.S.One, sp.S.One)
    if not m.is_polynomial:
        return None
    functional, s = _uniform_functional()
    value = sp.diff(functional, s, int(m.power)).subs(s, m.rate)
    return Moment(value, (), named(r"\operatorname{E}[e^{sU}]", "E[e^(sU)]", functional))


MOMENTS: dict[str, Callable[..., Moment | None]] = {
    "normal": normal_moment,
    "gamma": gamma_moment,
    "beta": beta_moment,
    "uniform": uniform_moment,
    "signed-gamma": gamma_moment,
    "signed-beta": beta_moment,
}
