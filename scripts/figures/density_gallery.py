"""A dozen well-known densities, small."""

from __future__ import annotations

from collections.abc import Callable
from math import gamma as gamma_function
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import POINTS, TEXT, Style, curve, panels

META = {
    "alt": """Twelve small plots of probability densities, one curve each: normal, uniform, exponential,
        Laplace, Cauchy, Student t, log-normal, gamma, beta, Weibull, Gumbel and Pareto. Some are
        symmetric bells, some fall from a peak at the left end, some are skewed with a long right tail;
        the uniform one is flat.""",
    "caption": """A dozen densities. Look at where each one is zero: some cover the whole line, some half of
        it, some an interval. Every panel has its own scales, and the area under each curve is one.""",
}


class Panel(NamedTuple):
    """One density of the gallery."""

    name: str
    parameters: str
    low: float
    high: float
    density: Callable[[np.ndarray], np.ndarray]


def _beta(x: np.ndarray) -> np.ndarray:
    return np.asarray(30 * x * (1 - x) ** 4)


def _student(x: np.ndarray) -> np.ndarray:
    return np.asarray(gamma_function(2) / (np.sqrt(3 * np.pi) * gamma_function(1.5)) * (1 + x**2 / 3) ** -2)


def _lognormal(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(-((np.log(x) / 0.5) ** 2) / 2) / (x * 0.5 * np.sqrt(2 * np.pi)))


GALLERY = (
    Panel("Normal", r"$\mu = 0,\ \sigma = 1$", -4, 4, lambda x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)),
    Panel("Uniform", r"$a = 0,\ b = 1$", 0, 1, np.ones_like),
    Panel("Exponential", r"$\lambda = 1$", 0, 5, lambda x: np.exp(-x)),
    Panel("Laplace", r"$\mu = 0,\ b = 1$", -5, 5, lambda x: np.exp(-np.abs(x)) / 2),
    Panel("Cauchy", r"$\mu = 0,\ \gamma = 1$", -8, 8, lambda x: 1 / (np.pi * (1 + x**2))),
    Panel("Student t", r"$\nu = 3$", -6, 6, _student),
    Panel("Log-normal", r"$\mu = 0,\ \sigma = 1/2$", 1e-9, 4, _lognormal),
    Panel("Gamma", r"$\alpha = 3,\ \beta = 1$", 0, 10, lambda x: x**2 * np.exp(-x) / 2),
    Panel("Beta", r"$\alpha = 2,\ \beta = 5$", 0, 1, _beta),
    Panel("Weibull", r"$\lambda = 1,\ k = 2$", 0, 3, lambda x: 2 * x * np.exp(-(x**2))),
    Panel("Gumbel", r"$\mu = 0,\ \beta = 1$", -3, 6, lambda x: np.exp(-x - np.exp(-x))),
    Panel("Pareto", r"$m = 1,\ \alpha = 3$", 1, 4, lambda x: 3 / x**4),
)
JUMPS = {"Uniform": (0.0, 1.0), "Exponential": (0.0,), "Pareto": (1.0,)}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(7.2, 4, 3)
    for ax, panel in zip(axes, GALLERY, strict=True):
        x = np.linspace(panel.low, panel.high, POINTS - 1)  # odd: a peak in the middle is met
        y = panel.density(x)
        curve(ax, style, "p", x, y, fill=True)
        for edge in JUMPS.get(panel.name, ()):
            top = float(panel.density(np.array([edge]))[0])
            ax.plot([edge, edge], [0, top], color=style.soft, linewidth=1.2, linestyle=":")
        ax.set_title(panel.name, fontsize=TEXT, pad=22)
        ax.text(0.5, 1.06, panel.parameters, transform=ax.transAxes, ha="center", color=style.soft)
        margin = (panel.high - panel.low) * (0.25 if panel.name == "Uniform" else 0.06)
        ax.set_xlim(panel.low - margin, panel.high + margin)
        ax.set_ylim(0, None)
        middle = 0 if panel.low < 0 < panel.high else None
        ax.set_xticks([t for t in (round(panel.low), middle, panel.high) if t is not None])
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
    return figure
