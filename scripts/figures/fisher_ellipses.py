"""Ellipses of equal divergence around normal distributions: small near the edge, where scales are small."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import DASHES, POINTS, Style, panels

META = {
    "alt": """A half-plane of normal distributions, location across and scale upwards. Around each of six
    distributions stands a
        closed curve of equal divergence, with a dashed ellipse from Fisher information almost on top of it.
        The curves are small near the lower edge and grow with the scale.""",
    "caption": """Each point is a normal distribution. Solid: the distributions $q$ at one and the same small
    $\\KL{p}{q}$ from the distribution
        at the centre. Dashed: the ellipse that Fisher information predicts. Nearby the two agree. A step
        of given length means more where the scale is small.""",
}
LEVEL = 0.02
CENTRES = tuple((loc, scale) for scale in (0.6, 1.2, 2.0) for loc in (-1.5, 1.5))


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(4.2)
    angle = np.linspace(0, 2 * np.pi, POINTS)
    for loc, scale in CENTRES:
        # D is rising along every ray, so the radius of the level set is found by bisection.
        dx, dy = np.cos(angle), np.sin(angle)
        low, high = np.zeros(POINTS), np.full(POINTS, 0.9 * scale)
        for _ in range(60):
            middle = (low + high) / 2
            s = scale + middle * dy
            value = np.log(s / scale) + (scale**2 + (middle * dx) ** 2) / (2 * s**2) - 0.5
            low, high = np.where(value < LEVEL, middle, low), np.where(value < LEVEL, high, middle)
        ax.plot(loc + low * dx, scale + low * dy, color=style.p)
        # Fisher information of (location, scale) is diag(1, 2) / scale^2.
        r = scale * np.sqrt(2 * LEVEL)
        ax.plot(
            loc + r * np.cos(angle),
            scale + r / np.sqrt(2) * np.sin(angle),
            color=style.q,
            linestyle=DASHES,
            linewidth=1.6,
        )
        ax.plot([loc], [scale], marker="o", markersize=3, color=style.ink)
    ax.set_xlim(-3, 3)
    ax.set_ylim(0, 2.7)
    ax.set_xticks([-2, 0, 2])
    ax.set_yticks([0, 1, 2])
    ax.set_xlabel(r"location $\mu$")
    ax.set_ylabel(r"scale $\sigma$")
    ax.text(0, 2.45, "level set", color=style.p_ink, ha="right")
    ax.text(0.1, 2.45, "Fisher ellipse", color=style.q_ink, ha="left")
    return figure
