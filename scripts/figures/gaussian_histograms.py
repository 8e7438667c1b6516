"""Samples of the two Gaussians under their densities."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.gaussians import P, Q
from scripts.figures.style import POINTS, TEXT, Style, curve, panels

META = {
    "alt": """Two histograms of a thousand samples each, one above the other on the same axis, with the
        density drawn over each. The upper distribution p is centred at one and wide; the lower distribution q is
        centred at two, half as wide and twice as tall.""",
    "caption": """A thousand samples of $p$, normal with location [[n:gaussians.p.loc]] and scale
        [[n:gaussians.p.scale]] (above), and of $q$, with location [[n:gaussians.q.loc]] and scale
        [[n:gaussians.q.scale]] (below), under their densities. Samples of $p$ often fall where $q$ is
        almost zero; samples of $q$ hardly ever fall where $p$ is.""",
}
SAMPLES, SEED = 1000, 20210410
EDGES = np.linspace(-3, 5, 41)


def normal(x: np.ndarray, pair: tuple[Fraction, Fraction]) -> np.ndarray:
    """Return a normal density.

    Args:
        x: where.
        pair: mean and standard deviation.

    Returns:
        The density.
    """
    loc, scale = map(float, pair)
    return np.asarray(np.exp(-(((x - loc) / scale) ** 2) / 2) / (scale * np.sqrt(2 * np.pi)))


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(4.3, 2, 1, sharex=True, sharey=True)
    x = np.linspace(EDGES[0], EDGES[-1], POINTS)
    for ax, distribution, pair in zip(axes, "pq", (P, Q), strict=True):
        rng = np.random.default_rng([SEED, "pq".index(distribution)])
        samples = rng.normal(float(pair[0]), float(pair[1]), SAMPLES)
        heights, _ = np.histogram(samples, EDGES)
        heights = heights / (SAMPLES * np.diff(EDGES))
        ax.stairs(heights, EDGES, fill=True, color=getattr(style, distribution), alpha=0.3, linewidth=0)
        curve(ax, style, distribution, x, normal(x, pair))
        label = f"${distribution}$: normal, location {float(pair[0]):g}, scale {float(pair[1]):g}"
        ax.text(0.02, 0.97, label, transform=ax.transAxes, color=getattr(style, f"{distribution}_ink"), va="top")
        ax.set_yticks([0, 0.4, 0.8])
        ax.grid(axis="y")
        ax.set_ylim(0, 1.02)
    axes[1].set_xlabel("$x$")
    figure.supylabel("density", fontsize=TEXT)
    return figure
