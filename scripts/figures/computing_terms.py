"""The table of three animals as blocks: as wide as p, as high as the logarithm of p/q."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from scripts.examples.categorical import P, Q
from scripts.examples.three_animals import ANIMALS
from scripts.figures.blocks import area, spans
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """Three blocks side by side on a line at zero, as wide as the probabilities of dog, cat and fox. The
        dog's block stands above the line, the cat's hangs below it and is a little longer but narrower. The fox
        has no block: it lies on the line.""",
    "caption": """The table as a picture. Each block is as wide as $p$ and as high as $\\log(p/q)$; its area is the
        last column. The dog's block adds [[n:table.term.dog.nats]] nats, the cat's takes away
        [[n:table.cat.lost.nats]]. The difference of the two areas is the divergence,
        [[n:categorical.example.nats]] nats.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (ax,) = panels(3.6)
    widths, others = ([float(v) for v in shares] for shares in (P, Q))
    for animal, (left, width), other in zip(ANIMALS, spans(widths), others, strict=True):
        height = math.log(width / other)
        middle = left + width / 2
        if height > 0:
            area(ax, style, "p", (left, 0), (width, height))
        elif height < 0:
            area(ax, style, "q", (left, height), (width, -height))
        ink = style.p_ink if height > 0 else style.q_ink if height < 0 else style.ink
        term = f"{width * height:+.4f}".replace("-", "−") if height else "0"
        ax.text(middle, height / 2 if height else 0.03, term, ha="center", va="center", color=ink)
        outside = -0.035 if height > 0 else 0.035 if height < 0 else -0.035
        ax.text(middle, outside, f"{animal}, {width:g}", ha="center", va="center", color=style.ink, fontsize=SMALL)
    ax.axhline(0, color=style.soft, linewidth=1)
    ax.set_xlim(-0.01, 1.01)
    ax.set_ylim(-0.33, 0.29)
    ax.set_xticks([0, 1])
    ax.set_yticks([-0.2, 0, 0.2])
    ax.set_xlabel("probability under $p$", labelpad=-6)
    ax.set_ylabel("log of $p/q$, nats")
    return figure
