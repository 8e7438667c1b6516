"""The logarithm and its tangent at one, with the ratios of three animals."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.animals_cross_entropy import ANIMALS
from scripts.examples.categorical import P
from scripts.examples.gibbs_by_hand import TRIES
from scripts.figures.style import POINTS, Style, panels

META = {
    "alt": """The curve of the logarithm and the straight line that touches it at one. Everywhere else the line lies
        above the curve. Three upright strokes join curve and line: at three fifths for the dog, at five thirds for the
        cat, and at one, where both meet, for the fox.""",
    "caption": """The straight line touches $\\log t$ at one and lies above it everywhere else. At the ratio
        $t = q(x)/p(x)$ of each animal, here for $q = ([[n:gibbs.try.cats.q]])$, the blue stroke is what the logarithm
        falls short of the line. Weighted with $p$, the strokes add up to $\\KL{p}{q}$, [[n:gibbs.try.cats.nats]] nats.
        Dots are as large as the animal is probable.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.7)
    t = np.linspace(0.4, 1.95, POINTS)
    ax.plot(t, t - 1, color=style.soft, linewidth=1.6)
    ax.plot(t, np.log(t), color=style.ink)
    places = {"dog": (0.6, -0.72), "cat": (5 / 3, 0.3), "fox": (1.0, 0.16)}
    for animal, p, q in zip(ANIMALS, P, TRIES["cats"], strict=True):
        weight, ratio = float(p), float(q) / float(p)
        ax.plot([ratio, ratio], [np.log(ratio), ratio - 1], color=style.p, linewidth=3.2, solid_capstyle="butt")
        ax.plot([ratio], [np.log(ratio)], "o", color=style.p, markersize=5 + 18 * weight, alpha=0.55)
        x, y = places[animal]
        ax.text(x, y, animal, ha="center", va="center", color=style.p_ink)
    ax.axhline(0, color=style.soft, linewidth=0.8)
    ax.text(1.84, 0.9, "$t - 1$", ha="right", va="bottom", color=style.soft)
    ax.text(1.9, 0.5, r"$\log t$", ha="center", va="center", color=style.ink)
    ax.set_xticks([0.6, 1, 5 / 3], ["3/5", "1", "5/3"])
    ax.set_yticks([-0.5, 0, 0.5, 1], ["\u22120.5", "0", "0.5", "1"])
    ax.set_ylim(-0.95, 1.1)
    ax.set_xlabel("$t = q/p$")
    return figure
