"""Gauss and Legendre's rule of 24 points on [0, 1], exact to a float for functions that are smooth well beyond it."""

from __future__ import annotations

import numpy as np

from kldiv.answers.kernels.registry import FloatArray


def _on_unit_interval() -> tuple[FloatArray, FloatArray]:
    points, weights = np.polynomial.legendre.leggauss(24)
    return (1 + points) / 2, weights / 2


NODES, WEIGHTS = _on_unit_interval()
#: Each node with its weight.
RULE = tuple(zip(NODES, WEIGHTS, strict=True))
