"""One Gaussian fitted to two bumps, by each direction of the divergence."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples import two_bumps
from scripts.figures.style import POINTS, Style, curve, panels

META = {
    "alt": """The same density p with two bumps, twice. Above, the single bell q with the least forward
        divergence is wide and spans both bumps and the gap between them. Below, the bell with the least
        reverse divergence sits narrowly on the taller bump and ignores the other.""",
    "caption": """One normal distribution $q$ (dashed) fitted to a distribution $p$ with two bumps. Above, the least
        $\\KL{p}{q}$, [[n:fits.forward.target-to-fit.nats]] nats: $q$ covers all that $p$ does, and the
        gap as well. Below, the least $\\KL{q}{p}$, [[n:fits.reverse.fit-to-target.nats]] nats: $q$ keeps
        to the taller bump, which holds [[n:directions.share]] of the probability. Leaving out the other can't cost
        more than $-\\log [[n:directions.share]]$.""",
}
HEIGHTS = (0.4, 0.62)  # of the panels, in units of density: both have one scale


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    values = two_bumps.numbers()
    figure, axes = panels(4.4, 2, 1, sharex=True, height_ratios=HEIGHTS)
    x = np.linspace(-6.0, 5.5, POINTS)
    rows = (("forward", r"$D(p\,‖\,q)$", "target-to-fit"), ("reverse", r"$D(q\,‖\,p)$", "fit-to-target"))
    for ax, top, (way, formula, divergence) in zip(axes, HEIGHTS, rows, strict=True):
        curve(ax, style, "p", x, np.exp(two_bumps.log_target(x)), fill=True)
        curve(ax, style, "q", x, np.exp(two_bumps.log_normal(x, *two_bumps.fits()[way])))
        size = values[f"fits.{way}.{divergence}.nats"]["text"]
        ax.set_title(f"least {formula} = {size} nats", loc="left", pad=8)
        ax.set_ylim(0, top)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.text(2.75, 0.17, "$p$", color=style.p_ink, fontsize=14)
    axes[0].text(-4.6, 0.1, "$q$", color=style.q_ink, fontsize=14)
    axes[1].text(-3.3, 0.42, "$q$", color=style.q_ink, fontsize=14)
    axes[1].set_xlabel("$x$")
    return figure
