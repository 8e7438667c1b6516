"""Ten pictures: the two likelihoods sink out of sight, their logarithms go straight on."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.categorical import P, Q
from scripts.examples.ten_pictures import ORDER
from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """Two panels against the number of pictures, from none to ten. On the left two likelihoods fall from one
        so fast that after four pictures both lie on the axis. On the right their logarithms fall evenly, almost
        side by side, and the solid line of p ends a little above the dashed line of q.""",
    "caption": """The probability that $p$ (solid) and $q$ (dashed) gave to the pictures so far. Left: the products.
        Nobody can read off which of the two is larger in the end. Right: their natural logarithms. In the end
        $p$ is [[n:pictures.gap.nats]] nats ahead.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (left, right) = panels(3.3, 1, 2)
    seen = np.arange(len(ORDER) + 1)
    for distribution, shares, line in (("p", P, "-"), ("q", Q, DASHES)):
        given = np.array([float(shares[k]) for k in ORDER])
        logs = np.concatenate([[0.0], np.cumsum(np.log(given))])
        colour = getattr(style, distribution)
        left.plot(seen, np.exp(logs), color=colour, linestyle=line)
        right.plot(seen, logs, color=colour, linestyle=line)
        ink = getattr(style, f"{distribution}_ink")
        shift = 0.9 if distribution == "p" else -0.9
        right.text(7.2, logs[7] + shift * 1.4, f"${distribution}$", ha="center", va="center", color=ink)
    for ax in (left, right):
        ax.set_xticks([0, 5, 10])
        ax.set_xlabel("pictures")
        ax.set_xlim(-0.2, 10.3)
    left.set_title("product", pad=8)
    left.set_yticks([0, 0.5, 1])
    left.set_ylim(-0.02, 1.03)
    right.set_title("logarithm, nats", pad=8)
    right.set_yticks([0, -5, -10], ["0", "−5", "−10"])
    return figure
