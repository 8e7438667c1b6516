"""The density of each distribution at three settings of its parameters, one small figure a distribution."""

from __future__ import annotations

import random
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import sympy as sp
from matplotlib.figure import Figure

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE
from kldiv.writing.parameters import letter_tex
from scripts.figures.style import POINTS, Style, panels

#: The settings differ in line and in colour, so that neither alone must carry the difference.
LINES = ("-", (0, (5, 2)), (0, (1.2, 1.6)))

#: So much of the mass, at least, is in the picture.
SHOWN = 0.97


def figures() -> dict[str, SimpleNamespace]:
    """Return a figure for every univariate distribution: name -> what describes it and what draws it."""
    return {
        f"distribution-{slug}": SimpleNamespace(
            META=_meta(distribution), draw=_drawer(distribution), module=__name__, distributions=(slug,)
        )
        for slug, distribution in DISTRIBUTIONS.items()
        if distribution.variate == UNIVARIATE
    }


def _meta(distribution: type[Distribution]) -> dict[str, str]:
    what = "mass function" if distribution.kind == DISCRETE else "density"
    names = ", ".join(p.name.replace("_", " ") for p in distribution.spec)
    return {
        "alt": f"Three curves: the {what} of the {distribution.name} distribution at three settings of {names}. "
        "One curve is solid, one dashed and one dotted.",
        "caption": f"The {what} of the {distribution.name} distribution at three settings of its parameters. "
        "Look at where the mass sits and how it thins out.",
    }


def _settings(distribution: type[Distribution]) -> list[Distribution]:
    """Draw three settings, the same in every run."""
    rng = random.Random(f"figure of {distribution.slug}")
    return [distribution(**distribution.draw(rng)).exact() for _ in range(3)]


def _drawer(distribution: type[Distribution]) -> Callable[[Style], Figure]:
    def draw(style: Style) -> Figure:
        figure, axes = panels(2.6, 1, 1)
        ax = axes[0]
        chosen = _settings(distribution)
        low, high = _window(chosen)
        for made, line, colour in zip(chosen, LINES, (style.p, style.q, style.ink), strict=True):
            x, y = _curve(made, low, high)
            label = ", ".join(
                f"${letter_tex(p.letter)}$ = {float(made.parameters[p.name]):.3g}" for p in distribution.spec
            )
            steps = "steps-mid" if distribution.kind == DISCRETE else "default"  # a step for each whole number
            ax.plot(x, y, linestyle=line, color=colour, linewidth=1.8, drawstyle=steps, label=label)
        ax.set_ylim(0, min(ax.get_ylim()[1], 4.0))
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        figure.legend(loc="outside upper center", ncols=1, frameon=False, labelcolor=style.ink)
        return figure

    return draw


def _curve(distribution: Distribution, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Evaluate the density on its support within the window."""
    support = distribution.support()
    x = sp.Symbol("x")
    density = sp.lambdify(x, distribution.density(x), modules=["scipy", "numpy"])
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


def _window(distributions: list[Distribution]) -> tuple[float, float]:
    """Find an interval that holds most of each distribution's mass."""
    lows: list[float] = []
    highs: list[float] = []
    for distribution in distributions:
        support = distribution.support()
        start, stop = max(-40.0, float(support.lower)), min(40.0, float(support.upper))
        x, y = _curve(distribution, start, stop)
        mass = np.cumsum(y) / y.sum()
        first, last = (min(int(np.searchsorted(mass, at)), len(x) - 1) for at in ((1 - SHOWN) / 2, SHOWN))
        lows.append(float(x[first]) if support.lower == -sp.oo else start)
        highs.append(float(x[last]) if support.upper == sp.oo else stop)
    return min(lows), max(highs)
