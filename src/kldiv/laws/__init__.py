"""The laws, one file each, and the registry that finds them by name."""

from __future__ import annotations

import difflib

from kldiv.laws.base import CONTINUOUS, DISCRETE, Law, Parameter, Support
from kldiv.laws.bernoulli import Bernoulli
from kldiv.laws.beta import Beta
from kldiv.laws.binomial import Binomial
from kldiv.laws.categorical import Categorical
from kldiv.laws.cauchy import Cauchy
from kldiv.laws.chi import Chi
from kldiv.laws.chi2 import Chi2
from kldiv.laws.continuous_bernoulli import ContinuousBernoulli
from kldiv.laws.dirichlet import Dirichlet
from kldiv.laws.discrete_uniform import DiscreteUniform
from kldiv.laws.exp_gamma import ExpGamma
from kldiv.laws.exp_inverse_gamma import ExpInverseGamma
from kldiv.laws.exponential import Exponential
from kldiv.laws.frechet import Frechet
from kldiv.laws.gamma import Gamma
from kldiv.laws.geometric import Geometric
from kldiv.laws.gumbel import Gumbel
from kldiv.laws.half_cauchy import HalfCauchy
from kldiv.laws.half_normal import HalfNormal
from kldiv.laws.inverse_gamma import InverseGamma
from kldiv.laws.inverse_gaussian import InverseGaussian
from kldiv.laws.kumaraswamy import Kumaraswamy
from kldiv.laws.laplace import Laplace
from kldiv.laws.lindley import Lindley
from kldiv.laws.log_normal import LogNormal
from kldiv.laws.log_uniform import LogUniform
from kldiv.laws.logistic import Logistic
from kldiv.laws.logit_normal import LogitNormal
from kldiv.laws.matrix_normal import MatrixNormal
from kldiv.laws.maxwell import Maxwell
from kldiv.laws.moyal import Moyal
from kldiv.laws.multivariate_normal import MultivariateNormal
from kldiv.laws.negative_binomial import NegativeBinomial
from kldiv.laws.normal import Normal
from kldiv.laws.normal_gamma import NormalGamma
from kldiv.laws.pareto import Pareto
from kldiv.laws.poisson import Poisson
from kldiv.laws.rayleigh import Rayleigh
from kldiv.laws.student_t import StudentT
from kldiv.laws.uniform import Uniform
from kldiv.laws.von_mises import VonMises
from kldiv.laws.von_mises_fisher import VonMisesFisher
from kldiv.laws.weibull import Weibull
from kldiv.laws.wishart import Wishart

__all__ = [
    "CONTINUOUS",
    "DISCRETE",
    "LAWS",
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
    "Law",
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
    "find_law",
    "register",
]

#: Every law by its slug.
LAWS: dict[str, type[Law]] = {}


def register(law: type[Law]) -> type[Law]:
    """Add a law to the registry.

    Args:
        law: the class to add.

    Returns:
        The same class.

    Raises:
        ValueError: if a law of that slug or name is there already.
    """
    for known in LAWS.values():
        if law.slug == known.slug or law.name == known.name:
            raise ValueError(f"{law.name}: a law with the slug {known.slug!r} is registered already")
    LAWS[law.slug] = law
    return law


def find_law(name: str) -> type[Law]:
    """Find a law by its slug or its class name, in any case.

    Args:
        name: such as "normal" or "InverseGamma".

    Returns:
        The class.

    Raises:
        ValueError: if there is none; the message suggests the nearest name.

    Example:
        >>> find_law("Normal").slug
        'normal'
    """
    key = name.replace("-", "").replace("_", "").lower()
    by_key = {law.slug.replace("-", ""): law for law in LAWS.values()}
    if key in by_key:
        return by_key[key]
    near = difflib.get_close_matches(key, by_key, n=1, cutoff=0.5)
    hint = f"; did you mean {by_key[near[0]].__name__}?" if near else ""
    raise ValueError(f"unknown law {name!r}{hint}")


for _law in (
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
    register(_law)
