"""The errors of several libraries as a parameter goes to extremes."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.figures.accuracy_curves import drawn
from scripts.figures.style import Style

META = {
    "alt": """Six panels, one for each family: the relative error over the size of one parameter. The line of this
        package stays at the last digit. Those of PyTorch and TensorFlow Probability lie higher, and rise for large
        shapes and for small probabilities.""",
    "caption": """The relative error where one parameter of $p$ goes to extremes, and that of $q$ is a thousandth
        larger; the other parameters are two, locations zero. Double precision, measured on [[n:accuracy.date]].""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    return drawn(style, "extreme", "{}")
