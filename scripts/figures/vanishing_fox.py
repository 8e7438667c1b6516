"""The divergence as the stand-in gives the fox less and less."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples import vanishing_fox as example
from scripts.figures.style import DASHES, Style, panels

META = {
    "alt": """Two curves over the probability that q gives to the fox, from a tenth down to a billionth, on a
        logarithmic axis. The solid one, with p first, rises in a straight line for ever. The dashed one, with q first,
        soon levels off at a small value.""",
    "caption": """The fox has probability [[n:animals.fox.p]]; $q$ gives it less and less, to the right. Solid:
        $\\KL{p}{q}$ grows by very nearly [[n:vanishing.step.nats]] nats for each factor of ten, without end. Dashed:
        $\\KL{q}{p}$ levels off at [[n:vanishing.never.reverse.nats]] nats.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.4)
    shares = np.geomspace(0.2, 1e-9, 120)
    ax.plot(shares, [example.forward(float(s)) for s in shares], color=style.p)
    reverse = (1 - shares) * np.log((1 - shares) / 0.8) + shares * np.log(shares / 0.2)
    ax.plot(shares, reverse, color=style.q, linestyle=DASHES)
    ax.set_xscale("log")
    ax.set_xlim(0.25, 8e-10)
    ax.set_ylim(0, 4)
    ax.minorticks_off()
    ax.set_xticks([0.1, 1e-3, 1e-6, 1e-9], ["0.1", "$10^{-3}$", "$10^{-6}$", "$10^{-9}$"])
    ax.set_yticks([0, 1, 2, 3])
    ax.set_xlabel("$q$(fox)")
    ax.set_ylabel("nats")
    ax.text(3e-5, 2.2, r"$D(p\,‖\,q)$", ha="right", color=style.p_ink)
    ax.text(1e-6, 0.4, r"$D(q\,‖\,p)$", ha="center", color=style.q_ink)
    return figure
