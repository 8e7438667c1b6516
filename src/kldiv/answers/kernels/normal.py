"""Kernels of the normal distribution."""

from __future__ import annotations

import math

import numpy as np

from kldiv.answers.kernels.blocks import evaluated
from kldiv.answers.kernels.forms import FORMS
from kldiv.answers.kernels.registry import (
    FloatArray,
    Parameters,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
)

_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


def _standardised_shift(p: Parameters, q: Parameters) -> FloatArray:
    """Return (loc_p - loc_q) / scale_q, also where the difference alone overflows."""
    shift = p["loc"] - q["loc"]
    halved = (p["loc"] / 2 - q["loc"] / 2) / q["scale"] * 2
    return np.where(np.isinf(shift), halved, shift / q["scale"])


@divergence_kernel("normal", "normal")
def divergence(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q): one share for the scales, one for the means, neither negative."""
    return evaluated(FORMS["normal"], p, q)


@cross_entropy_kernel("normal", "normal")
def cross_entropy(p: Parameters, q: Parameters) -> FloatArray:
    """H(p, q), the expectation under p of -log of the density of q."""
    squares = (p["scale"] / q["scale"]) ** 2 + _standardised_shift(p, q) ** 2
    return np.log(q["scale"]) + (_HALF_LOG_TWO_PI + 0.5 * squares)


@entropy_kernel("normal")
def entropy(p: Parameters) -> FloatArray:
    """H(p), a differential entropy: negative for a small scale."""
    return np.log(p["scale"]) + (_HALF_LOG_TWO_PI + 0.5)
