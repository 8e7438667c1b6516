"""Divergences and entropies by mpmath, from densities written again, each integrated in a variable of its own.

Nothing here comes from kldiv. The caller says where to cut: at the mass of p, and wherever a density turns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mpmath import mp, mpf

DIGITS = 25

Log = Callable[[Any], Any]


def normal(m: Any, s: Any) -> Log:
    return lambda x: -(((x - m) / s) ** 2) / 2 - mp.log(s * mp.sqrt(2 * mp.pi))


def laplace(m: Any, b: Any) -> Log:
    return lambda x: -abs(x - m) / b - mp.log(2 * b)


def logistic(m: Any, s: Any) -> Log:
    return lambda x: -abs(x - m) / s - 2 * mp.log1p(mp.exp(-abs(x - m) / s)) - mp.log(s)


def student_t(nu: Any, m: Any, s: Any) -> Log:
    constant = mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(nu * mp.pi) / 2 - mp.log(s)
    return lambda x: constant - (nu + 1) / 2 * mp.log1p(((x - m) / s) ** 2 / nu)


def cauchy(m: Any, s: Any) -> Log:
    return student_t(mpf(1), m, s)


def half_cauchy(s: Any) -> Log:
    return lambda x: mp.log(2 / (mp.pi * s)) - mp.log1p((x / s) ** 2)


def gamma(a: Any, r: Any) -> Log:
    return lambda x: a * mp.log(r) - mp.loggamma(a) + (a - 1) * mp.log(x) - r * x


def inverse_gamma(a: Any, r: Any) -> Log:
    return lambda x: a * mp.log(r) - mp.loggamma(a) - (a + 1) * mp.log(x) - r / x


def weibull(scale: Any, k: Any) -> Log:
    return lambda x: mp.log(k / scale) + (k - 1) * mp.log(x / scale) - (x / scale) ** k


def log_normal(m: Any, s: Any) -> Log:
    return lambda x: normal(m, s)(mp.log(x)) - mp.log(x)


def poisson(rate: Any) -> Log:
    return lambda k: k * mp.log(rate) - rate - mp.loggamma(k + 1)


def negative_binomial(n: Any, mean: Any) -> Log:
    p = mean / (n + mean)
    constant = n * mp.log1p(-p) - mp.loggamma(n)
    return lambda k: constant + mp.loggamma(k + n) - mp.loggamma(k + 1) + k * mp.log(p)


def binomial(n: Any, p: Any) -> Log:
    constant = mp.loggamma(n + 1)
    return lambda k: constant - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + k * mp.log(p) + (n - k) * mp.log1p(-p)


def on_line(log_p: Log, log_q: Log, centre: Any, width: Any, cuts: Sequence[Any]) -> Any:
    """Integrate over x = centre + width z, cut at these z."""

    def integrand(z: Any) -> Any:
        x = centre + width * z
        here = log_p(x)
        return width * mp.exp(here) * (here - log_q(x))

    return mp.quad(integrand, sorted(map(mpf, cuts)))


def on_logs(log_p: Log, log_q: Log, cuts: Sequence[Any]) -> Any:
    """Integrate over x = exp y, cut at these y."""

    def integrand(y: Any) -> Any:
        x = mp.exp(y)
        here = log_p(x)
        return mp.exp(here + y) * (here - log_q(x))

    return mp.quad(integrand, sorted(map(mpf, cuts)))


def over_many(log_p: Log, log_q: Log | None, centre: Any, width: Any) -> Any:
    """Integrate over k what is to be summed: the same, if p is wide and far from its ends (Poisson's formula)."""
    cuts = [-40, -20, -10, -5, -2, 0, 2, 5, 10, 20, 40]
    nothing: Log = lambda _: mpf(0)  # noqa: E731
    both = log_q or nothing
    return on_line(log_p, both, centre, width, cuts) * (1 if log_q else -1)


def one_by_one(log_p: Log, log_q: Log, last: int) -> Any:
    """Add up from 0."""

    def term(k: int) -> Any:
        here = log_p(mpf(k))
        return mp.exp(here) * (here - log_q(mpf(k)))

    return mp.fsum(term(k) for k in range(last + 1))
