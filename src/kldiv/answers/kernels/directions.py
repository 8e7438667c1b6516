"""Kernels of the von Mises-Fisher distribution; kappa = 0 is the uniform distribution on the sphere.

The density is proportional to exp(kappa <mu, x>), and F(kappa) = log(I_V(kappa) / kappa^V), V = n/2 - 1, is its
logarithm's constant. The divergence is one share for the angle between the mean directions, and one for the
concentrations: F(b) - F(a) - (b - a) F'(a), the integral of (b - t) F''(t) from a to b.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from kldiv.answers.kernels import bessel
from kldiv.answers.kernels.excess import excess, log_ratio
from kldiv.answers.kernels.legendre import NODES, RULE, WEIGHTS
from kldiv.answers.kernels.matrices import refuse_mismatch
from kldiv.answers.kernels.registry import (
    FloatArray,
    Parameters,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
)

_LOG_TWO_PI = np.log(2 * np.pi)
# Gauss's rule is exact to a float over panels that reach from x to at most 4x, or from 0 to `_turning`:
# the singularities of F'' are i j and -i j, with j >= 2.4 and j >= V the zeros of the Bessel function J_V.

#: So many panels are taken; where they would not reach, the two ends are compared.
_PANELS = 3
#: Up to so many divergences at once all points are taken at once, which is faster, and needs more room.
_FEW = 4096


def _turning(order: float) -> float:
    return max(4.8, 2 * order)


def log_constant(order: float, k: FloatArray) -> FloatArray:
    """Return F = log(I_V(k) / k^V).

    Args:
        order: V >= 0.
        k: numbers from 0 on.

    Returns:
        F, to a few units in the last place of its largest part, which is at most k + V log(V + k).
    """

    def far(k: FloatArray) -> FloatArray:
        w = np.hypot(order, k)
        return w - order * np.log(order + w) - 0.5 * (_LOG_TWO_PI + np.log(w)) + bessel.log_rest(order, k)[0]

    return _by_size(order, k, lambda k: bessel.log_at_zero(order) + bessel.log_series(order, k), far)


def conjugate(order: float, k: FloatArray) -> FloatArray:
    """Return k F' - F; the parts of the two that grow with k cancel by algebra.

    Args:
        order: V >= 0.
        k: numbers from 0 on.

    Returns:
        The conjugate of F, at F'.
    """

    def near(k: FloatArray) -> FloatArray:
        return k * bessel.ratio(order, k)[0] - bessel.log_series(order, k) - bessel.log_at_zero(order)

    def far(k: FloatArray) -> FloatArray:
        w = np.hypot(order, k)
        rest, slope = bessel.log_rest(order, k)
        return order * (np.log(order + w) - 1) + 0.5 * (_LOG_TWO_PI + np.log(w) - (k / w) ** 2) - rest + k * slope

    return _by_size(order, k, near, far)


def _by_size(
    order: float, k: FloatArray, near: Callable[[FloatArray], FloatArray], far: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    """Evaluate one function where the series holds, and another where it does not."""
    k = np.asarray(k, dtype=np.float64)
    large = np.hypot(order, k) >= bessel.FAR
    value = np.empty_like(k)
    value[large], value[~large] = far(k[large]), near(k[~large])
    return value


def gap(order: float, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return F(b) - F(a) - (b - a) F'(a) for F = log(I_V(k) / k^V): never negative.

    Args:
        order: V >= 0.
        a: numbers from 0 on.
        b: numbers from 0 on.

    Returns:
        The gap, its relative error below 1e-13.
    """
    a, b = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    low, high, turning = np.minimum(a, b), np.maximum(a, b), _turning(order)
    one_panel = (high <= turning) | (high <= 4 * low)
    some_panels = ~one_panel & (high <= 4**_PANELS * np.maximum(low, turning))
    beyond = ~one_panel & ~some_panels
    series = beyond & (np.hypot(order, low) >= bessel.FAR)
    value = np.empty(a.shape)
    for where, way in (
        (one_panel, _over_segment),
        (some_panels, _over_panels),
        (series, _between_series),
        (beyond & ~series, _between_ends),
    ):
        if np.any(where):
            value[where] = way(order, a[where], b[where])
    return value


def _over_segment(order: float, a: FloatArray, b: FloatArray) -> FloatArray:
    return _panel(order, a, b, np.zeros_like(a), np.ones_like(a))


def _over_panels(order: float, a: FloatArray, b: FloatArray) -> FloatArray:
    """Integrate over one panel up to where the Bessel function turns, and over further ones of equal ratio."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    first = np.maximum(low, _turning(order))
    cuts = [low, *(first * (high / first) ** (j / _PANELS) for j in range(_PANELS)), high]
    shares = [(cut - a) / (b - a) for cut in cuts]
    parts = [_panel(order, a, b, one, other) for one, other in pairwise(shares)]
    return np.abs(np.asarray(sum(parts)))


def _panel(order: float, a: FloatArray, b: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the integral of (b - a)^2 (1 - s) F''(a + s (b - a)) over s from start to end."""
    change, width = b - a, end - start
    total = np.zeros_like(a)
    together = len(NODES) if a.size <= _FEW else 1
    for k in range(0, len(NODES), together):
        nodes, weights = NODES[k : k + together, None], WEIGHTS[k : k + together, None]
        s = start + width * nodes
        x = a + s * change
        bend = bessel.ratio(order, x)[1]
        # (change / w)^2 first: F'' may be below the smallest float where this is not
        shares = weights * width * (1 - s) * (change / np.maximum(np.hypot(order, x), 1.0)) ** 2 * bend
        total = total + shares.sum(0)
    return total


def _between_series(order: float, a: FloatArray, b: FloatArray) -> FloatArray:
    """Compare two ends where F is w - V log(V + w) - log(w)/2 and a small rest, w = sqrt(V^2 + k^2)."""
    one, other = np.hypot(order, a), np.hypot(order, b)
    rise = (b - a) / (one + other) * (b + a)  # of w
    tilt = (order / one) * (order / other)
    leading = tilt * (b - a) / (1 + (a / one) * (b / other) + tilt) * ((b - a) / (order + one))
    leading = leading + order * excess(rise / (order + one))
    root = 0.5 * ((a / one) * ((b - a) / one) - log_ratio(other, one))
    rest, slope = bessel.log_rest(order, a)
    return leading + root + bessel.log_rest(order, b)[0] - rest - (b - a) * slope


def _between_ends(order: float, a: FloatArray, b: FloatArray) -> FloatArray:
    return log_constant(order, b) - b * bessel.ratio(order, a)[0] + conjugate(order, a)


def mean_gap(order: float, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return A(b) - A(a) for the mean length A = F', where a and b are close as the integral of F''.

    Args:
        order: V >= 0.
        a: numbers from 0 on; they may carry slopes in their imaginary parts.
        b: numbers from 0 on.

    Returns:
        The gap, its relative error below 1e-13.
    """
    a, b = np.broadcast_arrays(a, b)
    low, high = np.minimum(a.real, b.real), np.maximum(a.real, b.real)
    close = (high <= _turning(order)) | (high <= 4 * low)
    inside = np.where(close, b, a)
    total = sum(w * slope_of_mean(order, a + t * (inside - a)) * (inside - a) for t, w in RULE)
    ends = bessel.ratio(order, b)[0] - bessel.ratio(order, a)[0]
    # lengths near 1 are told apart by what they lack of it
    short = ~close & (np.hypot(order, low) >= bessel.FAR) & (low > order)
    lacking = bessel.shortfall(order, np.where(short, a, bessel.FAR))
    lacking = lacking - bessel.shortfall(order, np.where(short, b, bessel.FAR))
    return np.where(close, total, np.where(short, lacking, ends))


def slope_of_mean(order: float, k: FloatArray) -> FloatArray:
    """Return A' = F''."""
    w = np.maximum(bessel.length(order, np.asarray(k)), 1.0)
    return bessel.ratio(order, k)[1] / w / w


@divergence_kernel("von-mises-fisher", "von-mises-fisher")
def von_mises_fisher(p: Parameters, q: Parameters) -> FloatArray:
    """D(p || q): one share for the angle between the mean directions, one for the concentrations."""
    refuse_mismatch("VonMisesFisher", "loc", p["loc"], q["loc"], 1)
    order, a, b = p["loc"].shape[-1] / 2 - 1, p["concentration"], q["concentration"]
    return b * bessel.ratio(order, a)[0] * turn(p["loc"], q["loc"]) + gap(order, a, b)


def turn(u: FloatArray, v: FloatArray) -> FloatArray:
    """Return 1 - cos of the angle between two vectors whose lengths are 1 but for rounding.

    Args:
        u: vectors; they may carry slopes in their imaginary parts.
        v: vectors of that dimension.

    Returns:
        Numbers from 0 to 2, which keep their digits where the vectors are close.
    """
    cosine = cosine_of(u, v)
    beside = across(u, v)
    sine_squared = (beside * beside).sum(-1) / (v * v).sum(-1)
    return np.where(cosine.real > 0, sine_squared / np.where(cosine.real > 0, 1 + cosine, 1.0), 1 - cosine)


def cosine_of(u: FloatArray, v: FloatArray) -> FloatArray:
    """Return the cosine of the angle between two vectors, which may carry slopes."""
    return np.asarray((u * v).sum(-1) / np.sqrt((u * u).sum(-1) * (v * v).sum(-1)))


def across(u: FloatArray, v: FloatArray) -> FloatArray:
    """Return what of v is at right angles to u, without cancellation where they are close."""
    step = v - u
    return step - u * ((u * step).sum(-1) / (u * u).sum(-1))[..., None]


@entropy_kernel("von-mises-fisher")
def von_mises_fisher_entropy(p: Parameters) -> FloatArray:
    """H(p), with respect to area on the sphere."""
    n = p["loc"].shape[-1]
    return n / 2 * _LOG_TWO_PI - conjugate(n / 2 - 1, p["concentration"])


@cross_entropy_kernel("von-mises-fisher", "von-mises-fisher")
def von_mises_fisher_cross_entropy(p: Parameters, q: Parameters) -> FloatArray:
    """H(p, q), with respect to area on the sphere."""
    return von_mises_fisher_entropy(p) + von_mises_fisher(p, q)
