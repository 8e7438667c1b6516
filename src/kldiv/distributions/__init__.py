"""The distributions, one file each, and the registry that finds them by name."""

from __future__ import annotations

import difflib

from kldiv.algebra.notation import CONTINUOUS, DISCRETE, shortly
from kldiv.distributions.base import Distribution, Parameter, Support
from kldiv.distributions.bernoulli import Bernoulli
from kldiv.distributions.beta import Beta
from kldiv.distributions.binomial import Binomial
from kldiv.distributions.categorical import Categorical
from kldiv.distributions.cauchy import Cauchy
from kldiv.distributions.chi import Chi
from kldiv.distributions.chi2 import Chi2
from kldiv.distributions.continuous_bernoulli import ContinuousBernoulli
from kldiv.distributions.dirichlet import Dirichlet
from kldiv.distributions.discrete_uniform import DiscreteUniform
from kldiv.distributions.exp_gamma import ExpGamma
from kldiv.distributions.exp_inverse_gamma import ExpInverseGamma
from kldiv.distributions.exponential import Exponential
from kldiv.distributions.frechet import Frechet
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.geometric import Geometric
from kldiv.distributions.gumbel import Gumbel
from kldiv.distributions.half_cauchy import HalfCauchy
from kldiv.distributions.half_normal import HalfNormal
from kldiv.distributions.inverse_gamma import InverseGamma
from kldiv.distributions.inverse_gaussian import InverseGaussian
from kldiv.distributions.kumaraswamy import Kumaraswamy
from kldiv.distributions.laplace import Laplace
from kldiv.distributions.lindley import Lindley
from kldiv.distributions.log_normal import LogNormal
from kldiv.distributions.log_uniform import LogUniform
from kldiv.distributions.logistic import Logistic
from kldiv.distributions.logit_normal import LogitNormal
from kldiv.distributions.matrix_normal import MatrixNormal
from kldiv.distributions.maxwell import Maxwell
from kldiv.distributions.moyal import Moyal
from kldiv.distributions.multivariate_normal import MultivariateNormal
from kldiv.distributions.negative_binomial import NegativeBinomial
from kldiv.distributions.normal import Normal
from kldiv.distributions.normal_gamma import NormalGamma
from kldiv.distributions.pareto import Pareto
from kldiv.distributions.poisson import Poisson
from kldiv.distributions.rayleigh import Rayleigh
from kldiv.distributions.student_t import StudentT
from kldiv.distributions.uniform import Uniform
from kldiv.distributions.von_mises import VonMises
from kldiv.distributions.von_mises_fisher import VonMisesFisher
from kldiv.distributions.weibull import Weibull
from kldiv.distributions.wishart import Wishart

__all__ = [
    "CONTINUOUS",
    "DISCRETE",
    "DISTRIBUTIONS",
    "Bernoulli",
    "Beta",
    "Binomial",
    "Categorical",
    "Cauchy",
    "Chi",
    "Chi2",
    "ContinuousBernoulli",
    "Dirichlet",
    "DiscreteUniform",
    "Distribution",
    "DistributionLike",
    "ExpGamma",
    "ExpInverseGamma",
    "Exponential",
    "Frechet",
    "Gamma",
    "Geometric",
    "Gumbel",
    "HalfCauchy",
    "HalfNormal",
    "InverseGamma",
    "InverseGaussian",
    "Kumaraswamy",
    "Laplace",
    "Lindley",
    "LogNormal",
    "LogUniform",
    "Logistic",
    "LogitNormal",
    "MatrixNormal",
    "Maxwell",
    "Moyal",
    "MultivariateNormal",
    "NegativeBinomial",
    "Normal",
    "NormalGamma",
    "Parameter",
    "Pareto",
    "Poisson",
    "Rayleigh",
    "StudentT",
    "Support",
    "Uniform",
    "VonMises",
    "VonMisesFisher",
    "Weibull",
    "Wishart",
    "as_distribution",
    "find_distribution",
    "register",
]

#: Every distribution by its slug.
DISTRIBUTIONS: dict[str, type[Distribution]] = {}


def register(distribution: type[Distribution]) -> type[Distribution]:
    """Add a distribution to the registry.

    Args:
        distribution: the class to add.

    Returns:
        The same class.

    Raises:
        ValueError: if a distribution of that slug or name is there already.
    """
    for known in DISTRIBUTIONS.values():
        if distribution.slug == known.slug or distribution.name == known.name:
            raise ValueError(f"{distribution.name}: a distribution with the slug {known.slug!r} is registered already")
    DISTRIBUTIONS[distribution.slug] = distribution
    return distribution


def find_distribution(name: str) -> type[Distribution]:
    """Find a distribution by its slug or its class name, in any case.

    Args:
        name: such as "normal" or "InverseGamma".

    Returns:
        The class.

    Raises:
        ValueError: if there is none; the message suggests the nearest name.

    Example:
        >>> find_distribution("Normal").slug
        'normal'
    """
    key = name.replace("-", "").replace("_", "").lower()
    by_key = {distribution.slug.replace("-", ""): distribution for distribution in DISTRIBUTIONS.values()}
    if key in by_key:
        return by_key[key]
    near = difflib.get_close_matches(key, by_key, n=1, cutoff=0.5)
    hint = f"; did you mean {by_key[near[0]].__name__}?" if near else ""
    raise ValueError(f"unknown distribution {shortly(repr(name))}{hint}")


#: How a distribution may be given: by name, by class, or with parameters.
DistributionLike = str | type[Distribution] | Distribution


def as_distribution(given: DistributionLike, index: str) -> Distribution:
    """Turn a name, a class or a distribution into a distribution with exact parameters.

    Args:
        given: "normal", Normal, or Normal(...).
        index: "p" or "q", for the symbols where none are given.

    Returns:
        A distribution.

    Raises:
        ValueError: if no distribution has that name.
        TypeError: if it is none of the three.
    """
    if isinstance(given, str):
        return find_distribution(given).symbolic(index)
    if isinstance(given, type) and issubclass(given, Distribution):
        return given.symbolic(index)
    if isinstance(given, Distribution):
        return given.exact()
    raise TypeError(f"expected a distribution, its class or its name, got {shortly(given)}")


for _distribution in (
    Bernoulli,
    Beta,
    Binomial,
    Categorical,
    Cauchy,
    Chi,
    Chi2,
    ContinuousBernoulli,
    Dirichlet,
    DiscreteUniform,
    ExpGamma,
    ExpInverseGamma,
    Exponential,
    Frechet,
    Gamma,
    Geometric,
    Gumbel,
    HalfCauchy,
    HalfNormal,
    InverseGamma,
    InverseGaussian,
    Kumaraswamy,
    Laplace,
    Lindley,
    LogNormal,
    LogUniform,
    Logistic,
    LogitNormal,
    MatrixNormal,
    Maxwell,
    Moyal,
    MultivariateNormal,
    NegativeBinomial,
    Normal,
    NormalGamma,
    Pareto,
    Poisson,
    Rayleigh,
    StudentT,
    Uniform,
    VonMises,
    VonMisesFisher,
    Weibull,
    Wishart,
):
    register(_distribution)
