"""What a parameter is called elsewhere, and what to write here instead."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kldiv.algebra.notation import shortly
from kldiv.distributions.spelling import misspelt

if TYPE_CHECKING:
    from kldiv.distributions.accepting import Accepting

#: Our parameters, and words that mean the same wherever they are used.
_SAME: dict[str, tuple[str, ...]] = {
    "loc": ("location", "mu"),
    "probs": ("p", "prob", "probability", "probabilities"),
    "total_count": ("n", "r", "trials"),
    "df": ("dof", "degrees_of_freedom"),
    "low": ("a", "lower", "min", "minimum"),
    "high": ("b", "upper", "max", "maximum"),
    "concentration": ("shape", "c"),
    "concentration1": ("a", "alpha"),
    "concentration0": ("b", "beta"),
    "covariance_matrix": ("cov", "covariance", "sigma", "Sigma", "scale"),
    "precision_matrix": ("precision",),
    "rate": ("lam", "lambd", "lmbda", "lambda_"),
}
#: Words that mean one of our parameters in some families only.
_SAME_IN: dict[str, Mapping[str, str]] = {
    "normal": {"mean": "loc", "std": "scale", "sd": "scale", "stddev": "scale"},
    "half-normal": {"std": "scale", "sd": "scale"},
    "log-normal": {"s": "scale", "meanlog": "loc", "sdlog": "scale"},
    "laplace": {"mean": "loc", "diversity": "scale"},
    "logistic": {"mean": "loc"},
    "inverse-gaussian": {"mean": "loc"},
    "inverse-gamma": {"scale": "rate"},
    "poisson": {"mu": "rate", "mean": "rate"},
    "pareto": {"b": "alpha", "xm": "scale", "x_m": "scale", "shape": "alpha"},
    "multivariate-normal": {"mean": "loc"},
    "matrix-normal": {"mean": "loc", "rowcov": "row_covariance", "colcov": "column_covariance"},
    "chi2": {"k": "df"},
    "wishart": {"n": "df", "V": "covariance_matrix"},
}
#: Words that must be converted: what to write, and if it is one number, how to come by it.
_CONVERTED: dict[str, Mapping[str, tuple[str, str, Callable[[float], float] | None]]] = {
    "gamma": {word: (f"{word} is 1/rate", "rate", lambda v: 1 / v) for word in ("scale", "theta")},
    "exponential": {word: (f"{word} is 1/rate", "rate", lambda v: 1 / v) for word in ("scale", "mean", "beta")},
    "normal": {
        **{w: (f"{w} is the square of scale", "scale", math.sqrt) for w in ("var", "variance", "sigma2")},
        **{w: (f"{w} is 1/scale**2", "scale", lambda v: 1 / math.sqrt(v)) for w in ("precision", "tau")},
    },
    "uniform": {"loc": ("low is loc", "low", None), "scale": ("high is loc + scale", "high", None)},
    "negative-binomial": {
        **{w: (f"probs is {w}/({w} + dispersion)", "probs", None) for w in ("mu", "mean")},
        **{w: (f"{w} is total_count", "total_count", float) for w in ("phi", "dispersion", "size")},
        "alpha": ("total_count is 1/alpha", "total_count", lambda v: 1 / v),
    },
}


def no_parameter(kind: type[Accepting], given: Mapping[str, Any]) -> str:
    """Say that a distribution has no parameters of some names, and what to write instead.

    Args:
        kind: the distribution's class.
        given: what was given under names that are none of its parameters.

    Returns:
        One line.

    Example:
        >>> from kldiv.distributions import Gamma
        >>> no_parameter(Gamma, {"scale": 2})
        "Gamma: no parameter 'scale': scale is 1/rate, write rate=0.5; its parameters are concentration, rate"
    """
    names = [parameter.name for parameter in kind.spec]
    first = list(given)[:2]
    plural = "s" if len(first) > 1 else ""
    unknown = f"{kind.__name__}: no parameter{plural} {', '.join(repr(_cut(name)) for name in first)}"
    said = [hint for name in first if (hint := _hint(kind, names, name, given[name]))]
    listed = ", ".join((*names, *kind.spellings))
    why = f": {', '.join(said)}" if said else ""
    return f"{unknown}{why}; its parameters are {listed}"


def _hint(kind: type[Accepting], names: list[str], given: str, value: Any) -> str:
    if given in _CONVERTED.get(kind.slug, {}):
        said, ours, convert = _CONVERTED[kind.slug][given]
        return f"{said}{_worked_out(ours, convert, value)}"
    same = _SAME_IN.get(kind.slug, {}).get(given) or _same(kind, names, given)
    if same:
        return f"{given} is {same} here"
    near = misspelt(given, [*names, *kind.spellings])
    return f"did you mean {near[0]!r}?" if len(near) == 1 else ""


def _same(kind: type[Accepting], names: list[str], given: str) -> str:
    by_letter = [parameter.name for parameter in kind.spec if parameter.letter == given]
    by_word = [name for name in names if given in _SAME.get(name, ())]
    return (by_letter or by_word or [""])[0]


def _worked_out(ours: str, convert: Callable[[float], float] | None, value: Any) -> str:
    """Work out one number; of anything else only the rule is told."""
    if convert is None or isinstance(value, bool):
        return ""
    try:
        return f", write {ours}={convert(float(value))!r}"
    except Exception:  # whatever a foreign object's own methods raise
        return ""


def _cut(name: str) -> str:
    return shortly(name)[:40]
