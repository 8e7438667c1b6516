"""The errors of several libraries as q nears p."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.figures.accuracy_curves import drawn
from scripts.figures.style import Style

META = {
    "alt": """Six panels, one for each family: the worst relative error over the distance of p and q. The line of this
        package stays at the last digit everywhere. Those of PyTorch and TensorFlow Probability rise as the distance
        falls, and pass one, where no digit is right.""",
    "caption": """The worst relative error of [[n:accuracy.pairs]] pairs at each distance $e$: $q$ has the parameters of
        $p$, larger or smaller by their share $e$. At the grey rule and above no digit is right. Double precision,
        measured on [[n:accuracy.date]].""",
}


def draw(style: Style) -> Figure:
    """Draw the figure.

    Args:
        style: the scheme.

    Returns:
        The figure.
    """
    return drawn(style, "near", "distance $e$")
