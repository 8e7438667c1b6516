"""Three coins as the corners of a triangle whose direct side is longer than the two others together."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.examples.detours import numbers
from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """Three points: the fair coin on the left, the very unfair one on the right, a third coin above between
        them. A dashed arrow goes straight from fair to unfair. Two solid arrows go over the third coin. Each arrow
        carries its divergence; the two solid ones together carry less than half of the dashed one.""",
    "caption": """From the fair coin to the unfair one, straight and by a third coin. Each arrow carries the divergence
        from its start to its end, in nats. The detour costs [[n:distance.detour.nats]], the straight way
        [[n:distance.fair-to-unfair.nats]]. No three towns on a map lie so: the picture can't be drawn to scale.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    sizes = {name: entry["text"] for name, entry in numbers().items() if name.endswith(".nats")}
    figure, (ax,) = panels(3.2)
    fair, third, unfair = (0.0, 0.0), (0.5, 0.78), (1.0, 0.0)
    for start, end, colour, line in (
        (fair, third, style.p, "-"), (third, unfair, style.p, "-"), (fair, unfair, style.q, DASHES),
    ):  # fmt: skip
        gap = 0.09
        (x0, y0), (x1, y1) = start, end
        ax.plot(
            [x0 + gap * (x1 - x0), x1 - gap * (x1 - x0)], [y0 + gap * (y1 - y0), y1 - gap * (y1 - y0)],
            color=colour, linestyle=line, linewidth=2.4,
        )  # fmt: skip
        ax.annotate("", (x1 - 0.05 * (x1 - x0), y1 - 0.05 * (y1 - y0)), (x1 - gap * (x1 - x0), y1 - gap * (y1 - y0)),
                    arrowprops={"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16,
                                "linestyle": (0, (99, 1)) if line == "-" else DASHES, "linewidth": 0})  # fmt: skip
    for (x, y), name, heads in ((fair, "fair", "0.5"), (third, "third", "0.9"), (unfair, "unfair", "0.99")):
        ax.plot([x], [y], "o", color=style.ink, markersize=7)
        offset = 0.1 if name == "third" else -0.12
        ax.text(x, y + offset, f"{name}: heads {heads}", ha="center", va="center", color=style.ink)
    ax.text(0.2, 0.46, sizes["distance.fair-to-biased.nats"], ha="right", va="center", color=style.p_ink)
    ax.text(0.8, 0.46, sizes["distance.biased-to-unfair.nats"], ha="left", va="center", color=style.p_ink)
    ax.text(0.5, 0.06, sizes["distance.fair-to-unfair.nats"], ha="center", va="bottom", color=style.q_ink)
    ax.set_xlim(-0.25, 1.25)
    ax.set_ylim(-0.28, 1.02)
    ax.axis("off")
    return figure
