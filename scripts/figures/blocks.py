"""Outcomes as blocks: as wide as probable, as high as surprising; an area is what the outcome adds to the average.

The picture is Christopher Olah's ("Visual Information Theory", 2015). With the widths and the heights of one
distribution the areas add up to its entropy; with the heights of another, to the cross-entropy; what lies between the
two heights adds up to the divergence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from scripts.figures.style import SMALL, Style

ROOM = 1.14  # of the highest block: what stands above it needs place
_DASHES = (0, (3.5, 1.8))


def surprises(probabilities: Sequence[float]) -> list[float]:
    """Return the surprise of each outcome in bits, which is the height of its block.

    Args:
        probabilities: of the outcomes, none of them zero.

    Returns:
        Minus the binary logarithm of each.

    Example:
        >>> surprises([0.5, 0.25, 0.25])
        [1.0, 2.0, 2.0]
    """
    return [-math.log2(p) for p in probabilities]


def spans(widths: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Lay blocks side by side.

    Args:
        widths: of the blocks.

    Yields:
        Where each begins, and its width.

    Example:
        >>> list(spans([0.5, 0.25, 0.25]))
        [(0.0, 0.5), (0.5, 0.25), (0.75, 0.25)]
    """
    left = 0.0
    for width in widths:
        yield left, width
        left += width


def area(
    ax: Axes, style: Style, distribution: str, corner: tuple[float, float], size: tuple[float, float], hatch: str = ""
) -> None:
    """Draw one area that belongs to p (solid edge) or to q (dashed edge).

    Args:
        ax: where.
        style: the scheme.
        distribution: "p" or "q".
        corner: its lower left corner.
        size: its width and height.
        hatch: what it is hatched with; nothing where words are to be read in it.
    """
    colour = getattr(style, distribution)
    ax.add_patch(Rectangle(corner, *size, facecolor=colour, alpha=0.16, linewidth=0))
    # A layer of its own: SVG has one opacity for an edge, a hatch and the colour beneath them.
    line = "-" if distribution == "p" else _DASHES
    ax.add_patch(
        Rectangle(corner, *size, facecolor="none", edgecolor=colour, linewidth=1.8, linestyle=line, hatch=hatch)
    )


def blocks(ax: Axes, style: Style, distribution: str, widths: Sequence[float], heights: Sequence[float]) -> None:
    """Draw a row of blocks whose heights belong to p or to q; the widths are always those of what happens, p.

    Args:
        ax: where.
        style: the scheme.
        distribution: whose heights they are, "p" or "q".
        widths: the probabilities under p.
        heights: the surprises.
    """
    for (left, width), height in zip(spans(widths), heights, strict=True):
        area(ax, style, distribution, (left, 0), (width, height))


def differences(
    ax: Axes, style: Style, widths: Sequence[float], own: Sequence[float], other: Sequence[float]
) -> list[float]:
    """Draw what lies between p's heights and q's: hatched where q's is the higher, crossed where it is the lower.

    Args:
        ax: where.
        style: the scheme.
        widths: the probabilities under p.
        own: the surprises under p.
        other: the surprises under q.

    Returns:
        The areas with their signs; they add up to D(p‖q) in bits.
    """
    for (left, width), low, high in zip(spans(widths), own, other, strict=True):
        if high != low:
            whose, hatch = ("q", "//") if high > low else ("p", "xx")
            area(ax, style, whose, (left, min(low, high)), (width, abs(high - low)), hatch)
    return [width * (high - low) for width, low, high in zip(widths, own, other, strict=True)]


def label(
    ax: Axes, style: Style, widths: Sequence[float], heights: Sequence[float], texts: Sequence[str], ink: str = "p_ink"
) -> None:
    """Write a few words into each block, or above it at the height that is given.

    Args:
        ax: where.
        style: the scheme.
        widths: the probabilities under p.
        heights: where the middle of each text is.
        texts: the words; empty ones are left out.
        ink: the colour, by its name in the style.
    """
    for (left, width), height, text in zip(spans(widths), heights, texts, strict=True):
        if text:
            colour = getattr(style, ink)
            ax.text(left + width / 2, height, text, ha="center", va="center", color=colour, fontsize=SMALL)


def frame(ax: Axes, top: float, below: str = "probability under $p$", beside: str = "surprise, bits") -> None:
    """Set up the axes: the widths from zero to one, the heights in bits.

    Args:
        ax: where.
        top: the highest block.
        below: what the widths are.
        beside: what the heights are; empty beside a neighbour that says it.
    """
    ax.set_xlim(-0.01, 1.01)
    ax.set_ylim(0, top * ROOM)
    ax.set_xticks([0, 1])
    ax.set_yticks(range(math.floor(top) + 1))
    ax.set_xlabel(below, labelpad=-6)
    ax.set_ylabel(beside)
