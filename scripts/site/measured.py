"""The room that something takes on a page."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A width, and how far it reaches above and below the line: all in em of the text around it."""

    width: float = 0.0
    above: float = 0.0
    below: float = 0.0

    def beside(self, other: Box) -> Box:
        """Return the room of both, side by side."""
        return Box(self.width + other.width, max(self.above, other.above), max(self.below, other.below))
