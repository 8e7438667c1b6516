"""The measured errors of this package and of others: over the distance of p and q, and over the size of a parameter."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from kldiv.distributions import DISTRIBUTIONS
from scripts.figures.style import SMALL, Style, panels

RECORD = Path(__file__).resolve().parents[2] / "docs" / "data" / "accuracy-curves.json"
#: How the lines of each library look, and what it is called.
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "kldiv": ("this package", {"linestyle": "-", "linewidth": 1.8}),
    "torch": ("PyTorch", {"linestyle": (0, (1, 1.6)), "linewidth": 1.6}),
    "tensorflow_probability": ("TensorFlow Probability", {"linestyle": (0, (5, 2, 1, 2)), "linewidth": 1.2}),
    "scipy": ("SciPy", {"linestyle": (0, (5, 2)), "linewidth": 1.0}),
}
#: An error of nothing is drawn at the foot, one without bounds at the top.
FLOOR, TOP = 1e-17, 1e5


@cache
def record() -> dict[str, Any]:
    """Read what was measured."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def drawn(style: Style, which: str, label: str) -> Figure:
    """Draw one panel for each family.

    Args:
        style: the scheme.
        which: "near" or "extreme".
        label: the name of the horizontal axis; "{}" stands for the parameter.

    Returns:
        The figure.
    """
    figure, axes = panels(4.6, 2, 3, sharey=True)
    for ax, (slug, libraries) in zip(axes, record()["curves"][which].items(), strict=True):
        ax.axhline(1, color=style.rule, linewidth=1)
        for library, (name, look) in LOOKS.items():
            if library in libraries:
                places, errors = zip(*libraries[library], strict=True)
                held = [min(max(error, FLOOR), TOP) for error in errors]
                ax.plot(places, held, color=style.ink, label=name, **look)
        ax.set_xscale("log")
        ax.set_yscale("log")
        ax.set_ylim(FLOOR / 4, TOP * 4)
        ax.set_yticks([1e-16, 1e-8, 1])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.yaxis.set_minor_locator(NullLocator())
        at = [place for place, _ in libraries["kldiv"]]
        powers = sorted({round(math.log10(place)) for place in (at[0], at[len(at) // 2], at[-1])})
        ax.set_xticks([10.0**power for power in powers])
        ax.set_title(DISTRIBUTIONS[slug].title, loc="left", pad=5, fontsize=SMALL)
        ax.set_xlabel(label.format(record()["driven"][slug]), fontsize=SMALL)
    for ax in axes[::3]:
        ax.set_ylabel("relative error")
    named = {name: line for ax in axes for line, name in zip(*ax.get_legend_handles_labels(), strict=True)}
    figure.legend(named.values(), named.keys(), loc="outside lower center", ncols=2, frameon=False, fontsize=SMALL)
    return figure
