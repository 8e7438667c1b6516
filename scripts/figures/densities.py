"""The settings at which each distribution is drawn, and the curves of its density: no Matplotlib here."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import sympy as sp

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE

#: Round settings that show what the parameters do, in the order in which the distribution declares them.
SETTINGS: dict[str, tuple[tuple[float, ...], ...]] = {
    "bernoulli": ((0.2,), (0.5,), (0.8,)),
    "beta": ((0.5, 0.5), (2, 5), (5, 2)),
    "beta-prime": ((1, 2), (2, 3), (5, 3)),
    "binomial": ((10, 0.2), (10, 0.5), (20, 0.5)),
    "cauchy": ((0, 0.5), (0, 1), (2, 1)),
    "chi": ((1,), (2,), (4,)),
    "chi2": ((2,), (4,), (8,)),
    "continuous-bernoulli": ((0.1,), (0.4,), (0.8,)),
    "discrete-uniform": ((1, 6), (0, 3), (4, 9)),
    "exp-gamma": ((1, 1), (3, 1), (3, 3)),
    "exp-inverse-gamma": ((1, 1), (3, 1), (3, 3)),
    "exponential": ((0.5,), (1,), (2,)),
    "frechet": ((1, 1), (1, 3), (2, 3)),
    "gamma": ((1, 1), (3, 1), (3, 2)),
    "geometric": ((0.2,), (0.5,), (0.8,)),
    "gumbel": ((0, 1), (0, 2), (3, 1)),
    "half-cauchy": ((0.5,), (1,), (2,)),
    "half-normal": ((0.5,), (1,), (2,)),
    "hyperbolic-secant": ((0, 0.5), (0, 1), (2, 1)),
    "inverse-gamma": ((1, 1), (3, 1), (3, 2)),
    "inverse-gaussian": ((1, 1), (1, 5), (2, 5)),
    "kumaraswamy": ((0.5, 0.5), (2, 2), (2, 5)),
    "laplace": ((0, 0.5), (0, 1), (2, 1)),
    "lindley": ((0.5,), (1,), (2,)),
    "log-normal": ((0, 0.25), (0, 0.5), (0, 1)),
    "log-uniform": ((1, 4), (1, 10), (2, 8)),
    "logistic": ((0, 0.5), (0, 1), (2, 1)),
    "logit-normal": ((0, 0.5), (0, 2), (1, 1)),
    "maxwell": ((0.5,), (1,), (2,)),
    "moyal": ((0, 1), (0, 2), (3, 1)),
    "negative-binomial": ((2, 0.5), (5, 0.5), (5, 0.7)),
    "normal": ((0, 0.5), (0, 1), (2, 1)),
    "pareto": ((1, 1), (1, 3), (2, 3)),
    "poisson": ((1,), (4,), (10,)),
    "rayleigh": ((0.5,), (1,), (2,)),
    "student-t": ((1, 0, 1), (5, 0, 1), (5, 2, 1)),
    "uniform": ((0, 1), (-1, 1), (1, 3)),
    "von-mises": ((0, 0.5), (0, 2), (0, 8)),
    "weibull": ((1, 1), (1, 2), (2, 5)),
}

#: So many points make a curve, at most.
POINTS = 200

#: So much of the mass, at least, is in the picture.
SHOWN = 0.94

#: The size of a sketch, in pixels.
WIDE, HIGH = 72, 24


def settings(kind: type[Distribution]) -> list[Distribution]:
    """Give three settings of a distribution: those of the table, or for a new one any that are round.

    Args:
        kind: its class.

    Returns:
        Three distributions with exact parameters.
    """
    names = [parameter.name for parameter in kind.spec]
    if kind.slug in SETTINGS:
        return [kind(**dict(zip(names, values, strict=True))).exact() for values in SETTINGS[kind.slug]]
    rng = random.Random(f"figure of {kind.slug}")
    found: list[Distribution] = []
    while len(found) < 3:
        try:
            found.append(kind(**{name: round(float(value), 1) for name, value in kind.draw(rng).items()}).exact())
        except ValueError:  # rounded to the edge of its domain
            continue
    return found


def curve(distribution: Distribution, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Evaluate the density on its support within a window.

    Args:
        distribution: with numbers for parameters.
        low: the left end of the window.
        high: its right end.

    Returns:
        Places and densities; places where it is infinite are left out.
    """
    support = distribution.support()
    x = sp.Symbol("x")
    density: Any = sp.lambdify(x, distribution.density(x), modules=["scipy", "numpy"])
    start, stop = max(low, float(support.lower)), min(high, float(support.upper))
    if distribution.kind == DISCRETE:
        points = np.arange(np.ceil(start), np.floor(stop) + 1)
    else:
        inset = (stop - start) * 1e-4  # some densities are infinite at an end
        points = np.linspace(start + inset, stop - inset, POINTS)
    with np.errstate(all="ignore"):
        values = np.broadcast_to(np.asarray(density(points), dtype=float), points.shape)
    kept = np.isfinite(values)
    return points[kept], values[kept]


def window(distributions: list[Distribution]) -> tuple[float, float]:
    """Find an interval that holds most of each distribution's mass.

    Args:
        distributions: with numbers for parameters.

    Returns:
        Its ends.
    """
    lows: list[float] = []
    highs: list[float] = []
    for distribution in distributions:
        support = distribution.support()
        start, stop = max(-40.0, float(support.lower)), min(40.0, float(support.upper))
        x, y = curve(distribution, start, stop)
        mass = np.cumsum(y) / y.sum()
        first, last = (min(int(np.searchsorted(mass, at)), len(x) - 1) for at in ((1 - SHOWN) / 2, SHOWN))
        lows.append(float(x[first]) if support.lower == -sp.oo else start)
        highs.append(float(x[last]) if support.upper == sp.oo else stop)
    return min(lows), max(highs)


def sketch(slug: str) -> str:
    """Draw the density in a few strokes, as SVG within a line of text; the middle one of the three settings.

    Args:
        slug: the distribution's slug.

    Returns:
        HTML; nothing for distributions of arrays.
    """
    kind = DISTRIBUTIONS[slug]
    if kind.variate != UNIVARIATE:
        return ""
    chosen = settings(kind)[1]
    low, high = window([chosen])
    x, y = curve(chosen, low, high)
    top = min(float(y.max()), 4 * float(np.median(y[y > 0]))) or 1.0
    across = (x - low) / ((high - low) or 1.0) * (WIDE - 4) + 2
    down = HIGH - 1 - np.minimum(y / top, 1.0) * (HIGH - 3)
    if kind.kind == DISCRETE:
        path = "".join(f"M{a:.1f} {HIGH - 1}V{d:.1f}" for a, d in zip(across, down, strict=True))
    else:
        step = max(1, len(across) // 48)
        dots = [*range(0, len(across), step), len(across) - 1]
        path = "M" + "L".join(f"{across[i]:.1f} {down[i]:.1f}" for i in dots)
    size = f'viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}"'
    return f'<svg class="sketch" {size} aria-hidden="true"><path d="{path}"/></svg>'
