"""Gradients between von Mises-Fisher distributions; nothing cancels where p is near q, or at right angles to it."""

from __future__ import annotations

import numpy as np

from kldiv.answers.carried import Parts
from kldiv.answers.kernels import bessel
from kldiv.answers.kernels.directions import across, cosine_of, mean_gap, slope_of_mean, turn
from kldiv.answers.kernels.matrices import refuse_mismatch


def von_mises_fisher(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the concentration, and in the mean direction within the sphere.

    A direction is taken as a vector over its length, so that to make it longer changes nothing: the derivative is
    tangent to the sphere. For A(k), the length of the mean of a draw, the divergence has the derivatives
    A'(a) (a - b cos) and A(b) - A(a) cos in the concentrations a and b, and -b A(a) times what of one direction is at
    right angles to the other.

    Args:
        p: the parameters of a von Mises-Fisher distribution; all may carry slopes (`carried`).
        q: those of another of that dimension.

    Returns:
        The derivatives by parameter, of p and of q.
    """
    u, v, a, b = p["loc"], q["loc"], p["concentration"], q["concentration"]
    refuse_mismatch("VonMisesFisher", "loc", u, v, 1)
    order = u.shape[-1] / 2 - 1
    mean, turned, cosine = bessel.ratio(order, a)[0], turn(u, v), cosine_of(u, v)
    wide = turned.real > 0.5  # of directions far apart 1 - cos is what would have to be taken back
    of_p = np.where(wide, a - b * cosine, b * turned + (a - b))
    of_q = np.where(wide, bessel.ratio(order, b)[0] - mean * cosine, mean_gap(order, a, b) + mean * turned)
    pull = (b * mean / np.sqrt((u * u).sum(-1) * (v * v).sum(-1)))[..., None]
    return (
        {"loc": 0.0 - pull * across(u, v), "concentration": slope_of_mean(order, a) * of_p},
        {"loc": 0.0 - pull * across(v, u), "concentration": of_q},
    )
