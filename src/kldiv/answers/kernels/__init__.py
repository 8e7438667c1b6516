"""Floating-point kernels: accurate to a few units in the last place, vectorised, never negative.

One file per distribution. A kernel takes the parameters of its distributions as float arrays and knows nothing of
symbols, so this package can contradict a derivation. `KERNELS`, `ENTROPIES` and `CROSS_ENTROPIES` list what is there.
"""

from __future__ import annotations

from kldiv.answers.kernels import (
    bernoulli,
    blocks,
    categorical,
    directions,
    dirichlet,
    entropy_doubts,
    multivariate,
    normal,
)
from kldiv.answers.kernels.excess import excess
from kldiv.answers.kernels.registry import (
    CROSS_ENTROPIES,
    ENTROPIES,
    KERNELS,
    Kernel,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
)

__all__ = [
    "CROSS_ENTROPIES",
    "ENTROPIES",
    "KERNELS",
    "Kernel",
    "bernoulli",
    "blocks",
    "categorical",
    "cross_entropy_kernel",
    "directions",
    "dirichlet",
    "divergence_kernel",
    "entropy_doubts",
    "entropy_kernel",
    "excess",
    "multivariate",
    "normal",
]
