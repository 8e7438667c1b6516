"""Tosses of two coins beside the coins' probabilities."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.coins import HEADS
from scripts.figures.style import SMALL, Style, bars, panels

META = {
    "alt": """Two bar charts of a thousand tosses each. The fair coin shows heads and tails about equally
        often; the unfair coin shows almost only heads. A short line across each bar marks the coin's
        probability.""",
    "caption": """A thousand tosses of the fair coin, heads with probability [[n:coins.fair.heads]], and of
        the unfair one, [[n:coins.unfair.heads]]. Bars are shares of the tosses, short lines the
        probabilities. Compare the bars for tails: that is where the two coins differ most by ratio.""",
}
TOSSES, SEED = 1000, 2021


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(3.2, 1, 2, sharey=True)
    for ax, distribution, coin in zip(axes, "pq", ("fair", "unfair"), strict=True):
        heads = float(HEADS[coin])
        seen = int(np.count_nonzero(np.random.default_rng([SEED, "pq".index(distribution)]).random(TOSSES) < heads))
        shares, truths = (seen / TOSSES, 1 - seen / TOSSES), (heads, 1 - heads)
        bars(ax, style, distribution, [0, 1], shares, 0.6)
        for x, share, truth in zip((0, 1), shares, truths, strict=True):
            ax.plot([x - 0.4, x + 0.4], [truth, truth], color=style.ink, linewidth=1.6, solid_capstyle="butt")
            y = max(share, truth) + 0.025
            ax.text(x, y, f"{share:.3f}", ha="center", color=getattr(style, f"{distribution}_ink"), fontsize=SMALL)
        ax.set_title(f"${distribution}$: {coin} coin", color=getattr(style, f"{distribution}_ink"), pad=8)
        ax.set_xticks([0, 1], ["heads", "tails"], color=style.ink)
        ax.tick_params(axis="x", length=0)
        ax.set_xlim(-0.6, 1.6)
        ax.set_ylim(0, 1.12)
        ax.set_yticks([0, 0.5, 1])
    axes[0].set_ylabel("share of tosses")
    axes[1].spines["left"].set_visible(False)
    axes[1].tick_params(axis="y", length=0)
    return figure
