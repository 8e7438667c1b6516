"""Level sets of the divergence among distributions of three outcomes, in both directions."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.covering import CENTRE as SHARES
from scripts.examples.covering import LEVELS
from scripts.figures.style import DASHES, POINTS, SMALL, Style, panels

META = {
    "alt": """Two triangles whose points are the distributions of three outcomes, dog, cat and fox. Around the same
    distribution
        stand closed curves of equal divergence. On the left, with the distribution at the centre first, the curves
        bend away from the edges. On the right, with it second, the outer curves are cut off by the edges.""",
    "caption": """Each point of a triangle is a distribution of three outcomes; the dot is the distribution $p$. Left,
    solid:
        the distributions $q$ with equal $\\KL{p}{q}$. No curve touches an edge, since there the divergence is
        infinite. Right,
        dashed: equal $\\KL{q}{p}$, finite up to the edges.""",
}
CENTRE = np.array(SHARES)
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])


def radius(direction: np.ndarray, level: float, forward: bool) -> np.ndarray:
    """Return how far along each ray from the centre the level is reached; nan if the edge comes first."""
    with np.errstate(divide="ignore"):
        edge = np.where(direction < 0, -CENTRE / np.where(direction < 0, direction, -1), np.inf).min(axis=1)
    low, high = np.zeros(len(direction)), edge * (1 - 1e-12)

    def value(r: np.ndarray) -> np.ndarray:
        q = np.maximum(CENTRE + r[:, None] * direction, 1e-300)
        terms = CENTRE * np.log(CENTRE / q) if forward else q * np.log(q / CENTRE)
        return np.asarray(terms.sum(axis=1))

    beyond = value(high) < level
    for _ in range(60):
        middle = (low + high) / 2
        inside = value(middle) < level
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.where(beyond, np.nan, low)


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, axes = panels(3.1, 1, 2)
    angle = np.linspace(0, 2 * np.pi, POINTS)
    plane = np.stack([np.cos(angle), np.sin(angle)])
    # From directions in the plane to changes of the three probabilities.
    change = np.linalg.solve(np.vstack([CORNERS.T, np.ones(3)]), np.vstack([plane, np.zeros(POINTS)])).T
    outline = np.vstack([CORNERS, CORNERS[:1]])
    middle = CENTRE @ CORNERS
    for ax, forward in zip(axes, (True, False), strict=True):
        ax.plot(*outline.T, color=style.soft, linewidth=1.2)
        for level in LEVELS:
            r = radius(change, level, forward)
            ax.plot(
                middle[0] + r * plane[0],
                middle[1] + r * plane[1],
                color=style.p if forward else style.q,
                linestyle="-" if forward else DASHES,
                linewidth=1.7,
            )
        ax.plot(*middle, marker="o", markersize=4, color=style.ink)
        for (x, y), name, place in zip(CORNERS, ("dog", "cat", "fox"), ("top", "top", "bottom"), strict=True):
            ax.text(x, y + (0.04 if place == "bottom" else -0.05), name, ha="center", va=place, fontsize=SMALL)
        formula = r"$D(p\,‖\,q)$" if forward else r"$D(q\,‖\,p)$"
        ax.set_title(formula, color=style.p_ink if forward else style.q_ink, pad=16)
        ax.set_aspect("equal")
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_axis_off()
        ax.set_xlim(-0.12, 1.12)
        ax.set_ylim(-0.16, 1.0)
    return figure
