"""Evidence adds up: ten pictures as steps, up for each dog, down for each cat."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.categorical import P, Q
from scripts.examples.ten_pictures import ORDER
from scripts.examples.three_animals import ANIMALS
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """A staircase over ten pictures, whose names stand below: dog, cat, dog, fox, dog, dog, cat, fox, cat, dog.
        Each dog raises the line, each cat lowers it by a little more, each fox leaves it. It ends above zero, at
        the dotted line of the favour for p.""",
    "caption": """The evidence for $p$ and against $q$, picture by picture, in bits. A dog adds
        [[n:table.log.dog.bits]], a cat takes away [[n:table.reverse.log.cat.bits]], a fox says nothing. After
        all ten it stands at [[n:pictures.gap.bits]] bits.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (ax,) = panels(3.5)
    logs = [np.log2(float(p) / float(q)) for p, q in zip(P, Q, strict=True)]
    total = np.cumsum([logs[k] for k in ORDER])
    places = np.arange(len(ORDER) + 1)
    ax.axhline(0, color=style.soft, linewidth=1)
    ax.step(places, [0.0, *total], where="pre", color=style.p)
    for number, k in enumerate(ORDER):
        ax.text(number + 0.5, -0.62, ANIMALS[k], ha="center", va="center", color=style.ink, fontsize=SMALL, rotation=90)
    ax.text(10.1, total[-1], f"{total[-1]:.4f}", ha="left", va="center", color=style.p_ink)
    ax.text(0.1, 1.02, "for $p$", ha="left", va="top", color=style.p_ink)
    ax.text(0.1, -0.42, "for $q$", ha="left", va="bottom", color=style.q_ink)
    ax.set_xlim(0, 11.6)
    ax.set_ylim(-0.85, 1.05)
    ax.set_xticks([])
    ax.set_yticks([0, 0.5, 1])
    ax.spines["bottom"].set_visible(False)
    ax.set_ylabel("evidence, bits")
    return figure
