"""How wrong two spellings of the divergence are, over the distance of p and q, in single and double precision."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.examples.near_equal import PRECISIONS, distances, plain, relative_error, steady
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """Two panels, for single and double precision: the relative error of two sums over the distance e, both axes
        logarithmic. The error of the sum of p log(p/q) grows as e falls, until it is above one. That of the sum of
        p (x - log(1 + x)) stays flat at the last digit.""",
    "caption": """Relative error of the divergence of $p$ and $q$, which are $e$ apart. Dots: the sum of $p \\log(p/q)$.
        Line: the sum of terms that are never negative. Above the grey rule no digit is right.""",
}
#: Where the error is nothing, the dot lies at the foot.
FLOOR = 1e-17


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, axes = panels(2.9, 1, 2, sharey=True)
    for ax, (name, kind) in zip(axes, PRECISIONS.items(), strict=True):
        at = distances(name)
        lost, kept = ([max(relative_error(terms, e, kind), FLOOR) for e in at] for terms in (plain, steady))
        ax.axhline(1, color=style.soft, linewidth=1)
        ax.plot(at, lost, linestyle="none", marker="o", markersize=2.6, color=style.ink)
        ax.plot(at, kept, color=style.ink, linewidth=1.4)
        ax.set_xscale("log")
        ax.set_yscale("log")
        ax.set_ylim(FLOOR / 3, 1e4)
        ax.set_yticks([1e-16, 1e-12, 1e-8, 1e-4, 1])
        ax.minorticks_off()
        ax.set_title(f"{name} precision", loc="left", pad=6, fontsize=SMALL)
        ax.set_xlabel("distance $e$")
    axes[0].set_ylabel("relative error")
    return figure
