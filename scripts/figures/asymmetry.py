"""The two directions between coins, as one coin is held fixed and the other turned."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.examples.covering import FIXED_COIN
from scripts.figures.style import DASHES, POINTS, Style, panels

META = {
    "alt": """Two curves over the second coin's probability of heads, from zero to one, with the first coin
        fixed at four fifths. The solid one, with the fixed coin first, rises without bound at both ends. The
        dashed one, with it second, stays finite. Both touch zero where the coins agree.""",
    "caption": """A fixed coin $p$, heads with probability [[n:directions.fixed-coin]], and a coin $q$ that is turned
        from never heads to always heads. Solid:
        $\\KL{p}{q}$, infinite at both ends. Dashed: $\\KL{q}{p}$, finite everywhere. Near the place where they
        agree the two curves are nearly one.""",
}
HEADS = FIXED_COIN


def draw(style: Style) -> Figure:
    """Draw the figure."""
    figure, (ax,) = panels(3.4)
    q = np.sin(np.linspace(1e-5, np.pi / 2 - 1e-5, POINTS)) ** 2  # dense at both ends
    forward = HEADS * np.log(HEADS / q) + (1 - HEADS) * np.log((1 - HEADS) / (1 - q))
    reverse = q * np.log(q / HEADS) + (1 - q) * np.log((1 - q) / (1 - HEADS))
    ax.plot(q, forward, color=style.p)
    ax.plot(q, reverse, color=style.q, linestyle=DASHES)
    ax.set_ylim(0, 2.2)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, HEADS, 1], ["0", "0.5", "0.8", "1"])
    ax.set_yticks([0, 1, 2])
    ax.set_xlabel("$q$: probability of heads")
    ax.set_ylabel("nats")
    ax.text(0.2, 1.2, r"$D(p\,‖\,q)$", color=style.p_ink)
    ax.text(0.06, 0.75, r"$D(q\,‖\,p)$", color=style.q_ink)
    return figure
