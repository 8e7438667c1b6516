"""Random symbols of `sympy.stats`, by the classes of their distributions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kldiv.algebra.notation import shortly
from kldiv.distributions import CLASSES, Distribution
from kldiv.lazily import sp

#: How a distribution is read: the class here, and its parameters from SymPy's arguments in their order.
Row = tuple[str, Callable[..., dict[str, Any]]]


def _renamed(name: str, *parameters: str) -> Row:
    return name, lambda *given: dict(zip(parameters, given, strict=True))


ROWS: dict[str, Row] = {
    "BetaDistribution": _renamed("Beta", "concentration1", "concentration0"),
    "BetaPrimeDistribution": _renamed("BetaPrime", "concentration1", "concentration0"),
    "CauchyDistribution": _renamed("Cauchy", "loc", "scale"),
    "ChiDistribution": _renamed("Chi", "df"),
    "ChiSquaredDistribution": _renamed("Chi2", "df"),
    "ExponentialDistribution": _renamed("Exponential", "rate"),
    "FrechetDistribution": ("Frechet", lambda a, s, m: _only(m, 0, "m", {"scale": s, "concentration": a})),
    "GammaDistribution": ("Gamma", lambda k, theta: {"concentration": k, "rate": 1 / theta}),
    "GammaInverseDistribution": _renamed("InverseGamma", "concentration", "rate"),
    "GaussianInverseDistribution": _renamed("InverseGaussian", "loc", "concentration"),
    "GumbelDistribution": (
        "Gumbel",
        lambda beta, mu, minimum: _only(minimum, sp.false, "minimum", {"loc": mu, "scale": beta}),
    ),
    "KumaraswamyDistribution": _renamed("Kumaraswamy", "concentration1", "concentration0"),
    "LaplaceDistribution": _renamed("Laplace", "loc", "scale"),
    "LogNormalDistribution": _renamed("LogNormal", "loc", "scale"),
    "LogisticDistribution": _renamed("Logistic", "loc", "scale"),
    "LogitNormalDistribution": _renamed("LogitNormal", "loc", "scale"),
    "MaxwellDistribution": _renamed("Maxwell", "scale"),
    "MoyalDistribution": _renamed("Moyal", "loc", "scale"),
    "NormalDistribution": _renamed("Normal", "loc", "scale"),
    "ParetoDistribution": _renamed("Pareto", "scale", "alpha"),
    "RayleighDistribution": _renamed("Rayleigh", "scale"),
    "ReciprocalDistribution": _renamed("LogUniform", "low", "high"),
    "StudentTDistribution": ("StudentT", lambda nu: {"df": nu, "loc": sp.Integer(0), "scale": sp.Integer(1)}),
    "UniformDistribution": _renamed("Uniform", "low", "high"),
    "VonMisesDistribution": _renamed("VonMises", "loc", "concentration"),
    "WeibullDistribution": _renamed("Weibull", "scale", "concentration"),
    "BernoulliDistribution": ("Bernoulli", lambda p, yes, no: _zero_one(yes, no, {"probs": p})),
    "BinomialDistribution": (
        "Binomial",
        lambda n, p, yes, no: _zero_one(yes, no, {"total_count": n, "probs": p}),
    ),
    "DieDistribution": ("DiscreteUniform", lambda sides: {"low": sp.Integer(1), "high": sides}),
    "DiscreteUniformDistribution": ("DiscreteUniform", lambda *items: _in_a_row(items)),
    "NegativeBinomialDistribution": ("NegativeBinomial", lambda r, p: {"total_count": r, "probs": 1 - p}),
    "PoissonDistribution": _renamed("Poisson", "rate"),
    "MultivariateNormalDistribution": (
        "MultivariateNormal",
        lambda mu, sigma: {"loc": _plain(mu, flat=True), "covariance_matrix": _plain(sigma)},
    ),
    "MultivariateBetaDistribution": (
        "Dirichlet",
        lambda alpha: {"concentration": _plain(sp.Matrix(list(alpha)), flat=True)},
    ),
}

#: What has a family here, but begins elsewhere.
SHIFTED = {"GeometricDistribution": "SymPy's begins at 1, kldiv.Geometric at 0"}


def _plain(matrix: Any, *, flat: bool = False) -> Any:
    """Return a matrix of numbers as floats."""
    if matrix.free_symbols:
        return matrix
    return [float(v) for v in matrix] if flat else [[float(v) for v in row] for row in matrix.tolist()]


def _only(value: Any, wanted: Any, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    if value != wanted:
        raise ValueError(f"{name} must be {wanted} for kldiv, got {shortly(value)}")
    return parameters


def _zero_one(yes: Any, no: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    return _only(no, 0, "fail", _only(yes, 1, "succ", parameters))


def _in_a_row(items: tuple[Any, ...]) -> dict[str, Any]:
    ordered = sorted(items)
    if ordered != list(range(int(ordered[0]), int(ordered[0]) + len(ordered))):
        raise ValueError("only whole numbers in a row are a DiscreteUniform of kldiv")
    return {"low": ordered[0], "high": ordered[-1]}


def taken(given: Any) -> Distribution:
    """Take the distribution of one of SymPy's random symbols.

    Args:
        given: such as `sympy.stats.Gamma("x", 2, 3)`.

    Returns:
        The same one of this package; its parameters may be expressions.

    Raises:
        ValueError: if there is none; one line that says what is in the way.

    Example:
        >>> import sympy.stats
        >>> taken(sympy.stats.Gamma("x", 2, 3))
        Gamma(concentration=2, rate=1/3)
    """
    distribution = getattr(getattr(given, "pspace", None), "distribution", given)
    kind = type(distribution).__name__
    label = f"sympy.stats {kind.removesuffix('Distribution')}"
    if kind in SHIFTED:
        raise ValueError(f"{label}: {SHIFTED[kind]}")
    if kind not in ROWS:
        raise ValueError(f"{label}: kldiv has no such distribution")
    name, read = ROWS[kind]
    try:
        parameters = read(*distribution.args)
    except ValueError as refused:
        raise ValueError(f"{label}: {refused}") from None
    return CLASSES[name](**parameters)
