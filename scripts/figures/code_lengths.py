"""Code words as rectangles: width is probability, height is length."""

from __future__ import annotations

from fractions import Fraction

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.examples.codes import NAMES, P, Q, lengths
from scripts.figures.style import DASHES, SMALL, Style, panels

META = {
    "alt": """Four blocks side by side, as wide as the symbols are probable and as high as their code words
        are long: one, two, three and three bits. A dashed line at two bits is the code for equal
        probabilities. It exceeds the first block and stays below the last two.""",
    "caption": """Each block is as wide as its symbol is probable under $p$ and as high as its code word is
        long. The dashed line is the code made for $q$, two bits for every symbol. It wastes the hatched
        area on the first symbol and saves the crossed ones on the last two. Waste less savings is
        $\\KL{p}{q}$, [[n:code.extra.bits]] bits a symbol.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (ax,) = panels(4.0)
    left = 0.0
    for name, p, own, other in zip(NAMES, P, lengths(P), lengths(Q), strict=True):
        width = float(p)
        ax.add_patch(Rectangle((left, 0), width, own, facecolor=(0, 0, 0, 0), edgecolor=style.p, linewidth=1.8))
        ax.add_patch(Rectangle((left, 0), width, own, facecolor=style.p, alpha=0.16, linewidth=0))
        middle, difference = left + width / 2, width * (other - own)
        if difference:
            low, high = sorted((own, other))
            ax.add_patch(Rectangle((left, low), width, high - low, facecolor="none", linewidth=0,
                                   edgecolor=style.q if difference > 0 else style.p,
                                   hatch="//" if difference > 0 else "xx", alpha=0.85))  # fmt: skip
            sign, size = "+" if difference > 0 else "−", Fraction(abs(difference))
            ink = style.q_ink if difference > 0 else style.p_ink
            ax.text(
                middle if own > other else 0.1,
                high + 0.08,
                f"{sign}{size}",
                ha="center",
                va="bottom",
                color=ink,
            )
        ax.text(middle, 0.42, name, ha="center", va="center", fontsize=14, color=style.p_ink)
        ax.text(middle, 0.15, str(p), ha="center", va="center", fontsize=SMALL, color=style.p_ink)
        left += width
    ax.plot([0, 1], [2, 2], color=style.q, linestyle=DASHES, linewidth=2.2)
    ax.set_xlim(-0.01, 1.01)
    ax.set_ylim(0, 3.5)
    ax.set_yticks([0, 1, 2, 3])
    ax.set_ylabel("length of the code word, bits")
    ax.text(0.25, 0.84, "code made for $p$", ha="center", va="center", color=style.p_ink)
    ax.text(0.74, 2.1, "code made for $q$", ha="right", va="bottom", color=style.q_ink)
    ax.set_xticks([0, 1])
    ax.set_xlabel("probability under $p$")
    return figure
