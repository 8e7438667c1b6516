"""Distributions of `scipy.stats`, frozen and new: by their names, shapes, locations and scales."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kldiv.distributions import CLASSES, Distribution
from kldiv.lazily import np

#: What a distribution of this package may have besides its shapes: nothing, a scale, or a location and a scale.
NOTHING, SCALE, BOTH, LOCATION = "nothing", "scale", "location and scale", "location"


@dataclass(frozen=True)
class Row:
    """How one of SciPy's names is read.

    Attributes:
        name: the class here.
        read: the parameters here, from the shapes, the location and the scale.
        moves: which of location and scale may differ from 0 and 1.
        start: the location that stands for none.
    """

    name: str
    read: Callable[..., dict[str, Any]]
    moves: str = BOTH
    start: float = 0


def _loc_scale(name: str) -> Row:
    return Row(name, lambda loc, scale: {"loc": loc, "scale": scale})


def _scale(name: str) -> Row:
    return Row(name, lambda _, scale: {"scale": scale}, SCALE)


ROWS = {
    **{
        theirs: _loc_scale(ours)
        for theirs, ours in {
            "norm": "Normal",
            "cauchy": "Cauchy",
            "gumbel_r": "Gumbel",
            "hypsecant": "HyperbolicSecant",
            "laplace": "Laplace",
            "logistic": "Logistic",
            "moyal": "Moyal",
        }.items()
    },
    **{
        theirs: _scale(ours)
        for theirs, ours in {
            "halfcauchy": "HalfCauchy",
            "halfnorm": "HalfNormal",
            "maxwell": "Maxwell",
            "rayleigh": "Rayleigh",
        }.items()
    },
    "arcsine": Row("Beta", lambda _l, _s: {"concentration1": 0.5, "concentration0": 0.5}, NOTHING),
    "beta": Row("Beta", lambda a, b, _l, _s: {"concentration1": a, "concentration0": b}, NOTHING),
    "betaprime": Row("BetaPrime", lambda a, b, _l, _s: {"concentration1": a, "concentration0": b}, NOTHING),
    "chi": Row("Chi", lambda df, _l, _s: {"df": df}, NOTHING),
    "chi2": Row("Chi2", lambda df, _l, _s: {"df": df}, NOTHING),
    "erlang": Row("Gamma", lambda a, _, scale: {"concentration": a, "rate": 1 / scale}, SCALE),
    "expon": Row("Exponential", lambda _, scale: {"rate": 1 / scale}, SCALE),
    "gamma": Row("Gamma", lambda a, _, scale: {"concentration": a, "rate": 1 / scale}, SCALE),
    "invgamma": Row("InverseGamma", lambda a, _, scale: {"concentration": a, "rate": scale}, SCALE),
    "invgauss": Row("InverseGaussian", lambda mu, _, scale: {"loc": mu * scale, "concentration": scale}, SCALE),
    "invweibull": Row("Frechet", lambda c, _, scale: {"scale": scale, "concentration": c}, SCALE),
    "loggamma": Row("ExpGamma", lambda c, loc, _: {"concentration": c, "rate": np.exp(-loc)}, LOCATION),
    "lognorm": Row("LogNormal", lambda s, _, scale: {"loc": np.log(scale), "scale": s}, SCALE),
    "loguniform": Row("LogUniform", lambda a, b, _, scale: {"low": a * scale, "high": b * scale}, SCALE),
    "pareto": Row("Pareto", lambda b, _, scale: {"scale": scale, "alpha": b}, SCALE),
    "t": Row("StudentT", lambda df, loc, scale: {"df": df, "loc": loc, "scale": scale}),
    "uniform": Row("Uniform", lambda loc, scale: {"low": loc, "high": loc + scale}),
    "vonmises": Row("VonMises", lambda kappa, loc, _: {"loc": loc, "concentration": kappa}, LOCATION),
    "wald": Row("InverseGaussian", lambda _, scale: {"loc": scale, "concentration": scale}, SCALE),
    "weibull_min": Row("Weibull", lambda c, _, scale: {"scale": scale, "concentration": c}, SCALE),
    "bernoulli": Row("Bernoulli", lambda p, _l, _s: {"probs": p}, NOTHING),
    "binom": Row("Binomial", lambda n, p, _l, _s: {"total_count": n, "probs": p}, NOTHING),
    "geom": Row("Geometric", lambda p, _l, _s: {"probs": p}, NOTHING, start=-1),
    "nbinom": Row("NegativeBinomial", lambda n, p, _l, _s: {"total_count": n, "probs": 1 - p}, NOTHING),
    "poisson": Row("Poisson", lambda mu, _l, _s: {"rate": mu}, NOTHING),
    "randint": Row("DiscreteUniform", lambda low, high, loc, _: {"low": low + loc, "high": high + loc - 1}, LOCATION),
}
ROWS["reciprocal"] = ROWS["loguniform"]

#: New classes: the old name, and the attributes that are its shapes, its location and its scale.
NEW: dict[str, tuple[str, Callable[[Any], tuple[tuple[Any, ...], Any, Any]]]] = {
    "Normal": ("norm", lambda d: ((), d.mu, d.sigma)),
    "StandardNormal": ("norm", lambda _: ((), 0, 1)),
    "Uniform": ("uniform", lambda d: ((), d.a, d.b - d.a)),
    "Logistic": ("logistic", lambda _: ((), 0, 1)),
    "Binomial": ("binom", lambda d: ((d.n, d.p), 0, 1)),
}

#: Names that `make_distribution` gives, in small letters, where they are not the old ones.
_NAMED = {
    "chisquared": "chi2",
    "expgamma": "loggamma",
    "exponential": "expon",
    "geometric": "geom",
    "gumbel": "gumbel_r",
    "halfnormal": "halfnorm",
    "hyperbolicsecant": "hypsecant",
    "inversegamma": "invgamma",
    "inversegammma": "invgamma",  # as SciPy 1.17 spells it
    "inversegaussian": "invgauss",
    "inverseweibull": "invweibull",
    "lognormal": "lognorm",
    "negativebinomial": "nbinom",
    "normal": "norm",
    "studentt": "t",
    "uniformdiscrete": "randint",
    "weibull": "weibull_min",
}

#: Distributions of vectors and matrices: the class here, and its parameters.
ARRAYS: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "multivariate_normal_frozen": ("MultivariateNormal", lambda d: {"loc": d.mean, "covariance_matrix": d.cov}),
    "dirichlet_frozen": ("Dirichlet", lambda d: {"concentration": d.alpha}),
    "wishart_frozen": ("Wishart", lambda d: {"df": d.df, "covariance_matrix": d.scale}),
    "vonmises_fisher_frozen": ("VonMisesFisher", lambda d: {"loc": d.mu, "concentration": d.kappa}),
    "matrix_normal_frozen": (
        "MatrixNormal",
        lambda d: {"loc": d.mean, "row_covariance": d.rowcov, "column_covariance": d.colcov},
    ),
}


def taken(given: Any) -> Distribution:
    """Take one of SciPy's distributions.

    Args:
        given: a frozen distribution, or one of the new kind.

    Returns:
        The same one of this package.

    Raises:
        ValueError: if there is none; one line that says what is in the way.

    Example:
        >>> import scipy.stats
        >>> taken(scipy.stats.poisson(3))
        Poisson(rate=3)
    """
    kind = type(given).__name__
    if kind in ARRAYS:
        name, read = ARRAYS[kind]
        return CLASSES[name](**read(given))
    if kind == "Uniform":  # the ends themselves, which a length would round
        return CLASSES["Uniform"](*map(_plain, (given.a, given.b)))
    name, shapes, loc, scale = _described(given)
    if name not in ROWS:
        raise ValueError(f"scipy.stats.{name}: kldiv has no such distribution")
    return _read(name, ROWS[name], shapes, loc, scale)


def _read(name: str, row: Row, shapes: tuple[Any, ...], loc: Any, scale: Any) -> Distribution:
    shapes, loc, scale = tuple(map(_plain, shapes)), _plain(loc), _plain(scale)
    allowed = f"{row.name} has no such parameter"
    if row.moves in (NOTHING, SCALE) and np.any(np.asarray(loc) != row.start):
        raise ValueError(f"scipy.stats.{name}: loc must be {row.start} for kldiv, got {loc}: {allowed}")
    if row.moves in (NOTHING, LOCATION) and np.any(np.asarray(scale) != 1):
        raise ValueError(f"scipy.stats.{name}: scale must be 1 for kldiv, got {scale}: {allowed}")
    return CLASSES[row.name](**{parameter: _plain(value) for parameter, value in row.read(*shapes, loc, scale).items()})


def _plain(value: Any) -> Any:
    """Return one number as Python's, several as an array."""
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else array


def _described(given: Any) -> tuple[str, tuple[Any, ...], Any, Any]:
    """Return the old name, the shapes, the location and the scale."""
    kind = type(given)
    if hasattr(given, "dist") and hasattr(given, "args"):  # frozen
        shapes, loc, scale = given.dist._parse_args(*given.args, **given.kwds)
        return given.dist.name, shapes, loc, 1 if scale is None else scale
    if kind.__name__ in NEW:
        name, read = NEW[kind.__name__]
        return name, *read(given)
    if kind.__name__ == "ShiftedScaledDistribution" and np.all(given.sign):
        name, shapes, loc, scale = _described(given._dist)
        return name, shapes, given.loc + given.scale * loc, given.scale * scale
    if "_make_distribution_rv_generic" in kind.__qualname__:
        called = re.match(r"\w*", repr(given))
        name = called.group().lower() if called else ""
        name, values = _NAMED.get(name, name), given._original_parameters
        order = ROWS[name].read.__code__.co_varnames if name in ROWS else ()  # the shapes have SciPy's names there
        return name, tuple(values[shape] for shape in order if shape in values), 0, 1
    if hasattr(given, "xk"):
        raise ValueError("scipy.stats.rv_discrete of listed values: write Categorical(...) for their probabilities")
    if hasattr(given, "_histogram"):
        raise ValueError("scipy.stats.rv_histogram: write Categorical.from_counts(...) for the counts")
    if hasattr(given, "_parse_args"):
        raise ValueError(f"scipy.stats.{given.name}: give it its parameters first, as in {given.name}(...)")
    return kind.__name__, (), 0, 1
