"""Standard distributions: without location or scale, and those from which others are transported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from kldiv.algebra.notation import CONTINUOUS, DISCRETE


@dataclass(frozen=True)
class StandardDistribution:
    """A distribution without location or scale, that others are transported from.

    Attributes:
        slug: its name.
        lower: (shapes) -> the lower end of its support.
        upper: (shapes) -> the upper end.
        kind: continuous or discrete.
        density: (u, *shapes) -> the density.
        symmetric: whether the distribution is U or -U with equal chance, so that signs average out.
        own: whether it stands only for the one distribution of its name, which is not carried anywhere.
        tex: how the distribution is written.
    """

    slug: str
    lower: Callable[..., sp.Expr]
    upper: Callable[..., sp.Expr]
    kind: str
    density: Callable[..., sp.Expr]
    symmetric: bool = False
    own: bool = False
    tex: str = ""


STANDARDS: dict[str, StandardDistribution] = {}


def add_standard(distribution: StandardDistribution) -> StandardDistribution:
    """Register a standard distribution.

    Raises:
        ValueError: if the name is taken.
    """
    if distribution.slug in STANDARDS:
        raise ValueError(f"{distribution.slug}: a standard distribution of this name is registered already")
    STANDARDS[distribution.slug] = distribution
    return distribution


def constant(value: object) -> Callable[..., sp.Expr]:
    """A function that returns the same expression whatever the shapes."""
    fixed = sp.sympify(value)
    return lambda *_: fixed


def variable(standard: StandardDistribution) -> sp.Symbol:
    """The symbol of a standard distribution's variable, with the assumptions that its support gives."""
    if standard.kind != CONTINUOUS:
        return sp.Symbol("k", integer=True, nonnegative=True if standard.slug != "discrete-uniform" else None)
    if standard.slug in {"normal", "von-mises"}:
        return sp.Symbol("z", real=True)
    return sp.Symbol("u", positive=True)


def _gamma_density(u: sp.Expr, a: sp.Expr) -> sp.Expr:
    return u ** (a - 1) * sp.exp(-u) / sp.gamma(a)


def _beta_density(u: sp.Expr, a: sp.Expr, b: sp.Expr) -> sp.Expr:
    return u ** (a - 1) * (1 - u) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b))


def _tilted_density(x: sp.Expr, probs: sp.Expr) -> sp.Expr:
    tilt = sp.log(probs) - sp.log(1 - probs)
    return tilt / (2 * probs - 1) * probs**x * (1 - probs) ** (1 - x)


def _inverse_gaussian_density(x: sp.Expr, loc: sp.Expr, concentration: sp.Expr) -> sp.Expr:
    return sp.sqrt(concentration / (2 * sp.pi * x**3)) * sp.exp(-concentration * (x - loc) ** 2 / (2 * loc**2 * x))


def negative_binomial_mass(k: sp.Expr, r: sp.Expr, p: sp.Expr) -> sp.Expr:
    """The probability of k successes before the r-th failure, p the chance of a success."""
    return sp.gamma(k + r) / (sp.gamma(r) * sp.factorial(k)) * (1 - p) ** r * p**k


_zero, _one, _endless = constant(0), constant(1), constant(sp.oo)

for _standard in (
    StandardDistribution(
        "normal",
        constant(-sp.oo),
        _endless,
        CONTINUOUS,
        lambda z: sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi),
        tex=r"Z \sim \mathrm{Normal}(0, 1)",
    ),
    StandardDistribution("gamma", _zero, _endless, CONTINUOUS, _gamma_density, tex=r"U \sim \mathrm{Gamma}(a, 1)"),
    StandardDistribution("beta", _zero, _one, CONTINUOUS, _beta_density, tex=r"U \sim \mathrm{Beta}(a, b)"),
    StandardDistribution(
        "uniform",
        _zero,
        _one,
        CONTINUOUS,
        lambda u: sp.S.One + 0 * u,
        tex=r"U \sim \mathrm{Uniform}(0, 1)",
    ),
    StandardDistribution(
        "signed-gamma",
        _zero,
        _endless,
        CONTINUOUS,
        _gamma_density,
        symmetric=True,
        tex=r"U \sim \mathrm{Gamma}(a, 1) \text{ with a random sign}",
    ),
    StandardDistribution(
        "signed-beta",
        _zero,
        _one,
        CONTINUOUS,
        _beta_density,
        symmetric=True,
        tex=r"U \sim \mathrm{Beta}(a, b) \text{ with a random sign}",
    ),
    StandardDistribution(
        "tilted-uniform",
        _zero,
        _one,
        CONTINUOUS,
        _tilted_density,
        own=True,
        tex=r"X \sim \mathrm{ContinuousBernoulli}(\pi),\ \theta = \log\frac{\pi}{1-\pi}",
    ),
    StandardDistribution(
        "lindley",
        _zero,
        _endless,
        CONTINUOUS,
        lambda x, t: t**2 / (1 + t) * (1 + x) * sp.exp(-t * x),
        own=True,
        tex=r"X \sim \mathrm{Lindley}(\theta), \text{ a mixture of two gammas}",
    ),
    StandardDistribution(
        "inverse-gaussian",
        _zero,
        _endless,
        CONTINUOUS,
        _inverse_gaussian_density,
        own=True,
        tex=r"X \sim \mathrm{InverseGaussian}(\mu, \lambda)",
    ),
    StandardDistribution(
        "von-mises",
        lambda m, _: m - sp.pi,
        lambda m, _: m + sp.pi,
        CONTINUOUS,
        lambda x, m, k: sp.exp(k * sp.cos(x - m)) / (2 * sp.pi * sp.besseli(0, k)),
        own=True,
        tex=r"X \sim \mathrm{VonMises}(\mu, \kappa)",
    ),
    StandardDistribution(
        "bernoulli",
        _zero,
        _one,
        DISCRETE,
        lambda k, p: p**k * (1 - p) ** (1 - k),
        tex=r"K \sim \mathrm{Bernoulli}(\pi)",
    ),
    StandardDistribution(
        "binomial",
        _zero,
        lambda n, _: n,
        DISCRETE,
        lambda k, n, p: sp.binomial(n, k) * p**k * (1 - p) ** (n - k),
        tex=r"K \sim \mathrm{Binomial}(n, \pi)",
    ),
    StandardDistribution(
        "geometric",
        _zero,
        _endless,
        DISCRETE,
        lambda k, p: p * (1 - p) ** k,
        tex=r"K \sim \mathrm{Geometric}(\pi)",
    ),
    StandardDistribution(
        "poisson",
        _zero,
        _endless,
        DISCRETE,
        lambda k, m: m**k * sp.exp(-m) / sp.factorial(k),
        tex=r"K \sim \mathrm{Poisson}(\lambda)",
    ),
    StandardDistribution(
        "negative-binomial",
        _zero,
        _endless,
        DISCRETE,
        negative_binomial_mass,
        tex=r"K \sim \mathrm{NegativeBinomial}(r, \pi)",
    ),
    StandardDistribution(
        "discrete-uniform",
        lambda low, _: low,
        lambda _, high: high,
        DISCRETE,
        lambda k, low, high: 1 / (high - low + 1) + 0 * k,
        tex=r"K \text{ uniform on } \{a, \dots, b\}",
    ),
):
    add_standard(_standard)
