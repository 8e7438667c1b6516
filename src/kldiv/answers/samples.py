"""Divergences and entropies from draws alone: estimates, and said to be.

Draws from a density: the distances to the k-th nearest neighbours (Wang, Kulkarni and Verdu 2009, Perez-Cruz 2008;
the entropy by Kozachenko and Leonenko 1987). Draws of labels or counts: how often each occurs.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from kldiv.algebra.notation import shortly
from kldiv.lazily import np

if TYPE_CHECKING:
    from kldiv.distributions.base import Distribution

Array: TypeAlias = Any
#: Neighbours by default: one alone scatters, many smooth the density out.
NEIGHBOURS = 5
#: Halves of the draws that tell how much an estimate scatters.
HALVES = 40


class EstimateNotice(UserWarning):
    """Says that a number is an estimate, and how far it may be off.

    Attributes:
        standard_error: of the estimate, in the number's own unit: nats, or what `base` says.

    Example:
        >>> str(EstimateNotice(0.0125))
        'an estimate, its standard error about 0.013'
    """

    def __init__(self, standard_error: float, remark: str = "") -> None:
        said = f"an estimate, its standard error about {standard_error:.2g}"
        super().__init__(f"{said}; {remark}" if remark else said)
        self.standard_error, self.remark = standard_error, remark

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with what it was made of."""
        return type(self), (self.standard_error, self.remark)


@dataclass(frozen=True, eq=False)
class Samples:
    """Draws that stand for the distribution that they come from; made by `from_samples`.

    Attributes:
        draws: one row for each draw.
        discrete: whether they are labels or counts, rather than draws from a density.
        neighbours: which neighbour's distance is taken.
        seed: of the halves that tell the error.

    Example:
        >>> from_samples([0.5, 1.5, 2.0, 3.0, 0.7, 2.2, 1.1, 0.1, 1.8, 2.6, 1.3, 0.9])
        Samples(12 draws of 1 number)
    """

    draws: Array
    discrete: bool
    neighbours: int = NEIGHBOURS
    seed: int = 0

    #: What takes them; said by those functions that do not.
    taken_by: ClassVar[str] = "kl_divergence, evaluate or entropy"

    def __repr__(self) -> str:
        count, size = self.draws.shape
        return f"Samples({count} draws of {size} number{'s' if size > 1 else ''})"

    def part(self, kept: Array) -> Samples:
        """Return some of the draws."""
        return Samples(self.draws[kept], self.discrete, self.neighbours, self.seed)


def from_samples(x: Any, *, discrete: bool | None = None, neighbours: int = NEIGHBOURS, seed: int = 0) -> Samples:
    """Let draws stand for the distribution that they come from.

    `kl_divergence`, `evaluate` and `entropy` take it; what they answer is an estimate in nats, or in what `base` says,
    and says so. Its standard error is the deviation among the estimates from random halves of the draws: for halves
    taken without replacement that is the deviation of the whole. A bootstrap would draw some points twice, and the
    nearest neighbour of such a point is itself.

    Args:
        x: an array of n draws, or of n rows of d numbers each.
        discrete: whether the draws are labels or counts; None for yes if they are whole numbers by their type.
        neighbours: the neighbour whose distance is taken: more scatter less, and smooth the density out.
        seed: of the halves, so that the same draws give the same error.

    Returns:
        What stands for the distribution.

    Raises:
        ValueError: if there are too few draws, if one is not finite, or if draws from a density repeat.

    Example:
        >>> import kldiv
        >>> import numpy as np
        >>> draws = np.random.default_rng(0).normal(size=(2, 4000)) + [[0], [1]]
        >>> found = kldiv.evaluate(from_samples(draws[0]), from_samples(draws[1]))  # the truth is 1/2
        >>> round(found.value, 1), found.method
        (0.5, 'estimate')
    """
    whole_numbers: list[tuple[str, Any, int]] = [("neighbours", neighbours, 1), ("seed", seed, 0)]
    for name, number, least in whole_numbers:
        if type(number) is bool or not isinstance(number, numbers.Integral) or int(number) < least:
            raise ValueError(f"from_samples: {name} must be a whole number from {least} on, got {shortly(number)}")
    array = np.asarray(x)
    whole = array.dtype.kind in "iub"
    try:
        if array.dtype.kind == "c":
            raise TypeError
        draws = array.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"from_samples: x must be an array of numbers, got {shortly(x)}") from None
    draws = draws[:, None] if draws.ndim == 1 else draws
    if draws.ndim != 2:
        raise ValueError(f"from_samples: x must be n draws or n rows of numbers, got shape {array.shape}")
    if len(draws) < (least := 2 * neighbours + 2):
        said = f"at least {least} draws are needed for {neighbours} neighbours, got {len(draws)}"
        raise ValueError(f"from_samples: {said}")
    bad = np.argwhere(~np.isfinite(draws))
    if len(bad):
        raise ValueError(f"from_samples: x must be finite, got {draws[tuple(bad[0])]} in draw {bad[0][0]}")
    counted = whole if discrete is None else discrete
    if not counted and len(np.unique(draws, axis=0)) < len(draws):
        raise ValueError(
            "from_samples: draws from a density do not repeat, these do; for labels or counts write discrete=True"
        )
    return Samples(draws, counted, neighbours, seed)


@dataclass(frozen=True)
class Estimated:
    """An estimate in nats.

    Attributes:
        value: the estimate.
        error: its standard error.
        remark: what else is to be said of it.
    """

    value: float
    error: float
    remark: str = ""


def divergence_from_samples(p: Samples | Distribution, q: Samples | Distribution) -> Estimated:
    """Estimate D(p || q), one of which or both are draws.

    Args:
        p: draws, or a distribution.
        q: draws, or a distribution.

    Returns:
        The estimate; infinite if a draw of p is impossible under q.

    Raises:
        ValueError: if the two live in different spaces, or if no draws of p can be made.
    """
    from kldiv.answers import draws as known

    if not isinstance(p, Samples):
        assert isinstance(q, Samples)
        if q.discrete:
            return _known_against_counts(p, q)
        p = Samples(known.drawn(p, len(q.draws), q.seed), False, q.neighbours, q.seed)
    if not isinstance(q, Samples):
        logs = known.log_density(q, p.draws, p.discrete)
        if np.any(np.isneginf(logs)):
            return Estimated(math.inf, 0.0, "a draw is impossible under q")
        if p.discrete:
            return _counts_against_known(p, logs)
        error = _scatter(lambda kept: _against(p.part(kept), logs[kept]), [p])
        return Estimated(_against(p, logs), error)
    if p.draws.shape[1] != q.draws.shape[1]:
        raise ValueError(f"from_samples: p has {p.draws.shape[1]} numbers a draw, q has {q.draws.shape[1]}")
    if p.discrete != q.discrete:
        return Estimated(math.inf, 0.0, "one has a density, the other has none")
    if p.discrete:
        return _counts_against_counts(p, q)
    error = _scatter(lambda one, other: _neighbours_of_both(p.part(one), q.part(other)), [p, q])
    return Estimated(_neighbours_of_both(p, q), error)


def entropy_from_samples(p: Samples) -> Estimated:
    """Estimate H(p) from draws.

    Args:
        p: the draws.

    Returns:
        The estimate.
    """
    if p.discrete:
        _, shares = _shares(p)
        surprise, outcomes, n = -np.log(shares), len(_table(p)), len(shares)
        remark = f"counts give about {(outcomes - 1) / (2 * n):.2g} nats too little (Miller-Madow), which is not added"
        return Estimated(float(np.mean(surprise)), float(np.std(surprise) / math.sqrt(n)), remark)
    return Estimated(_kozachenko_leonenko(p), _scatter(lambda kept: _kozachenko_leonenko(p.part(kept)), [p]))


# --- neighbours ---


def _distances(points: Array, among: Array, k: int) -> Array:
    """Return the distance of each point to its k-th neighbour among others, itself not counted where it is one."""
    from scipy.spatial import cKDTree

    found = cKDTree(among).query(points, k=[k])[0][:, 0]
    return np.maximum(found, np.finfo(float).tiny)


def _neighbours_of_both(p: Samples, q: Samples) -> float:
    """The estimate of Wang, Kulkarni and Verdu: how much further the k-th neighbour is among q's draws."""
    (n, size), m, k = p.draws.shape, len(q.draws), min(p.neighbours, q.neighbours)
    own, other = _distances(p.draws, p.draws, k + 1), _distances(p.draws, q.draws, k)
    return float(size * np.mean(np.log(other) - np.log(own)) + math.log(m / (n - 1)))


def _kozachenko_leonenko(p: Samples) -> float:
    from scipy.special import digamma

    (n, size), k = p.draws.shape, p.neighbours
    ball = 0.5 * size * math.log(math.pi) - math.lgamma(size / 2 + 1)
    logs = np.log(_distances(p.draws, p.draws, k + 1))
    return float(digamma(n) - digamma(k) + ball + size * np.mean(logs))


def _against(p: Samples, logs: Array) -> float:
    return -_kozachenko_leonenko(p) - float(np.mean(logs))


def _scatter(estimate: Callable[..., float], samples: list[Samples]) -> float:
    """Return the deviation among the estimates from halves, drawn without replacement."""
    rng = np.random.default_rng(samples[0].seed)
    halves = []
    for _ in range(HALVES):
        kept = [rng.permutation(len(s.draws))[: max(len(s.draws) // 2, s.neighbours + 1)] for s in samples]
        halves.append(estimate(*kept))
    return float(np.std(halves, ddof=1))


# --- counts ---


def _shares(p: Samples) -> tuple[Array, Array]:
    """Return the outcome of each draw, and the share of all draws that it has."""
    _, at, counts = np.unique(p.draws, axis=0, return_inverse=True, return_counts=True)
    return p.draws, (counts / len(p.draws))[at.reshape(-1)]


def _table(p: Samples) -> dict[tuple[float, ...], float]:
    outcomes, counts = np.unique(p.draws, axis=0, return_counts=True)
    return {tuple(outcome): count / len(p.draws) for outcome, count in zip(outcomes.tolist(), counts, strict=True)}


def _counts_against_counts(p: Samples, q: Samples) -> Estimated:
    ours, theirs, n, m = _table(p), _table(q), len(p.draws), len(q.draws)
    if any(outcome not in theirs for outcome in ours):
        return Estimated(math.inf, 0.0, "an outcome of p never occurs among q's draws")
    a, b = np.array(list(ours.values())), np.array([theirs[outcome] for outcome in ours])
    logs = np.log(a / b)
    value = float(a @ logs)
    spread = (float(a @ logs**2) - value**2) / n + (float(np.sum(a**2 / b)) - 1) / m  # by the delta method
    return Estimated(value, math.sqrt(max(spread, 0.0)), _bias(len(a), n, m))


def _counts_against_known(p: Samples, logs: Array) -> Estimated:
    """The estimate from the logarithms of q at each draw."""
    n, (_, shares) = len(p.draws), _shares(p)
    ratios = np.log(shares) - logs
    return Estimated(float(np.mean(ratios)), float(np.std(ratios) / math.sqrt(n)), _bias(len(_table(p)), n))


def _bias(outcomes: int, *counts: int) -> str:
    bias = (outcomes - 1) / 2 * sum(1 / count for count in counts)
    return f"counts give about {bias:.2g} nats too much (Miller-Madow), which is not taken off"


def _known_against_counts(p: Distribution, q: Samples) -> Estimated:
    from kldiv.answers import draws as known

    theirs, outcomes = _table(q), known.outcomes(p)
    if outcomes is None:
        return Estimated(math.inf, 0.0, "p has outcomes that never occur among q's draws")
    logs = known.log_density(p, outcomes, True)
    seen = np.array([theirs.get(tuple(outcome), 0.0) for outcome in outcomes.tolist()])
    mass = np.exp(logs)
    if np.any((mass > 0) & (seen == 0)):
        return Estimated(math.inf, 0.0, "p has outcomes that never occur among q's draws")
    some = mass > 0
    value = float(mass[some] @ (logs[some] - np.log(seen[some])))
    error = math.sqrt(max(float(np.sum(mass[some] ** 2 / seen[some])) - 1, 0.0) / len(q.draws))
    return Estimated(value, error, _bias(int(some.sum()), len(q.draws)))
