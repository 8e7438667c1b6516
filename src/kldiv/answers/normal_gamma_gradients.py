"""Gradients between normal-gamma distributions; nothing cancels where p is near q."""

from __future__ import annotations

import numpy as np

from kldiv.answers.carried import (
    CarriedArray,
    Parts,
    digamma,
    digamma_rest_gap,
    trigamma,
    with_slope_of,
)
from kldiv.answers.kernels.arithmetic import ARRAYS
from kldiv.answers.kernels.matrices import refuse_mismatch, symmetrised
from kldiv.answers.kernels.registry import FloatArray
from kldiv.answers.kernels.stirling import trigamma_rest


def normal_gamma(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the mean and the precision of the normal vector, and in the gamma distribution's parameters.

    Args:
        p: the parameters of a normal-gamma distribution.
        q: those of another of that dimension.

    Returns:
        The derivatives by parameter, of p and of q; as for `multivariate_normal`.
    """
    refuse_mismatch("NormalGamma", "loc", p["loc"], q["loc"], 1)
    one, other = (symmetrised(side["precision_matrix"]) for side in (p, q))
    first, second = np.linalg.inv(one), np.linalg.inv(other)
    gap, shift = other - one, p["loc"] - q["loc"]
    pull = (other @ shift[..., None])[..., 0]
    mean = p["concentration"] / p["rate"]
    outer = (mean / 2)[..., None, None] * shift[..., :, None] * shift[..., None, :]
    of_p, of_q = _gammas(p, q, (shift * pull).sum(-1))
    return (
        {
            "loc": mean[..., None] * pull,
            "precision_matrix": -0.5 * symmetrised(first @ gap @ first),
            **of_p,
        },
        {
            "loc": 0.0 - mean[..., None] * pull,
            "precision_matrix": 0.5 * symmetrised(first @ gap @ second) + outer,
            **of_q,
        },
    )


def _gammas(p: Parts, q: Parts, distance: CarriedArray) -> tuple[Parts, Parts]:
    """Differentiate in the gamma distributions' parameters, first as it is read and then so that nothing cancels."""
    a, b, c, d = np.broadcast_arrays(p["concentration"], p["rate"], q["concentration"], q["rate"])
    plain = (
        distance / (2 * b) + (a - c) * trigamma(a) + (d - b) / b,
        c / b - a * ((distance / 2 + d) / b) / b,  # b squared may be nothing
        digamma(c) - digamma(a) + np.log(b) - np.log(d),
        a / b - c / d,
    )
    a, b, c, d = (one.real for one in (a, b, c, d))
    distance, rise = distance.real, _mean_rise(a, b, c, d)
    logs = np.where(np.abs(rise) < 0.5, np.log1p(rise), np.log(a / c) + np.log(d / b))
    better = (
        distance / (2 * b) + (a - c) * trigamma_rest(a) + rise * c / a,
        0.0 - (a / b * distance / (2 * b) + rise * c / b),
        digamma_rest_gap(a, c, c - a) - logs,
        rise * c / d,
    )
    found = [with_slope_of(one, other) for one, other in zip(plain, better, strict=True)]
    return (
        {"concentration": found[0], "rate": found[1]},
        {"concentration": found[2], "rate": found[3]},
    )


def _mean_rise(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> FloatArray:
    """Return (a/b) / (c/d) - 1, by the difference of the products where both changes cancel each other."""
    slower = (d - b) / b
    rise = np.asarray(a / c * slower - (c - a) / c)
    products = ARRAYS.product_difference(*map(np.ravel, (a, d, c, b))).reshape(rise.shape)
    cancelled = (np.abs(rise) < 0.1 * np.abs(slower)) & np.isfinite(products)
    return np.where(cancelled, products / (c * b), rise)
