"""Kernels of the von Mises-Fisher distribution."""

from __future__ import annotations

import numpy as np

from kldiv.answers.kernels.matrices import refuse_mismatch
from kldiv.answers.kernels.registry import (
    FloatArray,
    Parameters,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
)
from kldiv.answers.kernels.stirling import segment_mean
from kldiv.lazily import special

#: Concentrations above this take the asymptotic series: the continued fraction has about as many levels.
_LONG = 20_000.0


def resultant(n: int, kappa: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean resultant length A = I_{n/2} / I_{n/2 - 1} and its derivative.

    The continued fraction is evaluated from its far end, and differentiated with it.

    Args:
        n: the dimension.
        kappa: positive concentrations.

    Returns:
        A and A'.
    """
    kappa = np.asarray(kappa, dtype=np.float64)
    short = np.minimum(kappa, _LONG)
    levels = int(np.max(short, initial=0.0)) + n // 2 + 60
    c = n + 2.0 * levels
    root = np.sqrt(c * c + 4 * short * short)
    ratio = 2 * short / (c + root)
    slope = 2 * c / ((c + root) * root)
    for k in range(levels - 1, -1, -1):
        below = n + 2 * k + short * ratio
        slope = (n + 2 * k - short * short * slope) / below**2
        ratio = short / below
    # A = 1 - (n-1)/(2 kappa) + (n-1)(n-3)/(8 kappa^2) + (n-1)(n-3)/(8 kappa^3) + ...
    far = np.maximum(kappa, _LONG)
    m = n - 1.0
    series = 1 - m / (2 * far) + m * (m - 2) / 8 * (1 / far**2 + 1 / far**3)
    steep = m / (2 * far**2) - m * (m - 2) / 8 * (2 / far**3 + 3 / far**4)
    return np.where(kappa > _LONG, series, ratio), np.where(kappa > _LONG, steep, slope)


def log_normaliser(n: int, kappa: FloatArray) -> FloatArray:
    """Return log(I_v(kappa) / kappa^v) for v = n/2 - 1, also where the Bessel function leaves the range of a float."""
    order = n / 2 - 1
    scaled = special.ive(order, kappa)
    safe = (scaled > 1e-250) & np.isfinite(scaled)
    small = special.hyp0f1(order + 1, np.where(safe, 0.0, kappa * kappa / 4))
    direct = np.log(np.where(safe, scaled, 1.0)) + kappa - order * np.log(kappa)
    series = np.log(small) - order * np.log(2) - special.gammaln(order + 1)
    return np.where(safe, direct, series)


def _gap(n: int, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return F(b) - F(a) - (b - a) F'(a) for F = log_normaliser: never negative."""
    close = (b < 2 * a) & (a < 2 * b)
    end = np.where(close, b, a)
    near = (b - a) ** 2 * segment_mean(a, end, lambda x: resultant(n, x)[1])
    far = log_normaliser(n, b) - log_normaliser(n, a) - (b - a) * resultant(n, a)[0]
    return np.where(close, near, np.maximum(far, 0.0))


@divergence_kernel("von-mises-fisher", "von-mises-fisher")
def von_mises_fisher(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q): one share for the angle between the mean directions, one for the concentrations."""
    refuse_mismatch("VonMisesFisher", "loc", p["loc"], q["loc"], 1)
    n, a, b = p["loc"].shape[-1], p["concentration"], q["concentration"]
    return b * resultant(n, a)[0] * _turn(p["loc"], q["loc"]) + _gap(n, a, b)


def _turn(u: FloatArray, v: FloatArray) -> FloatArray:
    """Return 1 - cos of the angle between two vectors whose lengths are 1 but for rounding."""
    cosine = (u * v).sum(-1) / np.sqrt((u * u).sum(-1) * (v * v).sum(-1))
    step = v - u
    across = step - u * ((u * step).sum(-1) / (u * u).sum(-1))[..., None]
    sine_squared = (across * across).sum(-1) / (v * v).sum(-1)
    return np.where(cosine > 0, sine_squared / (1 + np.abs(cosine)), 1 - cosine)


@entropy_kernel("von-mises-fisher")
def von_mises_fisher_entropy(p: Parameters) -> FloatArray:
    """H(p), with respect to area on the sphere."""
    n, kappa = p["loc"].shape[-1], p["concentration"]
    return n / 2 * np.log(2 * np.pi) + log_normaliser(n, kappa) - kappa * resultant(n, kappa)[0]


@cross_entropy_kernel("von-mises-fisher", "von-mises-fisher")
def von_mises_fisher_cross_entropy(p: Parameters, q: Parameters) -> FloatArray:
    """H(p, q), with respect to area on the sphere."""
    return von_mises_fisher_entropy(p) + von_mises_fisher(p, q)
