"""Cats and dogs: reality beside what three networks say."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.examples import cats_and_dogs
from scripts.figures.style import SMALL, Style, bars, panels

META = {
    "alt": """Three pairs of bar charts compare reality p, which says dog with certainty, with a network's
        answer q. The decent network puts most on dog, the adversarial one most on cat, the perfect one
        everything on dog. Under each stands the divergence in bits: smallest for the perfect network,
        largest for the adversarial one.""",
    "caption": """Reality $p$ (blue, filled) beside the answer $q$ (vermillion, hatched). Only the dog's bars
        matter: the divergence is [[n:cats-dogs.decent.bits]], [[n:cats-dogs.adversarial.bits]] and
        [[n:cats-dogs.perfect.bits]] bits, and it grows as $q(\\text{dog})$ shrinks.""",
}
CASES = ("decent", "adversarial", "perfect")
BAR = 0.38


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    values = cats_and_dogs.numbers()
    figure, axes = panels(3.1, 1, 3, sharey=True)
    for ax, case in zip(axes, CASES, strict=True):
        for distribution, shift, ink in (("p", -BAR / 2 - 0.02, style.p_ink), ("q", BAR / 2 + 0.02, style.q_ink)):
            prefix = "cats-dogs.p" if distribution == "p" else f"cats-dogs.{case}.q"
            entries = [values[f"{prefix}.{animal}"] for animal in ("dog", "cat")]
            places = [k + shift for k in range(2)]
            bars(ax, style, distribution, places, [entry["value"] for entry in entries], BAR)
            for x, entry in zip(places, entries, strict=True):
                y = entry["value"] + 0.03
                ax.text(x, y, entry["text"], ha="center", va="bottom", color=ink, fontsize=SMALL)
                ax.text(x, y + 0.14, f"${distribution}$", ha="center", va="bottom", color=ink)
        ax.set_title(case, pad=8)
        ax.set_xticks([0, 1], ["dog", "cat"], color=style.ink)
        ax.tick_params(length=0)
        ax.set_xlim(-0.6, 1.6)
        ax.set_ylim(0, 1.36)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        unit = "bits"
        ax.set_xlabel(f"{values[f'cats-dogs.{case}.bits']['text']} {unit}", labelpad=7)
    return figure
