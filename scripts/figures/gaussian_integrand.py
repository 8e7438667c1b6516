"""What the divergence of two Gaussians integrates, in both directions."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.examples import gaussians
from scripts.examples.gaussians import P, Pair, Q
from scripts.figures.gaussian_histograms import normal
from scripts.figures.style import POINTS, Style, curve, panels

META = {
    "alt": """Two curves above and below zero. The upper one, p times log of p over q, has a large positive
        area on the left, a small negative one in the middle and a positive one at the right. The lower
        one, q times log of q over p, has one positive bump in the middle between two slight negative
        dips. Each area is labelled with its size.""",
    "caption": """The divergence is the area above the axis less the area below it. Forward:
        [[n:gaussians.forward.area.above.nats:.3f]] less [[n:gaussians.forward.area.below.nats:.3f]] makes
        [[n:gaussians.forward.nats:.3f]] nats, nearly all of it from the left, where $p$ is large and
        $q$ small. Reverse: [[n:gaussians.reverse.area.above.nats:.3f]] less
        [[n:gaussians.reverse.area.below.nats:.3f]] makes [[n:gaussians.reverse.nats:.3f]] nats.""",
}
RANGE = (-2.6, 4.6)
#: Which area, and where its label stands: beside it, not over the hatching.
LABELS = (
    (("forward.area.above", -1.35, 0.8, "right"), ("forward.area.below", 2.85, -0.3, "left")),
    (("reverse.area.above", 2.75, 0.75, "left"), ("reverse.area.below", 0.6, -0.25, "right")),
)


def integrand(x: np.ndarray, p: Pair, q: Pair) -> np.ndarray:
    """Return p log(p/q).

    Args:
        x: where.
        p: the reference.
        q: what stands in for it.

    Returns:
        The integrand of D(p‖q).
    """
    first, second = ((x - float(m)) / float(s) for m, s in (p, q))
    return np.asarray(normal(x, p) * ((second**2 - first**2) / 2 + np.log(float(q[1] / p[1]))))


def _panel(ax: Axes, style: Style, distribution: str, p: Pair, q: Pair) -> None:
    ends = sorted([*gaussians.crossings(p, q), *RANGE])
    x = np.unique(np.concatenate([np.linspace(*RANGE, POINTS - 2), ends[1:-1]]))
    y = integrand(x, p, q)
    colour = getattr(style, distribution)
    for part, hatch in ((np.maximum(y, 0), "///"), (np.minimum(y, 0), "xxx")):
        ax.fill_between(x, part, facecolor="none", edgecolor=colour, hatch=hatch, alpha=0.75, linewidth=0)
    curve(ax, style, distribution, x, y)
    ax.axhline(0, color=style.soft, linewidth=0.9)


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    values = gaussians.numbers()
    figure, axes = panels(6.2, 2, 1, sharex=True, sharey=True)
    _panel(axes[0], style, "p", P, Q)
    _panel(axes[1], style, "q", Q, P)
    for ax, way, distribution, other in zip(axes, ("forward", "reverse"), "pq", "qp", strict=True):
        ink = getattr(style, f"{distribution}_ink")
        above, below = (values[f"gaussians.{way}.area.{side}.nats"]["value"] for side in ("above", "below"))
        total = values[f"gaussians.{way}.nats"]["value"]
        title = rf"${distribution}\,\log({distribution}/{other})$:  {above:.3f} − {below:.3f} = {total:.3f} nats"
        ax.set_title(title, loc="left", color=ink, pad=8)
        ax.set_ylim(-0.5, 1.75)
        ax.set_yticks([0, 0.5, 1, 1.5])
        ax.grid(axis="y")
    axes[1].set_xlabel("$x$")
    for ax, distribution, entries in zip(axes, "pq", LABELS, strict=True):
        for way, x, y, align in entries:
            sign = "+" if way.endswith("above") else "−"
            text = f"{sign}{values[f'gaussians.{way}.nats']['value']:.3f}"
            ax.text(x, y, text, ha=align, va="center", color=getattr(style, f"{distribution}_ink"))
    return figure
