"""One distribution in two units: the heights change, the shaded areas don't."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.heights import LOCS, SCALE
from scripts.figures.style import POINTS, SMALL, Style, curve, panels

META = {
    "alt": """The same bell curve twice. In metres it is four units high and a few tenths wide; in centimetres it is
        a hundredth of that high and a hundred times as wide. The shaded middle holds the same share of the area in
        both.""",
    "caption": """How tall people are in one town: left in metres, right in centimetres. The height of the curve falls
        by a factor of a hundred, and the width grows by it. The shaded area, the probability of being within one
        standard deviation, is [[n:densities.normal.within-one]] per cent in both.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, axes = panels(3.1, 1, 2)
    for ax, factor, unit in zip(axes, (1, 100), ("metres", "centimetres"), strict=True):
        loc, scale = LOCS[0] * factor, SCALE * factor
        x = np.linspace(loc - 3.3 * scale, loc + 3.3 * scale, POINTS)
        height = np.exp(-(((x - loc) / scale) ** 2) / 2) / (scale * np.sqrt(2 * np.pi))
        curve(ax, style, "p", x, height)
        inside = np.abs(x - loc) <= scale
        ax.fill_between(x[inside], height[inside], color=style.p, alpha=0.25, linewidth=0)
        ax.text(loc, height.max() * 0.4, "area\n68 %", ha="center", va="center", color=style.p_ink, fontsize=SMALL)
        ax.set_ylim(0, height.max() * 1.12)
        ax.set_xticks([loc - 2 * scale, loc, loc + 2 * scale])
        ax.set_xticklabels([f"{v:.1f}" if factor == 1 else f"{v:.0f}" for v in ax.get_xticks()])
        top = 4 / factor
        ax.set_yticks([0, top / 2, top], ["0", f"{top / 2:g}", f"{top:g}"])
        ax.set_xlabel(unit)
        ax.set_title(f"per {unit.removesuffix('s')}", loc="left", pad=8)
    axes[0].set_ylabel("density")
    return figure
