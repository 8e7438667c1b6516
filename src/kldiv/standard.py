"""Standard laws and their generating functionals.

Each standard law has one functional, found by one integral or sum. Every expectation that the engine takes is a value
or a derivative of it, under the condition that the integral converges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from kldiv.laws.base import CONTINUOUS, DISCRETE


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
        shapes: how many shape parameters it has.
        lower: the lower end of its support.
        upper: the upper end.
        kind: continuous or discrete.
        density: (u, *shapes) -> the density.
        moment: (monomial, *shapes) -> its expectation, or None where the functional does not reach.
        symmetric: whether the law is U or -U with equal chance, so that signs average out.
        tex: how the law is written.
    """

    slug: str
    shapes: int
    lower: sp.Expr
    upper: sp.Expr
    kind: str
    density: Callable[..., sp.Expr]
    moment: Callable[..., Moment | None]
    symmetric: bool = False
    tex: str = ""


def variable(standard: StandardLaw) -> sp.Symbol:
    """The symbol of a standard law's variable, with the assumptions that its support gives."""
    if standard.symmetric or standard.lower == 0:
        positive = standard.kind == CONTINUOUS
        return sp.Symbol("u", positive=True) if positive else sp.Symbol("k", integer=True, nonnegative=True)
    return sp.Symbol("z", real=True)


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
    coefficient, rest = term.as_independent(u, as_Add=False)
    power = co_power = rate = sp.S.Zero
    logs = co_logs = 0
    for factor in sp.Mul.make_args(rest):
        base, exponent = (factor.base, factor.exp) if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(factor, sp.exp):
            slope = sp.cancel(factor.args[0] / u)
            if slope.has(u):
                return None
            rate += slope
        elif exponent.has(u):
            if base.has(u) or not base.is_positive:
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
    """State that an expression is positive, unless it plainly is."""
    if expression.is_positive:
        return ()
    held = sp.simplify(expression) if sp.count_ops(expression) < 40 else expression
    if held.is_positive:
        return ()
    condition = held > 0
    return () if condition is sp.true else (condition,)


# --- the normal -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _normal_functional() -> tuple[sp.Expr, sp.Symbol]:
    s, z = sp.symbols("s z", real=True)
    value = sp.integrate(sp.exp(s * z - z**2 / 2) / sp.sqrt(2 * sp.pi), (z, -sp.oo, sp.oo))
    return sp.simplify(value), s


def _normal_moment(m: Monomial) -> Moment | None:
    if m.co_power or m.logs or m.co_logs or not (m.power.is_Integer and m.power >= 0):
        return None
    functional, s = _normal_functional()
    value = sp.diff(functional, s, int(m.power)).subs(s, m.rate)
    return Moment(value, (), rf"\operatorname{{E}}[e^{{sZ}}] = {sp.latex(functional)}")


# --- the gamma, with the exponential as its case a = 1 ------------------------------------------------------------


@lru_cache(maxsize=1)
def _gamma_functional() -> tuple[sp.Expr, sp.Symbol, sp.Symbol, sp.Symbol, tuple[sp.Expr, sp.Expr]]:
    """E[U^s e^(tU)] from one Mellin transform, with its strip of convergence."""
    u, c, a = sp.symbols("u c a", positive=True)
    s, t, w = sp.Symbol("s", real=True), sp.Symbol("t", real=True), sp.Symbol("w", real=True)
    transform, strip, _ = sp.mellin_transform(sp.exp(-c * u), u, w)
    value = transform.subs(w, a + s).subs(c, 1 - t) / sp.gamma(a)
    return value, s, t, a, (strip[0], strip[1])


def _gamma_moment(m: Monomial, shape: sp.Expr) -> Moment | None:
    if m.co_power or m.co_logs:
        return None
    functional, s, t, a, strip = _gamma_functional()
    value = sp.diff(functional, s, m.logs).subs({t: m.rate, a: shape}).subs(s, m.power)
    if not m.logs:
        value = sp.gammasimp(value) if not m.power.free_symbols else value
    else:
        value = sp.gammasimp(sp.expand(value)) if not m.power.free_symbols else sp.expand_mul(value)
    conditions = positive_condition(shape + m.power - strip[0]) + positive_condition(1 - m.rate)
    tex = rf"\operatorname{{E}}[U^s e^{{tU}}] = {sp.latex(functional)}"
    return Moment(value, conditions, tex)


# --- the beta, with the uniform as its case a = b = 1 ---------------------------------------------------------------


@lru_cache(maxsize=1)
def _beta_functional() -> tuple[sp.Expr, sp.Symbol, sp.Symbol, sp.Symbol, sp.Symbol]:
    """E[U^s (1-U)^t] through Euler's integral in the variable u / (1 - u)."""
    r, a, b = sp.symbols("r a b", positive=True)
    s, t = sp.symbols("s t", real=True)
    w = sp.Symbol("w", real=True)
    transform, strip, _ = sp.mellin_transform((1 + r) ** (-(a + b)), r, w)
    euler = sp.gammasimp(transform.subs(w, a))
    assert sp.simplify(strip[0]) == 0 and sp.simplify(strip[1] - a - b) == 0
    value = euler.subs({a: a + s, b: b + t}, simultaneous=True) / euler
    return value, s, t, a, b


def _beta_moment(m: Monomial, shape1: sp.Expr, shape0: sp.Expr) -> Moment | None:
    if m.rate != 0:
        return None
    functional, s, t, a, b = _beta_functional()
    value = sp.diff(functional, s, m.logs, t, m.co_logs).subs({a: shape1, b: shape0})
    value = value.subs({s: m.power, t: m.co_power})
    value = sp.gammasimp(value) if not (m.power.free_symbols or m.co_power.free_symbols) else sp.expand_mul(value)
    conditions = positive_condition(shape1 + m.power) + positive_condition(shape0 + m.co_power)
    return Moment(value, conditions, rf"\operatorname{{E}}[U^s (1-U)^t] = {sp.latex(functional)}")


# --- discrete laws: probability generating functions ---------------------------------------------------------------


def _from_generating_function(
    make: Callable[..., sp.Expr], radius: Callable[..., sp.Expr] | None = None
) -> Callable[..., Moment | None]:
    """E[t^K] summed once; E[K^n t^K] by differentiating n times."""

    @lru_cache(maxsize=64)
    def functional(*shapes: sp.Expr) -> tuple[sp.Expr, sp.Symbol]:
        t = sp.Symbol("t", positive=True)
        return make(t, *shapes), t

    def moment(m: Monomial, *shapes: sp.Expr) -> Moment | None:
        if m.co_power or m.logs or m.co_logs or not (m.power.is_Integer and m.power >= 0):
            return None
        value, t = functional(*shapes)
        for _ in range(int(m.power)):
            value = t * sp.diff(value, t)
        value = sp.factor(sp.simplify(value.subs(t, sp.exp(m.rate))))
        conditions = positive_condition(radius(*shapes) - sp.exp(m.rate)) if radius and m.rate != 0 else ()
        shown = functional(*shapes)[0]
        return Moment(value, conditions, rf"\operatorname{{E}}[t^K] = {sp.latex(shown)}")

    return moment


def _bernoulli_generating(t: sp.Expr, probs: sp.Expr) -> sp.Expr:
    k = sp.Symbol("k", integer=True, nonnegative=True)
    return sp.summation(sp.Piecewise((1 - probs, sp.Eq(k, 0)), (probs, True)) * t**k, (k, 0, 1))


STANDARDS: dict[str, StandardLaw] = {
    law.slug: law
    for law in (
        StandardLaw(
            "normal", 0, -sp.oo, sp.oo, CONTINUOUS,
            lambda z: sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi),
            _normal_moment, tex=r"Z \sim \mathrm{Normal}(0, 1)",
        ),
        StandardLaw(
            "gamma", 1, sp.S.Zero, sp.oo, CONTINUOUS,
            lambda u, a: u ** (a - 1) * sp.exp(-u) / sp.gamma(a),
            _gamma_moment, tex=r"U \sim \mathrm{Gamma}(a, 1)",
        ),
        StandardLaw(
            "beta", 2, sp.S.Zero, sp.S.One, CONTINUOUS,
            lambda u, a, b: u ** (a - 1) * (1 - u) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b)),
            _beta_moment, tex=r"U \sim \mathrm{Beta}(a, b)",
        ),
        StandardLaw(
            "signed-gamma", 1, sp.S.Zero, sp.oo, CONTINUOUS,
            lambda u, a: u ** (a - 1) * sp.exp(-u) / sp.gamma(a),
            _gamma_moment, symmetric=True, tex=r"U \sim \mathrm{Gamma}(a, 1) \text{ with a random sign}",
        ),
        StandardLaw(
            "signed-beta", 2, sp.S.Zero, sp.S.One, CONTINUOUS,
            lambda u, a, b: u ** (a - 1) * (1 - u) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b)),
            _beta_moment, symmetric=True, tex=r"U \sim \mathrm{Beta}(a, b) \text{ with a random sign}",
        ),
        StandardLaw(
            "bernoulli", 1, sp.S.Zero, sp.S.One, DISCRETE,
            lambda k, p: p**k * (1 - p) ** (1 - k),
            _from_generating_function(_bernoulli_generating), tex=r"K \sim \mathrm{Bernoulli}(\pi)",
        ),
    )
}
