"""A number and how it was found."""

from __future__ import annotations

from dataclasses import dataclass

CLOSED_FORM = "closed form"
INFINITE = "infinite"
QUADRATURE = "quadrature"
ESTIMATE = "estimate"


@dataclass(frozen=True)
class Found:
    """One number and how it was found.

    Attributes:
        value: in nats.
        method: CLOSED_FORM, INFINITE or QUADRATURE.
        bound: on the error of a quadrature, else None.
    """

    value: float
    method: str = CLOSED_FORM
    bound: float | None = None
