"""Kernels of the Bernoulli distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kldiv.answers.kernels.blocks import evaluated
from kldiv.answers.kernels.forms import FORMS
from kldiv.answers.kernels.registry import (
    FloatArray,
    Parameters,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
)


def escapes(p: Parameters, q: Parameters) -> NDArray[np.bool_]:
    """Return where p gives mass to an outcome that q holds impossible."""
    one, other = p["probs"], q["probs"]
    return np.asarray(((one > 0) & (other == 0)) | ((one < 1) & (other == 1)))


@divergence_kernel("bernoulli", "bernoulli", infinite=escapes)
def divergence(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q): the shares of the outcomes 1 and 0."""
    return evaluated(FORMS["bernoulli"], p, q)


@cross_entropy_kernel("bernoulli", "bernoulli")
def cross_entropy(p: Parameters, q: Parameters) -> FloatArray:
    """H(p, q), with 0 log 0 = 0."""
    one, other = p["probs"], q["probs"]
    first = np.where(one == 0, 0.0, -one * np.log(other))
    second = np.where(one == 1, 0.0, -(1 - one) * np.log1p(-other))
    return np.asarray(np.abs(first + second))  # of a certain outcome the logarithm is -0.0


@entropy_kernel("bernoulli")
def entropy(p: Parameters) -> FloatArray:
    """H(p), zero for a certain outcome."""
    return cross_entropy(p, p)
