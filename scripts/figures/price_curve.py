"""The price of a probability: minus its logarithm, beside what subtracting would ask."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.categorical import P, Q
from scripts.examples.three_animals import ANIMALS
from scripts.figures.blocks import surprises
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """A curve that falls from far up on the left to zero at probability one: the price in bits. A straight
        dotted line below it is the difference from one. Round points mark the price of dog, cat and fox under p,
        square ones under q. Under q the dog costs more than under p, and the cat less.""",
    "caption": """The price of an outcome, minus the binary logarithm of the probability that it was given. Round:
        what $p$ asks. Square: what $q$ asks. For a dog $q$ pays [[n:table.log.dog.bits]] bits more, for a cat
        [[n:table.reverse.log.cat.bits]] bits less. Subtracting (dotted) never asks for more than one.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (ax,) = panels(3.7)
    given = np.linspace(0.1, 1, 120)
    ax.plot(given, -np.log2(given), color=style.soft, linewidth=1.6)
    ax.plot([0, 1], [1, 0], color=style.soft, linewidth=1.4, linestyle=":")
    ours, theirs = ([float(v) for v in shares] for shares in (P, Q))
    for animal, p, own in zip(ANIMALS, ours, surprises(ours), strict=True):
        ax.plot(p, own, "o", color=style.p, markersize=7, markeredgewidth=1.8, zorder=3)
        word = "fox, under both" if animal == "fox" else animal
        ax.text(p + 0.025, own + 0.06, word, ha="left", va="bottom", color=style.p_ink, fontsize=SMALL)
    dog, fox = theirs[0], theirs[2]
    ax.scatter([dog, fox], surprises([dog, fox]), 150, marker="s", facecolors="none", edgecolors=style.q,
               linewidths=1.8, linestyles=[(0, (2.2, 1.1))], zorder=4)  # fmt: skip
    ax.text(dog - 0.03, surprises([dog])[0] - 0.1, "dog and cat\nunder $q$", ha="right", va="top",
            color=style.q_ink, fontsize=SMALL)  # fmt: skip
    ax.text(0.05, 0.62, "subtracting", ha="left", va="top", color=style.soft, fontsize=SMALL)
    ax.set_xlim(0, 1.02)
    ax.set_ylim(0, 3.3)
    ax.set_xticks([0, 0.5, 1])
    ax.set_yticks([0, 1, 2, 3])
    ax.set_xlabel("probability that was given to the outcome")
    ax.set_ylabel("price, bits")
    return figure
