"""Parameters of distributions of arrays to try accuracy at: ordinary pairs, close ones, and wide ones."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Values = dict[str, Array]
Rng = np.random.Generator

#: What is drawn; "wide" has scales from 1e-6 to 1e6, shapes from 1e-3 to 1e5, probabilities down to 1e-300.
SETS = ("ordinary", "near", "wide")
SIZE = 3


def drawn(slug: str, which: str, count: int) -> tuple[Values, Values]:
    """Draw the parameters of pairs of one family.

    Args:
        slug: the family.
        which: one of `SETS`.
        count: how many pairs.

    Returns:
        The parameters of p and of q, their first axis the pairs.
    """
    rng = np.random.default_rng(zlib.crc32(f"{slug} {which}".encode()))
    draw = FAMILIES[slug]
    p = draw(rng, count, 1.0 if which == "wide" else 0.0)
    if which != "near":
        return p, draw(rng, count, 1.0 if which == "wide" else 0.0)
    eps = 10.0 ** -rng.uniform(0, 15, count)
    q = {name: value * (1 + _over(eps, value) * rng.uniform(-0.5, 0.5, value.shape)) for name, value in p.items()}
    if "df" in p:  # above n - 1
        q["df"] = p["df"] + eps * rng.uniform(-0.5, 0.5, count) * (p["df"] - SIZE + 1)
    if "precision_matrix" in p:  # as a factor moves, so that it stays positive definite
        q["precision_matrix"] = p["precision_matrix"] * (1 + _over(eps, p["precision_matrix"]) * 0.5)
    return p, _put_right(q)


def _over(eps: Array, value: Array) -> Array:
    return eps.reshape(eps.shape + (1,) * (value.ndim - 1))


def _put_right(q: Values) -> Values:
    """Make symmetric, normalised and of unit length again what was so."""
    if "probs" in q:
        q["probs"] = q["probs"] / q["probs"].sum(-1, keepdims=True)
    if "precision_matrix" in q:
        lower = np.tril(q["precision_matrix"])
        q["precision_matrix"] = lower + np.swapaxes(np.tril(lower, -1), -1, -2)
    if set(q) == {"loc", "concentration"}:
        q["loc"] = q["loc"] / np.sqrt((q["loc"] ** 2).sum(-1, keepdims=True))
    return q


def _size(rng: Rng, shape: tuple[int, ...], wide: float, decades: float) -> Array:
    return 10.0 ** (rng.uniform(-0.7, 0.7, shape) + wide * rng.uniform(-decades, decades, shape))


def _factor(rng: Rng, count: int, size: int, wide: float) -> Array:
    below = np.tril(rng.normal(0, 0.5, (count, size, size)), -1)
    scale = 10.0 ** (wide * rng.uniform(-6, 6, count))
    return np.asarray((below + _size(rng, (count, size), 0, 0)[..., None] * np.eye(size)) * scale[:, None, None])


def _shape(rng: Rng, shape: tuple[int, ...], wide: float) -> Array:
    return 10.0 ** (rng.uniform(-0.7, 1, shape) + wide * rng.uniform(-2, 4, shape))


def _categorical(rng: Rng, count: int, wide: float) -> Values:
    weights = _size(rng, (count, 10), wide, 150)
    return {"probs": weights / weights.sum(-1, keepdims=True)}


def _dirichlet(rng: Rng, count: int, wide: float) -> Values:
    return {"concentration": _shape(rng, (count, SIZE), wide)}


def _multivariate_normal(rng: Rng, count: int, wide: float) -> Values:
    return {"loc": rng.normal(size=(count, SIZE)), "scale_tril": _factor(rng, count, SIZE, wide)}


def _matrix_normal(rng: Rng, count: int, wide: float) -> Values:
    return {
        "loc": rng.normal(size=(count, 2, 2)),
        "scale_row": _factor(rng, count, 2, wide),
        "scale_column": _factor(rng, count, 2, wide),
    }


def _normal_gamma(rng: Rng, count: int, wide: float) -> Values:
    factor = _factor(rng, count, 2, wide)
    return _put_right(
        {
            "loc": rng.normal(size=(count, 2)),
            "precision_matrix": factor @ np.swapaxes(factor, -1, -2),
            "concentration": _shape(rng, (count,), wide),
            "rate": _size(rng, (count,), wide, 6),
        }
    )


def _wishart(rng: Rng, count: int, wide: float) -> Values:
    return {"df": 2 + _shape(rng, (count,), wide), "scale_tril": _factor(rng, count, SIZE, wide)}


def _von_mises_fisher(rng: Rng, count: int, wide: float) -> Values:
    return _put_right({"loc": rng.normal(size=(count, 3)), "concentration": _size(rng, (count,), wide, 2)})


FAMILIES: dict[str, Callable[[Rng, int, float], Any]] = {
    "categorical": _categorical,
    "dirichlet": _dirichlet,
    "matrix-normal": _matrix_normal,
    "multivariate-normal": _multivariate_normal,
    "normal-gamma": _normal_gamma,
    "von-mises-fisher": _von_mises_fisher,
    "wishart": _wishart,
}
