"""Numbers that the project promises of itself."""

from __future__ import annotations

from kldiv.register.meaning import DIGITS
from scripts.examples.display import Numbers, whole


def numbers() -> Numbers:
    """Read them from the code that keeps them.

    Returns:
        Name -> value, unit and text.
    """
    return {"meaning.digits": whole(DIGITS)}
