"""The average log-likelihood of ten animals, for models that differ in how probable a dog is."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.likeliest import per_animal
from scripts.figures.style import DASHES, POINTS, Style, panels

META = {
    "alt": """A curve over the model's probability of a dog, from a tenth to nine tenths. It rises to a flat top at one
        half and falls again. A horizontal line touches the top. At seven tenths a double arrow marks how far the curve
        lies below the line.""",
    "caption": """The average log-likelihood of ten animals, five of them dogs, under models that give a dog the
        probability on the axis and share the rest three to two between cat and fox. The top is minus the entropy of
        the data. How far a model lies below it is its divergence from the data.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.5)
    dog = np.linspace(0.1, 0.9, POINTS)
    ax.plot(dog, [per_animal(float(d)) for d in dog], color=style.q, linestyle=DASHES)
    top = per_animal(0.5)
    ax.plot([0.1, 0.9], [top, top], color=style.p, linewidth=1.6)
    ax.plot([0.5], [top], "o", color=style.p, markersize=8)
    ax.annotate("", (0.7, per_animal(0.7)), (0.7, top),
                arrowprops={"arrowstyle": "<->", "color": style.ink, "shrinkA": 0, "shrinkB": 0})  # fmt: skip
    ax.text(0.712, top - 0.045, r"$D(\hat p\,‖\,q)$", ha="left", va="center", color=style.ink)
    ax.text(0.12, top + 0.02, r"$-H(\hat p)$", ha="left", va="bottom", color=style.p_ink)
    ax.text(0.17, -1.5, "models $q$", ha="left", va="center", color=style.q_ink)
    ax.set_ylim(-1.75, -0.9)
    ax.set_xticks([0.1, 0.3, 0.5, 0.7, 0.9])
    ax.set_yticks([-1.6, -1.4, -1.2, -1.0], ["\u22121.6", "\u22121.4", "\u22121.2", "\u22121.0"])
    ax.set_xlabel("$q$(dog)")
    ax.set_ylabel("nats per animal")
    return figure
