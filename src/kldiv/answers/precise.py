"""Divergences of vectors and matrices: by the kernel where its bound on the error is small, else in balls."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kldiv.answers.given import float_parameters, own_axes
from kldiv.answers.kernels.registry import BOUNDED, ENTROPIES, ENTROPY_DOUBTS, KERNELS, FloatArray, Parameters
from kldiv.distributions.base import Distribution

#: The families of `kernels.with_balls`, which is imported only where it is needed: python-flint takes its time.
FAMILIES = frozenset({"multivariate-normal", "matrix-normal", "normal-gamma", "wishart", "dirichlet"})
#: A bound on the error above this, beside the value, sends one distribution to balls, up to so many entries a side.
TRUSTED, LARGEST = 1e-10, 64
#: No matrix is involved here, so that more can be asked, and balls are quick.
TRUSTED_WITHOUT_MATRICES = {"dirichlet": 1e-13}


def has_balls(p: Distribution, q: Distribution) -> bool:
    """Whether a pair's divergence can be computed in balls here."""
    return p.slug == q.slug and p.slug in FAMILIES


def divergence_with_bound(p: Distribution, q: Distribution, proved: bool = False) -> tuple[FloatArray, FloatArray]:
    """Find D(p || q), and a bound on its error.

    Args:
        p: a distribution of numbers, of one of `FAMILIES`.
        q: another of the same family.
        proved: whether all is to be computed in balls, whatever it takes.

    Returns:
        Both in nats; the bound is 0 for what balls have computed, which is the nearest float.

    Raises:
        ValueError: if shapes do not fit, or if no number of digits would do.
    """
    pair, first, second = (p.slug, q.slug), float_parameters(p), float_parameters(q)
    try:
        value, bound = BOUNDED[pair](first, second) if pair in BOUNDED else (KERNELS[pair](first, second), np.zeros(()))
    except np.linalg.LinAlgError:  # a product or an inverse is no longer positive definite
        value = np.full(_batch(p, q), np.nan)
        bound = np.full(value.shape, np.inf)
    value, bound = np.array(value), np.array(np.broadcast_to(bound, np.shape(value)))
    doubtful = ~(bound <= TRUSTED_WITHOUT_MATRICES.get(p.slug, TRUSTED) * np.abs(value))
    if proved:
        doubtful = np.full(value.shape, True)
    elif _largest(p) > LARGEST:
        doubtful = np.isnan(value)
    if np.any(doubtful):
        _replace(value, bound, doubtful, p, q, proved)
    if np.isnan(value).any():
        raise ValueError(
            f"{p.title}: a covariance is singular to the rounding of a float; proved=True may find a value"
        )
    return value, bound


def entropy_with_bound(p: Distribution, proved: bool = False) -> tuple[FloatArray, FloatArray]:
    """Find H(p), and a bound on its error.

    Args:
        p: a distribution of numbers, of one of `FAMILIES`.
        proved: whether all is to be computed in balls, whatever it takes.

    Returns:
        Both in nats; the bound is 0 for what balls have computed, which is the nearest float.

    Raises:
        ValueError: if no number of digits would do.
    """
    given = float_parameters(p)
    try:
        value = np.array(ENTROPIES[p.slug](given))
        doubt = ENTROPY_DOUBTS[p.slug](given) if p.slug in ENTROPY_DOUBTS else np.zeros(())
    except np.linalg.LinAlgError:  # a product or an inverse is no longer positive definite
        value, doubt = np.full(_batch(p), np.nan), np.full(_batch(p), np.inf)
    bound = np.array(np.broadcast_to(doubt, value.shape))
    doubtful = ~(bound <= TRUSTED * np.maximum(np.abs(value), 1.0)) & ((_largest(p) <= LARGEST) | np.isnan(value))
    if proved and p.slug in ENTROPY_DOUBTS:
        doubtful = np.full(value.shape, True)
    if np.any(doubtful):
        _replace(value, bound, doubtful, p, None, proved)
    if np.isnan(value).any():
        raise ValueError(f"{p.title}: a covariance is singular but for rounding")
    return value, bound


def _replace(
    value: FloatArray,
    bound: FloatArray,
    where: NDArray[np.bool_],
    p: Distribution,
    q: Distribution | None,
    proved: bool,
) -> None:
    """Put what balls say into an array; without python-flint only complain if that was asked for."""
    from kldiv.answers.kernels.with_balls import NoBalls, entropy_precisely, precisely

    try:
        for index in map(tuple, np.argwhere(where)):
            one = _one(p, value.shape, index)
            other = None if q is None else _one(q, value.shape, index)
            value[index] = entropy_precisely(p.slug, one) if other is None else precisely(p.slug, one, other)
            bound[index] = 0.0
    except NoBalls:
        if proved:
            raise ValueError("proved=True needs python-flint: pip install python-flint") from None


def _batch(*distributions: Distribution) -> tuple[int, ...]:
    shapes = []
    for distribution in distributions:
        axes = own_axes(distribution)
        shapes += [v.shape[: v.ndim - axes[name]] for name, v in float_parameters(distribution).items()]
    return np.broadcast_shapes(*shapes)


def _largest(distribution: Distribution) -> int:
    shapes = [np.shape(value) for value in distribution.parameters.values()]
    return max((shape[-1] for shape in shapes if shape), default=1)


def _one(distribution: Distribution, batch: tuple[int, ...], index: tuple[Any, ...]) -> Parameters:
    """Return the parameters of one distribution of a batch."""
    axes, found = own_axes(distribution), {}
    for name, value in float_parameters(distribution).items():
        own = value.shape[value.ndim - axes[name] :]
        found[name] = np.broadcast_to(value, (*batch, *own))[index]
    return found
