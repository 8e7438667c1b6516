"""From two distributions to a formula."""

from kldiv.deriving.derive import derive

__all__ = ["derive"]
