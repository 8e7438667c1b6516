"""What histograms make of two samples, for more and more bins."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.examples.counted import BINS, from_histograms
from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """Two curves over the number of bins, from two to over a hundred. The upper one, for samples whose means are
        one apart, starts well below the true value, a horizontal line at one half, and climbs to it. The lower one, for
        samples of the same distribution, starts near zero and climbs away from it.""",
    "caption": """Estimates from histograms of two samples of [[n:counted.draws]] each, half an observation added to
        each bin, averaged over [[n:counted.runs]] repetitions. Solid: means one apart, where the truth is
        [[n:counted.apart.truth.nats]] nats. Few bins lose some of it. Dashed: both samples from one distribution,
        where the truth is zero. Many bins invent a difference.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.5)
    for apart, colour, line in ((True, style.p, "-"), (False, style.q, DASHES)):
        ax.plot(BINS, [from_histograms(b, apart) for b in BINS], color=colour, linestyle=line, marker="o", markersize=5)
    ax.axhline(0.5, color=style.soft, linewidth=1)
    ax.axhline(0, color=style.soft, linewidth=1)
    ax.set_xscale("log")
    ax.minorticks_off()
    ax.set_xticks(BINS, [str(b) for b in BINS])
    ax.set_yticks([0, 0.25, 0.5], ["0", "0.25", "0.5"])
    ax.set_ylim(-0.03, 0.62)
    ax.set_xlabel("bins")
    ax.set_ylabel("average estimate, nats")
    ax.text(5, 0.36, "means one apart", ha="left", color=style.p_ink)
    ax.text(12, 0.16, "same distribution", ha="right", color=style.q_ink)
    return figure
