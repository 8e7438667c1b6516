"""A label beside the curve that it names, where it touches no curve and no other label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

#: A label keeps this far from its curve, at least and at most, and from other labels at least, in pixels of the figure.
ROOM, NEAR = 4.0, 14.0
#: Places are tried so many pixels apart.
STEP = 6
#: Another curve is at least so many times as far from a label as its own.
CLEARER = 2.0
#: A label that is so far from all other curves cannot be mistaken: farther is no better.
FAR = 40.0


def label(ax: Axes, lines: Sequence[Line2D], texts: Sequence[str], colour: str) -> bool:
    """Write to each line its name; the limits of the axes must be final.

    Args:
        ax: where the lines are drawn.
        lines: the lines.
        texts: their names.
        colour: of the letters.

    Returns:
        Whether there is a place for every name; if not, none is written.
    """
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    inside = ax.get_window_extent()
    curves = [_points(ax, line) for line in lines]
    notes = [ax.text(0, 0, text, color=colour, ha="center", va="center", transform=None) for text in texts]
    boxes: list[Bbox] = []
    for number, note in enumerate(notes):
        extent = note.get_window_extent()
        others = np.concatenate([curve for at, curve in enumerate(curves) if at != number])
        box = _place(curves[number], others, boxes, (extent.width, extent.height), inside)
        if box is None:
            for each in notes:
                each.remove()
            return False
        boxes.append(box)
        x, y = ax.transAxes.inverted().transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))
        note.set(x=x, y=y, transform=ax.transAxes)
    return True


def _points(ax: Axes, line: Line2D) -> np.ndarray:
    """A line as points, no farther apart than two pixels."""
    x, y = STEP_LOOKUP_MAP[line.get_drawstyle()](line.get_xdata(), line.get_ydata())
    corners = ax.transData.transform(np.column_stack([x, y]))
    corners = corners[np.isfinite(corners).all(axis=1)]
    pieces = [np.linspace(start, end, 2 + int(np.hypot(*(end - start)) / 2)) for start, end in pairwise(corners)]
    return np.concatenate(pieces)


def _place(
    own: np.ndarray, others: np.ndarray, taken: Sequence[Bbox], size: tuple[float, float], inside: Bbox
) -> Bbox | None:
    """The place that is clearest: near its own curve, far from the others; None if there is none."""
    width, height = size
    best, found = 0.0, None
    for x in np.arange(inside.x0, inside.x1 - width, STEP):
        for y in np.arange(inside.y0 + ROOM, inside.y1 - height, STEP):
            box = Bbox.from_bounds(x, y, width, height)
            near = _distance(box, own)
            if not ROOM <= near <= NEAR or any(box.padded(ROOM).overlaps(other) for other in taken):
                continue
            far = min(_distance(box, others), FAR)
            if far >= CLEARER * near and far - near > best:
                best, found = far - near, box
    return found


def _distance(box: Bbox, points: np.ndarray) -> float:
    """From a box to the nearest of some points; 0 within it."""
    across = np.maximum(np.maximum(box.x0 - points[:, 0], points[:, 0] - box.x1), 0)
    up = np.maximum(np.maximum(box.y0 - points[:, 1], points[:, 1] - box.y1), 0)
    return float(np.sqrt((across**2 + up**2).min()))
