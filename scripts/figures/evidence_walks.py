"""Evidence that adds up, observation by observation, until it will do."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """Six jagged lines start at zero and climb, each to the point where it first crosses a horizontal line at
        log twenty. A dashed straight line shows the average climb. Most cross after some twenty-five observations, one
        after five, one after nearly fifty; each ends a little above the line.""",
    "caption": """Evidence for $p$, the truth, and against $q$, in six runs: [[n:uses.wait.twenty.nats]] nats for each
        observation on average, which is the divergence and the slope of the dashed line. A run stops where it first
        reaches $\\log [[n:uses.odds]]$. It always ends a little above, so it takes a little longer on average than the
        dashed line does.""",
}
RUNS, SEED, NATS, ODDS, LONGEST = 6, 4, 0.1, 20, 80


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.6)
    goal, shift = math.log(ODDS), math.sqrt(2 * NATS)
    rng = np.random.default_rng(SEED)
    for _ in range(RUNS):
        steps = shift * (shift + rng.standard_normal(4 * LONGEST)) - shift**2 / 2
        path = np.concatenate([[0], np.cumsum(steps)])
        end = int(np.argmax(path >= goal))
        ax.plot(np.arange(end + 1), path[: end + 1], color=style.p, linewidth=1.3, alpha=0.8)
        ax.plot([end], [path[end]], "o", color=style.p, markersize=5)
    far = goal / NATS
    ax.plot([0, far], [0, goal], color=style.q, linestyle=DASHES)
    ax.axhline(goal, color=style.ink, linewidth=1.2)
    ax.text(44, goal + 0.15, r"enough: $\log 20$", ha="right", va="bottom", color=style.ink)
    ax.text(25, -0.9, "dashed: slope $D(p\\,‖\\,q)$", ha="left", va="center", color=style.q_ink)
    ax.set_xlabel("observations")
    ax.set_ylabel("evidence, nats")
    ax.set_ylim(-2, 4.6)
    ax.set_yticks([-1, 0, 1, 2, 3], ["\u22121", "0", "1", "2", "3"])
    return figure
