"""How fast the divergence of what was seen from the truth falls as more is seen."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.learn_path import expected_gap
from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """A falling line on two logarithmic axes: the number of tosses across, the average divergence
        upwards. The solid line is exact, the dashed straight line is one over twice the number of tosses.
        From some ten tosses on they can hardly be told apart.""",
    "caption": """Toss a coin $n$ times and compare the shares that were seen with the truth. Solid: the exact
        average of $\\KL{\\hat p}{p}$ over all that may be seen. Dashed: half of the reciprocal of $n$.
        Ten times as many tosses leave a tenth of the divergence.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.4)
    sizes = np.unique(np.round(np.geomspace(1, 1000, 40)).astype(int))
    ax.plot(sizes, [expected_gap(int(n), 0.8) for n in sizes], color=style.p)
    ax.plot(sizes, 1 / (2 * sizes), color=style.q, linestyle=DASHES, linewidth=1.8)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    ax.set_yticks([0.001, 0.01, 0.1], ["0.001", "0.01", "0.1"])
    ax.minorticks_off()
    ax.set_xlabel("tosses")
    ax.set_ylabel("average divergence, nats")
    ax.text(2.2, 0.35, "rule $1/(2n)$", color=style.q_ink)
    ax.text(1.15, 0.07, "exact", color=style.p_ink)
    return figure
