"""Kernels of the categorical distribution.

Probabilities such as 0.1 and 0.9 are rounded, and their sum misses 1 by a little. Every kernel here works on
the probabilities divided by their exact sum, so that the miss cannot pose as divergence.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kldiv.answers.kernels.arithmetic import ARRAYS, FLOATS
from kldiv.answers.kernels.blocks import BLOCK
from kldiv.answers.kernels.registry import (
    FloatArray,
    Parameters,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
)

#: So many outcomes are added up one by one.
_FEW = 32


def _probabilities(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """Return the two arrays of probabilities, refusing a difference in the number of outcomes."""
    one, other = p["probs"], q["probs"]
    if one.shape[-1] != other.shape[-1]:
        # NumPy would broadcast a single outcome against many.
        raise ValueError(
            f"Categorical: p and q must have equally many outcomes, got {one.shape[-1]} and {other.shape[-1]}"
        )
    return one, other


def escapes(p: Parameters, q: Parameters) -> NDArray[np.bool_]:
    """Return where p gives mass to an outcome that q holds impossible."""
    one, other = _probabilities(p, q)
    return np.asarray(np.any((one > 0) & (other == 0), axis=-1))


@divergence_kernel("categorical", "categorical", infinite=escapes)
def divergence(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q): the sum of every outcome's share, over blocks of distributions."""
    one, other = _probabilities(p, q)
    count = one.shape[-1]
    shape = np.broadcast_shapes(one.shape, other.shape)
    if len(shape) == 1 and count <= _FEW:
        try:
            return np.asarray(_few_shares(one.tolist(), other.tolist()))
        except (ArithmeticError, ValueError):
            pass  # such as a logarithm of 0: NumPy knows its limit
    rows, others = (np.broadcast_to(side, shape).reshape(-1, count) for side in (one, other))
    step = max(1, BLOCK // count)
    found = np.empty(len(rows))
    for start in range(0, len(rows), step):
        here = slice(start, start + step)
        found[here] = _shares(rows[here], others[here])
    return found.reshape(shape[:-1])


def _few_shares(one: list[float], other: list[float]) -> float:
    """Return the same for two short lists, without what NumPy costs for each operation."""
    total, other_total = math.fsum(one), math.fsum(other)
    changes = [y - x for x, y in zip(one, other, strict=True)]
    moved = math.fsum(changes) / total
    shares = [
        FLOATS.mass(x / total, y / other_total, (change - x * moved) / other_total)
        for x, y, change in zip(one, other, changes, strict=True)
    ]
    return math.fsum(shares)


def _shares(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the divergence of each row of probabilities from another."""
    ones = np.ones(one.shape[-1])  # a product with it adds up a row faster than `sum` does
    total, other_total = (one @ ones)[:, None], (other @ ones)[:, None]
    # q/Q - p/P = (d - p sum(d)/P)/Q with d = q - p. The rounding of sum(d) shifts all outcomes alike, by some
    # ulps of sum |d| at most. By Pinsker's inequality those are ulps of sqrt(2 D), so D moves by ulps of D.
    centred = other - one
    moved = (centred @ ones)[:, None]
    centred -= one * (moved / total)
    centred /= other_total
    share = ARRAYS.mass((one / total).reshape(-1), (other / other_total).reshape(-1), centred.reshape(-1))
    return np.asarray(share.reshape(one.shape) @ ones)


@divergence_kernel("bernoulli", "categorical", infinite=lambda p, q: escapes(*_padded(_two_outcomes(p), q)))
def divergence_from_bernoulli(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q) for a trial p and outcomes q, of which 0 and 1 are p's."""
    return divergence(*_padded(_two_outcomes(p), q))


@divergence_kernel("categorical", "bernoulli", infinite=lambda p, q: escapes(*_padded(p, _two_outcomes(q))))
def divergence_to_bernoulli(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q) for outcomes p and a trial q, which has the outcomes 0 and 1 only."""
    return divergence(*_padded(p, _two_outcomes(q)))


@cross_entropy_kernel("categorical", "categorical")
def cross_entropy(p: Parameters, q: Parameters) -> FloatArray:
    """H(p, q), with 0 log 0 = 0."""
    one, other = _probabilities(p, q)
    weights = one / one.sum(-1, keepdims=True)
    return np.asarray(np.where(weights == 0, 0.0, weights * _surprise(other)).sum(-1))


@entropy_kernel("categorical")
def entropy(p: Parameters) -> FloatArray:
    """H(p), zero for a certain outcome."""
    return cross_entropy(p, p)


def _two_outcomes(p: Parameters) -> Parameters:
    """Return a Bernoulli distribution's parameters as those of a categorical distribution."""
    return {"probs": np.stack([1 - p["probs"], p["probs"]], axis=-1)}


def _padded(p: Parameters, q: Parameters) -> tuple[Parameters, Parameters]:
    """Give the distribution with fewer outcomes further ones, of probability 0."""
    count = max(p["probs"].shape[-1], q["probs"].shape[-1])
    return _pad(p, count), _pad(q, count)


def _pad(p: Parameters, count: int) -> Parameters:
    probs = p["probs"]
    missing = np.zeros((*probs.shape[:-1], count - probs.shape[-1]))
    return {"probs": np.concatenate([probs, missing], axis=-1)}


def _surprise(probs: FloatArray) -> FloatArray:
    """Return -log of each probability divided by their sum, also for one that is nearly certain."""
    largest = probs.argmax(-1, keepdims=True)
    is_largest = np.arange(probs.shape[-1]) == largest
    rest = np.where(is_largest, np.where(is_largest, 0.0, probs).sum(-1, keepdims=True), 0.0)
    total = probs.sum(-1, keepdims=True)
    # The rest is summed where it may be tiny beside the largest, and subtracted where it is no smaller.
    rest = np.where(is_largest, rest, total - probs)
    ratio = rest / probs
    return np.where(np.isfinite(ratio), np.log1p(ratio), np.log(total) - np.log(probs))
