"""The evidence of many pictures: it climbs where p produces them, and falls where q does."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.categorical import P, Q, divergence
from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """Total evidence against the number of pictures, up to six hundred. A ragged solid line, of pictures drawn
        from p, climbs along a straight thin line; a ragged dashed one, of pictures drawn from q, falls along
        another.""",
    "caption": """The total evidence for $p$ and against $q$ in two runs of pictures: one drawn from $p$ (solid), one
        from $q$ (dashed). The thin lines are the expected totals. The upper one climbs by
        [[n:categorical.example.nats]] nats a picture, the lower one falls by
        [[n:categorical.example.reverse.nats]].""",
}
PICTURES, EVERY, SEED = 600, 4, 2021


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (ax,) = panels(3.6)
    shares = {"p": P, "q": Q}
    evidence = np.log([float(p) / float(q) for p, q in zip(P, Q, strict=True)])
    slopes = {"p": divergence(P, Q), "q": -divergence(Q, P)}
    shown = np.arange(0, PICTURES + 1, EVERY)
    ax.axhline(0, color=style.soft, linewidth=1)
    for distribution, line in (("p", "-"), ("q", DASHES)):
        rng = np.random.default_rng([SEED, "pq".index(distribution)])
        edges = np.cumsum([float(share) for share in shares[distribution]])
        drawn = np.searchsorted(edges, rng.random(PICTURES), side="right").clip(max=2)
        total = np.concatenate([[0.0], np.cumsum(evidence[drawn])])
        colour, ink = getattr(style, distribution), getattr(style, f"{distribution}_ink")
        ax.plot(shown, total[shown], color=colour, linestyle=line, linewidth=1.6)
        ax.plot([0, PICTURES], [0, PICTURES * slopes[distribution]], color=style.ink, linewidth=1)
        up = distribution == "p"
        ax.text(150, 11.5 if up else -11.5, f"pictures from ${distribution}$", ha="center", va="center", color=ink)
    ax.set_xlim(0, PICTURES + 5)
    ax.set_xticks([0, 200, 400, 600])
    ax.set_yticks([-10, 0, 10], ["−10", "0", "10"])
    ax.set_xlabel("pictures")
    ax.set_ylabel("total evidence, nats")
    return figure
