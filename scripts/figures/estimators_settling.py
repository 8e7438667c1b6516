"""Averages of k1, k2 and k3 as draws come, with the band that the derived variance allows."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.estimators_settling import KINDS, moments, values
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """Three panels, for k1, k2 and k3, over the number of draws. In each a jagged line wanders along a grey
        band that narrows to the right. Those of k1 and k3 close around a dotted line at the divergence, that of k2
        around a value a little above it.""",
    "caption": """Averages over more and more draws from $p$, where $p$ and $q$ are normal distributions of scale one,
        [[n:settling.distance]] apart. Grey: the derived mean, give or take two standard deviations. Dotted: the
        divergence, [[n:settling.k1.mean.nats]] nats. The second estimator settles at
        [[n:settling.k2.mean.nats]].""",
}
SEED, FIRST, LAST, LINES = 3, 10, 10_000, 200


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(2.7, 1, 3, sharey=True)
    draws = np.random.default_rng(SEED).standard_normal(LAST)
    counts = np.unique(np.geomspace(FIRST, LAST, LINES).astype(int))
    derived = moments()
    truth = derived["k1"][0]
    for ax, name in zip(axes, KINDS, strict=True):
        mean, deviation = derived[name]
        half = 2 * deviation / np.sqrt(counts)
        ax.fill_between(counts, mean - half, mean + half, color=style.ink, alpha=0.13, linewidth=0)
        ax.axhline(truth, color=style.soft, linestyle=":", linewidth=1.2)
        running = np.cumsum(values(draws)[name])[counts - 1] / counts
        ax.plot(counts, running, color=style.ink, linewidth=1.3)
        ax.set_xscale("log")
        ax.set_xlim(FIRST, LAST)
        ax.set_ylim(-0.2, 1.5)
        ax.set_yticks([0, 0.5, 1])
        ax.set_xticks([100, 1000], ["100", "1000"], fontsize=SMALL)
        ax.set_title(f"$k_{name[1]}$", loc="left", pad=6)
    axes[1].set_xlabel("draws")
    axes[0].set_ylabel("average, nats")
    return figure
