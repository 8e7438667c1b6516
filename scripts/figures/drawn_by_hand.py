"""What a tenth of a nat looks like, and one, and two: three q's beside the same p."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.drawn_by_hand import SHOWN, P, aimed
from scripts.figures.style import Style, bars, panels

META = {
    "alt": """Three panels with the same five bars of p, highest in the middle. Beside them bars of q: in the first
        nearly as high, in the second leaning to the right, in the third nearly all at the right.""",
    "caption": """Three $q$ beside the same $p$. From left to right $\\KL{p}{q}$ is [[n:drawn.1.nats]],
        [[n:drawn.2.nats]] and [[n:drawn.3.nats]] nats.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(2.4, 1, len(SHOWN), sharey=True)
    places = np.arange(len(P))
    for ax, target in zip(axes, SHOWN, strict=True):
        bars(ax, style, "p", places - 0.2, [float(v) for v in P], 0.36)
        bars(ax, style, "q", places + 0.2, aimed(target), 0.36)
        ax.set_title(f"{target:g} nats", loc="left", pad=6)
        ax.set_xticks([])
    axes[0].set_yticks([0, 0.5])
    axes[0].set_ylabel("probability")
    return figure
