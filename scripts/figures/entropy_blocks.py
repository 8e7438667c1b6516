"""Three animals as blocks: the entropy is the area."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.examples.categorical import P
from scripts.examples.three_animals import ANIMALS
from scripts.figures.blocks import blocks, frame, label, surprises
from scripts.figures.style import Style, panels

META = {
    "alt": """Three blocks side by side for dog, cat and fox. Their widths are the probabilities, a half, three
        tenths and a fifth. Their heights are the surprises: one bit, then about one and three quarters, then
        more than two. The narrower the block, the higher. The areas are about equal.""",
    "caption": """Each block is as wide as its outcome is probable and as high as it is surprising. Its area is
        what the outcome adds to the average: [[n:table.p.paid.dog.bits]], [[n:table.p.paid.cat.bits]] and
        [[n:table.p.paid.fox.bits]] bits. All three areas together are the entropy,
        [[n:table.p.average.bits]] bits.""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    figure, (ax,) = panels(3.8)
    widths = [float(p) for p in P]
    heights = surprises(widths)
    blocks(ax, style, "p", widths, heights)
    frame(ax, max(heights))
    named = [f"{animal}\n{width:g}" for animal, width in zip(ANIMALS, widths, strict=True)]
    label(ax, style, widths, [0.28] * 3, named)
    areas = [f"{width * height:.4f}\nbits" for width, height in zip(widths, heights, strict=True)]
    label(ax, style, widths, [height - 0.28 for height in heights], areas)
    return figure
