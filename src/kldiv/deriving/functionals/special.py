"""Standard distributions with a functional of their own: tilted uniform, Lindley, inverse Gaussian, von Mises."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import sympy as sp

from kldiv.deriving.functionals.monomials import Moment, Monomial
from kldiv.deriving.functionals.monomials import functional as named
from kldiv.deriving.functionals.whole_line_and_half_line import gamma_moment

# --- the uniform tilted by an exponential: the continuous Bernoulli ----------------------------------------------


@lru_cache(maxsize=1)
def _tilted_functional() -> tuple[sp.Expr, sp.Symbol, sp.Symbol]:
    """E[e^(sX)] for the density proportional to e^(theta x) on (0, 1)."""
    x, s = sp.Dummy("x", real=True), sp.Dummy("s", real=True)
    theta, both = sp.Dummy("theta", real=True, nonzero=True), sp.Dummy("both", real=True, nonzero=True)
    mass = sp.integrate(sp.exp(both * x), (x, 0, 1))
    return mass.subs(both, theta + s) / mass.subs(both, theta), s, theta


@lru_cache(maxsize=8)
def _tilted_power(n: int) -> tuple[sp.Expr, sp.Symbol]:
    """E[X^n] as a function of the tilt."""
    functional, s, theta = _tilted_functional()
    return sp.simplify(sp.diff(functional, s, n).subs(s, 0)), theta


@lru_cache(maxsize=1)
def _tilted_log() -> tuple[sp.Expr, sp.Symbol]:
    """E[log X] for a positive tilt; it holds for a negative one with the size of theta in the logarithm."""
    x, theta = sp.Dummy("x", positive=True), sp.Dummy("theta", positive=True)
    value = sp.integrate(sp.exp(theta * x) * sp.log(x), (x, 0, 1)) * theta / (sp.exp(theta) - 1)
    either = sp.Dummy("theta", real=True, nonzero=True)
    return sp.simplify(value).subs(sp.log(theta), sp.log(sp.Abs(either))).subs(theta, either), either


def tilted_moment(m: Monomial, probs: sp.Expr) -> Moment | None:
    """Polynomials and exponentials by E[e^(sX)]; a single logarithm by the exponential integral."""
    tilt = sp.log(probs) - sp.log(1 - probs)
    if m.is_polynomial:
        functional, s, theta = _tilted_functional()
        if m.rate == 0:
            value, theta = _tilted_power(int(m.power))
        else:
            value = (
                sp.diff(functional, s, int(m.power))
                .subs(s, m.rate)
                .subs(sp.exp(theta + m.rate), sp.exp(theta) * sp.exp(m.rate))
            )
        value = value.subs(sp.exp(theta), probs / (1 - probs)).subs(theta, tilt)
        return Moment(value, (), named(r"\operatorname{E}[e^{sX}]", "E[e^(sX)]", functional))
    single = not (m.power or m.co_power or m.rate) and m.logs + m.co_logs == 1
    if not single:
        return None
    value, theta = _tilted_log()
    shift = tilt if m.logs else -tilt
    odds = probs / (1 - probs) if m.logs else (1 - probs) / probs
    value = value.subs(sp.exp(theta), odds).subs(theta, shift)
    return Moment(value, (), named(r"\operatorname{E}[\log X]", "E[log X]", _tilted_log()[0]))


# --- Lindley: a mixture of two gammas --------------------------------------------------------------------------


def lindley_moment(m: Monomial, rate: sp.Expr) -> Moment | None:
    """The weighted sum of the same moment under Gamma(1, rate) and Gamma(2, rate)."""
    if m.co_power or m.co_logs:
        return None
    parts, conditions, shown = [], (), sp.true
    for shape, weight in ((sp.Integer(1), rate / (1 + rate)), (sp.Integer(2), 1 / (1 + rate))):
        # X = U / rate, so log X = log U - log rate is opened binomially
        for j in range(m.logs + 1):
            scaled = Monomial(power=m.power, rate=m.rate / rate, logs=j)
            found = gamma_moment(scaled, shape)
            if found is None:
                return None
            coefficient = sp.binomial(m.logs, j) * (-sp.log(rate)) ** (m.logs - j) * rate ** (-m.power)
            parts.append(weight * coefficient * found.value)
            conditions = tuple(dict.fromkeys((*conditions, *found.conditions)))
            shown = found.functional
    return Moment(sp.Add(*parts), conditions, shown)


# --- the inverse Gaussian: Bessel functions ----------------------------------------------------------------------


def inverse_gaussian_moment(m: Monomial, loc: sp.Expr, concentration: sp.Expr) -> Moment | None:
    """E[X^s] is a ratio of Bessel functions; E[log X] its derivative at s = 0."""
    if m.co_power or m.co_logs or m.rate or m.logs > 1 or (m.logs and m.power):
        return None
    z = concentration / loc
    s, order = sp.Symbol("s", real=True), sp.Rational(1, 2)
    ratio = sp.besselk(s - order, z, evaluate=False) / sp.besselk(order, z, evaluate=False)
    shown = named(r"\operatorname{E}[X^s]", "E[X^s]", loc**s * ratio)
    if m.logs:
        # d/dv K_v(z) at v = 1/2 is sqrt(pi/2z) e^z E1(2z), and K is even in v
        return Moment(sp.log(loc) - sp.exp(2 * z) * sp.expint(1, 2 * z), (), shown)
    if m.power.is_Integer:  # a half-integer order: a finite sum
        order = int(m.power) - 1 if m.power >= 1 else -int(m.power)
        value = sp.expand(loc**m.power * _half_integer_ratio(order, z))
    else:
        value = loc**m.power * sp.besselk(m.power - sp.Rational(1, 2), z) * sp.sqrt(2 * z / sp.pi) * sp.exp(z)
    return Moment(value, (), shown)


def _half_integer_ratio(n: int, z: sp.Expr) -> sp.Expr:
    """K_{n+1/2}(z) / K_{1/2}(z), a polynomial in 1/z."""
    k = sp.Symbol("k", integer=True)
    term = sp.factorial(n + k) / (sp.factorial(k) * sp.factorial(n - k) * (2 * z) ** k)
    return sp.Add(*(term.subs(k, j) for j in range(n + 1)))


# --- von Mises: no polynomial has a closed moment, its cosines are a lemma of their own --------------------------


def _no_moment(_: Monomial, *__: sp.Expr) -> None:
    return None


MOMENTS: dict[str, Callable[..., Moment | None]] = {
    "tilted-uniform": tilted_moment,
    "lindley": lindley_moment,
    "inverse-gaussian": inverse_gaussian_moment,
    "von-mises": _no_moment,
}
