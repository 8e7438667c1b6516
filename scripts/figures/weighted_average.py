"""An expectation is where the beam balances: the evidence of three animals, with p's weights and with equal ones."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from scripts.examples.categorical import P, Q
from scripts.examples.three_animals import ANIMALS
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """Two beams along a scale of evidence, with weights at the cat's value on the left, the fox's at zero and
        the dog's on the right. With equal weights the support under the beam is left of zero. With p's weights,
        the dog's the heaviest, it is right of zero.""",
    "caption": """The evidence of each animal as a place on a beam, its weight as a disc. The support stands where the
        beam balances: that is the average. Equal weights balance at [[n:table.plain-average.nats]] nats, in favour of
        $q$; the weights of $p$ at [[n:categorical.example.nats]], in favour of $p$.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(4.3, 2, 1, sharex=True)
    places = [math.log(float(p) / float(q)) for p, q in zip(P, Q, strict=True)]
    cases = (("equal weights", [1 / 3] * 3, style.soft), ("weights of $p$", [float(p) for p in P], style.p))
    for ax, (title, weights, colour) in zip(axes, cases, strict=True):
        middle = sum(w * x for w, x in zip(weights, places, strict=True))
        ax.plot([-0.33, 0.27], [0, 0], color=style.ink, linewidth=1.6, solid_capstyle="butt")
        ax.plot([0, 0], [-0.28, 0.0], color=style.soft, linewidth=1, linestyle=":")
        for animal, weight, x in zip(ANIMALS, weights, places, strict=True):
            size = 68 * math.sqrt(weight)  # so that the area is the weight
            ax.plot(x, 0.5, "o", color=colour, markersize=size, alpha=0.2, markeredgewidth=0)
            ax.plot(x, 0.5, "o", markerfacecolor="none", markeredgecolor=colour, markersize=size, markeredgewidth=1.8)
            shown = f"{weight:.1f}" if weights[0] == 0.5 else "⅓"
            ax.text(x, 0.5, f"{animal}\n{shown}", ha="center", va="center", fontsize=SMALL, color=style.ink)
        ax.plot(middle, -0.16, "^", color=colour, markersize=13)
        ax.text(middle + (0.022 if middle > 0 else -0.022), -0.2, f"{middle:.4f}".replace("-", "−"),
                ha="left" if middle > 0 else "right", va="center", color=style.ink)  # fmt: skip
        ax.set_title(title, pad=4)
        ax.set_ylim(-0.34, 1.12)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
    axes[0].spines["bottom"].set_visible(False)
    axes[0].tick_params(axis="x", length=0, labelbottom=False)
    axes[1].set_xlim(-0.36, 0.32)
    axes[1].set_xticks([-0.2, 0, 0.2], ["−0.2", "0", "0.2"])
    axes[1].set_xlabel("evidence for $p$ and against $q$, nats")
    return figure
