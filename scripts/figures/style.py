"""One visual language for every figure: p is blue and solid, q is vermillion and dashed, in two schemes.

Sizes are chosen for a phone: a figure is WIDTH inches wide, so that its smallest letters are still some ten
pixels high where the whole figure is shrunk to a screen of 390 pixels.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from scripts.figures.paths import inked, lighter, numbered
from scripts.figures.typefaces import families

WIDTH = 5.4  # inches: 518 pixels where there is room
TEXT = 12.5  # points
SMALL = 12.0  # points: nothing is smaller
POINTS = 200  # on a curve, at most
DASHES = (0, (5, 2))


@dataclass(frozen=True)
class Style:
    """The colours of one scheme. The two distributions have the same hues in both, lighter ones on a dark page.

    Attributes:
        scheme: "light" or "dark".
        paper: the page's own background; the figure's is transparent.
        ink: text and axes.
        soft: text of less weight, and ticks.
        rule: gridlines, which carry no meaning.
        p_ink: text about p; lighter or darker than p's curve, to be legible.
        q_ink: text about q.
        p: the colour of the reference distribution.
        q: the colour of what stands in for it.
    """

    scheme: str
    paper: str
    ink: str
    soft: str
    rule: str
    p_ink: str
    q_ink: str
    p: str = "#0072B2"
    q: str = "#D55E00"

    def rc(self) -> dict[str, Any]:
        """Return Matplotlib's settings for a figure of this scheme.

        Returns:
            The settings; all else is Matplotlib's default.
        """
        return {
            "svg.hashsalt": "kldiv",  # by chance otherwise
            "svg.fonttype": "path",  # letters as outlines: the same on every machine
            "font.family": families(),
            "mathtext.fontset": "stix",  # as near as Matplotlib comes to the formulas of the pages
            "font.size": TEXT,
            "axes.titlesize": TEXT,
            "axes.labelsize": TEXT,
            "xtick.labelsize": SMALL,
            "ytick.labelsize": SMALL,
            "text.color": self.ink,
            "axes.labelcolor": self.ink,
            "axes.titlecolor": self.ink,
            "axes.edgecolor": self.soft,
            "xtick.color": self.soft,
            "ytick.color": self.soft,
            "axes.facecolor": "none",
            "figure.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "grid.color": self.rule,
            "grid.linewidth": 0.8,
            "lines.linewidth": 2.2,
            "lines.dash_capstyle": "butt",
            "hatch.linewidth": 0.8,
            "path.simplify": False,
        }


LIGHT = Style("light", "#fffefb", "#1f2328", "#4c535d", "#e4e1d8", p_ink="#00639b", q_ink="#a84300")
DARK = Style(
    "dark", "#16181d", "#e4e6eb", "#b4bac6", "#31353f", p_ink="#76bdf0", q_ink="#ffa26b", p="#4BA6E3", q="#EF8034"
)
STYLES = (LIGHT, DARK)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def recoloured(svg: str, old: Style, new: Style) -> str:
    """Give a figure the colours of another scheme: what figures draw hangs on nothing else of a scheme.

    Args:
        svg: the figure, in the colours of one scheme.
        old: that scheme.
        new: the other.

    Returns:
        The figure that would be drawn in the other.

    Raises:
        ValueError: if it has a colour that the scheme has not, so that nothing says what becomes of it.
    """
    roles = [field.name for field in fields(Style) if field.name != "scheme"]
    table = {getattr(old, role).lower(): getattr(new, role).lower() for role in roles}
    strange = sorted({colour.lower() for colour in COLOUR.findall(svg)} - table.keys())
    if strange:
        raise ValueError(f"{strange[0]} is no colour of the {old.scheme} scheme; use one of {', '.join(roles)}")
    return COLOUR.sub(lambda found: table[found[0].lower()], svg)


@contextmanager
def settings(style: Style) -> Iterator[None]:
    """Draw with one scheme's settings and nothing of the machine's own.

    Args:
        style: the scheme.

    Yields:
        Nothing; the settings hold inside the block.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(style.rc())
        yield


def panels(height: float, rows: int = 1, columns: int = 1, **kwargs: Any) -> tuple[Figure, list[Axes]]:
    """Make a figure as wide as all the others, divided into panels.

    Args:
        height: in inches.
        rows: of panels.
        columns: of panels.
        **kwargs: passed to Matplotlib's `subplots`.

    Returns:
        The figure, and its panels row by row.
    """
    figure = Figure(figsize=(WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.06))
    FigureCanvasSVG(figure)
    return figure, list(np.ravel(figure.subplots(rows, columns, **kwargs)))


def curve(ax: Axes, style: Style, distribution: str, x: np.ndarray, y: np.ndarray, fill: bool = False) -> None:
    """Draw a curve that belongs to p or to q.

    Args:
        ax: where.
        style: the scheme.
        distribution: "p" or "q".
        x: at most POINTS places.
        y: the heights.
        fill: whether to tint the area below.
    """
    colour = getattr(style, distribution)
    ax.plot(x, y, color=colour, linestyle="-" if distribution == "p" else DASHES)
    if fill:
        ax.fill_between(x, y, color=colour, alpha=0.15, linewidth=0)


def bars(ax: Axes, style: Style, distribution: str, x: Any, height: Any, width: float) -> None:
    """Draw bars that belong to p (filled, solid edge) or to q (hatched, dashed edge).

    Args:
        ax: where.
        style: the scheme.
        distribution: "p" or "q".
        x: the middles.
        height: the heights.
        width: of each bar.
    """
    colour = getattr(style, distribution)
    ax.bar(x, height, width, color=colour, alpha=0.55 if distribution == "p" else 0.18, linewidth=0)
    # A layer of its own: SVG has one opacity for a hatch and the colour beneath it.
    edge = {"facecolor": "none", "edgecolor": colour, "linewidth": 1.8}
    if distribution == "q":
        edge |= {"linestyle": (0, (3.5, 1.8)), "hatch": "//"}
    ax.bar(x, height, width, **edge)


def as_svg(figure: Figure, style: Style) -> str:
    """Write a figure as SVG that depends on nothing but the figure.

    Args:
        figure: the figure, drawn inside `settings`.
        style: the scheme, in whose ink is what Matplotlib gives no colour because it is black.

    Returns:
        The SVG.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = re.sub(r"^.*?(?=<svg\b)", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"\s*<!--.*?-->", "", text, flags=re.DOTALL)
    return lighter(numbered(inked(text, style.ink)))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it.

    Args:
        colour: "#rrggbb".

    Returns:
        Between 0 and 1.
    """
    channels = mpl.colors.to_rgb(colour)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2 defines it.

    Args:
        first: "#rrggbb".
        second: "#rrggbb".

    Returns:
        Between 1 and 21.

    Example:
        >>> round(contrast("#ffffff", "#000000"))
        21
    """
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)
