"""Kernels of the Dirichlet distribution."""

from __future__ import annotations

import numpy as np

from kldiv.answers.kernels.excess import mass_term
from kldiv.answers.kernels.matrices import UNIT, refuse_mismatch
from kldiv.answers.kernels.registry import FloatArray, Parameters, add_cross_entropy, bounded_kernel, entropy_kernel
from kldiv.answers.kernels.stirling import OF_EACH, gamma_gap
from kldiv.lazily import special


@bounded_kernel("dirichlet", "dirichlet")
def dirichlet(p: Parameters, q: Parameters) -> tuple[FloatArray, FloatArray]:
    """D(p || q): the divergence between the mean shares, taken backwards, and the gaps of the gamma functions."""
    one, other = p["concentration"], q["concentration"]
    refuse_mismatch("Dirichlet", "concentration", one, other, 1)
    change = other - one
    total, rise = one.sum(-1, keepdims=True), change.sum(-1, keepdims=True)
    other_total = other.sum(-1, keepdims=True)
    near = np.abs(rise) < other_total / 2  # else what is multiplied is larger than what is wanted
    difference = np.where(
        near, (one * rise - change * total) / (total * other_total), one / total - other / other_total
    )
    # all differences sum to nothing, and that of the largest share has lost the most digits
    largest = one == one.max(-1, keepdims=True)
    summed = largest & (largest.sum(-1, keepdims=True) == 1)
    rest = np.where(largest, 0.0, difference).sum(-1, keepdims=True)
    difference = np.where(summed, -rest, difference)
    shares = other / other_total
    means = mass_term(shares, one / total, difference).sum(-1)
    # what the differences are the difference of, or the sum, and how much an error in one of them counts
    parts = np.where(
        near,
        (one * np.abs(change).sum(-1, keepdims=True) + np.abs(change) * total) / (total * other_total),
        one / total + shares,
    )
    parts = np.where(summed, parts.sum(-1, keepdims=True) - parts, parts)
    slope = np.abs(difference) * total / one  # x / (1 + x) for x = difference / share
    slip = UNIT * (8 + one.shape[-1]) * (slope * parts).sum(-1)
    apart, together = gamma_gap(one, other).sum(-1), gamma_gap(total, other_total, rise)[..., 0]
    value = other_total[..., 0] * means + np.maximum(apart - together, 0.0)
    return value, other_total[..., 0] * slip + OF_EACH * (value + apart + together)


@entropy_kernel("dirichlet")
def dirichlet_entropy(p: Parameters) -> FloatArray:
    """H(p)."""
    shares = p["concentration"]
    total = shares.sum(-1)
    constant = special.gammaln(shares).sum(-1) - special.gammaln(total)
    return (
        constant
        + (total - shares.shape[-1]) * special.digamma(total)
        - ((shares - 1) * special.digamma(shares)).sum(-1)
    )


add_cross_entropy("dirichlet")
