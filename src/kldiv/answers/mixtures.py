"""The divergence between mixtures of one family: bounds, an estimate from draws, in one dimension the value."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from kldiv.algebra.notation import shortly, unit_name
from kldiv.answers.foreign import as_known
from kldiv.answers.measures import QuadratureNotice, _log_base, entropy, evaluate
from kldiv.answers.mixture_bounds import lower_bound, upper_bound
from kldiv.answers.mixture_draws import FAMILIES
from kldiv.answers.mixture_values import component, log_overlap, log_ratios, mixture_integral
from kldiv.distributions.base import UNIVARIATE, Distribution

#: Weights may miss 1 by this; they are then divided by their sum.
ROUNDING = 1e-6

EPS = 2.0**-52


@dataclass(frozen=True)
class Mixture:
    """A mixture: with certain probabilities, a draw from one of several distributions of one family.

    Args:
        weights: the probabilities, which sum to 1.
        components: the distributions, all of one class, their parameters numbers.

    Raises:
        ValueError: if the weights are not probabilities, or the components do not fit.
        TypeError: if a component is not a distribution.

    Example:
        >>> from kldiv.distributions import Normal
        >>> Mixture([0.4, 0.6], [Normal(-1, 0.1), Normal(1, 0.5)]).weights
        (0.4, 0.6)
    """

    weights: Sequence[float]
    components: Sequence[Distribution]

    #: What takes it; said by those functions that do not.
    taken_by: ClassVar[str] = "mixture_divergence(p, q)"

    def __post_init__(self) -> None:
        weights, components = _listed("weights", self.weights), _listed("components", self.components)
        components = tuple(as_known(one) for one in components)
        try:
            weights = tuple(float(w) for w in weights)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"weights must be numbers, got {shortly(list(weights))}") from None
        for n, one in enumerate(components):
            if not isinstance(one, Distribution):
                raise TypeError(f"components must be distributions, got {type(one).__name__} at position {n}")
            if type(one) is not type(components[0]):
                raise ValueError(
                    f"components must be of one family, got {components[0].title} and {one.title} at position {n}"
                )
            if one.is_symbolic or (one.variate == UNIVARIATE and any(np.ndim(v) for v in one.parameters.values())):
                raise ValueError(f"components must have numbers for parameters: not so at position {n}")
        if len(weights) != len(components) or not weights:
            raise ValueError(f"there must be a weight for each component, got {len(weights)} and {len(components)}")
        bad = [n for n, w in enumerate(weights) if not 0 <= w <= 1 + ROUNDING]
        if bad:
            raise ValueError(f"weights must be probabilities, got {weights[bad[0]]:.6g} at position {bad[0]}")
        whole = math.fsum(weights)
        if abs(whole - 1) > ROUNDING:
            raise ValueError(f"weights must sum to 1, got {whole:.6g}: divide them by their sum")
        object.__setattr__(self, "weights", tuple(w / whole for w in weights))
        object.__setattr__(self, "components", components)


@dataclass(frozen=True)
class MixtureAnswer:
    """What is known of the divergence between two mixtures, in one unit.

    Attributes:
        lower: a bound: the divergence is not smaller.
        upper: a bound: it is not larger.
        value: the divergence by quadrature; None where there is none, as in several dimensions.
        error_bound: a bound on the value's error; None without a value.
        estimate: the mean of log(p/q) over random draws from p; None if nothing draws from this family.
        standard_error: the standard deviation of that mean, estimated from the same draws: an estimate, no bound.
        unit: "nats", "bits", ...

    Example:
        >>> from kldiv.distributions import Dirichlet
        >>> corners = Mixture([0.5, 0.5], [Dirichlet([9, 1]), Dirichlet([1, 9])])
        >>> found = mixture_divergence(corners, Dirichlet([1, 1]), samples=1000)
        >>> found.lower < found.upper, found.value is None
        (True, True)
    """

    lower: float
    upper: float
    value: float | None
    error_bound: float | None
    estimate: float | None
    standard_error: float | None
    unit: str


def mixture_divergence(
    p: Mixture | Distribution,
    q: Mixture | Distribution,
    *,
    samples: int = 10_000,
    seed: int = 0,
    base: float | None = None,
) -> MixtureAnswer:
    """Bound and estimate D(p || q) between mixtures of one family.

    No formula is known, since the logarithm of a sum does not split. The bound from above splits the weights among
    pairs of components in the best way; the one from below uses Jensen's inequality twice, and is 0 where the
    integral of the product of two densities is not known. In one dimension the value itself comes from quadrature.

    Args:
        p: the mixture, or a distribution, that the data follow.
        q: the mixture, or the distribution, that stands in for it.
        samples: how many draws the estimate takes; 0 for none.
        seed: makes the draws the same in every run.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        The bounds, the estimate and the value, each labelled.

    Raises:
        TypeError: if p or q is neither a mixture nor a distribution.
        ValueError: if they are not of one family, or samples is negative or 1.

    Example:
        >>> from kldiv.distributions import Normal
        >>> bumps = Mixture([0.4, 0.6], [Normal(-1, 0.1), Normal(1, 0.5)])
        >>> found = mixture_divergence(Normal(0, 1), bumps)
        >>> found.value
        2.03880255...
        >>> found.lower <= found.value <= found.upper
        True
    """
    first, second = _as_mixture(p), _as_mixture(q)
    unit = _log_base(base)
    kind, other = type(first.components[0]), type(second.components[0])
    if kind is not other:
        raise ValueError(f"p and q must be of one family, got {kind.title} and {other.title}")
    if not _is_whole(samples) or samples == 1:
        raise ValueError(f"samples must be 0, or a whole number from 2 on, got {shortly(samples)}")
    if not _is_whole(seed):
        raise ValueError(f"seed must be a whole number from 0 on, got {shortly(seed)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", QuadratureNotice)
        if kind.variate == UNIVARIATE:
            answer = _of_numbers(first, second, samples, seed)
        else:
            answer = _of_arrays(first, second, samples, seed)
    lower, upper, value, error, mean, spread = (None if number is None else number / unit for number in answer)
    if unit < 0:  # a base below 1 turns signs
        lower, upper = upper, lower
        error, spread = (None if number is None else -number for number in (error, spread))
    return MixtureAnswer(lower, upper, value, error, mean, spread, unit_name(base))  # type: ignore[arg-type]


#: Lower, upper, value, bound on its error, estimate, standard error.
_Numbers = tuple[float, float, float | None, float | None, float | None, float | None]


def _is_whole(given: Any) -> bool:
    return isinstance(given, (int, np.integer)) and type(given) is not bool and bool(given >= 0)


def _listed(name: str, given: Any) -> tuple[Any, ...]:
    try:
        return tuple(given)
    except TypeError:
        raise TypeError(f"{name} must be a list, got {shortly(given)}") from None


def _as_mixture(given: Any) -> Mixture:
    given = as_known(given)
    if isinstance(given, Mixture):
        return given
    if isinstance(given, Distribution):
        return Mixture([1.0], [given])
    raise TypeError(f"mixture_divergence: expected a Mixture or a distribution, got {type(given).__name__}")


def _of_numbers(p: Mixture, q: Mixture, samples: int, seed: int) -> _Numbers:
    above, below = _weighted(p), _weighted(q)
    overlaps = [[log_overlap(one, other) for _, other in below] for _, one in above]
    lower, upper = _bounds(p, q, overlaps)
    found = mixture_integral(above, below)
    value = None if found is None else max(float(found.value), 0.0)
    error = None if found is None or value is None else float(found.error) + EPS * abs(value)
    if value == math.inf:
        return math.inf, math.inf, value, None, *_estimated(None)
    ratios = log_ratios(above, below, samples, seed) if samples else None
    return lower, upper, value, error, *_estimated(ratios)


def _of_arrays(p: Mixture, q: Mixture, samples: int, seed: int) -> _Numbers:
    family = FAMILIES.get(p.components[0].slug)
    above, below = ([_floats(one) for one in side.components] for side in (p, q))
    if family is None:
        lower, upper = _bounds(p, q, None)
    else:
        used = [n for n, weight in enumerate(p.weights) if weight > 0]
        reached = [n for n, weight in enumerate(q.weights) if weight > 0]
        lower, upper = _bounds(p, q, [[family.overlap(above[a], below[b]) for b in reached] for a in used])
    if family is None or not samples:
        return lower, upper, None, None, *_estimated(None)
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(samples, p.weights)
    draws = np.concatenate([family.draw(rng, one, n) for one, n in zip(above, counts, strict=True) if n])
    ratios = _mixed(draws, p.weights, above, family) - _mixed(draws, q.weights, below, family)
    return lower, upper, None, None, *_estimated([float(r) for r in ratios])


def _weighted(mixture: Mixture) -> list[Any]:
    """The components that count, with exact weights."""
    pairs = zip(mixture.weights, mixture.components, strict=True)
    counting = [(Fraction(weight), component(one)) for weight, one in pairs if weight > 0]
    whole = sum(weight for weight, _ in counting)
    return [(weight / whole, one) for weight, one in counting]


def _bounds(p: Mixture, q: Mixture, overlaps: list[list[float]] | None) -> tuple[float, float]:
    one = [(w, c) for w, c in zip(p.weights, p.components, strict=True) if w > 0]
    other = [(w, c) for w, c in zip(q.weights, q.components, strict=True) if w > 0]
    weights, others = np.array([w for w, _ in one]), np.array([w for w, _ in other])
    across = np.array([[_divergence(a, b) for _, b in other] for _, a in one])
    upper = upper_bound(weights, others, across)
    if overlaps is None:
        return 0.0, upper
    own = np.array([[_divergence(a, c) for _, c in one] for _, a in one])
    entropies = np.array([float(entropy(a)) for _, a in one])
    return lower_bound(weights, others, own, np.array(overlaps), entropies), upper


def _divergence(p: Distribution, q: Distribution) -> float:
    """A divergence between two components, with the bound on its error added; infinite if it is not found."""
    try:
        found = evaluate(p, q)
    except ValueError:
        return math.inf
    return float(found.value) + (found.error_bound or 0.0)


def _floats(distribution: Distribution) -> dict[str, Any]:
    return {n: np.asarray(v, float) for n, v in distribution.parameters.items() if v is not None}


def _mixed(draws: Any, weights: Sequence[float], components: list[dict[str, Any]], family: Any) -> Any:
    """The log-density of a mixture at each draw."""
    with np.errstate(divide="ignore"):
        logs = np.array(
            [math.log(w) + family.log_density(draws, one) for w, one in zip(weights, components, strict=True) if w > 0]
        )
        top = logs.max(axis=0)
        return np.log(np.exp(logs - top).sum(axis=0)) + top


def _estimated(ratios: list[float] | None) -> tuple[float | None, float | None]:
    """The mean and its standard error; nothing where a draw is too far out for a float to tell its log-ratio."""
    if ratios is None or any(map(math.isnan, ratios)):
        return None, None
    count = len(ratios)
    mean = math.fsum(ratios) / count
    if not math.isfinite(mean):
        return mean, math.inf
    variance = math.fsum((r - mean) ** 2 for r in ratios) / (count - 1)
    return mean, math.sqrt(variance / count)
