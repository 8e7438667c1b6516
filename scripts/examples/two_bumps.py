"""One Gaussian fitted to a distribution with two bumps, by the forward divergence and by the reverse one."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import mpmath as mp
import numpy as np

from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, integral, normal_density

WEIGHTS = (0.6, 0.4)
LOCS = (-2.0, 2.0)
SCALES = (0.7, 0.7)
GRID = np.linspace(-30.0, 30.0, 6001)
STEP = float(GRID[1] - GRID[0])


def log_target(x: np.ndarray) -> np.ndarray:
    """Return the logarithm of the two-bump density.

    Args:
        x: where.

    Returns:
        The log-density.
    """
    bumps = [math.log(w) + log_normal(x, m, s) for w, m, s in zip(WEIGHTS, LOCS, SCALES, strict=True)]
    return np.logaddexp(*bumps)


def log_normal(x: np.ndarray, loc: float, scale: float) -> np.ndarray:
    """Return the logarithm of a normal density.

    Args:
        x: where.
        loc: the mean.
        scale: the standard deviation.

    Returns:
        The log-density.
    """
    return -(((x - loc) / scale) ** 2) / 2 - math.log(scale * math.sqrt(2 * math.pi))


def on_grid(log_p: np.ndarray, log_q: np.ndarray) -> float:
    """Sum p log(p/q) on the grid: for smooth distributions that vanish at both ends, exact to rounding.

    Args:
        log_p: the reference.
        log_q: what stands in for it.

    Returns:
        The divergence in nats.
    """
    return float(np.sum(np.exp(log_p) * (log_p - log_q)) * STEP)


def forward_fit() -> tuple[float, float]:
    """Minimise D(target‖q) over normal distributions q: the mean and the variance of the target.

    Returns:
        The mean and the standard deviation.
    """
    mean = sum(w * m for w, m in zip(WEIGHTS, LOCS, strict=True))
    square = sum(w * (m * m + s * s) for w, m, s in zip(WEIGHTS, LOCS, SCALES, strict=True))
    return mean, math.sqrt(square - mean * mean)


def reverse_fit(start: tuple[float, float]) -> tuple[float, float]:
    """Minimise D(q‖target) over normal distributions q by Newton's method, from a starting point.

    Args:
        start: mean and logarithm of the standard deviation to begin with.

    Returns:
        The mean and the standard deviation.

    Raises:
        ArithmeticError: if the steps do not die out.
    """
    point, h = np.array(start), 1e-4

    def objective(at: np.ndarray) -> float:
        return on_grid(log_normal(GRID, float(at[0]), math.exp(at[1])), log_target(GRID))

    for _ in range(50):
        axes = h * np.eye(2)
        gradient = np.array([(objective(point + e) - objective(point - e)) / (2 * h) for e in axes])
        hessian = np.array(
            [
                [
                    (objective(point + a + b) - objective(point + a - b) - objective(point - a + b)
                     + objective(point - a - b)) / (4 * h * h)
                    for b in axes
                ]
                for a in axes
            ]
        )  # fmt: skip
        step = np.linalg.solve(hessian, gradient)
        point = point - step
        if np.abs(step).max() < 1e-9:
            return float(point[0]), math.exp(point[1])
    raise ArithmeticError("the reverse fit did not settle")


@cache
def second_route(reference: str, q: tuple[float, float]) -> float:
    """Compute one of the two divergences by 30-digit quadrature instead of the grid.

    Args:
        reference: "target" for D(target‖q), "fit" for D(q‖target).
        q: mean and standard deviation of the fit.

    Returns:
        The divergence in nats.
    """
    bumps = [normal_density(Fraction(str(m)), Fraction(str(s))) for m, s in zip(LOCS, SCALES, strict=True)]
    fit = normal_density(Fraction(q[0]), Fraction(q[1]))

    def target(x: mp.mpf) -> mp.mpf:
        return sum(mp.mpf(str(w)) * bump(x) for w, bump in zip(WEIGHTS, bumps, strict=True))

    first, second = (target, fit) if reference == "target" else (fit, target)
    return float(integral(lambda x: first(x) * mp.log(first(x) / second(x)), list(range(-30, 31, 3))))


@cache
def fits() -> dict[str, tuple[float, float]]:
    """Return both fits.

    Returns:
        "forward" and "reverse" -> mean and standard deviation.
    """
    starts = [(m, math.log(s)) for m, s in zip(LOCS, SCALES, strict=True)]
    candidates = [reverse_fit(start) for start in starts]
    best = min(candidates, key=lambda q: on_grid(log_normal(GRID, *q), log_target(GRID)))
    return {"forward": forward_fit(), "reverse": best}


def numbers() -> Numbers:
    """Compute both fits and how far from the target each is, both ways.

    Returns:
        Name -> value, unit and text.
    """
    out: Numbers = {}
    for k, (w, m, s) in enumerate(zip(WEIGHTS, LOCS, SCALES, strict=True), start=1):
        out[f"fits.target.{k}.weight"] = number(w, "", None)
        out[f"fits.target.{k}.loc"] = number(m, "", None)
        out[f"fits.target.{k}.scale"] = number(s, "", None)
    target = log_target(GRID)
    for name, q in fits().items():
        fitted = log_normal(GRID, *q)
        both = {
            "target-to-fit": agreed(name, on_grid(target, fitted), second_route("target", q)),
            "fit-to-target": agreed(name, on_grid(fitted, target), second_route("fit", q)),
        }
        out[f"fits.{name}.loc"] = number(q[0], "", 2)
        out[f"fits.{name}.scale"] = number(q[1], "", 2)
        out |= {f"fits.{name}.{way}.nats": number(value, "nats", 3) for way, value in both.items()}
    return out
