"""Integrals and sums with a name, from the Digital Library of Mathematical Functions."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.algebra.notation import CONTINUOUS
from kldiv.distributions.cauchy import Cauchy
from kldiv.proof.literature.hunting import drawn
from kldiv.proof.statements import Statement
from kldiv.proof.theorems import theorem

#: Letters: exponents and rates, a point, and variables of integration and summation.
w, c, a, b, r = sp.symbols("w c a b r", positive=True)
m, theta = sp.Symbol("m", real=True), sp.Symbol("theta", real=True, nonzero=True)
n = sp.Symbol("n", integer=True, nonnegative=True)
u, edge = sp.symbols("u w_0", positive=True)
z, x = sp.symbols("z x", real=True)
k = sp.Symbol("k", integer=True, nonnegative=True)


def named(
    name: str,
    title: str,
    says: str,
    left: sp.Expr,
    right: sp.Expr,
    locator: str,
    *conditions: sp.Basic,
    source: str = "dlmf",
) -> None:
    """Register an integral or a sum with its value."""
    statement = Statement(left, "=", right, conditions)
    theorem(name, title, says, statement, references=((source, locator),), test=drawn(statement))


named(
    "gaussian-integral",
    "The Gaussian integral",
    "$\\int_{-\\infty}^{\\infty} e^{-(z-m)^2/2}\\,\\mathrm{d}z = \\sqrt{2\\pi}$.",
    sp.Integral(sp.exp(-((z - m) ** 2) / 2), (z, -sp.oo, sp.oo)),
    sp.sqrt(2 * sp.pi),
    "eqs. 7.2.1 and 7.2.4",
)
named(
    "gaussian-integral-below",
    "The error function",
    "$\\int_{-\\infty}^{x} e^{-(z-m)^2/2}\\,\\mathrm{d}z = \\sqrt{\\pi/2}\\,\\operatorname{erfc}((m-x)/\\sqrt2)$.",
    sp.Integral(sp.exp(-((z - m) ** 2) / 2), (z, -sp.oo, x)),
    sp.sqrt(sp.pi / 2) * sp.erfc((m - x) / sp.sqrt(2)),
    "eq. 7.2.2",
)
named(
    "gamma-integral",
    "Euler's integral for the gamma function",
    "$\\int_0^\\infty u^{w-1} e^{-cu}\\,\\mathrm{d}u = \\Gamma(w)\\,c^{-w}$.",
    sp.Integral(u ** (w - 1) * sp.exp(-c * u), (u, 0, sp.oo)),
    sp.gamma(w) * c ** (-w),
    "eq. 5.9.1",
)
named(
    "lower-gamma-integral",
    "The incomplete gamma function",
    "$\\int_0^{w_0} u^{w-1} e^{-cu}\\,\\mathrm{d}u = c^{-w}\\,\\gamma(w, c w_0)$.",
    sp.Integral(u ** (w - 1) * sp.exp(-c * u), (u, 0, edge)),
    sp.lowergamma(w, c * edge) * c ** (-w),
    "eq. 8.2.1",
)
named(
    "beta-integral",
    "Euler's integral for the beta function",
    "$\\int_0^1 u^{a-1} (1-u)^{b-1}\\,\\mathrm{d}u = \\Gamma(a)\\Gamma(b)/\\Gamma(a+b)$.",
    sp.Integral(u ** (a - 1) * (1 - u) ** (b - 1), (u, 0, 1)),
    sp.gamma(a) * sp.gamma(b) / sp.gamma(a + b),
    "eq. 5.12.1",
)
named(
    "lower-beta-integral",
    "The incomplete beta function",
    "$\\int_0^{w_0} u^{a-1} (1-u)^{b-1}\\,\\mathrm{d}u = B(a,b)\\,I_{w_0}(a, b)$ for $w_0 \\le 1$.",
    sp.Integral(u ** (a - 1) * (1 - u) ** (b - 1), (u, 0, edge)),
    sp.gamma(a) * sp.gamma(b) / sp.gamma(a + b) * sp.betainc_regularized(a, b, 0, edge),
    "eqs. 8.17.1 and 8.17.2",
    edge < 1,
)
named(
    "bessel-k-integral",
    "An integral for the modified Bessel function of the second kind",
    "$\\int_0^\\infty u^{m-1} e^{-au-b/u}\\,\\mathrm{d}u = 2 (b/a)^{m/2} K_m(2\\sqrt{ab})$.",
    sp.Integral(u ** (m - 1) * sp.exp(-a * u - b / u), (u, 0, sp.oo)),
    2 * (b / a) ** (m / 2) * sp.besselk(m, 2 * sp.sqrt(a * b)),
    "eq. 10.32.10, with $t = b/u$",
)
named(
    "inverse-gaussian-integral",
    "The integral of an inverse Gaussian weight",
    "$\\int_0^\\infty u^{-3/2} e^{-mu-b/u}\\,\\mathrm{d}u = \\sqrt{\\pi/b}\\,e^{-2\\sqrt{mb}}$, also for $m = 0$.",
    sp.Integral(u ** sp.Rational(-3, 2) * sp.exp(-m * u - b / u), (u, 0, sp.oo)),
    sp.sqrt(sp.pi / b) * sp.exp(-2 * sp.sqrt(m * b)),
    "eqs. 10.32.10 and 10.39.2; at $m = 0$ eq. 5.2.1, with $t = b/u$",
    sp.Ge(m, 0),
)
named(
    "bessel-k-logarithm",
    "The logarithm against an inverse Gaussian weight",
    "The integral for $K_m$, differentiated in the order $m$ at $-1/2$, where $\\partial K_m/\\partial m$ is known.",
    sp.Integral(u ** sp.Rational(-3, 2) * sp.exp(-a * u - b / u) * sp.log(u), (u, 0, sp.oo)),
    sp.sqrt(sp.pi / b)
    * sp.exp(-2 * sp.sqrt(a * b))
    * (sp.log(b / a) / 2 - sp.exp(4 * sp.sqrt(a * b)) * sp.expint(1, 4 * sp.sqrt(a * b))),
    "eqs. 10.32.10, 10.38.7 and 10.39.2",
)
named(
    "bessel-i-integral",
    "An integral for the modified Bessel function of the first kind",
    "$\\int_{m-\\pi}^{m+\\pi} e^{c\\cos(x-m)} \\cos(x-m)\\,\\mathrm{d}x = 2\\pi I_1(c)$.",
    sp.Integral(sp.exp(c * sp.cos(x - m)) * sp.cos(x - m), (x, m - sp.pi, m + sp.pi)),
    2 * sp.pi * sp.besseli(1, c),
    "eq. 10.32.3",
)
named(
    "exponential-integral",
    "The exponential integral",
    "$\\int_0^\\infty e^{-cu}/(1+u)\\,\\mathrm{d}u = e^c E_1(c)$.",
    sp.Integral(sp.exp(-c * u) / (1 + u), (u, 0, sp.oo)),
    sp.exp(c) * sp.expint(1, c),
    "eq. 6.2.2",
)
named(
    "tilted-logarithm",
    "The logarithm against an exponential",
    "$\\int_0^1 e^{\\theta u} \\log u\\,\\mathrm{d}u = (\\log|\\theta| - \\operatorname{Ei}\\theta + \\gamma) / "
    "\\theta$, by parts, with the entire exponential integral.",
    sp.Integral(sp.exp(theta * u) * sp.log(u), (u, 0, 1)),
    (sp.log(sp.Abs(theta)) - sp.Ei(theta) + sp.EulerGamma) / theta,
    "eqs. 6.2.3 and 6.2.7",
)
named(
    "logarithm-below",
    "The logarithm against a falling exponential",
    "$\\int_0^{w_0} e^{-u} \\log u\\,\\mathrm{d}u = \\operatorname{Ei}(-w_0) - \\gamma - e^{-w_0} \\log w_0$, "
    "by parts.",
    sp.Integral(sp.exp(-u) * sp.log(u), (u, 0, edge)),
    sp.Ei(-edge) - sp.EulerGamma - sp.exp(-edge) * sp.log(edge),
    "eqs. 6.2.3 and 6.2.7",
)
named(
    "exponential-series",
    "The exponential series",
    "$\\sum_{k\\ge0} c^k/k! = e^c$.",
    sp.Sum(c**k / sp.factorial(k), (k, 0, sp.oo)),
    sp.exp(c),
    "eq. 4.2.19",
)
named(
    "geometric-series",
    "The geometric series",
    "$\\sum_{k\\ge0} c^k = 1/(1-c)$ for $c < 1$.",
    sp.Sum(c**k, (k, 0, sp.oo)),
    1 / (1 - c),
    "eq. 4.6.7 with exponent $-1$",
    c < 1,
)
named(
    "binomial-theorem",
    "The binomial theorem",
    "$\\sum_{k=0}^n \\binom nk a^k b^{n-k} = (a+b)^n$.",
    sp.Sum(sp.binomial(n, k) * a**k * b ** (n - k), (k, 0, n)),
    (a + b) ** n,
    "eq. 1.2.2",
)
named(
    "binomial-series",
    "The binomial series",
    "$\\sum_{k\\ge0} \\frac{\\Gamma(k+r)}{\\Gamma(r)\\,k!} c^k = (1-c)^{-r}$ for $c < 1$.",
    sp.Sum(sp.gamma(k + r) / (sp.gamma(r) * sp.factorial(k)) * c**k, (k, 0, sp.oo)),
    (1 - c) ** (-r),
    "eq. 4.6.7 with exponent $-r$",
    c < 1,
)

_cauchy = Cauchy(m, r).density(x)
centre, depth = sp.Symbol("x_0", real=True), sp.Symbol("c", nonnegative=True)
named(
    "poisson-formula",
    "Poisson's formula for the upper half-plane",
    "$\\log((x-x_0)^2+c^2)$ is twice the real part of $\\log(x - x_0 + ic)$, which is harmonic above the real line "
    "and grows like a logarithm; the Cauchy density is the Poisson kernel, so the mean is the value at $m + ir$.",
    Expectation(sp.log((x - centre) ** 2 + depth**2), x, -sp.oo, sp.oo, _cauchy, "", CONTINUOUS),
    sp.log((m - centre) ** 2 + (r + depth) ** 2),
    "sec. 2, the integral of eq. (9)",
    source="chyzak2019",
)
