"""A joint distribution as areas of a square, beside what independence would give."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.examples.joint_sounds import ANIMALS, BARKS, marginals
from scripts.figures.style import SMALL, Style, panels

META = {
    "alt": """Two squares, each split into a left half for barking and a right half for quiet. On the left the halves
        are split differently: barking is mostly dog and no cat, quiet is mostly cat. On the right both halves are split
        alike, half dog, less cat, least fox.""",
    "caption": """Left, the joint distribution $p(x, y)$ of animal and sound: each area is a probability. Right, the
        product of the marginals: the same shares of animals whatever the sound. Mutual information is the divergence
        from the left square to the right one, [[n:joint.barks.bits]] bits.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    rows, columns = ([float(v) for v in part] for part in marginals(BARKS))
    joint = [[float(v) for v in row] for row in BARKS]
    product = [[a * b for b in columns] for a in rows]
    figure, axes = panels(3.5, 1, 2)
    for ax, table, whose, title in zip(axes, (joint, product), "pq", ("what happens", "if independent"), strict=True):
        colour, ink = getattr(style, whose), getattr(style, f"{whose}_ink")
        left = 0.0
        for k, width in enumerate(columns):
            top = 1.0
            for animal, row in zip(ANIMALS, table, strict=True):
                height = row[k] / width
                if not height:
                    continue
                top -= height
                line = "-" if whose == "p" else (0, (3.5, 1.8))
                shade = {"dog": 0.32, "cat": 0.06, "fox": 0.18}[animal]
                ax.add_patch(Rectangle((left, top), width, height, facecolor=colour, alpha=shade, linewidth=0))
                ax.add_patch(Rectangle((left, top), width, height, facecolor="none", edgecolor=colour, linewidth=1.8,
                                       linestyle=line))  # fmt: skip
                ax.text(left + width / 2, top + height / 2, f"{animal}, {row[k]:g}", ha="center", va="center",
                        color=ink, fontsize=SMALL)  # fmt: skip
            left += width
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(-0.02, 1.02)
        ax.set_xticks([columns[0] / 2, columns[0] + columns[1] / 2], ["bark", "quiet"], color=style.ink)
        ax.set_yticks([])
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_title(title, color=ink, pad=6)
    return figure
